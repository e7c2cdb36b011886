"""What the bank shows and what the book says: agreed, explained, not explained, and what comes after."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from ledgers import cycles
from ledgers import tables as t
from ledgers.errors import IdempotencyConflict, LedgerError, NegativeTender
from msai.ids import uuid7
from msai.models.reconciliation import Reconciliation
from msai.permissions import NotFound, NotPermitted
from msai.services.reconciliation.items import (
    Item,
    ItemKind,
    ItemNotAnAmount,
    ItemWithoutWords,
    ItemWordsTooLong,
)
from msai.services.reconciliation.recording import (
    FundNotThere,
    LookedMeanwhile,
    MonthClosed,
    MonthNotOver,
    ReconcileMonth,
    reconcile_month,
)
from msai.services.reconciliation.standing import Month, State, read_places
from tests.msai.cast import NOW, Cast
from tests.msai.services.reconciliation.conftest import bank_moves
from tests.msai.sunday import SAVERS

pytestmark = pytest.mark.usefixtures("savers")
TODAY = date(2026, 10, 26)
SEPTEMBER = ReconcileMonth(
    book_id=SAVERS, reconciliation_id=UUID(int=77), tender="bank", month=202609, seen_minor=300_00, after=0,
    today=TODAY, at=NOW)
CHARGE = Item(ItemKind.CHARGE, 12_00)


def compare(session: Session, cast: Cast, *, name: str = "amina", **changes: Any) -> int:
    """An officer looks at September."""
    return reconcile_month(session, cast.actor(session, name, SAVERS), replace(SEPTEMBER, **changes))


def september(session: Session, month: int = 202609) -> Month:
    """How the month stands."""
    [bank] = read_places(session, SAVERS, today=TODAY)
    return bank.month(month)


def test_the_book_knows_what_should_be_there_at_the_end_of_each_month(session: Session) -> None:
    """From the first month in which something moved to the last one that is over."""
    [bank] = read_places(session, SAVERS, today=date(2026, 11, 1))

    assert [(month.month, month.book_minor) for month in bank.months] == [
        (202608, 100_00), (202609, 300_00), (202610, 300_00)]
    assert {month.state for month in bank.months} == {State.MISSING}


def test_both_agree(session: Session, cast: Cast) -> None:
    """The usual month."""
    assert compare(session, cast) == 1
    assert september(session).state is State.AGREED
    assert september(session).is_settled


def test_a_charge_is_posted_on_the_last_day_and_then_both_agree(session: Session, cast: Cast) -> None:
    """The bank told nobody before."""
    compare(session, cast, seen_minor=288_00, items=(CHARGE,))
    entry = session.execute(select(t.entry).where(t.entry.c.book_id == SAVERS)
                            .order_by(t.entry.c.seq.desc()).limit(1)).one()

    assert (entry.kind, entry.occurred_on, entry.source_kind) == (
        "bank_charge", date(2026, 9, 30), "reconciliation")
    assert (september(session).state, september(session).book_minor) == (State.AGREED, 288_00)


@pytest.mark.parametrize(("kind", "seen"), [
    (ItemKind.IN_NOT_SHOWN, 260_00), (ItemKind.OUT_NOT_SHOWN, 340_00),
    (ItemKind.IN_NOT_RECORDED, 340_00), (ItemKind.OUT_NOT_RECORDED, 260_00),
    (ItemKind.MORE_SHOWN, 340_00), (ItemKind.LESS_SHOWN, 260_00),
])
def test_what_is_only_said_explains_and_posts_nothing(
    session: Session, cast: Cast, kind: ItemKind, *, seen: int,
) -> None:
    """A transfer on its way is no entry."""
    before = session.scalar(select(func.max(t.entry.c.seq)).where(t.entry.c.book_id == SAVERS))
    compare(session, cast, seen_minor=seen, items=(Item(kind, 40_00, "the transfer of Sunday"),))

    assert september(session).state is State.EXPLAINED
    assert session.scalar(select(func.max(t.entry.c.seq)).where(t.entry.c.book_id == SAVERS)) == before


def test_a_rest_stays_a_rest(session: Session, cast: Cast) -> None:
    """Part of it is known."""
    compare(session, cast, seen_minor=250_00, items=(Item(ItemKind.INTEREST, 1_00), CHARGE))
    month = september(session)

    assert month.last is not None
    assert (month.state, month.last.rest_minor) == (State.UNEXPLAINED, -39_00)
    assert not month.is_settled


def test_an_entry_dated_into_the_month_later_is_told_and_rewrites_nothing(
    session: Session, cast: Cast,
) -> None:
    """The receipt was in the treasurer's bag."""
    compare(session, cast)
    bank_moves(session, date(2026, 9, 12), 5_00)
    month = september(session)

    assert (month.state, month.changed_minor, month.is_settled) == (State.AGREED, 5_00, False)
    assert september(session, 202608).changed_minor == 0


def test_looking_again_stands_beside_the_first(session: Session, cast: Cast) -> None:
    """Both looks stay."""
    compare(session, cast, seen_minor=290_00)
    assert compare(session, cast, name="lorna", reconciliation_id=UUID(int=78), after=1) == 2
    month = september(session)

    assert [look.state for look in month.looks] == [State.UNEXPLAINED, State.AGREED]
    assert month.is_settled


def test_the_same_form_twice_is_one_look(session: Session, cast: Cast) -> None:
    """The back button."""
    changes: dict[str, Any] = {"seen_minor": 288_00, "items": (CHARGE,)}
    numbers = [compare(session, cast, **changes) for _ in range(2)]

    assert numbers == [1, 1]
    assert len(september(session).looks) == 1
    with pytest.raises(IdempotencyConflict):
        compare(session, cast, seen_minor=289_00)


def test_who_looked_meanwhile_is_not_written_over(session: Session, cast: Cast) -> None:
    """Two officers opened the form; the second is told."""
    compare(session, cast)

    with pytest.raises(LookedMeanwhile):
        compare(session, cast, name="lorna", reconciliation_id=UUID(int=78))


def test_what_was_kept_cannot_be_changed(session: Session, cast: Cast) -> None:
    """By nobody and nothing."""
    compare(session, cast)

    with pytest.raises(DatabaseError, match="append_only|denied"), session.begin_nested():
        session.execute(
            update(Reconciliation).where(Reconciliation.book_id == SAVERS).values(seen_minor=1))


@pytest.mark.one_kind
@pytest.mark.parametrize(("changes", "refusal"), [
    ({"month": 202610}, MonthNotOver), ({"month": 202712}, MonthNotOver), ({"month": 202607}, NotFound),
    ({"month": 202613}, NotFound), ({"tender": "box"}, NotFound), ({"tender": "wallet"}, NotFound),
    ({"items": (Item(ItemKind.CHARGE, 0),)}, ItemNotAnAmount),
    ({"items": (Item(ItemKind.CHARGE, -5),)}, ItemNotAnAmount),
    ({"items": (Item(ItemKind.MORE_SHOWN, 5),)}, ItemWithoutWords),
    ({"items": (Item(ItemKind.LESS_SHOWN, 5, "x" * 201),)}, ItemWordsTooLong),
    ({"items": (Item(ItemKind.CHARGE, 5, fund="social"),)}, FundNotThere),
    ({"items": (Item(ItemKind.CHARGE, 301_00),)}, NegativeTender),
])
def test_what_cannot_be_compared_is_refused(
    session: Session, cast: Cast, changes: dict[str, Any], *, refusal: type[LedgerError],
) -> None:
    """A month that is not over, a place that is counted, reasons that are none."""
    with pytest.raises(refusal):
        compare(session, cast, **changes)


def test_nothing_is_posted_into_a_cycle_that_is_shared_out(session: Session, cast: Cast) -> None:
    """It can be said in words all the same."""
    cycles.close_cycle(session, SAVERS, cycle_no=1, closed_on=date(2026, 10, 4))

    with pytest.raises(MonthClosed):
        compare(session, cast, seen_minor=288_00, items=(CHARGE,))
    said = Item(ItemKind.LESS_SHOWN, 12_00, "a charge, booked in October")
    assert compare(session, cast, seen_minor=288_00, items=(said,)) == 1


@pytest.mark.parametrize(("name", "refusal"), [
    ("siti", NotPermitted), ("rajesh", NotFound), ("tess", NotFound), ("ana", NotFound),
])
def test_only_officers_compare(
    session: Session, cast: Cast, name: str, *, refusal: type[LedgerError],
) -> None:
    """Neither a member, nor other groups, nor partners."""
    with pytest.raises(refusal):
        compare(session, cast, name=name, reconciliation_id=uuid7(NOW))
