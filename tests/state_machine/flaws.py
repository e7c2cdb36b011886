"""One thing wrong with an otherwise honest sheet, and the code it must be held with.

Like the model, this imports nothing of the project.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.state_machine.model import Book

Written = dict[str, Any]


@dataclass(frozen=True)
class Flaw:
    """The code of what is wrong, and the sheet with it; nothing when this book cannot have it."""

    code: str
    spoil: Callable[[Written, Book, Random], Written | None]

    def __repr__(self) -> str:
        return self.code


def _with_line(**line: Any) -> Callable[[Written, Book, Random], Written]:
    def spoil(sheet: Written, book: Book, chance: Random) -> Written:
        member = {"member": chance.choice(book.members()), "tender": "box"}
        return {**sheet, "lines": [{**member, **line}]}

    return spoil


def _opening(sheet: Written, _book: Book, chance: Random) -> Written:
    return {**sheet, "opening": {**sheet["opening"], "box/savings": f"{chance.randint(10**6, 10**7)}.00"}}


def _left(sheet: Written, book: Book, chance: Random) -> Written | None:
    if not book.left:
        return None
    gone = chance.choice(sorted(book.left))
    line = {"kind": "social", "member": gone, "amount": "1.00", "tender": "box"}
    return {**sheet, "lines": [line]}


def _second(sheet: Written, book: Book, _chance: Random) -> Written | None:
    return {**sheet, "date": book.last_held.isoformat()} if book.last_held else None


def _earlier(sheet: Written, book: Book, _chance: Random) -> Written | None:
    last = book.last_held
    return {**sheet, "date": (last - timedelta(days=1)).isoformat()} if last and book.meetings > 1 else None


def _number(more: int) -> Callable[[Written, Book, Random], Written | None]:
    return lambda sheet, book, _chance: {**sheet, "number": sheet["number"] + more} if book.meetings else None


def _roll(sheet: Written, _book: Book, _chance: Random) -> Written:
    return {**sheet, "attendance": dict(list(sheet["attendance"].items())[1:])}


def _known_loan(sheet: Written, book: Book, chance: Random) -> Written | None:
    if not book.loans:
        return None
    line = {"kind": "loan", "member": chance.choice(book.members()), "amount": "0.01", "tender": "box",
            "loan": chance.choice(sorted(book.loans))}
    return {**sheet, "lines": [line]}


def _shares(sheet: Written, book: Book, chance: Random) -> Written:
    shares = book.most_shares(date.fromisoformat(sheet["date"])) + 1
    return _with_line(kind="savings", amount=f"{50 * shares}.00", shares=shares)(sheet, book, chance)


def _saying(**said: Any) -> Callable[[Written, Book, Random], Written]:
    return lambda sheet, _book, _chance: {**sheet, **said}


FLAWS = [
    Flaw("opening_differs", _opening),
    Flaw("member_left", _left),
    Flaw("second_sheet", _second),
    Flaw("before_last_meeting", _earlier),
    Flaw("earlier_sheet_missing", _number(1)),
    Flaw("number_taken", _number(-1)),
    Flaw("attendance_missing", _roll),
    Flaw("loan_known", _known_loan),
    Flaw("unknown_member", _with_line(kind="social", amount="1.00", member=999)),
    Flaw("not_positive", _with_line(kind="social", amount="-1.00")),
    Flaw("empty_entry", _with_line(kind="held", amount="0.00")),
    Flaw("not_whole_shares", _with_line(kind="savings", amount="49.99", shares=1)),
    Flaw("shares_over_limit", _shares),
    Flaw("unknown_tender", _with_line(kind="social", amount="1.00", tender="vault")),
    Flaw("unknown_loan", _with_line(
        kind="repayment", amount="1.00", principal="1.00", interest="0.00", loan="x")),
    Flaw("unknown_fund", _with_line(kind="held", amount="1.00", fund="savings2")),
    Flaw("wrong_fund", _with_line(kind="investment", amount="1.00", fund="social")),
    Flaw("outside_cycle", _saying(date="2025-12-28")),
    Flaw("in_the_future", _saying(date="2031-01-05")),
    Flaw("count_missing", _saying(cash_counted=None)),
    Flaw("reason_missing", _saying(cash_counted="99999999.00")),
    Flaw("count_below_zero", _saying(cash_counted="-0.01", difference_reason="None at all.")),
]
