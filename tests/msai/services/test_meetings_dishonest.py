"""A treasurer who tries: every trick is held, with a reason of its own, and posts nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from ledgers.entries import SourceKind
from msai.db import Database
from msai.permissions import SYSTEM_IMPORT
from msai.services.leaving import Leave, leave
from msai.services.postings import Paper as Source
from msai.services.sheets import Receipt
from tests.msai.services.sundays import (
    AMINA,
    AT,
    FIRST,
    GROUP,
    LORNA,
    SECOND,
    SITI,
    Paper,
    begun,
    close,
    decimal,
    holdings,
    lend,
    open_savers,
    reasons,
    repay,
    save,
)

Line = dict[str, Any]
HELD = {"kind": "held", "member": SITI, "amount": "20.00", "tender": "box"}
FINE = {"kind": "fine", "member": SITI, "amount": "10.00", "tender": None}
SOCIAL = {"kind": "social", "member": AMINA, "amount": "30.00", "tender": "box"}
INVESTED = {"kind": "investment", "member": AMINA, "amount": "100.00", "tender": "box"}
BEFORE = [save(LORNA, 3), save(AMINA, 2), save(SITI, 5), lend(AMINA, "120.00"), HELD, FINE, SOCIAL, INVESTED]


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """The second Sunday begins: savings, a loan, money held, a fine unpaid, and three funds."""
    with begun(database, Paper(BEFORE)) as session:
        yield session


def line(kind: str, **fields: Any) -> Line:
    """A line through the box."""
    return {"kind": kind, "tender": "box", **fields}


def between(giving: str, receiving: str) -> Line:
    """Money moved between two funds."""
    return line("between_funds", from_fund=giving, to_fund=receiving, amount="10.00")


TRICKS = {
    "an amount below zero": (save(SITI, 1) | {"amount": "-50.00"}, "lines.0", "not_positive"),
    "a line of nothing": (line("held", member=SITI, amount="0.00"), "lines.0", "empty_entry"),
    "shares for nothing": (save(SITI, 3) | {"amount": "0.00"}, "lines.0.amount", "not_whole_shares"),
    "shares that cost less": (save(SITI) | {"shares": 2}, "lines.0.amount", "not_whole_shares"),
    "interest below zero": (repay(AMINA, "100.00", "-10.00"), "lines.0", "not_positive"),
    "a loan to nobody": (lend(99, "10.00", "loan-9"), "lines.0.member", "unknown_member"),
    "a loan under an old name": (lend(SITI, "10.00"), "lines.0.loan", "loan_known"),
    "a repayment in another's name": (repay(SITI, "10.00"), "lines.0.member", "loan_of_another"),
    "more repaid than is owed": (repay(AMINA, "120.01"), "lines.0.amount", "repayment_exceeds_debt"),
    "a loan of another fund repaid": (
        repay(AMINA, "10.00") | {"fund": "social"}, "lines.0.amount", "repayment_exceeds_debt"),
    "a loan nobody took": (repay(AMINA, "10.00", loan="loan-7"), "lines.0", "unknown_loan"),
    "a fine paid twice": (
        line("fine_paid", member=SITI, amount="10.01"), "lines.0.amount", "payment_exceeds_dues"),
    "a fine paid that was not hers": (
        line("fine_paid", member=AMINA, amount="10.00"), "lines.0.amount", "payment_exceeds_dues"),
    "more paid out than is due": (
        line("payout", member=SITI, amount="20.01"), "lines.0.amount", "payout_exceeds_due"),
    "paid out of another fund": (
        line("payout", member=SITI, amount="5.00", fund="social"), "lines.0.amount", "payout_exceeds_due"),
    "savings taken that were not hers": (
        line("withdrawal", member=LORNA, amount="250.00", shares=5), "lines.0.amount",
        "withdrawal_exceeds_savings"),
    "shares taken that were not hers": (
        line("withdrawal", member=LORNA, amount="250.00", shares=5), "lines.0.amount",
        "shares_exceed_holding"),
    "savings taken, shares kept": (
        line("withdrawal", member=LORNA, amount="50.00", shares=0), "lines.0.amount", "not_whole_shares"),
    "more units than she has": (
        line("redemption", member=AMINA, units_e4=1_000_001), "lines.0", "units_exceed_holding"),
    "another group's box": (
        line("held", member=SITI, amount="1.00", tender="vault"), "lines.0", "unknown_tender"),
    "money moved to where it was": (
        {"kind": "transfer", "amount": "1.00", "from_tender": "box", "to_tender": "box"}, "lines.0",
        "same_account"),
    "a fund lending to itself": (between("savings", "savings"), "lines.0.to_fund", "same_fund"),
    "a fund nobody has": (between("savings", "savings2"), "lines.0.to_fund", "unknown_fund"),
    "an investment fund nobody has": (INVESTED | {"fund": "investment-2"}, "lines.0.fund", "unknown_fund"),
    "a memo fund": (line("held", member=SITI, amount="1.00", fund="shares"), "lines.0.fund", "unknown_fund"),
    "units of the savings": (INVESTED | {"fund": "savings"}, "lines.0.fund", "wrong_fund"),
    "more than the box holds": (line("expense", amount="999.00"), "lines", "negative_tender"),
    "more than its fund holds": (
        line("social_grant", member=SITI, amount="30.01"), "lines", "negative_tender"),
    "a number too large to keep": (save(SITI, 10**11), "lines.0.shares", "shares_over_limit"),
}


@pytest.mark.parametrize("name", TRICKS)
def test_a_trick_is_held_and_posts_nothing(session: Session, name: str) -> None:
    """The reason names the line; the second Sunday's other lines wait with it."""
    trick, path, code = TRICKS[name]
    before = holdings(session)

    held = close(session, Paper([trick, save(LORNA)], held_on=SECOND))

    assert (path, code) in reasons(held)
    assert holdings(session) == before


SAID = {
    "a roll with a stranger": ({"attendance": {"1": "present", "2": "absent", "3": "late", "4": "present"}},
                               "attendance.4", "unknown_member"),
    "a roll without Siti": ({"attendance": {"1": "present", "2": "present"}}, "attendance.3",
                            "attendance_missing"),
    "cash that was not there": ({"opening": {"box/savings": "999.00"}}, "opening.box/savings",
                                "opening_differs"),
    "cash nobody counted": ({"cash_counted": None}, "cash_counted", "count_missing"),
    "a count below zero": ({"cash_counted": "-1.00", "difference_reason": "?"}, "cash_counted",
                           "count_below_zero"),
    "a box that is short without a word": ({"cash_counted": "1.00"}, "difference_reason", "reason_missing"),
    "a box shorter than its fund": ({"cash_counted": "1.00", "difference_reason": "Lost.",
                                     "difference_fund": "social"}, "difference_fund", "negative_tender"),
    "a difference in a fund nobody has": ({"cash_counted": "500.00", "difference_reason": "Found.",
                                           "difference_fund": "profit"}, "difference_fund", "unknown_fund"),
    "another difference than there is": ({"cash_difference": "-3.00", "difference_reason": "Lost."},
                                         "cash_difference", "difference_differs"),
    "a Sunday that has not come": ({"date": "2027-01-03"}, "date", "in_the_future"),
    "a Sunday before the group": ({"date": "2025-12-28"}, "date", "outside_cycle"),
    "a second sheet for a Sunday": ({"date": FIRST.isoformat()}, "date", "second_sheet"),
    "a sheet put in between": ({"date": date(2026, 1, 5).isoformat()}, "date", "before_last_meeting"),
    "a number used before": ({"number": 1}, "number", "number_taken"),
}


@pytest.mark.parametrize("name", SAID)
def test_a_sheet_that_says_what_is_not_so_is_held(session: Session, name: str) -> None:
    """What is said of the whole Sunday is compared with the book as well."""
    said, path, code = SAID[name]
    before = holdings(session)

    held = close(session, Paper([save(LORNA)], held_on=SECOND).saying(**said))

    assert (path, code) in reasons(held)
    assert holdings(session) == before


def test_two_loans_of_one_name_on_one_sheet_are_held(session: Session) -> None:
    """One repayment would seem to pay both."""
    twice = [lend(SITI, "10.00", "loan-2"), lend(LORNA, "10.00", "loan-2")]

    held = close(session, Paper(twice, held_on=SECOND))

    assert reasons(held) == {("lines.1.loan", "loan_known")}


def test_a_debt_paid_in_two_lines_is_counted_once(session: Session) -> None:
    """Each line alone would fit."""
    held = close(session, Paper([repay(AMINA, "70.00"), repay(AMINA, "70.00")], held_on=SECOND))

    assert reasons(held) == {("lines.1.amount", "repayment_exceeds_debt")}


def test_what_is_saved_and_taken_out_on_one_sunday_may_stand_in_any_order(session: Session) -> None:
    """The box does not care which came first."""
    taken = line("withdrawal", member=LORNA, amount="200.00", shares=4)

    assert isinstance(close(session, Paper([taken, save(LORNA, 2)], held_on=SECOND)), Receipt)


def test_who_has_left_saves_no_more_but_is_paid(session: Session) -> None:
    """Siti went home; what is due to her is hers, and no new line may bear her name."""
    leave(session, SYSTEM_IMPORT, Leave(
        book_id=GROUP, number=SITI, on=SECOND, paid_by=None, paper=Source(SourceKind.MEMBER, GROUP, AT)))
    roll = {"attendance": {"1": "present", "2": "present"}}
    due = -holdings(session)["2100|savings|member-3"]
    paying = line("payout", member=SITI, amount=decimal(due))

    held = close(session, Paper([save(SITI)], held_on=SECOND, said=roll))
    paid = close(session, Paper([paying], held_on=SECOND, said=roll))

    assert reasons(held) == {("lines.0.member", "member_left")}
    assert isinstance(paid, Receipt)


def test_shares_in_a_group_that_saves_by_amount_are_held(database: Database) -> None:
    """There is nothing they would be shares of."""
    with database.write() as session:
        open_savers(session, rules={"saving": "amount", "minimum": "20.00"})

        held = close(session, Paper([save(LORNA), save(AMINA) | {"amount": "19.99", "shares": 0}]))

        assert reasons(held) == {("lines.0.shares", "shares_not_used"), ("lines.1.amount", "below_minimum")}
