"""Every act with its plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from msai.services.enterprise_money import cash, holdings, taking_back, trading, year
from msai.services.enterprise_money.book import MoneyBook
from msai.services.enterprise_money.funding import given, own_and_lent
from msai.services.enterprise_money.plan import MoneyPlan, Planner
from msai.services.enterprise_money.wanted import MoneyKind
from msai.services.units.plan import require_cover

_BY_THE_BOOK: Mapping[MoneyKind, Callable[[MoneyBook, Any, date], MoneyPlan]] = {
    MoneyKind.SOLD: trading.plan_sold, MoneyKind.COLLECTED: trading.plan_collected,
    MoneyKind.BAD_DEBT: trading.plan_bad_debt, MoneyKind.PAID: trading.plan_paid,
    MoneyKind.BILL_PAID: trading.plan_bill_paid, MoneyKind.ADVANCE: trading.plan_advance,
    MoneyKind.ADVANCE_USED: trading.plan_advance_used, MoneyKind.ADVANCE_BACK: trading.plan_advance_back,
    MoneyKind.WAGES_IN_KIND: trading.plan_wages_in_kind, MoneyKind.OWN_USE: trading.plan_own_use,
    MoneyKind.EQUIPMENT: holdings.plan_equipment, MoneyKind.LOST: holdings.plan_lost,
    MoneyKind.MOVED: cash.plan_moved, MoneyKind.FAMILY: cash.plan_family,
    MoneyKind.OWNER_IN: own_and_lent.plan_owner_in, MoneyKind.OWNER_OUT: own_and_lent.plan_owner_out,
}
"""What is planned from the book as it was read."""

_READING: Mapping[MoneyKind, Planner] = {
    MoneyKind.EQUIPMENT_SOLD: holdings.plan_equipment_sold, MoneyKind.WEAR: holdings.plan_wear,
    MoneyKind.COUNTED: holdings.plan_counted, MoneyKind.CASH_COUNTED: cash.plan_cash_counted,
    MoneyKind.GRANT: given.plan_grant, MoneyKind.GRANT_IN_KIND: given.plan_grant_in_kind,
    MoneyKind.GRANT_USED: given.plan_grant_used, MoneyKind.GRANT_RETURNED: given.plan_grant_returned,
    MoneyKind.BORROWED: own_and_lent.plan_borrowed, MoneyKind.LOAN_PAID: own_and_lent.plan_loan_paid,
    MoneyKind.YEAR: year.plan_year, MoneyKind.TAKEN_BACK: taking_back.plan_taken_back,
}
"""What asks more of the database: earlier acts, or balances of another day."""


def plan_uncovered(session: Session, book: MoneyBook, wanted: Any, today: date) -> MoneyPlan:
    """Work out what an act would do, without asking whether there is money for it.

    Raises:
        LedgerError: as its kind says.
    """
    if wanted.kind in _BY_THE_BOOK:
        return _BY_THE_BOOK[wanted.kind](book, wanted, today)
    return _READING[wanted.kind](session, book, wanted, today)


def plan_money(session: Session, book: MoneyBook, wanted: Any, today: date) -> MoneyPlan:
    """Work out what an act would do, with every refusal it would meet.

    Raises:
        NegativeTender: a place has not so much money.
        LedgerError: as its kind says.
    """
    plan = plan_uncovered(session, book, wanted, today)
    if plan.entry is not None:
        require_cover((plan.entry,), book.found)
    return plan
