"""A share-out is worked out again, from the book as it stood before it, and compared with what was posted.

Nothing of the first working is used but the decisions of the group; who doubts an amount, in the room or
years later, gets the same cents or is told that they differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from ledgers.cycles import list_cycles
from ledgers.entries import JournalEntry, Posting
from msai.approvals import digest_of
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.keys import journal_of
from msai.services.share_out.book import read_book_before
from msai.services.share_out.closing import decisions_of, get_share_out, reference_of
from msai.services.share_out.plan import Plan, Step, make_plan, postings_shown
from msai.services.sheets import short_code


@dataclass(frozen=True, slots=True)
class Again:
    """A share-out worked out again: the plan, its code, and the steps that are not what was posted."""

    plan: Plan
    code: str
    differs: tuple[Step, ...]

    @property
    def is_same(self) -> bool:
        """Whether every posting is the same, to the smallest unit."""
        return not self.differs


def check_share_out(session: Session, actor: Actor, book_id: UUID, share_out_id: UUID) -> Again:
    """Work a posted share-out out again and compare it with the book.

    Raises:
        NotFound: it was never posted.
    """
    require(actor, Action.MEMBER_STATEMENTS_VIEW, Target(book_id))
    return work_out_again(session, get_share_out(session, book_id, share_out_id))


def work_out_again(session: Session, row: Row[Any]) -> Again:
    """The same for whoever has its row.

    Raises:
        NotFound: it was never posted.
    """
    if row.from_seq is None:
        raise NotFound()
    cycle = next(one for one in list_cycles(session, row.book_id) if one.cycle_no == row.cycle_no)
    book = read_book_before(session, row.book_id, cycle, seq=row.from_seq)
    plan = make_plan(book, decisions_of(session, row))
    posted = {step: _posted(session, row, step) for step in Step if step is not Step.RAISED}
    differs = tuple(step for step, postings in posted.items()
                    if postings != _sides(plan.entries.get(step)))
    return Again(plan, code_of(plan), differs)


def code_of(plan: Plan) -> str:
    """The short code of a share-out, printed with it: it follows from every posting."""
    entries = [postings_shown(entry) for step, entry in plan.entries.items() if step is not Step.RAISED]
    return short_code(digest_of({"cycle": plan.book.cycle.cycle_no, "entries": entries}))


def _posted(session: Session, row: Row[Any], step: Step) -> list[tuple[str, str, int]]:
    journal = journal_of(session, row.book_id)
    refs = journal.refs_of(reference_of(row.share_out_id, step))
    found = journal.find_postings(refs) if refs else {}
    return [_side(found[ref]) for ref in refs]


def _sides(entry: JournalEntry | None) -> list[tuple[str, str, int]]:
    return [_side(posting) for posting in entry.postings] if entry else []


def _side(posting: Posting) -> tuple[str, str, int]:
    return posting.debit.key, posting.credit.key, posting.amount_minor
