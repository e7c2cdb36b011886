"""What letting a charge go would post, worked out from the book as it stands and changed by nothing.

Who bears it depends on what has happened since it was charged. While its income still stands, that income is
taken back. Once the income was closed into the surplus, it is a cost of today; and where a share-out was paid
since, the surplus that was kept back for the debt bears it, so that no later cycle does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.cycles import get_open
from ledgers.entries import EntryKind, JournalEntry, Source, SourceKind
from ledgers.errors import NotPositive
from ledgers.money import Money
from ledgers.rules.dues import BorneBy, Charge, Due, waived
from msai.services.dues.errors import ChargeNotOpen, LetsGoMore
from msai.services.dues.owed import Owed, list_owed
from msai.services.dues.settling import OwedPart
from msai.services.views.facts import currency_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How much of the charge posted as (`seq`, `line`) a member shall not have to pay."""

    book_id: UUID
    seq: int
    line: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class LettingGo:
    """A charge that would be let go on a day: whose it is, what is left of it, who bears it."""

    wanted: Wanted
    owed: Owed
    part: OwedPart
    borne_by: BorneBy
    entry: JournalEntry

    def shown(self, commitment: bytes) -> dict[str, Any]:
        """What an approval is bound to, the commitment to the reason included; the day is that of posting."""
        return {
            "charge": [self.part.seq, self.part.line], "left_minor": self.part.left_minor,
            "reason": commitment.hex(),
            "postings": [[posting.debit.key, posting.credit.key, posting.amount_minor]
                         for posting in self.entry.postings],
        }


def plan_letting_go(session: Session, wanted: Wanted, *, on: date) -> LettingGo:
    """Work out what would be posted on a day.

    Raises:
        CycleClosed: the group has no open cycle on that day.
        ChargeNotOpen: nothing is left of the charge.
        NotPositive, LetsGoMore: it cannot be this amount.
    """
    get_open(session, wanted.book_id, on=on)
    owed, part = find_open_charge(session, wanted.book_id, (wanted.seq, wanted.line), on=on)
    if wanted.amount_minor <= 0:
        raise NotPositive(amount_minor=wanted.amount_minor)
    if wanted.amount_minor > part.left_minor:
        raise LetsGoMore(left=Money(part.left_minor, currency_of(session, wanted.book_id)))
    borne_by = _who_bears(session, wanted.book_id, owed.fund, part)
    charge = Charge(owed.member, wanted.amount_minor, part.due or Due.FEE, owed.fund, part.named)
    return LettingGo(wanted, owed, part, borne_by, waived(on, borne_by, charge))


def find_open_charge(
    session: Session, book_id: UUID, place: tuple[int, int], *, on: date,
) -> tuple[Owed, OwedPart]:
    """The charge posted at a place (seq, line) as long as something of it is owed, and whose it is.

    Raises:
        ChargeNotOpen: it was paid, let go or put right, or no such charge stands there.
    """
    for owed in list_owed(session, book_id, on=on):
        for part in owed.parts:
            if (part.seq, part.line) == place:
                return owed, part
    raise ChargeNotOpen()


def sourced(plan: LettingGo, *, waiver_id: UUID, note_id: UUID) -> JournalEntry:
    """The entry with the paper it comes from and the note that says why."""
    return replace(plan.entry, source=Source(SourceKind.DUES, waiver_id), note_id=note_id)


def _who_bears(session: Session, book_id: UUID, fund: str, part: OwedPart) -> BorneBy:
    since = _closed_since(session, book_id, fund, part)
    if EntryKind.SHARE_OUT in since:
        return BorneBy.KEPT_BACK
    if since or part.due is None:
        return BorneBy.COSTS
    return BorneBy.INCOME


def _closed_since(session: Session, book_id: UUID, fund: str, part: OwedPart) -> set[str]:
    """Whether the fund was closed, or shared out, after the charge: the kinds of those entries."""
    query = (
        select(t.entry.c.kind).distinct()
        .join(t.posting, and_(t.posting.c.book_id == book_id, t.posting.c.seq == t.entry.c.seq))
        .where(t.entry.c.book_id == book_id, t.posting.c.fund == fund, t.entry.c.seq > part.seq,
               t.entry.c.occurred_on >= part.raised_on,
               t.entry.c.kind.in_([EntryKind.SHARE_OUT.value, EntryKind.FUND_CLOSED.value]))
    )
    return set(session.scalars(query))
