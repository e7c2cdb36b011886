"""A remittance as its book keeps it: its row, its steps, whose it is, and what stands in transit of it.

Every step locks the head of the book first, so that two phones at once come one after the other and the
second finds what the first did.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.orm import Session

from ledgers.accounts import Holder, HolderKind, one_holder
from ledgers.cycles import find_open
from ledgers.entries import SourceKind
from ledgers.errors import CycleClosed
from ledgers.rules import stakes as rules
from ledgers.rules.remittance import Transit
from ledgers.rules.stakes import StakeAsset, transit
from ledgers.tables import cycle
from msai.models.enterprises import Enterprise, Remittance, RemittanceLanding, Stake
from msai.models.remittances import Arriving, RemittanceEvent, RemittanceLeg
from msai.permissions import Actor, NotFound
from msai.services.holders import holder
from msai.services.keys import journal_of
from msai.services.postings import Paper, balances_of
from msai.services.remitting.errors import RemittanceDayAhead
from msai.services.stakes import LENT, HeldStake

DRAFT, APPROVED, SENT, RECEIVED = "draft", "approved", "sent", "received"
MATCHED, DISPUTED, RETURNED, LOST, CANCELLED = "matched", "disputed", "returned", "lost", "cancelled"
ON_ITS_WAY = (SENT, RECEIVED, DISPUTED)
"""The states in which money of a remittance may still be in transit."""

LATE_DAYS = 7
"""Money that has not landed for so many days raises an alarm."""

_OUTSIDE_MILLIONTH = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a remittance as its history keeps it; `note_id` is the sealed reason, where there is one."""

    book_id: UUID
    remittance_id: UUID
    state: str
    at: int
    note_id: UUID | None = None


def remittance_row(session: Session, book_id: UUID, remittance_id: UUID) -> Row[Any]:
    """A remittance that this book sends, its book locked.

    Raises:
        NotFound: this book has no such remittance.
    """
    journal_of(session, book_id).lock()
    return find_row(session, Remittance, book_id, remittance_id=remittance_id)


def arriving_row(session: Session, book_id: UUID, remittance_id: UUID) -> Row[Any]:
    """Money that another book said is on its way here, this book locked.

    Raises:
        NotFound: nothing of the kind was told.
    """
    journal_of(session, book_id).lock()
    return find_row(session, Arriving, book_id, remittance_id=remittance_id)


def find_row(session: Session, table: Any, book_id: UUID, *, remittance_id: UUID) -> Row[Any]:
    """The row of a remittance in one of its tables.

    Raises:
        NotFound: there is none.
    """
    found = session.execute(select(*table.__table__.columns).where(
        table.book_id == book_id, table.remittance_id == remittance_id)).one_or_none()
    if found is None:
        raise NotFound()
    return found


def change_row(session: Session, table: Any, book_id: UUID, *, remittance_id: UUID, **values: Any) -> None:
    """Change what a table keeps of a remittance."""
    session.execute(update(table).where(
        table.book_id == book_id, table.remittance_id == remittance_id).values(values))


def note_step(session: Session, actor: Actor, step: Step) -> None:
    """Add a step to the history of a remittance."""
    number = session.scalar(select(func.count()).select_from(RemittanceEvent).where(
        RemittanceEvent.book_id == step.book_id, RemittanceEvent.remittance_id == step.remittance_id))
    session.execute(insert(RemittanceEvent).values(
        book_id=step.book_id, remittance_id=step.remittance_id, event_no=(number or 0) + 1,
        state=step.state, by_id=None if actor.system else actor.user_id, told_at=step.at,
        note_id=step.note_id))


def legs_of(session: Session, book_id: UUID, remittance_id: UUID) -> list[Row[Any]]:
    """The payments of which a remittance consists, in their order."""
    return list(session.execute(
        select(*RemittanceLeg.__table__.columns)
        .where(RemittanceLeg.book_id == book_id, RemittanceLeg.remittance_id == remittance_id)
        .order_by(RemittanceLeg.leg_no)))


def landings_of(session: Session, book_id: UUID, remittance_id: UUID) -> list[Row[Any]]:
    """What landed of a remittance so far, as this book knows it."""
    return list(session.execute(
        select(*RemittanceLanding.__table__.columns)
        .where(RemittanceLanding.book_id == book_id, RemittanceLanding.remittance_id == remittance_id)
        .order_by(RemittanceLanding.landing_no)))


def holder_of(row: Any) -> Holder:
    """The holder of a remittance in either book: its id is the same in both."""
    return one_holder(row.remittance_id, HolderKind.REMITTANCE, row.alias)


def paper_of(row: Any, at: int) -> Paper:
    """The paper of a remittance's entries, in whichever book."""
    return Paper(SourceKind.REMITTANCE, row.remittance_id, at)


def held_stake(session: Session, book_id: UUID, stake_id: UUID) -> tuple[HeldStake, Row[Any]]:
    """A stake of a group by its id, with its row.

    Raises:
        NotFound: the group holds no such stake.
    """
    row = session.execute(select(*Stake.__table__.columns).where(
        Stake.book_id == book_id, Stake.stake_id == stake_id)).one_or_none()
    if row is None:
        raise NotFound()
    asset = StakeAsset.LOAN if row.instrument in LENT else StakeAsset.EQUITY
    stake = rules.Stake(holder(book_id, HolderKind.STAKE, row.alias), asset, row.fund)
    return HeldStake(book_id, stake, row.enterprise_id, row.claim_currency), row


def in_transit(session: Session, row: Any, fund: str) -> Transit:
    """What stands in transit of a remittance now, in the group's minor units."""
    account = transit(holder_of(row), fund)
    return Transit(holder_of(row), balances_of(session, row.book_id, [account]).get(account, 0), fund)


def has_book(session: Session, enterprise_id: UUID) -> bool:
    """Whether an enterprise keeps its book in this installation."""
    return session.scalar(select(Enterprise.book_id).where(Enterprise.book_id == enterprise_id)) is not None


def currency_of(session: Session, book_id: UUID) -> str:
    """The currency of a book that is locked in this transaction."""
    return journal_of(session, book_id).lock().currency


def require_day(on: date, today: date) -> None:
    """Let a day pass that is not to come.

    Raises:
        RemittanceDayAhead: it is.
    """
    if on > today:
        raise RemittanceDayAhead(on=on.isoformat())


def day_in_books(session: Session, book_id: UUID, on: date) -> date:
    """The day on which this book dates what another told it: that day, or the first of its open cycle.

    Raises:
        CycleClosed: the book has no open cycle at all.
    """
    if find_open(session, book_id, on=on) is not None:
        return on
    opened: date | None = session.scalar(select(func.max(cycle.c.opened_on)).where(
        cycle.c.book_id == book_id, cycle.c.state == "open"))
    if opened is None or opened < on:
        raise CycleClosed(on=on.isoformat())
    return opened


def differs(found_minor: int, expected_minor: int | None) -> bool:
    """Whether what landed, fees included, is off by more than one minor unit and a millionth."""
    if expected_minor is None:
        return False
    return abs(found_minor - expected_minor) > 1 + Fraction(expected_minor, _OUTSIDE_MILLIONTH)


def is_late(state: str, sent_on: date, *, today: date) -> bool:
    """Whether nothing, or not all, has landed of what was sent over a week ago."""
    return state in (*ON_ITS_WAY, "on_its_way") and (today - sent_on).days > LATE_DAYS


def next_alias(session: Session, table: Any, book_id: UUID, *, prefix: str) -> str:
    """The next number of a document of this book, as in R-0007; never one that was given before."""
    known = set(session.scalars(select(table.alias).where(table.book_id == book_id)))
    number = len(known) + 1
    while f"{prefix}-{number:04d}" in known:
        number += 1
    return f"{prefix}-{number:04d}"


def text_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Facts in the form in which letters and approvals carry them: text, whole numbers, or nothing."""
    return {name: value.isoformat() if isinstance(value, date) else
            str(value) if isinstance(value, UUID) else value for name, value in values.items()}
