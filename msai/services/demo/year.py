"""A year of a demo group as a recorded history, and the sheet that waits at its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from msai.services.demo.farms import STAKE, around, first_money
from msai.services.demo.meetings import Minutes, Sunday, hold
from msai.services.demo.programme import Scheme, sundays
from msai.services.demo.purse import Purse

NAMESPACE = UUID("6b9e1d8c-2f34-5a17-8c55-0d2f9e7a4b61")
"""The name space of the papers of demo groups."""

HELD = "demo-netherlands"
"""The group whose last sheet waits to be mended."""

TOLD_IN_FULL, MONTHS_IN_FULL = "demo-hogs", 5
"""The farm that sends its last months itself, box by box, and how many they are; the year leaves them out."""

Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WrittenYear:
    """The events of a year, oldest first, and the last sheet where it did not agree with the book."""

    scheme: Scheme
    events: tuple[Event, ...]
    held: Event | None


def meeting_id(scheme: Scheme, build: int, day: date) -> UUID:
    """The id of the meeting of a Sunday in one build of the demo."""
    return uuid5(NAMESPACE, f"{build}:{scheme.key}:{day.isoformat()}")


def write_year(scheme: Scheme, *, today: date, build: int) -> WrittenYear:
    """The year of a group before a day; `build` makes its books others than those of the build before."""
    days = tuple(map(_sunday, range(len(sundays(today))), sundays(today)))
    minutes = Minutes(scheme, Purse(scheme.currency))
    names = uuid5(NAMESPACE, f"{build}:{scheme.key}")
    events = list(_set_up(scheme, days[0].day, build))
    for sunday in days[:-1] if scheme.key == HELD else days:
        events.append(hold(minutes, sunday, str(meeting_id(scheme, build, sunday.day))))
        events += around(minutes, sunday, names=names)
    held = _held(minutes, days[-1], build) if scheme.key == HELD else None
    return WrittenYear(scheme, tuple(
        event for event in events if _is_over(event, today) and not _is_told(event, today)), held)


def told_month(today: date, back: int) -> date:
    """The first day of a month before a day: nought is the last whole one."""
    number = today.year * 12 + today.month - 2 - back
    return date(number // 12, number % 12 + 1, 1)


def _sunday(week: int, day: date) -> Sunday:
    return Sunday(week, day, day.day <= 7, (day + timedelta(days=7)).month != day.month)


def _is_over(event: Event, today: date) -> bool:
    said = event.get("landed") or event.get("date")
    return said is None or date.fromisoformat(said) <= today


def _is_told(event: Event, today: date) -> bool:
    """Whether the farm tells it itself."""
    since = told_month(today, MONTHS_IN_FULL - 1)
    return (event["event"] == "monthly_report" and event["enterprise"] == TOLD_IN_FULL
            and date.fromisoformat(event["date"]) >= since)


def _held(minutes: Minutes, sunday: Sunday, build: int) -> Event:
    """A sheet whose opening was written down wrong by one share: it is kept, and waits."""
    sheet = dict(hold(minutes, sunday, str(meeting_id(minutes.scheme, build, sunday.day))))
    opening = dict(sheet["opening"])
    scheme, purse = minutes.scheme, minutes.purse
    was = next(iter(opening))
    opening[was] = purse.say(scheme.share_minor)
    return {name: said for name, said in sheet.items() if name not in ("event", "group", "id")} | {
        "opening": opening}


def _set_up(scheme: Scheme, opened: date, build: int) -> Iterator[Event]:
    day, farm = opened.isoformat(), scheme.farm
    yield {"event": "group", "key": scheme.key, "name": scheme.name, "country": scheme.country,
           "currency": scheme.currency, "opened": day, "rules": scheme.rules, "demo": build,
           "tenders": [{"key": "box", "kind": "cash"}, {"key": "bank", "kind": "bank"},
                       {"key": "wallet", "kind": "wallet"}]}
    for number, name in enumerate(scheme.members, start=1):
        yield {"event": "member", "group": scheme.key, "number": number, "name": name, "sex": None,
               "joined": day}
    yield {"event": "enterprise", "key": farm.key, "name": farm.name, "country": farm.country,
           "currency": farm.currency, "activities": list(farm.activities)}
    yield {"event": "stake", "key": STAKE, "group": scheme.key, "enterprise": farm.key,
           "instrument": farm.instrument, "opened": day}
    yield first_money(scheme, opened)
