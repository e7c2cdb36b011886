"""An officer types what the bank showed at the end of a month, and why it differs from the book.

A charge or interest that the bank tells of first is posted on the last day of the month, by the rule that
every charge follows.  Everything else is only said: a transfer on its way is no entry.  Nothing that somebody
typed before is touched; a further look stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ledgers import cycles
from ledgers.accounts import Holder, HolderKind
from ledgers.entries import JournalEntry, SourceKind
from ledgers.errors import IdempotencyConflict
from ledgers.rules.housekeeping import bank_charge, bank_interest
from ledgers.rules.tenders import Tender, TenderLine
from msai import audit
from msai.models.reconciliation import Reconciliation, ReconciliationItem
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services import ServiceError
from msai.services.keys import book_key, journal_of
from msai.services.postings import Paper, post
from msai.services.reconciliation.items import POSTED, Item, ItemKind
from msai.services.reconciliation.standing import Place, funds_of, last_day_of, read_places

MOST_ITEMS = 40


class MonthNotOver(ServiceError):
    """What a bank shows at the end of a month is known when the month is over."""

    code = "month_not_over"


class MonthClosed(ServiceError):
    """The month belongs to a cycle that is shared out: nothing can be posted on its days."""

    code = "month_closed"


class LookedMeanwhile(ServiceError):
    """Somebody else compared the same month since this form was opened."""

    code = "looked_meanwhile"


class FundNotThere(ServiceError):
    """The fund has no money in that place."""

    code = "fund_not_there"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileMonth:
    """What a place showed on the last day of a month, in minor units, and what explains the difference.

    `after` is the number of looks that the form showed; `reconciliation_id` was made with it, so that sending
    the form twice is one look.
    """

    book_id: UUID
    reconciliation_id: UUID
    tender: str
    month: int
    seen_minor: int
    after: int
    today: date
    at: int
    items: tuple[Item, ...] = ()


def reconcile_month(session: Session, actor: Actor, command: ReconcileMonth) -> int:
    """Keep one look at a month, post what the bank did on its own, answer the number of the look.

    Raises:
        NotPermitted, NotFound: the actor is no officer, or there is no such place or month.
        MonthNotOver, MonthClosed, LookedMeanwhile, FundNotThere, ItemRefused: it cannot be kept like this.
        NegativeTender: a charge is more than the fund has in that place.
        IdempotencyConflict: the same form was sent before with other content.
    """
    require(actor, Action.RECONCILE, Target(command.book_id))
    for position, item in enumerate(command.items, start=1):
        item.require_sound(position)
    head = journal_of(session, command.book_id).lock()
    place = _place(session, command)
    earlier = session.get(Reconciliation, (command.book_id, command.reconciliation_id))
    if earlier is not None:
        return _same_again(session, earlier, command, place)
    if len(place.month(command.month).looks) != command.after:
        raise LookedMeanwhile()
    return _Look(session, actor, command, place).keep(head.last_seq)


def context_of(reconciliation_id: UUID) -> str:
    """Under which context the words of a look are sealed."""
    return f"reconciliation:{reconciliation_id}"


def _place(session: Session, command: ReconcileMonth) -> Place:
    year, month = divmod(command.month, 100)
    if not 1 <= month <= 12 or not 1900 <= year <= 9999:
        raise NotFound()
    if command.today <= last_day_of(command.month):
        raise MonthNotOver(day=last_day_of(command.month))
    places = read_places(session, command.book_id, today=command.today)
    place = next((place for place in places if place.alias == command.tender), None)
    if place is None:
        raise NotFound()
    return place


def _same_again(
    session: Session, earlier: Reconciliation, command: ReconcileMonth, place: Place,
) -> int:
    said = [(item.kind.value, item.effect_minor) for item in command.items]
    query = select(ReconciliationItem.kind, ReconciliationItem.amount_minor).where(
        ReconciliationItem.book_id == command.book_id,
        ReconciliationItem.reconciliation_id == command.reconciliation_id)
    kept = [tuple(row) for row in session.execute(query.order_by(ReconciliationItem.item_no))]
    before = (earlier.tender_id, earlier.month, earlier.seen_minor)
    if before != (place.tender_id, command.month, command.seen_minor) or kept != said:
        raise IdempotencyConflict(client_ref=f"{SourceKind.RECONCILIATION}:{command.reconciliation_id}")
    return earlier.version


class _Look:
    """One look while it is kept: its entries first, then the book as it is with them."""

    def __init__(self, session: Session, actor: Actor, command: ReconcileMonth, place: Place) -> None:
        self._session = session
        self._actor = actor
        self._command = command
        self._place = place

    def keep(self, last_seq: int) -> int:
        """Post, keep, note; answers the number of the look."""
        command = self._command
        posted = self._post()
        on_their_own = sum(item.effect_minor for item in command.items if item.kind in POSTED)
        book_minor = self._place.month(command.month).book_minor + on_their_own
        self._session.execute(insert(Reconciliation).values(
            book_id=command.book_id, reconciliation_id=command.reconciliation_id,
            tender_id=self._place.tender_id, month=command.month, version=command.after + 1,
            seen_minor=command.seen_minor, book_minor=book_minor, recorded_at=command.at,
            drawn_seq=max(posted, default=last_seq), recorded_by=self._actor.user_id or audit.NOBODY))
        if command.items:
            self._session.execute(insert(ReconciliationItem), list(self._rows(posted)))
        audit.record(self._session, self._actor, book_id=command.book_id, action=Action.RECONCILE,
                     subject=f"reconciliation:{command.reconciliation_id}", at=command.at)
        return command.after + 1

    def _post(self) -> list[int]:
        """The numbers of the entries, in the order of the items that are posted."""
        command = self._command
        numbered = [(no, item) for no, item in enumerate(command.items, start=1) if item.kind in POSTED]
        if not numbered:
            return []
        if cycles.find_open(self._session, command.book_id, on=last_day_of(command.month)) is None:
            raise MonthClosed(day=last_day_of(command.month))
        self._require_funds([item for _, item in numbered])
        paper = Paper(SourceKind.RECONCILIATION, command.reconciliation_id, command.at)
        return [post(self._session, self._actor, command.book_id, entry=self._entry(item), paper=paper,
                     step=f"item:{no}").seq for no, item in numbered]

    def _require_funds(self, items: Sequence[Item]) -> None:
        known = funds_of(self._session, self._command.book_id, self._place.tender_id)
        for item in items:
            if item.fund not in known:
                raise FundNotThere(fund=item.fund)

    def _entry(self, item: Item) -> JournalEntry:
        rule = bank_charge if item.kind is ItemKind.CHARGE else bank_interest
        tender = Tender(self._place.code, Holder(self._place.tender_id, HolderKind.TENDER, self._place.alias))
        line = TenderLine(tender, item.amount_minor, fund=item.fund)
        return rule(last_day_of(self._command.month), line)

    def _rows(self, posted: Sequence[int]) -> Iterator[dict[str, Any]]:
        command, entries = self._command, iter(posted)
        key = book_key(self._session, command.book_id)
        for no, item in enumerate(command.items, start=1):
            sealed = key.seal(item.words, context_of(command.reconciliation_id)) if item.words else None
            yield {"book_id": command.book_id, "reconciliation_id": command.reconciliation_id, "item_no": no,
                   "kind": item.kind.value, "amount_minor": item.effect_minor, "words_sealed": sealed,
                   "posted_seq": next(entries) if item.kind in POSTED else None}
