"""Thousands of steps in an order nobody would think of, against a model that knows nothing of the code."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.msai.imports.recorded import fresh
from tests.state_machine.machine import Tally
from tests.state_machine.weekdays import WeekdayMachine

RULES = {"meeting", "checked", "mended", "retry", "correction", "distribution", "closing", "join", "leave",
         "receipt", "rule", "bank", "share-out", "interest raised", "line, open", "line, closed",
         "line, shared out"}
RUNS = {"sqlite": 200, "postgresql": 40}
LEAST = {"sqlite": 20, "postgresql": 0}
"""How often each rule has to be let through and refused; in the shorter run each only has to be tried."""


def played(kind: str, runs: int) -> Tally:
    """Play that many runs of fifty steps; answers how often each rule was let through and refused."""
    tally: Tally = Counter()
    with fresh(kind) as database:
        run_state_machine_as_test(lambda: WeekdayMachine(database, tally), settings=settings(
            max_examples=runs, stateful_step_count=50, derandomize=True, database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck)))
    return tally


@pytest.mark.parametrize("kind", RUNS)
def test_the_books_follow_the_model(kind: str) -> None:
    """Every balance after every step; and each rule was put to the test, both ways."""
    tally = played(kind, RUNS[kind])

    assert {rule for rule, _ in tally} == RULES
    wanted = {(rule, outcome) for rule in RULES for outcome in ("accepted", "refused")}
    assert {key: tally[key] for key in wanted if tally[key] < LEAST[kind]} == {}


@pytest.mark.parametrize("module", [
    "model", "past", "owing", "between", "endings", "put_right", "lines", "sheets", "flaws"])
def test_the_model_knows_nothing_of_the_code(module: str) -> None:
    """A model that borrowed a rule would agree with its mistakes."""
    tree = ast.parse(Path(__file__).with_name(f"{module}.py").read_text())
    named = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    named |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}

    assert {name for name in named if name.partition(".")[0] not in sys.stdlib_module_names
            and not name.startswith("tests.state_machine.")} == set()
