"""Checks of the sums: what is kept beside the postings has to be what the postings say.

Balances and roll-up are worked out anew from the postings and compared row by row.
Then come the rules that hold between sums in every book: nothing is left between
funds, as many shares, units and claims are held as were recorded, and nobody took
more out of the cash box than was in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Table

from ledgers import tables as t
from ledgers.accounts import SHARES, UNITS, is_memo_fund
from ledgers.verify.examined_book import ExaminedBook, Values
from ledgers.verify.findings import Code, Finding

CASH = 1010
_SHARES, _UNITS, _CLAIMS = (9300, 9400), (9100, 9200), (9510, 9500)
Sums = Mapping[tuple[Any, ...], Iterable[int]]


def check_balances(book: ExaminedBook) -> Iterator[Finding]:
    """Each kept balance is the sum of the postings of its account and month, and none is missing."""
    codes = (Code.BALANCE_MISSING, Code.BALANCE_EXTRA, Code.BALANCE_DIFFERS)
    return _compare(book, t.balance, ("account_no", "month", "closing"), book.walked.sums, codes)


def check_rollup(book: ExaminedBook) -> Iterator[Finding]:
    """Each row of the roll-up is the sum over all accounts of its number and fund."""
    sums: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
    for (number, month, closing), (debit, credit) in book.walked.sums.items():
        account = book.accounts.get(number)
        if account is not None:
            total = sums[month, account.code, account.fund, closing]
            total[0] += debit
            total[1] += credit
    codes = (Code.ROLLUP_MISSING, Code.ROLLUP_EXTRA, Code.ROLLUP_DIFFERS)
    return _compare(book, t.rollup, ("month", "code", "fund", "closing"), sums, codes)


def _compare(
    book: ExaminedBook, table: Table, names: tuple[str, ...], true: Sums, codes: tuple[Code, Code, Code],
) -> Iterator[Finding]:
    missing, extra, differs = codes
    left = {key: tuple(sums) for key, sums in true.items()}
    for row in book.rows(table):
        key = tuple(row[name] for name in names)
        sums = left.pop(key, None)
        if sums is None:
            yield book.finding(extra, table.name, _name(key))
        elif sums != (row["debit_minor"], row["credit_minor"]):
            yield book.finding(differs, table.name, _name(key), **_difference(row, sums))
    for key in left:
        yield book.finding(missing, table.name, _name(key))


def _difference(row: Values, sums: tuple[int, ...]) -> dict[str, int]:
    return {"debit_kept": row["debit_minor"], "debit_true": sums[0],
            "credit_kept": row["credit_minor"], "credit_true": sums[1]}


def _name(key: tuple[Any, ...]) -> str:
    return "|".join(str(part) for part in key)


def memo_codes(fund: str) -> tuple[int, int]:
    """The two numbers of a memo fund: what was recorded in all, and what each holder has of it."""
    if fund == SHARES:
        return _SHARES
    if fund == UNITS or fund.startswith(f"{UNITS}-"):
        return _UNITS
    return _CLAIMS


def check_memo_totals(book: ExaminedBook) -> Iterator[Finding]:
    """As many shares, units and claims are held as were recorded, and nobody holds fewer than none."""
    totals: dict[str, int] = defaultdict(int)
    for account, minor in book.balances.items():
        if not is_memo_fund(account.fund):
            continue
        recorded, held = memo_codes(account.fund)
        if account.code not in (recorded, held):
            yield book.finding(Code.MEMO_ACCOUNT_FOREIGN, "account", account.key)
        if account.code == held and minor < 0:
            yield book.finding(Code.HOLDING_NEGATIVE, "posting", account.key, minor=minor)
        totals[account.fund] += minor if account.code in (recorded, held) else 0
    for fund, minor in totals.items():
        if minor:
            yield book.finding(Code.MEMO_TOTAL_DIFFERS, "posting", fund, minor=minor)


def check_tenders(book: ExaminedBook) -> Iterator[Finding]:
    """No cash box of a fund holds less than nothing now."""
    for account, minor in book.balances.items():
        if account.code == CASH and minor < 0:
            yield book.finding(Code.TENDER_NEGATIVE, "posting", account.key, minor=minor)
