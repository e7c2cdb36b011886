"""One reading of an enterprise over a period, from which every sheet of its workbook is drawn.

Whoever is not of the enterprise reads what its pages tell her: of buyers, suppliers and workers no names and
no aliases, so that what is owed stands in one sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import Account
from ledgers.balances import RegisterLine, balances, register
from ledgers.chart import ENTERPRISE_CHART
from ledgers.entries import EntryKind
from msai.permissions import Action, Actor, Target, is_allowed
from msai.services.farming.reading import KeptEvent, KnownBatch, read_batches, read_events
from msai.services.reporting.reading import SentMonth, read_reports
from msai.services.views.facts import BookFacts, read_enterprise
from msai.services.views.statements.kinds import About, Span
from msai.services.views.statements.period import Period, PeriodWanted, find_period
from msai.services.views.statements.reading import Reading

MONEY_CODES = tuple(code for code in ENTERPRISE_CHART.lines if code < 9000)
OF_PEOPLE = (1100, 1150, 2100)
"""Numbers whose holders are buyers, suppliers and workers."""


@dataclass(frozen=True)
class FarmReading:
    """What was read once; `is_own` says whether names of people may stand in the file."""

    actor: Actor
    reading: Reading
    is_own: bool
    may_read_words: bool
    opening: Mapping[Account, int]
    closing: Mapping[Account, int]
    lines: Sequence[RegisterLine]
    batches: Sequence[KnownBatch]
    events: Mapping[UUID, Sequence[KeptEvent]]
    all_reports: Sequence[SentMonth]

    @property
    def session(self) -> Session:
        """The transaction it is read in."""
        return self.reading.session

    @property
    def facts(self) -> BookFacts:
        """The enterprise by name."""
        return self.reading.facts

    @property
    def book_id(self) -> UUID:
        """Its book."""
        return self.facts.book_id

    @property
    def period(self) -> Period:
        """The days that were asked for."""
        return self.reading.period

    @property
    def since(self) -> date:
        """The first day it tells of."""
        return max(self.period.since or self.facts.opened_on, self.facts.opened_on)

    @property
    def day(self) -> date:
        """The last day it tells of."""
        return min(self.period.until or self.reading.today, self.reading.today)

    @cached_property
    def months(self) -> tuple[date, ...]:
        """The months it tells of by their first days, the earliest first."""
        months, month = [], self.since.replace(day=1)
        while month <= self.day:
            months.append(month)
            month = date(month.year + (month.month == 12), month.month % 12 + 1, 1)
        return tuple(months)

    @property
    def moved(self) -> list[RegisterLine]:
        """What moved in the period without the closing of a year."""
        return [line for line in self.lines if line.kind != EntryKind.YEAR_CLOSED]

    @property
    def reports(self) -> list[SentMonth]:
        """The standing reports of the period, by the day that their events and entries carry."""
        return [one for one in self.all_reports if one.stands and self.tells(one.reported_on)]

    def tells(self, day: date) -> bool:
        """Whether a day is of the period."""
        return (self.period.since is None or self.period.since <= day) and (
            self.period.until is None or day <= self.period.until)

    def alias_of(self, account: Account) -> str | None:
        """The holder as this reader may know it; None where there is none, or where it is a person."""
        if account.holder is None or (account.code in OF_PEOPLE and not self.is_own):
            return None
        return account.alias



def read_farm(
    session: Session, actor: Actor, book_id: UUID, *, wanted: PeriodWanted, today: date,
) -> FarmReading:
    """Read an enterprise for its workbook; the caller has asked permission.

    Raises:
        NotFound
        PeriodUpsideDown: the period ends before it begins.
    """
    target = Target(book_id)
    facts = read_enterprise(session, book_id)
    period = find_period(wanted, (), today=today, usual=Span.YEAR)
    is_own = is_allowed(actor, Action.ENTERPRISE_REGISTER_VIEW, target)
    reading = Reading(session, facts, period, About("", "", personal=is_own), False, today)
    batches = read_batches(session, book_id)
    found = read_events(session, book_id, batches=[one.batch_id for one in batches]) if batches else []
    events = {batch.batch_id: [one for one in found if one.batch_id == batch.batch_id
                               and (period.until is None or one.happened_on <= period.until)]
              for batch in batches}
    day_before = period.day_before
    return FarmReading(
        actor, reading, is_own, is_allowed(actor, Action.ENTERPRISE_REPORT, target),
        balances(session, book_id, as_of=day_before, codes=MONEY_CODES) if day_before else {},
        balances(session, book_id, as_of=period.until, codes=MONEY_CODES),
        register(session, book_id, codes=MONEY_CODES, since=period.since, until=period.until),
        sorted(batches, key=lambda one: (one.activity.name, one.opened_on, one.name)), events,
        read_reports(session, book_id))
