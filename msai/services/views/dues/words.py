"""Charges in the words of the people who owe them, and what was written down about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.books import SealedNote
from ledgers.entries import SourceKind
from ledgers.rules.dues import Due
from msai.messages import N_, Message
from msai.sealing import read_note
from msai.services.dues.owed import Owed
from msai.services.dues.regular import MONTHLY, YEARLY
from msai.services.dues.settling import OwedPart
from msai.services.keys import book_key
from msai.services.views.labels import Text, fund_label

DUES: Mapping[Due | None, str] = {
    Due.FINE: N_("Fine"), Due.FEE: N_("Fee"), Due.INTEREST: N_("Interest on a loan"),
    None: N_("Brought over from before"),
}
"""What a charge is called; the last is one that came from a paper or another fund."""
_REGULAR: Mapping[str, str] = {MONTHLY: N_("Monthly fee"), YEARLY: N_("Yearly fee")}


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """One charge that is not paid: what for, since when, how much of how much, and where it stands."""

    seq: int
    line: int
    label: Message
    words: str | None
    raised_on: date
    raised_minor: int
    left_minor: int


@dataclass(frozen=True, slots=True)
class OwedRows:
    """What one member owes in one fund, charge by charge, oldest first."""

    number: int
    holder: UUID
    name: Text
    fund: str
    fund_label: Message
    left_minor: int
    charges: tuple[ChargeRow, ...]


def due_label(due: Due | None) -> Message:
    """What a charge is called."""
    return Message(DUES[due])


def charge_row(part: OwedPart, words: Mapping[int, str]) -> ChargeRow:
    """One charge with what was written down about it."""
    return ChargeRow(part.seq, part.line, _label(part), words.get(part.seq), part.raised_on,
                     part.raised_minor, part.left_minor)


def _label(part: OwedPart) -> Message:
    """A fee by rule says which; its line names the rule."""
    regular = _REGULAR.get((part.line_ref or "").partition(":")[0])
    return Message(regular) if regular and part.due is Due.FEE else due_label(part.due)


def owed_rows(owed: Owed, name: Text, words: Mapping[int, str]) -> OwedRows:
    """What one member owes, by name."""
    return OwedRows(owed.member_no, owed.member.id, name, owed.fund, fund_label(owed.fund), owed.amount_minor,
                    tuple(charge_row(part, words) for part in owed.parts))


def read_words(session: Session, book_id: UUID, entries: Iterable[int]) -> dict[int, str]:
    """What was written down with charges made outside a meeting, by the number of their entry."""
    wanted = list(entries)
    if not wanted:
        return {}
    rows = session.execute(
        select(t.entry.c.seq, t.note)
        .join(t.note, and_(t.note.c.book_id == book_id, t.note.c.note_id == t.entry.c.note_id))
        .where(t.entry.c.book_id == book_id, t.entry.c.seq.in_(wanted),
               t.entry.c.source_kind == SourceKind.DUES.value)).all()
    if not rows:
        return {}
    key = book_key(session, book_id)
    return {row.seq: read_note(key, SealedNote(
        row.note_id, bytes(row.salt), bytes(row.sealed_text), bytes(row.commitment))) for row in rows}
