"""Who joined late, left, died or came back, and what became of money that was due for long."""

from msai.models.leaving.money import DueSettlement, EntryWaiver, LateEntry
from msai.models.leaving.people import MemberAbsence, MemberExit, Nominee

__all__ = ["DueSettlement", "EntryWaiver", "LateEntry", "MemberAbsence", "MemberExit", "Nominee"]
