"""Grants, matches and gifts in kind: what came, what was used for what it was given for, what went back.

A grant is not income before it is used. What arrives is noted by one person; what goes back takes two.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from ledgers.entries import JournalEntry
from ledgers.money import Money
from ledgers.rules import farm
from ledgers.rules.farm import InKind
from msai.services.backing.backers import BackerStanding, read_backers
from msai.services.enterprise_money.book import MoneyBook, require_positive
from msai.services.enterprise_money.errors import FunderUnclear, GiftUnclear
from msai.services.enterprise_money.holdings import keep_equipment, require_life
from msai.services.enterprise_money.plan import MoneyPlan
from msai.services.enterprise_money.wanted import Grant, GrantInKind, GrantReturned, GrantUsed
from msai.services.postings import backer_holder
from msai.services.staking.errors import MoreThanUnspent
from msai.services.staking.terms import GIVEN, Instrument

IN_KIND = {"equipment": InKind.EQUIPMENT, "supplies": InKind.SUPPLIES}


def plan_grant(session: Session, book: MoneyBook, wanted: Grant, today: date) -> MoneyPlan:
    """A grant or a match came in money: tender / 2300 grantor.

    Raises:
        FunderUnclear, PlaceUnknown, NotPositive, and what `require_day` says.
    """
    who = _giver(session, book, wanted, today)
    return _plan(book, wanted, farm.grant_received(
        wanted.happened_on, backer_holder(book.book_id, who.alias), amount_minor=wanted.amount_minor,
        into=book.place(wanted.place)))


def plan_grant_in_kind(session: Session, book: MoneyBook, wanted: GrantInKind, today: date) -> MoneyPlan:
    """Equipment or supplies were given, at a stated value: 1400 or 1200 / 2300 grantor.

    Raises:
        GiftUnclear: it is neither equipment nor supplies.
        LifeOutOfRange: equipment lasts no month, or more than fifty years.
        FunderUnclear, NotPositive, and what `require_day` says.
    """
    who, what = _giver(session, book, wanted, today), IN_KIND.get(wanted.in_kind)
    if what is None:
        raise GiftUnclear()
    entry = farm.grant_in_kind(wanted.happened_on, backer_holder(book.book_id, who.alias), what=what,
                               amount_minor=wanted.amount_minor)
    if what is InKind.SUPPLIES:
        return _plan(book, wanted, entry)
    require_life(wanted)
    return MoneyPlan(
        wanted=wanted, happened_on=wanted.happened_on, amount_minor=wanted.amount_minor, entry=entry,
        about_id=backer_holder(book.book_id, wanted.backer).id, keep=keep_equipment(book, wanted))


def plan_grant_used(session: Session, book: MoneyBook, wanted: GrantUsed, today: date) -> MoneyPlan:
    """A grant was used for what it was given for: 2300 / 4300.

    Raises:
        MoreThanUnspent: so much is not left of it.
        FunderUnclear, NotPositive, and what `require_day` says.
    """
    who = _unspent(session, book, wanted, today)
    return _plan(book, wanted, farm.grant_used(
        wanted.happened_on, backer_holder(book.book_id, who.alias), amount_minor=wanted.amount_minor))


def plan_grant_returned(session: Session, book: MoneyBook, wanted: GrantReturned, today: date) -> MoneyPlan:
    """What was not used goes back to who gave it: 2300 / tender.

    Raises:
        MoreThanUnspent: so much is not left of it.
        FunderUnclear, PlaceUnknown, NotPositive, and what `require_day` says.
    """
    who = _unspent(session, book, wanted, today)
    return _plan(book, wanted, farm.grant_returned(
        wanted.happened_on, backer_holder(book.book_id, who.alias), amount_minor=wanted.amount_minor,
        out_of=book.place(wanted.place)))


def _giver(
    session: Session, book: MoneyBook, wanted: Grant | GrantInKind | GrantUsed | GrantReturned, today: date,
) -> BackerStanding:
    """Who gave it, once the amount of an act and its day are ones that can be noted."""
    book.require_day(wanted.happened_on, today)
    require_positive(wanted.amount_minor)
    return find_funder(session, book, wanted.backer, GIVEN)


def find_funder(
    session: Session, book: MoneyBook, alias: str, instruments: frozenset[Instrument],
) -> BackerStanding:
    """Somebody outside the programme who gave or lent.

    Raises:
        FunderUnclear: nobody of that name did.
    """
    for one in read_backers(session, book.book_id).all:
        if one.alias == alias and one.instrument in instruments and one.group_id is None:
            return one
    raise FunderUnclear()


def _unspent(
    session: Session, book: MoneyBook, wanted: GrantUsed | GrantReturned, today: date,
) -> BackerStanding:
    who = _giver(session, book, wanted, today)
    if wanted.amount_minor > who.grant_minor:
        raise MoreThanUnspent(left=Money(who.grant_minor, book.currency))
    return who


def _plan(
    book: MoneyBook, wanted: Grant | GrantInKind | GrantUsed | GrantReturned, entry: JournalEntry,
) -> MoneyPlan:
    return MoneyPlan(wanted=wanted, happened_on=wanted.happened_on, amount_minor=wanted.amount_minor,
                     entry=entry, about_id=backer_holder(book.book_id, wanted.backer).id)
