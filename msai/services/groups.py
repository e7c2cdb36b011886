"""Opening a group, and taking members in.

A group is opened with its book, its rules, the places its money lies in and its first
cycle.  Members are known to the books by their numbers; their names are sealed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from ledgers.accounts import BookKind, HolderKind
from ledgers.books import add_holders, open_book
from ledgers.cycles import open_cycle
from msai.models.groups import Group, GroupRule, Member, TenderRow
from msai.permissions import Action, Actor, Target, require
from msai.sealing import add_person_keys
from msai.services.holders import holder, member_holder, tender_code
from msai.services.keys import vault_of
from msai.services.meeting_records import NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGroup:
    """A new group: `rules` are the stored texts by name, `tenders` pairs of name and kind, in order."""

    book_id: UUID
    alias: str
    name: str
    country: str
    currency: str
    opened_on: date
    rules: Mapping[str, str]
    tenders: Sequence[tuple[str, str]]
    at: int
    locale: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMember:
    """Somebody who joins a group."""

    number: int
    name: str
    joined_on: date
    sex: str | None = None


def open_group(session: Session, actor: Actor, command: OpenGroup) -> None:
    """Open a group with its book and first cycle.

    Raises:
        NotPermitted: the actor may not set groups up.
        UnknownCurrency: no book can be kept in that currency.
    """
    require(actor, Action.GROUP_START)
    book_id = command.book_id
    open_book(session, book_id, kind=BookKind.GROUP, currency=command.currency, opened_at=command.at)
    add_person_keys(session, vault_of(session), book_id, [book_id])
    session.execute(insert(Group).values(
        book_id=book_id, alias=command.alias, name=command.name, country=command.country,
        opened_on=command.opened_on, locale=command.locale))
    _keep_rules(session, actor, command)
    _keep_tenders(session, command)
    open_cycle(session, book_id, cycle_no=1, opened_on=command.opened_on)


def _keep_rules(session: Session, actor: Actor, command: OpenGroup) -> None:
    if command.rules:
        session.execute(insert(GroupRule), [
            {"book_id": command.book_id, "name": name, "holds_from": command.opened_on,
             "recorded_at": command.at, "recorded_by": actor.user_id or NOBODY, "value": value}
            for name, value in command.rules.items()
        ])


def _keep_tenders(session: Session, command: OpenGroup) -> None:
    holders = [holder(command.book_id, HolderKind.TENDER, alias) for alias, _ in command.tenders]
    add_holders(session, command.book_id, holders)
    if holders:
        session.execute(insert(TenderRow), [
            {"book_id": command.book_id, "tender_id": who.id, "alias": alias, "code": tender_code(kind),
             "position": position}
            for position, (who, (alias, kind)) in enumerate(zip(holders, command.tenders, strict=True))
        ])


def add_members(session: Session, actor: Actor, book_id: UUID, members: Sequence[NewMember]) -> None:
    """Take members into a group, each with a data key of her own.

    Raises:
        NotPermitted: the actor may not change who belongs.
    """
    require(actor, Action.MEMBER_CHANGE, Target(book_id))
    holders = {member.number: member_holder(book_id, member.number) for member in members}
    add_holders(session, book_id, list(holders.values()))
    keys = add_person_keys(session, vault_of(session), book_id, [who.id for who in holders.values()])
    if members:
        session.execute(insert(Member), [
            {"book_id": book_id, "member_id": holders[member.number].id, "number": member.number,
             "name_sealed": keys[holders[member.number].id].seal(member.name, "name"),
             "sex": member.sex, "joined_on": member.joined_on, "left_on": None}
            for member in members
        ])


def mark_left(session: Session, book_id: UUID, number: int, *, on: date) -> None:
    """Note the day from which a member is no longer with the group."""
    session.execute(
        update(Member).where(Member.book_id == book_id, Member.number == number).values(left_on=on))
