"""OWN-05 through the use cases: what is due, what is posted, and what stays of hers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.entries import EntryKind
from ledgers.money import decimal_text
from ledgers.rules.tenders import CASH_BOX
from msai.models.groups import Member
from msai.permissions import SYSTEM_IMPORT
from msai.services.leaving import Cause, preview_exit
from msai.services.leaving.asking import context_of, get_exit
from msai.services.leaving.payee import open_payee
from msai.services.verification import VerifyBooks, verify_books
from tests.msai.services.leaving.desk import (
    AMINA_ID,
    EXIT,
    LEAVES_ON,
    SISTER,
    SITI_ID,
    answer,
    ask,
    before_she_leaves,
    book_text,
    leave,
    wanted,
)
from tests.msai.services.sundays import (
    GROUP,
    SECOND,
    SITI,
    TREASURER,
    Paper,
    close,
    holdings,
    lend,
    reasons,
)
from tests.vectors.reading import cents, vector

AT_VALUE = {"leaver": "current_value"}
POLICIES: dict[str, tuple[dict[str, Any], str]] = {
    "policy_a_face_value": ({}, "share_value_after_a"),
    "policy_b_current_unit_value": (AT_VALUE, "share_value_after_b"),
    "policy_c_unit_value_less_fee": ({**AT_VALUE, "leaver_percent": "3"}, "share_value_after_c"),
}
AFTER_FACE_VALUE = """\
cash box/savings                  Dr   10600.00 HKD
members' savings: Lorna/savings   Cr    9500.00 HKD
loan interest: Siti/savings       Cr      20.00 HKD
fines: Siti/savings               Cr      50.00 HKD
donations/savings                 Cr    1030.00 HKD
shares issued/shares              Cr        190 SHARE
shares held: Lorna/shares         Dr        190 SHARE"""
AFTER_VALUE_LESS_CHARGE = """\
cash box/savings                    Dr   10499.50 HKD
members' savings: Lorna/savings     Cr    9500.00 HKD
retained surplus/savings            Dr     150.00 HKD
loan interest: Siti/savings         Cr      20.00 HKD
fines: Siti/savings                 Cr      50.00 HKD
fees and charges: Siti/savings      Cr      49.50 HKD
donations/savings                   Cr    1030.00 HKD
shares issued/shares                Cr        190 SHARE
shares held: Lorna/shares           Dr        190 SHARE"""


def squeezed(text: str) -> list[str]:
    """Lines without the spaces that only set them out."""
    return [" ".join(line.split()) for line in text.splitlines()]


@pytest.mark.parametrize("policy", POLICIES)
def test_own_05_she_is_due_what_the_vector_says(session: Session, policy: str) -> None:
    """By each custom: what she takes, and the value of a share for those who stay."""
    _, expected = vector("OWN-05")
    rules, after = POLICIES[policy]
    before_she_leaves(session, **rules)
    plan = preview_exit(session, TREASURER, wanted(), today=LEAVES_ON)
    values = [decimal_text((value or Fraction(0)) / 100, places=len(expected[name].partition(".")[2]))
              for name, value in (("group_share_value_before", plan.worth.value), (after, plan.value_after))]

    assert (plan.due_minor, plan.paid_minor) == (cents(expected[policy]),) * 2
    assert values == [expected["group_share_value_before"], expected[after]]


@pytest.mark.parametrize(("rules", "book"), [
    ({}, AFTER_FACE_VALUE), ({**AT_VALUE, "leaver_percent": "3"}, AFTER_VALUE_LESS_CHARGE),
], ids=["face", "value less charge"])
def test_own_05_the_book_after_it(session: Session, rules: dict[str, Any], book: str) -> None:
    """Her debts are gone, her money is paid, and nothing of hers is left but what she brought in."""
    before_she_leaves(session, **rules)
    leave(session)

    assert squeezed(book_text(session)) == squeezed(book)
    assert verify_books(session, SYSTEM_IMPORT, VerifyBooks()) == []


def test_own_05_the_postings_stand_in_the_order_of_the_rule(session: Session) -> None:
    """Above paid-in, set-off of dues and then the loan, the charge, the rest, the money, the shares."""
    before_she_leaves(session, **AT_VALUE, leaver_percent="3")
    plan = preview_exit(session, TREASURER, wanted(), today=LEAVES_ON)
    [entry] = plan.entries

    assert entry.kind is EntryKind.EXIT
    assert [(p.debit.code, p.credit.code, p.amount_minor) for p in entry.postings] == [
        (3400, 3100, 15_000), (3100, 1150, 7_000), (3100, 1100, 40_000), (3100, 4300, 4_950),
        (3100, 2100, 113_050), (2100, CASH_BOX, 113_050), (9300, 9400, 30)]


def test_what_is_not_paid_at_once_stays_due(session: Session) -> None:
    """Without a place to pay from the group owes her, and can pay her at any meeting."""
    before_she_leaves(session)
    leave(session, tender=None)
    paid = {"kind": "payout", "member": SITI, "amount": "1030.00", "tender": "box"}
    held = holdings(session)["2100|savings|member-3"]
    here = {"attendance": {"1": "present", "2": "present"}}
    answered = close(session, Paper([paid], held_on=SECOND, said=here))

    assert (held, reasons(answered)) == (-103_000, set())
    assert "2100|savings|member-3" not in holdings(session)


def test_a_debt_above_her_claims_stays(session: Session) -> None:
    """She takes nothing, and still owes the rest of her loan."""
    before_she_leaves(session)
    close(session, Paper([lend(SITI, "2000.00", "loan-2")], held_on=SECOND))
    on = {"on": SECOND}
    plan = preview_exit(session, TREASURER, wanted(**on), today=SECOND)

    assert (plan.due_minor, plan.settlement.still_owed_minor, plan.keeps_something) == (0, 97_000, True)
    assert [(debt.account.alias, debt.taken_minor) for debt in plan.debts] == [
        ("member-3", 7_000), ("loan-1", 40_000), ("loan-2", 103_000)]


def test_a_debt_in_another_fund_is_taken_off_through_the_funds(session: Session) -> None:
    """A loan from the social fund is paid with her savings, by way of what funds owe each other."""
    before_she_leaves(session)
    given = [{"kind": "social", "member": 1, "amount": "300.00", "tender": "box"},
             lend(SITI, "100.00", "loan-2") | {"fund": "social"}]
    close(session, Paper(given, held_on=SECOND))
    plan = preview_exit(session, TREASURER, wanted(on=SECOND), today=SECOND)
    moved = {(p.fund, p.debit.code, p.credit.code): p.amount_minor for p in plan.entries[0].postings}

    assert moved["savings", 3100, 3900] == moved["social", 3900, 1100] == 10_000
    assert plan.due_minor == 93_000


def test_her_units_stay_hers_outside_the_meetings(session: Session) -> None:
    """She keeps her part of the investment fund, and is on no roll."""
    before_she_leaves(session)
    invested = {"kind": "investment", "member": SITI, "amount": "10.00", "tender": "box"}
    close(session, Paper([invested], held_on=LEAVES_ON, said={"other_day": True}))
    exit_id = ask(session)
    answer(session, exit_id=exit_id)

    assert holdings(session)["9200|units|member-3"] == 100_000
    assert session.scalar(select(Member.left_on).where(
        Member.book_id == GROUP, Member.member_id == SITI_ID)) == LEAVES_ON


def test_after_a_death_it_is_written_down_who_is_paid(session: Session) -> None:
    """As leaving; the name is sealed with her own key."""
    before_she_leaves(session)
    ask(session, cause=Cause.DIED)
    answer(session)
    row = get_exit(session, GROUP, EXIT)

    assert b"Ana" not in row.payee_sealed
    assert open_payee(session, GROUP, row.payee_sealed, member_id=SITI_ID, context=context_of(EXIT)) == SISTER
    assert squeezed(book_text(session)) == squeezed(AFTER_FACE_VALUE)


def test_somebody_who_has_nothing_just_leaves(session: Session) -> None:
    """There is nothing to post, and she is not with the group any more."""
    before_she_leaves(session)
    before = holdings(session)
    amina = {"member_id": AMINA_ID, "tender": None}
    plan = preview_exit(session, TREASURER, wanted(**amina), today=LEAVES_ON)

    assert (plan.entries, plan.keeps_something) == ((), False)
    assert holdings(session) == before
