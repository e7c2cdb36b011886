"""What `make check` reads in the code without running it holds for every change."""

import subprocess
import sys

import pytest

from tests.reading import ROOT

CHECKS = {
    "ruff": ["check", "--output-format=concise", "."],
    "mypy": [],
    "djlint": ["--lint", "--quiet", "--profile=jinja", "--ignore=H015", "templates"],
}


@pytest.mark.parametrize("tool", CHECKS)
def test_the_code_passes(tool: str) -> None:
    """Each finding names its line; there are none to get used to."""
    command = [sys.executable, "-m", tool, *CHECKS[tool]]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
