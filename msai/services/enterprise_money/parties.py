"""Whom an enterprise sells to and buys from, and where its money lies: named once, then chosen from a list.

Names of people are sealed, each with a key of its own, and leave no trace in the book but an alias.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import Holder, HolderKind
from ledgers.books import add_holders
from msai import audit
from msai.models.money import MoneyParty, MoneyPlace
from msai.names import checked_name
from msai.permissions import Action, Actor, Target, require
from msai.sealing import add_person_keys
from msai.services.enterprise_money.errors import PartyKnown, PlaceKnown, PlaceUnknown
from msai.services.enterprise_money.names import party_names, read_places
from msai.services.holders import holder, tender_code
from msai.services.keys import journal_of, vault_of

PLACE_KINDS = ("cash", "bank", "wallet")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameParty:
    """Somebody new to sell to or buy from."""

    book_id: UUID
    name: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPlace:
    """A new place for money: its kind (cash, bank or wallet) and what its people call it."""

    book_id: UUID
    kind: str
    label: str
    at: int


def name_party(session: Session, actor: Actor, command: NameParty) -> str:
    """Make somebody known; answers the alias under which the book knows her.

    Raises:
        NotPermitted: only the people of the enterprise do.
        NameMissing and its kin: the name cannot be read as one.
        PartyKnown: somebody of that name is known.
    """
    book_id = command.book_id
    require(actor, Action.ENTERPRISE_MONEY, Target(book_id))
    name = checked_name(command.name)
    journal_of(session, book_id).lock()
    if _folded(name) in {_folded(known) for known in party_names(session, book_id).values() if known}:
        raise PartyKnown()
    who = holder(book_id, HolderKind.PARTY, _free_alias(session, book_id, "party", first=1))
    add_holders(session, book_id, [who])
    key = add_person_keys(session, vault_of(session), book_id, [who.id])[who.id]
    session.execute(insert(MoneyParty).values(
        book_id=book_id, party_id=who.id, alias=who.alias, name_sealed=key.seal(name, "name"),
        named_at=command.at))
    _note(session, actor, book_id, who, at=command.at)
    return who.alias


def add_place(session: Session, actor: Actor, command: AddPlace) -> str:
    """Make a place for money known; answers the alias under which the book knows it.

    Raises:
        NotPermitted: only the people of the enterprise do.
        PlaceUnknown: it is neither cash, bank nor wallet.
        PlaceKnown: a place is called so already.
        NameMissing and its kin
    """
    book_id = command.book_id
    require(actor, Action.ENTERPRISE_MONEY, Target(book_id))
    if command.kind not in PLACE_KINDS:
        raise PlaceUnknown()
    label = checked_name(command.label)
    journal_of(session, book_id).lock()
    if _folded(label) in {_folded(known) for _code, known in read_places(session, book_id).values() if known}:
        raise PlaceKnown()
    who = holder(book_id, HolderKind.TENDER, _free_alias(session, book_id, command.kind))
    add_holders(session, book_id, [who])
    session.execute(insert(MoneyPlace).values(
        book_id=book_id, place_id=who.id, alias=who.alias, code=tender_code(command.kind), label=label,
        named_at=command.at))
    _note(session, actor, book_id, who, at=command.at)
    return who.alias


def _free_alias(session: Session, book_id: UUID, word: str, *, first: int = 0) -> str:
    """An alias that nothing else in the book has: the word itself, or the word and the next free number."""
    taken: set[str] = set(session.scalars(select(t.holder.c.alias).where(
        t.holder.c.book_id == book_id, t.holder.c.alias.startswith(word))))
    numbered = (f"{word}-{number}" for number in range(first or 2, len(taken) + 3))
    alone = () if first else (word,)
    free: str = next(one for one in (*alone, *numbered) if one not in taken)
    return free


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _note(session: Session, actor: Actor, book_id: UUID, who: Holder, *, at: int) -> None:
    audit.record(session, actor, book_id=book_id, action=Action.ENTERPRISE_MONEY,
                 subject=f"{who.kind.value}:{who.id}", at=at)
