"""A share-out as people read it: before it is asked for, while it waits, and ever after.

It is drawn from the very plan that is posted. Of a share-out that was posted the plan is worked out again
from the book as it stood, so that the page itself shows whether it still comes to the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from ledgers.errors import LedgerError
from msai.approvals import digest_of
from msai.messages import Message
from msai.models.governance import Approval
from msai.models.people import PersonKey
from msai.models.share_out import ShareOutRow
from msai.permissions import Action, Actor, NotFound, Target, is_allowed, require
from msai.services.keys import know_book_key
from msai.services.share_out import Basis, Part, Plan
from msai.services.share_out.again import code_of, plan_again, work_out_again
from msai.services.share_out.book import CycleBook
from msai.services.share_out.closing import decisions_of, plan_share_out
from msai.services.views.corrections.speakers import names_of
from msai.services.views.facts import BookFacts, read_group
from msai.services.views.labels import Text, tender_labels
from msai.services.views.meetings import moment_of
from msai.services.views.naming import Person, read_roll
from msai.services.views.share_out.words import (
    BASES,
    BASES_SAID,
    SOCIAL_SAID,
    say_formula,
    say_part,
    say_stays,
)


class Standing(StrEnum):
    """Where a share-out stands, as its page says it."""

    LOOKED_AT = "looked_at"
    WAITING = "waiting"
    MOVED = "moved"
    LATE = "late"
    POSTED = "posted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PartRow:
    """One member: the amounts of her row, and her part in sentences."""

    number: int
    name: Text
    part: Part
    gets_minor: int
    kept_minor: int
    sentences: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """The foot of the table, in minor units."""

    weight: int
    savings_minor: int
    entitlement_minor: int
    set_off_minor: int
    social_minor: int
    gets_minor: int
    kept_minor: int


@dataclass(frozen=True, slots=True)
class StaysRow:
    """One thing that stays with the group."""

    label: Text
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a plan says."""

    cycle_no: int
    opened_on: date
    ended_on: date
    basis: Text
    basis_said: Text
    social_said: Text
    step_minor: int
    formula: tuple[Message, ...]
    rows: tuple[PartRow, ...]
    totals: Totals
    stays: tuple[StaysRow, ...]
    stays_minor: int
    has_social: bool
    by_shares: bool
    code: str


@dataclass(frozen=True, slots=True)
class Words:
    """What the group, its members and its places are called."""

    facts: BookFacts
    people: Mapping[int, Person]
    places: Mapping[str, Message]


@dataclass(frozen=True, slots=True)
class ShareOutView:
    """One share-out with everything both officers see of it; `report` is None where nothing can be shown."""

    book_id: UUID
    group_name: str
    currency: str
    share_out_id: UUID
    standing: Standing
    report: Report | None
    is_same: bool
    asked_by: Text
    asked_at: datetime
    answered_by: Text | None
    answered_at: datetime | None
    posted_seq: int | None
    seen: str
    may_answer: bool
    has_kept_back: bool
    problem: tuple[str, Mapping[str, Any]] | None


def read_words(session: Session, book: CycleBook) -> Words:
    """Read what the people of a group are called; its places are those of the book."""
    people = {person.number: person for person in read_roll(session, book.book_id).values()}
    places = tender_labels({alias: tender.code for alias, tender in book.tenders.items()})
    return Words(read_group(session, book.book_id), people, places)


def draw_report(plan: Plan, words: Words) -> Report:
    """A plan as people read it."""
    decided = plan.decided
    rows = tuple(_row(part, plan, words) for part in plan.parts)
    return Report(
        plan.book.cycle.cycle_no, plan.book.cycle.opened_on, decided.ended_on, Message(BASES[decided.basis]),
        Message(BASES_SAID[decided.basis]), Message(SOCIAL_SAID[decided.social]), decided.step_minor,
        say_formula(plan, words.facts.currency), rows, _totals(rows),
        tuple(StaysRow(say_stays(stays), stays.amount_minor) for stays in plan.stays),
        plan.stays_minor, bool(plan.social_minor), decided.basis is Basis.SHARES, code_of(plan))


def _row(part: Part, plan: Plan, words: Words) -> PartRow:
    person = words.people.get(part.number)
    social_paid = part.social.minor if part.social.tender else 0
    return PartRow(
        part.number, person.name if person else str(part.number), part,
        part.paid_minor + social_paid, part.due_minor + part.carried_minor + part.social.minor - social_paid,
        say_part(part, plan, places=words.places, currency=words.facts.currency))


def _totals(rows: tuple[PartRow, ...]) -> Totals:
    parts = [row.part for row in rows]
    return Totals(
        sum(part.weight for part in parts), sum(part.savings_minor for part in parts),
        sum(part.entitlement_minor for part in parts), sum(part.set_off_minor for part in parts),
        sum(part.social.minor for part in parts), sum(row.gets_minor for row in rows),
        sum(row.kept_minor for row in rows))


def show_share_out(
    session: Session, actor: Actor, book_id: UUID, *, share_out_id: UUID, today: date, at: int,
) -> ShareOutView:
    """One share-out, for officers and those the group lets see names.

    Raises:
        NotFound: nothing of that id was asked for in this book.
    """
    require(actor, Action.MEMBER_STATEMENTS_VIEW, Target(book_id))
    row = _read(session, book_id, share_out_id)
    plan, is_same, problem = _plan(session, row, today=today, at=at)
    words = read_words(session, plan.book) if plan else None
    facts = words.facts if words else read_group(session, book_id)
    standing = _standing(row, plan, at, facts.last_hash)
    names = names_of(session, [row.asked_by, row.checker_id])
    return ShareOutView(
        book_id, facts.name, facts.currency, share_out_id, standing,
        draw_report(plan, words) if plan and words else None, is_same, names[row.asked_by],
        moment_of(row.asked_at), names.get(row.checker_id),
        moment_of(row.decided_at) if row.checker_id else None, row.posted_seq,
        bytes(row.shown_digest).hex(), _may_answer(actor, row, standing),
        plan is not None and any(part.still_owed_minor for part in plan.parts), problem)


def list_reports(session: Session, book_id: UUID) -> tuple[Report, ...]:
    """Every share-out that was posted, oldest first, worked out again from the book; for whoever may."""
    rows = session.execute(
        select(*ShareOutRow.__table__.columns)
        .where(ShareOutRow.book_id == book_id, ShareOutRow.posted_seq.is_not(None))
        .order_by(ShareOutRow.cycle_no)).all()
    if not rows:
        return ()
    plans = [plan_again(session, row) for row in rows]
    words = read_words(session, plans[-1].book)
    return tuple(draw_report(plan, words) for plan in plans)


def _read(session: Session, book_id: UUID, share_out_id: UUID) -> Any:
    query = (
        select(*ShareOutRow.__table__.columns, Approval.state, Approval.checker_id, Approval.decided_at,
               Approval.expires_at, Approval.shown_digest, PersonKey.wrapped)
        .join(Approval, and_(Approval.book_id == book_id, Approval.approval_id == ShareOutRow.approval_id))
        .outerjoin(PersonKey, and_(PersonKey.book_id == book_id, PersonKey.person_id == book_id))
        .where(ShareOutRow.book_id == book_id, ShareOutRow.share_out_id == share_out_id)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound()
    know_book_key(session, book_id, row.wrapped)
    return row


def _plan(
    session: Session, row: Row[Any], *, today: date, at: int,
) -> tuple[Plan | None, bool, tuple[str, Mapping[str, Any]] | None]:
    """The plan of what waits, or of what was posted; what is in its way where there is none."""
    try:
        if row.posted_seq is not None:
            again = work_out_again(session, row)
            return again.plan, again.is_same, None
        if row.state == "pending":
            decided = decisions_of(session, row)
            return plan_share_out(session, row.book_id, decided=decided, today=today, at=at), True, None
    except LedgerError as error:
        return None, False, (error.code, error.params)
    return None, True, None


def _standing(row: Row[Any], plan: Plan | None, at: int, head: bytes) -> Standing:
    if row.posted_seq is not None:
        return Standing.POSTED
    if row.state == "refused":
        return Standing.REFUSED
    if row.state == "expired" or row.expires_at <= at:
        return Standing.LATE
    is_as_asked = plan is not None and digest_of(plan.shown(head)) == bytes(row.shown_digest)
    return Standing.WAITING if is_as_asked else Standing.MOVED


def _may_answer(actor: Actor, row: Row[Any], standing: Standing) -> bool:
    return (standing in (Standing.WAITING, Standing.MOVED) and row.asked_by != actor.user_id
            and is_allowed(actor, Action.APPROVE, Target(row.book_id)))
