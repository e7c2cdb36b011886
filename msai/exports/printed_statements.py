"""The sheets about money moved and owned: cash book, fund statements, trial balance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from ledgers.accounts import Account
from ledgers.statements.drawn import Amount
from ledgers.statements.movements import AccountRegister, RunningLine
from ledgers.statements.position import BalanceSheet, FundTotal
from msai.exports import sheet_styles as styles
from msai.exports.account_names import commodity_of
from msai.exports.checks import AtLeast, Condition, sum_between, sum_where
from msai.exports.data_sheets import EXCEL_DAY_ZERO
from msai.exports.labels import account_label, fund_label, tender_label
from msai.exports.sheet_page import SheetPage, Styled, day, text
from msai.exports.writing import Writing, heads, number, title
from msai.messages import N_, Message

NO_HOLDER = "None"
CASH_BOOK_HEADS = (N_("Date"), N_("Entry"), N_("For what"), N_("In"), N_("Out"), N_("Balance"))
TRIAL_BALANCE_HEADS = (
    N_("Fund"), N_("Number"), N_("Account"), N_("Holder"), N_("Debit"), N_("Credit"),
)


def write_cash_book(page: SheetPage, writing: Writing) -> None:
    """Every box, account and wallet of every fund, a line for each sort of money at each entry."""
    page.freeze("A6")
    title(writing, page)
    page.write(*heads(writing, *CASH_BOOK_HEADS, ends=3))
    for register in writing.book.cash_book.tenders:
        _write_tender(page, writing, register)


def _write_tender(page: SheetPage, writing: Writing, register: AccountRegister) -> None:
    account = register.account
    name = writing.words(N_("%(fund)s, %(account)s"), fund=fund_label(account.fund),
                         account=tender_label(account.code, account.alias, writing.book.names))
    page.write(Styled(name, styles.SECTION))
    page.write(day(register.since), text(""), text(writing.words(N_("Brought forward"))), text(""), text(""),
               writing.figure(register.opening_minor))
    by_sort = groupby(register.lines, key=lambda running: (running.line.seq, running.line.counter_code))
    for (seq, code), lines in by_sort:
        _write_movement(page, writing, seq=seq, code=code, lines=list(lines))
    row = page.write(
        *[Styled(None, styles.TOTAL)] * 2, Styled(writing.words(N_("Carried forward")), styles.TOTAL),
        writing.total(register.debited_minor), writing.total(register.credited_minor),
        writing.money_total(register.closing_minor))
    writing.checks.compare(
        Message(N_("%(sheet)s: %(account)s"), {"sheet": page.title, "account": name}),
        shown=page.ref(6, row), recomputed=kept_balance(writing, account), places=writing.places)
    page.skip()


def _write_movement(
    page: SheetPage, writing: Writing, *, seq: int, code: int, lines: Sequence[RunningLine],
) -> None:
    moved = [running.line.amount_minor for running in lines]
    what = tender_label(code, lines[0].line.counter_alias, writing.book.names)
    if len(lines) > 1 or lines[0].line.counter_alias == NO_HOLDER:
        what = account_label(code)
    page.write(day(lines[0].line.occurred_on), number(seq), text(writing.say(what)),
               writing.figure(sum(minor for minor in moved if minor > 0)),
               writing.figure(-sum(minor for minor in moved if minor < 0)),
               writing.figure(lines[-1].balance_minor))


def kept_balance(writing: Writing, account: Account) -> str:
    """The formula for an account's balance in the table of balances."""
    return sum_where(writing.data.balances, "balance",
                     fund=account.fund, code=account.code, holder=account.alias)


def write_fund_statements(page: SheetPage, writing: Writing) -> None:
    """Income and costs, then what each fund has, owes and holds for the members; funds across."""
    book = writing.book
    page.freeze("B6")
    title(writing, page)
    funds = [statement.fund for statement in book.income]
    page.write(*heads(writing, "", *map(fund_label, funds), N_("Together"), ends=len(funds) + 1))
    since = book.since
    period = writing.words(N_("Income and costs since %(day)s"), day=since) if since else writing.words(
        N_("Income and costs"))
    page.write(Styled(period, styles.SECTION))
    _write_block(page, writing, N_("All income"), [s.income for s in book.income])
    _write_block(page, writing, N_("All costs"), [s.costs for s in book.income])
    row = _write_total(page, writing, N_("Result"), [s.result_minor for s in book.income])
    _check_results(page, writing, row)
    page.skip()
    _write_balance_sheets(page, writing, book.balance_sheets)


def _write_balance_sheets(page: SheetPage, writing: Writing, sheets: Sequence[BalanceSheet]) -> None:
    page.write(Styled(writing.words(N_("What the funds have")), styles.SECTION))
    _write_lines(page, writing, [s.assets for s in sheets])
    has = _write_total(page, writing, N_("Total"), [s.total_assets for s in sheets])
    page.skip()
    page.write(Styled(writing.words(N_("What they owe, and whose the rest is")), styles.SECTION))
    _write_block(page, writing, N_("All that is owed"), [s.liabilities for s in sheets])
    _write_lines(page, writing, [s.members for s in sheets])
    _write_row(page, writing, writing.words(N_("Result not yet closed")), [s.result_minor for s in sheets])
    owes = _write_total(page, writing, N_("Total"), [s.total_liabilities + s.total_members for s in sheets])
    _check_balance_sheets(page, writing, has=has, owes=owes)


def _write_block(page: SheetPage, writing: Writing, head: str, columns: Sequence[Sequence[Amount]]) -> None:
    if any(columns):
        _write_lines(page, writing, columns)
        totals = [sum(amount.amount_minor for amount in amounts) for amounts in columns]
        _write_row(page, writing, writing.words(head), totals)


def _write_lines(page: SheetPage, writing: Writing, columns: Sequence[Sequence[Amount]]) -> None:
    by_fund = [{amount.code: amount.amount_minor for amount in amounts} for amounts in columns]
    for code in sorted({code for amounts in by_fund for code in amounts}):
        _write_row(page, writing, writing.say(account_label(code)), [a.get(code, 0) for a in by_fund])


def _write_row(page: SheetPage, writing: Writing, name: str, amounts: Sequence[int]) -> int:
    return page.write(text(name), *map(writing.figure, amounts), writing.figure(sum(amounts)))


def _write_total(page: SheetPage, writing: Writing, name: str, amounts: Sequence[int]) -> int:
    return page.write(Styled(writing.words(name), styles.TOTAL), *map(writing.total, amounts),
                      writing.money_total(sum(amounts)))


def _check_results(page: SheetPage, writing: Writing, row: int) -> None:
    table, since = writing.data.postings, writing.book.since
    days = {"date": AtLeast((since - EXCEL_DAY_ZERO).days)} if since else {}
    for column, statement in enumerate(writing.book.income, start=2):
        earned, spent = (
            sum_between(table, "amount", between=(side, 4000, 5999), fund=statement.fund, closing=0, **days)
            for side in ("credit_code", "debit_code"))
        what = Message(N_("%(sheet)s: result of %(fund)s"), _of(page, statement.fund))
        writing.checks.compare(what, shown=page.ref(column, row), recomputed=f"{earned}-{spent}",
                               places=writing.places)


def _of(page: SheetPage, fund: str) -> Mapping[str, str | Message]:
    return {"sheet": page.title, "fund": fund_label(fund)}


def _check_balance_sheets(page: SheetPage, writing: Writing, *, has: int, owes: int) -> None:
    table = writing.data.balances
    for column, sheet in enumerate(writing.book.balance_sheets, start=2):
        of_fund = _of(page, sheet.fund)
        assets = sum_between(table, "balance", between=("code", 1000, 1999), fund=sheet.fund)
        rest = sum_between(table, "balance", between=("code", 2000, 5999), fund=sheet.fund)
        writing.checks.compare(Message(N_("%(sheet)s: what %(fund)s has"), of_fund),
                               shown=page.ref(column, has), recomputed=assets, places=writing.places)
        writing.checks.compare(Message(N_("%(sheet)s: what %(fund)s owes and holds"), of_fund),
                               shown=page.ref(column, owes), recomputed=f"-{rest}", places=writing.places)


def write_trial_balance(page: SheetPage, writing: Writing) -> None:
    """Every account with its balance, fund by fund; what is only counted stands at the end."""
    page.freeze("A6")
    title(writing, page)
    page.write(*heads(writing, *TRIAL_BALANCE_HEADS, ends=2))
    for total in writing.book.trial_balance.totals:
        _write_fund(page, writing, total)
        page.skip()


def _write_fund(page: SheetPage, writing: Writing, total: FundTotal) -> None:
    places = commodity_of(total.fund, writing.book.drawn.currency).places
    fund = text(writing.say(fund_label(total.fund)))
    for line in writing.book.trial_balance.lines:
        account = line.account
        if account.fund == total.fund:
            row = page.write(
                fund, number(account.code), text(writing.say(account_label(account.code))),
                text(writing.name_of(account.alias) if account.holder else ""),
                writing.figure(line.debit_minor, places), writing.figure(line.credit_minor, places))
            _check_account(page, writing, account, row)
    row = page.write(
        Styled(writing.words(N_("Total")), styles.TOTAL), *[Styled(None, styles.TOTAL)] * 3,
        writing.total(total.debit_minor, places), writing.total(total.credit_minor, places))
    what = Message(N_("%(sheet)s: both columns of %(fund)s"), _of(page, total.fund))
    writing.checks.compare(what, shown=page.ref(5, row), recomputed=page.ref(6, row), places=places)


def _check_account(page: SheetPage, writing: Writing, account: Account, row: int) -> None:
    places = commodity_of(account.fund, writing.book.drawn.currency).places
    debited, credited = (_moved(writing, account, side) for side in ("debit", "credit"))
    holder = writing.name_of(account.alias) if account.holder else "–"
    what = Message(N_("%(sheet)s: %(fund)s, %(number)s %(account)s, %(holder)s"), {
        "sheet": page.title, "fund": fund_label(account.fund), "number": str(account.code),
        "account": account_label(account.code), "holder": holder})
    writing.checks.compare(what, shown=f"{page.ref(5, row)}-{page.ref(6, row)}",
                           recomputed=f"{debited}-{credited}", places=places)


def _moved(writing: Writing, account: Account, side: str) -> str:
    conditions: dict[str, Condition] = {
        "fund": account.fund, f"{side}_code": account.code, f"{side}_holder": account.alias,
    }
    return sum_where(writing.data.postings, "amount", **conditions)
