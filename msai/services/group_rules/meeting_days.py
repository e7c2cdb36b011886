"""On which days a group meets: an iCalendar rule for the machine, a weekday and a rhythm for people.

The rule is kept as RFC 5545 writes it.  The form knows the rhythms that groups have; a
rule from elsewhere that is none of them is kept and obeyed, and shown as it is written.
Where a rhythm skips weeks the rule names the day it counts from (DTSTART).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from dateutil.rrule import rrulestr

from msai.messages import N_, Message
from msai.services.group_rules.forms import RuleValue

EVERY_SUNDAY = "FREQ=WEEKLY;BYDAY=SU"
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LONGEST_GAP = timedelta(days=400)
_ANY_DAY = date(2000, 1, 2)
_FREQUENCY = re.compile(r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;|$)")
_COUNTED_FROM = re.compile(r"DTSTART:(\d{8})(?:T\d{6}Z?)?\n(?:RRULE:)?(.+)")


class Rhythm(StrEnum):
    """How often a group meets on its weekday."""

    WEEKLY = "weekly"
    EVERY_SECOND_WEEK = "every_second_week"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    LAST = "last"


_PLACES: Mapping[Rhythm, str] = {
    Rhythm.FIRST: "1", Rhythm.SECOND: "2", Rhythm.THIRD: "3", Rhythm.FOURTH: "4", Rhythm.LAST: "-1",
}

WEEKDAY_LABELS: Mapping[str, Message] = {
    "MO": Message(N_("Monday")), "TU": Message(N_("Tuesday")), "WE": Message(N_("Wednesday")),
    "TH": Message(N_("Thursday")), "FR": Message(N_("Friday")), "SA": Message(N_("Saturday")),
    "SU": Message(N_("Sunday")),
}

RHYTHM_LABELS: Mapping[Rhythm, Message] = {
    Rhythm.WEEKLY: Message(N_("Every week")),
    Rhythm.EVERY_SECOND_WEEK: Message(N_("Every second week")),
    Rhythm.FIRST: Message(N_("Once a month, the first time this day comes")),
    Rhythm.SECOND: Message(N_("Once a month, the second time this day comes")),
    Rhythm.THIRD: Message(N_("Once a month, the third time this day comes")),
    Rhythm.FOURTH: Message(N_("Once a month, the fourth time this day comes")),
    Rhythm.LAST: Message(N_("Once a month, the last time this day comes")),
}

_WEEKLY: Mapping[str, str] = {
    "MO": N_("The group meets every Monday."), "TU": N_("The group meets every Tuesday."),
    "WE": N_("The group meets every Wednesday."), "TH": N_("The group meets every Thursday."),
    "FR": N_("The group meets every Friday."), "SA": N_("The group meets every Saturday."),
    "SU": N_("The group meets every Sunday."),
}

_RHYTHMS: Mapping[Rhythm, str] = {
    Rhythm.EVERY_SECOND_WEEK: N_("The group meets every second week. Day of the meeting: %(weekday)s."),
    Rhythm.FIRST: N_("The group meets once a month, on the first of these days: %(weekday)s."),
    Rhythm.SECOND: N_("The group meets once a month, on the second of these days: %(weekday)s."),
    Rhythm.THIRD: N_("The group meets once a month, on the third of these days: %(weekday)s."),
    Rhythm.FOURTH: N_("The group meets once a month, on the fourth of these days: %(weekday)s."),
    Rhythm.LAST: N_("The group meets once a month, on the last of these days: %(weekday)s."),
}


@dataclass(frozen=True, slots=True)
class MeetingDays:
    """A rhythm and a weekday (`MO` to `SU`); `counted_from` where the rhythm skips weeks."""

    rhythm: Rhythm
    weekday: str
    counted_from: date | None = None


def write_days(days: MeetingDays) -> str:
    """The iCalendar rule of a rhythm."""
    if days.rhythm is Rhythm.WEEKLY:
        return f"FREQ=WEEKLY;BYDAY={days.weekday}"
    if days.rhythm is not Rhythm.EVERY_SECOND_WEEK:
        return f"FREQ=MONTHLY;BYDAY={_PLACES[days.rhythm]}{days.weekday}"
    rule = f"FREQ=WEEKLY;INTERVAL=2;BYDAY={days.weekday}"
    return f"DTSTART:{days.counted_from:%Y%m%d}T000000\nRRULE:{rule}" if days.counted_from else rule


def read_days(text: str) -> MeetingDays | None:
    """The rhythm an iCalendar rule describes; None where it is none of those the form knows."""
    counted_from, rule = _taken_apart(text)
    days = _BY_RULE.get(rule)
    return replace(days, counted_from=counted_from) if days else None


_BY_RULE = {write_days(days): days
            for days in (MeetingDays(rhythm, weekday) for rhythm in Rhythm for weekday in WEEKDAYS)}


def count_from(text: str, day: date) -> str:
    """The same rule counted from the first of its weekdays on or after a day, where it skips weeks."""
    days = read_days(text)
    if days is None or days.rhythm is not Rhythm.EVERY_SECOND_WEEK:
        return text
    ahead = (WEEKDAYS.index(days.weekday) - day.weekday()) % 7
    return write_days(MeetingDays(days.rhythm, days.weekday, day + timedelta(days=ahead)))


def is_rule(text: str) -> bool:
    """Whether a text can be read as a rule for meeting days: days, weeks, months or years, not seconds."""
    counted_from, rule = _taken_apart(text)
    if not _FREQUENCY.match(rule):
        return False
    try:
        rrulestr(rule, dtstart=_midnight(counted_from or _ANY_DAY))
    except (ValueError, TypeError, KeyError, AttributeError):
        return False
    return True


@lru_cache(maxsize=4096)
def is_meeting_day(text: str, day: date) -> bool:
    """Whether a group with this rule meets on a day."""
    return last_meeting_day(text, day) == day


@lru_cache(maxsize=4096)
def last_meeting_day(text: str, day: date) -> date | None:
    """The latest meeting day up to and with a day; None where none lies within the last year."""
    days = read_days(text)
    if days is not None:
        return _first_that_comes(days, day, weeks=-1)
    counted_from, rule = _asked(text)
    # A rule without a first day is asked from a day on which it can begin, so that today is never skipped.
    first = counted_from or day - _LONGEST_GAP - timedelta(days=(day - _LONGEST_GAP).weekday())
    found = rrulestr(rule, dtstart=_midnight(first)).before(_midnight(day), inc=True)
    return found.date() if found is not None and found.date() > day - _LONGEST_GAP else None


@lru_cache(maxsize=4096)
def next_meeting_day(text: str, day: date) -> date | None:
    """The first meeting day after a day; None where the rule has come to its end."""
    days = read_days(text)
    if days is not None:
        return _first_that_comes(days, max(day + timedelta(days=1), days.counted_from or day), weeks=1)
    counted_from, rule = _asked(text)
    found = rrulestr(rule, dtstart=_midnight(counted_from or day)).after(_midnight(day))
    return found.date() if found is not None else None


def _first_that_comes(days: MeetingDays, start: date, *, weeks: int) -> date | None:
    """The first day of a rhythm from a day on, that day too; backwards where `weeks` is -1."""
    to_weekday = (WEEKDAYS.index(days.weekday) - start.weekday()) * weeks % 7
    nearest = start + timedelta(days=to_weekday * weeks)
    around = (nearest + timedelta(weeks=weeks * far) for far in range(_FEWEST_WEEKS))
    return next((day for day in around if _comes(days, day)), None)


_FEWEST_WEEKS = 6
"""A rhythm comes at least once in as many of its weekdays: once a month is after five weeks at most."""


def _comes(days: MeetingDays, day: date) -> bool:
    """Whether a rhythm comes on one of its weekdays."""
    first = days.counted_from
    if first is not None and day < first:
        return False
    if days.rhythm is Rhythm.EVERY_SECOND_WEEK:
        # RFC 5545 counts whole weeks from Monday to Sunday; without a first day none is skipped.
        return first is None or (day - first + timedelta(days=first.weekday())).days // 7 % 2 == 0
    if days.rhythm is Rhythm.LAST:
        return (day + timedelta(weeks=1)).month != day.month
    return days.rhythm is Rhythm.WEEKLY or (day.day + 6) // 7 == int(_PLACES[days.rhythm])


def days_words(value: RuleValue, currency: str) -> tuple[Message, ...]:
    """On which days the group meets, as people say it."""
    text = str(value or EVERY_SUNDAY)
    days = read_days(text)
    if days is None:
        return (Message(N_("The group meets by this rule of the calendar: %(rule)s"), {"rule": text}),)
    if days.rhythm is Rhythm.WEEKLY:
        return (Message(_WEEKLY[days.weekday]),)
    return (Message(_RHYTHMS[days.rhythm], {"weekday": WEEKDAY_LABELS[days.weekday]}),)


def _taken_apart(text: str) -> tuple[date | None, str]:
    found = _COUNTED_FROM.fullmatch(text)
    return (date.fromisoformat(found[1]), found[2]) if found else (None, text.removeprefix("RRULE:"))


def _asked(text: str) -> tuple[date | None, str]:
    """The rule as it is asked: one that skips weeks and names no first day cannot say which, so none is."""
    counted_from, rule = _taken_apart(text)
    return counted_from, rule if counted_from else re.sub(r";INTERVAL=\d+", "", rule)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
