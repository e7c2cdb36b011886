"""Statements of where a group stands: money, income, balance sheet, trial balance; funds across."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from ledgers.accounts import BookKind, is_memo_fund
from ledgers.chart import GROUP_CHART
from ledgers.money import decimal_text
from ledgers.statements.drawn import Amount
from ledgers.statements.position import (
    BalanceSheet,
    IncomeStatement,
    TrialBalance,
    TrialBalanceLine,
    build_balance_sheet,
    build_income_statement,
    build_money_by_fund,
    build_trial_balance,
    money_funds,
)
from msai.exports.account_names import commodity_of
from msai.messages import N_, Message
from msai.services.views.labels import account_label, fund_label
from msai.services.views.money import Figure, money_table
from msai.services.views.statements.reading import Reading
from msai.services.views.statements.table import NOTHING, Cell, Head, Look, Row, Table, amounts

ASSETS = tuple(code for code in GROUP_CHART.lines if code < 2000)
EARNINGS = tuple(code for code in GROUP_CHART.lines if 4000 <= code < 6000)
TOGETHER = Head(Message(N_("Together")))


def fund_heads(funds: Iterable[str]) -> tuple[Head, ...]:
    """A column for each fund, and one for all of them where there are several."""
    heads = tuple(Head(fund_label(fund)) for fund in funds)
    return (*heads, TOGETHER) if len(heads) > 1 else heads


def across(cells: Sequence[Cell], together: Cell) -> tuple[Cell, ...]:
    """The cells of the funds, and their sum where there are several."""
    return (*cells, together) if len(cells) > 1 else tuple(cells)


def summed(label: str, minors: Sequence[int], look: Look) -> Row:
    """A row of sums over the funds, with the sum of all."""
    return Row(Message(label), across(amounts(minors), Cell(sum(minors))), look)


def money_tables(reading: Reading) -> tuple[Table, ...]:
    """Where the money is: places down the side, funds across."""
    money = build_money_by_fund(reading.drawn, reading.at_end(ASSETS))
    names = {alias: name for alias, name in reading.naming.names.items() if isinstance(name, str)}
    shown = money_table(money, names, may_open=reading.may_open)

    def cell(figure: Figure) -> Cell:
        named = dict(figure.register or {})
        return reading.cell(figure.amount_minor, named.pop("code", ()), **named)

    rows = tuple(Row(row.label, across([cell(one) for one in row.cells], cell(row.total)))
                 for row in shown.rows)
    total = summed(N_("Total"), money.fund_totals, Look.TOTAL)
    return (Table(Message(N_("Place by place")), Message(N_("Place")), fund_heads(money.funds),
                  (*rows, total)),)


def income_tables(reading: Reading) -> tuple[Table, ...]:
    """Income, costs and the result of each fund; closings are left out."""
    at_end, at_start = reading.at_end(EARNINGS, earned=True), reading.at_start(EARNINGS, earned=True)
    funds = money_funds((*at_end, *at_start))
    statements = [
        build_income_statement(reading.drawn, fund, at_end=at_end, at_start=at_start,
                               since=reading.period.since)
        for fund in funds
    ]
    rows = (
        *_part(reading, N_("Income"), N_("All income"), statements, lambda one: one.income),
        *_part(reading, N_("Costs"), N_("All costs"), statements, lambda one: one.costs),
        summed(N_("Result"), [one.result_minor for one in statements], Look.TOTAL),
    )
    return (Table(Message(N_("By fund")), Message(N_("For what")), fund_heads(funds), rows),)


def _part(
    reading: Reading, head: str, sum_head: str, statements: Sequence[IncomeStatement],
    amounts_of: Callable[[IncomeStatement], Sequence[Amount]],
) -> tuple[Row, ...]:
    funds = [one.fund for one in statements]
    columns = [amounts_of(one) for one in statements]
    lines = _lines(reading, funds, columns, earned=1)
    sums = [sum(amount.amount_minor for amount in column) for column in columns]
    return Row(Message(head), look=Look.PART), *lines, summed(sum_head, sums, Look.SUBTOTAL)


def _lines(
    reading: Reading, funds: Sequence[str], columns: Sequence[Sequence[Amount]], *, earned: int | None = None,
) -> list[Row]:
    """A row for each number of the chart that any fund has, funds across."""
    by_fund = [{amount.code: amount.amount_minor for amount in column} for column in columns]
    rows = []
    for code in sorted({code for found in by_fund for code in found}):
        minors = [found.get(code, 0) for found in by_fund]
        cells = [reading.cell(minor, [code], fund=fund, earned=earned)
                 for fund, minor in zip(funds, minors, strict=True)]
        together = reading.cell(sum(minors), [code], earned=earned)
        rows.append(Row(account_label(BookKind.GROUP, code), across(cells, together)))
    return rows


def balance_tables(reading: Reading) -> tuple[Table, ...]:
    """What each fund has; what it owes and whose the rest is: two tables with one sum."""
    found = reading.at_end()
    funds = money_funds(found)
    sheets = [build_balance_sheet(reading.drawn, fund, found=found) for fund in funds]
    heads = fund_heads(funds)
    has = (*_lines(reading, funds, [one.assets for one in sheets]),
           summed(N_("Total"), [one.total_assets for one in sheets], Look.TOTAL))
    return (Table(Message(N_("What the funds have")), Message(N_("What")), heads, has),
            Table(Message(N_("What they owe, and whose the rest is")), Message(N_("What")), heads,
                  tuple(_owed(reading, funds, sheets))))


def _owed(reading: Reading, funds: Sequence[str], sheets: Sequence[BalanceSheet]) -> Iterable[Row]:
    if any(one.liabilities for one in sheets):
        yield Row(Message(N_("Owed")), look=Look.PART)
        yield from _lines(reading, funds, [one.liabilities for one in sheets])
        yield summed(N_("All that is owed"), [one.total_liabilities for one in sheets], Look.SUBTOTAL)
    yield Row(Message(N_("Members' funds and surplus")), look=Look.PART)
    yield from _lines(reading, funds, [one.members for one in sheets])
    results = [one.result_minor for one in sheets]
    if any(results):
        cells = [reading.cell(minor, EARNINGS, fund=fund) for fund, minor in zip(funds, results, strict=True)]
        yield Row(Message(N_("Result not yet closed")), across(cells, reading.cell(sum(results), EARNINGS)))
    yield summed(N_("Total"), [one.total_liabilities + one.total_members for one in sheets], Look.TOTAL)


def trial_tables(reading: Reading) -> tuple[Table, ...]:
    """Both columns of each fund by number of the chart; what is only counted stands at the end."""
    statement = build_trial_balance(reading.drawn, reading.at_end())
    return tuple(_trial_of(reading, statement, fund) for fund in [total.fund for total in statement.totals])


def _trial_of(reading: Reading, statement: TrialBalance, fund: str) -> Table:
    lines = [line for line in statement.lines if line.account.fund == fund]
    rows = [_trial_row(reading, fund, [line for line in lines if line.account.code == code])
            for code in sorted({line.account.code for line in lines})]
    total = next(total for total in statement.totals if total.fund == fund)
    sums = (_quantity(reading, fund, total.debit_minor), _quantity(reading, fund, total.credit_minor))
    return Table(fund_label(fund), Message(N_("Account")),
                 (Head(Message(N_("Debit"))), Head(Message(N_("Credit")))),
                 (*rows, Row(Message(N_("Total")), sums, Look.TOTAL)))


def _trial_row(reading: Reading, fund: str, lines: Sequence[TrialBalanceLine]) -> Row:
    code = lines[0].account.code
    label = Message(N_("%(code)s %(account)s"), {
        "code": str(code), "account": account_label(BookKind.GROUP, code)})
    debit, credit = (sum(line.debit_minor for line in lines), sum(line.credit_minor for line in lines))
    if is_memo_fund(fund):
        return Row(label, (_quantity(reading, fund, debit), _quantity(reading, fund, credit)))
    return Row(label, (reading.cell(debit, [code], fund=fund), reading.cell(credit, [code], fund=fund)))


def _quantity(reading: Reading, fund: str, amount: int) -> Cell:
    """Money as an amount; shares, units and claims with the decimals of what they count."""
    if not is_memo_fund(fund):
        return Cell(amount)
    if not amount:
        return NOTHING
    places = commodity_of(fund, reading.facts.currency).places
    return Cell(quantity=Decimal(decimal_text(Fraction(amount, 10**places), places=places)))
