"""What the places and people of an enterprise's money are called."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import HolderKind
from ledgers.rules.tenders import Tender
from msai.models.enterprises import Backer
from msai.models.money import MoneyParty, MoneyPlace
from msai.models.people import PersonKey
from msai.sealing import Vault
from msai.services.enterprise_money.errors import PlaceUnknown
from msai.services.enterprise_money.years.closed import last_closed_day
from msai.services.holders import holder
from msai.services.keys import vault_of
from msai.services.postings import enterprise_bank


def party_names(session: Session, book_id: UUID) -> dict[str, str | None]:
    """What everybody is called by alias, in one statement; None for whom was erased."""
    rows = session.execute(
        select(MoneyParty.alias, MoneyParty.party_id, MoneyParty.name_sealed, PersonKey.wrapped)
        .outerjoin(PersonKey, and_(PersonKey.book_id == book_id, PersonKey.person_id == MoneyParty.party_id))
        .where(MoneyParty.book_id == book_id).order_by(MoneyParty.named_at, MoneyParty.alias))
    vault = vault_of(session)
    return {row.alias: _opened(row, vault) for row in rows}


def _opened(row: Row[*tuple[str, UUID, bytes, bytes | None]], vault: Vault) -> str | None:
    alias, party_id, sealed, wrapped = row
    return None if wrapped is None else vault.unwrap(wrapped, party_id).open(sealed, "name")


Places = dict[str, tuple[int, str | None]]
"""Places by alias: the number in the chart, and what people call it."""


def find_place(session: Session, book_id: UUID, alias: str) -> Tender:
    """A place where money lies, by its alias.

    Raises:
        PlaceUnknown: the enterprise has no such place.
    """
    known = read_places(session, book_id).get(alias)
    if known is None:
        raise PlaceUnknown()
    return place_of(book_id, alias, known[0])


def place_of(book_id: UUID, alias: str, code: int) -> Tender:
    """A place as the rules take it; `code` is its number in the chart."""
    return Tender(code, holder(book_id, HolderKind.TENDER, alias))


def funder_names(session: Session, book_id: UUID) -> dict[str, str]:
    """What funders and lenders outside the programme are called, by alias; in one statement."""
    rows = session.execute(select(Backer.alias, Backer.label).where(
        Backer.book_id == book_id, Backer.group_id.is_(None)).order_by(Backer.since, Backer.alias))
    return {row.alias: row.label or row.alias for row in rows}


def read_places(session: Session, book_id: UUID) -> Places:
    """Where an enterprise's money lies; the first bank account has no name of its own."""
    return read_places_and_close(session, book_id)[0]


def read_places_and_close(session: Session, book_id: UUID) -> tuple[Places, date | None]:
    """The same with the last day of the last year that was closed, if any was; in one statement."""
    rows = session.execute(
        select(MoneyPlace.alias, MoneyPlace.code, MoneyPlace.label,
               last_closed_day(book_id).scalar_subquery().label("closed_until"))
        .select_from(t.book).outerjoin(MoneyPlace, MoneyPlace.book_id == t.book.c.book_id)
        .where(t.book.c.book_id == book_id, or_(
            MoneyPlace.book_id == book_id, MoneyPlace.book_id.is_(None)))
        .order_by(MoneyPlace.named_at, MoneyPlace.alias)).all()
    first = enterprise_bank(book_id)
    places: Places = {first.holder.alias: (first.code, None)}
    places |= {row.alias: (row.code, row.label) for row in rows if row.alias is not None}
    return places, rows[0].closed_until if rows else None
