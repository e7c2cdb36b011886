"""Books, their holders and their accounts: opening them and finding them.

A book is opened once, in one currency.  Accounts are numbered by small integers as
they are first posted to; a holder is made known by the first posting to it or, when
a programme wants to speak of it earlier, by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import Account, BookKind, Holder, HolderKind
from ledgers.chart import CHART_VERSION
from ledgers.currencies import exponent
from ledgers.entries import GENESIS_HASH, account_hash, book_hash, holder_hash, note_hash


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
    row_hash = book_hash(book_id, kind=kind, currency=currency, chart_version=CHART_VERSION, opened_at=opened_at)
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
        row_hash=note_hash(book_id, note.note_id, salt=note.salt, sealed=note.sealed, commitment=note.commitment),
    ))


class AccountNumbers:
    """The small numbers a book gives its accounts, looked up for one transaction."""

    def __init__(self, connection: Connection, book_id: UUID) -> None:
        self._connection = connection
        self._book_id = book_id
        self._numbers: dict[tuple[int, str, UUID], int] = {}

    def of(self, account: Account) -> int:
        """The number of an account that was resolved."""
        return self._numbers[self._key(account)]

    def _key(self, account: Account) -> tuple[int, str, UUID]:
        return account.code, account.fund, account.holder.id if account.holder else self._book_id

    def resolve(self, accounts: set[Account], *, last_no: int) -> int:
        """Find the numbers of `accounts`, opening those that are new after `last_no`.

        Returns the last number the book now uses.  The head must be locked.
        """
        unknown = {account for account in accounts if self._key(account) not in self._numbers}
        if unknown:
            self._look_up({self._key(account)[2] for account in unknown})
        missing = [account for account in unknown if self._key(account) not in self._numbers]
        if missing:
            self._open(sorted(missing, key=lambda a: (a.fund, a.code, a.alias)), last_no)
        return last_no + len(missing)

    def _look_up(self, holders: set[UUID]) -> None:
        rows = self._connection.execute(_ACCOUNTS_OF, {"book": self._book_id, "holders": list(holders)})
        self._numbers |= {(code, fund, holder): number for number, code, fund, holder in rows}

    def _open(self, accounts: Sequence[Account], last_no: int) -> None:
        self._know_holders({account.holder for account in accounts if account.holder})
        rows = []
        for number, account in enumerate(accounts, start=last_no + 1):
            code, fund, holder = key = self._key(account)
            self._numbers[key] = number
            rows.append({
                "book_id": self._book_id, "account_no": number, "code": code, "fund": fund, "holder": holder,
                "row_hash": account_hash(self._book_id, account_no=number, code=code, fund=fund, holder=holder),
            })
        self._connection.execute(insert(t.account), rows)

    def _know_holders(self, holders: set[Holder]) -> None:
        query = select(t.holder.c.holder).where(
            t.holder.c.book_id == self._book_id, t.holder.c.holder.in_([h.id for h in holders]))
        known = set(self._connection.execute(query).scalars())
        _insert_holders(self._connection, self._book_id,
                        sorted((h for h in holders if h.id not in known), key=lambda h: h.alias))


def _insert_holders(connection: Connection, book_id: UUID, holders: Sequence[Holder]) -> None:
    if holders:
        connection.execute(insert(t.holder), [
            {"book_id": book_id, "holder": h.id, "kind": h.kind.value, "alias": h.alias,
             "row_hash": holder_hash(book_id, h)}
            for h in holders
        ])


_ACCOUNTS_OF = select(t.account.c.account_no, t.account.c.code, t.account.c.fund, t.account.c.holder).where(
    t.account.c.book_id == bindparam("book"), t.account.c.holder.in_(bindparam("holders", expanding=True)))
