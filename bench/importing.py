"""Importing a history, checked and durable, beside the same rows in one raw transaction a paper."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from statistics import median
from time import perf_counter

from bench import floor
from bench.deployments import Deployment, read_into
from bench.results import Result
from bench.story import Story
from msai.serving import spare_the_collector

ROUNDS = 5
SUNDAYS = 104


def measure(folder: Path, samples: Mapping[str, Path]) -> list[Result]:
    """The imports of each sample history and of a made-up group of thirty over two years."""
    spare_the_collector()
    histories = {name: file.read_bytes() for name, file in samples.items()}
    histories[f"30 members, {SUNDAYS} Sundays"] = Story("story").history(SUNDAYS)
    return [_compare(folder / f"import-{number}", name, content)
            for number, (name, content) in enumerate(histories.items())]


def _compare(folder: Path, name: str, content: bytes) -> Result:
    filled = Deployment.make(folder / "filled")
    filled.read_in(content)
    with floor.connect(filled.file) as connection:
        papers = floor.Recording(connection).papers()
    connection.close()
    empty = Deployment.make(folder / "empty")
    ledger_s, raw_s = [], []
    for turn in range(ROUNDS):
        ledger_s.append(_import(empty.copy(folder / f"ledger-{turn}"), content))
        raw_s.append(_write(empty.copy(folder / f"raw-{turn}"), filled.file, papers))
    postings = sum(len(paper.rows["posting"]) for paper in papers)
    return Result(
        f"import: {name}", f"{postings / median(ledger_s):,.0f} postings/s",
        f"{postings / median(raw_s):,.0f} postings/s", median(raw_s) / median(ledger_s),
        ">= 0.33, stretch 0.5")


def _import(deployment: Deployment, content: bytes) -> float:
    database = deployment.open()
    # Both sides have their database open already, and neither closes it in its time.
    with database.read() as session:
        session.connection()
    start = perf_counter()
    read_into(database, content)
    elapsed = perf_counter() - start
    database.engine.dispose()
    return elapsed


def _write(deployment: Deployment, source: Path, papers: list[floor.Paper]) -> float:
    connection = floor.connect(deployment.file)
    floor.copy_set_up(source, connection)
    start = perf_counter()
    for paper in papers:
        floor.write(connection, paper)
    elapsed = perf_counter() - start
    connection.close()
    return elapsed
