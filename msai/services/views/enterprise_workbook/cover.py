"""The first and the last sheet to read: what this is and on what it rests, and the monthly reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledgers.currencies import exponent
from ledgers.errors import LedgerError
from ledgers.money import amount_from_decimal, decimal_text
from msai.exports.enterprise.book import DataTable, Line, Sheet, Spot, Sum, Tie
from msai.exports.enterprise.columns import Column, ColumnKind, Quantity
from msai.measures.people import coverage_percent
from msai.messages import N_, Message
from msai.services.reporting.reading import SentMonth
from msai.services.views.enterprise_workbook.people import Work
from msai.services.views.enterprise_workbook.reading import FarmReading
from msai.services.views.enterprise_workbook.tables import AMOUNT, COUNT, DAY, MONTH, head, table_of
from msai.services.views.people_and_land.sums import sum_work
from msai.services.views.reporting.months import sold_minor
from msai.services.workforce.work import Sex

REPORT_HEADS = (
    head(N_("Month"), MONTH), head(N_("Report")), head(N_("Came on"), DAY), head(N_("How it came")),
    head(N_("Taken back before"), COUNT), head(N_("Sold"), AMOUNT, adds=True),
    head(N_("Inputs"), AMOUNT, adds=True), head(N_("Other costs"), AMOUNT, adds=True))
_N, _D, _A = ColumnKind.NUMBER, ColumnKind.DAY, ColumnKind.AMOUNT
DATA_REPORTS = (Column("month", _D, 12), Column("came_on", _D, 12), Column("typed_in", _N, 10),
                Column("sold", _A, 16), Column("inputs", _A, 16), Column("other_costs", _A, 16))
TOLD_OUTSIDE = N_(
    "Made for somebody who is not of the enterprise: no names of workers, buyers and suppliers, no lines of "
    "the cash book, and no number of one or two people.")


def cover_sheet(farm: FarmReading, work: Work, *, period: Message, made: Message) -> Sheet:
    """What the workbook is about, for which days, made when and by what, and how much was recorded."""
    facts, reports = farm.facts, _standing(farm)
    said = [
        Line((Message(N_("Enterprise")), facts.name)), Line((Message(N_("Days")), period)),
        Line((Message(N_("Made")), made)),
        Line((Message(N_("Monthly reports")), Message(N_("%(count)s of %(months)s months."), {
            "count": len(reports), "months": len(farm.months)}))),
        *(Line((Message(N_("People")), one)) for one in _coverage(work)),
        Line((Message(N_("Batches")), Message(N_("%(number)s"), {"number": len(farm.batches)})))]
    notes = () if farm.is_own else (Message(TOLD_OUTSIDE),)
    last = Message(N_("The sheet Checks adds everything up again; the sheets named Data hold every figure."))
    return Sheet(Message(N_("Summary")), (34, 90), (
        table_of(("cover", None), (head(N_("What")), head(N_("What it says"))), said, note=last),), notes)


def _coverage(work: Work) -> Iterator[Message]:
    done = sum_work(work.year.lines)
    known = sum(line.people for line in work.year.lines if line.sex is not Sex.UNKNOWN)
    for sentence, there in (
            (N_("Women or men is recorded for %(percent)s%% of the people."), known),
            (N_("Hours are recorded for %(percent)s%% of the people."), done.timed),
            (N_("Wages are recorded for %(percent)s%% of the people."), done.paid)):
        part = coverage_percent(there, done.people)
        if part is not None:
            yield Message(sentence, {"percent": decimal_text(part, places=0)})


def _standing(farm: FarmReading) -> dict[date, SentMonth]:
    return {one.month: one for one in farm.all_reports if one.stands and one.month in farm.months}


def reports_sheet(farm: FarmReading) -> tuple[Sheet, tuple[Tie, ...]]:
    """Every month with its report, or that there is none."""
    standing = _standing(farm)
    table = table_of(("reports", None), REPORT_HEADS, (
        _report(farm, month, standing.get(month)) for month in farm.months), total=True, note=Message(N_(
            "A month without a report says nothing of what was sold, which is something else than nought.")))
    sheet = Sheet(Message(N_("Monthly reports")), (16, 18, 16, 30, 14, 20, 20, 20), (table,))
    return sheet, (Tie(Message(N_("What the reports say was sold")), Spot("reports", -1, 5),
                       ((1, Sum("Reports", "sold")),), exponent(farm.facts.currency)),)


def reports_data(farm: FarmReading) -> DataTable:
    """The standing reports as a tidy table; what a report does not say is empty."""
    places = exponent(farm.facts.currency)
    rows = []
    for month, one in sorted(_standing(farm).items()):
        said = (sold_minor(one.totals, farm.facts.currency), _said(farm, one, "inputs"),
                _said(farm, one, "other_costs"))
        rows.append((month, one.came_on, int(one.is_entered), *(
            None if minor is None else Quantity(minor, places) for minor in said)))
    return DataTable("Reports", DATA_REPORTS, tuple(rows))


def _report(farm: FarmReading, month: date, report: SentMonth | None) -> Line:
    before = sum(1 for one in farm.all_reports if one.month == month and not one.stands)
    if report is None:
        return Line((month, Message(N_("no report")), None, None, before, None, None, None))
    how = N_("typed in from paper") if report.is_entered else N_("Sent")
    return Line((
        month, Message(N_("reported")), report.came_on, Message(how), before,
        sold_minor(report.totals, farm.facts.currency), _said(farm, report, "inputs"),
        _said(farm, report, "other_costs")))


def _said(farm: FarmReading, report: SentMonth, name: str) -> int | None:
    """An amount of the paper; None where it says nothing, or something else than an amount."""
    text = report.totals.get(name)
    try:
        return None if text is None else amount_from_decimal(str(text), farm.facts.currency)
    except LedgerError:
        return None
