"""Money that left the group at a meeting waits for a second officer's word.

The sheet posts what happened; its pay-outs are one request, bound to exactly these lines.
Until another officer approves it, the meeting's record shows them as not yet approved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from msai.approvals import RequestApproval, Subject, ask
from msai.audit import Act
from msai.ids import uuid7
from msai.permissions import Action, Actor, Target, require
from msai.services.sheets import PAID_OUT, CloseMeeting, LineKind, Sheet, SheetLine

_ALWAYS = frozenset({LineKind.LOAN, LineKind.REDEMPTION})


def subject_of(book_id: UUID, meeting_id: UUID) -> Subject:
    """What the approval is about: the recording of this meeting."""
    return Subject(book_id, Action.MEETING_RECORD, f"meeting:{meeting_id}")


def paid_out(sheet: Sheet, *, from_minor: int = 0) -> list[SheetLine]:
    """The lines of a sheet that want a second officer's word: money that left the group for a member.

    By the group's rule small payments may go without it.  What counts is what one member was
    paid at the meeting in all, or a large payment could be split; loans and investment parts
    always want the word.
    """
    lines = [line for line in sheet.lines if line.kind in PAID_OUT]
    together: dict[int | None, int] = {}
    for line in lines:
        together[line.member] = together.get(line.member, 0) + line.amount_minor
    return [line for line in lines if line.kind in _ALWAYS or together[line.member] >= from_minor]


def shown_payouts(sheet: Sheet, *, from_minor: int = 0) -> Mapping[str, Any]:
    """What the second officer is shown, and approves: every pay-out of the sheet as it stands."""
    return {
        "meeting": str(sheet.meeting_id), "date": sheet.held_on.isoformat(),
        "lines": [_shown(line) for line in paid_out(sheet, from_minor=from_minor)],
    }


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
