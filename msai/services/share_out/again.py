"""A share-out is worked out again, from the book as it stood before it, and compared with what was posted.

Nothing of the first working is used but the decisions of the group; who doubts an amount, in the room or
years later, gets the same cents or is told that they differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.cycles import list_cycles
from ledgers.entries import JournalEntry, Posting
from msai.approvals import digest_of
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.share_out.book import read_account_keys, read_book_before
from msai.services.share_out.closing import decisions_of, get_share_out, reference_of
from msai.services.share_out.decisions import Basis
from msai.services.share_out.plan import Plan, Step, make_plan, postings_shown
from msai.services.sheets import short_code

_Side = tuple[str, str, int]


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


def plan_again(session: Session, row: Row[Any]) -> Plan:
    """The plan of a posted share-out as it was, for whoever has its row; nothing is compared.

    Raises:
        NotFound: it was never posted.
    """
    if row.from_seq is None:
        raise NotFound()
    cycle = next(one for one in list_cycles(session, row.book_id) if one.cycle_no == row.cycle_no)
    decided = decisions_of(session, row)
    book = read_book_before(session, cycle, seq=row.from_seq, by_days=decided.basis is Basis.SAVINGS_DAYS)
    return make_plan(book, decided)


def work_out_again(session: Session, row: Row[Any]) -> Again:
    """The same plan, compared with the book.

    Raises:
        NotFound: it was never posted.
    """
    plan = plan_again(session, row)
    posted = _posted(session, row)
    differs = tuple(step for step in Step
                    if step is not Step.RAISED and posted[step] != _sides(plan.entries.get(step)))
    return Again(plan, code_of(plan), differs)


def code_of(plan: Plan) -> str:
    """The short code of a share-out, printed with it: it follows from every posting."""
    entries = [postings_shown(entry) for step, entry in plan.entries.items() if step is not Step.RAISED]
    return short_code(digest_of({"cycle": plan.book.cycle.cycle_no, "entries": entries}))


def _posted(session: Session, row: Row[Any]) -> dict[Step, list[_Side]]:
    """The postings in the book, by step, in two statements."""
    keys = read_account_keys(session, row.book_id)
    steps = {reference_of(row.share_out_id, step): step for step in Step}
    found: dict[Step, list[_Side]] = {step: [] for step in Step}
    for line in session.execute(_lines(row)):
        step = steps.get(line.client_ref)
        if step is not None:
            found[step].append((keys[line.debit_no], keys[line.credit_no], line.amount_minor))
    return found


def _lines(row: Row[Any]) -> Any:
    return (
        select(t.entry.c.client_ref, t.posting.c.debit_no, t.posting.c.credit_no, t.posting.c.amount_minor)
        .join(t.posting, and_(t.posting.c.book_id == row.book_id, t.posting.c.seq == t.entry.c.seq))
        .where(t.entry.c.book_id == row.book_id, t.entry.c.source_id == row.share_out_id,
               t.entry.c.seq >= row.from_seq)
        .order_by(t.posting.c.seq, t.posting.c.line)
    )


def _sides(entry: JournalEntry | None) -> list[_Side]:
    return [_side(posting) for posting in entry.postings] if entry else []


def _side(posting: Posting) -> _Side:
    return posting.debit.key, posting.credit.key, posting.amount_minor
