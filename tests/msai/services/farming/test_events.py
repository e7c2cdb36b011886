"""What happens to a batch is kept once, never more than was there, and taken back with both to be read."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from ledgers.errors import IdempotencyConflict, LedgerError
from msai.measures.production.stock import EventKind as E
from msai.permissions import NotFound, NotPermitted
from msai.services.farming.batches import close_batch
from msai.services.farming.events import event_id_of, take_back
from msai.services.farming.reading import read_events
from msai.services.farming.wanted import CloseBatch, EventLine, Said, TakeBack
from tests.msai.cast import NOW, Cast
from tests.msai.corridor import HENS
from tests.msai.services.farming.pen import (
    FIELD,
    PAPER,
    PEN,
    TODAY,
    line,
    rosa_of,
    stock,
    tell,
    with_field,
    with_pen,
)

pytestmark = pytest.mark.usefixtures("savers")


def test_a_month_of_hogs_adds_up(session: Session, cast: Cast) -> None:
    """One died, twenty-four were sold by weight, one was eaten; told again it stays as it is."""
    rosa = rosa_of(session, cast)
    with_pen(session, rosa)
    lines = [line(E.DIED, 1), line(E.SOLD, 24, line_ref="2", money_minor=41_652_000,
                                   weight=Said(Fraction(2136), "kg")),
             line(E.OWN_USE, 1, line_ref="3"), line(E.INPUT, 900, "kg", line_ref="4", product="feed"),
             line(E.LABOUR, 310, "h", line_ref="5", product="women")]
    first = tell(session, rosa, *lines)

    assert tell(session, rosa, *lines) == first
    assert stock(session) == "0 36 1 24 1 10"


def test_the_same_line_with_other_content_is_refused(session: Session, cast: Cast) -> None:
    """Nobody changes what a document said by sending it again."""
    rosa = rosa_of(session, cast)
    with_pen(session, rosa)
    tell(session, rosa, line(E.DIED, 1, words="at night"))
    others = [line(E.DIED, 2, words="at night"), line(E.DIED, 1), line(E.LOST, 1, words="at night")]
    for other in others:
        with pytest.raises(IdempotencyConflict):
            tell(session, rosa, other)

    assert stock(session) == "0 36 1 0 0 35"


REFUSED: dict[str, Callable[[], EventLine]] = {
    "more_deaths_than_animals": lambda: line(E.DIED, 37),
    "more_than_there": lambda: line(E.SOLD, 37),
    "unit_of_another_kind": lambda: line(E.SOLD, 3, "kg"),
    "unit_unknown": lambda: line(E.SOLD, 3, "furlong"),
    "unit_without_factor": lambda: line(E.INPUT, 3, "sack-feed-50", product="feed"),
    "farm_day_ahead": lambda: line(E.SOLD, 1, happened_on=date(2026, 10, 27)),
    "before_batch": lambda: line(E.SOLD, 1, happened_on=date(2026, 5, 1)),
    "batch_unknown": lambda: line(E.SOLD, 1, batch_id=FIELD),
    "event_not_of_product": lambda: line(E.HARVEST, 3, product="animals"),
    "quantity_missing": lambda: line(E.DIED, 0),
    "farm_words_missing": lambda: line(E.LOST, 1),
    "amount_out_of_range": lambda: line(E.SOLD, 1, money_minor=-1),
    "not_a_quantity": lambda: line(E.SOLD, -1),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_is_refused(session: Session, cast: Cast, code: str) -> None:
    """Each with its own code, and the pen stays as it was."""
    rosa = rosa_of(session, cast)
    with_pen(session, rosa)
    before = stock(session)
    with pytest.raises(LedgerError) as refused, session.begin_nested():
        tell(session, rosa, REFUSED[code]())

    assert (refused.value.code, stock(session)) == (code, before)


def test_palay_and_rice_are_two_stocks(session: Session, cast: Cast) -> None:
    """What goes into the mill is palay, what comes out is rice; neither dies, and hogs are not milled."""
    rosa = rosa_of(session, cast)
    with_field(session, rosa)
    facts: dict[str, Any] = {"batch_id": FIELD}
    tell(session, rosa, line(E.HARVEST, 1000, "kg", **facts),
         line(E.INTO_PROCESSING, 1, "t", line_ref="2", **facts),
         line(E.OUT_OF_PROCESSING, 655, "kg", line_ref="3", product="rice", **facts),
         line(E.SOLD, 600, "kg", line_ref="4", product="rice", **facts))

    assert (stock(session, "palay", FIELD), stock(session, "rice", FIELD)) == (
        "0 1000 0 0 1000 0", "0 655 0 600 0 55")
    for wrong in (line(E.DIED, 1, "kg", line_ref="5", **facts), line(E.BORN, 1, "kg", line_ref="6", **facts)):
        with pytest.raises(LedgerError, match="event_not_of_product"):
            tell(session, rosa, wrong)


def test_an_event_is_taken_back_with_a_reason_and_both_stay(session: Session, cast: Cast) -> None:
    """What later sales rest on cannot be taken back, and nothing is taken back twice."""
    rosa = rosa_of(session, cast)
    with_pen(session, rosa)
    died, _sold = tell(session, rosa, line(E.DIED, 30), line(E.SOLD, 6, line_ref="2"))
    wanted = TakeBack(book_id=HENS, event_id=died, words="It was 3", at=NOW)
    take_back(session, rosa, wanted)
    opened = event_id_of(HENS, PEN, line_ref="opened")
    for code, command in {
        "event_taken_back": wanted, "more_than_there": replace(wanted, event_id=opened),
        "farm_words_missing": replace(wanted, event_id=opened, words=" "),
        "not_found": replace(wanted, event_id=UUID(int=5)),
    }.items():
        with pytest.raises(LedgerError) as refused, session.begin_nested():
            take_back(session, rosa, command)
        assert refused.value.code == code

    kept = {event.kind: event.stands for event in read_events(session, HENS, batches=[PEN])}
    assert kept == {E.ADDED: True, E.DIED: False, E.SOLD: True}
    assert stock(session) == "0 36 0 6 0 30"


def test_a_batch_closes_or_is_explained(session: Session, cast: Cast) -> None:
    """Two are left over by the paper and none in the pen: somebody says that they were lost."""
    rosa = rosa_of(session, cast)
    with_pen(session, rosa)
    close = CloseBatch(book_id=HENS, batch_id=PEN, closed_on=date(2026, 10, 5), today=TODAY, at=NOW)
    tell(session, rosa, line(E.SOLD, 34), line(E.COUNTED, 0, line_ref="2"))
    refused = []
    for day in (5, 3, 30):
        with pytest.raises(LedgerError) as error:
            close_batch(session, rosa, replace(close, closed_on=date(2026, 10, day)))
        refused.append(error.value.code)
    tell(session, rosa, line(E.LOST, 2, line_ref="3", words="The fence was down"))
    close_batch(session, rosa, close)
    close_batch(session, rosa, close)

    assert refused == ["count_to_explain", "closed_before_events", "farm_day_ahead"]
    with pytest.raises(LedgerError, match="batch_closed"):
        tell(session, rosa, line(E.ADDED, 1, line_ref="4"))


def test_a_batch_with_animals_in_it_stays_open(session: Session, cast: Cast) -> None:
    """Thirty-six hogs do not vanish by closing a page."""
    rosa = rosa_of(session, cast)
    with_pen(session, rosa)
    with pytest.raises(LedgerError, match="batch_not_empty"):
        close_batch(session, rosa, CloseBatch(
            book_id=HENS, batch_id=PEN, closed_on=TODAY, today=TODAY, at=NOW))

    assert stock(session) == "0 36 0 0 0 36"


@pytest.mark.parametrize(("name", "refusal"), [("ben", NotPermitted), ("siti", NotFound)])
def test_only_the_manager_records(
    session: Session, cast: Cast, name: str, refusal: type[LedgerError],
) -> None:
    """Her second reads; strangers learn nothing."""
    rosa = rosa_of(session, cast)
    with_pen(session, rosa)
    with pytest.raises(refusal):
        tell(session, cast.actor(session, name, HENS), line(E.DIED, 1), paper=PAPER)

    assert stock(session) == "0 36 0 0 0 36"
