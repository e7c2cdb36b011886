"""The guard over statements is itself tried: what stays on one book passes, what does not is named."""

from uuid import UUID

import pytest
from sqlalchemy import and_, func, or_, select, update

from ledgers import tables as t
from ledgers.prepared import Prepared
from msai.db import Database
from tests.services.pinning import NotPinned, require_pinned

BOOK = UUID(int=1)


def test_a_table_held_to_one_book_passes() -> None:
    """An equality with a value is what a distributed database sends to one machine."""
    statement = select(t.entry.c.seq).where(t.entry.c.book_id == BOOK)

    require_pinned(statement)

    assert "book_id" in str(statement)


def test_a_join_must_repeat_the_book() -> None:
    """A join by number alone would mix the accounts of two groups."""
    mixed = select(t.posting.c.seq).join(t.account, t.account.c.account_no == t.posting.c.debit_no).where(
        t.posting.c.book_id == BOOK)

    with pytest.raises(NotPinned, match="account"):
        require_pinned(mixed)


def test_a_join_on_the_book_carries_the_pin_over() -> None:
    """What equals a pinned book is pinned."""
    joined = select(t.posting.c.seq).join(
        t.entry, and_(t.entry.c.book_id == t.posting.c.book_id, t.entry.c.seq == t.posting.c.seq),
    ).where(t.posting.c.book_id == BOOK)

    require_pinned(joined)

    assert "JOIN" in str(joined)


@pytest.mark.parametrize("statement", [
    select(func.count()).select_from(t.entry),
    select(t.entry.c.seq).where(or_(t.entry.c.book_id == BOOK, t.entry.c.seq == 1)),
    select(t.entry.c.seq).where(t.entry.c.book_id != BOOK),
    update(t.book_head).values(last_seq=1),
    select(select(t.entry.c.seq).subquery("all")),
], ids=["nothing", "or", "unequal", "update", "inside"])
def test_a_statement_over_all_books_is_refused(statement: object) -> None:
    """It would read or change what belongs to others."""
    with pytest.raises(NotPinned):
        require_pinned(statement)


def test_a_prepared_statement_is_held_to_one_book_as_well(database: Database) -> None:
    """It is written out once, and examined before it is."""
    with database.read() as session, pytest.raises(NotPinned):
        Prepared(select(t.entry.c.seq)).rows(session.connection(), {})
