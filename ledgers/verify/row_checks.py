"""Checks of the rows that stand beside the journal: book, head, holders, accounts, notes, cycles.

The chain of entries does not cover them, so each carries a hash of its own, and
each has to be one that this programme could have written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

from ledgers import tables as t
from ledgers.accounts import Account, BookKind, Holder, HolderKind
from ledgers.chart import CHART_VERSION, CHARTS
from ledgers.currencies import is_currency
from ledgers.cycles import CycleState
from ledgers.entries import account_hash, book_hash, cycle_hash, holder_hash, note_hash
from ledgers.errors import LedgerError
from ledgers.verify.examined_book import ExaminedBook, Values, is_holder_kind
from ledgers.verify.findings import Code, Finding

BOOK_KINDS = frozenset(kind.value for kind in BookKind)
CYCLE_STATES = frozenset(state.value for state in CycleState)


def check_book(book: ExaminedBook) -> Iterator[Finding]:
    """The book has one row, of a known kind, currency and chart, as it was written."""
    if len(book.book_rows) != 1:
        yield book.finding(Code.BOOK_MISSING, "book", rows=len(book.book_rows))
    for row in book.book_rows:
        if not is_currency(row["currency"]):
            yield book.finding(Code.BOOK_UNKNOWN_CURRENCY, "book", currency=row["currency"])
        if not 1 <= row["chart_version"] <= CHART_VERSION:
            yield book.finding(Code.BOOK_UNKNOWN_CHART, "book", version=row["chart_version"])
        if row["kind"] not in BOOK_KINDS:
            yield book.finding(Code.BOOK_UNKNOWN_KIND, "book", kind=row["kind"])
        elif _book_hash(book, row) != row["row_hash"]:
            yield book.finding(Code.ROW_HASH_DIFFERS, "book")


def _book_hash(book: ExaminedBook, row: Values) -> bytes:
    return book_hash(book.book_id, kind=BookKind(row["kind"]), currency=row["currency"],
                     chart_version=row["chart_version"], opened_at=row["opened_at"])


def check_head(book: ExaminedBook) -> Iterator[Finding]:
    """The head names the last entry, its hash, and the last account."""
    if len(book.head_rows) != 1:
        yield book.finding(Code.HEAD_MISSING, "book_head", rows=len(book.head_rows))
        return
    true = {
        "last_seq": book.walked.last_seq, "last_hash": book.walked.last_hash,
        "last_account_no": max((row["account_no"] for row in book.account_rows), default=0),
    }
    for name, value in true.items():
        if book.head_rows[0][name] != value:
            yield book.finding(Code.HEAD_DIFFERS, "book_head", name, kept=book.head_rows[0][name], true=value)


def check_holders(book: ExaminedBook) -> Iterator[Finding]:
    """Every holder is of a known kind, has an alias of its own, and is as it was written."""
    aliases = Counter(row["alias"] for row in book.holder_rows)
    for row in book.holder_rows:
        if aliases[row["alias"]] > 1:
            yield book.finding(Code.HOLDER_ALIAS_TWICE, "holder", row["holder"], alias=row["alias"])
        if not is_holder_kind(row["kind"]):
            yield book.finding(Code.HOLDER_UNKNOWN_KIND, "holder", row["holder"], kind=row["kind"])
        elif _holder_hash(book, row) != row["row_hash"]:
            yield book.finding(Code.ROW_HASH_DIFFERS, "holder", row["holder"])
    if book.book_id not in {row["holder"] for row in book.holder_rows}:
        yield book.finding(Code.HOLDER_MISSING, "holder", book.book_id)


def _holder_hash(book: ExaminedBook, row: Values) -> bytes:
    return holder_hash(book.book_id, Holder(row["holder"], HolderKind(row["kind"]), row["alias"]))


def check_accounts(book: ExaminedBook) -> Iterator[Finding]:
    """Accounts are numbered without gaps, stand in the chart, and are as they were written."""
    for expected, row in enumerate(book.account_rows, start=1):
        number = row["account_no"]
        if number != expected:
            yield book.finding(Code.ACCOUNT_NUMBERS_GAP, "account", number, expected=expected)
        if row["holder"] not in book.holders:
            yield book.finding(Code.HOLDER_MISSING, "account", number, holder=row["holder"])
        if _account_hash(book, row) != row["row_hash"]:
            yield book.finding(Code.ROW_HASH_DIFFERS, "account", number)
    yield from _check_chart(book)


def _account_hash(book: ExaminedBook, row: Values) -> bytes:
    return account_hash(book.book_id, account_no=row["account_no"], code=row["code"], fund=row["fund"],
                        holder=row["holder"])


def _check_chart(book: ExaminedBook) -> Iterator[Finding]:
    kinds = [BookKind(row["kind"]) for row in book.book_rows if row["kind"] in BOOK_KINDS]
    for number, account in book.accounts.items() if kinds else ():
        fault = _chart_fault(kinds[0], account)
        if fault:
            yield book.finding(Code.ACCOUNT_NOT_IN_CHART, "account", number, account=account.key, rule=fault)


def _chart_fault(kind: BookKind, account: Account) -> str:
    try:
        CHARTS[kind].check(account)
    except LedgerError as error:
        return error.code
    return ""


def check_notes(book: ExaminedBook) -> Iterator[Finding]:
    """Every note is as it was written; what it says is sealed and not looked at."""
    for row in book.rows(t.note):
        true = note_hash(book.book_id, row["note_id"], salt=row["salt"], sealed=row["sealed_text"],
                         commitment=row["commitment"])
        if true != row["row_hash"]:
            yield book.finding(Code.ROW_HASH_DIFFERS, "note", row["note_id"])


def check_cycles(book: ExaminedBook) -> Iterator[Finding]:
    """Cycles follow one another without gaps, only the last may be open, each is as it was written.

    Whether the last one is gone is seen by the meetings that were held in it.
    """
    before: Values | None = None
    for expected, row in enumerate(book.cycle_rows, start=1):
        if row["state"] not in CYCLE_STATES:
            yield book.finding(Code.CYCLE_UNKNOWN_STATE, "cycle", row["cycle_no"], state=row["state"])
        true = cycle_hash(book.book_id, row["cycle_no"], opened_on=row["opened_on"],
                          closed_on=row["closed_on"], state=row["state"])
        if true != row["row_hash"]:
            yield book.finding(Code.ROW_HASH_DIFFERS, "cycle", row["cycle_no"])
        for rule in _broken_order(expected, before, row):
            yield book.finding(Code.CYCLE_ORDER, "cycle", row["cycle_no"], rule=rule)
        before = row
    yield from _missing_end(book, before)


def _missing_end(book: ExaminedBook, last: Values | None) -> Iterator[Finding]:
    """A meeting is held in a cycle, so one that came after the last of them tells of a row that is gone."""
    met, ended = book.walked.last_met, last["closed_on"] if last else date.min
    if met is not None and ended is not None and met > ended:
        number = last["cycle_no"] + 1 if last else 1
        yield book.finding(Code.CYCLE_MISSING, "cycle", number, met=met.isoformat())


def _broken_order(expected: int, before: Values | None, row: Values) -> Iterator[str]:
    rules: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("numbered", lambda: row["cycle_no"] == expected),
        ("open_has_no_end", lambda: (row["state"] == CycleState.OPEN) == (row["closed_on"] is None)),
        ("ends_after_start", lambda: row["closed_on"] is None or row["closed_on"] >= row["opened_on"]),
        ("follows_a_closed_one", lambda: before is None or before["closed_on"] is not None),
        ("starts_after_the_last", lambda: before is None or before["closed_on"] is None
         or row["opened_on"] >= before["closed_on"]),
    )
    return (name for name, holds in rules if not holds())
