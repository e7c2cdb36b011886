"""What a book has told others and they have not taken in yet, with the reason each of them gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msai.messages import N_, Message
from msai.models.enterprises import Outbox
from msai.services.views.meetings import moment_of

_REASONS: Mapping[str, str] = {
    "not_sent_yet": N_("The group has not written down yet that its part was sent."),
    "rate_missing": N_("The group has no mid rate for the day yet."),
    "nothing_declared": N_("The group has no mid rate for the day yet."),
    "remittance_moved": N_("It was written down there as come back or lost. Ask both sides which is true."),
    "cycle_closed": N_("The other book has no open cycle for it."),
    "not_found": N_("It waits there for another message that comes first."),
}
_OTHER = N_("The other side could not take it in yet.")
_NEW = N_("It is on its way.")


@dataclass(frozen=True, slots=True)
class LetterSaid:
    """One message: left on a day, tried so often, and why it waits."""

    on: date
    tries: int
    reason: Message
    code: str


def list_letters(session: Session, book_id: UUID) -> tuple[LetterSaid, ...]:
    """The messages of a book that wait, oldest first."""
    rows = session.execute(
        select(Outbox.made_at, Outbox.tries, Outbox.last_code)
        .where(Outbox.book_id == book_id, Outbox.done_at.is_(None))
        .order_by(Outbox.made_at, Outbox.message_id))
    return tuple(LetterSaid(moment_of(row.made_at).date(), row.tries or 0, _reason(row.last_code),
                            row.last_code or "") for row in rows)


def _reason(code: str | None) -> Message:
    return Message(_NEW if code is None else _REASONS.get(code, _OTHER))
