"""Finding a book by its id or by its name, listing books, and their balances in the keys of every export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy import String, column, select, table, union_all
from sqlalchemy.orm import Session

from ledgers import balances as read
from ledgers.accounts import INVESTMENT, Account, BookKind, units_fund
from ledgers.checkpoints import list_checkpoints, write_file
from ledgers.errors import UnknownBook
from ledgers.tables import Id, book
from ledgers.units import UNIT, first_unit_value, net_assets
from msai.permissions import Action, Actor, Target, require
from msai.services import ServiceError


class AmbiguousBook(ServiceError):
    """Several books have that name; one of their ids says which."""

    code = "ambiguous_book"


@dataclass(frozen=True, slots=True)
class BookNamed:
    """A book with the name people know it by."""

    book_id: UUID
    kind: BookKind
    name: str
    currency: str


@dataclass(frozen=True, slots=True)
class BookBalances:
    """Money balances debit positive by `code|fund|alias`, units by member in ten-thousandths, unit value."""

    balances: Mapping[str, int]
    units_e4: Mapping[str, int]
    unit_value: Fraction | None


def list_books(session: Session, actor: Actor) -> list[BookNamed]:
    """Every book of this installation, by kind and name.

    Raises:
        NotPermitted: the actor may not see all books.
    """
    require(actor, Action.BOOK_VERIFY)
    named = union_all(*_NAMES).subquery("named")
    query = (
        select(book.c.book_id, book.c.kind, named.c.name, book.c.currency)
        .join(named, named.c.book_id == book.c.book_id)
        .order_by(book.c.kind.desc(), named.c.name, book.c.book_id)
        .execution_options(scatter=True)
    )
    return [
        BookNamed(row.book_id, BookKind(row.kind), row.name, row.currency) for row in session.execute(query)
    ]


# Named here for themselves: who lists books does not wait for the models of all there is.
_NAMES = [
    select(table(kind, column("book_id", Id()), column("name", String())))
    for kind in ("savings_group", "enterprise")
]


def find_book(session: Session, actor: Actor, text: str) -> BookNamed:
    """The book of an id, or of a name that only one book has.

    Raises:
        UnknownBook: there is none.
        AmbiguousBook: there are several of that name.
    """
    require(actor, Action.BOOK_VERIFY)
    everything = list_books(session, actor)
    found = [one for one in everything if text in (str(one.book_id), one.book_id.hex, one.name)]
    if not found:
        raise UnknownBook(book=text)
    if len(found) > 1:
        raise AmbiguousBook(book=text, ids=", ".join(str(one.book_id) for one in found))
    return found[0]


def balances_at(session: Session, actor: Actor, one: BookNamed, *, as_of: date | None) -> BookBalances:
    """A book's balances at the end of a day, or of all it holds.

    Raises:
        NotPermitted: the actor may not see this book.
    """
    require(actor, Action.BOOK_VERIFY, Target(one.book_id))
    found = read.balances(session, one.book_id, as_of=as_of)
    money = read.money_balances(found)
    if one.kind is not BookKind.GROUP:
        return BookBalances(money, {}, None)
    fund = units_fund(INVESTMENT)
    units = {a.alias: minor for a, minor in found.items() if a.code == 9200 and a.fund == fund}
    return BookBalances(money, _by_number(units), _value(found, sum(units.values()), one.currency))


def checkpoint_text(session: Session, actor: Actor, one: BookNamed) -> str:
    """The signed heads of a book as the text that is kept outside the database and verified against.

    Raises:
        NotPermitted: the actor may not see this book.
    """
    require(actor, Action.BOOK_VERIFY, Target(one.book_id))
    return write_file(list_checkpoints(session, one.book_id))


def _value(found: Mapping[Account, int], issued: int, currency: str) -> Fraction:
    totals: dict[int, int] = {}
    for account, minor in found.items():
        if account.fund == INVESTMENT:
            totals[account.code] = totals.get(account.code, 0) + minor
    return Fraction(net_assets(totals) * UNIT, issued) if issued else first_unit_value(currency)


def _by_number(units: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(units.items(), key=lambda item: int(item[0].rpartition("-")[2])))
