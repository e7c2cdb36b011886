"""PUB-23: a group brings 5,000 to its bank at each month's meeting, and the bank adds 6.5 percent a year.

The bank reckons on what lies there after the deposit, a twelfth of the year at a time, and keeps fractions of
a cent to itself: its printed book shows 27 in the first month, 54 in the second, 570 in the twentieth, and
105,887 at the end. The treasurer writes down what the bank credits, to the cent: bank / 4700 savings.
Source of all figures: the vector. Domain, section 4: bank interest. PUB-16, -19 and -21 are totals of whole
programmes and a plan of the year 1893; no group's book holds them, they are shown where they are reckoned.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from textwrap import dedent
from typing import Any

import pytest
from sqlalchemy.orm import Session

from ledgers.lending.schedules import bank_savings
from ledgers.money import round_half_up
from msai.db import Database
from msai.schemas.meetings import load_sheet
from msai.services.group_rules import BY_AMOUNT
from msai.services.meetings import close_meeting
from msai.services.sheets import CloseMeeting, Receipt
from tests.msai.services.sundays import (
    GROUP,
    RULES,
    SITI,
    TREASURER,
    Paper,
    as_json,
    decimal,
    holdings,
    is_sound,
    open_savers,
)
from tests.vectors.reading import cents, shown, vector

TWO_YEARS_ON = 1_830_000_000_000


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A group that saves by the amount, whose savings lie at the bank."""
    with database.write() as session:
        open_savers(session, rules={**RULES, "saving": BY_AMOUNT, "usual": "5000.00"})
        yield session


def meet(session: Session, month: int, *lines: dict[str, Any]) -> None:
    """The meeting on the first day of a month, counted from February; it is sent in two years later."""
    day = date(2026 + month // 12, month % 12 + 1, 1)
    paper = Paper(lines, held_on=day, said={"other_day": True})
    payload = as_json(session, paper)
    sheet = load_sheet(payload, currency="HKD", meeting_id=paper.meeting_id)
    answer = close_meeting(session, TREASURER, CloseMeeting(
        book_id=GROUP, sheet=sheet, body=json.dumps(payload).encode(), received_at=TWO_YEARS_ON))
    assert isinstance(answer, Receipt), answer


def test_what_the_bank_credits_is_what_the_book_says(session: Session) -> None:
    """Twenty months: 100,000 saved, and interest that no rounding of the book has changed."""
    given, expected = vector("PUB-23")
    deposit, months = cents(given["deposit_per_month"]), given["months"]
    at_bank = bank_savings(deposit, Fraction(given["annual_rate_percent"]), months=months)
    for month, said in enumerate(at_bank, start=1):
        meet(session, month,
             {"kind": "savings", "member": SITI, "amount": decimal(deposit), "tender": "bank"},
             {"kind": "bank_interest", "amount": decimal(round_half_up(said.interest)), "tender": "bank"})

    assert is_sound(session)
    found = sorted(holdings(session).items())
    assert "\n".join(f"{key:<22} {decimal(minor):>10}" for key, minor in found) == dedent("""\
        1020|savings|bank       105887.47
        3100|savings|member-3  -100000.00
        4700|savings|None        -5887.47""")
    assert shown(holdings(session)["1020|savings|bank"], 0) == expected["balance_after_interest_month_20"]
