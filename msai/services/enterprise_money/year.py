"""The end of an enterprise's own year: what it earned and spent becomes what it retains.

Stock and growing things are counted before, in the last month. From then on nothing is noted in that year any
more; what was wrong in it is put right against what is retained.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from ledgers.accounts import ENTERPRISE
from ledgers.balances import balances
from ledgers.errors import EmptyEntry
from ledgers.rules import closing
from msai.services.enterprise_money.book import MoneyBook
from msai.services.enterprise_money.calendar import year_ends
from msai.services.enterprise_money.errors import NothingToClose, YearNotCounted, YearNotOver
from msai.services.enterprise_money.plan import MoneyPlan
from msai.services.enterprise_money.wanted import CloseYear
from msai.services.enterprise_money.years.counted import is_counted


def plan_year(session: Session, book: MoneyBook, wanted: CloseYear, today: date) -> MoneyPlan:
    """Close the year that ends on a day: 4xxx / 3400 and 3400 / 5xxx, kind `closing`.

    Raises:
        YearNotOver: no year of this enterprise ends on that day, or it is not over.
        YearNotCounted: not all that stands in the book was counted in its last month.
        NothingToClose: there was neither income nor cost.
    """
    last = wanted.happened_on
    if last not in year_ends(book.opened_on, closed_until=book.closed_until, today=today):
        raise YearNotOver()
    if not is_counted(session, book.book_id, since=last.replace(day=1), until=last):
        raise YearNotCounted(day=last)
    found = balances(session, book.book_id, as_of=last, funds=[ENTERPRISE])
    try:
        entry = closing.year_closed(last, found)
    except EmptyEntry:
        raise NothingToClose() from None
    result = -sum(minor for account, minor in found.items() if 4000 <= account.code < 6000)
    return MoneyPlan(wanted=wanted, happened_on=last, amount_minor=abs(result), entry=entry,
                     facts=(("result_minor", result),))
