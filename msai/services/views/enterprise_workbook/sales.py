"""What was sold: by product and month, in the book with its receipts, and from the reports to the book."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from sqlalchemy import and_, or_, select

from ledgers.currencies import exponent
from ledgers.entries import EntryKind
from msai.exports.enterprise.book import Line, Sheet, Spot, Sum, Tie
from msai.measures.production.stock import EventKind
from msai.measures.production.units import BASE_LABELS
from msai.messages import N_, Message
from msai.models.money import MoneyAct
from msai.models.reporting import MonthFile
from msai.services.enterprise_money.holdings import is_alive
from msai.services.enterprise_money.wanted import MoneyKind
from msai.services.views.enterprise_workbook.production import Grown, sold_in_events
from msai.services.views.enterprise_workbook.reading import FarmReading
from msai.services.views.enterprise_workbook.tables import AMOUNT, MONTH, QUANTITY, head, table_of
from msai.services.views.farming.words import product_label
from msai.services.views.labels import Text
from msai.services.views.reporting.months import sold_minor

SALES = 4100
PRODUCT_HEADS = (head(N_("Month"), MONTH), head(N_("Activity")), head(N_("Product")),
                 head(N_("Sold"), QUANTITY), head(N_("Unit")), head(N_("Weight, kg"), QUANTITY),
                 head(N_("Sold for"), AMOUNT, adds=True))
BOOK_HEADS = (head(N_("Month"), MONTH), head(N_("Activity")), head(N_("In the book"), AMOUNT, adds=True),
              head(N_("With a receipt"), AMOUNT, adds=True),
              head(N_("No receipt yet"), AMOUNT, adds=True, made_of=((1, 2), (-1, 3))))
WAY_HEADS = (head(N_("Month"), MONTH), head(N_("The reports say"), AMOUNT, adds=True),
             head(N_("Noted besides"), AMOUNT, adds=True),
             head(N_("In the book"), AMOUNT, adds=True, made_of=((1, 1), (1, 2))))


def sales_sheet(farm: FarmReading) -> tuple[Sheet, tuple[Tie, ...]]:
    """The three tables, and that they come to what stands on the sales of the book."""
    tables = (
        table_of(("sold", N_("By product and month")), PRODUCT_HEADS, _by_product(farm), total=True,
                 note=Message(N_("As the events of the batches say it."))),
        table_of(("sales", N_("In the book, by month")), BOOK_HEADS, _in_book(farm), total=True),
        table_of(("way", N_("From the reports to the book")), WAY_HEADS, _from_reports(farm), total=True,
                 note=Message(N_("Noted besides: sales noted one by one, produce paid as wages or taken by "
                                 "the owner, and what was taken back."))))
    widths = (14, 26, 22, 18, 18, 18, 20)
    return Sheet(Message(N_("Sales")), widths, tables), tuple(_ties(farm, {
        one.key for one in tables if one.rows}))


def _ties(farm: FarmReading, there: set[str]) -> list[Tie]:
    places = exponent(farm.facts.currency)
    credited = ((1, Sum("Movements", "credit", {"code": SALES, "closing": 0})),
                (-1, Sum("Movements", "debit", {"code": SALES, "closing": 0})))
    found = []
    if "sold" in there:
        found.append(Tie(Message(N_("What the events were sold for")), Spot("sold", -1, 6),
                         ((1, sold_in_events(farm)),), places))
    if "sales" in there:
        found.append(Tie(Message(N_("Sales in the book, by what was sold")), Spot("sales", -1, 2), credited,
                         places))
    if "way" in there:
        found.append(Tie(Message(N_("What the reports say and what was noted besides is in the book")),
                         Spot("way", -1, 3), credited, places))
    return found


def _by_product(farm: FarmReading) -> list[Line]:
    sums: dict[tuple[date, str, str], list[Fraction]] = {}
    words: dict[tuple[str, str], tuple[Text, Message]] = {}
    for _number, batch, event in Grown(farm).events():
        if event.kind is not EventKind.SOLD or not event.stands:
            continue
        activity = batch.activity
        found = sums.setdefault((event.happened_on.replace(day=1), activity.name, event.product),
                                [Fraction(0)] * 3)
        found[0] += event.said.in_base
        found[1] += event.weight_kg or 0
        found[2] += event.money_minor or 0
        words[activity.name, event.product] = (
            product_label(event.product, activity), Message(BASE_LABELS[event.said.base]))
    return [Line((month, activity, words[activity, product][0], sold, words[activity, product][1],
                  weight or None, int(money)))
            for (month, activity, product), (sold, weight, money) in sorted(sums.items())]


def _in_book(farm: FarmReading) -> list[Line]:
    """What stands on 4100 by activity and month, and how much of it a receipt was kept of."""
    found: dict[tuple[date, str], int] = defaultdict(int)
    for line in farm.moved:
        if line.account.code == SALES:
            found[line.occurred_on.replace(day=1), line.account.alias] -= line.amount_minor
    proved = _with_receipt(farm)
    return [Line((month, activity, minor, proved.get((month, activity), 0),
                  minor - proved.get((month, activity), 0)))
            for (month, activity), minor in sorted(found.items()) if minor]


def _with_receipt(farm: FarmReading) -> Mapping[tuple[date, str], int]:
    """Sales that stand and have a receipt, of their own or among the files of their report."""
    its_file = and_(
        MonthFile.book_id == farm.book_id, MonthFile.report_id == MoneyAct.report_id,
        MonthFile.kind == "receipt", MonthFile.line_ref == MoneyAct.line_ref)
    rows = farm.session.execute(
        select(MoneyAct.act_id, MoneyAct.happened_on, MoneyAct.amount_minor, MoneyAct.wanted).distinct()
        .outerjoin(MonthFile, its_file)
        .where(MoneyAct.book_id == farm.book_id, MoneyAct.kind == MoneyKind.SOLD.value, is_alive(MoneyAct),
               or_(MoneyAct.receipt_id.is_not(None), MonthFile.file_id.is_not(None))))
    found: dict[tuple[date, str], int] = defaultdict(int)
    for row in rows:
        if farm.tells(row.happened_on):
            found[row.happened_on.replace(day=1), json.loads(row.wanted)["activity"]] += row.amount_minor
    return found


def _from_reports(farm: FarmReading) -> list[Line]:
    """By month of the entries: what standing reports say was sold, and what else came to the same account."""
    reports = {one.report_id: one for one in farm.reports}
    said: dict[date, int] = defaultdict(int)
    besides: dict[date, int] = defaultdict(int)
    for one in reports.values():
        said[one.reported_on.replace(day=1)] += sold_minor(one.totals, farm.facts.currency) or 0
    for line in farm.moved:
        if line.account.code != SALES:
            continue
        is_said = line.kind == EntryKind.MONTH_REPORTED and line.source_id in reports
        if not is_said or line.reverses is not None:
            besides[line.occurred_on.replace(day=1)] -= line.amount_minor
    months = sorted({month for month, minor in (*said.items(), *besides.items()) if minor})
    return [Line((month, said[month], besides[month], said[month] + besides[month])) for month in months]
