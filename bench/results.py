"""What was measured, as JSON for later comparison and as the table of the README."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

_PACKAGES = ("flask", "sqlalchemy", "waitress", "jinja2")


@dataclass(frozen=True)
class Result:
    """One comparison: the ledger, what it is held against, their ratio, and the ratio aimed at."""

    item: str
    ledger: str
    floor: str
    ratio: float
    target: str


def machine() -> dict[str, str]:
    """Where and with what the run was made."""
    return {
        "date": datetime.now(tz=UTC).date().isoformat(),
        "cores": str(os.cpu_count()),
        "load": f"{os.getloadavg()[0]:.1f}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: version(name) for name in _PACKAGES},
    }


def keep(folder: Path, name: str, results: Sequence[Result]) -> None:
    """Write the results of one benchmark as JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    said = {"machine": machine(), "results": [asdict(result) for result in results]}
    (folder / f"{name}.json").write_text(json.dumps(said, indent=1) + "\n")


def table(results: Sequence[Result]) -> str:
    """The results as the rows of a Markdown table."""
    head = "| item | ledger | held against | ratio | target |\n| --- | --- | --- | --- | --- |\n"
    return head + "".join(
        f"| {r.item} | {r.ledger} | {r.floor} | {r.ratio:.2f} | {r.target} |\n" for r in results)
