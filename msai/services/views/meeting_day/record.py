"""What the record of a meeting says besides its money: who stood for whom, what was noted, who witnessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from msai.messages import N_, NN_, Message, counted
from msai.models.meetings import WitnessWord
from msai.models.people import PersonKey
from msai.services.keys import vault_of
from msai.services.meeting_day.local_time import local_time, zone_of
from msai.services.meeting_day.witnessing import context_of
from msai.services.sheets import Said, Sheet
from msai.services.views.facts import BookFacts
from msai.services.views.labels import Text
from msai.services.views.naming import Person


@dataclass(frozen=True, slots=True)
class PieceRow:
    """Notes or coins of one face."""

    face_minor: int
    count: int
    total_minor: int


@dataclass(frozen=True, slots=True)
class WitnessRow:
    """What one witness says; `words` are hers, `own_phone` whether she said it on her own."""

    name: Text
    agrees: bool
    words: str | None
    own_phone: bool
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Around:
    """The rest of a meeting's record."""

    closed_at: datetime
    represented: Mapping[int, Text]
    pieces: tuple[PieceRow, ...]
    notes: tuple[str, ...]
    decisions: tuple[str, ...]
    newcomers: tuple[Text, ...]
    witnesses: tuple[WitnessRow, ...]

    @property
    def witness_line(self) -> Message:
        """Whether the meeting was witnessed, by whom, or by how many; a dispute comes first."""
        against = [row for row in self.witnesses if not row.agrees]
        for_it = [row for row in self.witnesses if row.agrees]
        if against:
            return _named(against, N_("Disputed by %(name)s"), NN_(
                "Disputed by %(count)s member", "Disputed by %(count)s members"))
        if for_it:
            return _named(for_it, N_("Witnessed by %(name)s"), NN_(
                "Witnessed by %(count)s member", "Witnessed by %(count)s members"))
        return Message(N_("No other member has confirmed this meeting"))


def read_around(
    session: Session, facts: BookFacts, sheet: Sheet, *, closed_at: int, people: Mapping[int, Person],
) -> Around:
    """The rest of a closed meeting's record, in one statement; `people` are the members by number."""
    zone = zone_of(facts.country, facts.time_zone)
    return Around(
        local_time(closed_at, zone), {number: people[by].name for number, by in sheet.represented_by.items()},
        tuple(_pieces(sheet)), sheet.notes, sheet.decisions,
        tuple(people[new.number].name for new in sheet.newcomers),
        tuple(_witnesses(session, facts, sheet.meeting_id, people={
            person.holder: person for person in people.values()})))


def _pieces(sheet: Sheet) -> Iterator[PieceRow]:
    for face, count in sorted(sheet.pieces.items(), reverse=True):
        if count:
            yield PieceRow(face, count, face * count)


def _witnesses(
    session: Session, facts: BookFacts, meeting_id: UUID, *, people: Mapping[UUID, Person],
) -> Iterator[WitnessRow]:
    """The newest word of each witness, in the order in which they were said."""
    query = (
        select(WitnessWord.member_id, WitnessWord.says, WitnessWord.words_sealed, WitnessWord.own_phone,
               WitnessWord.said_at, PersonKey.wrapped)
        .outerjoin(PersonKey, and_(PersonKey.book_id == facts.book_id,
                                   PersonKey.person_id == WitnessWord.member_id))
        .where(WitnessWord.book_id == facts.book_id, WitnessWord.meeting_id == meeting_id)
        .order_by(WitnessWord.said_at)
    )
    newest = {row.member_id: row for row in session.execute(query)}
    zone = zone_of(facts.country, facts.time_zone)
    for row in sorted(newest.values(), key=lambda row: row.said_at):
        yield WitnessRow(
            people[row.member_id].name, row.says == Said.AGREES.value, _words(session, row, meeting_id),
            row.own_phone, local_time(row.said_at, zone))


def _words(session: Session, row: Row[*tuple[Any, ...]], meeting_id: UUID) -> str | None:
    """Her words; they are gone with her key when she was erased."""
    if row.words_sealed is None or row.wrapped is None:
        return None
    key = vault_of(session).unwrap(row.wrapped, row.member_id)
    return key.open(row.words_sealed, context_of(meeting_id))


def _named(rows: Sequence[WitnessRow], one: str, many: tuple[str, str]) -> Message:
    if len(rows) == 1:
        return Message(one, {"name": rows[0].name})
    return counted(*many, len(rows))
