"""All that was recorded of one kind, newest first, with what was taken back and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.books import SealedNote
from ledgers.money import Money
from msai.messages import N_, Message
from msai.models.enterprises import Document
from msai.models.people_and_land import LineTakenBack
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.sealing import read_note
from msai.services.keys import book_key
from msai.services.land.certificates import CertificateKind
from msai.services.land.chemicals import Chemical, ChemicalUnit
from msai.services.land.parcels import Tenure
from msai.services.views.facts import read_enterprise
from msai.services.views.people_and_land.sums import shown_e4
from msai.services.views.people_and_land.words import word
from msai.services.workforce.incidents import Topic
from msai.services.workforce.keeping import TABLES, LineKind
from msai.services.workforce.suppliers import Bought, Supplier
from msai.services.workforce.work import AgeBand, Answer, Engagement, Role, Sex

PAGE = 40


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as it was said, in a few words each; `reason` is why it was taken back, None while it holds."""

    line_id: UUID
    on: date
    words: tuple[Message | str, ...]
    reason: str | None
    is_reported: bool
    may_settle: bool = False


@dataclass(frozen=True, slots=True)
class LinesView:
    """A page of lines of one kind; `older` is the number of the next page, None after the last."""

    book_id: UUID
    name: str
    kind: LineKind
    title: Message
    is_monthly: bool
    rows: tuple[LineRow, ...]
    page: int
    older: int | None

    @property
    def newer(self) -> int:
        """The number of the page before."""
        return self.page - 1


def show_lines(
    session: Session, actor: Actor, book_id: UUID, *, kind: LineKind, page: int = 0,
) -> LinesView:
    """A page of what was recorded, the newest first.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.PEOPLE_RECORD, Target(book_id))
    facts = read_enterprise(session, book_id)
    table = TABLES[kind]
    found = session.execute(
        _statement(book_id, kind)
        .order_by(getattr(table, _DAYS[kind]).desc(), table.recorded_at.desc(), table.line_id)
        .limit(PAGE + 1).offset(page * PAGE)).all()
    rows = tuple(_row(session, book_id, kind, row, facts.currency) for row in found[:PAGE])
    return LinesView(book_id, facts.name, kind, word(kind), kind in (LineKind.WORK, LineKind.PURCHASE), rows,
                     page, page + 1 if len(found) > PAGE else None)


def show_line(
    session: Session, actor: Actor, book_id: UUID, *, kind: LineKind, line_id: UUID,
) -> LinesView:
    """One line alone, before it is taken back or settled.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.PEOPLE_RECORD, Target(book_id))
    facts = read_enterprise(session, book_id)
    found = session.execute(
        _statement(book_id, kind).where(TABLES[kind].line_id == line_id)).one_or_none()
    if found is None:
        raise NotFound()
    return LinesView(book_id, facts.name, kind, word(kind), kind in (LineKind.WORK, LineKind.PURCHASE),
                     (_row(session, book_id, kind, found, facts.currency),), 0, None)


_DAYS: Mapping[LineKind, str] = {
    LineKind.WORK: "month", LineKind.PURCHASE: "month", LineKind.INCIDENT: "happened_on",
    LineKind.PARCEL: "holds_from", LineKind.CERTIFICATE: "valid_from", LineKind.CHEMICAL: "used_on",
}


def _statement(book_id: UUID, kind: LineKind) -> Any:
    table, back = TABLES[kind], LineTakenBack
    return (
        select(*table.__table__.columns, Document.document_id, back.note_id, t.note.c.salt,
               t.note.c.sealed_text, t.note.c.commitment)
        .outerjoin(Document, and_(Document.book_id == table.book_id,
                                  Document.document_id == table.source_id))
        .outerjoin(back, and_(back.book_id == table.book_id, back.line_id == table.line_id))
        .outerjoin(t.note, and_(t.note.c.book_id == back.book_id, t.note.c.note_id == back.note_id))
        .where(table.book_id == book_id))


def _row(session: Session, book_id: UUID, kind: LineKind, row: Row[Any], currency: str) -> LineRow:
    reason = None
    if row.note_id is not None:
        sealed = SealedNote(row.note_id, bytes(row.salt), bytes(row.sealed_text), bytes(row.commitment))
        reason = read_note(book_key(session, book_id), sealed)
    return LineRow(
        row.line_id, getattr(row, _DAYS[kind]), tuple(_SAID[kind](row, currency)), reason,
        row.document_id is not None,
        kind is LineKind.INCIDENT and row.settles_id is None and reason is None)


def _work(row: Row[Any], currency: str) -> Iterable[Message | str]:
    yield Message(N_("People: %(count)s"), {"count": row.people})
    if row.hours_e4 is not None:
        yield Message(N_("Hours: %(hours)s"), {"hours": shown_e4(row.hours_e4)})
    if row.wages_minor is not None:
        yield Message(N_("Wages: %(amount)s"), {"amount": Money(row.wages_minor, currency)})
    for kind, value in ((Sex, row.sex), (Role, row.role), (Engagement, row.engagement),
                        (AgeBand, row.age_band)):
        if value != "unknown":
            yield word(kind(value))
    for text, value in ((N_("Came back from work abroad: %(answer)s"), row.returnee),
                        (N_("Paid the legal minimum or more: %(answer)s"), row.minimum_pay)):
        if value != "unknown":
            yield Message(text, {"answer": word(Answer(value))})


def _purchase(row: Row[Any], currency: str) -> Iterable[Message | str]:
    yield Message(N_("Amount: %(amount)s"), {"amount": Money(row.amount_minor, currency)})
    yield word(Bought(row.kind))
    yield word(Supplier(row.supplier))
    yield Message(N_("From how many: %(count)s"), {"count": row.suppliers})


def _incident(row: Row[Any], _currency: str) -> Iterable[Message | str]:
    yield word(Topic(row.topic))
    counted = N_("How many: %(count)s") if row.settles_id is None else N_("Settled: %(count)s")
    yield Message(counted, {"count": row.number})


def _parcel(row: Row[Any], _currency: str) -> Iterable[Message | str]:
    yield row.parcel
    yield word(Tenure(row.tenure))
    yield Message(N_("Hectares: %(hectares)s"), {"hectares": shown_e4(row.hectares_e4)})
    yield Message(N_("Organic: %(hectares)s"), {"hectares": shown_e4(row.organic_e4)})


def _certificate(row: Row[Any], _currency: str) -> Iterable[Message | str]:
    yield row.scheme
    yield word(CertificateKind(row.kind))
    yield Message(N_("Until %(day)s"), {"day": row.valid_until})


def _chemical(row: Row[Any], _currency: str) -> Iterable[Message | str]:
    yield word(Chemical(row.kind))
    yield Message(N_("%(quantity)s %(unit)s"), {
        "quantity": shown_e4(row.quantity_e4), "unit": word(ChemicalUnit(row.unit))})
    if row.treated_e4:
        yield Message(N_("Hectares: %(hectares)s"), {"hectares": shown_e4(row.treated_e4)})


_SAID: Mapping[LineKind, Callable[[Row[Any], str], Iterable[Message | str]]] = {
    LineKind.WORK: _work, LineKind.PURCHASE: _purchase, LineKind.INCIDENT: _incident,
    LineKind.PARCEL: _parcel, LineKind.CERTIFICATE: _certificate, LineKind.CHEMICAL: _chemical,
}
