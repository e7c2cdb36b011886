"""The rules that let one schema serve a phone-sized server and a network of machines.

Rows of one group live together wherever they live, so every key of a `book` table
begins with the book; nothing is numbered by the database; money and times are
whole numbers.  The rules stand in the design and are read from the metadata here.
"""

import pytest
from sqlalchemy import (
    BigInteger,
    Column,
    Constraint,
    DateTime,
    ForeignKeyConstraint,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)
from sqlalchemy.types import Float, Integer, Numeric

import msai.models  # noqa: F401  its tables belong to the schema
from ledgers.tables import metadata

TABLES = metadata.sorted_tables
PLACEMENTS = {"book", "user", "reference"}
BOOK_TABLES = [table for table in TABLES if table.info.get("shard") == "book"]


def every_table(tables: list[Table]) -> pytest.MarkDecorator:
    """Run a test once for each of these tables, named after it."""
    return pytest.mark.parametrize("table", tables, ids=lambda table: table.name)


@every_table(TABLES)
def test_a_table_says_where_its_rows_live(table: Table) -> None:
    """With a group, with a login, or everywhere: nothing is placed by accident."""
    assert table.info.get("shard") in PLACEMENTS


@every_table(BOOK_TABLES)
def test_every_key_of_a_book_table_begins_with_the_book(table: Table) -> None:
    """A key over several books could not be checked where the rows of one book are."""
    keys = [constraint for constraint in table.constraints if isinstance(constraint, _KEYS)]
    uniques = [list(index.columns) for index in table.indexes if index.unique]
    firsts = {columns[0].name for columns in [*(list(key.columns) for key in keys), *uniques] if columns}

    assert firsts == {"book_id"}


@every_table(BOOK_TABLES)
def test_a_book_table_points_only_at_books_and_reference(table: Table) -> None:
    """Logins live elsewhere; the id is kept, and membership lives with the book."""
    targets = {key.referred_table for key in table.foreign_key_constraints}

    assert {str(target.info["shard"]) for target in targets} <= {"book", "reference"}


@every_table(TABLES)
def test_the_database_numbers_nothing(table: Table) -> None:
    """Ids are made where the thing is made, also without a network; a sequence has one home."""
    made = [column.name for column in table.columns if column.server_default is not None or column.identity]
    counted = [column.name for column in table.primary_key.columns
               if len(table.primary_key.columns) == 1 and isinstance(column.type, Integer)]

    assert made + counted == []


@every_table(TABLES)
def test_money_and_times_are_whole_numbers_of_eight_bytes(table: Table) -> None:
    """No database rounds an integer, and none has its own idea of a time zone for it."""
    wrong = [column.name for column in table.columns if not _is_whole(column)]

    assert wrong == []


@every_table(TABLES)
def test_every_constraint_has_a_name(table: Table) -> None:
    """A migration can only change what it can call by name, on every database."""
    unnamed = [constraint for constraint in table.constraints if not _is_named(constraint)]

    assert unnamed == []
    assert all(index.name for index in table.indexes)


_KEYS = (PrimaryKeyConstraint, UniqueConstraint, ForeignKeyConstraint)


def _is_whole(column: Column[object]) -> bool:
    if isinstance(column.type, Numeric | Float | DateTime):
        return False
    measured = column.name.endswith(("_minor", "_at", "_e4"))
    return isinstance(column.type, BigInteger) or not measured


def _is_named(constraint: Constraint) -> bool:
    return constraint.name is not None
