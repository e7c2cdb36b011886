"""Thousands of steps in an order nobody would think of, against a model that knows nothing of the code."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from msai.db import Database
from tests.msai.imports.recorded import fresh
from tests.state_machine.machine import Tally
from tests.state_machine.weekdays import WeekdayMachine

RULES = {"meeting", "checked", "mended", "retry", "correction", "distribution", "closing", "join", "leave",
         "receipt", "rule", "bank", "share-out", "interest raised", "line, open", "line, closed",
         "line, shared out"}


@dataclass(frozen=True)
class Plan:
    """How long the machine is played: rounds of runs of fifty steps, until each rule was put to the test.

    What a round draws also depends on which modules its process has loaded, so that no fixed
    number of rounds reaches every rule everywhere; `most` rounds without one are a failure.
    """

    runs: int
    rounds: int
    most: int
    outcomes: int
    """How often each rule has to be let through, and how often refused; none: it only has to be tried."""

    def wants(self, tally: Tally) -> dict[tuple[str, str], int]:
        """What has not been tried often enough."""
        if not self.outcomes:
            return {(rule, "tried"): 0 for rule in RULES - {rule for rule, _ in tally}}
        wanted = {(rule, outcome) for rule in RULES for outcome in ("accepted", "refused")}
        return {key: tally[key] for key in wanted if tally[key] < self.outcomes}


PLANS = {"sqlite": Plan(runs=50, rounds=4, most=8, outcomes=20),
         "postgresql": Plan(runs=20, rounds=2, most=10, outcomes=0)}


def play(database: Database, tally: Tally, plan: Plan, number: int) -> None:
    """One round; it counts how often each rule was let through and refused."""
    run_state_machine_as_test(seed(number)(lambda: WeekdayMachine(database, tally)), settings=settings(
        max_examples=plan.runs, stateful_step_count=50, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck)))


@pytest.mark.parametrize("kind", PLANS)
def test_the_books_follow_the_model(kind: str) -> None:
    """Every balance after every step; and each rule was put to the test, both ways."""
    plan, tally = PLANS[kind], Tally()
    with fresh(kind) as database:
        for number in range(plan.most):
            if number < plan.rounds or plan.wants(tally):
                play(database, tally, plan, number)

    assert plan.wants(tally) == {}
    assert {rule for rule, _ in tally} == RULES


@pytest.mark.parametrize("module", [
    "model", "past", "owing", "between", "endings", "put_right", "lines", "sheets", "flaws"])
def test_the_model_knows_nothing_of_the_code(module: str) -> None:
    """A model that borrowed a rule would agree with its mistakes."""
    tree = ast.parse(Path(__file__).with_name(f"{module}.py").read_text())
    named = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    named |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}

    assert {name for name in named if name.partition(".")[0] not in sys.stdlib_module_names
            and not name.startswith("tests.state_machine.")} == set()
