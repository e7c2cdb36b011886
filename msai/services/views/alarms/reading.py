"""What stands out in many books at once, one statement a kind however many books there are.

This is the one place that reads money across books for a facilitator. Which books these are is read beside
the books themselves, so that what a group agreed to share, and no longer does, is not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, literal, select, union_all
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.money import Money
from msai.models.access import BookAccess
from msai.models.enterprises import Backer, DeclaredReturn, Enterprise, Outbox, Remittance, Stake
from msai.models.groups import Group
from msai.models.stakes import OwedHome, ReturnNotice, StakeValuation
from msai.permissions import Actor
from msai.services.remitting import documents as d
from msai.services.staking.terms import months_later
from msai.services.views.reporting.months import silent_among

UNPAID_DAYS = 30
"""What was declared and is not sent for so many days stands out."""
OLD_MONTHS = 12
"""A valuation is old after so many months."""


class AlarmKind(IntEnum):
    """What can stand out, the gravest first."""

    DISPUTED = 1
    LATE = 2
    REFUSED = 3
    SILENT = 4
    UNPAID = 5
    RATE = 6
    OLD_VALUE = 7


@dataclass(frozen=True, slots=True)
class Looked:
    """A book that somebody looks after; with `names` she sees papers and amounts, else only days."""

    book_id: UUID
    name: str
    is_group: bool
    names: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Something that stands out in a book since a day: the thing's id, whose it is, how much, and a code."""

    kind: AlarmKind
    book_id: UUID
    since: date
    thing_id: UUID | None = None
    about: str = ""
    amount: Money | None = None
    code: str = ""
    is_home: bool = False


def list_looked_after(session: Session, actor: Actor) -> Mapping[UUID, Looked]:
    """The books that the organisations of a facilitator look after, with their names."""
    groups = select(Group.book_id, Group.name, literal(1).label("is_group"))
    enterprises = select(Enterprise.book_id, Enterprise.name, literal(0).label("is_group"))
    book = union_all(groups, enterprises).subquery()
    query = (
        select(BookAccess.book_id, BookAccess.scope, book.c.name, book.c.is_group)
        .join(book, book.c.book_id == BookAccess.book_id)
        .where(BookAccess.organisation_id.in_(actor.facilitates)))
    found: dict[UUID, Looked] = {}
    for row in _over_books(session, query):
        names = row.scope == "names" or (row.book_id in found and found[row.book_id].names)
        found[row.book_id] = Looked(row.book_id, row.name, bool(row.is_group), names)
    return found


def find_alarms(session: Session, books: Iterable[UUID], *, today: date) -> list[Found]:
    """Everything that stands out in these books today, in eight statements."""
    ids = sorted(books)
    kinds = (_transfers, _letters, _silent, _owed, _declared, _unrated, _valuations)
    return [found for read in kinds for found in read(session, ids, today)] if ids else []


def _over_books(session: Session, query: Select[*tuple[Any, ...]]) -> Sequence[Row[*tuple[Any, ...]]]:
    return session.execute(query.execution_options(scatter=True)).all()


def _transfers(session: Session, books: Sequence[UUID], today: date) -> Iterator[Found]:
    """Money that landed with a difference nobody explained, or has not landed for over a week."""
    eve = today - timedelta(days=d.LATE_DAYS)
    disputed = Remittance.state == d.DISPUTED
    late = and_(Remittance.state.in_(d.ON_ITS_WAY), Remittance.sent_on < eve)
    query = (
        select(Remittance.book_id, Remittance.remittance_id, Remittance.alias, Remittance.sent_on,
               Remittance.state, Remittance.direction, Remittance.amount_minor, t.book.c.currency)
        .join(t.book, t.book.c.book_id == Remittance.book_id)
        .where(Remittance.book_id.in_(books), disputed | late))
    for row in _over_books(session, query):
        kind = AlarmKind.DISPUTED if row.state == d.DISPUTED else AlarmKind.LATE
        yield Found(kind, row.book_id, row.sent_on, row.remittance_id, row.alias,
                    Money(row.amount_minor, row.currency), is_home=row.direction == "home")


def _letters(session: Session, books: Sequence[UUID], _today: date) -> Iterator[Found]:
    """What one book told another, which could not take it in."""
    query = (
        select(Outbox.book_id, Outbox.last_code, func.min(Outbox.made_at).label("made_at"))
        .where(Outbox.book_id.in_(books), Outbox.done_at.is_(None), Outbox.last_code.is_not(None))
        .group_by(Outbox.book_id, Outbox.last_code))
    for row in _over_books(session, query):
        yield Found(AlarmKind.REFUSED, row.book_id, _day_of(row.made_at), code=row.last_code)


def _silent(session: Session, books: Sequence[UUID], today: date) -> Iterator[Found]:
    """Enterprises of which nothing was heard: each once, else with every group here that backs it."""
    query = (
        select(Stake.book_id, Stake.enterprise_id)
        .where(Stake.book_id.in_(books), Stake.ended_on.is_(None), Stake.enterprise_id.not_in(books))
        .distinct())
    backed = [(row.book_id, row.enterprise_id) for row in _over_books(session, query)]
    for one in silent_among(session, {*books, *(farm for _group, farm in backed)}, today=today):
        if one.book_id in books:
            yield Found(AlarmKind.SILENT, one.book_id, one.silent_since)
        for group_id in sorted(group for group, farm in backed if farm == one.book_id):
            yield Found(AlarmKind.SILENT, group_id, one.silent_since, about=one.name)


def _owed(session: Session, books: Sequence[UUID], today: date) -> Iterator[Found]:
    """What an enterprise declared or agreed to give back, and has not sent for a month."""
    query = (
        select(OwedHome.book_id, Backer.label, Backer.alias, t.book.c.currency,
               func.min(OwedHome.agreed_on).label("agreed_on"),
               func.sum(OwedHome.open_minor).label("open_minor"))
        .join(Backer, and_(Backer.book_id == OwedHome.book_id, Backer.backer_id == OwedHome.backer_id))
        .join(t.book, t.book.c.book_id == OwedHome.book_id)
        .where(OwedHome.book_id.in_(books), OwedHome.open_minor > 0,
               OwedHome.agreed_on < today - timedelta(days=UNPAID_DAYS))
        .group_by(OwedHome.book_id, Backer.label, Backer.alias, t.book.c.currency))
    for row in _over_books(session, query):
        yield Found(AlarmKind.UNPAID, row.book_id, row.agreed_on, about=row.label or row.alias,
                    amount=Money(int(row.open_minor), row.currency))


def _declared(session: Session, books: Sequence[UUID], today: date) -> Iterator[Found]:
    """The same of enterprises whose own book is not among these."""
    query = (
        select(Stake.book_id, Stake.alias, Stake.enterprise_name, Stake.claim_currency,
               func.min(DeclaredReturn.declared_on).label("declared_on"),
               func.sum(DeclaredReturn.open_home_minor).label("open_minor"))
        .join(Stake, and_(Stake.book_id == DeclaredReturn.book_id, Stake.stake_id == DeclaredReturn.stake_id))
        .where(DeclaredReturn.book_id.in_(books), DeclaredReturn.open_home_minor > 0,
               Stake.enterprise_id.not_in(books),
               DeclaredReturn.declared_on < today - timedelta(days=UNPAID_DAYS))
        .group_by(Stake.book_id, Stake.alias, Stake.enterprise_name, Stake.claim_currency))
    for row in _over_books(session, query):
        yield Found(AlarmKind.UNPAID, row.book_id, row.declared_on, about=row.enterprise_name,
                    amount=Money(int(row.open_minor), row.claim_currency))


def _unrated(session: Session, books: Sequence[UUID], _today: date) -> Iterator[Found]:
    """What was declared to a group and waits for the mid rate of its day."""
    query = (
        select(ReturnNotice.book_id, ReturnNotice.notice_id, ReturnNotice.declared_on,
               ReturnNotice.home_minor, Stake.enterprise_name, Stake.claim_currency)
        .join(Stake, and_(Stake.book_id == ReturnNotice.book_id, Stake.stake_id == ReturnNotice.stake_id))
        .where(ReturnNotice.book_id.in_(books), ReturnNotice.done_at.is_(None)))
    for row in _over_books(session, query):
        yield Found(AlarmKind.RATE, row.book_id, row.declared_on, row.notice_id, row.enterprise_name,
                    Money(row.home_minor, row.claim_currency))


def _valuations(session: Session, books: Sequence[UUID], today: date) -> Iterator[Found]:
    """Stakes whose last valuation is old; one that nobody ever valued stands at its cost, and is not."""
    last = func.max(StakeValuation.valued_on)
    query = (
        select(Stake.book_id, Stake.stake_id, Stake.enterprise_name, last.label("valued_on"))
        .join(StakeValuation, and_(StakeValuation.book_id == Stake.book_id,
                                   StakeValuation.stake_id == Stake.stake_id))
        .where(Stake.book_id.in_(books), Stake.ended_on.is_(None))
        .group_by(Stake.book_id, Stake.stake_id, Stake.enterprise_name)
        .having(last < months_later(today, -OLD_MONTHS)))
    for row in _over_books(session, query):
        yield Found(AlarmKind.OLD_VALUE, row.book_id, row.valued_on, row.stake_id, row.enterprise_name)


def _day_of(at: int) -> date:
    return datetime.fromtimestamp(at / 1000, tz=UTC).date()
