"""The book of an enterprise as an act needs it: where money lies, who owes whom, and which days are open."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import ENTERPRISE, Account, Holder, HolderKind
from ledgers.balances import balances
from ledgers.entries import JournalEntry
from ledgers.errors import NotPositive
from ledgers.money import Money
from ledgers.rules import enterprise
from ledgers.rules.tenders import Tender
from msai.services.enterprise_money.errors import (
    ActivityUnknown,
    MoneyDayAhead,
    MoneyDayBeforeBook,
    MoreThanStands,
    PartyUnknown,
    PlaceUnknown,
)
from msai.services.enterprise_money.names import funder_names, party_names, place_of, read_places_and_close
from msai.services.enterprise_money.wanted import TAX_OFFICE
from msai.services.enterprise_money.years.closed import refuse_closed
from msai.services.holders import holder
from msai.services.views.facts import BookFacts, read_enterprise

OTHER = "other"
"""The activity under which everything is sold that belongs to no other."""
EQUIPMENT, WORN, PRODUCE, GROWING = (Account(code, ENTERPRISE) for code in (1400, 1490, 1200, 1300))


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyBook:
    """An enterprise's book at one moment: places and people by alias, balances debit positive.

    `labels`, `names` and `funders` say what places and people are called, `closed_until` is the last day of
    the last year that was closed, `moved` what the lines of a report before this one move.
    """

    facts: BookFacts
    closed_until: date | None
    labels: Mapping[str, tuple[int, str | None]]
    places: Mapping[str, Tender]
    names: Mapping[str, str | None]
    parties: Mapping[str, Holder]
    activities: tuple[str, ...]
    found: Mapping[Account, int]
    funders: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[Account, int] = field(default_factory=dict)

    @property
    def book_id(self) -> UUID:
        """Which book it is."""
        return self.facts.book_id

    @property
    def currency(self) -> str:
        """The currency of all its amounts."""
        return self.facts.currency

    @property
    def opened_on(self) -> date:
        """Its first day."""
        return self.facts.opened_on

    def place(self, alias: str | None) -> Tender:
        """A place where money lies.

        Raises:
            PlaceUnknown: the enterprise has no such place.
        """
        if alias is None or alias not in self.places:
            raise PlaceUnknown()
        return self.places[alias]

    def party(self, alias: str | None) -> Holder:
        """Somebody the enterprise deals with.

        Raises:
            PartyUnknown: nobody is known by that alias.
        """
        if alias is None or alias not in self.parties:
            raise PartyUnknown()
        return self.parties[alias]

    def activity(self, alias: str) -> Holder:
        """What the enterprise grows or makes.

        Raises:
            ActivityUnknown: it does no such thing.
        """
        if alias not in self.activities:
            raise ActivityUnknown()
        return holder(self.book_id, HolderKind.ACTIVITY, alias)

    def owed_to(self, alias: str | None) -> Account:
        """Where it stands what a supplier, a worker or the tax office is owed.

        Raises:
            PartyUnknown: nobody is known by that alias.
        """
        return enterprise.TAXES_DUE if alias == TAX_OFFICE else enterprise.owed_to(self.party(alias))

    def stands_minor(self, account: Account) -> int:
        """The balance of an account, debit positive."""
        return self.found.get(account, 0)

    def require_stands(self, account: Account, amount_minor: int) -> None:
        """Refuse more than stands on an account, on whichever side it grows.

        Raises:
            MoreThanStands: less is there.
        """
        there = abs(self.stands_minor(account))
        if amount_minor > there:
            raise MoreThanStands(left=Money(there, self.currency))

    def require_day(self, day: date, today: date) -> None:
        """Refuse a day on which nothing can be noted.

        Raises:
            MoneyDayAhead, MoneyDayBeforeBook, MoneyYearClosed
        """
        if day > today:
            raise MoneyDayAhead(day=day)
        if day < self.opened_on:
            raise MoneyDayBeforeBook(day=self.opened_on)
        refuse_closed(day, self.closed_until)

    def after(self, entry: JournalEntry | None) -> MoneyBook:
        """The book once an entry was posted."""
        if entry is None:
            return self
        found, moved = dict(self.found), dict(self.moved)
        for sums in (found, moved):
            for posting in entry.postings:
                sums[posting.debit] = sums.get(posting.debit, 0) + posting.amount_minor
                sums[posting.credit] = sums.get(posting.credit, 0) - posting.amount_minor
        return replace(self, found=found, moved=moved)

    def stood_minor(self, session: Session, account: Account, day: date) -> int:
        """The balance at the end of a day, debit positive, with what the lines before this one move."""
        of_day = balances(session, self.book_id, as_of=day, codes=[account.code])
        return of_day.get(account, 0) + self.moved.get(account, 0)


def require_positive(amount_minor: int) -> None:
    """Refuse an amount of nothing or less.

    Raises:
        NotPositive
    """
    if amount_minor <= 0:
        raise NotPositive(amount_minor=amount_minor)


def read_money_book(session: Session, book_id: UUID) -> MoneyBook:
    """Read the book, in five statements.

    Raises:
        NotFound: the book is not an enterprise's.
    """
    facts, names = read_enterprise(session, book_id), party_names(session, book_id)
    labels, closed_until = read_places_and_close(session, book_id)
    return MoneyBook(
        facts=facts, closed_until=closed_until, labels=labels, names=names,
        places={alias: place_of(book_id, alias, code) for alias, (code, _label) in labels.items()},
        funders=funder_names(session, book_id),
        parties={alias: holder(book_id, HolderKind.PARTY, alias) for alias in names},
        activities=activities_of(facts), found=balances(session, book_id, funds=[ENTERPRISE]))


def activities_of(facts: BookFacts) -> tuple[str, ...]:
    """What an enterprise grows or makes, by the aliases of its sales; `other` is always last."""
    return (*(one for one in json.loads(facts.activities) if one != OTHER), OTHER)
