"""Run the benchmarks named on the command line, or all of them, and print the table."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from bench import closing, importing, pages, starting
from bench.results import Result, keep, machine, table

_HERE = Path(__file__).parent
_RESULTS = _HERE / "results"


def _samples() -> Mapping[str, Path]:
    return {file.stem: file for file in sorted((_HERE.parent / "msai" / "samples").glob("*.jsonl"))}


BENCHMARKS: Mapping[str, Callable[[Path], list[Result]]] = {
    "closing": closing.measure,
    "importing": lambda folder: importing.measure(folder, _samples()),
    "pages": pages.measure,
    "starting": starting.measure,
}


def main() -> None:
    """Measure in a folder that is removed afterwards; `--folder` says on which disk."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=...", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], help="all when none is named")
    parser.add_argument("--folder", type=Path, help="where the databases are made")
    wanted = parser.parse_args()
    found: list[Result] = []
    for name in wanted.names or BENCHMARKS:
        with tempfile.TemporaryDirectory(dir=wanted.folder) as folder:
            results = BENCHMARKS[name](Path(folder))
        keep(_RESULTS, name, results)
        found += results
    print(", ".join(f"{name} {value}" for name, value in machine().items()), end="\n\n")
    print(table(found), end="")


if __name__ == "__main__":
    main()
