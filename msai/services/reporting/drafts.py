"""A month that is still being filled in, saved as it is typed: whoever opens it goes on where it stopped.

A draft is what stands in the boxes, word for word, mistakes included; it is looked at only when it is sent.
Each saving names the version it knows, and nothing is ever overwritten unseen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from msai.models.reporting import MonthDraft
from msai.permissions import Action, Actor, Target, require
from msai.services.keys import book_key
from msai.services.meeting_records import NOBODY
from msai.services.reporting.errors import MonthDraftMoved, ReportTooLong
from msai.services.reporting.sending import LARGEST_BYTES, MOST_LINES

LONGEST_FIELD_NAME = 60
"""No box has a longer name; whoever reads a draft takes numbers out of names."""

_INSERT: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveMonthDraft:
    """What stands in the boxes; `version` is the one that was known, nought for a new draft."""

    book_id: UUID
    month: date
    report_id: UUID
    version: int
    typed: Mapping[str, str]
    at: int


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft as it was saved last; without a version there is none yet."""

    version: int = 0
    report_id: UUID | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    saved_at: int = 0
    saved_by: UUID | None = None


def save_month_draft(session: Session, actor: Actor, command: SaveMonthDraft) -> KeptDraft:
    """Save what stands in the boxes as the next version; the same again is the same version.

    Raises:
        NotPermitted, NotFound: she does not report for this enterprise.
        MonthDraftMoved: somebody saved another version in between.
        ReportTooLong: nobody fills in so much.
    """
    require(actor, Action.MONTH_ENTER, Target(command.book_id))
    typed = {name: text for name, text in command.typed.items() if text}
    body = json.dumps(typed, ensure_ascii=False, sort_keys=True)
    if len(body.encode("utf-8", "replace")) > LARGEST_BYTES or any(
            len(name) > LONGEST_FIELD_NAME for name in typed):
        raise ReportTooLong(lines=MOST_LINES)
    standing = read_month_draft(session, actor, command.book_id, command.month)
    saved = KeptDraft(command.version + 1, standing.report_id or command.report_id, typed, command.at,
                      actor.user_id or NOBODY)
    if standing.typed == typed and standing.version:
        return standing
    if standing.version != command.version or not _write(session, command, saved, body):
        raise MonthDraftMoved()
    return saved


def read_month_draft(session: Session, actor: Actor, book_id: UUID, month: date) -> KeptDraft:
    """The draft of a month; an empty one where nobody began.

    Raises:
        NotPermitted, NotFound: she does not report for this enterprise.
    """
    require(actor, Action.MONTH_ENTER, Target(book_id))
    row = session.execute(select(
        MonthDraft.version, MonthDraft.report_id, MonthDraft.body_sealed, MonthDraft.saved_at,
        MonthDraft.saved_by).where(MonthDraft.book_id == book_id, MonthDraft.month == month)).one_or_none()
    if row is None:
        return KeptDraft()
    typed = json.loads(book_key(session, book_id).open(bytes(row.body_sealed), _context(month)))
    return KeptDraft(row.version, row.report_id, typed, row.saved_at, row.saved_by)


def discard_month_draft(session: Session, actor: Actor, book_id: UUID, month: date) -> None:
    """Throw away what was filled in of a month; what was sent stays.

    Raises:
        NotPermitted, NotFound: she does not report for this enterprise.
    """
    require(actor, Action.MONTH_ENTER, Target(book_id))
    session.execute(delete(MonthDraft).where(MonthDraft.book_id == book_id, MonthDraft.month == month))


def _write(session: Session, command: SaveMonthDraft, saved: KeptDraft, body: str) -> bool:
    """Whether it was written: not where somebody else was faster by the blink of an eye."""
    values = {
        "report_id": saved.report_id, "version": saved.version, "saved_at": saved.saved_at,
        "saved_by": saved.saved_by,
        "body_sealed": book_key(session, command.book_id).seal(body, _context(command.month))}
    if command.version:
        done: Any = session.execute(update(MonthDraft).where(
            MonthDraft.book_id == command.book_id, MonthDraft.month == command.month,
            MonthDraft.version == command.version).values(values))
        return bool(done.rowcount)
    connection = session.connection()
    done = connection.execute(_INSERT[connection.dialect.name](MonthDraft).values(
        book_id=command.book_id, month=command.month, **values).on_conflict_do_nothing())
    return bool(done.rowcount)


def _context(month: date) -> str:
    return f"month_draft:{month:%Y-%m}"
