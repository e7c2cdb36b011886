"""Everybody behind an enterprise on a day: capital in home money, shares, and their part of all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.money import Money, allocate, decimal_text
from msai.models.enterprises import Backer
from msai.models.stakes import ExitOffer
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.backing.backers import (
    Backers,
    BackerStanding,
    capital_days_of,
    read_backers,
)
from msai.services.backing.crops import list_crops
from msai.services.enterprise_money.years.closed import own_year
from msai.services.views.facts import BookFacts, read_enterprise
from msai.services.views.labels import Text, instrument_label
from msai.services.views.naming import names_of_backers
from msai.services.views.stakes.acts import ActLine, list_acts
from msai.services.views.stakes.words import say_terms

_TENTHS = 1000


@dataclass(frozen=True, slots=True)
class BackerLine:
    """One of them: minor units of home money; percents of all money and of all shares, to a tenth."""

    alias: str
    label: Text
    instrument: Text
    since: date
    money_minor: int
    percent: Decimal
    shares: int
    share_percent: Decimal | None
    worked_percent: Decimal | None
    owed_minor: int
    terms: tuple[Text, ...]
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class OfferLine:
    """A group that asks for its money back, and waits for an answer."""

    offer_id: UUID
    label: Text
    offered_on: date
    claim: Money
    price: Money


@dataclass(frozen=True, slots=True)
class BackersView:
    """The page of those behind an enterprise, at the end of a day."""

    book_id: UUID
    name: str
    currency: str
    on: date
    worked_since: date
    lines: tuple[BackerLine, ...]
    offers: tuple[OfferLine, ...]
    acts: tuple[ActLine, ...]
    kinds: frozenset[str]
    may_record: bool
    today: date

    @property
    def money_minor(self) -> int:
        """All money that works in the enterprise."""
        return sum(line.money_minor for line in self.lines)

    @property
    def shares(self) -> int:
        """All shares held."""
        return sum(line.shares for line in self.lines)

    @property
    def owed_minor(self) -> int:
        """All that was declared and not sent."""
        return sum(line.owed_minor for line in self.lines)


def show_backers(
    session: Session, actor: Actor, book_id: UUID, *, on: date | None, today: date, at: int,
) -> BackersView:
    """Everybody behind an enterprise on a day that has come.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id)
    require(actor, Action.ENTERPRISE_VIEW, target)
    facts, day = read_enterprise(session, book_id), min(on or today, today)
    backers = read_backers(session, book_id, on=day)
    names = names_of_backers(session, book_id)
    since = own_year(session, book_id, day, opened_on=facts.opened_on)
    worked = capital_days_of(session, book_id, since=since, until=day + timedelta(days=1))
    may_record = is_allowed(actor, Action.BACKING_RECORD, target)
    return BackersView(
        book_id, facts.name, facts.currency, day, since, _lines(backers, names, worked, facts.currency),
        _offers(session, facts, names) if may_record else (),
        list_acts(session, actor, book_id, at=at) if may_record else (),
        offered_kinds(backers) if may_record else frozenset(), may_record, today)


def _lines(
    backers: Backers, names: dict[str, Text], worked: dict[str, int], currency: str,
) -> tuple[BackerLine, ...]:
    there = [one for one in backers.all if one.funding_minor or one.shares or one.owed_minor
             or one.ended_on is None]
    money = _percents([max(0, one.funding_minor) for one in there])
    shares = _percents([one.shares for one in there])
    days = _percents([worked.get(one.alias, 0) for one in there])
    return tuple(
        BackerLine(
            one.alias, names[one.alias], instrument_label(one.instrument), one.since, one.funding_minor, part,
            one.shares, share if one.shares else None, day if worked else None, one.owed_minor,
            _terms(one, currency), one.ended_on)
        for one, part, share, day in zip(there, money, shares, days, strict=True))


def _terms(one: BackerStanding, currency: str) -> tuple[Text, ...]:
    if not one.terms.plain():
        return ()
    return say_terms(one.instrument, one.terms, started=one.since, currency=currency)


def _percents(weights: Sequence[int]) -> list[Decimal]:
    """Parts of a hundred to a tenth, which together are a hundred."""
    parts = allocate(_TENTHS, list(weights)) if sum(weights) else [0] * len(weights)
    return [Decimal(decimal_text(Fraction(part, 10), places=1)) for part in parts]


def _offers(session: Session, facts: BookFacts, names: dict[str, Text]) -> tuple[OfferLine, ...]:
    query = (
        select(ExitOffer.offer_id, Backer.alias, ExitOffer.offered_on, ExitOffer.claim_minor,
               ExitOffer.price_minor)
        .join(Backer, (Backer.book_id == facts.book_id) & (Backer.backer_id == ExitOffer.about_id))
        .where(ExitOffer.book_id == facts.book_id, ExitOffer.state == "open")
        .order_by(ExitOffer.told_at))
    return tuple(
        OfferLine(row.offer_id, names.get(row.alias, row.alias), row.offered_on,
                  Money(row.claim_minor, facts.currency), Money(row.price_minor, facts.currency))
        for row in session.execute(query))


def offered_kinds(backers: Backers) -> frozenset[str]:
    """What can be recorded or declared with those who are behind the enterprise now."""
    instruments = {one.instrument for one in backers.all if one.ended_on is None}
    wanted = {
        "funder": True,
        "dividend": backers.shares > 0, "interest": "loan" in instruments,
        "principal": any(one.instrument == "loan" and one.lent_minor > 0 for one in backers.all),
        "crop_share": bool(list_crops(backers)),
        "revenue_share": "revenue_share" in instruments, "profit_share": "profit_share" in instruments,
        "paid": any(one.group_id is None and one.owed_minor > 0 for one in backers.all)}
    return frozenset(name for name, is_offered in wanted.items() if is_offered)
