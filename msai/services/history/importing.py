"""Reading a recorded history into the books, through the same use cases as the screens.

The events are taken in the order of the file.  Money that comes home is sent on one day
and lands on another: its second half waits until the file has passed that day.  A line
that is already in the book changes nothing; the same event with another content is a
conflict.  The caller's transaction makes it all or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.books import insert_rows
from ledgers.errors import LedgerError
from ledgers.sums import sums_wait
from ledgers.tables import metadata
from msai.models.enterprises import ImportedLine
from msai.permissions import Action, Actor, require
from msai.services.history.books import HistoryBooks, Landing
from msai.services.history.events import HANDLERS, LANDINGS
from msai.services.sheets import Sheet

_FIRST_YEAR = 1950
"""No group of this programme is older, and the years of the Minguo and Islamic calendars are lower."""
_YEARS_AHEAD = 10
"""A clock may be wrong by some; the years of the Nepali and Buddhist calendars are further ahead."""


class HistoryRefused(Exception):
    """The file cannot be imported: the number of its line, a stable code, and the facts."""

    def __init__(self, line: int, code: str, **params: Any) -> None:
        super().__init__(line, code, params)
        self.line = line
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """One line of a history, checked for its shape: what names it, when it was, what it says."""

    line: int
    kind: str
    identity: str
    id: UUID
    day: date | None
    data: Mapping[str, Any]
    raw: Mapping[str, Any]
    text: str
    hash: bytes
    sheet: Sheet | None


@dataclass(frozen=True, slots=True)
class ImportHistory:
    """A whole history to be read in: the ids of its books, its events, and the time it is done (ms, UTC)."""

    group_id: UUID
    currency: str
    enterprise_ids: Mapping[str, UUID]
    events: Sequence[HistoryEvent]
    at: int
    progress: Callable[[int], None] = field(default=lambda _done: None)


@dataclass(frozen=True, slots=True)
class ImportDone:
    """What an import did: the book of the group, and how many lines were new and how many known."""

    group_id: UUID
    enterprise_ids: Mapping[str, UUID]
    imported: int
    known: int


def import_history(session: Session, actor: Actor, command: ImportHistory) -> ImportDone:
    """Import what is new of a history.

    Raises:
        HistoryRefused: a line contradicts what was imported before or cannot be posted.
        NotPermitted: the actor may not import histories.
    """
    require(actor, Action.HISTORY_IMPORT)
    _require_likely_days(command)
    known = _known_lines(session, command.group_id)
    for event in command.events:
        if event.identity in known and known[event.identity] != event.hash:
            raise HistoryRefused(event.line, "changed_line", identity=event.identity)
    fresh = [event for event in command.events if event.identity not in known]
    if fresh:
        with sums_wait(session.info):
            _Import(session, actor, command).run(known, fresh)
    return ImportDone(command.group_id, command.enterprise_ids, len(fresh), len(command.events) - len(fresh))


def _require_likely_days(command: ImportHistory) -> None:
    """Refuse the years of another calendar: 2569 in Bangkok, and a book of its own far from all others."""
    last = datetime.fromtimestamp(command.at / 1000, tz=UTC).year + _YEARS_AHEAD
    for event in command.events:
        for day in (event.day, event.data.get("opened"), event.data.get("joined")):
            if day is not None and not _FIRST_YEAR <= day.year <= last:
                raise HistoryRefused(event.line, "date_unlikely", date=day.isoformat())


def _known_lines(session: Session, group_id: UUID) -> dict[str, bytes]:
    query = select(ImportedLine.identity, ImportedLine.line_hash).where(ImportedLine.book_id == group_id)
    return {row.identity: bytes(row.line_hash) for row in session.execute(query)}


class _Import:
    """One run over a file: the books it writes to, and the landings that still wait."""

    def __init__(self, session: Session, actor: Actor, command: ImportHistory) -> None:
        self._session = session
        self._command = command
        self._books = HistoryBooks(session, actor, command)
        self._waiting: list[tuple[date, int, Landing]] = []
        self._today = date.min

    def run(self, known: Mapping[str, bytes], fresh: Sequence[HistoryEvent]) -> None:
        """Take the events in their order; the known ones are only read for what they still have to land."""
        new = {event.identity for event in fresh}
        self._books.remember(event for event in self._command.events if event.identity not in new)
        self._take_back_early_landings(known, fresh)
        for done, event in enumerate(self._command.events, start=1):
            if event.identity in new:
                with _named_by(event.line):
                    self._take(event)
            self._command.progress(done)
        self._land_until(date.max, self._command.events[-1].line)
        insert_rows(
            metadata.tables[ImportedLine.__tablename__],
            [(event.identity, event.hash, event.line) for event in fresh],
            book_id=self._command.group_id, connection=self._session.connection())

    def _take(self, event: HistoryEvent) -> None:
        if event.day is not None:
            self._today = max(self._today, event.day)
            self._land_until(event.day, event.line)
        landing = HANDLERS[event.kind](self._books, event)
        if landing is not None:
            self._waiting.append((landing.landed_on, event.line, landing))
        self._land_until(self._today, event.line)

    def _land_until(self, day: date, line: int) -> None:
        due = sorted((item for item in self._waiting if item[0] <= day), key=lambda item: item[:2])
        self._waiting = [item for item in self._waiting if item[0] > day]
        for _, _, landing in due:
            with _named_by(line):
                self._books.land(landing)

    def _take_back_early_landings(self, known: Mapping[str, bytes], fresh: Sequence[HistoryEvent]) -> None:
        """What an earlier, shorter file let land at its end waits again for its place in the longer one."""
        first_day = min((event.day for event in fresh if event.day), default=date.max)
        for event in self._command.events:
            if event.identity in known and event.kind in LANDINGS:
                landing = LANDINGS[event.kind](self._books, event)
                if landing is not None and landing.landed_on > first_day:
                    again = self._books.take_back(landing)
                    self._waiting.append((landing.landed_on, event.line, again))


@contextmanager
def _named_by(line: int) -> Iterator[None]:
    """A rule of the books that a line breaks is answered with the line's number."""
    try:
        yield
    except LedgerError as error:
        raise HistoryRefused(line, error.code, **error.params) from error
