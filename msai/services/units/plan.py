"""What a decision about an investment fund would post, worked out from the book as it stands.

The same plan is made when somebody asks, when the second officer reads it and when it is posted; the approval
is bound to its `shown`, so that a book that moved in between is noticed and nothing else is ever posted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from ledgers.accounts import TENDER_CODES, Account, Holder
from ledgers.entries import JournalEntry
from ledgers.errors import NegativeTender
from ledgers.rules.tenders import Tender
from msai.services.group_books import GroupBook
from msai.services.sheets.book import UnknownMember, UnknownTender
from msai.services.units.standing import FundStanding
from msai.services.units.wanted import Wanted, said_of


@dataclass(frozen=True, slots=True)
class Part:
    """What a decision means for one member: minor units of money, ten-thousandths of units, whole shares.

    `income_minor` and `capital_minor` are given to her as one or the other, `paid_minor` of it is paid at
    once; `saved_minor` leaves her savings; `units_e4` come to her (below nought: leave her).
    """

    holder: Holder
    income_minor: int = 0
    capital_minor: int = 0
    paid_minor: int = 0
    saved_minor: int = 0
    shares: int = 0
    units_e4: int = 0


@dataclass(frozen=True, slots=True)
class Valuation:
    """What a fund was worth by a paper and by its books on one day, and until when the paper is used."""

    valued_on: date
    valued_minor: int
    book_minor: int
    until: date


@dataclass(frozen=True, slots=True)
class Plan:
    """A decision as it would be posted on a day: its entries, and what each member gets or gives."""

    wanted: Wanted
    standing: FundStanding
    entries: tuple[JournalEntry, ...] = ()
    parts: tuple[Part, ...] = ()
    valuation: Valuation | None = None

    @property
    def subject(self) -> str:
        """What the approval is about; the same is asked for once at a time."""
        member = getattr(self.wanted, "member", None)
        whose = f":member-{member}" if member is not None else ""
        return f"units:{self.wanted.fund}:{self.wanted.kind.value}{whose}"

    @property
    def income_minor(self) -> int:
        """All that is given as income."""
        return sum(part.income_minor for part in self.parts)

    @property
    def capital_minor(self) -> int:
        """All that is given back of what members had put in, or paid for units."""
        return sum(part.capital_minor for part in self.parts)

    @property
    def paid_minor(self) -> int:
        """All that is paid at once."""
        return sum(part.paid_minor for part in self.parts)

    def shown(self, commitment: bytes) -> dict[str, Any]:
        """What an approval is bound to, the commitment to the reason included; the day is that of posting."""
        valued = self.valuation
        return {
            "wanted": said_of(self.wanted), "reason": commitment.hex(),
            "book": valued.book_minor if valued else None,
            "postings": [
                [entry.kind.value, posting.debit.key, posting.credit.key, posting.amount_minor]
                for entry in self.entries for posting in entry.postings],
        }


Planner: TypeAlias = Callable[[FundStanding, Any, date], Plan]


def member_of(group: GroupBook, number: int) -> Holder:
    """The holder of a member.

    Raises:
        UnknownMember: the group has no such member.
    """
    if number not in group.members:
        raise UnknownMember(member=number)
    return group.members[number].holder


def tender_of(group: GroupBook, alias: str) -> Tender:
    """A place where the group's money lies.

    Raises:
        UnknownTender: the group has no such place.
    """
    if alias not in group.tenders:
        raise UnknownTender(tender=alias)
    return group.tenders[alias]


def here(group: GroupBook, day: date) -> set[Holder]:
    """Those who are with the group on a day."""
    return {member.holder for member in group.on_roll(day)}


def require_cover(entries: Sequence[JournalEntry], found: Mapping[Account, int]) -> None:
    """Refuse what a place has not the money for.

    Raises:
        NegativeTender: a tender of a fund would hold less than nothing.
    """
    moved: dict[Account, int] = defaultdict(int)
    for entry in entries:
        for posting in entry.postings:
            moved[posting.debit] += posting.amount_minor
            moved[posting.credit] -= posting.amount_minor
    for account, minor in moved.items():
        left = found.get(account, 0) + minor
        if account.code in TENDER_CODES and minor < 0 and left < 0:
            raise NegativeTender(tender=account.alias, fund=account.fund, missing_minor=-left)
