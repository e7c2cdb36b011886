"""A cycle opens, closes and is shared out; nothing is dated into it afterwards."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from ledgers.cycles import (
    Cycle,
    CycleState,
    close_cycle,
    find_open,
    get_open,
    list_cycles,
    open_cycle,
    share_out_cycle,
)
from ledgers.errors import CycleClosed
from tests.ledgers.kept_books import KeptBook, verified

FIRST, LAST, NEXT = date(2024, 1, 7), date(2024, 12, 29), date(2025, 1, 5)


@pytest.fixture
def book(session: Session) -> KeptBook:
    """A group on its first day."""
    book = KeptBook(session, "Sunday Savers")
    open_cycle(session, book.book_id, cycle_no=1, opened_on=FIRST)
    return book


@pytest.mark.books
def test_a_day_finds_the_cycle_it_belongs_to(session: Session, book: KeptBook) -> None:
    """A sheet of the Sunday before the group began belongs to no cycle."""
    assert get_open(session, book.book_id, on=LAST) == Cycle(book.book_id, 1, FIRST)
    assert find_open(session, book.book_id, on=date(2024, 1, 6)) is None


def test_a_closed_cycle_takes_no_more_dates(session: Session, book: KeptBook) -> None:
    """What is found out later belongs to the new year."""
    close_cycle(session, book.book_id, cycle_no=1, closed_on=LAST)
    share_out_cycle(session, book.book_id, cycle_no=1)
    second = open_cycle(session, book.book_id, cycle_no=2, opened_on=NEXT)

    with pytest.raises(CycleClosed):
        get_open(session, book.book_id, on=LAST)
    assert get_open(session, book.book_id, on=NEXT) == second
    assert list_cycles(session, book.book_id)[0] == Cycle(book.book_id, 1, FIRST, LAST, CycleState.SHARED_OUT)


def test_every_state_carries_its_own_hash(session: Session, book: KeptBook) -> None:
    """A change made by the books is no damage."""
    assert verified(session) == []
    close_cycle(session, book.book_id, cycle_no=1, closed_on=LAST)
    assert verified(session) == []
    share_out_cycle(session, book.book_id, cycle_no=1)
    assert verified(session) == []


def test_a_cycle_is_closed_once_and_in_order(session: Session, book: KeptBook) -> None:
    """Money is shared out after the closing, and once."""
    with pytest.raises(CycleClosed):
        share_out_cycle(session, book.book_id, cycle_no=1)
    close_cycle(session, book.book_id, cycle_no=1, closed_on=LAST)
    with pytest.raises(CycleClosed):
        close_cycle(session, book.book_id, cycle_no=1, closed_on=NEXT)
    with pytest.raises(CycleClosed):
        close_cycle(session, book.book_id, cycle_no=9, closed_on=NEXT)

    assert list_cycles(session, book.book_id) == [Cycle(book.book_id, 1, FIRST, LAST, CycleState.CLOSING)]
