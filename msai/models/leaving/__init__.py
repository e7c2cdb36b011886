"""Who joined late, left, died or came back, and what became of money that was due for long."""

from msai.models.leaving.money import DueSettlement, LateEntry
from msai.models.leaving.people import MemberAbsence, MemberExit, Nominee

__all__ = ["DueSettlement", "LateEntry", "MemberAbsence", "MemberExit", "Nominee"]
