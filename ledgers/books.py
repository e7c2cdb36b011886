"""Books, their holders and their accounts: opening them and finding them.

A book is opened once, in one currency.  Accounts are numbered by small integers as
they are first posted to; a holder is made known by the first posting to it or, when
a programme wants to speak of it earlier, by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Select,
    Table,
    and_,
    bindparam,
    cast,
    insert,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from ledgers import tables as t
from ledgers.accounts import Account, BookKind, Holder, HolderKind
from ledgers.chart import CHART_VERSION
from ledgers.currencies import exponent
from ledgers.entries import GENESIS_HASH, account_hash, book_hash, holder_hash, note_hash

Processor = Callable[[Any], Any]
"""What turns a value into what the database's driver takes."""


@dataclass(frozen=True, slots=True)
class SealedNote:
    """A note whose words are sealed; only its commitment enters the chain."""

    note_id: UUID
    salt: bytes
    sealed: bytes
    commitment: bytes


def open_book(session: Session, book_id: UUID, *, kind: BookKind, currency: str, opened_at: int) -> None:
    """Open an empty book in `currency`, with the holder `None` that stands for nobody.

    Raises:
        UnknownCurrency: the currency is not one of ISO 4217's that the programme keeps.
    """
    exponent(currency)
    row_hash = book_hash(
        book_id, kind=kind, currency=currency, chart_version=CHART_VERSION, opened_at=opened_at)
    session.execute(insert(t.book).values(
        book_id=book_id, kind=kind.value, currency=currency, chart_version=CHART_VERSION,
        opened_at=opened_at, row_hash=row_hash,
    ))
    session.execute(insert(t.book_head).values(
        book_id=book_id, last_seq=0, last_hash=GENESIS_HASH, last_account_no=0,
    ))
    add_holders(session, book_id, [Holder(book_id, HolderKind.NOBODY, "None")])


def add_holders(session: Session, book_id: UUID, holders: Sequence[Holder]) -> None:
    """Make holders known in a book before anything is posted to them."""
    _insert_holders(session.connection(), book_id, holders)


def add_note(session: Session, book_id: UUID, note: SealedNote) -> None:
    """Keep a sealed note that an entry will name."""
    session.execute(insert(t.note).values(
        book_id=book_id, note_id=note.note_id, salt=note.salt, sealed_text=note.sealed,
        commitment=note.commitment,
        row_hash=note_hash(
            book_id, note.note_id, salt=note.salt, sealed=note.sealed, commitment=note.commitment),
    ))


_Named = dict[tuple[int, str], int]
"""The accounts of one holder: number in the chart and fund -> number in the book."""


class AccountNumbers:
    """The small numbers a book gives its accounts, looked up for one transaction."""

    def __init__(self, connection: Connection, book_id: UUID) -> None:
        self._connection = connection
        self._book_id = book_id
        self._accounts: dict[Holder | None, _Named] = {}
        self._of_id: dict[UUID, _Named] = {}
        self._holders: set[UUID] = set()

    def ask(self, holders: set[Holder | None]) -> list[UUID]:
        """The ids of those holders whose accounts were not asked for before; `learn` takes the answer."""
        ids = []
        for holder in holders - self._accounts.keys():
            holder_id = holder.id if holder else self._book_id
            self._accounts[holder] = self._of_id.setdefault(holder_id, {})
            ids.append(holder_id)
        return ids

    def learn(self, ids: Sequence[UUID], rows: Iterable[Any]) -> None:
        """Take up the answer for `ids`: a row for each account of `ACCOUNTS_OF`."""
        process = _processors(t.holder, self._connection.dialect)[1]
        # Hundreds of rows name a few holders: ids are looked up once for each, not once for each row.
        of_wired = {process(id_) if process else id_: (id_, self._of_id[id_]) for id_ in ids}
        found = set()
        for wired, number, code, fund in rows:
            found.add(wired)
            if number is not None:
                of_wired[wired][1][code, fund] = number
        self._holders |= {of_wired[wired][0] for wired in found}

    def resolve(self, accounts: Sequence[Account], *, last_no: int) -> tuple[list[int], int]:
        """The numbers of `accounts` in their order, those that are new opened after `last_no`.

        Returns the numbers, and the last number the book now uses.  The head must be locked,
        and all holders asked for.
        """
        known = self._accounts
        named = [(known[account.holder], (account.code, account.fund), account) for account in accounts]
        missing = {account for of_holder, name, account in named if name not in of_holder}
        if missing:
            self._open(sorted(missing, key=lambda a: (a.fund, a.code, a.alias)), last_no)
        return [of_holder[name] for of_holder, name, _ in named], last_no + len(missing)

    def _open(self, accounts: Sequence[Account], last_no: int) -> None:
        self._know_holders({account.holder for account in accounts if account.holder})
        rows = []
        for number, account in enumerate(accounts, start=last_no + 1):
            self._accounts[account.holder][account.code, account.fund] = number
            holder = account.holder.id if account.holder else self._book_id
            rows.append((number, account.code, account.fund, holder, account_hash(
                self._book_id, account_no=number, code=account.code, fund=account.fund, holder=holder)))
        insert_rows(t.account, rows, book_id=self._book_id, connection=self._connection)

    def _know_holders(self, holders: set[Holder]) -> None:
        new = sorted((h for h in holders if h.id not in self._holders), key=lambda h: h.alias)
        _insert_holders(self._connection, self._book_id, new)
        self._holders |= {holder.id for holder in new}


def _insert_holders(connection: Connection, book_id: UUID, holders: Sequence[Holder]) -> None:
    rows = [(h.id, h.kind.value, h.alias, holder_hash(book_id, h)) for h in holders]
    insert_rows(t.holder, rows, book_id=book_id, connection=connection)


_OF_HOLDERS: tuple[ColumnElement[Any], ...] = (
    # As the driver gives it: an id is made of none of hundreds of rows.
    type_coerce(t.holder.c.holder, NullType()), t.account.c.account_no, t.account.c.code, t.account.c.fund)
_OF_ENTRIES = (t.entry.c.client_ref, t.entry.c.seq, t.entry.c.content_hash, t.entry.c.hash)


def _accounts_of(*columns: ColumnElement[Any]) -> Select[Any]:
    return (
        select(*columns)
        .join_from(t.holder, t.account,
                   and_(t.account.c.book_id == t.holder.c.book_id, t.account.c.holder == t.holder.c.holder),
                   isouter=True)
        .where(t.holder.c.book_id == bindparam("book"),
               t.holder.c.holder.in_(bindparam("holders", expanding=True)))
    )


def _posted_before(*columns: ColumnElement[Any]) -> Select[Any]:
    return select(*columns).where(
        t.entry.c.book_id == bindparam("book"), t.entry.c.client_ref.in_(bindparam("refs", expanding=True)))


def _nothing(*columns: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    return [cast(null(), column.type) for column in columns]


ACCOUNTS_OF = _accounts_of(*_OF_HOLDERS)
"""A row for each account of the holders; one without a number for a holder that has none."""

POSTED_BEFORE = _posted_before(*_OF_ENTRIES)
"""The entries that were posted under references."""

BEFORE_POSTING = union_all(
    _posted_before(*_OF_ENTRIES, type_coerce(cast(null(), t.Id()), NullType()), *_nothing(*_OF_HOLDERS[1:])),
    _accounts_of(*_nothing(*_OF_ENTRIES), *_OF_HOLDERS),
)
"""Both, in one statement: all that posting asks of a book besides its head."""

_MOST_VALUES = 30_000
"""How many values one statement may carry: fewer than SQLite (32,766) and PostgreSQL (65,535) take."""


def insert_rows(
    table: Table, rows: Sequence[tuple[Any, ...]], *, book_id: UUID, connection: Connection,
    otherwise: str = "",
) -> None:
    """Add many rows of one book to a table in one statement.

    Each row gives the values of the table's columns in their order, without the first,
    `book_id`.  `otherwise` says what happens to a row that is there already.  The
    statement is written as text, because composing it anew for each row costs more than
    the database takes to store it, and in one piece, because a thread that works beside
    this one may be let in between two pieces.
    """
    if not rows:
        return
    own, *processors = _processors(table, connection.dialect)
    book = own(book_id) if own else book_id
    wired = list(zip([book] * len(rows), *map(_wire, processors, zip(*rows, strict=True)), strict=True))
    step = _MOST_VALUES // len(table.columns)
    for start in range(0, len(wired), step):
        part = wired[start:start + step]
        text = _insert_text(table, len(part), connection.dialect) + otherwise
        connection.exec_driver_sql(text, tuple(chain.from_iterable(part)))


def insert_row(table: Table, row: Mapping[str, Any], *, connection: Connection) -> None:
    """Add one row of a book; it names a value for every column."""
    own, *others = _names(table)
    insert_rows(table, [tuple(row[name] for name in others)], book_id=row[own], connection=connection)


@lru_cache(maxsize=64)
def _names(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns)


def _wire(process: Processor | None, values: Sequence[Any]) -> Sequence[Any]:
    return values if process is None else [None if value is None else process(value) for value in values]


@lru_cache(maxsize=64)
def _processors(table: Table, dialect: Dialect) -> list[Processor | None]:
    return [column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns]


@lru_cache(maxsize=512)
def _insert_text(table: Table, count: int, dialect: Dialect) -> str:
    quote = dialect.identifier_preparer.quote
    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    row = f"({', '.join([mark] * len(table.columns))})"
    names = ", ".join(quote(column.name) for column in table.columns)
    return f"INSERT INTO {quote(table.name)} ({names}) VALUES {', '.join([row] * count)}"
