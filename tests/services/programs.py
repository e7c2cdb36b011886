"""A program that is missing must not turn into a test that quietly did nothing.

On the machine that decides whether a change is good (`CI` is set) a missing
program fails the test; on a developer's machine the test is skipped and says
what to install.
"""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

PACKAGES = {
    "bean-check": "beancount",
    "chromium": "chromium",
    "hledger": "hledger",
    "pdftotext": "poppler-utils",
    "postgres": "postgresql",
    "soffice": "libreoffice-calc-nogui",
}
"""Debian's package of each program."""


def need(program: str) -> Path:
    """Where `program` is; without it the test is skipped, or fails where everything must run."""
    found = find(program)
    if found is None:
        refuse(f"{program} is missing: apt-get install {PACKAGES.get(program, program)}")
    return found


def find(program: str) -> Path | None:
    """Where `program` is; Debian keeps a database server's programs in a folder for each version."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True):
        if (folder / program).exists():
            return folder / program
    found = shutil.which(program)
    return Path(found) if found else None


def refuse(reason: str) -> NoReturn:
    """Fail where everything must run, skip elsewhere."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def _version(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0
