"""One remittance as the book that sends it keeps it, with whatever its reader may do about it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ledgers.errors import LedgerError
from ledgers.money import Money
from msai.approvals import digest_of
from msai.models.enterprises import Backer, Remittance
from msai.models.governance import Approval
from msai.models.remittances import Attachment
from msai.permissions import Action, Actor, NotFound, Target, is_allowed, require
from msai.services.keys import book_key
from msai.services.pooling.rows import code_of, part_row, pool_row
from msai.services.remitting import documents as d
from msai.services.remitting.drafting import shown_of, subject_of
from msai.services.remitting.ending import lost_shown
from msai.services.remitting.rates import Rates
from msai.services.views.facts import BookFacts, read_enterprise, read_group
from msai.services.views.labels import Text
from msai.services.views.naming import names_of_backers
from msai.services.views.remittances.words import (
    Fact,
    LandingSaid,
    StateSaid,
    StepSaid,
    read_words,
    say_landings,
    say_purpose,
    say_sent,
    say_state,
    say_steps,
)


@dataclass(frozen=True, slots=True)
class LegSaid:
    """One payment: where it was taken from, how much, at what fee, under which reference."""

    leg_no: int
    tender: str
    amount: Money
    fee: Money
    reference: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """Something that waits for the second person; `seen` is the digest that binds her answer."""

    seen: str
    may_answer: bool
    is_late: bool
    why: str = ""
    lost: Money | None = None

    @property
    def standing(self) -> str:
        """As the macro of answers asks for it."""
        return "late" if self.is_late else "waiting"


@dataclass(frozen=True, slots=True)
class PoolSaid:
    """The pool that a paper is a part of; `share` is its share of the fee once the pool is closed."""

    pool_id: UUID
    code: str
    most_fee: Money
    share: Money | None


@dataclass(frozen=True, slots=True)
class PaperView:
    """One remittance of this book."""

    book_id: UUID
    name: str
    is_enterprise: bool
    currency: str
    other_currency: str
    remittance_id: UUID
    alias: str
    other: Text
    purpose: Text
    state: StateSaid
    is_late: bool
    sent_on: date
    facts: tuple[Fact, ...]
    rates: Rates
    legs: tuple[LegSaid, ...]
    pool: PoolSaid | None
    landings: tuple[LandingSaid, ...]
    steps: tuple[StepSaid, ...]
    custodian: str
    proof_sha256: str | None
    question: Question | None
    lost_question: Question | None
    may_act: bool
    may_lose: bool
    lands_here: bool

    @property
    def can_send(self) -> bool:
        """Whether it may leave now."""
        return self.may_act and self.state.state == d.APPROVED and self.pool is None

    @property
    def can_cancel(self) -> bool:
        """Whether it can be given up."""
        return self.may_act and self.state.state in (d.DRAFT, d.APPROVED)

    @property
    def can_end(self) -> bool:
        """Whether it may be written down as come back."""
        return self.may_act and not self.is_enterprise and self.state.state in d.ON_ITS_WAY

    @property
    def can_explain(self) -> bool:
        """Whether a difference waits for this book's words."""
        return self.may_act and self.state.state == d.DISPUTED

    @property
    def can_turn_back(self) -> bool:
        """Whether what an enterprise sent home may be written down as come back to its bank."""
        return self.may_act and self.is_enterprise and self.state.state == d.SENT


def show_remittance(
    session: Session, actor: Actor, book_id: UUID, *, remittance_id: UUID, today: date, at: int,
) -> PaperView:
    """A remittance that a group sends.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.REMITTANCE_VIEW, Target(book_id))
    row = _row(session, book_id, remittance_id, "out")
    facts = read_group(session, book_id)
    _held, stake = d.held_stake(session, book_id, row.stake_id)
    return _draw(session, actor, row, facts, other=stake.enterprise_name, landed_in=stake.claim_currency,
                 today=today, at=at)


def show_sent_home(
    session: Session, actor: Actor, book_id: UUID, *, remittance_id: UUID, today: date, at: int,
) -> PaperView:
    """A remittance that an enterprise sends home.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.ARRIVING_VIEW, Target(book_id))
    row = _row(session, book_id, remittance_id, "home")
    facts = read_enterprise(session, book_id)
    alias = session.execute(select(Backer.alias).where(
        Backer.book_id == book_id, Backer.backer_id == row.stake_id)).scalar_one()
    return _draw(session, actor, row, facts, other=names_of_backers(session, book_id)[alias],
                 landed_in=row.other_currency, today=today, at=at)


def _row(session: Session, book_id: UUID, remittance_id: UUID, direction: str) -> Row[Any]:
    row = d.find_row(session, Remittance, book_id, remittance_id=remittance_id)
    if row.direction != direction:
        raise NotFound()
    return row


def _draw(
    session: Session, actor: Actor, row: Row[Any], facts: BookFacts, *, other: Text, landed_in: str,
    today: date, at: int,
) -> PaperView:
    book_id, target = row.book_id, Target(row.book_id)
    legs = d.legs_of(session, book_id, row.remittance_id)
    may_act = is_allowed(actor, subject_of(row).action, target)
    return PaperView(
        book_id, facts.name, row.direction == "home", facts.currency, landed_in, row.remittance_id,
        row.alias, other, say_purpose(row.purpose), say_state(row.state),
        d.is_late(row.state, row.sent_on, today=today), row.sent_on,
        say_sent(row, sent_in=facts.currency, landed_in=landed_in), _rates(row), _legs(legs, facts.currency),
        _pool(session, row),
        say_landings(d.landings_of(session, book_id, row.remittance_id), landed_in),
        say_steps(session, book_id, row.remittance_id), _custodian(session, row), _proof(session, row),
        _question(session, actor, row, legs, at), _lost(session, actor, row, facts.currency, at), may_act,
        is_allowed(actor, Action.REMITTANCE_LOSE, target) and row.state in d.ON_ITS_WAY
        and row.direction == "out",
        row.other_book_id is None and row.direction == "out" and row.state in d.ON_ITS_WAY)


def _rates(row: Row[Any]) -> Rates:
    return Rates(applied=row.applied_rate, mid=row.mid_rate, mid_source=row.mid_source,
                 mid_date=row.mid_date)


def _legs(legs: list[Row[Any]], currency: str) -> tuple[LegSaid, ...]:
    return tuple(LegSaid(leg.leg_no, leg.tender, Money(leg.amount_minor, currency),
                         Money(leg.fee_minor, currency), leg.reference) for leg in legs)


def _pool(session: Session, row: Row[Any]) -> PoolSaid | None:
    if row.pool_id is None:
        return None
    pool = pool_row(session, row.book_id, row.pool_id)
    part = part_row(session, row.book_id, row.remittance_id)
    share = None if part is None or part.fee_minor is None else Money(part.fee_minor, pool.currency)
    return PoolSaid(row.pool_id, code_of(row.pool_id), Money(pool.most_fee_minor, pool.currency), share)


def _custodian(session: Session, row: Row[Any]) -> str:
    if row.custodian_sealed is None:
        return ""
    return book_key(session, row.book_id).open(
        bytes(row.custodian_sealed), f"custodian:{row.remittance_id}")


def _proof(session: Session, row: Row[Any]) -> str | None:
    if row.proof_id is None:
        return None
    found = session.scalar(select(Attachment.sha256).where(
        Attachment.book_id == row.book_id, Attachment.attachment_id == row.proof_id))
    return bytes(found).hex() if found else None


def _question(
    session: Session, actor: Actor, row: Row[Any], legs: list[Row[Any]], at: int,
) -> Question | None:
    """The draft before the second person; an approval that ran out has to be asked for again."""
    if row.state not in (d.DRAFT, d.APPROVED) or row.approval_id is None:
        return None
    approval = _approval(session, row.book_id, row.approval_id)
    is_late = approval.expires_at <= at
    if row.state == d.APPROVED and (not is_late or row.pool_id is not None):
        return None
    return Question(digest_of(shown_of(row, legs)).hex(), row.state == d.DRAFT and not is_late
                    and _may_answer(actor, row, approval), is_late)


def _lost(session: Session, actor: Actor, row: Row[Any], currency: str, at: int) -> Question | None:
    if row.lost_approval_id is None or row.state not in d.ON_ITS_WAY:
        return None
    approval = _approval(session, row.book_id, row.lost_approval_id)
    if approval.state != "pending" or approval.expires_at <= at:
        return None
    try:
        shown = lost_shown(session, row)
    except LedgerError:
        return None
    return Question(digest_of(shown).hex(), _may_answer(actor, row, approval), False,
                    read_words(session, row.book_id, row.lost_note_id),
                    Money(shown["lost_minor"], currency))


def _approval(session: Session, book_id: UUID, approval_id: UUID) -> Row[Any]:
    return session.execute(select(*Approval.__table__.columns).where(
        Approval.book_id == book_id, Approval.approval_id == approval_id)).one()


def _may_answer(actor: Actor, row: Row[Any], approval: Row[Any]) -> bool:
    return is_allowed(actor, Action.APPROVE, Target(row.book_id)) and approval.maker_id != actor.user_id
