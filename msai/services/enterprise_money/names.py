"""What the places and people of an enterprise's money are called."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.entries import EntryKind
from msai.models.money import MoneyParty, MoneyPlace
from msai.models.people import PersonKey
from msai.sealing import Vault
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


def read_places(session: Session, book_id: UUID) -> Places:
    """Where an enterprise's money lies; the first bank account has no name of its own."""
    return read_places_and_close(session, book_id)[0]


def read_places_and_close(session: Session, book_id: UUID) -> tuple[Places, date | None]:
    """The same with the last day of the last year that was closed, if any was; in one statement."""
    closed = select(func.max(t.entry.c.occurred_on)).where(
        t.entry.c.book_id == book_id, t.entry.c.kind == EntryKind.YEAR_CLOSED.value)
    rows = session.execute(
        select(MoneyPlace.alias, MoneyPlace.code, MoneyPlace.label,
               closed.scalar_subquery().label("closed_until"))
        .select_from(t.book).outerjoin(MoneyPlace, MoneyPlace.book_id == t.book.c.book_id)
        .where(t.book.c.book_id == book_id, or_(
            MoneyPlace.book_id == book_id, MoneyPlace.book_id.is_(None)))
        .order_by(MoneyPlace.named_at, MoneyPlace.alias)).all()
    first = enterprise_bank(book_id)
    places: Places = {first.holder.alias: (first.code, None)}
    places |= {row.alias: (row.code, row.label) for row in rows if row.alias is not None}
    return places, rows[0].closed_until if rows else None
