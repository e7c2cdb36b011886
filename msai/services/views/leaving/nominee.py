"""Whom a member named, as she herself or her officers read it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.sealing import KeyDestroyed
from msai.services.leaving.nominees import Named, find_nominee, find_waiting
from msai.services.leaving.payee import Payee
from msai.services.views.naming import OfMember, read_member, whose_page


@dataclass(frozen=True, slots=True)
class NomineeView(OfMember):
    """The person who holds now, and what waits for the second officer."""

    person: Payee | None
    waiting: Payee | None
    waiting_id: UUID | None
    seen: str
    may_answer: bool


def show_nominee(session: Session, actor: Actor, target: Target, *, at: int) -> NomineeView:
    """Whom the member that `target` names wants to be paid if she dies.

    Raises:
        NotFound: there is no such member, or she is not the reader's to know of.
    """
    require(actor, Action.NOMINEE_SET, target)
    facts, person = read_member(session, target)
    holds, waits = _named(session, facts.book_id, person.holder, at)
    may = is_allowed(actor, Action.APPROVE, Target(facts.book_id))
    return NomineeView(
        *whose_page(actor, facts, person), holds.person if holds else None,
        waits.person if waits else None, waits.nominee_id if waits else None,
        waits.seen_digest.hex() if waits and waits.seen_digest else "",
        may and waits is not None and waits.said_by != actor.user_id)


def _named(session: Session, book_id: UUID, holder: UUID, at: int) -> tuple[Named | None, Named | None]:
    try:
        return find_nominee(session, book_id, holder), find_waiting(session, book_id, holder, at=at)
    except KeyDestroyed:
        return None, None
