"""An act as it would be noted: its entry, and what is kept beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.entries import JournalEntry
from msai.services.enterprise_money.book import MoneyBook
from msai.services.enterprise_money.wanted import TWO_PERSONS
from msai.services.staking.kept import said_of

Keep = Callable[[Session, UUID], None]
"""Keeps what stands beside the entry, for the act of an id."""


def nothing_beside(_session: Session, _act_id: UUID) -> None:
    """The entry is all there is to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyPlan:
    """What an act would do on a day: at most one entry, an amount to be listed by, and whom it is about.

    `about_id` is the act it takes back, the equipment or the funder; `facts` are sums a second person has to
    see; `wrong` is what an act says that is taken back.
    """

    wanted: Any
    happened_on: date
    amount_minor: int
    entry: JournalEntry | None = None
    party: str | None = None
    about_id: UUID | None = None
    facts: tuple[tuple[str, int], ...] = ()
    wrong: Any = None
    keep: Keep = nothing_beside

    @property
    def alone(self) -> bool:
        """Whether one person is enough."""
        return self.wanted.kind not in TWO_PERSONS

    @property
    def subject(self) -> str:
        """What an approval is about; the same is asked for once at a time."""
        seq = getattr(self.wanted, "seq", None)
        about = f"entry:{seq}" if seq else self.about_id or self.party or self.happened_on.isoformat()
        return f"money:{self.wanted.kind}:{about}"

    def shown(self, commitment: bytes) -> dict[str, Any]:
        """What an approval is bound to, the commitment to the reason included."""
        postings = self.entry.postings if self.entry else ()
        return {
            "wanted": said_of(self.wanted), "reason": commitment.hex(),
            "facts": [list(fact) for fact in self.facts],
            "postings": [[one.debit.key, one.credit.key, one.amount_minor] for one in postings]}


Planner = Callable[[Session, MoneyBook, Any, date], MoneyPlan]
"""Plans an act against the book as it stands, on the day of today."""
