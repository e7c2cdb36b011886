"""At which value a fund deals: by its books or a signed paper; and how one worth nothing starts anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ledgers.errors import NetAssetsNotPositive, NoUnitsIssued
from msai.models.units import UnitDealing
from msai.services.sheets import Receipt
from msai.services.units.deciding import last_day
from msai.services.units.errors import (
    FundBelowZero,
    FundHasWorth,
    NotAtAValuation,
    ValuationAhead,
    ValuationTooOld,
    ValuationUnsigned,
)
from msai.services.units.wanted import DealAtBookValue, DealAtValuation, Distribute, RedeemUnits, StartAnew
from tests.msai.services.sundays import AMINA, AT, GROUP, LORNA, SECOND, SITI, Paper, close
from tests.msai.services.units.desk import TODAY, decide, earn, fund_of, holdings, invest, planned

THREE = {LORNA: "200.00", AMINA: "200.00", SITI: "100.00"}
PAPER = DealAtValuation(valued_on=date(2026, 1, 20), valued_minor=60_000, valued_by="Ramon Cruz, appraiser",
                        source="Report of 20 January")


def test_a_sheet_and_a_page_deal_at_the_same_signed_value(session: Session) -> None:
    """The farm is worth 100.00 more than it cost: units come and go at 1.20; the books keep cost."""
    invest(session, THREE)
    decide(session, PAPER)
    line = {"kind": "investment", "member": SITI, "amount": "120.00", "tender": "box"}
    assert isinstance(close(session, Paper([line], date(2026, 2, 8))), Receipt)

    decide(session, RedeemUnits(member=LORNA, amount_minor=12_000, tender="box"), on=date(2026, 2, 8))

    found = holdings(session)
    assert [found[f"9200|units|member-{n}"] for n in (1, 2, 3)] == [1_000_000, 2_000_000, 2_000_000]
    standing = fund_of(session)
    assert standing.net_assets_minor == 50_000
    assert [standing.book_value(), standing.value()] == [100, 120]


def test_what_happens_after_the_paper_counts_beside_it(session: Session) -> None:
    """50.00 earned since raise the value by 0.10 a unit; a paper is of one day and the book goes on."""
    invest(session, THREE)
    decide(session, PAPER)
    earn(session, 5_000)

    assert fund_of(session).value() == 130


def test_a_paper_is_used_for_six_months_or_until_it_is_put_away(session: Session) -> None:
    """After 20 July the book decides again; so it does from the day two officers say so."""
    invest(session, THREE)
    decide(session, PAPER)
    assert fund_of(session, date(2026, 7, 20)).value() == 120
    assert fund_of(session, date(2026, 7, 21)).value() == 100

    decide(session, DealAtBookValue(), on=date(2026, 2, 8), at=AT + 5)

    assert fund_of(session, date(2026, 2, 8)).value() == 100
    with pytest.raises(NotAtAValuation):
        planned(session, DealAtBookValue(), date(2026, 2, 8))


@pytest.mark.parametrize(("day", "last"), [
    (date(2026, 1, 20), date(2026, 7, 20)), (date(2025, 8, 31), date(2026, 2, 28)),
    (date(2023, 8, 31), date(2024, 2, 29)), (date(2025, 12, 1), date(2026, 6, 1)),
])
def test_six_months_end_in_a_month_that_has_the_day(day: date, last: date) -> None:
    """The last day of a short month stands for those it has not."""
    assert last_day(day) == last


@pytest.mark.parametrize(("changes", "error"), [
    ({"valued_on": date(2026, 2, 2)}, ValuationAhead), ({"valued_on": date(2025, 7, 31)}, ValuationTooOld),
    ({"valued_by": " "}, ValuationUnsigned), ({"source": ""}, ValuationUnsigned),
    ({"valued_minor": -60_000}, NetAssetsNotPositive),
])
def test_a_paper_that_is_no_paper_is_refused(
    session: Session, changes: dict[str, Any], error: type,
) -> None:
    """Of a day to come, older than six months, unsigned, or below nought."""
    invest(session, THREE)

    with pytest.raises(error):
        planned(session, replace(PAPER, **changes))


def test_a_fund_that_lost_everything_starts_anew_at_one(session: Session) -> None:
    """500.00 are lost; two officers cancel the units, and the next 50.00 buy 50 units."""
    invest(session, THREE)
    earn(session, -50_000)

    decide(session, StartAnew())
    assert holdings(session) == {"3400|investment|None": -50_000, "5300|investment|None": 50_000}
    line = {"kind": "investment", "member": SITI, "amount": "50.00", "tender": "box"}
    assert isinstance(close(session, Paper([line], SECOND)), Receipt)
    earn(session, 1_000, step="later")

    standing = fund_of(session)
    assert [standing.issued_e4, standing.distributable_minor] == [500_000, 1_000]
    assert standing.value() == 120


def test_a_new_start_puts_the_paper_away(session: Session) -> None:
    """What was valued is gone with the units."""
    invest(session, THREE)
    decide(session, PAPER)
    earn(session, -50_000)

    decide(session, StartAnew(), at=AT + 5)

    assert fund_of(session).above_book_minor == 0


@pytest.mark.parametrize(("earned", "error"), [(-49_999, FundHasWorth), (-40_000, FundHasWorth)])
def test_what_is_worth_something_is_not_taken_away(session: Session, earned: int, error: type) -> None:
    """One cent behind the units is theirs."""
    invest(session, THREE)
    earn(session, earned)

    with pytest.raises(error):
        planned(session, StartAnew())


def test_a_fund_that_owes_more_than_it_has_is_made_whole_first(session: Session) -> None:
    """All of it was given out as capital, and then a charge came."""
    invest(session, THREE)
    decide(session, Distribute(amount_minor=50_000))
    earn(session, -100)

    with pytest.raises(FundBelowZero):
        planned(session, StartAnew())


def test_an_empty_fund_has_nothing_to_cancel_or_to_value(session: Session) -> None:
    """It begins at 1 anyway."""
    for wanted in (StartAnew(), PAPER):
        with pytest.raises(NoUnitsIssued):
            planned(session, wanted)


def test_no_value_is_decided_without_a_request(session: Session) -> None:
    """The database keeps a value only beside what two officers asked for and answered."""
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(insert(UnitDealing).values(
            book_id=GROUP, act_id=GROUP, fund="investment", decided_on=TODAY, decided_at=1))
    assert fund_of(session).above_book_minor == 0
