"""What moved in an enterprise over a period: money in and out by category, income and costs, cash book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledgers.accounts import TENDER_CODES, Account, BookKind
from ledgers.chart import ENTERPRISE_CHART
from ledgers.statements.movements import build_receipts_by_fund
from msai.messages import N_, Message
from msai.models.money import FamilyLabour, MoneyAct
from msai.services.enterprise_money.holdings import is_alive
from msai.services.enterprise_money.years.counted import is_result
from msai.services.views.facts import BookFacts
from msai.services.views.labels import account_label
from msai.services.views.statements import movements
from msai.services.views.statements.reading import Reading
from msai.services.views.statements.table import Head, Look, Row, Table, amounts

EARNINGS = tuple(code for code in ENTERPRISE_CHART.lines if 4000 <= code < 6000)
AMOUNT = (Head(Message(N_("Amount"))),)
PLACES_OF_MONEY = tuple(code for code in TENDER_CODES if code in ENTERPRISE_CHART.lines)


def label(code: int) -> Message:
    """What a number of the chart is called."""
    return account_label(BookKind.ENTERPRISE, code)


def sum_row(text: str, minor: int, look: Look) -> Row:
    """A row of a sum."""
    return Row(Message(text), amounts((minor,)), look)


def in_and_out_tables(reading: Reading) -> tuple[Table, ...]:
    """What came in for what, and what went out for what; what moved between two places is neither."""
    lines, opening = reading.lines(PLACES_OF_MONEY), reading.at_start(PLACES_OF_MONEY)
    funds = build_receipts_by_fund(lines, opening=opening)
    if not funds:
        return ()
    [money] = funds
    rows = (
        sum_row(N_("At the beginning"), money.opening_minor, Look.BROUGHT),
        *_side(reading, N_("Came in"), N_("All that came in"),
               {line.code: line.received_minor for line in money.lines}),
        *_side(reading, N_("Went out"), N_("All that went out"),
               {line.code: line.paid_minor for line in money.lines}),
        sum_row(N_("At the end"), money.closing_minor, Look.TOTAL),
    )
    return (Table(Message(N_("Money in and out")), Message(N_("For what")), AMOUNT, rows),)


def _side(reading: Reading, head: str, sum_head: str, found: Mapping[int, int]) -> Iterable[Row]:
    yield Row(Message(head), look=Look.PART)
    for code, minor in sorted(found.items()):
        if minor:
            yield Row(label(code), (reading.cell(minor, PLACES_OF_MONEY, against=code),))
    yield sum_row(sum_head, sum(found.values()), Look.SUBTOTAL)


def income_tables(reading: Reading) -> tuple[Table, ...]:
    """Income by what it was earned with, costs by sort, and what is left; closings are left out."""
    at_end, at_start = reading.at_end(EARNINGS, earned=True), reading.at_start(EARNINGS, earned=True)
    found = {one: at_start.get(one, 0) - at_end.get(one, 0) for one in {**at_end, **at_start}}
    if not any(found.values()):
        return ()
    income = {one: minor for one, minor in found.items() if one.code < 5000 and minor}
    costs = {one: -minor for one, minor in found.items() if one.code >= 5000 and minor}
    result = sum(income.values()) - sum(costs.values())
    counted, family = beside(reading.session, reading.facts, reading.period.since,
                             reading.period.until or reading.today)
    rows = [
        *_earned(reading, N_("Income"), N_("All income"), income),
        *_earned(reading, N_("Costs"), N_("All costs"), costs),
        sum_row(N_("Result") if counted else N_("Money in and out (not yet profit)"), result, Look.TOTAL)]
    if family:
        rows += [sum_row(N_("Unpaid work of the family, as it says"), family, Look.LINE),
                 sum_row(N_("Result after family labour") if counted
                         else N_("Money in and out after family labour"), result - family, Look.TOTAL)]
    note = None if counted else Message(N_(
        "Stock and animals were not counted in its last month, so that it is not known what was earned."))
    return (Table(Message(N_("Income and costs")), Message(N_("For what")), AMOUNT, tuple(rows), note),)


def _earned(reading: Reading, head: str, sum_head: str, found: Mapping[Account, int]) -> Iterable[Row]:
    yield Row(Message(head), look=Look.PART)
    for account, minor in sorted(found.items(), key=lambda item: (item[0].code, item[0].alias)):
        holder = account.alias if account.holder else None
        yield Row(reading.naming.of(account),
                  (reading.cell(minor, [account.code], holder=holder, earned=1),))
    yield sum_row(sum_head, sum(found.values()), Look.SUBTOTAL)


def cash_book_tables(reading: Reading) -> tuple[Table, ...]:
    """Each place: brought forward, every sort of money at each entry, carried forward."""
    return movements.cash_book_tables(reading)


def beside(session: Session, facts: BookFacts, since: date | None, until: date) -> tuple[bool, int]:
    """Whether a period was counted in its last month, and what the family's unpaid work in it is worth."""
    family = session.scalar(
        select(func.sum(FamilyLabour.value_minor))
        .join(MoneyAct, (MoneyAct.book_id == facts.book_id) & (MoneyAct.act_id == FamilyLabour.act_id))
        .where(FamilyLabour.book_id == facts.book_id, is_alive(MoneyAct),
               FamilyLabour.worked_until.between(since or facts.opened_on, until)))
    return is_result(session, facts.book_id, until=until), int(family or 0)
