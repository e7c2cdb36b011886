"""The meeting sheet: what it says, what its lines post, and what makes it right or held."""

from msai.services.sheets.sheet import (
    CAME,
    PAID_OUT,
    Attendance,
    CloseMeeting,
    FundTotals,
    HeldSheet,
    LineKind,
    Newcomer,
    Opening,
    Reason,
    Receipt,
    Said,
    Sheet,
    SheetLine,
    SheetWitness,
    short_code,
)

__all__ = [
    "CAME",
    "PAID_OUT",
    "Attendance",
    "CloseMeeting",
    "FundTotals",
    "HeldSheet",
    "LineKind",
    "Newcomer",
    "Opening",
    "Reason",
    "Receipt",
    "Said",
    "Sheet",
    "SheetLine",
    "SheetWitness",
    "short_code",
]
