"""Reading a recorded history: one event a line, set-up first, then by date.

A file is read whole before anything is imported.  What is damaged, cut off in the middle
of a line, out of order or from another programme is refused with the number of the line and a code.
Each event is named by its own id or key, or by its kind, its stake or group, its date and
which of these it is, so that the same line is known again in a longer file.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from marshmallow import ValidationError

from ledgers.errors import LedgerError
from msai.imports.history_events import EVENTS, SET_UP
from msai.schemas.meetings import load_sheet
from msai.services.history import HistoryEvent, HistoryRefused
from msai.services.sheets import Sheet

NAMESPACE = UUID("3c0a7d5e-8f0b-5c7d-9a51-1f6e2a4b9d10")
"""The name space of books that are opened by a history's set-up line."""


@dataclass(frozen=True, slots=True)
class History:
    """A history as it was read: the ids of its books by key, and its events in the order of the file."""

    group_id: UUID
    currency: str
    enterprise_ids: Mapping[str, UUID]
    events: tuple[HistoryEvent, ...]


def read_history(content: bytes) -> History:
    """Read a history file.

    Raises:
        HistoryRefused: with the line, the code and the facts; nothing is imported.
    """
    lines = list(_json_lines(content))
    if not lines:
        raise HistoryRefused(1, "empty_file")
    group = _set_up(lines[0])
    names = Counter[str]()
    events = tuple(_event(line, group, names) for line in lines)
    _require_order(events)
    enterprises = {event.data["key"]: uuid5(group.id, event.text) for event in events
                   if event.kind == "enterprise"}
    return History(group.id, group.currency, enterprises, events)


@dataclass(frozen=True, slots=True)
class _Group:
    """The group a file is about: its set-up line, and what the other lines are read with."""

    line: int
    id: UUID
    key: str
    currency: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is an event: what it says, and the same in its one form."""

    number: int
    raw: dict[str, Any]
    text: str


def _set_up(line: _Line) -> _Group:
    if line.raw["event"] != "group":
        raise HistoryRefused(line.number, "not_a_history")
    said = _checked(line.number, line.raw)
    return _Group(line.number, uuid5(NAMESPACE, line.text), said["key"], said["currency"])


def _require_order(events: Sequence[HistoryEvent]) -> None:
    """Refuse a file whose dated lines do not follow one another: posted like that, it is another book."""
    latest: date | None = None
    for event in events:
        if event.day is None:
            continue
        if latest is not None and event.day < latest:
            raise HistoryRefused(
                event.line, "out_of_order", date=event.day.isoformat(), after=latest.isoformat())
        latest = event.day


def canonical(raw: Mapping[str, Any]) -> str:
    """An event in the one form that is compared: JSON, keys in order, no spaces."""
    return json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _json_lines(content: bytes) -> Iterator[_Line]:
    for number, line in enumerate(content.split(b"\n"), start=1):
        if line.strip():
            yield _json_line(number, line)


def _json_line(number: int, line: bytes) -> _Line:
    try:
        raw = json.loads(line.decode("utf-8"), object_pairs_hook=_no_key_twice, parse_constant=_refuse)
    except UnicodeDecodeError:
        raise HistoryRefused(number, "not_utf8") from None
    except (ValueError, RecursionError):
        raise HistoryRefused(number, "not_json") from None
    if not isinstance(raw, dict) or not isinstance(raw.get("event"), str):
        raise HistoryRefused(number, "not_an_event")
    text = canonical(raw)
    _require_unicode(number, text)
    return _Line(number, raw, text)


def _require_unicode(number: int, text: str) -> None:
    # Half of a pair of surrogates can be escaped in JSON and stored nowhere.
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise HistoryRefused(number, "not_unicode") from None


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _checked(number: int, raw: Mapping[str, Any]) -> dict[str, Any]:
    schema = EVENTS.get(raw["event"])
    if schema is None:
        raise HistoryRefused(number, "unknown_event", event=raw["event"])
    try:
        loaded: dict[str, Any] = schema.load(dict(raw))
    except ValidationError as error:
        path, problem = next(_problems(error.messages))
        raise HistoryRefused(number, problem, path=path) from None
    except LedgerError as error:
        raise HistoryRefused(number, error.code, **error.params) from None
    return loaded


def _problems(messages: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _problems(inner, f"{path}.{name}" if path else str(name))
        return
    for text in messages if isinstance(messages, list) else [messages]:
        yield path, text if isinstance(text, str) and text.isidentifier() else "wrong_value"


def _event(line: _Line, group: _Group, names: Counter[str]) -> HistoryEvent:
    number, raw, text = line.number, line.raw, line.text
    data = _checked(number, raw)
    kind = raw["event"]
    if data.get("group", group.key) != group.key or (kind == "group" and number > group.line):
        raise HistoryRefused(number, "other_group", group=data["key"] if kind == "group" else data["group"])
    identity = _identity(kind, data, names)
    names[identity] += 1
    if names[identity] > 1:
        raise HistoryRefused(number, "event_twice", identity=identity)
    sheet = _sheet(number, raw, group.currency) if kind == "meeting" else None
    return HistoryEvent(
        number, kind, identity, uuid5(group.id, identity), _date(kind, data), data, raw, text,
        sha256(text.encode("utf-8")).digest(), sheet)


def _identity(kind: str, data: Mapping[str, Any], names: Counter[str]) -> str:
    if kind == "member":
        return f"member:{data['number']}"
    for name in ("id", "key"):
        if name in data and kind != "backer_capital":
            return f"{kind}:{data[name]}"
    # A backer's key names the backer, who may put money in more than once.
    owner = data.get("key") or data.get("stake") or data.get("group") or data.get("enterprise")
    stem = f"{kind}:{owner}:{data['date']}"
    names[stem] += 1
    return f"{stem}:{names[stem]}"


def _date(kind: str, data: Mapping[str, Any]) -> date | None:
    if kind in SET_UP:
        return None
    day: date = data["date"] if "date" in data else data["sent"]
    return day


def _sheet(number: int, raw: Mapping[str, Any], currency: str) -> Sheet:
    payload = {name: value for name, value in raw.items() if name not in ("event", "group", "id")}
    try:
        return load_sheet(payload, currency=currency, meeting_id=UUID(raw["id"]))
    except LedgerError as error:
        raise HistoryRefused(number, error.code, **error.params) from None
