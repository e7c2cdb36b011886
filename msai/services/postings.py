"""Posting what is not a meeting: one entry from one paper.

Each use case builds its entry by a rule and posts it here, under a reference that
follows from the paper, so that doing it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import TENDER_CODES, Account, Holder, HolderKind
from ledgers.balances import balances
from ledgers.entries import JournalEntry, Source, SourceKind
from ledgers.errors import NegativeTender
from ledgers.journal import Posted, Stamp
from ledgers.rules.tenders import Tender
from msai.permissions import Actor
from msai.services.holders import holder
from msai.services.keys import journal_of
from msai.services.meeting_records import NOBODY


@dataclass(frozen=True, slots=True)
class Paper:
    """What an entry is made from: its kind and id, and when the server was told (ms, UTC)."""

    kind: SourceKind
    id: UUID
    at: int

    def reference(self, step: str) -> str:
        """The client reference of one step of this paper."""
        return f"{self.kind}:{self.id}:{step}"


def post(
    session: Session, actor: Actor, book_id: UUID, *, entry: JournalEntry, paper: Paper, step: str,
) -> Posted:
    """Post one entry of a paper, exactly once.

    Raises:
        NegativeTender: a tender of a fund would hold less than nothing.
        IdempotencyConflict: this step was posted before with other content.
    """
    journal = journal_of(session, book_id)
    posted = journal.post(
        entry.with_source(Source(paper.kind, paper.id)), client_ref=paper.reference(step),
        stamp=Stamp(actor.user_id or NOBODY, paper.at))
    _require_cover(session, book_id, entry)
    return posted


def _require_cover(session: Session, book_id: UUID, entry: JournalEntry) -> None:
    paid_from = {p.credit for p in entry.postings if p.credit.code in TENDER_CODES}
    if not paid_from:
        return
    found = balances_of(session, book_id, paid_from)
    for account in sorted(paid_from, key=lambda a: a.key):
        if found.get(account, 0) < 0:
            raise NegativeTender(tender=account.alias, fund=account.fund, missing_minor=-found[account])


def balances_of(session: Session, book_id: UUID, accounts: Iterable[Account]) -> dict[Account, int]:
    """The balances of a few accounts, debit positive, zeros left out."""
    wanted = set(accounts)
    found = balances(
        session, book_id, codes={a.code for a in wanted}, funds={a.fund for a in wanted},
        holders={a.holder.id if a.holder else book_id for a in wanted})
    return {account: minor for account, minor in found.items() if account in wanted}


def enterprise_bank(book_id: UUID) -> Tender:
    """The bank account of an enterprise: `bank`."""
    return Tender(1020, holder(book_id, HolderKind.TENDER, "bank"))


def backer_holder(book_id: UUID, alias: str) -> Holder:
    """The holder of a backer in an enterprise's book: a stake's mirror, the owner, an outside funder."""
    return holder(book_id, HolderKind.OWNER if alias == "owner" else HolderKind.STAKE, alias)


