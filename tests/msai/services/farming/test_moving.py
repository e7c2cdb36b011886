"""What goes from one batch to another leaves the one, comes into the other, and goes back in both."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from ledgers.errors import LedgerError
from msai.measures.production.stock import EventKind as E
from msai.permissions import Actor
from msai.services.farming.batches import open_batch
from msai.services.farming.events import event_id_of, take_back
from msai.services.farming.moving import move_between
from msai.services.farming.reading import read_batches, read_events
from msai.services.farming.wanted import MoveBetween, OpenBatch, Said, TakeBack
from msai.services.views.farming.measured import batch_money
from tests.msai.cast import NOW, Cast
from tests.msai.corridor import HENS
from tests.msai.services.farming.pen import (
    FIELD,
    PEN,
    TODAY,
    line,
    rosa_of,
    stock,
    tell,
    with_field,
    with_pen,
)

pytestmark = [pytest.mark.usefixtures("savers"), pytest.mark.one_kind]
SECOND, PAPER = UUID(int=0xBA3), UUID(int=0xD0D)
MOVE = MoveBetween(
    book_id=HENS, document_id=PAPER, from_batch=PEN, to_batch=SECOND, product="animals",
    said=Said(Fraction(10), "head"), happened_on=date(2026, 10, 4), today=TODAY, at=NOW, cost_minor=700_00)


def two_pens(session: Session, cast: Cast) -> Actor:
    """Two pens of hogs, the second empty, and a field."""
    rosa = rosa_of(session, cast)
    activity = with_pen(session, rosa)
    open_batch(session, rosa, OpenBatch(
        book_id=HENS, batch_id=SECOND, activity_id=activity, opened_on=date(2026, 9, 1), today=TODAY, at=NOW,
        name="Pen 2"))
    with_field(session, rosa)
    return rosa


def refused(session: Session, rosa: Actor, wanted: MoveBetween) -> str:
    """Why something cannot be moved."""
    with pytest.raises(LedgerError) as problem, session.begin_nested():
        move_between(session, rosa, wanted)
    return problem.value.code


def test_out_of_one_and_into_the_other_once(session: Session, cast: Cast) -> None:
    """Heads and what they cost go along; sent again nothing more moves; taken back nothing has moved."""
    rosa = two_pens(session, cast)
    for _twice in range(2):
        move_between(session, rosa, MOVE)
    assert (stock(session), stock(session, batch=SECOND)) == ("0 36 0 0 10 26", "0 10 0 0 0 10")
    assert batch_money(read_events(session, HENS, batches=[SECOND])) == (0, 700_00)

    take_back(session, rosa, TakeBack(
        book_id=HENS, event_id=event_id_of(HENS, PAPER, line_ref="in"), words="Not those", at=NOW))
    assert (stock(session), stock(session, batch=SECOND)) == ("0 36 0 0 0 36", "0 0 0 0 0 0")


def test_what_is_no_move(session: Session, cast: Cast) -> None:
    """Into itself, hogs into rice, more than there is, before the other began, and one half alone."""
    rosa = two_pens(session, cast)
    assert [refused(session, rosa, wanted) for wanted in (
        replace(MOVE, to_batch=PEN), replace(MOVE, to_batch=FIELD), replace(MOVE, to_batch=UUID(int=9)),
        replace(MOVE, said=Said(Fraction(37), "head")), replace(MOVE, said=Said(Fraction(3), "kg")),
        replace(MOVE, happened_on=date(2026, 8, 1)))] == [
            "move_into_itself", "move_other_kind", "batch_unknown", "more_than_there", "unit_of_another_kind",
            "before_batch"]
    with pytest.raises(LedgerError, match="event_not_of_product"):
        tell(session, rosa, line(E.MOVED_OUT, 3))
    assert len(read_batches(session, HENS)) == 3


def test_a_move_goes_back_only_where_the_heads_still_are(session: Session, cast: Cast) -> None:
    """Sold since from the second pen, they cannot have stayed in the first."""
    rosa = two_pens(session, cast)
    move_between(session, rosa, MOVE)
    tell(session, rosa, line(E.SOLD, 8, batch_id=SECOND, happened_on=date(2026, 10, 10)), paper=UUID(int=7))
    with pytest.raises(LedgerError, match="more_than_there"):
        take_back(session, rosa, TakeBack(
            book_id=HENS, event_id=event_id_of(HENS, PAPER, line_ref="out"), words="Not those", at=NOW))
