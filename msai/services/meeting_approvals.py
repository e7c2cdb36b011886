"""Money that left the group at a meeting waits for a second officer's word.

The sheet posts what happened; its pay-outs are one request, bound to exactly these lines.
Until another officer approves it, the meeting's record shows them as not yet approved.  What nobody
answered in time, or what she refused, can be asked again; lines put right since are no longer part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from msai.approvals import Decide, RequestApproval, State, Subject, ask, decide, request_approval
from msai.audit import Act
from msai.ids import uuid7
from msai.models.governance import Approval
from msai.models.groups import Meeting
from msai.models.groups import Sheet as SheetRow
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services import ServiceError
from msai.services.group_rules.changing import amount_rule_on
from msai.services.keys import book_key, journal_of
from msai.services.sheets import PAID_OUT, CloseMeeting, LineKind, Sheet, SheetLine

SheetReader = Callable[[bytes], Sheet]
"""Reads a kept sheet again; how sheets are written is the edge's business."""

_ALWAYS = frozenset({LineKind.LOAN, LineKind.REDEMPTION, LineKind.LOAN_WRITE_OFF})
_WANTS_WORD = PAID_OUT | _ALWAYS


def subject_of(book_id: UUID, meeting_id: UUID) -> Subject:
    """What the approval is about: the recording of this meeting."""
    return Subject(book_id, Action.MEETING_RECORD, f"meeting:{meeting_id}")


class PayoutsSettled(ServiceError):
    """What the meeting paid out is approved, or was put right since: there is nothing to ask."""

    code = "payouts_settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPayoutsAgain:
    """Ask once more for the word on what a closed meeting paid out; `reader` reads its sheet."""

    book_id: UUID
    meeting_id: UUID
    reader: SheetReader
    at: int


def paid_out(sheet: Sheet, *, from_minor: int = 0) -> list[SheetLine]:
    """The lines of a sheet that want a second officer's word: money that left the group for a member.

    By the group's rule small payments may go without it.  What counts is what one member was
    paid at the meeting in all, or a large payment could be split; loans and investment parts
    always want the word, and so does a loan that is given up.
    """
    lines = [line for line in sheet.lines if line.kind in _WANTS_WORD]
    together: dict[int | None, int] = {}
    for line in lines:
        together[line.member] = together.get(line.member, 0) + line.amount_minor
    return [line for line in lines if line.kind in _ALWAYS or together[line.member] >= from_minor]


def shown_payouts(
    sheet: Sheet, *, from_minor: int = 0, put_right: Collection[str] = (),
) -> Mapping[str, Any]:
    """What the second officer is shown, and approves: every pay-out but those put right since."""
    lines = [line for line in paid_out(sheet, from_minor=from_minor) if line.ref not in put_right]
    return {
        "meeting": str(sheet.meeting_id), "date": sheet.held_on.isoformat(),
        "lines": [_shown(line) for line in lines],
    }


def lines_put_right(session: Session, book_id: UUID, *, first_seq: int, last_seq: int) -> frozenset[str]:
    """The references of a meeting's lines of which anything was taken back since."""
    back = t.posting.alias("back")
    query = (
        select(t.posting.c.line_ref).distinct()
        .join(back, and_(back.c.book_id == book_id, back.c.reverses_seq == t.posting.c.seq,
                         back.c.reverses_line == t.posting.c.line))
        .where(t.posting.c.book_id == book_id, t.posting.c.seq.between(first_seq, last_seq),
               t.posting.c.line_ref.is_not(None)))
    return frozenset(session.scalars(query))


def _shown(line: SheetLine) -> dict[str, Any]:
    return {
        "line": line.ref, "kind": line.kind.value, "member": line.member, "amount_minor": line.amount_minor,
        "units_e4": line.units_e4, "tender": line.tender, "fund": line.in_fund, "loan": line.loan,
    }


def request_payouts(
    session: Session, actor: Actor, command: CloseMeeting, *, from_minor: int = 0,
) -> tuple[Act, ...]:
    """Ask for a second officer's word on what a sheet paid out; nothing is asked where nothing was.

    Answers what there is to note of it.  `from_minor` is the amount from which the group's rule asks for it.

    A history that was recorded elsewhere is marked as read in, and nobody is asked.

    Raises:
        NotPermitted: the actor does not keep this group's record.
        AlreadyRequested: the same meeting waits for an answer.
    """
    require(actor, Action.MEETING_RECORD, Target(command.book_id))
    lines: Sequence[SheetLine] = paid_out(command.sheet, from_minor=from_minor)
    if not lines or actor.system:
        return ()
    _, act = ask(session, actor, RequestApproval(
        approval_id=uuid7(command.received_at), subject=subject_of(command.book_id, command.sheet.meeting_id),
        shown=shown_payouts(command.sheet, from_minor=from_minor), at=command.received_at))
    return (act,)


def answer_payouts(session: Session, actor: Actor, meeting_id: UUID, command: Decide) -> State:
    """Give the second officer's word on what a meeting paid out, and on nothing else that waits.

    Raises:
        NotFound: the request is about something else; what takes two has rules of its own for who answers.
        OwnRequest, ApprovalDecided, ApprovalExpired, ShownDiffers: as `decide`.
    """
    require(actor, Action.APPROVE, Target(command.book_id))
    subject = subject_of(command.book_id, meeting_id)
    asked = session.scalar(select(Approval.approval_id).where(
        Approval.book_id == command.book_id, Approval.approval_id == command.approval_id,
        Approval.action == subject.action.value, Approval.subject == subject.name))
    if asked is None:
        raise NotFound()
    return decide(session, actor, command)


def ask_payouts_again(session: Session, actor: Actor, command: AskPayoutsAgain) -> None:
    """Ask once more for the word that nobody gave in time, or that was refused.

    Raises:
        NotPermitted: the actor does not keep this group's record.
        NotFound: no such meeting was closed.
        PayoutsSettled: it was approved, or nothing of it is left to approve.
        AlreadyRequested: it waits for an answer still.
    """
    require(actor, Action.MEETING_RECORD, Target(command.book_id))
    journal_of(session, command.book_id).lock()
    kept = _kept(session, command)
    if kept.state in _GIVEN or kept.state is None:
        raise PayoutsSettled()
    shown = shown_payouts(
        _sheet_of(session, command, kept), put_right=lines_put_right(
            session, command.book_id, first_seq=kept.first_seq, last_seq=kept.last_seq),
        from_minor=amount_rule_on(session, command.book_id, "approval_from", day=kept.held_on))
    if not shown["lines"]:
        raise PayoutsSettled()
    request_approval(session, actor, RequestApproval(
        approval_id=uuid7(command.at), subject=subject_of(command.book_id, command.meeting_id), shown=shown,
        at=command.at))


_GIVEN = (State.APPROVED.value, State.USED.value)


def _kept(session: Session, command: AskPayoutsAgain) -> Any:
    """The meeting with its sheet and the last that was asked about it."""
    book_id, subject = command.book_id, subject_of(command.book_id, command.meeting_id)
    query = (
        select(Meeting.held_on, Meeting.version, Meeting.first_seq, Meeting.last_seq, SheetRow.body_sealed,
               Approval.state)
        .join(SheetRow, and_(SheetRow.book_id == book_id, SheetRow.meeting_id == Meeting.meeting_id,
                             SheetRow.version == Meeting.version))
        .outerjoin(Approval, and_(Approval.book_id == book_id, Approval.action == subject.action.value,
                                  Approval.subject == subject.name))
        .where(Meeting.book_id == book_id, Meeting.meeting_id == command.meeting_id)
        .order_by(Approval.requested_at.desc()).limit(1))
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound()
    return row


def _sheet_of(session: Session, command: AskPayoutsAgain, kept: Any) -> Sheet:
    key = book_key(session, command.book_id)
    body = key.open(kept.body_sealed, f"sheet:{command.meeting_id}:{kept.version}")
    return command.reader(body.encode("utf-8"))
