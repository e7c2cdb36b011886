"""The period of a statement: chosen by a word, or typed as two days.

A period that is not over has no last day, so that a statement of today holds everything that
is recorded and agrees with every page drawn without a date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ledgers.cycles import Cycle
from msai.messages import N_, Message
from msai.services import ServiceError
from msai.services.views.statements.kinds import Span


class PeriodUpsideDown(ServiceError):
    """The first day of a period comes after its last."""

    code = "period_upside_down"


@dataclass(frozen=True, slots=True)
class PeriodWanted:
    """What the reader asked for; `span` None leaves it to the statement."""

    span: Span | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` (None: the beginning) to `until` (None: everything recorded), both days included."""

    span: Span
    since: date | None
    until: date | None

    @property
    def day_before(self) -> date | None:
        """The day whose balances are the opening; None where the statement begins with the book."""
        return self.since - timedelta(days=1) if self.since else None

    @property
    def filters(self) -> dict[str, Any]:
        """The period as a register's address says it."""
        days = {"from": self.since, "to": self.until}
        return {name: day.isoformat() for name, day in days.items() if day}


@dataclass(frozen=True, slots=True)
class SpanChoice:
    """A period that can be chosen with one tap."""

    span: Span
    label: Message
    current: bool


_LABELS = {
    Span.CYCLE: N_("This cycle"), Span.LAST_CYCLE: N_("The cycle before"), Span.YEAR: N_("This year"),
    Span.MONTH: N_("This month"), Span.LAST_MONTH: N_("Last month"), Span.ALL: N_("Everything"),
}


def find_period(
    wanted: PeriodWanted, cycles: Sequence[Cycle], *, today: date, usual: Span,
) -> Period:
    """The period that was asked for, or the usual one of the statement.

    Raises:
        PeriodUpsideDown: its first day comes after its last.
    """
    span = wanted.span or (Span.DATES if wanted.since or wanted.until else usual)
    if span is Span.DATES:
        if wanted.since and wanted.until and wanted.since > wanted.until:
            raise PeriodUpsideDown()
        return Period(span, wanted.since, wanted.until)
    if span in (Span.CYCLE, Span.LAST_CYCLE):
        return _of_cycle(span, cycles, today)
    return _of_calendar(span, today)


def _of_cycle(span: Span, cycles: Sequence[Cycle], today: date) -> Period:
    begun = [cycle for cycle in cycles if cycle.opened_on <= today]
    wanted = begun[-2:-1] if span is Span.LAST_CYCLE else begun[-1:]
    if not wanted:
        return _of_calendar(Span.YEAR, today)
    return Period(span, wanted[0].opened_on, wanted[0].closed_on)


def _of_calendar(span: Span, today: date) -> Period:
    month = today.replace(day=1)
    if span is Span.LAST_MONTH:
        last = month - timedelta(days=1)
        return Period(span, last.replace(day=1), last)
    since = {Span.YEAR: today.replace(month=1, day=1), Span.MONTH: month}.get(span)
    return Period(span, since, None)


def choices(period: Period, cycles: Sequence[Cycle], *, today: date) -> tuple[SpanChoice, ...]:
    """The periods offered beside the two days: cycles only where the group has them."""
    begun = sum(cycle.opened_on <= today for cycle in cycles)
    needs = {Span.CYCLE: 1, Span.LAST_CYCLE: 2}
    return tuple(
        SpanChoice(span, Message(label), span is period.span)
        for span, label in _LABELS.items() if begun >= needs.get(span, 0)
    )


def label_of(period: Period, *, today: date, of_a_day: bool) -> Message:
    """The period in words: a day for what stands, two days for what moved."""
    until = period.until or today
    if of_a_day:
        return Message(N_("As it stood on %(day)s"), {"day": until})
    if period.since is None:
        return Message(N_("From the beginning to %(day)s"), {"day": until})
    return Message(N_("%(first)s to %(last)s"), {"first": period.since, "last": until})
