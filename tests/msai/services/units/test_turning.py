"""Savings that become investment: one member's consent, or a decision of the group for all."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from ledgers.balances import balances
from ledgers.errors import NegativeTender, NotPositive
from msai.services.sheets import Receipt
from msai.services.units.errors import NothingToTurn, SavingsNotFree, TurnedNotWholeShares
from msai.services.units.wanted import TurnSavings
from tests.msai.services.sundays import (
    AMINA,
    GROUP,
    LORNA,
    SECOND,
    SITI,
    Paper,
    close,
    holdings,
    lend,
    save,
)
from tests.msai.services.units.desk import decide, earn, fund_of, invest, planned


def save_all(session: Session, *more: dict[str, object]) -> None:
    """Lorna has five shares, Amina three and Siti two, and perhaps somebody borrows."""
    lines = [save(LORNA, 5), save(AMINA, 3), save(SITI, 2), *more]
    assert isinstance(close(session, Paper(lines, SECOND)), Receipt)


def test_one_member_turns_shares_by_her_consent(session: Session) -> None:
    """Two of Lorna's shares become 100 units; the box holds the same, in another fund."""
    save_all(session)

    decide(session, TurnSavings(tender="box", member=LORNA, amount_minor=10_000))

    assert holdings(session) == {
        "1010|investment|box": 10_000, "1010|savings|box": 40_000, "3100|savings|member-1": -15_000,
        "3100|savings|member-2": -15_000, "3100|savings|member-3": -10_000,
        "3200|investment|member-1": -10_000, "9100|units|None": -1_000_000, "9200|units|member-1": 1_000_000,
        "9300|shares|None": -8, "9400|shares|member-1": 3, "9400|shares|member-2": 3,
        "9400|shares|member-3": 2}


def test_the_group_decides_for_all_by_percent_in_whole_shares(session: Session) -> None:
    """Half of five, three and two shares: two, one and one, at a unit's value of 1.20."""
    invest(session, {SITI: "100.00"})
    earn(session, 2_000)
    save_all(session)

    decide(session, TurnSavings(tender="box", percent=50))

    found = holdings(session)
    assert [found[f"9400|shares|member-{n}"] for n in (1, 2, 3)] == [3, 2, 1]
    assert [found[f"9200|units|member-{n}"] for n in (1, 2, 3)] == [833_333, 416_666, 1_416_666]
    assert abs(fund_of(session).value() - 120) < 1


def test_borrowed_savings_stay_savings(session: Session) -> None:
    """Amina owes 120.00 of her 150.00: a decision of the group takes no share of hers, her consent none."""
    save_all(session, lend(AMINA, "120.00"))
    plan = planned(session, TurnSavings(tender="box", amount_minor=5_000))

    assert {part.holder.alias: part.saved_minor for part in plan.parts} == {
        "member-1": 5_000, "member-3": 5_000}
    with pytest.raises(SavingsNotFree):
        planned(session, TurnSavings(tender="box", member=AMINA, amount_minor=5_000))


@pytest.mark.parametrize(("wanted", "error"), [
    (TurnSavings(tender="box"), NotPositive), (TurnSavings(tender="bank", percent=50), NegativeTender),
    (TurnSavings(tender="box", member=LORNA, amount_minor=9_999), TurnedNotWholeShares),
    (TurnSavings(tender="box", member=LORNA, amount_minor=30_000), SavingsNotFree),
    (TurnSavings(tender="box", percent=1), NothingToTurn),
], ids=lambda value: getattr(value, "__name__", None))
def test_what_cannot_be_turned_is_said(session: Session, wanted: TurnSavings, error: type) -> None:
    """Nothing moves."""
    save_all(session)
    before = balances(session, GROUP)

    with pytest.raises(error):
        planned(session, wanted)
    assert balances(session, GROUP) == before
