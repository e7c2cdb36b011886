"""What every page of a book begins with: whose book it is, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import BookKind
from ledgers.statements.drawn import Drawn
from msai.models.enterprises import Enterprise, Stake
from msai.models.groups import Group, Meeting
from msai.permissions import NotFound

# Composing a statement costs more than running it, so what every page asks is composed once.
BOOK = bindparam("book", type_=t.Id())
_GROUP = (
    select(Group.name, Group.country, Group.opened_on, Group.locale, Group.time_zone,
           t.book.c.currency, t.book_head.c.last_seq, t.book_head.c.last_hash,
           select(func.count()).where(Meeting.book_id == BOOK).scalar_subquery().label("meetings"))
    .join(t.book, t.book.c.book_id == Group.book_id)
    .join(t.book_head, t.book_head.c.book_id == Group.book_id)
    .where(Group.book_id == BOOK, t.book.c.book_id == BOOK, t.book_head.c.book_id == BOOK)
)
_ENTERPRISE = (
    select(Enterprise.name, Enterprise.country, Enterprise.opened_on, Enterprise.activities,
           t.book.c.currency, t.book_head.c.last_seq, t.book_head.c.last_hash)
    .join(t.book, t.book.c.book_id == Enterprise.book_id)
    .join(t.book_head, t.book_head.c.book_id == Enterprise.book_id)
    .where(Enterprise.book_id == BOOK, t.book.c.book_id == BOOK, t.book_head.c.book_id == BOOK)
)
_CURRENCIES: dict[UUID, str] = {}
_KEPT_CURRENCIES = 10_000


@dataclass(frozen=True, slots=True)
class BookFacts:
    """A book by name: its kind, country, currency and head."""

    book_id: UUID
    kind: BookKind
    name: str
    country: str
    currency: str
    opened_on: date
    last_seq: int
    last_hash: bytes
    meetings: int = 0
    activities: str = "[]"
    locale: str | None = None
    time_zone: str | None = None

    def drawn(self, as_of: date | None = None) -> Drawn:
        """Where the book stands, for a statement drawn now."""
        return Drawn(self.book_id, self.kind, self.currency, as_of, self.last_seq, self.last_hash)


def read_group(session: Session, book_id: UUID) -> BookFacts:
    """A group's facts, in one statement.

    Raises:
        NotFound: the book is not a group's.
    """
    row = session.connection().execute(_GROUP, {"book": book_id}).one_or_none()
    if row is None:
        raise NotFound()
    return BookFacts(book_id, BookKind.GROUP, row.name, row.country, row.currency, row.opened_on,
                     row.last_seq, bytes(row.last_hash), row.meetings, locale=row.locale,
                     time_zone=row.time_zone)


def read_enterprise(session: Session, book_id: UUID) -> BookFacts:
    """An enterprise's facts, in one statement.

    Raises:
        NotFound: the book is not an enterprise's.
    """
    row = session.connection().execute(_ENTERPRISE, {"book": book_id}).one_or_none()
    if row is None:
        raise NotFound()
    return BookFacts(book_id, BookKind.ENTERPRISE, row.name, row.country, row.currency, row.opened_on,
                     row.last_seq, bytes(row.last_hash), activities=row.activities)


def currency_of(session: Session, book_id: UUID) -> str:
    """The currency of a book, which never changes and is therefore asked for once.

    Raises:
        NotFound: there is no such book.
    """
    if book_id not in _CURRENCIES:
        found = session.scalar(select(t.book.c.currency).where(t.book.c.book_id == book_id))
        if found is None:
            raise NotFound()
        if len(_CURRENCIES) >= _KEPT_CURRENCIES:
            _CURRENCIES.clear()
        _CURRENCIES[book_id] = found
    return _CURRENCIES[book_id]


@dataclass(frozen=True, slots=True)
class StakeName:
    """A stake and the enterprise it is in; `is_here` where that was found to keep its book here.

    `heard_on` is when it reported the last time, of a stake that has not ended.
    """

    alias: str
    enterprise_id: UUID
    enterprise: str
    is_here: bool = False
    heard_on: date | None = None


def read_stakes(session: Session, book_id: UUID) -> list[StakeName]:
    """The stakes of a group, in one statement."""
    query = select(Stake.alias, Stake.enterprise_id, Stake.enterprise_name).where(Stake.book_id == book_id)
    return [StakeName(*row) for row in session.execute(query.order_by(Stake.alias))]
