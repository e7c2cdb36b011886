"""Opening a group from a draft: its book, its rules, its places, its members, and what it agreed to share.

Everything happens in one transaction, or nothing does. A running group gets an empty paper for its opening
balances beside it; money is posted only when two of its own officers have agreed to that paper.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from msai.audit import record
from msai.models.onboarding import GroupOpening
from msai.permissions import Action, Actor, Relation, Standing, require
from msai.services.demo.marks import keep_invented
from msai.services.groups import NewMember, OpenGroup, add_members, open_group
from msai.services.keys import book_key
from msai.services.memberships import share_with
from msai.services.onboarding.drafts import get_draft, mark_opened
from msai.services.onboarding.settling import GroupPlan, read_plan


def open_from_draft(session: Session, actor: Actor, draft_id: UUID, *, today: date, at: int) -> UUID:
    """Open the group of a draft; the second time the book that is open already is answered.

    Raises:
        NotFound: there is no such draft of hers.
        StepNotReady: naming the first step that lacks something.
    """
    require(actor, Action.GROUP_START)
    draft = get_draft(session, actor, draft_id)
    if draft.book_id is not None:
        return draft.book_id
    plan = read_plan(draft, today=today)
    # The draft's id becomes the book's, so that two clicks at once cannot open two groups.
    founder = actor.in_book(draft_id, Standing(frozenset({Relation.FOUNDER})))
    _open(session, founder, draft_id, plan=plan, at=at)
    mark_opened(session, actor, draft, book_id=draft_id)
    return draft_id


def _open(session: Session, founder: Actor, book_id: UUID, *, plan: GroupPlan, at: int) -> None:
    open_group(session, founder, OpenGroup(
        book_id=book_id, alias=f"group-{book_id.hex[-8:]}", name=plan.name, country=plan.country.code,
        currency=plan.country.currency, opened_on=plan.opens_on, rules=plan.rules, tenders=plan.tenders,
        at=at, locale=plan.locale))
    keep_invented(session, founder, book_id, at=at)
    add_members(session, founder, book_id, [
        NewMember(number=line.number, name=line.name, joined_on=plan.opens_on)
        for line in plan.members.lines if line.number is not None])
    for organisation_id in plan.organisations:
        share_with(session, founder, book_id, organisation_id=organisation_id, scope=plan.scope,
                   agreed_on=plan.opens_on, at=at)
    if plan.is_running:
        _lay_out_paper(session, founder, book_id, plan=plan, at=at)
    record(session, founder, book_id=book_id, action=Action.GROUP_START, subject=f"book:{book_id}", at=at)


def _lay_out_paper(session: Session, founder: Actor, book_id: UUID, *, plan: GroupPlan, at: int) -> None:
    session.execute(insert(GroupOpening).values(
        book_id=book_id, as_of=plan.opens_on, last_number=plan.last_number,
        body_sealed=book_key(session, book_id).seal("{}", f"group_opening:{book_id}"), saved_at=at,
        saved_by=founder.user_id, posted_at=None))
