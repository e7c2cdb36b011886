"""What a history recorded of an enterprise's money, as it is said where it is taken back: an entry without an
act of its own.
"""

from __future__ import annotations

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.money import Money
from msai.messages import N_, Message
from msai.permissions import NotFound
from msai.services.views.facts import BookFacts
from msai.services.views.happenings import entry_label
from msai.services.views.labels import Text


def say_recorded(session: Session, facts: BookFacts, seq: int) -> tuple[tuple[Message, Text], ...]:
    """What an entry is, its sum and its day, as labels with their values; in one statement.

    Raises:
        NotFound: the book has no such entry.
    """
    row = session.execute(
        select(t.entry.c.kind, t.entry.c.occurred_on, func.sum(t.posting.c.amount_minor).label("minor"))
        .join(t.posting, and_(t.posting.c.book_id == facts.book_id, t.posting.c.seq == t.entry.c.seq))
        .where(t.entry.c.book_id == facts.book_id, t.entry.c.seq == seq)
        .group_by(t.entry.c.kind, t.entry.c.occurred_on)).one_or_none()
    if row is None:
        raise NotFound()
    amount = Money(int(row.minor), facts.currency)
    return ((Message(N_("What")), entry_label(row.kind)),
            (Message(N_("Amount")), Message(N_("%(amount)s"), {"amount": amount})),
            (Message(N_("Day")), Message(N_("%(day)s"), {"day": row.occurred_on})))
