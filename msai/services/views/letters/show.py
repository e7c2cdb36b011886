"""The letter of a month: what was grown, sold and paid, and a group's part of it, for screen and paper.

It tells what may leave the enterprise, to whoever reads it. A month that nobody reported is "no report" in
all its parts, and a report that was taken back is as good as none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.balances import RegisterLine, register
from ledgers.chart import ENTERPRISE_CHART
from msai.messages import N_, Message
from msai.permissions import Action, Actor, NotFound, Target, is_allowed, require
from msai.services.backing.backers import FUNDING
from msai.services.enterprise_money.calendar import first_of_month
from msai.services.reporting.reading import SentMonth, read_reports
from msai.services.views.charts.bars import MonthChart, draw_months
from msai.services.views.facts import BookFacts, read_enterprise
from msai.services.views.letters.funders import Funders, GroupPart, Whole, read_funders
from msai.services.views.letters.grown import Grown, grown_of_paper, read_grown
from msai.services.views.letters.paid import Line, MoneyOfMonth, money_of_month
from msai.services.views.letters.people_land import Around, Bought, read_around_month
from msai.services.views.reporting.months import sales_up_to

_READ = (*FUNDING, 2400, *(code for code in ENTERPRISE_CHART.lines if 4000 <= code < 6000))


@dataclass(frozen=True, slots=True)
class Reported:
    """What a month that was reported holds."""

    report: SentMonth
    products: tuple[Grown, ...]
    money: MoneyOfMonth
    around: Around

    @property
    def besides(self) -> tuple[Bought | Line, ...]:
        """What was bought from neighbours, and what went to the owner and the backers."""
        return (*self.around.bought, *self.money.given)


@dataclass(frozen=True, slots=True)
class LetterView:
    """The page of a month. `told` is None where nobody reported it, and for who had no money in it yet.

    `groups` are those of the reader, or the one that is asked for; `days` of the month have come.
    """

    book_id: UUID
    name: str
    country: str
    currency: str
    month: date
    today: date
    previous: date | None
    following: date | None
    is_before: bool
    told: Reported | None
    chart: MonthChart | None
    funders: Funders
    groups: tuple[GroupPart, ...]
    days: int
    last_seq: int
    choices: tuple[tuple[UUID, str], ...]


def month_to_open(session: Session, actor: Actor, book_id: UUID, *, today: date) -> date:
    """The month whose letter is opened first: the newest one reported, or else the last one that is over.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.ENTERPRISE_VIEW, Target(book_id))
    reported = next((one.month for one in read_reports(session, book_id) if one.stands), None)
    return reported or (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def show_letter(
    session: Session, actor: Actor, book_id: UUID, *, month: date, today: date, group: UUID | None = None,
) -> LetterView:
    """A month as it is told to those whose money works there.

    Who reads only as a backer reads from the month on in which the first money of her group came.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.ENTERPRISE_VIEW, Target(book_id))
    facts, following = read_enterprise(session, book_id), first_of_month(month, later=1)
    if not facts.opened_on.replace(day=1) <= month <= today:
        raise NotFound()
    until = min(following, today + timedelta(days=1))
    reports = read_reports(session, book_id)
    lines = register(session, book_id, codes=_READ, until=until - timedelta(days=1))
    funders = read_funders(session, actor, book_id, lines=lines, since=month, until=until)
    first = facts.opened_on
    if not is_allowed(actor, Action.MONTH_ENTER, Target(book_id)):
        first = funders.started_on(funders.hers) or following
    report = next((one for one in reports if one.month == month and one.stands), None)
    is_before = month < first.replace(day=1)
    told = None
    if report and not is_before:
        told = _told(session, facts, report, lines, month=month, until=until)
    choices = _choices(funders, everybody=is_allowed(actor, Action.MONTH_ENTER, Target(book_id)))
    return LetterView(
        book_id, facts.name, facts.country, facts.currency, month, today,
        _beside(first_of_month(month, later=-1), first, today), _beside(following, first, today), is_before,
        told,
        None if is_before else draw_months(
            sales_up_to(reports, month, since=facts.opened_on, currency=facts.currency), facts.currency),
        funders, _groups(funders, choices, told, group), (until - month).days,
        facts.last_seq, choices)


def _beside(month: date, first: date, today: date) -> date | None:
    return month if first.replace(day=1) <= month <= today else None


def _told(
    session: Session, facts: BookFacts, report: SentMonth, lines: Sequence[RegisterLine], *, month: date,
    until: date,
) -> Reported:
    book_id = facts.book_id
    found = read_grown(session, [book_id], since=month, until=until).get(book_id, ())
    around = read_around_month(
        session, book_id, report=report, last=until - timedelta(days=1), currency=facts.currency)
    of_month = [line for line in lines if line.occurred_on >= month]
    return Reported(
        report, found or grown_of_paper(report.totals),
        money_of_month(of_month, tells_wages=around.people.all is not None), around)


def _choices(funders: Funders, *, everybody: bool) -> tuple[tuple[UUID, str], ...]:
    """The groups to which this reader may address a letter: her own, or all for who keeps the months."""
    groups = funders.hers
    if not groups and everybody:
        groups = tuple(dict.fromkeys(line.group_id for line in funders.lines if line.group_id is not None))
    return tuple((one, funders.names[one]) for one in groups)


def _groups(
    funders: Funders, choices: Sequence[tuple[UUID, str]], told: Reported | None, group: UUID | None,
) -> tuple[GroupPart, ...]:
    """The parts of the reader's groups, or of the one asked for.

    Raises:
        NotFound: it is not hers to read.
    """
    open_to = [one for one, _name in choices]
    if group is not None and group not in open_to:
        raise NotFound()
    wanted = [group] if group is not None else [one for one in open_to if one in funders.hers]
    wholes = tuple(_wholes(told)) if told else ()
    return tuple(funders.part_of(one, wholes) for one in wanted)


def _wholes(told: Reported) -> Iterable[Whole]:
    """What is parted: what was grown and sold of each product, jobs, and land."""
    for one in told.products:
        for what, number in ((N_("Grown"), one.grown), (N_("Sold"), one.sold)):
            if number:
                label = Message(N_("%(product)s: %(what)s"), {"product": one.label, "what": Message(what)})
                yield Whole(label, one.unit, number, 1)
    people, land = told.around.people, told.around.land
    if people.jobs is not None:
        yield Whole(Message(N_("Jobs, as full-time work")), "", people.jobs, 2)
    for text, area in ((N_("Land of its own"), land.hectares), (N_("Organic land"), land.organic)):
        if area:
            yield Whole(Message(text), Message(N_("hectares")), area, 4)
