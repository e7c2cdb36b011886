"""Lines as they are kept: once for each report or form, never changed, taken back with a reason.

What is sent twice is kept once. A report that comes again and says something else is refused: it is taken
back, with all its lines, before another is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Row, and_, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from ledgers.books import add_note
from msai import audit
from msai.ids import uuid7
from msai.models.enterprises import Document
from msai.models.people_and_land import (
    Certificate,
    ChemicalUse,
    LandParcel,
    LineTakenBack,
    SupplierPurchase,
    WorkIncident,
    WorkLine,
)
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.sealing import make_note
from msai.services.keys import book_key
from msai.services.meeting_records import NOBODY
from msai.services.workforce.errors import LineOfReport, LinesDiffer, ReasonMissing, TakenBackAlready

_INSERT: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class LineKind(StrEnum):
    """What a line is about."""

    WORK = "work"
    PURCHASE = "purchase"
    INCIDENT = "incident"
    PARCEL = "parcel"
    CERTIFICATE = "certificate"
    CHEMICAL = "chemical"


TABLES: Mapping[LineKind, Any] = {
    LineKind.WORK: WorkLine, LineKind.PURCHASE: SupplierPurchase, LineKind.INCIDENT: WorkIncident,
    LineKind.PARCEL: LandParcel, LineKind.CERTIFICATE: Certificate, LineKind.CHEMICAL: ChemicalUse,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The report or form that says something: its id (made where it was filled in), and when it came."""

    book_id: UUID
    source_id: UUID
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack:
    """A line that was wrong, and why."""

    book_id: UUID
    kind: LineKind
    line_id: UUID
    reason: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeReportBack:
    """All that a monthly report said of people and land, and why it does not hold."""

    book_id: UUID
    report_id: UUID
    reason: str
    at: int


def line_id_of(source_id: UUID, kind: LineKind, line_ref: str) -> UUID:
    """The id of a line: the same whenever the same report says it."""
    return uuid5(source_id, f"{kind}:{line_ref}")


def keep_lines(
    session: Session, actor: Actor, said: Said, *, kind: LineKind, rows: Mapping[str, Mapping[str, Any]],
) -> None:
    """Keep the lines of a report or form, by their place in it; the same again changes nothing.

    Raises:
        LinesDiffer: it was kept before and said something else.
    """
    table = TABLES[kind]
    before = session.execute(select(*table.__table__.columns).where(
        table.book_id == said.book_id, table.source_id == said.source_id)).all()
    if before:
        _require_same(before, rows)
        return
    values = [{"book_id": said.book_id, "line_id": line_id_of(said.source_id, kind, line_ref),
               "source_id": said.source_id, "line_ref": line_ref, "recorded_by": actor.user_id or NOBODY,
               "recorded_at": said.at, **row} for line_ref, row in rows.items()]
    if not values:
        return
    connection = session.connection()
    connection.execute(_INSERT[connection.dialect.name](table).on_conflict_do_nothing(), values)
    audit.record(session, actor, book_id=said.book_id, action=Action.PEOPLE_RECORD,
                 subject=f"{kind}:{said.source_id}", at=said.at)


def _require_same(before: Sequence[Row[Any]], rows: Mapping[str, Mapping[str, Any]]) -> None:
    kept = {row.line_ref: row._mapping for row in before}
    if kept.keys() != rows.keys() or any(
            kept[line_ref][name] != value for line_ref, row in rows.items() for name, value in row.items()):
        raise LinesDiffer()


def holds(table: Any, book_id: UUID) -> ColumnElement[bool]:
    """The condition that a line of a book was not taken back, for use in a statement on its table."""
    held: ColumnElement[bool] = table.line_id.not_in(
        select(LineTakenBack.line_id).where(LineTakenBack.book_id == book_id))
    return held


def take_back(session: Session, actor: Actor, command: TakeBack) -> None:
    """Take a line back, with the reason; it stays to be seen, and counts no more.

    Raises:
        NotPermitted, NotFound
        ReasonMissing: nothing was said.
        LineOfReport: it stands in a monthly report.
        TakenBackAlready
    """
    require(actor, Action.PEOPLE_RECORD, Target(command.book_id))
    table = TABLES[command.kind]
    row = session.execute(
        select(table.source_id, Document.document_id, LineTakenBack.taken_at)
        .outerjoin(Document, and_(Document.book_id == table.book_id,
                                  Document.document_id == table.source_id))
        .outerjoin(LineTakenBack, and_(LineTakenBack.book_id == table.book_id,
                                       LineTakenBack.line_id == table.line_id))
        .where(table.book_id == command.book_id, table.line_id == command.line_id)).one_or_none()
    if row is None:
        raise NotFound()
    if row.document_id is not None:
        raise LineOfReport()
    if row.taken_at is not None:
        raise TakenBackAlready()
    _take(session, actor, command.book_id, [command.line_id], reason=command.reason, at=command.at)
    audit.record(session, actor, book_id=command.book_id, action=Action.PEOPLE_RECORD,
                 subject=f"taken_back:{command.line_id}", at=command.at)


def take_report_back(session: Session, actor: Actor, command: TakeReportBack) -> int:
    """Take back all lines of a monthly report that still hold; answers how many there were.

    Raises:
        NotPermitted, NotFound, ReasonMissing
    """
    require(actor, Action.PEOPLE_RECORD, Target(command.book_id))
    held = [line_id for table in TABLES.values() for line_id in session.scalars(
        select(table.line_id).where(table.book_id == command.book_id, table.source_id == command.report_id,
                                    holds(table, command.book_id)))]
    if held:
        _take(session, actor, command.book_id, held, reason=command.reason, at=command.at)
        audit.record(session, actor, book_id=command.book_id, action=Action.PEOPLE_RECORD,
                     subject=f"taken_back:{command.report_id}", at=command.at)
    return len(held)


def _take(
    session: Session, actor: Actor, book_id: UUID, line_ids: Iterable[UUID], *, reason: str, at: int,
) -> None:
    words = reason.strip()
    if not words:
        raise ReasonMissing(path="reason")
    note = make_note(book_key(session, book_id), uuid7(at), words)
    add_note(session, book_id, note)
    session.execute(insert(LineTakenBack), [
        {"book_id": book_id, "line_id": line_id, "note_id": note.note_id,
         "taken_by": actor.user_id or NOBODY, "taken_at": at} for line_id in line_ids])
