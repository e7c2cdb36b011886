"""The charge of loans becomes income when it falls due, for groups whose rule says so.

Each period of a loan is one entry (1150 / 4100), whoever raises it: the treasurer, or the meeting that is
closed.  Doing it again raises nothing twice, because what is in the book already counts against what is due.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.cycles import get_open
from ledgers.entries import SourceKind
from ledgers.lending.course import due_charges
from ledgers.lending.terms import Taken
from ledgers.rules.dues import Charge, Due, raised
from msai import audit
from msai.permissions import Action, Actor, Target, require
from msai.services.keys import journal_of
from msai.services.loans.standing import LoanStanding, list_standings, reference_of
from msai.services.postings import Paper, post


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseInterest:
    """Raise what has fallen due by a day."""

    book_id: UUID
    on: date
    at: int


@dataclass(frozen=True, slots=True)
class Unraised:
    """A period of a loan whose charge is due and not in the book; `after_minor` was charged before it."""

    standing: LoanStanding
    due_on: date
    amount_minor: int
    after_minor: int


def raise_interest(session: Session, actor: Actor, command: RaiseInterest) -> int:
    """Raise the charges that are due by a day, each once; answers how many there were.

    Raises:
        NotPermitted: the actor is no officer of the group.
        CycleClosed: the group has no open cycle on that day.
    """
    require(actor, Action.LOAN_RECORD, Target(command.book_id))
    journal_of(session, command.book_id).lock()
    count = post_interest_due(session, actor, command.book_id, on=command.on, at=command.at)
    audit.record(session, actor, book_id=command.book_id, action=Action.LOAN_RECORD,
                 subject=f"interest:{command.on}", at=command.at)
    return count


def post_interest_due(session: Session, actor: Actor, book_id: UUID, *, on: date, at: int) -> int:
    """Post what is due and not raised of loans whose terms say so; the journal is locked already.

    An entry is dated on the day its period ended, or in the open cycle where that day lies before it.

    Raises:
        CycleClosed: the group has no open cycle on that day.
    """
    cycle = get_open(session, book_id, on=on)
    count = 0
    for standing in list_standings(session, book_id, on=on):
        for one in unraised_of(standing):
            charge = Charge(standing.member, one.amount_minor, Due.INTEREST, standing.fund,
                            reference_of(standing.loan))
            day = max(one.due_on, cycle.opened_on)
            post(session, actor, book_id, entry=raised(day, Due.INTEREST, charge),
                 paper=Paper(SourceKind.LOAN, standing.loan_id, at),
                 step=f"interest:{one.due_on}:{one.after_minor}")
            count += 1
    return count


def unraised_of(standing: LoanStanding) -> Iterator[Unraised]:
    """The periods of one loan that are due and not whole in the book, oldest first."""
    course = standing.course
    if course is None or standing.left_minor <= 0 or course.terms.taken is not Taken.WHEN_DUE:
        return
    before = 0
    for charge in due_charges(course):
        counted = min(charge.charge_minor, max(0, course.charged_minor - before))
        if counted < charge.charge_minor:
            yield Unraised(standing, charge.due_on, charge.charge_minor - counted, before + counted)
        before += charge.charge_minor
