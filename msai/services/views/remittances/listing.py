"""The remittances of a book: what waits for somebody, what is on its way either way, what has ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from ledgers.accounts import BookKind
from ledgers.money import Money
from msai.models.enterprises import Backer, Remittance, Stake
from msai.models.remittances import Arriving
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.remitting import documents as d
from msai.services.remitting.home import list_owed
from msai.services.views.facts import BookFacts, read_enterprise, read_group
from msai.services.views.labels import Text
from msai.services.views.naming import names_of_backers
from msai.services.views.pools.listing import PoolLine, list_pools
from msai.services.views.remittances.letters import LetterSaid, list_letters
from msai.services.views.remittances.noted import NotedView, list_noted
from msai.services.views.remittances.words import StateSaid, say_purpose, say_state

_OPEN = ("draft", "approved", "sent", "received", "disputed", "on_its_way")
_LISTED = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One remittance in a list: sent by this book, or told by another as `is_coming`."""

    remittance_id: UUID
    alias: str
    is_coming: bool
    other: Text
    purpose: Text
    amount: Money
    on: date
    state: StateSaid
    is_late: bool

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state.state in _OPEN


@dataclass(frozen=True, slots=True)
class OwedLine:
    """What an enterprise may send home to a backer now."""

    backer_id: UUID
    obligation_id: UUID | None
    backer: Text
    purpose: Text
    open: Money


@dataclass(frozen=True, slots=True)
class RemittancesView:
    """The remittances of a group, or of an enterprise."""

    book_id: UUID
    name: str
    currency: str
    is_enterprise: bool
    lines: tuple[Line, ...]
    owed: tuple[OwedLine, ...]
    letters: tuple[LetterSaid, ...]
    pools: tuple[PoolLine, ...]
    may_send: bool
    noted: tuple[NotedView, ...] = ()
    may_note: bool = False

    @property
    def open_lines(self) -> tuple[Line, ...]:
        """What somebody still has to do something about, what was sent first at the head."""
        return tuple(line for line in self.lines if line.is_open)

    @property
    def ended_lines(self) -> tuple[Line, ...]:
        """What has ended, the last first."""
        return tuple(line for line in reversed(self.lines) if not line.is_open)

    @property
    def late(self) -> int:
        """How many did not land for over a week."""
        return sum(line.is_late for line in self.lines)


def show_remittances(session: Session, actor: Actor, book_id: UUID, *, today: date) -> RemittancesView:
    """What a group sent and waits for.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id)
    require(actor, Action.REMITTANCE_VIEW, target)
    facts = read_group(session, book_id)
    return RemittancesView(
        book_id, facts.name, facts.currency, False, list_lines(session, facts, {}, today=today), (),
        list_letters(session, book_id), list_pools(session, book_id),
        is_allowed(actor, Action.REMITTANCE_SEND, target),
        list_noted(session, actor, book_id, currency=facts.currency),
        is_allowed(actor, Action.HOME_LAND, target))


def show_home_side(session: Session, actor: Actor, book_id: UUID, *, today: date) -> RemittancesView:
    """What is on its way to an enterprise, and what it owes and sends home.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id)
    require(actor, Action.ARRIVING_VIEW, target)
    facts = read_enterprise(session, book_id)
    backers = session.execute(
        select(*Backer.__table__.columns).where(Backer.book_id == book_id).order_by(Backer.since)).all()
    names = names_of_backers(session, book_id)
    return RemittancesView(
        book_id, facts.name, facts.currency, True, list_lines(session, facts, names, today=today),
        _owed(session, facts, backers, names), list_letters(session, book_id), list_pools(session, book_id),
        is_allowed(actor, Action.HOME_SEND, target))


def list_lines(
    session: Session, facts: BookFacts, names: Mapping[str, Text], *, today: date,
) -> tuple[Line, ...]:
    """Both kinds of remittance of a book, by the day they were sent; `names` are those of its backers."""
    sent = [_sent(row, facts.currency, names, today=today) for row in session.execute(_sent_query(facts))]
    coming = [_coming(row, today) for row in session.execute(
        select(*Arriving.__table__.columns).where(Arriving.book_id == facts.book_id)
        .order_by(Arriving.sent_on.desc()).limit(_LISTED))]
    return tuple(sorted((*sent, *coming), key=lambda line: (line.on, line.alias)))


def _sent_query(facts: BookFacts) -> Any:
    """What this book sends, with whom it goes to; what came home by a history was never sent from here."""
    columns, book_id = Remittance.__table__.columns, facts.book_id
    if facts.kind is BookKind.ENTERPRISE:
        query = select(*columns, Backer.alias.label("other")).join(
            Backer, and_(Backer.book_id == book_id, Backer.backer_id == Remittance.stake_id))
    else:
        query = select(*columns, Stake.enterprise_name.label("other")).join(
            Stake, and_(Stake.book_id == book_id, Stake.stake_id == Remittance.stake_id))
    way = "home" if facts.kind is BookKind.ENTERPRISE else "out"
    return query.where(Remittance.book_id == book_id, Remittance.direction == way).order_by(
        Remittance.sent_on.desc()).limit(_LISTED)


def _sent(row: Row[Any], currency: str, names: Mapping[str, Text], *, today: date) -> Line:
    other = names.get(row.other, row.other)
    return Line(row.remittance_id, row.alias, False, other, say_purpose(row.purpose),
                Money(row.amount_minor, currency), row.sent_on, say_state(row.state),
                d.is_late(row.state, row.sent_on, today=today))


def _coming(row: Row[Any], today: date) -> Line:
    return Line(row.remittance_id, row.alias, True, row.sender_name, say_purpose(row.purpose),
                Money(row.amount_minor, row.currency), row.sent_on, say_state(row.state),
                d.is_late(row.state, row.sent_on, today=today))


def _owed(
    session: Session, facts: BookFacts, backers: Sequence[Row[Any]], names: Mapping[str, Text],
) -> tuple[OwedLine, ...]:
    called = {backer.backer_id: names[backer.alias] for backer in backers}
    return tuple(
        OwedLine(one.backer_id, one.obligation_id, called[one.backer_id], say_purpose(one.purpose),
                 Money(one.open_minor, facts.currency))
        for one in list_owed(session, facts.book_id, backers))
