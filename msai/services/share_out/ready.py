"""What has to be settled before a cycle can be closed, and what the group should only know of.

Each matter is counted; the page says it in words and leads to where it is mended.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import SAVINGS, SHARES, SOCIAL
from msai.approvals import State
from msai.models.corrections import Dispute
from msai.models.governance import Approval
from msai.models.groups import Sheet
from msai.models.meetings import SheetDraft
from msai.models.onboarding import GroupOpening
from msai.permissions import Action, Actor, Target, require
from msai.services.reconciliation.standing import read_places
from msai.services.share_out.book import CycleBook
from msai.services.share_out.errors import EndsInTheFuture, EndsTooEarly, NotReady


class Matter(StrEnum):
    """What may stand in the way."""

    BETWEEN_FUNDS = "between_funds"
    OPENING = "opening"
    HELD_SHEETS = "held_sheets"
    DRAFTS = "drafts"
    PAYOUTS = "payouts"
    CORRECTIONS = "corrections"
    OWED_BACK = "owed_back"
    OVERPAID = "overpaid"
    OTHER_DEBTS = "other_debts"
    DISPUTES = "disputes"
    BANK = "bank"


BLOCKING = frozenset({
    Matter.BETWEEN_FUNDS, Matter.OPENING, Matter.HELD_SHEETS, Matter.DRAFTS, Matter.PAYOUTS,
    Matter.CORRECTIONS, Matter.OWED_BACK, Matter.OVERPAID,
})


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One matter: how many there are, and the ids of what it is about, where there are pages of them."""

    matter: Matter
    count: int
    ids: tuple[UUID, ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether the cycle cannot be closed before it is settled."""
        return self.matter in BLOCKING


def list_hindrances(
    session: Session, actor: Actor, book: CycleBook, *, today: date, at: int,
) -> tuple[Hindrance, ...]:
    """Everything there is to settle or to know, in the order in which people would settle it."""
    require(actor, Action.CYCLE_CLOSE, Target(book.book_id))
    found = (*_of_papers(session, book.book_id, at), *_of_balances(book),
             Hindrance(Matter.BANK, _months_open(session, book.book_id, today)))
    order = list(Matter)
    return tuple(sorted((one for one in found if one.count), key=lambda one: order.index(one.matter)))


def require_ready(session: Session, book: CycleBook, *, at: int) -> None:
    """Refuse a share-out while something has to be settled first.

    Raises:
        NotReady: how many matters there are.
    """
    found = (*_of_papers(session, book.book_id, at), *_of_balances(book))
    open_matters = [one for one in found if one.count and one.blocks]
    if open_matters:
        raise NotReady(count=len(open_matters))


def require_day(session: Session, book: CycleBook, ended_on: date, *, today: date) -> None:
    """Refuse a last day that is not over, or that leaves something of the cycle behind it.

    Raises:
        EndsInTheFuture, EndsTooEarly
    """
    if ended_on > today:
        raise EndsInTheFuture(day=today)
    earliest = last_day(session, book) or book.cycle.opened_on
    if ended_on < earliest:
        raise EndsTooEarly(day=earliest)


def last_day(session: Session, book: CycleBook) -> date | None:
    """The day of the cycle's latest entry in the funds that end with it; None where there is none."""
    query = (
        select(func.max(t.entry.c.occurred_on))
        .join(t.posting, and_(t.posting.c.book_id == book.book_id, t.posting.c.seq == t.entry.c.seq))
        .where(t.entry.c.book_id == book.book_id, t.entry.c.occurred_on >= book.cycle.opened_on,
               t.posting.c.fund.in_((SAVINGS, SOCIAL, SHARES))))
    found: date | None = session.scalar(query)
    return found


def _of_balances(book: CycleBook) -> Iterator[Hindrance]:
    """What the balances of the savings fund say by themselves."""
    of_savings = [(account, minor) for account, minor in book.balances.items() if account.fund == SAVINGS]
    yield Hindrance(Matter.BETWEEN_FUNDS, sum(account.code == 3900 for account, _ in of_savings))
    yield Hindrance(Matter.OPENING, sum(account.code == 3500 for account, _ in of_savings))
    yield Hindrance(
        Matter.OWED_BACK, sum(account.code == 2100 and minor > 0 for account, minor in of_savings))
    yield Hindrance(
        Matter.OVERPAID, sum(account.code in (1100, 1150) and minor < 0 for account, minor in of_savings))
    yield Hindrance(Matter.OTHER_DEBTS, sum(
        account.code in (1100, 1150) and account.fund != SAVINGS and minor > 0
        for account, minor in book.balances.items()))


def _of_papers(session: Session, book_id: UUID, at: int) -> Iterator[Hindrance]:
    held = _held_sheets(session, book_id)
    yield Hindrance(Matter.HELD_SHEETS, len(held), held)
    drafts = tuple(session.scalars(select(SheetDraft.meeting_id).where(SheetDraft.book_id == book_id)))
    yield Hindrance(Matter.DRAFTS, len(drafts), drafts)
    yield from _of_requests(session, book_id, at)
    opening = select(func.count()).where(GroupOpening.book_id == book_id, GroupOpening.posted_at.is_(None))
    yield Hindrance(Matter.OPENING, session.scalar(opening) or 0)
    disputes = select(func.count()).where(Dispute.book_id == book_id, Dispute.state == "open")
    yield Hindrance(Matter.DISPUTES, session.scalar(disputes) or 0)


def _of_requests(session: Session, book_id: UUID, at: int) -> Iterator[Hindrance]:
    """Pay-outs and corrections that wait; what nobody answered in time counts as refused."""
    rows = session.execute(
        select(Approval.action, func.count().label("number"))
        .where(Approval.book_id == book_id, Approval.state == State.PENDING.value, Approval.expires_at > at)
        .group_by(Approval.action))
    counts = {row.action: row.number for row in rows}
    yield Hindrance(Matter.PAYOUTS, counts.get(Action.MEETING_RECORD.value, 0))
    yield Hindrance(Matter.CORRECTIONS, counts.get(Action.REVERSE.value, 0))


def _held_sheets(session: Session, book_id: UUID) -> tuple[UUID, ...]:
    # "posted" comes after "held" in the alphabet: where a version was posted, none is held any more.
    query = (
        select(Sheet.meeting_id)
        .where(Sheet.book_id == book_id, Sheet.state.in_(("held", "posted")))
        .group_by(Sheet.meeting_id).having(func.max(Sheet.state) == "held"))
    return tuple(session.scalars(query))


def _months_open(session: Session, book_id: UUID, today: date) -> int:
    return sum(not month.is_settled for place in read_places(session, book_id, today=today)
               for month in place.months)
