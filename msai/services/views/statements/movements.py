"""Statements of what moved: money in and out by fund and month, and the cash book tender by tender."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from ledgers.accounts import TENDER_CODES, BookKind
from ledgers.statements.movements import (
    AccountRegister,
    Movement,
    ReceiptsAndPayments,
    ReceiptsLine,
    ReceiptsOfFund,
    build_cash_book,
    build_receipts_and_payments,
    build_receipts_by_fund,
    movements_of,
)
from msai.messages import N_, Message
from msai.services.views.happenings import entry_label
from msai.services.views.labels import account_label, fund_label
from msai.services.views.statements.position import across, fund_heads, summed
from msai.services.views.statements.reading import Reading
from msai.services.views.statements.table import NOTHING, Cell, Head, Look, Row, Table, amounts

_Reader = Callable[[ReceiptsLine], int]


def receipts_tables(reading: Reading) -> tuple[Table, ...]:
    """What came in for what and went out for what: by fund over the period, then month by month."""
    lines, opening = reading.lines(TENDER_CODES), reading.at_start(TENDER_CODES)
    funds = build_receipts_by_fund(lines, opening=opening)
    if not funds:
        return ()
    rows = (
        summed(N_("At the beginning"), [fund.opening_minor for fund in funds], Look.BROUGHT),
        *_part(reading, (N_("Came in"), N_("All that came in")), funds, lambda line: line.received_minor),
        *_part(reading, (N_("Went out"), N_("All that went out")), funds, lambda line: line.paid_minor),
        summed(N_("At the end"), [fund.closing_minor for fund in funds], Look.TOTAL),
    )
    by_fund = Table(Message(N_("By fund")), Message(N_("For what")),
                    fund_heads(fund.fund for fund in funds), rows)
    monthly = build_receipts_and_payments(reading.drawn, lines=lines, opening=opening)
    return by_fund, _by_month(monthly, sum(fund.opening_minor for fund in funds))


def _part(
    reading: Reading, heads: tuple[str, str], funds: Sequence[ReceiptsOfFund], read: _Reader,
) -> Iterable[Row]:
    found = [{line.code: read(line) for line in fund.lines if read(line)} for fund in funds]
    yield Row(Message(heads[0]), look=Look.PART)
    for code in sorted({code for minors in found for code in minors}):
        minors = [minor.get(code, 0) for minor in found]
        cells = [_behind(reading, minor, code, fund.fund) for fund, minor in zip(funds, minors, strict=True)]
        yield Row(account_label(BookKind.GROUP, code),
                  across(cells, _behind(reading, sum(minors), code, None)))
    yield summed(heads[1], [sum(minors.values()) for minors in found], Look.SUBTOTAL)


def _behind(reading: Reading, minor: int, code: int, fund: str | None) -> Cell:
    """The lines of the tenders that stand against one number."""
    return reading.cell(minor, TENDER_CODES, fund=fund, against=code)


def _by_month(statement: ReceiptsAndPayments, opening_minor: int) -> Table:
    sums: dict[int, list[int]] = {}
    for of_fund in statement.months:
        month = sums.setdefault(of_fund.month, [0, 0])
        month[0] += of_fund.received_minor
        month[1] += of_fund.paid_minor
    rows, balance = [], opening_minor
    for number, (received, paid) in sorted(sums.items()):
        balance += received - paid
        first = date(number // 100, number % 100, 1)
        rows.append(Row(first, amounts((received, paid, balance)), is_month=True))
    total = [sum(column) for column in zip(*sums.values(), strict=True)] or [0, 0]
    rows.append(Row(Message(N_("Total")), amounts((*total, balance)), Look.TOTAL))
    heads = tuple(Head(Message(label)) for label in (N_("In"), N_("Out"), N_("At the end")))
    return Table(Message(N_("Month by month")), Message(N_("Month")), heads, tuple(rows))


def cash_book_tables(reading: Reading) -> tuple[Table, ...]:
    """Each tender of each fund: brought forward, every sort of money at each entry, carried forward."""
    book = build_cash_book(reading.drawn, lines=reading.lines(TENDER_CODES),
                           opening=reading.at_start(TENDER_CODES), since=reading.period.since)
    return tuple(_tender(reading, tender) for tender in book.tenders if tender.lines or tender.opening_minor)


def _tender(reading: Reading, tender: AccountRegister) -> Table:
    account = tender.account
    title = Message(N_("%(place)s, %(fund)s"), {
        "place": reading.naming.of(account), "fund": fund_label(account.fund)})
    heads = (Head(Message(N_("What")), figures=False),
             *(Head(Message(label)) for label in (N_("In"), N_("Out"), N_("Balance"))))
    brought = Row(Message(N_("Brought forward")), (NOTHING, NOTHING, NOTHING, Cell(tender.opening_minor)),
                  Look.BROUGHT)
    total = Row(Message(N_("Carried forward")), (
        NOTHING, *amounts((tender.debited_minor, tender.credited_minor, tender.closing_minor))), Look.TOTAL)
    rows = (_movement(reading, movement) for movement in movements_of(tender))
    return Table(title, Message(N_("Date")), heads, (brought, *rows, total))


def _movement(reading: Reading, movement: Movement) -> Row:
    seq = reading.entry(movement.seq)
    counter = reading.naming.of_code(movement.counter_code, movement.counter_alias)
    what = Message(N_("%(what)s: %(account)s"), {"what": entry_label(movement.kind), "account": counter})
    return Row(movement.occurred_on, (
        Cell(words=what), Cell(movement.received_minor, entry=seq), Cell(movement.paid_minor, entry=seq),
        Cell(movement.balance_minor)))
