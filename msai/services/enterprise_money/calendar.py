"""Months and years as an enterprise reckons them: the last day of a month, and the end of its own year."""

from __future__ import annotations

from datetime import date, timedelta


def end_of_month(day: date) -> date:
    """The last day of the month of a day."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def first_of_month(day: date, *, later: int = 0) -> date:
    """The first day of the month so many months after that of a day; below nought, before it."""
    month = day.year * 12 + day.month - 1 + later
    return date(month // 12, month % 12 + 1, 1)


def months_later(day: date, months: int) -> date:
    """The last day of the month so many months after that of a day."""
    return end_of_month(first_of_month(day, later=months))


def months_between(first: date, last: date) -> int:
    """How many ends of a month come after the first day's own month, up to the last day; at least none."""
    whole = (last.year - first.year) * 12 + last.month - first.month
    return max(0, whole if last == end_of_month(last) else whole - 1)


def year_began(opened_on: date, *, closed_until: date | None, day: date) -> date:
    """The first day of the enterprise's own year that a day belongs to.

    Years follow the last that was closed; before the first close they begin with the month of the opening.
    """
    first = opened_on.replace(day=1) if closed_until is None else closed_until + timedelta(days=1)
    years = day.year - first.year - ((day.month, day.day) < (first.month, first.day))
    return first if years <= 0 else first.replace(year=first.year + years, day=1)


def year_ends(opened_on: date, *, closed_until: date | None, today: date) -> tuple[date, ...]:
    """The days on which the next year can end: twelve months after the last, or any month end of the first.

    The first year of an enterprise is at most twelve months long; by its end the enterprise chooses the month
    in which its years begin. A year is closed once it is over, so that nothing of its last day is shut out.
    """
    if closed_until is not None:
        first, most = months_later(closed_until, 12), 1
    else:
        first, most = end_of_month(opened_on), 12
    return tuple(end for n in range(most) if (end := months_later(first, n)) < today)
