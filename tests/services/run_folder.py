"""One folder in memory for everything a test run keeps: databases, a server, its log.

The process that starts the run makes it, its workers inherit the name, and it is
removed at the end.  A run that was killed leaves a folder behind; the next run
sees that its owner is gone, ends the server it left and removes it.
"""

import os
import shutil
import tempfile
from pathlib import Path

VARIABLE = "MSAI_TEST_FOLDER"
PREFIX = "msai-tests-"
ROOM_BYTES = 2 * 1024**3


def memory_disk() -> Path:
    """Where files are quick: the machine's memory, or the usual place for temporary files."""
    shared, usual = Path("/dev/shm"), Path(tempfile.gettempdir())
    roomy = shared.is_dir() and shutil.disk_usage(shared).free >= ROOM_BYTES
    return shared if roomy and os.access(shared, os.W_OK) else usual


def make() -> Path:
    """Make this run's folder and tell the workers by the environment."""
    folder = memory_disk() / f"{PREFIX}{os.getpid()}"
    folder.mkdir(mode=0o711)
    os.environ[VARIABLE] = str(folder)
    return folder


def current() -> Path:
    """This run's folder."""
    return Path(os.environ[VARIABLE])


def abandoned() -> list[Path]:
    """Folders of runs whose process is gone."""
    return [
        folder
        for folder in memory_disk().glob(PREFIX + "*")
        if not Path("/proc", folder.name.removeprefix(PREFIX)).exists()
    ]


def remove(folder: Path) -> None:
    """Give the memory back."""
    shutil.rmtree(folder, ignore_errors=True)
    os.environ.pop(VARIABLE, None)
