"""What has to be settled before a cycle can be closed, and what the group should only know of.

Each matter is counted; the page says it in words and leads to where it is mended.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Row, and_, func, union_all
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import SAVINGS, SHARES, SOCIAL
from msai.approvals import State
from msai.models.corrections import Dispute
from msai.models.governance import Approval
from msai.models.groups import GroupRule, Sheet
from msai.models.meetings import SheetDraft
from msai.models.onboarding import GroupOpening
from msai.permissions import Action, Actor, Target, require
from msai.services.dues.regular import MONTHLY, YEARLY
from msai.services.reconciliation.standing import read_places
from msai.services.share_out.book import CycleBook, part_of_list
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """What lies beside the book: sheets, requests and disputes; `last_on` is the day of the latest entry.

    That is the latest of the cycle in the funds that end with it, None where there is none. `fee_rules` says
    how often the group settled a regular fee.
    """

    held: tuple[UUID, ...]
    drafts: tuple[UUID, ...]
    payouts: int
    corrections: int
    openings: int
    disputes: int
    last_on: date | None
    fee_rules: int = 0


def list_hindrances(
    session: Session, actor: Actor, book: CycleBook, *, today: date, papers: Papers,
) -> tuple[Hindrance, ...]:
    """Everything there is to settle or to know, in the order in which people would settle it."""
    require(actor, Action.CYCLE_CLOSE, Target(book.book_id))
    found = (*_of_papers(papers), *_of_balances(book),
             Hindrance(Matter.BANK, _months_open(session, book.book_id, today)))
    order = list(Matter)
    return tuple(sorted((one for one in found if one.count), key=lambda one: order.index(one.matter)))


def require_ready(book: CycleBook, papers: Papers) -> None:
    """Refuse a share-out while something has to be settled first.

    Raises:
        NotReady: how many matters there are.
    """
    found = (*_of_papers(papers), *_of_balances(book))
    open_matters = [one for one in found if one.count and one.blocks]
    if open_matters:
        raise NotReady(count=len(open_matters))


def require_day(book: CycleBook, papers: Papers, ended_on: date, *, today: date) -> None:
    """Refuse a last day that is not over, or that leaves something of the cycle behind it.

    Raises:
        EndsInTheFuture, EndsTooEarly
    """
    if ended_on > today:
        raise EndsInTheFuture(day=today)
    earliest = papers.last_on or book.cycle.opened_on
    if ended_on < earliest:
        raise EndsTooEarly(day=earliest)


def read_papers(session: Session, book: CycleBook, *, at: int) -> Papers:
    """What lies beside the book of a cycle, in one statement; requests too old to be answered are refused."""
    rows: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in session.execute(_papers(book.book_id, since=book.cycle.opened_on, at=at)):
        rows[row.what].append(row)
    waiting = {row.text: row.number for row in rows["approval"]}
    return Papers(
        held=tuple(row.id for row in rows["held"]), drafts=tuple(row.id for row in rows["draft"]),
        payouts=waiting.get(Action.MEETING_RECORD.value, 0), corrections=waiting.get(Action.REVERSE.value, 0),
        openings=rows["opening"][0].number, disputes=rows["dispute"][0].number,
        last_on=rows["last"][0].day, fee_rules=rows["fees"][0].number)


def _papers(book_id: UUID, *, since: date, at: int) -> CompoundSelect[Any]:
    # "posted" comes after "held" in the alphabet: where a version was posted, none is held any more.
    held = part_of_list("held", id=Sheet.meeting_id).where(
        Sheet.book_id == book_id, Sheet.state.in_(("held", "posted"))
    ).group_by(Sheet.meeting_id).having(func.max(Sheet.state) == "held")
    drafts = part_of_list("draft", id=SheetDraft.meeting_id).where(SheetDraft.book_id == book_id)
    waiting = part_of_list("approval", text=Approval.action, number=func.count()).where(
        Approval.book_id == book_id, Approval.state == State.PENDING.value, Approval.expires_at > at
    ).group_by(Approval.action)
    openings = part_of_list("opening", number=func.count()).where(
        GroupOpening.book_id == book_id, GroupOpening.posted_at.is_(None))
    disputes = part_of_list("dispute", number=func.count()).where(
        Dispute.book_id == book_id, Dispute.state == "open")
    last = (
        part_of_list("last", day=func.max(t.entry.c.occurred_on))
        .join_from(t.entry, t.posting, and_(t.posting.c.book_id == book_id,
                                            t.posting.c.seq == t.entry.c.seq))
        .where(t.entry.c.book_id == book_id, t.entry.c.occurred_on >= since,
               t.posting.c.fund.in_((SAVINGS, SOCIAL, SHARES))))
    fees = part_of_list("fees", number=func.count()).where(
        GroupRule.book_id == book_id, GroupRule.name.in_((MONTHLY, YEARLY)))
    return union_all(held, drafts, waiting, openings, disputes, last, fees)


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


def _of_papers(papers: Papers) -> Iterator[Hindrance]:
    yield Hindrance(Matter.HELD_SHEETS, len(papers.held), papers.held)
    yield Hindrance(Matter.DRAFTS, len(papers.drafts), papers.drafts)
    yield Hindrance(Matter.PAYOUTS, papers.payouts)
    yield Hindrance(Matter.CORRECTIONS, papers.corrections)
    yield Hindrance(Matter.OPENING, papers.openings)
    yield Hindrance(Matter.DISPUTES, papers.disputes)


def _months_open(session: Session, book_id: UUID, today: date) -> int:
    return sum(not month.is_settled for place in read_places(session, book_id, today=today)
               for month in place.months)
