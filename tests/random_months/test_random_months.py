"""Stock adds up and money stays whole, whatever months are reported, taken back and sent again."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from ledgers.accounts import BookKind
from ledgers.balances import balances
from ledgers.daybook import drawn_from, read_entries
from msai.exports.account_names import AccountNames
from msai.exports.plain_text import PlainBook, write_beancount, write_hledger
from tests.msai.exports.textbooks import beancount_balances, hledger_balances, run
from tests.msai.imports.recorded import fresh
from tests.msai.services.enterprise_money.till import FARM
from tests.random_months.machine import Tally, TwoFarms

RULES = {"batch", "factor", "event", "whole", "part", "detail", "typed in", "sent again", "other words",
         "taken back", "money: sold", "money: credit", "money: collected", "money: paid", "money: owed",
         "money: bill_paid", "money: moved", "cash counted", "stock counted", "year closed", "batch closed"}
ACCEPTED = {(rule, "accepted") for rule in RULES - {"other words"}}
REFUSED = {(rule, "refused") for rule in (
    "factor", "event", "whole", "part", "detail", "sent again", "other words", "taken back", "cash counted",
    "stock counted", "year closed", "batch closed")}


@dataclass(frozen=True)
class Plan:
    """Rounds of runs, until each rule was let through and refused, where that is wanted; at most so many."""

    runs: int
    rounds: int
    most: int
    wanted: frozenset[tuple[str, str]]


PLANS = {"sqlite": Plan(2, 2, 10, frozenset(ACCEPTED | REFUSED)),
         "postgresql": Plan(1, 1, 12, frozenset((rule, "accepted") for rule in ("part", "taken back")))}


def play(kind: str, tally: Tally, runs: int, number: int, at_end: Callable[[TwoFarms], object] = id) -> None:
    """One round; it counts how often each rule was let through and refused, and verifies each book."""

    @seed(number)
    @settings(max_examples=runs, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))
    @given(st.lists(st.integers(0, 2**48), min_size=80, max_size=80))
    def one_run(numbers: list[int]) -> None:
        with fresh(kind) as database:
            farms = TwoFarms(database, tally)
            for place, drawn in enumerate(numbers):
                # The first run of every round is drawn as nothing but noughts, and is another each time.
                farms.act(f"{number} {place} {drawn}")
            with database.read() as farms.till.session:
                assert farms.till.is_sound()
                at_end(farms)

    one_run()


@pytest.mark.parametrize("kind", PLANS)
def test_months_follow_plain_arithmetic(kind: str) -> None:
    """Every balance and every batch after every act; and each rule was put to the test, both ways."""
    plan, tally = PLANS[kind], Tally()
    for number in range(plan.most):
        if number < plan.rounds or plan.wanted - set(tally):
            play(kind, tally, plan.runs, number)

    assert plan.wanted - set(tally) == set()
    assert {rule for rule, _ in tally} <= RULES


def ask_others(folder: Path, farms: TwoFarms) -> None:
    """hledger and beancount accept the book a run came to, and have the same balances."""
    session, day = farms.session, farms.till.today
    found = balances(session, FARM)
    for ending, write in ("journal", write_hledger), ("beancount", write_beancount):
        plain = PlainBook("Rice Centre", drawn_from(session, FARM), found)
        (folder / f"farm.{ending}").write_text("".join(write(plain, read_entries(session, FARM))))
    assert run("hledger", "check", "--strict", "-f", folder / "farm.journal").returncode == 0
    assert run("bean-check", folder / "farm.beancount").returncode == 0
    names = AccountNames(BookKind.ENTERPRISE)
    ours = {names.of(one): Decimal(minor).scaleb(-2) for one, minor in found.items() if one.fund != "shares"}
    for theirs in (hledger_balances(folder / "farm.journal", day),
                   beancount_balances(folder / "farm.beancount", day)):
        assert {name: theirs.get(name, 0) for name in ours} == ours


@pytest.mark.textbooks
def test_two_other_programmes_come_to_the_same(tmp_path: Path) -> None:
    """What months of reports, takings back and closed years left behind is a book to others too."""
    tally = Tally()
    play("sqlite", tally, 2, 1001, lambda farms: ask_others(tmp_path, farms))
    assert tally.total()


@pytest.mark.parametrize("module", ["model", "report", "drawn"])
def test_the_arithmetic_knows_nothing_of_the_code(module: str) -> None:
    """A model that borrowed a rule would agree with its mistakes."""
    tree = ast.parse(Path(__file__).with_name(f"{module}.py").read_text())
    named = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    named |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}

    assert {name for name in named if name.partition(".")[0] not in sys.stdlib_module_names
            and not name.startswith("tests.random_months")} == set()
