"""The books: every account from start to end, months, statements as on the screen, and the cash book."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ledgers.chart import ENTERPRISE_CHART
from ledgers.currencies import exponent
from ledgers.entries import EntryKind
from ledgers.statements.movements import build_receipts_and_payments
from msai.exports.enterprise.book import DataTable, Line, Look, Sheet, SheetTable, Spot, Sum, Tie
from msai.exports.enterprise.columns import Column, ColumnKind, Quantity
from msai.messages import N_, Message
from msai.services.views.enterprise_money import holdings, moved, standing
from msai.services.views.enterprise_workbook.reading import FarmReading
from msai.services.views.enterprise_workbook.tables import AMOUNT, MONTH, from_statement, head, table_of
from msai.services.views.labels import Text
from msai.services.views.statements.table import Table

PLACES_OF_MONEY = (1010, 1030)
_N, _T, _D, _A = ColumnKind.NUMBER, ColumnKind.TEXT, ColumnKind.DAY, ColumnKind.AMOUNT
DATA_BALANCES = (
    Column("line", _N, 8), Column("code", _N, 8), Column("account", _T, 34), Column("holder", _T, 20),
    Column("opening", _A, 16), Column("debit", _A, 16), Column("credit", _A, 16), Column("closing", _A, 16))
DATA_MOVEMENTS = (
    Column("month", _D, 12), Column("code", _N, 8), Column("holder", _T, 20), Column("closing", _N, 9),
    Column("debit", _A, 16), Column("credit", _A, 16))
BALANCE_HEADS = (
    head(N_("Number")), head(N_("Account")), head(N_("At start"), AMOUNT, adds=True),
    head(N_("Debited"), AMOUNT, adds=True), head(N_("Credited"), AMOUNT, adds=True),
    head(N_("At the end"), AMOUNT, adds=True, made_of=((1, 2), (1, 3), (-1, 4))),
    head(N_("Debit"), AMOUNT, adds=True), head(N_("Credit"), AMOUNT, adds=True))
MONTH_HEADS = (
    head(N_("Month"), MONTH), head(N_("Sales"), AMOUNT, adds=True),
    head(N_("Other income"), AMOUNT, adds=True),
    head(N_("Costs"), AMOUNT, adds=True),
    head(N_("Income less costs"), AMOUNT, adds=True, made_of=((1, 1), (1, 2), (-1, 3))),
    head(N_("Money in"), AMOUNT, adds=True), head(N_("Money out"), AMOUNT, adds=True),
    head(N_("At the end"), AMOUNT))


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account as this reader may know it, from start to end in minor units, debit positive."""

    code: int
    alias: str | None
    opening_minor: int
    debit_minor: int
    credit_minor: int

    @property
    def closing_minor(self) -> int:
        """What it stands at on the last day."""
        return self.opening_minor + self.debit_minor - self.credit_minor


def account_lines(farm: FarmReading) -> tuple[AccountLine, ...]:
    """Every account that stands at something or moved, in the order of the chart."""
    sums: dict[tuple[int, str | None], list[int]] = defaultdict(lambda: [0, 0, 0])
    for account, minor in farm.opening.items():
        sums[account.code, farm.alias_of(account)][0] += minor
    for line in farm.lines:
        side = 1 if line.amount_minor > 0 else 2
        sums[line.account.code, farm.alias_of(line.account)][side] += abs(line.amount_minor)
    return tuple(AccountLine(code, alias, *found) for (code, alias), found in sorted(
        sums.items(), key=lambda item: (item[0][0], item[0][1] or "")))


def balances_data(farm: FarmReading, lines: Iterable[AccountLine]) -> DataTable:
    """Every account as a tidy table."""
    places = exponent(farm.facts.currency)
    return DataTable("Balances", DATA_BALANCES, tuple(
        (n, one.code, ENTERPRISE_CHART.line(one.code).name, one.alias, *(
            Quantity(minor, places) for minor in (
                one.opening_minor, one.debit_minor, one.credit_minor, one.closing_minor)))
        for n, one in enumerate(lines, start=1)))


def movements_data(farm: FarmReading) -> DataTable:
    """What moved each account in each month; what closes a year stands apart."""
    places = exponent(farm.facts.currency)
    sums: dict[tuple[date, int, str, int], list[int]] = defaultdict(lambda: [0, 0])
    for line in farm.lines:
        key = (line.occurred_on.replace(day=1), line.account.code, farm.alias_of(line.account) or "",
               int(line.kind == EntryKind.YEAR_CLOSED))
        sums[key][line.amount_minor < 0] += abs(line.amount_minor)
    return DataTable("Movements", DATA_MOVEMENTS, tuple(
        (month, code, alias or None, closing, Quantity(debit, places), Quantity(credit, places))
        for (month, code, alias, closing), (debit, credit) in sorted(sums.items())))


def trial_balance_sheet(farm: FarmReading, lines: tuple[AccountLine, ...]) -> tuple[Sheet, tuple[Tie, ...]]:
    """Every account; both columns agree, and months lead from start to end."""
    table = table_of(("trial", None), BALANCE_HEADS, (Line((
        str(one.code), _name(farm, one), one.opening_minor, one.debit_minor, one.credit_minor,
        one.closing_minor, max(one.closing_minor, 0), max(-one.closing_minor, 0))) for one in lines),
        total=True)
    sheet = Sheet(Message(N_("Trial balance")), (12, 46, 17, 17, 17, 17, 17, 17), (table,), kept_columns=2)
    return sheet, tuple(_trial_ties(farm, lines)) if lines else ()


def _name(farm: FarmReading, one: AccountLine) -> Text:
    return farm.reading.naming.of_code(one.code, one.alias)


def _trial_ties(farm: FarmReading, lines: tuple[AccountLine, ...]) -> Iterator[Tie]:
    places, last = exponent(farm.facts.currency), len(lines)
    yield Tie(Message(N_("Both columns of the trial balance")), Spot("trial", last, 6),
              ((1, Spot("trial", last, 7)),), places)
    yield Tie(Message(N_("All accounts together are nothing")), Spot("trial", last, 5), (), places)
    for n, one in enumerate(lines):
        yield Tie(Message(N_("Trial balance: %(account)s"), {"account": _name(farm, one)}),
                  Spot("trial", n, 5), ((1, Sum("Balances", "closing", {"line": n + 1})),), places)
    for code in sorted({one.code for one in lines}):
        parts = ((1, Sum("Balances", "opening", {"code": code})),
                 (1, Sum("Movements", "debit", {"code": code})),
                 (-1, Sum("Movements", "credit", {"code": code})))
        what = Message(N_("Start and months lead to the end: %(account)s"), {"account": moved.label(code)})
        yield Tie(what, Sum("Balances", "closing", {"code": code}), parts, places)


def books_sheet(farm: FarmReading) -> tuple[Sheet, tuple[Tie, ...]]:
    """Month by month, money in and out, income, balance sheet and equipment."""
    reading = farm.reading
    months = table_of(("months", N_("Month by month")), MONTH_HEADS, _months(farm), total=True)
    tables = [months, *_statements("in-and-out", moved.in_and_out_tables(reading), second=-1),
              *_statements("income", moved.income_tables(reading), second=-1),
              *_statements("balance", standing.balance_tables(reading)),
              *(from_statement("equipment", one, made_of=(4, ((1, 2), (-1, 3))))
                for one in holdings.equipment_tables(reading) if one.rows)]
    sheet = Sheet(Message(N_("Books")), (48, *[18] * 7), tuple(tables))
    return sheet, tuple(_book_ties(farm, {one.key: one for one in tables if one.rows}))


def _statements(key: str, tables: Iterable[Table], *, second: int = 1) -> Iterator[SheetTable]:
    for n, one in enumerate(tables):
        if one.rows:
            yield from_statement(f"{key}-{n}", one, second=second)


def _months(farm: FarmReading) -> Iterator[Line]:
    """Income, costs and money of each month, without what closes a year or only moved between two places."""
    earned: dict[date, list[int]] = {month: [0, 0, 0] for month in farm.months}
    for line in farm.moved:
        if line.account.code >= 4000:
            of = earned.setdefault(line.occurred_on.replace(day=1), [0, 0, 0])
            at = 2 if line.account.code >= 5000 else int(line.account.code != 4100)
            of[at] += line.amount_minor if at == 2 else -line.amount_minor
    money = _money_by_month(farm)
    held = sum(minor for account, minor in farm.opening.items() if _is_money(account.code))
    for month in sorted({*earned, *money}):
        (sales, other, costs), (came, went) = earned.get(month, [0, 0, 0]), money.get(month, (0, 0))
        held += came - went
        yield Line((month, sales, other, costs, sales + other - costs, came, went, held))


def _money_by_month(farm: FarmReading) -> dict[date, tuple[int, int]]:
    """What came in and went out in each month."""
    lines = [line for line in farm.lines if _is_money(line.account.code)]
    found = build_receipts_and_payments(farm.reading.drawn, lines=lines, opening={})
    return {date(one.month // 100, one.month % 100, 1): (one.received_minor, one.paid_minor)
            for one in found.months}


def _is_money(code: int) -> bool:
    return PLACES_OF_MONEY[0] <= code <= PLACES_OF_MONEY[1]


def _book_ties(farm: FarmReading, there: dict[str, SheetTable]) -> Iterator[Tie]:
    places = exponent(farm.facts.currency)
    held = Sum("Balances", "closing", between=("code", *PLACES_OF_MONEY))
    assets = Sum("Balances", "closing", between=("code", 1000, 1999))
    if "months" in there:
        months = there["months"]
        if "income-0" in there:
            result = next(n for n, line in enumerate(there["income-0"].rows) if line.look is Look.TOTAL)
            yield Tie(Message(N_("All months together are the income less the costs")),
                      Spot("months", -1, 4), ((1, Spot("income-0", result, 1)),), places)
        yield Tie(Message(N_("Money at the end of the last month")), Spot("months", len(months.rows) - 2, 7),
                  ((1, held),), places)
    if "in-and-out-0" in there:
        sums = [n for n, line in enumerate(there["in-and-out-0"].rows) if line.look is Look.SUBTOTAL]
        for n, at in zip(sums, (5, 6), strict=True):
            what = there["in-and-out-0"].rows[n].cells[0]
            yield Tie(Message(N_("%(what)s, by months"), {"what": what if isinstance(what, Message) else ""}),
                      Spot("in-and-out-0", n, 1), ((1, Spot("months", -1, at)),), places)
        yield Tie(Message(N_("Money at the end, in all places")), Spot("in-and-out-0", -1, 1), ((1, held),),
                  places)
    if "balance-0" in there:
        yield Tie(Message(N_("What the enterprise has")), Spot("balance-0", -1, 1), ((1, assets),), places)
        yield Tie(Message(N_("What it has is what it owes and whose the rest is")),
                  Spot("balance-0", -1, 1), ((1, Spot("balance-1", -1, 1)),), places)


def cash_book_sheet(farm: FarmReading) -> tuple[Sheet, tuple[Tie, ...]]:
    """Each place line by line, for the people of the enterprise."""
    tables = tuple(from_statement(f"cash-{n}", one, adds=(2, 3)) for n, one in enumerate(
        moved.cash_book_tables(farm.reading)))
    places = exponent(farm.facts.currency)
    ties = [Tie(Message(N_("%(place)s: brought forward, in and out"), {"place": one.title or ""}),
                Spot(one.key, -1, 4), ((1, Spot(one.key, 0, 4)), (1, Spot(one.key, -1, 2)),
                                       (-1, Spot(one.key, -1, 3))), places) for one in tables]
    if tables:
        first, *others = (Spot(one.key, -1, 4) for one in tables)
        held = Sum("Balances", "closing", between=("code", *PLACES_OF_MONEY))
        ties.append(Tie(Message(N_("Cash, bank and wallets at the end of the cash book")), first,
                        ((1, held), *((-1, one) for one in others)), places))
    shown = tables or (SheetTable("cash", None, (), ()),)
    return Sheet(Message(N_("Cash book")), (16, 58, 18, 18, 20), shown), tuple(ties)


def grants_sheet(farm: FarmReading) -> tuple[Sheet, tuple[Tie, ...]]:
    """Who gave how much, what was used and given back, and what is left of it."""
    tables = tuple(from_statement("grants", one, made_of=(5, ((1, 1), (1, 2), (-1, 3), (-1, 4))))
                   for one in holdings.grant_tables(farm.reading))
    ties = (Tie(Message(N_("Grants not used yet")), Spot("grants", -1, 5),
                ((-1, Sum("Balances", "closing", {"code": 2300})),), exponent(farm.facts.currency)),
            ) if tables and tables[0].rows else ()
    return Sheet(Message(N_("Grants")), (44, *[18] * 5), tables), ties
