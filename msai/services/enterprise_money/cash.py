"""Money at its places: counted, carried from one to another; and work that nobody was paid for."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from ledgers.accounts import ENTERPRISE
from ledgers.entries import JournalEntry
from ledgers.errors import EmptyEntry
from ledgers.rules import enterprise, housekeeping
from ledgers.rules.housekeeping import Transfer
from msai.models.money import FamilyLabour
from msai.services.enterprise_money.book import MoneyBook, require_positive
from msai.services.enterprise_money.errors import PlaceTwice
from msai.services.enterprise_money.plan import MoneyPlan
from msai.services.enterprise_money.wanted import CashCounted, FamilyWorked, Moved


def plan_cash_counted(session: Session, book: MoneyBook, wanted: CashCounted, today: date) -> MoneyPlan:
    """The money at a place was counted: short 5950 / tender, over tender / 4900, against the book.

    Raises:
        NotPositive: less than nothing was counted.
    """
    book.require_day(wanted.happened_on, today)
    require_positive(wanted.amount_minor + 1)
    place = book.place(wanted.place)
    there = book.stood_minor(session, enterprise.paid_through(place), wanted.happened_on)
    try:
        entry: JournalEntry | None = enterprise.cash_difference(
            wanted.happened_on, place, counted_minus_book_minor=wanted.amount_minor - there)
    except EmptyEntry:
        entry = None
    return MoneyPlan(wanted=wanted, happened_on=wanted.happened_on, amount_minor=wanted.amount_minor,
                     entry=entry, facts=(("there_minor", there),))


def plan_moved(book: MoneyBook, wanted: Moved, today: date) -> MoneyPlan:
    """Money is carried to another place: tender to / tender from.

    Raises:
        PlaceTwice: both are the same.
    """
    book.require_day(wanted.happened_on, today)
    require_positive(wanted.amount_minor)
    if wanted.place == wanted.into:
        raise PlaceTwice()
    entry = housekeeping.transfer(wanted.happened_on, Transfer(
        book.place(wanted.place), book.place(wanted.into), wanted.amount_minor, ENTERPRISE))
    return MoneyPlan(wanted=wanted, happened_on=wanted.happened_on, amount_minor=wanted.amount_minor,
                     entry=entry)


def plan_family(book: MoneyBook, wanted: FamilyWorked, today: date) -> MoneyPlan:
    """The family worked without pay: a memo beside the book, never an entry.

    Raises:
        NotPositive: no hours, or a value below nought.
    """
    book.require_day(wanted.happened_on, today)
    require_positive(wanted.hours_e2)
    require_positive(wanted.amount_minor + 1)

    def keep(session: Session, act_id: UUID) -> None:
        session.execute(insert(FamilyLabour).values(
            book_id=book.book_id, act_id=act_id, worked_until=wanted.happened_on, hours_e2=wanted.hours_e2,
            value_minor=wanted.amount_minor))

    return MoneyPlan(wanted=wanted, happened_on=wanted.happened_on, amount_minor=wanted.amount_minor,
                     keep=keep)
