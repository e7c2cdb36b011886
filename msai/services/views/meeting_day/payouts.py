"""What a meeting paid out and a second officer's word on it: asked, too late, refused, given."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from msai.approvals import digest_of
from msai.models.governance import Approval
from msai.permissions import Action, Actor, Target, is_allowed
from msai.services.meeting_approvals import lines_put_right, paid_out, shown_payouts
from msai.services.sheets import Sheet, SheetLine
from msai.services.views.labels import Text
from msai.services.views.meetings import moment_of
from msai.services.views.naming import recorder_name


@dataclass(frozen=True, slots=True)
class Payouts:
    """What the meeting paid out, and where the second officer's word on it stands.

    `state` is as in `state_of`.  `asked` are the lines she is asked about and `seen` the digest of what she
    is shown; lines that were put right since are left out of what is asked again.
    """

    approval: Approval | None
    state: str
    asked: tuple[SheetLine, ...]
    seen: str

    def state_of_line(self, line: SheetLine) -> str:
        """Where one line that wants her word stands; what is no longer asked about wants none."""
        return self.state if line in self.asked or self.state == "approved" else "none"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Pay-outs without her word, late or refused, and who answered when; `may_ask` whether to ask again."""

    state: str
    answered_by: Text | None
    answered_at: datetime | None
    may_ask: bool
    may_put_right: bool


def state_of(approval: Approval | None, *, at: int) -> str:
    """`waiting`, `late`, `refused` or `approved`; what was never asked waits."""
    if approval is None:
        return "waiting"
    if approval.state == "expired" or (approval.state == "pending" and approval.expires_at <= at):
        return "late"
    return _STATES[approval.state]


_STATES: Mapping[str, str] = {
    "pending": "waiting", "approved": "approved", "used": "approved", "refused": "refused"}


def read_payouts(
    session: Session, sheet: Sheet, approval: Approval | None, kept: Any, *, from_minor: int, at: int,
) -> Payouts:
    """What stands with the second officer; one statement where something is late, refused or asked again."""
    state = state_of(approval, at=at)
    whole = digest_of(shown_payouts(sheet, from_minor=from_minor))
    put_right: Collection[str] = ()
    is_as_asked = approval is None or bytes(approval.shown_digest) == whole
    if state in ("late", "refused") or not is_as_asked:
        put_right = lines_put_right(
            session, kept.book_id, first_seq=kept.first_seq, last_seq=kept.last_seq)
    asked = tuple(line for line in paid_out(sheet, from_minor=from_minor) if line.ref not in put_right)
    seen = digest_of(shown_payouts(sheet, from_minor=from_minor, put_right=put_right))
    return Payouts(approval, state, asked, seen.hex())


def read_unanswered(session: Session, actor: Actor, payouts: Payouts) -> Unanswered | None:
    """What the record says where her word is missing for good; None while it may come, or when it came."""
    approval = payouts.approval
    if approval is None or payouts.state not in ("late", "refused") or not payouts.asked:
        return None
    target = Target(approval.book_id)
    by, at = approval.checker_id, approval.decided_at
    return Unanswered(
        payouts.state, recorder_name(session, by) if by else None, moment_of(at) if by and at else None,
        is_allowed(actor, Action.MEETING_RECORD, target), is_allowed(actor, Action.REVERSE, target))
