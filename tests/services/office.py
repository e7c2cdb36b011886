"""A workbook as a spreadsheet programme understands it: LibreOffice opens it, computes and saves it.

Starting the programme takes seconds, so all workbooks of a test go through it in one
call.  Its profile is made for the call and says that formulas are always computed
anew, whatever values a file brought along.  What several tests look at is computed
once in a run, by the first of the workers that wants it.
"""

import subprocess
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from tests.services import run_folder
from tests.services.programs import need

PATIENCE_SECONDS = 180
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


class OfficeFailed(RuntimeError):
    """LibreOffice did not write what it was asked for; the message is its own."""


def recalculated(workbooks: list[Path], folder: Path) -> list[Path]:
    """The same workbooks, with every formula computed by LibreOffice, in a new folder below `folder`."""
    profile, output = folder / "profile", folder / "recalculated"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE)
    done = subprocess.run(
        [need("soffice"), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
         "--convert-to", "xlsx", "--outdir", output, *workbooks],
        capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False,
    )
    written = [output / workbook.name for workbook in workbooks]
    if done.returncode or not all(path.exists() for path in written):
        raise OfficeFailed(done.stdout + done.stderr)
    return written


def recalculated_once(name: str, make: Callable[[], dict[str, bytes]]) -> Path:
    """The folder with the workbooks that `make` writes, each computed anew, under their own names.

    Whoever asks first makes them; other workers wait, and look into the same folder.
    """
    folder = run_folder.current() / name
    with FileLock(f"{folder}.lock"):
        if not (folder / "ready").exists():
            folder.mkdir()
            made = {folder / f"{title}.xlsx": content for title, content in make().items()}
            for file, content in made.items():
                file.write_bytes(content)
            recalculated(list(made), folder)
            (folder / "ready").touch()
    return folder / "recalculated"
