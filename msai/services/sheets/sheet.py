"""The meeting sheet: one document, made before it is sent, that says what happened on a Sunday.

Here it is only a value.  What its lines post is in `lines`, what makes it
right or held in `checks`, and closing the meeting in `meetings`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from ledgers.accounts import SAVINGS
from msai.messages import Value


class Attendance(StrEnum):
    """How a member stood to the meeting."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    EXCUSED = "excused"
    REPRESENTED = "represented"


CAME = frozenset({Attendance.PRESENT, Attendance.LATE, Attendance.REPRESENTED})


class LineKind(StrEnum):
    """What one line of a sheet says."""

    SAVINGS = "savings"
    SOCIAL = "social"
    FINE = "fine"
    FINE_PAID = "fine_paid"
    FEE = "fee"
    FEE_PAID = "fee_paid"
    REPAYMENT = "repayment"
    INVESTMENT = "investment"
    LOAN = "loan"
    INTEREST_DUE = "interest_due"
    LOAN_WRITE_OFF = "loan_write_off"
    RECOVERY = "recovery"
    SOCIAL_GRANT = "social_grant"
    WITHDRAWAL = "withdrawal"
    LATE_ENTRY = "late_entry"
    HELD = "held"
    PAYOUT = "payout"
    REDEMPTION = "redemption"
    EXPENSE = "expense"
    TRANSFER = "transfer"
    BETWEEN_FUNDS = "between_funds"
    DONATION = "donation"
    BANK_INTEREST = "bank_interest"
    BANK_CHARGE = "bank_charge"


PAID_OUT = frozenset({
    LineKind.LOAN, LineKind.SOCIAL_GRANT, LineKind.WITHDRAWAL, LineKind.PAYOUT, LineKind.REDEMPTION,
})
"""Lines by which money leaves the group for a member: they want a second officer's word."""


class SheetLine(NamedTuple):
    """One line; which of the fields it uses follows from its kind.  Amounts in minor units.

    A sheet has a hundred, and each uses a few of many fields: as a tuple it is made six times as quickly.
    """

    kind: LineKind
    ref: str
    amount_minor: int = 0
    member: int | None = None
    payer: int | None = None
    tender: str | None = None
    shares: int = 0
    fund: str | None = None
    loan: str | None = None
    principal_minor: int = 0
    interest_minor: int = 0
    months: int | None = None
    words: str | None = None
    from_tender: str | None = None
    to_tender: str | None = None
    from_fund: str | None = None
    to_fund: str | None = None
    units_e4: int = 0

    @property
    def in_fund(self) -> str:
        """The fund the line names; the savings fund unless it says otherwise."""
        return self.fund or SAVINGS


class Said(StrEnum):
    """What a witness says of a meeting."""

    AGREES = "agrees"
    DISPUTES = "disputes"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetWitness:
    """A member's word on the count and the totals, given on the phone of whoever records."""

    member: int
    says: Said
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody who joins at the meeting."""

    number: int
    name: str


Opening = Mapping[tuple[str, str], int]
"""Opening cash as the sheet saw it: (tender, fund) -> minor units, zeros left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole sheet as its maker wrote it."""

    meeting_id: UUID
    held_on: date
    number: int | None
    attendance: Mapping[int, Attendance]
    opening: Opening
    lines: tuple[SheetLine, ...]
    cash_counted_minor: int | None
    cash_difference_minor: int | None = None
    difference_reason: str | None = None
    difference_fund: str = SAVINGS
    pieces: Mapping[int, int] = field(default_factory=dict)
    """What was counted: the face of a note or coin in minor units -> how many."""
    represented_by: Mapping[int, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    newcomers: tuple[Newcomer, ...] = ()
    witness: SheetWitness | None = None
    other_day: bool = False
    """Whether the group met on a day that is not its own, and means it."""

    def lines_of(self, *kinds: LineKind) -> list[tuple[int, SheetLine]]:
        """Its lines of some kinds, each with its place among all lines, counted from nought."""
        return [(i, line) for i, line in enumerate(self.lines) if line.kind in kinds]

    def loans_named(self) -> frozenset[str]:
        """The names of the loans that its lines give, charge or pay back."""
        return frozenset(line.loan for line in self.lines if line.loan)


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseMeeting:
    """Close a meeting: the sheet, and the bytes in which it reached the server."""

    book_id: UUID
    sheet: Sheet
    body: bytes
    received_at: int
    recorded_at: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a sheet is held: where on the sheet (`lines.3.amount`), which rule, and its facts."""

    path: str
    code: str
    params: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HeldSheet:
    """The sheet is kept whole and nothing was posted; it can be mended and sent again."""

    meeting_id: UUID
    version: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class FundTotals:
    """What came into and went out of the tenders of one fund at a meeting, and what they hold after it."""

    in_minor: int
    out_minor: int
    closing_minor: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """The group's receipt for a closed meeting; the same sheet sent again gets the same one."""

    meeting_id: UUID
    number: int
    held_on: date
    present: int
    on_roll: int
    entries: int
    fund_totals: Mapping[str, FundTotals]
    cash_counted_minor: int | None
    cash_difference_minor: int
    last_seq: int
    hash: bytes

    @property
    def code(self) -> str:
        """The short code people compare: eight letters and digits that cannot be mistaken."""
        return short_code(self.hash)


_CLEAR = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def short_code(digest: bytes) -> str:
    """The first forty bits of a hash in two fours, without 0, 1, I and O."""
    number = int.from_bytes(digest[:5], "big")
    letters = "".join(_CLEAR[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"
