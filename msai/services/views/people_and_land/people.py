"""The page about the people of an enterprise: a year by month, measures, neighbours, and incidents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msai.measures.people import is_tellable
from msai.measures.ratios import percent
from msai.messages import N_, Message
from msai.models.people_and_land import SupplierPurchase
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.views.facts import read_enterprise
from msai.services.views.people_and_land.incidents import read_incidents, settled_soon, sum_incidents
from msai.services.views.people_and_land.measures import (
    TOO_FEW,
    WorkYear,
    build_measures,
    figure_of,
    jobs_figure,
)
from msai.services.views.people_and_land.sums import WorkSum, may_tell_sexes, of_sex, people_by, sum_work
from msai.services.views.people_and_land.words import word
from msai.services.views.ratios.show import RatioLine, Shape
from msai.services.workforce.keeping import holds
from msai.services.workforce.reading import WorkTold, read_full_time, read_work
from msai.services.workforce.suppliers import Supplier
from msai.services.workforce.work import AgeBand, Answer, Engagement, Role, Sex


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month's work: all of it, and that of women and men where it may be told; None for no report."""

    month: date
    all: WorkSum | None
    women: WorkSum
    men: WorkSum
    jobs: Decimal | None


@dataclass(frozen=True, slots=True)
class CountRow:
    """So many people, or things, of a kind; `amount_minor` where money goes with them."""

    label: Message
    count: int
    amount_minor: int | None = None
    others: int | None = None


@dataclass(frozen=True, slots=True)
class CountPart:
    """Counts that belong together; not told outside where one of them is of one or two people."""

    title: Message
    rows: tuple[CountRow, ...]
    is_told: bool


@dataclass(frozen=True, slots=True)
class PeopleView:
    """Everything the page about people shows to this reader."""

    book_id: UUID
    name: str
    currency: str
    year: int
    years: tuple[int, ...]
    months: tuple[MonthRow, ...]
    total: WorkSum
    women: WorkSum
    men: WorkSum
    tells_sexes: bool
    last_month: date | None
    measures: tuple[RatioLine, ...]
    parts: tuple[CountPart, ...]
    purchases: CountPart
    incidents: tuple[CountRow, ...]
    is_full_time_stated: bool
    may_record: bool
    too_few: str = TOO_FEW


def show_people(
    session: Session, actor: Actor, book_id: UUID, *, year: int | None, today: date,
) -> PeopleView:
    """The page about the people of an enterprise in a year, this one where none is asked for.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id)
    require(actor, Action.ENTERPRISE_VIEW, target)
    facts, its_own = read_enterprise(session, book_id), is_allowed(actor, Action.PEOPLE_RECORD, target)
    first = min(facts.opened_on.year, today.year)
    shown = year if year is not None and first <= year <= today.year else today.year
    months = _months(shown, facts.opened_on, today)
    work = WorkYear(
        read_work(session, book_id, since=date(shown, 1, 1), until=date(shown, 12, 1),
                  currency=facts.currency), months, read_full_time(session, book_id), its_own)
    tells_sexes = its_own or may_tell_sexes(work.lines)
    purchases = _purchases(session, book_id, shown, its_own=its_own)
    incidents = read_incidents(session, book_id, shown)
    return PeopleView(
        book_id, facts.name, facts.currency, shown, tuple(range(first, today.year + 1)),
        tuple(_month(work, month) for month in months), sum_work(work.lines),
        sum_work(of_sex(work.lines, Sex.WOMEN)), sum_work(of_sex(work.lines, Sex.MEN)), tells_sexes,
        max((line.month for line in work.lines), default=None),
        (*build_measures(work), _near(purchases), settled_soon(incidents)),
        tuple(_parts(work.last, its_own=its_own)), purchases,
        tuple(CountRow(label, number, others=done)
              for label, number, done in sum_incidents(incidents, its_own=its_own)),
        bool(work.full_time.stated), its_own)


def _months(year: int, opened_on: date, today: date) -> tuple[date, ...]:
    """The months of a year from the enterprise's first to the one that runs."""
    months = [date(year, month, 1) for month in range(1, 13)]
    return tuple(month for month in months if opened_on.replace(day=1) <= month <= today)


def _month(work: WorkYear, month: date) -> MonthRow:
    lines = work.of_month(month)
    return MonthRow(month, sum_work(lines) if lines else None, sum_work(of_sex(lines, Sex.WOMEN)),
                    sum_work(of_sex(lines, Sex.MEN)), jobs_figure(work.jobs(month)))


_Of = Callable[[WorkTold], StrEnum]
_PARTS: Sequence[tuple[str, type[StrEnum], _Of]] = (
    (N_("What they do"), Role, lambda line: line.role),
    (N_("Taken on for good or for a while"), Engagement, lambda line: line.engagement),
    (N_("How old they are"), AgeBand, lambda line: line.age_band),
    (N_("Came back from work abroad"), Answer, lambda line: line.returnee),
    (N_("Paid the legal minimum or more"), Answer, lambda line: line.minimum_pay),
)


def _parts(lines: Sequence[WorkTold], *, its_own: bool) -> Iterable[CountPart]:
    """The people of the last month reported, by what is known of them; parts nobody spoke of are left out."""
    for title, kind, of in _PARTS:
        counts = people_by(lines, lambda line, of=of: of(line).value)  # type: ignore[misc]
        if set(counts) - {"unknown"}:
            rows = tuple(CountRow(word(one), counts[one.value]) for one in kind if counts.get(one.value))
            yield CountPart(Message(title), rows, its_own or is_tellable(counts.values()))


def _purchases(session: Session, book_id: UUID, year: int, *, its_own: bool) -> CountPart:
    """What was bought in a year, by kind of supplier, with how many of them there were in its best month."""
    rows = session.execute(
        select(SupplierPurchase.supplier, func.sum(SupplierPurchase.amount_minor).label("amount_minor"),
               func.max(SupplierPurchase.suppliers).label("most"),
               func.min(SupplierPurchase.suppliers).label("least"),
               func.max(SupplierPurchase.women_suppliers).label("women"),
               func.min(SupplierPurchase.suppliers - SupplierPurchase.women_suppliers).label("fewest_men"))
        .where(SupplierPurchase.book_id == book_id, SupplierPurchase.month >= date(year, 1, 1),
               SupplierPurchase.month <= date(year, 12, 1), holds(SupplierPurchase, book_id))
        .group_by(SupplierPurchase.supplier)).all()
    found = {row.supplier: CountRow(
        word(Supplier(row.supplier)), row.most, int(row.amount_minor),
        row.women if its_own or is_tellable((row.women or 0, row.fewest_men or 0)) else None) for row in rows}
    small = [row.least for row in rows if row.supplier == Supplier.SMALLHOLDER]
    return CountPart(
        Message(N_("Bought from neighbours")),
        tuple(found[one.value] for one in Supplier if one.value in found), its_own or is_tellable(small))


def _near(purchases: CountPart) -> RatioLine:
    """What was bought from smallholders and firms nearby in percent of all that was noted (IRIS+ PI7852)."""
    amounts = {row.label.id: row.amount_minor or 0 for row in purchases.rows}
    every = sum(amounts.values())
    near = every - amounts.get(word(Supplier.ELSEWHERE).id, 0)
    value = percent(near, every) if purchases.is_told else None
    return RatioLine(
        "nearby", Message(N_("Bought nearby")),
        Message(N_("100 × bought from smallholders and firms nearby / all purchases noted here")), "nearby/1",
        Shape.PERCENT, figure=figure_of(value, 1))
