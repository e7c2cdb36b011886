"""What is sold and bought, owed and collected, given in advance and taken for one's own use."""

from __future__ import annotations

from datetime import date

from ledgers.accounts import ENTERPRISE, Account, AccountType
from ledgers.chart import ENTERPRISE_CHART
from ledgers.entries import JournalEntry
from ledgers.rules import enterprise
from ledgers.rules.enterprise import Cost, Sale, owed_by
from msai.services.backing.backers import OWNER
from msai.services.enterprise_money.book import MoneyBook, require_positive
from msai.services.enterprise_money.errors import NoSuchCost
from msai.services.enterprise_money.plan import MoneyPlan
from msai.services.enterprise_money.wanted import (
    COST_CODES,
    Advance,
    AdvanceBack,
    AdvanceUsed,
    BadDebt,
    BillPaid,
    Collected,
    OwnUse,
    Paid,
    Sold,
    WagesInKind,
)
from msai.services.postings import backer_holder


def plan_sold(book: MoneyBook, wanted: Sold, today: date) -> MoneyPlan:
    """A sale: tender or 1100 buyer / 4100 activity.

    Raises:
        ActivityUnknown, PlaceUnknown, PartyUnknown, NotPositive, and what `require_day` says.
    """
    paid = owed_by(book.party(wanted.party)) if wanted.party else _money_at(book, wanted.place)
    entry = enterprise.sale(
        wanted.happened_on, Sale(book.activity(wanted.activity), _amount(book, wanted, today), paid))
    return _plan(wanted, entry)


def plan_collected(book: MoneyBook, wanted: Collected, today: date) -> MoneyPlan:
    """A buyer paid: tender / 1100.

    Raises:
        MoreThanStands: he does not owe so much.
    """
    buyer = book.party(wanted.party)
    book.require_stands(owed_by(buyer), _amount(book, wanted, today))
    return _plan(wanted, enterprise.sale_collected(
        wanted.happened_on, buyer, amount_minor=wanted.amount_minor, into=book.place(wanted.place)))


def plan_bad_debt(book: MoneyBook, wanted: BadDebt, today: date) -> MoneyPlan:
    """A buyer will not pay: 5900 / 1100.

    Raises:
        MoreThanStands: he does not owe so much.
    """
    buyer = book.party(wanted.party)
    book.require_stands(owed_by(buyer), _amount(book, wanted, today))
    return _plan(wanted, enterprise.bad_debt(wanted.happened_on, buyer, amount_minor=wanted.amount_minor))


def plan_paid(book: MoneyBook, wanted: Paid, today: date) -> MoneyPlan:
    """A cost: 5xxx / tender, 2100 supplier or 2150.

    Raises:
        NoSuchCost: the sort is none of those that are offered.
    """
    paid = book.owed_to(wanted.party) if wanted.party else _money_at(book, wanted.place)
    entry = enterprise.cost(
        wanted.happened_on, Cost(_cost(wanted.code), _amount(book, wanted, today), paid))
    return _plan(wanted, entry)


def plan_bill_paid(book: MoneyBook, wanted: BillPaid, today: date) -> MoneyPlan:
    """What was owed is paid: 2100 or 2150 / tender.

    Raises:
        MoreThanStands: so much is not owed.
    """
    owed = book.owed_to(wanted.party)
    book.require_stands(owed, _amount(book, wanted, today))
    return _plan(wanted, enterprise.payable_paid(
        wanted.happened_on, owed, amount_minor=wanted.amount_minor, out_of=book.place(wanted.place)))


def plan_advance(book: MoneyBook, wanted: Advance, today: date) -> MoneyPlan:
    """Money given in advance: 1150 / tender."""
    entry = enterprise.advance(
        wanted.happened_on, book.party(wanted.party), amount_minor=_amount(book, wanted, today),
        out_of=book.place(wanted.place))
    return _plan(wanted, entry)


def plan_advance_used(book: MoneyBook, wanted: AdvanceUsed, today: date) -> MoneyPlan:
    """An advance is accounted for: 5xxx / 1150.

    Raises:
        MoreThanStands: so much was not given.
    """
    book.require_stands(_advance(book, wanted.party), _amount(book, wanted, today))
    return _plan(wanted, enterprise.advance_used(
        wanted.happened_on, book.party(wanted.party), code=_cost(wanted.code),
        amount_minor=wanted.amount_minor))


def plan_advance_back(book: MoneyBook, wanted: AdvanceBack, today: date) -> MoneyPlan:
    """What is left of an advance comes back: tender / 1150.

    Raises:
        MoreThanStands: so much was not given.
    """
    book.require_stands(_advance(book, wanted.party), _amount(book, wanted, today))
    return _plan(wanted, enterprise.advance_returned(
        wanted.happened_on, book.party(wanted.party), amount_minor=wanted.amount_minor,
        into=book.place(wanted.place)))


def plan_wages_in_kind(book: MoneyBook, wanted: WagesInKind, today: date) -> MoneyPlan:
    """Workers are paid in produce: 5200 / 4100 activity."""
    amount = _amount(book, wanted, today)
    return _plan(wanted, enterprise.wages_in_kind(
        wanted.happened_on, book.activity(wanted.activity), amount_minor=amount))


def plan_own_use(book: MoneyBook, wanted: OwnUse, today: date) -> MoneyPlan:
    """The owner's household takes produce: 3150 / 4100 activity."""
    amount = _amount(book, wanted, today)
    return _plan(wanted, enterprise.own_use(
        wanted.happened_on, backer_holder(book.book_id, OWNER), activity=book.activity(wanted.activity),
        amount_minor=amount))


def _amount(
    book: MoneyBook, wanted: Sold | Collected | BadDebt | Paid | BillPaid | Advance | AdvanceUsed
    | AdvanceBack | WagesInKind | OwnUse, today: date,
) -> int:
    """The amount of an act, once it and its day are ones that can be noted."""
    book.require_day(wanted.happened_on, today)
    require_positive(wanted.amount_minor)
    return wanted.amount_minor


def _money_at(book: MoneyBook, alias: str | None) -> Account:
    return enterprise.paid_through(book.place(alias))


def _advance(book: MoneyBook, alias: str) -> Account:
    return Account(1150, ENTERPRISE, book.party(alias))


def _cost(code: int) -> int:
    line = ENTERPRISE_CHART.lines.get(code)
    if line is None or line.type is not AccountType.COST or code not in COST_CODES:
        raise NoSuchCost()
    return code


def _plan(
    wanted: Sold | Collected | BadDebt | Paid | BillPaid | Advance | AdvanceUsed | AdvanceBack | WagesInKind
    | OwnUse, entry: JournalEntry,
) -> MoneyPlan:
    return MoneyPlan(wanted=wanted, happened_on=wanted.happened_on, amount_minor=wanted.amount_minor,
                     entry=entry, party=getattr(wanted, "party", None))
