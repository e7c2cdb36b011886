"""Sums that wait come to the same as sums that are written at once, and nobody reads them too early."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.balances import activity_by_month, balances, standing
from ledgers.checkpoints import turnover_by_fund
from ledgers.sums import SumsLost, sums_wait, waiting_of
from tests.ledgers.kept_books import KeptBook, keep_group, verified

CODES = (1010, 3100)


def written(session: Session, group: KeptBook) -> int:
    """How many sums of accounts the database holds."""
    query = select(func.count()).select_from(t.balance).where(t.balance.c.book_id == group.book_id)
    return session.connection().execute(query).scalar_one()


@pytest.mark.books
def test_a_book_whose_sums_waited_is_the_same(session: Session) -> None:
    """The one was posted Sunday by Sunday, the other within one block; both verify clean."""
    with sums_wait(session.info):
        waited, _ = keep_group(session, "Waited")
    at_once, _ = keep_group(session, "At once")

    assert verified(session) == []
    assert [*balances(session, waited.book_id).values()] == [*balances(session, at_once.book_id).values()]
    assert activity_by_month(session, waited.book_id) == activity_by_month(session, at_once.book_id)


def test_sums_are_written_once_the_block_ends(session: Session) -> None:
    """Until then nothing of them is in the database."""
    group = KeptBook(session, "Sunday Savers")
    with sums_wait(session.info):
        group.sunday(0)
        before = written(session, group)

    assert before == 0
    assert written(session, group) > 0


@pytest.mark.parametrize("read", [balances, turnover_by_fund, activity_by_month])
def test_whoever_reads_sums_gets_all_of_them(session: Session, read: object) -> None:
    """A pay-out asks within the block whether the box covers it."""
    assert callable(read)
    group = KeptBook(session, "Sunday Savers")
    with sums_wait(session.info):
        group.sunday(0)
        during = read(session, group.book_id)

    assert during
    assert during == read(session, group.book_id)


def test_how_a_book_stands_follows_what_is_posted(session: Session) -> None:
    """It is read once; after each Sunday it is what reading again would give."""
    group = KeptBook(session, "Sunday Savers")
    with sums_wait(session.info):
        found = []
        for week in (0, 1, 2):
            group.sunday(week)
            found.append(standing(session, group.book_id, codes=CODES))

    assert found[-1] == standing(session, group.book_id, codes=CODES)
    assert len({str(sorted(one.balances.values())) for one in found}) == len(found)


def test_what_was_handed_out_stays_as_it_was(session: Session) -> None:
    """A sheet compares the book before it with the book after it."""
    group = KeptBook(session, "Sunday Savers")
    with sums_wait(session.info):
        group.sunday(0)
        standing(session, group.book_id, codes=CODES)
        before = standing(session, group.book_id, codes=CODES)
        said = str(before)
        group.sunday(1)

    assert str(before) == said


def test_an_account_that_is_empty_again_is_left_out(session: Session) -> None:
    """As it is when the balances are read."""
    group = KeptBook(session, "Sunday Savers")
    with sums_wait(session.info):
        standing(session, group.book_id, codes=[4200])
        group.sunday(0)
        group.sunday(1)
        group.sunday(2)
        owing = len(standing(session, group.book_id, codes=[4200]).balances)
        group.close_fund()

        assert owing == 3
        assert standing(session, group.book_id, codes=[4200]).balances == {}


def test_sums_of_what_was_taken_back_are_never_kept(session: Session) -> None:
    """After a savepoint went, what waits is not true any more."""
    with pytest.raises(SumsLost):
        take_back_while_sums_wait(session)

    assert waiting_of(session.info) is None


def take_back_while_sums_wait(session: Session) -> None:
    """Post a Sunday, and take it back as a savepoint does."""
    with sums_wait(session.info):
        KeptBook(session, "Sunday Savers").sunday(0)
        waiting = waiting_of(session.info)
        assert waiting is not None
        waiting.spoil()
