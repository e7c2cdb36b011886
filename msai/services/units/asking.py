"""A decision about an investment fund takes two officers: one asks, with a reason, and another answers.

What she approves is posted in the transaction of her answer, once, on the day she gives it. Two answers at
once, or an answer after the book moved, find that out before anything is posted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, update
from sqlalchemy.orm import Session

from ledgers.books import SealedNote
from ledgers.cycles import get_open
from ledgers.entries import Source, SourceKind
from ledgers.journal import Draft, Posted, Stamp
from msai import audit
from msai.approvals import Shown, State, Subject
from msai.models.units import UnitAct
from msai.permissions import Action, Actor, Target, require
from msai.services.holders import member_holder
from msai.services.keys import book_key, journal_of
from msai.services.leaving.errors import OwnDue
from msai.services.meeting_records import NOBODY
from msai.services.two_officers import (
    Answer,
    Question,
    answer,
    asked_row,
    keep_reason,
    put_before_another,
    read_reason,
)
from msai.services.units import deciding, giving, turning
from msai.services.units.errors import ReasonMissing
from msai.services.units.plan import Plan, Planner
from msai.services.units.standing import read_fund
from msai.services.units.wanted import (
    ActKind,
    DealAtValuation,
    MoveUnits,
    PayDue,
    RedeemUnits,
    TurnSavings,
    Wanted,
    as_text,
    from_text,
    words_of,
)

_PLANNERS: Mapping[ActKind, Planner] = {
    ActKind.DISTRIBUTION: giving.plan_distribution, ActKind.PAYMENT: giving.plan_payment,
    ActKind.PUT_BACK: giving.plan_put_back, ActKind.REDEMPTION: giving.plan_redemption,
    ActKind.MOVE: giving.plan_move, ActKind.BOOK_VALUE: deciding.plan_book_value,
    ActKind.RESTART: deciding.plan_restart,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskUnitAct:
    """Ask for a decision; `reason` is for the second officer and for the group."""

    book_id: UUID
    act_id: UUID
    wanted: Wanted
    reason: str
    on: date
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerUnitAct(Answer):
    """The second officer's answer; `on` is the day on which it is posted."""

    act_id: UUID
    on: date


def preview_unit_act(session: Session, actor: Actor, book_id: UUID, *, wanted: Wanted, on: date) -> Plan:
    """What a decision would post, with every refusal it would meet; nothing is kept.

    Raises:
        NotPermitted: only officers decide.
        LedgerError: as for the plans of each kind, and CycleClosed where no cycle is open on the day.
    """
    require(actor, Action.UNITS_DECIDE, Target(book_id))
    return plan_unit_act(session, book_id, wanted=wanted, on=on)


def plan_unit_act(session: Session, book_id: UUID, *, wanted: Wanted, on: date) -> Plan:
    """Work out what would be posted on a day.

    Raises:
        LedgerError: as for `preview_unit_act`.
    """
    get_open(session, book_id, on=on)
    fund = read_fund(session, book_id, fund=wanted.fund, on=on)
    if isinstance(wanted, DealAtValuation):
        return deciding.plan_dealing(session, fund, wanted, on=on)
    if isinstance(wanted, TurnSavings):
        return turning.plan_savings(session, fund, wanted, on=on)
    return _PLANNERS[wanted.kind](fund, wanted, on)


def ask_unit_act(session: Session, actor: Actor, command: AskUnitAct) -> Plan:
    """Put a decision before a second officer.

    Raises:
        ReasonMissing: no words say why.
        AlreadyRequested: the same waits for an answer already.
        LedgerError: as for `preview_unit_act`.
    """
    book_id = command.book_id
    require(actor, Action.UNITS_DECIDE, Target(book_id))
    if not command.reason.strip():
        raise ReasonMissing()
    journal_of(session, book_id).lock()
    plan = plan_unit_act(session, book_id, wanted=command.wanted, on=command.on)
    note = keep_reason(session, book_id, command.reason, at=command.at)
    approval_id = put_before_another(
        session, actor, _subject(plan), shown=plan.shown(note.commitment), at=command.at)
    _keep(session, actor, command, note=note, approval_id=approval_id)
    _note(session, actor, command)
    return plan


def answer_unit_act(session: Session, actor: Actor, command: AnswerUnitAct) -> State:
    """Answer as the second officer; what she approves is posted at once.

    Raises:
        NotFound: nothing of that id was asked for.
        OwnDue: the money would be paid, or the units pass, to herself.
        OwnRequest, ApprovalDecided, ApprovalExpired: she may not answer, or not any more.
        ShownDiffers: her screen showed something else, or the book moved since it was asked for.
        LedgerError: it can no longer be posted, as for `preview_unit_act`.
    """
    return answer(session, actor, command, _UNIT_ACTS)


def get_unit_act(session: Session, book_id: UUID, act_id: UUID) -> Row[Any]:
    """The row of a decision.

    Raises:
        NotFound: nothing of that id was asked for in this book.
    """
    return asked_row(session, UnitAct, book_id, act_id=act_id)


def wanted_of(session: Session, row: Row[Any]) -> Wanted:
    """What was asked for, as a value again."""
    words = None if row.words_sealed is None else book_key(session, row.book_id).open(
        bytes(row.words_sealed), _context(row.act_id))
    return from_text(row.wanted, words)


def _require_not_hers(session: Session, actor: Actor, row: Row[Any]) -> None:
    wanted, hers = wanted_of(session, row), actor.standings[row.book_id].member_id
    gains = None
    if isinstance(wanted, (PayDue, RedeemUnits)):
        gains = wanted.member
    elif isinstance(wanted, MoveUnits):
        gains = wanted.taker
    if gains is not None and member_holder(row.book_id, gains).id == hers:
        raise OwnDue()


def _context(act_id: UUID) -> str:
    return f"unit_act:{act_id}"


def _subject(plan: Plan) -> Subject:
    return Subject(plan.standing.group.book_id, Action.UNITS_DECIDE, plan.subject)


def _keep(
    session: Session, actor: Actor, command: AskUnitAct, *, note: SealedNote, approval_id: UUID,
) -> None:
    words, key = words_of(command.wanted), book_key(session, command.book_id)
    session.execute(insert(UnitAct).values(
        book_id=command.book_id, act_id=command.act_id, kind=command.wanted.kind.value,
        fund=command.wanted.fund, wanted=as_text(command.wanted),
        words_sealed=None if words is None else key.seal(words, _context(command.act_id)),
        note_id=note.note_id, approval_id=approval_id, asked_by=actor.user_id or NOBODY,
        asked_at=command.at, done_at=None, posted_seq=None))


def _binds(session: Session, row: Row[Any], plan: Plan) -> tuple[Subject, Shown]:
    return _subject(plan), plan.shown(read_reason(session, row.book_id, row.note_id).commitment)


def _carry_out(session: Session, command: AnswerUnitAct, row: Row[Any], plan: Plan) -> None:
    book_id, act_id = command.book_id, command.act_id
    posted = _post_entries(session, plan, command, row)
    deciding.keep_dealing(session, plan, act_id=act_id, on=command.on, at=command.at)
    session.execute(
        update(UnitAct).where(UnitAct.book_id == book_id, UnitAct.act_id == act_id)
        .values(done_at=command.at, posted_seq=posted[0].seq if posted else None))


def _post_entries(
    session: Session, plan: Plan, command: AnswerUnitAct, row: Row[Any],
) -> tuple[Posted, ...]:
    source = Source(SourceKind.UNITS, command.act_id)
    drafts = [
        Draft(replace(entry, source=source, note_id=row.note_id), f"units:{command.act_id}:{number}")
        for number, entry in enumerate(plan.entries, start=1)]
    if not drafts:
        return ()
    return journal_of(session, command.book_id).post_all(
        drafts, stamp=Stamp(row.asked_by, command.at, row.asked_at))


_UNIT_ACTS: Question[AnswerUnitAct, Plan] = Question(
    find=lambda session, said: get_unit_act(session, said.book_id, said.act_id), bars=_require_not_hers,
    plan=lambda session, said, row: plan_unit_act(
        session, said.book_id, wanted=wanted_of(session, row), on=said.on),
    binds=_binds, carry_out=_carry_out, noted=lambda said: f"unit_act:{said.act_id}")


def _note(session: Session, actor: Actor, command: AskUnitAct) -> None:
    audit.record(session, actor, book_id=command.book_id, action=Action.UNITS_DECIDE,
                 subject=f"unit_act:{command.act_id}", at=command.at)
