"""What verifying a book can find, each with a code that never changes once released.

A finding says where: the table, the key of the row within its book, and the facts
that tell a person what disagrees.  The text of a damaged row may hold bytes that no
terminal can print, so every value is made printable here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

FINDINGS_PER_CODE = 25
MORE = "*"
"""The key of a line that counts the findings left out."""

Place = tuple[UUID | None, str, str]


class Code(StrEnum):
    """The codes of this package; a programme that adds checks brings its own."""

    DATABASE_DAMAGED = "database_damaged"
    CHECK_FAILED = "check_failed"
    CELL_UNREADABLE = "cell_unreadable"
    ROW_TWICE = "row_twice"
    ORPHAN_ROWS = "orphan_rows"
    BOOK_MISSING = "book_missing"
    BOOK_UNKNOWN_KIND = "book_unknown_kind"
    BOOK_UNKNOWN_CURRENCY = "book_unknown_currency"
    BOOK_UNKNOWN_CHART = "book_unknown_chart"
    ROW_HASH_DIFFERS = "row_hash_differs"
    HEAD_MISSING = "head_missing"
    HEAD_DIFFERS = "head_differs"
    HOLDER_MISSING = "holder_missing"
    HOLDER_UNKNOWN_KIND = "holder_unknown_kind"
    HOLDER_ALIAS_TWICE = "holder_alias_twice"
    ACCOUNT_MISSING = "account_missing"
    ACCOUNT_NOT_IN_CHART = "account_not_in_chart"
    ACCOUNT_NUMBERS_GAP = "account_numbers_gap"
    NOTE_MISSING = "note_missing"
    SEQUENCE_GAP = "sequence_gap"
    CHAIN_BROKEN = "chain_broken"
    ENTRY_HASH_DIFFERS = "entry_hash_differs"
    CONTENT_HASH_DIFFERS = "content_hash_differs"
    ENTRY_EMPTY = "entry_empty"
    ENTRY_UNKNOWN_KIND = "entry_unknown_kind"
    ENTRY_UNKNOWN_SOURCE = "entry_unknown_source"
    REFERENCE_TWICE = "reference_twice"
    POSTING_WITHOUT_ENTRY = "posting_without_entry"
    POSTING_FUND_DIFFERS = "posting_fund_differs"
    POSTING_AMOUNT = "posting_amount"
    POSTING_SAME_ACCOUNT = "posting_same_account"
    REVERSAL_UNKNOWN = "reversal_unknown"
    REVERSAL_DIFFERS = "reversal_differs"
    REVERSAL_TWICE = "reversal_twice"
    BALANCE_MISSING = "balance_missing"
    BALANCE_EXTRA = "balance_extra"
    BALANCE_DIFFERS = "balance_differs"
    ROLLUP_MISSING = "rollup_missing"
    ROLLUP_EXTRA = "rollup_extra"
    ROLLUP_DIFFERS = "rollup_differs"
    BETWEEN_FUNDS_OPEN = "between_funds_open"
    MEMO_ACCOUNT_FOREIGN = "memo_account_foreign"
    MEMO_TOTAL_DIFFERS = "memo_total_differs"
    HOLDING_NEGATIVE = "holding_negative"
    TENDER_NEGATIVE = "tender_negative"
    CYCLE_MISSING = "cycle_missing"
    CYCLE_ORDER = "cycle_order"
    CYCLE_UNKNOWN_STATE = "cycle_unknown_state"
    CHECKPOINT_UNREADABLE = "checkpoint_unreadable"
    CHECKPOINT_BOOK_MISSING = "checkpoint_book_missing"
    CHECKPOINT_MISSING_TAIL = "checkpoint_missing_tail"
    CHECKPOINT_DIFFERS = "checkpoint_differs"
    CHECKPOINT_TOTALS = "checkpoint_totals"
    CHECKPOINT_KEY_UNKNOWN = "checkpoint_key_unknown"
    CHECKPOINT_SIGNATURE = "checkpoint_signature"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not agree: what, where, and the facts."""

    code: str
    table: str
    key: str = ""
    book_id: UUID | None = None
    params: Mapping[str, str | int] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        """Read as `code table key (name=value, ...)` in one line of output."""
        facts = ", ".join(f"{name}={value}" for name, value in self.params.items())
        place = " ".join(part for part in (str(self.book_id or ""), self.table, self.key) if part)
        return f"{self.code} {place}" + (f" ({facts})" if facts else "")


def make_finding(
    code: str, table: str, *, key: str = "", book_id: UUID | None = None, **params: Any,
) -> Finding:
    """A finding whose every value can be printed."""
    facts = {name: value if isinstance(value, int) else printable(value) for name, value in params.items()}
    return Finding(str(code), table, printable(key), book_id, facts)


def printable(value: object) -> str:
    """A value of a row as text that every terminal takes: bytes as hexadecimal digits."""
    if isinstance(value, bytes):
        return value.hex()
    text = str(value).encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)


class FindingList:
    """Findings as they come, the first few of each code, so that one damaged column fills no memory."""

    def __init__(self) -> None:
        self._kept: list[Finding] = []
        self._count: Counter[Place] = Counter()
        self._last: dict[Place, Finding] = {}

    def add(self, finding: Finding) -> None:
        """Keep a finding once, or count it when there are enough of its code."""
        if finding in self._kept:
            return
        if finding.key == MORE:
            self._kept.append(finding)
            return
        place = finding.book_id, finding.code, finding.table
        self._count[place] += 1
        if self._count[place] <= FINDINGS_PER_CODE:
            self._kept.append(finding)
        else:
            self._last[place] = finding

    def extend(self, findings: Iterable[Finding]) -> None:
        """Keep several findings."""
        for finding in findings:
            self.add(finding)

    def all(self) -> list[Finding]:
        """What was kept, then one line for each code of which there was more."""
        return self._kept + [self._more(place) for place in self._last]

    def _more(self, place: Place) -> Finding:
        last, more = self._last[place], self._count[place] - FINDINGS_PER_CODE
        return Finding(last.code, last.table, MORE, last.book_id, {"more": more})
