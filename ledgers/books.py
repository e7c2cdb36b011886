"""Books, their holders and their accounts: opening them and finding them.

A book is opened once, in one currency.  Accounts are numbered by small integers as
they are first posted to; a holder is made known by the first posting to it or, when
a programme wants to speak of it earlier, by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Dialect,
    Select,
    Table,
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
from ledgers.chart import CHART_VERSION, Chart
from ledgers.currencies import exponent
from ledgers.entries import GENESIS_HASH, account_hash, book_hash, holder_hash, note_hash
from ledgers.prepared import Prepared, Processor, marks, tell


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
        self._of_wired: dict[Any, _Named] = {}

    def ask(self, holders: set[Holder | None]) -> list[Any]:
        """Those holders whose accounts were not asked for before; `learn` takes the answer.

        By their ids as the driver takes and gives them: none is made of each of hundreds of rows.
        """
        wire, asked = _processors(t.holder, self._connection.dialect)[1], []
        for holder in holders - self._accounts.keys():
            holder_id = holder.id if holder else self._book_id
            sent = wire(holder_id) if wire else holder_id
            wired = sent if isinstance(sent, UUID) else bytes(sent)
            self._accounts[holder] = self._of_wired.setdefault(wired, {})
            asked.append(wired)
        return asked

    def learn(self, rows: Iterable[Any]) -> None:
        """Take up the answer, accounts as `before_posting` tells them; rows of entries are passed over."""
        of_wired = self._of_wired
        for fund, number, _, _, wired, code in rows:
            if code is not None:
                of_wired[wired][code, fund] = number

    def resolve(
        self, accounts: Sequence[Account], *, last_no: int, chart: Chart,
    ) -> tuple[list[int], int]:
        """The numbers of `accounts` in their order, those that are new opened after `last_no`.

        Returns the numbers, and the last number the book now uses.  The head must be locked,
        and all holders asked for.

        Raises:
            UnknownAccount, HolderMismatch: the chart knows no such account, so none may be opened.
        """
        numbers = self._known_numbers(accounts)
        missing = {account for account, number in zip(accounts, numbers, strict=True) if not number}
        if not missing:
            return numbers, last_no
        for account in missing:
            chart.check(account)
        self._open(sorted(missing, key=lambda a: (a.fund, a.code, a.alias)), last_no)
        return self._known_numbers(accounts), last_no + len(missing)

    def _known_numbers(self, accounts: Sequence[Account]) -> list[int]:
        known = self._accounts
        return [known[holder].get((code, fund), 0) for code, fund, holder in accounts]

    def _open(self, accounts: Sequence[Account], last_no: int) -> None:
        known = self._accounts
        # Who has an account already is known to the book; of the others some were made known by name.
        self._know({account.holder for account in accounts if account.holder and not known[account.holder]})
        rows = []
        for number, account in enumerate(accounts, start=last_no + 1):
            known[account.holder][account.code, account.fund] = number
            holder = account.holder.id if account.holder else self._book_id
            rows.append((number, account.code, account.fund, holder, account_hash(
                self._book_id, account_no=number, code=account.code, fund=account.fund, holder=holder)))
        insert_rows(t.account, rows, book_id=self._book_id, connection=self._connection)

    def _know(self, holders: set[Holder]) -> None:
        _insert_holders(self._connection, self._book_id, sorted(holders, key=lambda holder: holder.alias),
                        otherwise=" ON CONFLICT (book_id, holder) DO NOTHING")


def _insert_holders(
    connection: Connection, book_id: UUID, holders: Sequence[Holder], otherwise: str = "",
) -> None:
    rows = [(h.id, h.kind.value, h.alias, holder_hash(book_id, h)) for h in holders]
    insert_rows(t.holder, rows, book_id=book_id, connection=connection, otherwise=otherwise)


_BOOK = bindparam("book", type_=t.Id())
# As the driver gives them: neither id nor hash is made of hundreds of rows.
_HOLDER = type_coerce(t.account.c.holder, NullType())
_NO_HOLDER = type_coerce(cast(null(), t.Id()), NullType())
_NO_CODE = cast(null(), t.account.c.code.type)
_HASHES = [type_coerce(column, NullType()) for column in (t.entry.c.content_hash, t.entry.c.hash)]


@lru_cache(maxsize=64)
def accounts_of(holders: int) -> Prepared:
    """The statement for the accounts of so many holders, bound as `holder_0` and so on: a row for each."""
    return Prepared(_accounts_of(holders))


@lru_cache(maxsize=64)
def posted_before(references: int) -> Prepared:
    """The statement for the entries that were posted under so many references, bound as `ref_0` and so on."""
    return Prepared(_posted_before(references, t.entry.c.client_ref, t.entry.c.seq, *_HASHES))


@lru_cache(maxsize=64)
def before_posting(references: int, holders: int) -> Prepared:
    """Both in one statement, all that posting asks of a book besides its head.

    An entry is a row without a code: its reference, number, hash of content, hash.  An account is a row of
    its fund, its number, nothing, nothing, its holder and its code.
    """
    entry = t.entry.c
    return Prepared(union_all(
        _posted_before(references, entry.client_ref, entry.seq, *_HASHES, _NO_HOLDER, _NO_CODE),
        _accounts_of(holders),
    ))


def _accounts_of(holders: int) -> Select[Any]:
    account = t.account.c
    return (
        select(account.fund, account.account_no, null(), null(), _HOLDER, account.code)
        .where(account.book_id == _BOOK, account.holder.in_(marks("holder", holders, NullType())))
    )


def _posted_before(references: int, *columns: ColumnElement[Any]) -> Select[Any]:
    named = marks("ref", references, t.entry.c.client_ref.type)
    return select(*columns).where(t.entry.c.book_id == _BOOK, t.entry.c.client_ref.in_(named))


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
        tell(connection, text, tuple(chain.from_iterable(part)))


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
    # Both drivers take yes and no as they are.
    return [None if isinstance(column.type, Boolean) else
            column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns]


@lru_cache(maxsize=512)
def _insert_text(table: Table, count: int, dialect: Dialect) -> str:
    quote = dialect.identifier_preparer.quote
    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    row = f"({', '.join([mark] * len(table.columns))})"
    names = ", ".join(quote(column.name) for column in table.columns)
    return f"INSERT INTO {quote(table.name)} ({names}) VALUES {', '.join([row] * count)}"
