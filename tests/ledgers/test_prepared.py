"""A prepared statement answers what SQLAlchemy answers, fails as it fails, and is heard of like any other."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Select, bindparam, event, literal, select
from sqlalchemy.exc import IntegrityError

from ledgers import tables as t
from ledgers.accounts import BookKind, Holder, HolderKind
from ledgers.books import add_holders, open_book
from ledgers.prepared import Prepared, fill_up, marks, numbered, tell
from msai.db import Database

BOOK, SOMEBODY = UUID(int=1), UUID(int=2)
BOX = Holder(SOMEBODY, HolderKind.TENDER, "box")
DAY = date(2026, 1, 4)


def holders_of(count: int) -> Select[Any]:
    """Holders named by id, with a day and a nothing beside them."""
    holder = t.holder.c
    return select(
        holder.holder, holder.alias, bindparam("day", type_=t.entry.c.occurred_on.type), literal(7),
        select(t.entry.c.note_id).where(t.entry.c.book_id == bindparam("book"), t.entry.c.seq == 9)
        .scalar_subquery(),
    ).where(holder.book_id == bindparam("book"), holder.holder.in_(marks("of", count, t.Id())))


def test_ids_days_and_nothing_come_back_as_the_program_knows_them(database: Database) -> None:
    """Each kind of database has its own way to keep an id and a day."""
    query, values = holders_of(8), {"book": BOOK, "day": DAY, **numbered(of=fill_up([SOMEBODY, BOOK]))}
    with database.write() as session:
        open_book(session, BOOK, kind=BookKind.GROUP, currency="HKD", opened_at=1)
        add_holders(session, BOOK, [BOX])
        connection, prepared = session.connection(), Prepared(query)
        found = [sorted(map(tuple, prepared.rows(connection, values))) for _ in range(2)]
        by_sqlalchemy = sorted(map(tuple, connection.execute(query, values)))
        nobody = prepared.rows(connection, {**values, "book": SOMEBODY})

    assert found == [by_sqlalchemy, by_sqlalchemy]
    assert (SOMEBODY, "box", DAY, 7, None) in by_sqlalchemy
    assert nobody == []


def test_what_the_database_refuses_is_raised_as_ever_and_without_the_values(database: Database) -> None:
    """Callers tell apart what was refused; names and amounts stay out of the log."""
    with database.write() as session:
        open_book(session, BOOK, kind=BookKind.GROUP, currency="HKD", opened_at=1)
        add_holders(session, BOOK, [BOX])

    with pytest.raises(IntegrityError) as refused, database.write() as session:
        add_holders(session, BOOK, [BOX])

    assert "INSERT INTO holder" in str(refused.value)
    assert "hidden" in str(refused.value)


def test_whoever_listens_to_statements_hears_of_them(database: Database) -> None:
    """The budgets of pages count every statement that reaches a driver."""
    heard: list[str] = []
    with database.write() as session:
        event.listen(database.engine, "before_cursor_execute", lambda *said: heard.append(said[2]))
        tell(session.connection(), "SELECT 1")

    assert "SELECT 1" in heard


def test_lists_are_filled_up_to_a_few_lengths() -> None:
    """What stands twice in a list asks for nothing more."""
    assert fill_up([3, 5]) == [3, 5, 3, 3, 3, 3, 3, 3]
    assert len(fill_up(list(range(9)))) == 16
    assert numbered(of=[3, 5]) == {"of_0": 3, "of_1": 5}
