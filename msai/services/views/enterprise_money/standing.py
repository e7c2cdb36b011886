"""Where an enterprise stands: what it has and owes, and for how long it has been owed to whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from ledgers.accounts import ENTERPRISE
from ledgers.balances import register
from ledgers.statements.ages import by_age, open_by_day
from ledgers.statements.drawn import Amount
from ledgers.statements.position import BalanceSheet, build_balance_sheet
from msai.messages import N_, Message
from msai.services.enterprise_money.wanted import TAX_OFFICE
from msai.services.views.enterprise_money.moved import AMOUNT, EARNINGS, label, sum_row
from msai.services.views.enterprise_money.words import TAX_OFFICE_NAME
from msai.services.views.statements.reading import Reading
from msai.services.views.statements.table import Head, Look, Row, Table, amounts

AGES = (30, 90)
_AGE_HEADS = (N_("Up to 30 days"), N_("31 to 90 days"), N_("Longer"), N_("Together"))


def balance_tables(reading: Reading) -> tuple[Table, ...]:
    """What the enterprise has; what it owes and whose the rest is: two tables with one sum."""
    found = {one: minor for one, minor in reading.at_end().items() if one.fund == ENTERPRISE}
    if not found:
        return ()
    sheet = build_balance_sheet(reading.drawn, ENTERPRISE, found=found)
    has = (*_lines(reading, sheet.assets), sum_row(N_("Total"), sheet.total_assets, Look.TOTAL))
    return (Table(Message(N_("What the enterprise has")), Message(N_("What")), AMOUNT, has),
            Table(Message(N_("What it owes, and whose the rest is")), Message(N_("What")), AMOUNT,
                  tuple(_rest(reading, sheet))))


def _rest(reading: Reading, sheet: BalanceSheet) -> Iterable[Row]:
    if sheet.liabilities:
        yield Row(Message(N_("Owed")), look=Look.PART)
        yield from _lines(reading, sheet.liabilities)
        yield sum_row(N_("All that is owed"), sheet.total_liabilities, Look.SUBTOTAL)
    yield Row(Message(N_("Capital and what was retained")), look=Look.PART)
    yield from _lines(reading, sheet.members)
    if sheet.result_minor:
        yield Row(Message(N_("Result not yet closed")), (reading.cell(sheet.result_minor, EARNINGS),))
    yield sum_row(N_("Total"), sheet.total_liabilities + sheet.total_members, Look.TOTAL)


def _lines(reading: Reading, found: Sequence[Amount]) -> Iterable[Row]:
    for one in found:
        yield Row(label(one.code), (reading.cell(one.amount_minor, [one.code]),))


def owed_tables(reading: Reading) -> tuple[Table, ...]:
    """Who owes the enterprise, who has its money in advance, and whom it owes: by name and by age."""
    day = reading.period.until or reading.today
    return (
        _aged(reading, Message(N_("Who owes us")), (1100,), day),
        _aged(reading, Message(N_("Given in advance")), (1150,), day),
        _aged(reading, Message(N_("Whom we owe")), (2100, 2150), day),
    )


def _aged(reading: Reading, title: Message, codes: Sequence[int], day: date) -> Table:
    lines = register(reading.session, reading.facts.book_id, codes=codes, until=reading.period.until)
    sign = -1 if codes[0] >= 2000 else 1
    moved: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for line in lines:
        alias = line.account.alias if line.account.holder else TAX_OFFICE
        moved[alias].append((line.occurred_on, sign * line.amount_minor))
    ages = {alias: by_age(open_by_day(of), on=day, until=AGES) for alias, of in moved.items()}
    ages = {alias: found for alias, found in ages.items() if any(found)}
    rows = [Row(TAX_OFFICE_NAME if alias == TAX_OFFICE else reading.naming.holder(alias),
                (*amounts(found), reading.cell(sum(found), codes[1:] if alias == TAX_OFFICE else codes[:1],
                                               holder=None if alias == TAX_OFFICE else alias)))
            for alias, found in ages.items()]
    if rows:
        sums = [sum(column) for column in zip(*ages.values(), strict=True)]
        rows.append(Row(Message(N_("Total")), amounts((*sums, sum(sums))), Look.TOTAL))
    return Table(title, Message(N_("Who")), tuple(Head(Message(one)) for one in _AGE_HEADS), tuple(rows))
