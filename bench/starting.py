"""What a command costs before it does anything: its start, beside the libraries it cannot do without.

Each side is a process of its own, taken in turns; what counts is the processor time of the child.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

from bench.deployments import Deployment
from bench.results import Result
from bench.story import Story

ROUNDS = 9
_ROOT = Path(__file__).parent.parent
_FLASK = (sys.executable, "-m", "flask")
_HELP = ("--app", "wsgi", "--help")
_LIST = ("--app", "wsgi", "books", "list")
_TARGET = "<= 350 ms of processor time"


def measure(folder: Path) -> list[Result]:
    """The help and the list of books; each beside the import of what it stands on."""
    deployment = Deployment.make(folder / "ledger")
    deployment.read_in(Story("story").history(1))
    environ = {**os.environ, "PYTHONPATH": str(_ROOT), "MSAI_DATABASE_URL": deployment.settings.database_url}
    items = {
        "flask --app wsgi --help": (_HELP, "import flask.cli"),
        "flask --app wsgi books list": (_LIST, "import flask.cli, sqlalchemy.orm"),
    }
    return [_compare(name, words, floor, folder, environ) for name, (words, floor) in items.items()]


def _compare(name: str, words: Sequence[str], floor: str, folder: Path, environ: dict[str, str]) -> Result:
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(_child_time((sys.executable, "-c", floor), folder, environ))
        ours.append(_child_time((*_FLASK, *words), folder, environ))
    ours_ms, floor_ms = 1000 * median(ours), 1000 * median(theirs)
    return Result(name, f"{ours_ms:.0f} ms", f"{floor_ms:.0f} ms ({floor})", ours_ms / floor_ms, _TARGET)


def _child_time(command: Sequence[str], folder: Path, environ: dict[str, str]) -> float:
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env=environ, check=True, capture_output=True)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
