"""What the rules of a day make of a sheet of that day, and that they make nothing of any other."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msai.models.governance import Approval
from msai.permissions import SYSTEM_IMPORT
from msai.services.group_rules.changing import ChangeRule, RuleTooEarly, change_rule
from msai.services.meeting_approvals import paid_out
from msai.services.sheets import LineKind, Sheet, SheetLine
from tests.msai.services import sundays
from tests.msai.services.corrections.desk import put_right, saving
from tests.msai.services.sundays import (
    AMINA,
    AT,
    FIRST,
    GROUP,
    LORNA,
    SECOND,
    SITI,
    Paper,
    close,
    holdings,
    lend,
    open_savers,
    reasons,
    save,
)

SATURDAY = date(2026, 1, 17)
ODD = {"kind": "savings", "member": SITI, "amount": "210.00", "shares": 4, "tender": "box"}


@pytest.fixture
def opened(session: Session) -> None:
    """The group with its rules of the beginning."""
    open_savers(session)


def settle(session: Session, name: str, value: Any, holds_from: date = FIRST) -> None:
    """The group has another rule from a day on."""
    change_rule(session, SYSTEM_IMPORT, ChangeRule(
        book_id=GROUP, name=name, value=value, holds_from=holds_from, at=AT))


def bought(amount: str, shares: int, tender: str = "box") -> Mapping[str, Any]:
    """Siti brings an amount for so many shares."""
    return {**ODD, "amount": amount, "shares": shares, "tender": tender}


def test_odd_amounts_are_refused_until_the_group_says_otherwise(session: Session, opened: None) -> None:
    """Ten over is a slip, where nobody said what becomes of it."""
    assert reasons(close(session, Paper([ODD]))) == {("lines.0.amount", "not_whole_shares")}


def test_what_is_over_is_kept_for_her(session: Session, opened: None) -> None:
    """Four shares are hers, and ten more are due to her."""
    settle(session, "odd_amounts", "held")

    assert reasons(close(session, Paper([ODD]))) == set()
    assert holdings(session) == {
        "1010|savings|box": 21000, "3100|savings|member-3": -20000, "2100|savings|member-3": -1000,
        "9400|shares|member-3": 4, "9300|shares|None": -4}


def test_what_is_over_goes_to_the_social_fund(session: Session, opened: None) -> None:
    """The group has it, under her name."""
    settle(session, "odd_amounts", "social")

    assert reasons(close(session, Paper([ODD]))) == set()
    assert holdings(session) == {
        "1010|savings|box": 20000, "1010|social|box": 1000, "3100|savings|member-3": -20000,
        "3300|social|member-3": -1000, "9400|shares|member-3": 4, "9300|shares|None": -4}


def test_less_than_a_share_can_be_kept_alone(session: Session, opened: None) -> None:
    """She had only thirty with her."""
    settle(session, "odd_amounts", "held")

    assert reasons(close(session, Paper([bought("30.00", 0)]))) == set()
    assert holdings(session)["2100|savings|member-3"] == -3000


@pytest.mark.parametrize(("amount", "shares"), [("260.00", 4), ("190.00", 4), ("250.00", 4)])
def test_a_whole_share_over_is_a_slip(session: Session, opened: None, amount: str, shares: int) -> None:
    """Or one too few: then the shares were miscounted, and nobody's money is odd."""
    settle(session, "odd_amounts", "held")

    held = close(session, Paper([bought(amount, shares)]))

    assert reasons(held) == {("lines.0.amount", "not_whole_shares")}
    assert holdings(session) == {}


def test_fewer_shares_than_the_least(session: Session, opened: None) -> None:
    """Who buys at all buys two."""
    settle(session, "shares_per_meeting", (2, 5))

    assert reasons(close(session, Paper([save(LORNA, 1), save(SITI, 2)]))) == {
        ("lines.0.shares", "shares_under_limit")}
    assert reasons(close(session, Paper([save(AMINA, 1), save(AMINA, 1)], id=GROUP))) == set()


def test_a_group_that_does_not_lend(session: Session, opened: None) -> None:
    """Loans of before run on; a new one is held."""
    assert reasons(close(session, Paper([save(LORNA, 4), lend(SITI, "100.00")]))) == set()
    settle(session, "lending", False, SECOND)
    loan = lend(AMINA, "50.00", "loan-2")
    back = sundays.repay(SITI, "50.00")

    assert reasons(close(session, Paper([back, loan], SECOND))) == {("lines.1.kind", "lending_off")}
    assert reasons(close(session, Paper([back], SECOND))) == set()


def test_another_day_is_asked_about_once(session: Session, opened: None) -> None:
    """A Saturday may be a slip of the pen; when the sheet says it is not, it is recorded."""
    paper = Paper([save(LORNA)], SATURDAY)

    assert reasons(close(session, paper)) == {("other_day", "not_a_meeting_day")}
    assert reasons(close(session, paper.saying(other_day=True))) == set()


def test_the_group_moves_to_saturdays(session: Session, opened: None) -> None:
    """From then on it is Sunday that is asked about."""
    settle(session, "meets", "FREQ=WEEKLY;BYDAY=SA", date(2026, 1, 12))

    assert reasons(close(session, Paper([save(LORNA)], SATURDAY))) == set()
    assert reasons(close(session, Paper([save(LORNA)], SECOND))) == {("other_day", "not_a_meeting_day")}


def test_a_sheet_is_judged_by_the_rules_of_its_own_day(session: Session, opened: None) -> None:
    """A sheet that comes in late is not held for a rule that came after it."""
    settle(session, "share_value", 6000, SECOND)

    assert reasons(close(session, Paper([save(LORNA)], FIRST))) == set()
    assert reasons(close(session, Paper([save(LORNA)], SECOND))) == {("lines.0.amount", "not_whole_shares")}
    dear = {**save(LORNA), "amount": "60.00"}
    assert reasons(close(session, Paper([dear], SECOND))) == set()


def test_no_rule_reaches_back(session: Session, opened: None) -> None:
    """Once a Sunday is closed, nothing can hold from that day or earlier."""
    close(session, Paper([save(LORNA)], FIRST))
    before = holdings(session)

    with pytest.raises(RuleTooEarly):
        settle(session, "share_value", 6000, FIRST)
    settle(session, "share_value", 6000, date(2026, 1, 12))
    assert holdings(session) == before


def paid(kind: LineKind, member: int, amount_minor: int) -> SheetLine:
    """Money that left the group for a member."""
    return SheetLine(kind=kind, ref=f"{kind}-{member}", member=member, amount_minor=amount_minor)


def test_small_payments_may_go_without_a_second_word() -> None:
    """From 100.00 on it is needed; a loan always needs it, and two halves are one whole."""
    small, half, other_half, loan = (
        paid(LineKind.WITHDRAWAL, SITI, 9999), paid(LineKind.WITHDRAWAL, LORNA, 5000),
        paid(LineKind.SOCIAL_GRANT, LORNA, 5000), paid(LineKind.LOAN, AMINA, 100))
    sheet = Sheet(
        meeting_id=GROUP, held_on=FIRST, number=1, attendance={}, opening={}, cash_counted_minor=0,
        lines=(small, half, other_half, loan, paid(LineKind.EXPENSE, SITI, 10**6)))

    assert paid_out(sheet, from_minor=10000) == [half, other_half, loan]
    assert paid_out(sheet) == [small, half, other_half, loan]


@pytest.mark.parametrize(("least", "waits"), [(20000, 0), (5000, 1), (0, 1)])
def test_whether_the_second_officer_is_asked(session: Session, opened: None, least: int, waits: int) -> None:
    """By the rule of that Sunday."""
    if least:
        settle(session, "approval_from", least)
    close(session, Paper([save(SITI, 2)]))
    close(session, Paper([{**save(SITI), "kind": "withdrawal", "reason": "school fees"}], SECOND))

    assert session.scalar(select(func.count()).where(Approval.book_id == GROUP)) == waits


def test_a_correction_goes_by_the_rule_of_its_day(session: Session, opened: None) -> None:
    """A share costs more by then; what was wrong on the first Sunday is put right at the old price."""
    close(session, Paper([save(SITI, 4)]).saying(cash_counted="150.00", difference_reason="We looked twice."))
    settle(session, "share_value", 6000, SECOND)
    put_right(session, "1", saving(3))

    assert holdings(session) == {
        "1010|savings|box": 15000, "3100|savings|member-3": -15000, "9400|shares|member-3": 3,
        "9300|shares|None": -3}
