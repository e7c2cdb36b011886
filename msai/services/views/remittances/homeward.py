"""What a paper of money coming home still asks: what it waits for, a choice, a loss to agree on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ledgers.errors import LedgerError
from ledgers.money import Money
from msai.approvals import digest_of
from msai.messages import N_, Message
from msai.models.governance import Approval
from msai.permissions import Action, Actor, Target, is_allowed
from msai.services.remitting.homeward.given_up import lost_home_shown
from msai.services.remitting.homeward.pairing import list_candidates
from msai.services.remitting.homeward.posting import DECLARED, LANDING, RATE
from msai.services.views.remittances.paper import Question
from msai.services.views.remittances.words import read_words

_WAITS: Mapping[str, str] = {
    RATE: N_("Nobody typed the mid rate of %(day)s yet. With it the money stands in the book as on its way."),
    DECLARED: N_("What was declared is not in the book yet: the mid rate of its day is missing. Type it, and "
                 "the money stands in the book as on its way."),
    LANDING: N_("Money was noted for this stake before the paper came. Say whether it is that money."),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A landing that may be what the paper is about."""

    landing_id: UUID
    alias: str
    on: date
    sent: Money
    received: Money
    reference: str | None


@dataclass(frozen=True, slots=True)
class StillAsked:
    """What a paper waits for, if for anything, and what the reader may do about it."""

    waits_for: Message | None
    needs_rate: bool
    candidates: tuple[Candidate, ...]
    lost_question: Question | None
    may_lose: bool


NOTHING_ASKED = StillAsked(None, False, (), None, False)
"""A paper that asks nothing but to be confirmed."""


def read_still_asked(session: Session, actor: Actor, row: Row[Any], *, currency: str, at: int) -> StillAsked:
    """What a paper of money coming home to a group still asks."""
    target, waits = Target(row.book_id), row.waits_for
    is_open = row.state in ("on_its_way", "received", "disputed")
    question = _lost_question(session, actor, row, currency, at) if is_open else None
    noted = list_candidates(session, row) if waits == LANDING else ()
    return StillAsked(
        Message(_WAITS[waits], {"day": row.sent_on} if waits == RATE else {}) if waits else None,
        waits in (RATE, DECLARED),
        tuple(Candidate(one.landing_id, one.alias, one.landed_on, Money(one.home_minor, row.currency),
                        Money(one.received_minor, currency), one.reference) for one in noted),
        question,
        is_open and waits is None and question is None and is_allowed(actor, Action.REMITTANCE_LOSE, target))


def _lost_question(
    session: Session, actor: Actor, row: Row[Any], currency: str, at: int,
) -> Question | None:
    """The loss that one officer asked for, while it waits; None where nothing does."""
    if row.lost_approval_id is None:
        return None
    approval = session.execute(select(Approval.state, Approval.expires_at, Approval.maker_id).where(
        Approval.book_id == row.book_id, Approval.approval_id == row.lost_approval_id)).one()
    if approval.state != "pending" or approval.expires_at <= at:
        return None
    try:
        shown = lost_home_shown(session, row)
    except LedgerError:
        return None
    may_answer = is_allowed(actor, Action.APPROVE, Target(row.book_id)) and approval.maker_id != actor.user_id
    return Question(digest_of(shown).hex(), may_answer, False,
                    read_words(session, row.book_id, row.lost_note_id), Money(shown["lost_minor"], currency))
