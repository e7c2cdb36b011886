"""Jobs and wages by month, the people by what is known of them, family labour, neighbours and incidents.

A file leaves the enterprise: for others a number of one or two people is left out, and with it whatever would
give it away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from sqlalchemy import func, select

from ledgers.currencies import exponent
from msai.exports.enterprise.book import DataTable, Line, Sheet, SheetTable, Spot, Sum, Tie
from msai.exports.enterprise.columns import Column, ColumnKind, Quantity
from msai.measures.people import is_tellable
from msai.messages import N_, Message
from msai.models.money import FamilyLabour, MoneyAct
from msai.models.people_and_land import SupplierPurchase, WorkIncident
from msai.services.enterprise_money.holdings import is_alive
from msai.services.views.enterprise_workbook.reading import FarmReading
from msai.services.views.enterprise_workbook.tables import AMOUNT, COUNT, DAY, MONTH, QUANTITY, head, table_of
from msai.services.views.people_and_land.measures import WorkYear, build_measures, jobs_figure
from msai.services.views.people_and_land.sums import may_tell_sexes, of_sex, people_by, sum_work
from msai.services.views.people_and_land.words import word
from msai.services.workforce.incidents import Incident, Topic
from msai.services.workforce.keeping import holds
from msai.services.workforce.reading import WorkTold, read_full_time, read_work
from msai.services.workforce.suppliers import Bought, Supplier
from msai.services.workforce.work import E4, AgeBand, Answer, Engagement, Role, Sex

FEWEST = 3
MONTH_HEADS = (
    head(N_("Month"), MONTH), head(N_("People"), COUNT), head(N_("Women"), COUNT), head(N_("Men"), COUNT),
    head(N_("Hours"), QUANTITY), head(N_("Hours of full work"), QUANTITY),
    head(N_("Jobs, as full-time work"), QUANTITY), head(N_("Wages"), AMOUNT, adds=True),
    head(N_("Wages of women"), AMOUNT, adds=True), head(N_("Wages of men"), AMOUNT, adds=True))
LINE_HEADS = (
    head(N_("Month"), MONTH), head(N_("Women or men")), head(N_("What they do")),
    head(N_("How old they are")), head(N_("Taken on for good or for a while")),
    head(N_("Came back from work abroad")), head(N_("Paid the legal minimum or more")),
    head(N_("People"), COUNT), head(N_("Hours"), QUANTITY), head(N_("Wages"), AMOUNT, adds=True))
FAMILY_HEADS = (head(N_("Up to"), DAY), head(N_("Hours"), QUANTITY),
                head(N_("What they would have cost"), AMOUNT, adds=True))
MEASURE_HEADS = (head(N_("Measure")), head(N_("Figure"), QUANTITY), head(N_("In money"), AMOUNT),
                 head(N_("How it is worked out")), head(N_("What it rests on")))
PURCHASE_HEADS = (head(N_("Month"), MONTH), head(N_("From whom")), head(N_("For what")),
                  head(N_("Amount"), AMOUNT, adds=True))
INCIDENT_HEADS = (head(N_("Day"), DAY), head(N_("What happened")), head(N_("How many"), COUNT),
                  head(N_("Settled"), COUNT))
_N, _T, _D, _A = ColumnKind.NUMBER, ColumnKind.TEXT, ColumnKind.DAY, ColumnKind.AMOUNT
DATA_WORK = (Column("month", _D, 12), Column("sex", _T, 10), Column("people", _N, 9),
             Column("hours", _A, 12), Column("wages", _A, 16))


class Work:
    """The work of a period as this reader may be told of it."""

    def __init__(self, farm: FarmReading) -> None:
        self.farm = farm
        months = farm.months or (farm.day.replace(day=1),)
        lines = read_work(farm.session, farm.book_id, since=months[0], until=months[-1],
                          currency=farm.facts.currency)
        self.hidden = () if farm.is_own else tuple(
            month for month in months if 0 < _people(lines, month) < FEWEST)
        told = [line for line in lines if line.month not in self.hidden]
        self.year = WorkYear(told, months, read_full_time(farm.session, farm.book_id), farm.is_own)
        self.tells_sexes = farm.is_own or may_tell_sexes(told)

    @property
    def rows(self) -> Iterator[tuple[date, str, int, int, int]]:
        """Month, whose, people, hours in ten-thousandths and wages: what may be added up by others."""
        for month in self.year.months:
            lines = self.year.of_month(month)
            parts = [(sex, of_sex(lines, sex)) for sex in Sex] if self.tells_sexes else [(None, lines)]
            for sex, there in parts:
                if there:
                    done = sum_work(there)
                    yield (month, sex.value if sex else "all", done.people, done.hours_e4, done.wages_minor)


def _people(lines: Sequence[WorkTold], month: date) -> int:
    return sum(line.people for line in lines if line.month == month)


def work_data(work: Work) -> DataTable:
    """Work by month, and by women and men where that may be told."""
    places = exponent(work.farm.facts.currency)
    return DataTable("Work", DATA_WORK, tuple(
        (month, whose, people, Quantity(hours, 4), Quantity(wages, places))
        for month, whose, people, hours, wages in work.rows))


def people_sheet(work: Work) -> tuple[Sheet, tuple[Tie, ...]]:
    """Everything about people, and that months come to what the tidy table says."""
    farm, year = work.farm, work.year
    hidden = Message(N_("Months with fewer than three people are left out of a file that others read.")
                     ) if work.hidden else None
    by_month = table_of(("work", N_("Jobs and wages by month")), MONTH_HEADS, (
        _month(work, month) for month in year.months if year.of_month(month)), total=True, note=hidden)
    tables = [by_month]
    if farm.is_own:
        tables.append(table_of(("work_lines", N_("People by what is known of them")), LINE_HEADS, (
            _told(line) for line in year.lines), total=True))
    else:
        tables.append(_kinds(work))
    tables += [_family(farm), _measures(year), _purchases(farm), _incidents(farm)]
    ties = (Tie(Message(N_("Wages, from the lines of work")), Spot("work", -1, 7),
                ((1, Sum("Work", "wages")),), exponent(farm.facts.currency)),) if by_month.rows else ()
    widths = (24, 15, 17, 36, 36, 19, 19, 17, 17, 17)
    return Sheet(Message(N_("Jobs and wages")), widths, tuple(tables)), ties


def _month(work: Work, month: date) -> Line:
    year = work.year
    lines = [line for line in year.lines if line.month == month]
    done, at = sum_work(lines), lines[0].month
    women, men = (sum_work(of_sex(lines, sex)) for sex in (Sex.WOMEN, Sex.MEN))
    full = year.full_time.hours_e4(at)
    sexes = (women, men) if work.tells_sexes else (None, None)
    return Line((
        at, done.people, *(None if one is None else one.people for one in sexes),
        Fraction(done.hours_e4, E4) if done.timed else None, Fraction(full, E4) if full else None,
        jobs_figure(year.jobs(at)), done.wages_minor,
        *(None if one is None else one.wages_minor for one in sexes)))


def _told(line: WorkTold) -> Line:
    return Line((
        line.month, word(line.sex), word(line.role), word(line.age_band), word(line.engagement),
        word(line.returnee), word(line.minimum_pay), line.people,
        None if line.hours_e4 is None else Fraction(line.hours_e4, E4), line.wages_minor))


def _kinds(work: Work) -> SheetTable:
    """The people of the last month by each thing known of them, where no number is of one or two."""
    found: list[Line] = []
    for title, kind, of in (
            (N_("What they do"), Role, "role"),
            (N_("Taken on for good or for a while"), Engagement, "engagement"),
            (N_("How old they are"), AgeBand, "age_band"),
            (N_("Came back from work abroad"), Answer, "returnee"),
            (N_("Paid the legal minimum or more"), Answer, "minimum_pay")):
        counts = people_by(work.year.last, lambda line, of=of: getattr(line, of).value)  # type: ignore[misc]
        if set(counts) - {"unknown"} and is_tellable(counts.values()):
            found += [Line((Message(title), word(one), counts[one.value])) for one in kind
                      if counts.get(one.value)]
    return table_of(("work_kinds", N_("People by what is known of them")), (
        head(N_("What is known")), head(N_("Which")), head(N_("People"), COUNT)), found, note=Message(N_(
            "In the last month reported. A part with a number below three is left out.")))


def _family(farm: FarmReading) -> SheetTable:
    """Unpaid work of the family, a memo in no book."""
    rows = farm.session.execute(
        select(FamilyLabour.worked_until, FamilyLabour.hours_e2, FamilyLabour.value_minor)
        .join(MoneyAct, (MoneyAct.book_id == FamilyLabour.book_id) & (MoneyAct.act_id == FamilyLabour.act_id))
        .where(FamilyLabour.book_id == farm.book_id, is_alive(MoneyAct))
        .order_by(FamilyLabour.worked_until, FamilyLabour.act_id))
    lines = [Line((row.worked_until, Fraction(row.hours_e2, 100), row.value_minor)) for row in rows
             if farm.tells(row.worked_until)]
    return table_of(("family", N_("Unpaid work of the family, as it says")), FAMILY_HEADS, lines, total=True)


def _measures(year: WorkYear) -> SheetTable:
    lines = [Line((one.label, one.figure, one.amount_minor, one.formula,
                   one.coverage[0] if one.coverage else None)) for one in build_measures(year)]
    return table_of(("work_measures", N_("Measures")), MEASURE_HEADS, lines)


def _purchases(farm: FarmReading) -> SheetTable:
    """What was bought from whom; where one or two smallholders are among them others are not told."""
    rows = farm.session.execute(
        select(SupplierPurchase.month, SupplierPurchase.supplier, SupplierPurchase.kind,
               SupplierPurchase.suppliers, func.sum(SupplierPurchase.amount_minor).label("minor"))
        .where(SupplierPurchase.book_id == farm.book_id, SupplierPurchase.month >= farm.since.replace(day=1),
               SupplierPurchase.month <= farm.day, holds(SupplierPurchase, farm.book_id))
        .group_by(SupplierPurchase.month, SupplierPurchase.supplier, SupplierPurchase.kind,
                  SupplierPurchase.suppliers)
        .order_by(SupplierPurchase.month, SupplierPurchase.supplier, SupplierPurchase.kind)).all()
    is_told = farm.is_own or is_tellable([
        row.suppliers for row in rows if row.supplier == Supplier.SMALLHOLDER])
    lines = [Line((row.month, word(Supplier(row.supplier)), word(Bought(row.kind)), int(row.minor)))
             for row in rows if is_told]
    return table_of(("purchases", N_("Bought from neighbours")), PURCHASE_HEADS, lines, total=True,
                    note=None if is_told else Message(N_("Too few people to tell it to others.")))


def _incidents(farm: FarmReading) -> SheetTable:
    """Injuries and complaints with how many of them are settled; others read only of which kind."""
    rows = farm.session.execute(
        select(WorkIncident.line_id, WorkIncident.kind, WorkIncident.topic, WorkIncident.happened_on,
               WorkIncident.number, WorkIncident.settles_id)
        .where(WorkIncident.book_id == farm.book_id, holds(WorkIncident, farm.book_id))
        .order_by(WorkIncident.happened_on, WorkIncident.line_id)).all()
    settled: dict[object, int] = {}
    for row in rows:
        if row.settles_id is not None:
            settled[row.settles_id] = settled.get(row.settles_id, 0) + row.number
    lines = [Line((row.happened_on, word(Topic(row.topic)) if farm.is_own else word(Incident(row.kind)),
                   row.number, settled.get(row.line_id, 0)))
             for row in rows if row.settles_id is None and farm.tells(row.happened_on)]
    return table_of(("incidents", N_("Injuries and complaints")), INCIDENT_HEADS, lines)
