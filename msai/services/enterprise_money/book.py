"""The book of an enterprise as an act needs it: where money lies, who owes whom, and which days are open."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import ENTERPRISE, Account, Holder, HolderKind
from ledgers.balances import balances
from ledgers.entries import EntryKind, JournalEntry
from ledgers.errors import NotPositive
from ledgers.money import Money
from ledgers.rules import enterprise
from ledgers.rules.tenders import Tender
from msai.models.money import MoneyParty, MoneyPlace
from msai.services.enterprise_money.errors import (
    ActivityUnknown,
    MoneyDayAhead,
    MoneyDayBeforeBook,
    MoneyYearClosed,
    MoreThanStands,
    PartyUnknown,
    PlaceUnknown,
)
from msai.services.enterprise_money.wanted import TAX_OFFICE
from msai.services.holders import holder
from msai.services.postings import enterprise_bank
from msai.services.views.facts import BookFacts, read_enterprise

OTHER = "other"
"""The activity under which everything is sold that belongs to no other."""
EQUIPMENT, WORN, PRODUCE, GROWING = (Account(code, ENTERPRISE) for code in (1400, 1490, 1200, 1300))


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyBook:
    """An enterprise's book at one moment: places and people by alias, balances debit positive.

    `closed_until` is the last day of the last year that was closed; `moved` what the lines of a report before
    this one move.
    """

    book_id: UUID
    currency: str
    opened_on: date
    closed_until: date | None
    places: Mapping[str, Tender]
    parties: Mapping[str, Holder]
    activities: frozenset[str]
    found: Mapping[Account, int]
    moved: Mapping[Account, int] = field(default_factory=dict)

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
        if self.closed_until is not None and day <= self.closed_until:
            raise MoneyYearClosed(day=self.closed_until)

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
    """Read the book, in six statements.

    Raises:
        NotFound: the book is not an enterprise's.
    """
    facts = read_enterprise(session, book_id)
    return MoneyBook(
        book_id=book_id, currency=facts.currency, opened_on=facts.opened_on,
        closed_until=read_closed_until(session, book_id), places=read_places(session, book_id),
        parties=_parties(session, book_id), activities=frozenset(activities_of(session, facts)),
        found=balances(session, book_id, funds=[ENTERPRISE]))


def read_closed_until(session: Session, book_id: UUID) -> date | None:
    """The last day of the last year that was closed; None before the first."""
    last: date | None = session.scalar(
        select(func.max(t.entry.c.occurred_on)).where(
            t.entry.c.book_id == book_id, t.entry.c.kind == EntryKind.YEAR_CLOSED.value))
    return last


def read_places(session: Session, book_id: UUID) -> dict[str, Tender]:
    """Where an enterprise's money lies, by alias: its first bank account, and what was added since."""
    query = select(MoneyPlace.alias, MoneyPlace.code).where(MoneyPlace.book_id == book_id)
    added = {row.alias: Tender(row.code, holder(book_id, HolderKind.TENDER, row.alias))
             for row in session.execute(query.order_by(MoneyPlace.named_at, MoneyPlace.alias))}
    first = enterprise_bank(book_id)
    return {first.holder.alias: first, **added}


def _parties(session: Session, book_id: UUID) -> dict[str, Holder]:
    aliases = session.scalars(select(MoneyParty.alias).where(MoneyParty.book_id == book_id))
    return {alias: holder(book_id, HolderKind.PARTY, alias) for alias in aliases}


def activities_of(session: Session, facts: BookFacts) -> tuple[str, ...]:
    """What an enterprise grows or makes, by the aliases of its sales; `other` is always last."""
    query = select(t.holder.c.alias).where(
        t.holder.c.book_id == facts.book_id, t.holder.c.kind == HolderKind.ACTIVITY.value)
    named = tuple(json.loads(facts.activities))
    known = dict.fromkeys((*named, *sorted(session.scalars(query))))
    known.pop(OTHER, None)
    return (*known, OTHER)
