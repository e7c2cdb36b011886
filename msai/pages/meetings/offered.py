"""What is only ticked on the plain form: a loan handed out as it was approved, a late entry paid in full.

The amounts are those of the book; what was given or paid since is still known, so that sending a form twice
sends the same sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ledgers.accounts import SAVINGS
from ledgers.money import format_decimal
from msai.services.sheets import LineKind
from msai.services.views import form_fields as fields
from msai.services.views.meeting_form import FormBook


def offered_lines(book: FormBook, text: Callable[[str], str]) -> Iterator[dict[str, Any]]:
    """The lines that ticks of a form stand for, in the order of the sheet; `text` reads a field."""
    first, currency = next(iter(book.group.tenders), None), book.group.currency
    for number, entry in book.entries.items():
        if text(fields.entry(number)):
            yield {"kind": LineKind.LATE_ENTRY.value, "member": number,
                   "amount": format_decimal(entry.amount_minor, currency),
                   "tender": text(fields.member("entry_tender", number)) or first}
    for alias, loan in book.approved.items():
        if text(fields.given(alias)):
            yield {"kind": LineKind.LOAN.value, "member": loan.member, "loan": alias,
                   "amount": format_decimal(loan.amount_minor, currency),
                   **({} if loan.fund == SAVINGS else {"fund": loan.fund}),
                   "tender": text(fields.loan("given_tender", alias)) or first}


def spread_offered(line: Mapping[str, Any], book: FormBook) -> tuple[dict[str, str], dict[str, str]] | None:
    """The fields that a line fills where it is ticked: what stands in them, and where its parts are found."""
    said, number = line.get("kind"), line.get("member")
    if said == LineKind.LATE_ENTRY and number in {one.member for one in book.entries_to_pay}:
        return _ticked(fields.entry(number), fields.member("entry_tender", number), line)
    alias = line.get("loan")
    if said == LineKind.LOAN and alias in {one.alias for one in book.loans_to_give}:
        return _ticked(fields.given(str(alias)), fields.loan("given_tender", str(alias)), line)
    return None


def _ticked(tick: str, tender: str, line: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    values = {tick: "1", tender: str(line.get("tender") or "")}
    return values, {"kind": tick, "amount": tick, "member": tick, "loan": tick, "tender": tender}
