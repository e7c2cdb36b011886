"""What takes two people on a loan that runs: a new schedule, giving it up, money that comes back after that.

The same plan is made when somebody asks, when the other officer reads it and at the moment it is posted; the
approval is bound to it, so that a book that moved in between is noticed.  All of it is dated on the day for
which it was asked.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from ledgers.entries import JournalEntry
from ledgers.errors import NotPositive
from ledgers.lending.terms import LoanTerms, Taken
from ledgers.rules.lending import (
    InterestAdded,
    LoanWriteOff,
    interest_capitalised,
    loan_recovered,
    loan_recovered_for,
    loan_written_off,
)
from ledgers.rules.tenders import TenderLine
from msai.services.group_books import load_group
from msai.services.loans.agreed import columns_of
from msai.services.loans.errors import LoanNeverGivenUp, LoanSettled
from msai.services.loans.losses import read_given_up, who_bears
from msai.services.loans.paying import get_standing
from msai.services.loans.recovering import belongs_to
from msai.services.loans.rules_of_day import Wanted, terms_of_day
from msai.services.loans.standing import LoanStanding, reference_of
from msai.services.sheets.book import UnknownTender


class ActKind(StrEnum):
    """What two people decide about a loan."""

    RESCHEDULED = "rescheduled"
    WRITTEN_OFF = "written_off"
    RECOVERED = "recovered"


class Unpaid(StrEnum):
    """What happens to interest that is unpaid when a loan gets a new schedule."""

    STAYS = "stays"
    ADDED = "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanChange:
    """What is asked for; which of the fields it uses follows from its kind.  Amounts in minor units."""

    kind: ActKind
    on: date
    periods: int = 0
    rate_percent: str | None = None
    first_due_on: date | None = None
    unpaid: Unpaid = Unpaid.STAYS
    amount_minor: int = 0
    tender: str | None = None

    @property
    def text(self) -> str:
        """The change as it is kept: JSON."""
        return json.dumps({
            "kind": self.kind.value, "on": self.on.isoformat(), "periods": self.periods,
            "rate_percent": self.rate_percent, "unpaid": self.unpaid.value, "amount_minor": self.amount_minor,
            "first_due_on": self.first_due_on.isoformat() if self.first_due_on else None,
            "tender": self.tender})


@dataclass(frozen=True, slots=True)
class ActPlan:
    """What would be posted, and the terms that would hold; either may be none."""

    change: LoanChange
    standing: LoanStanding
    entry: JournalEntry | None
    terms: LoanTerms | None = None

    def shown(self, commitment: bytes) -> dict[str, Any]:
        """What an approval is bound to, the commitment to the reason included."""
        postings = self.entry.postings if self.entry else ()
        return {
            "loan": self.standing.alias, "change": json.loads(self.change.text), "reason": commitment.hex(),
            "left": self.standing.left_minor, "late": self.standing.days_past_due,
            "postings": [[one.debit.key, one.credit.key, one.amount_minor] for one in postings],
            "terms": {name: str(value) for name, value in columns_of(self.terms).items()}
            if self.terms else None,
        }


def change_of(row: Row[Any]) -> LoanChange:
    """What was asked for, as a value again."""
    said = json.loads(row.body)
    first = date.fromisoformat(said["first_due_on"]) if said["first_due_on"] else None
    return LoanChange(
        kind=ActKind(said["kind"]), on=date.fromisoformat(said["on"]), periods=said["periods"],
        rate_percent=said["rate_percent"], first_due_on=first, unpaid=Unpaid(said["unpaid"]),
        amount_minor=said["amount_minor"], tender=said["tender"])


def plan_act(session: Session, book_id: UUID, *, loan_id: UUID, change: LoanChange) -> ActPlan:
    """Work out what a change would post and agree, from the book as it stands.

    Raises:
        NotFound: there is no such loan in this book.
        LoanSettled: nothing is owed that could be put off or given up.
        LoanNeverGivenUp, NotPositive, UnknownTender: nothing can come back like this.
        LoanTermsImpossible: no loan runs like this.
    """
    standing = get_standing(session, book_id, loan_id, on=change.on)
    return _PLANS[change.kind](session, book_id, change, standing)


def _reschedule(session: Session, book_id: UUID, change: LoanChange, standing: LoanStanding) -> ActPlan:
    _require_owed(standing)
    added = standing.raised_minor + standing.unraised_minor if change.unpaid is Unpaid.ADDED else 0
    terms = _new_terms(session, book_id, change, standing)
    entry = interest_capitalised(change.on, InterestAdded(
        standing.loan, standing.member, standing.unraised_minor, standing.raised_minor, standing.fund,
    )) if added else None
    return ActPlan(change, standing, entry, replace(terms, principal_minor=standing.left_minor + added))


def _new_terms(
    session: Session, book_id: UUID, change: LoanChange, standing: LoanStanding,
) -> LoanTerms:
    """The old terms from the new day, or those of the rules where the loan never had any."""
    old = standing.terms or terms_of_day(
        load_group(session, book_id, change.on).rules,
        Wanted(amount_minor=standing.left_minor, periods=max(1, change.periods)), day=change.on)
    # A charge that was taken at issue has been taken; only one that is agreed anew comes on top.
    rate = Fraction(0) if old.taken is Taken.AT_ISSUE else old.rate_percent
    taken = Taken.WHEN_PAID if old.taken is Taken.AT_ISSUE else old.taken
    if change.rate_percent is not None:
        rate = Fraction(change.rate_percent)
    return replace(
        old, principal_minor=standing.left_minor, rate_percent=rate, periods=change.periods,
        starts_on=change.on, first_due_on=change.first_due_on, grace_periods=0, taken=taken)


def _write_off(session: Session, book_id: UUID, change: LoanChange, standing: LoanStanding) -> ActPlan:
    _require_owed(standing)
    who = who_bears(session, book_id, standing)
    return ActPlan(change, standing, loan_written_off(change.on, who, LoanWriteOff(
        standing.loan, standing.left_minor, standing.fund, reference_of(standing.loan))))


def _recover(session: Session, book_id: UUID, change: LoanChange, standing: LoanStanding) -> ActPlan:
    if change.amount_minor <= 0:
        raise NotPositive(amount_minor=change.amount_minor)
    given_up = read_given_up(session, book_id, aliases=[standing.alias])
    if change.amount_minor > given_up.get(standing.alias, 0):
        raise LoanNeverGivenUp()
    tender = load_group(session, book_id, change.on).tenders.get(change.tender or "")
    if tender is None:
        raise UnknownTender(tender=change.tender or "")
    line = TenderLine(tender, change.amount_minor, standing.fund, reference_of(standing.loan))
    theirs = belongs_to(session, book_id, standing)
    entry = (loan_recovered_for(change.on, line, shares=theirs) if theirs
             else loan_recovered(change.on, line))
    return ActPlan(change, standing, entry)


_PLANS = {
    ActKind.RESCHEDULED: _reschedule, ActKind.WRITTEN_OFF: _write_off, ActKind.RECOVERED: _recover,
}


def _require_owed(standing: LoanStanding) -> None:
    if standing.left_minor <= 0:
        raise LoanSettled()
