"""What a share of sales is made of that an enterprise without a book here declared: principal, and income.

An enterprise that keeps its book here says so itself. Else the group's own notes say what was paid before.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledgers.accounts import claims_fund
from ledgers.balances import register
from ledgers.entries import EntryKind
from ledgers.money import Money
from ledgers.sharing.splits import PaymentParts, RevenueShare, capped_payment, principal_first
from msai.models.enterprises import DeclaredReturn
from msai.models.stakes import ReturnNotice
from msai.services.staking.errors import CapReached, MoreThanOwed
from msai.services.staking.held import Held, terms_on
from msai.services.staking.terms import Instrument

_LENT_MORE = (EntryKind.CAPITAL_LANDED, EntryKind.REINVESTED)


def parts_declared(session: Session, held: Held, *, home_minor: int, on: date) -> PaymentParts:
    """How much of a declared return is principal, minor units of home money; all of it is income elsewhere.

    Raises:
        CapReached: all that was agreed has been declared.
        MoreThanOwed: it is more than the cap leaves.
    """
    if held.row.instrument != Instrument.REVENUE_SHARE:
        return PaymentParts(0, home_minor)
    terms = terms_on(session, held.row, on)
    income, principal = _before(session, held)
    lent = _ever_lent(session, held)
    left = max(0, lent - principal)
    if terms.cap_multiple is None:
        return principal_first(home_minor, principal_left_minor=left)
    agreed = RevenueShare(lent, Fraction(terms.percent or 0) / 100, terms.cap_multiple)
    room = agreed.cap_minor - income - principal
    if room <= 0:
        raise CapReached(funder=held.row.enterprise_name)
    if home_minor > room:
        raise MoreThanOwed(owed=Money(room, held.held.claim_currency))
    return capped_payment(agreed, home_minor, paid_before_minor=income + principal, principal_left_minor=left)


def _before(session: Session, held: Held) -> tuple[int, int]:
    """The income and the principal that were declared before, minor units of home money."""
    book_id, stake_id = held.held.book_id, held.stake.holder.id
    income = session.scalar(select(func.sum(DeclaredReturn.home_minor)).where(
        DeclaredReturn.book_id == book_id, DeclaredReturn.stake_id == stake_id))
    principal = session.scalar(select(func.sum(ReturnNotice.home_minor)).where(
        ReturnNotice.book_id == book_id, ReturnNotice.stake_id == stake_id,
        ReturnNotice.kind == "principal"))
    return int(income or 0), int(principal or 0)


def _ever_lent(session: Session, held: Held) -> int:
    """All that ever landed of it or was left in the enterprise, whatever of it came back since."""
    lines = register(session, held.held.book_id, codes=[9500], holders=[held.stake.holder.id],
                     funds=[claims_fund(held.held.claim_currency)])
    return sum(line.amount_minor for line in lines if line.kind in _LENT_MORE)
