"""An entry that turned out not to have happened is taken back whole, where its money stands today."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.entries import EntryKind, JournalEntry
from ledgers.rules.corrections import CycleThen, correction
from msai.permissions import NotFound
from msai.services.keys import journal_of

_CLOSING = (EntryKind.FUND_CLOSED.value, EntryKind.YEAR_CLOSED.value)


def reversal_of(session: Session, book_id: UUID, reference: str, *, on: date) -> JournalEntry:
    """Take back every posting of the entry that was posted under a reference; of a closed year, in 3400.

    Raises:
        NotFound: nothing was posted under it.
    """
    journal = journal_of(session, book_id)
    refs = journal.refs_of(reference)
    if not refs:
        raise NotFound()
    closed = set(session.scalars(
        select(t.posting.c.fund).distinct()
        .join(t.entry, t.entry.c.seq == t.posting.c.seq)
        .where(t.posting.c.book_id == book_id, t.entry.c.book_id == book_id,
               t.entry.c.seq > refs[0][0], t.entry.c.kind.in_(_CLOSING))))
    return correction(on, journal.find_postings(refs), cycle=lambda posting: (
        CycleThen.CLOSED if posting.fund in closed else CycleThen.OPEN))
