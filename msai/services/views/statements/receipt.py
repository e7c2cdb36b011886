"""Whether a code printed on paper is a receipt of a book: the answer anybody may have.

Whoever holds the paper holds the id of the book, which cannot be guessed, and a code.  She
learns the number and day of the meeting, whether the book still agrees with it and how many
meetings came after; no name and no amount.  A book that does not exist answers like a code
that is wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers import tables as t
from msai.models.groups import Meeting
from msai.permissions import Action, Actor, require
from msai.services.sheets import short_code

_LETTERS = 4


@dataclass(frozen=True, slots=True)
class ReceiptAnswer:
    """A receipt that is known: of which meeting it is, and how the book stands to it now."""

    code: str
    number: int
    held_on: date
    agrees: bool
    meetings_since: int

    @property
    def is_last(self) -> bool:
        """Whether no meeting was closed after it."""
        return self.meetings_since == 0


def plain_code(typed: str) -> str:
    """A code as receipts write it: two fours in capitals, however it was typed."""
    letters = re.sub(r"[^0-9A-Za-z]", "", typed).upper()
    return f"{letters[:_LETTERS]}-{letters[_LETTERS:]}"


def check_receipt(session: Session, actor: Actor, book_id: UUID, *, code: str) -> ReceiptAnswer | None:
    """The receipt of a book with this code; None when the book has none, or there is no such book."""
    require(actor, Action.PUBLIC_READ)
    query = (
        select(Meeting.number, Meeting.held_on, Meeting.last_hash, t.entry.c.hash)
        .outerjoin(t.entry, (t.entry.c.book_id == book_id) & (t.entry.c.seq == Meeting.last_seq))
        .where(Meeting.book_id == book_id).order_by(Meeting.number)
    )
    rows = session.execute(query).all()
    wanted = plain_code(code)
    for place, row in enumerate(rows, start=1):
        if short_code(bytes(row.last_hash)) == wanted:
            agrees = row.hash is None or bytes(row.hash) == bytes(row.last_hash)
            return ReceiptAnswer(wanted, row.number, row.held_on, agrees, len(rows) - place)
    return None
