"""The owner's money, put in and taken out, and money borrowed from a lender who keeps no book here.

What the owner takes out takes two persons. A lender outside is named like a funder, in the open, so that
those who back the enterprise see who stands beside them.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from ledgers.money import Money
from ledgers.rules import enterprise
from ledgers.rules.enterprise import Backing, Capital
from msai.services.backing.backers import OWNER
from msai.services.backing.dues import principal_left
from msai.services.enterprise_money.book import MoneyBook, require_positive
from msai.services.enterprise_money.errors import MoreThanStands
from msai.services.enterprise_money.funding.given import find_funder
from msai.services.enterprise_money.plan import MoneyPlan
from msai.services.enterprise_money.wanted import Borrowed, LoanPaid, OwnerIn, OwnerOut
from msai.services.enterprises import capital_of
from msai.services.postings import backer_holder
from msai.services.staking.terms import Instrument

LENDERS = frozenset({Instrument.LOAN})


def plan_owner_in(book: MoneyBook, wanted: OwnerIn, today: date) -> MoneyPlan:
    """The owner put money in: tender / 3100 owner, and a share for each whole unit of it.

    Raises:
        PlaceUnknown, NotPositive, and what `require_day` says.
    """
    book.require_day(wanted.happened_on, today)
    require_positive(wanted.amount_minor)
    capital = capital_of(book.book_id, OWNER, Money(wanted.amount_minor, book.currency), lent=False)
    return MoneyPlan(
        wanted=wanted, happened_on=wanted.happened_on, amount_minor=wanted.amount_minor,
        entry=enterprise.owner_paid_in(wanted.happened_on, capital, into=book.place(wanted.place)))


def plan_owner_out(book: MoneyBook, wanted: OwnerOut, today: date) -> MoneyPlan:
    """The owner takes money out: 3150 / tender.

    Raises:
        PlaceUnknown, NotPositive, and what `require_day` says.
    """
    book.require_day(wanted.happened_on, today)
    require_positive(wanted.amount_minor)
    entry = enterprise.owner_took_out(
        wanted.happened_on, backer_holder(book.book_id, OWNER), amount_minor=wanted.amount_minor,
        out_of=book.place(wanted.place))
    return MoneyPlan(wanted=wanted, happened_on=wanted.happened_on, amount_minor=wanted.amount_minor,
                     entry=entry)


def plan_borrowed(session: Session, book: MoneyBook, wanted: Borrowed, today: date) -> MoneyPlan:
    """A lender outside lent money: tender / 2200 lender.

    Raises:
        FunderUnclear: nobody of that name lends to the enterprise.
        PlaceUnknown, NotPositive, and what `require_day` says.
    """
    book.require_day(wanted.happened_on, today)
    require_positive(wanted.amount_minor)
    lender = backer_holder(book.book_id, find_funder(session, book, wanted.backer, LENDERS).alias)
    entry = enterprise.capital_received(
        wanted.happened_on, Capital(lender, wanted.amount_minor, Backing.DEBT),
        into=book.place(wanted.place))
    return MoneyPlan(wanted=wanted, happened_on=wanted.happened_on, amount_minor=wanted.amount_minor,
                     entry=entry, about_id=lender.id)


def plan_loan_paid(session: Session, book: MoneyBook, wanted: LoanPaid, today: date) -> MoneyPlan:
    """What was borrowed is paid back, with its interest: 2200 / tender, 5500 / tender.

    Raises:
        FunderUnclear: nobody of that name lends to the enterprise.
        MoreThanStands: so much is not owed, or is declared to go back already.
        PlaceUnknown, NotPositive, and what `require_day` says.
    """
    book.require_day(wanted.happened_on, today)
    require_positive(wanted.amount_minor + wanted.interest_minor)
    require_positive(min(wanted.amount_minor, wanted.interest_minor) + 1)
    who = find_funder(session, book, wanted.backer, LENDERS)
    left = principal_left(session, book.book_id, who)
    if wanted.amount_minor > left:
        raise MoreThanStands(left=Money(left, book.currency))
    lender, paid = backer_holder(book.book_id, who.alias), wanted.amount_minor + wanted.interest_minor
    entry = enterprise.debt_settled(wanted.happened_on, lender, debt_minor=wanted.amount_minor,
                                    price_minor=paid, out_of=book.place(wanted.place))
    return MoneyPlan(wanted=wanted, happened_on=wanted.happened_on, amount_minor=paid, entry=entry,
                     about_id=lender.id)
