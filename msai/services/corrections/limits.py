"""What a correction may not come to: nothing is taken back that is not there any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from ledgers.accounts import TENDER_CODES, Account, is_memo_fund
from ledgers.errors import NegativeTender
from ledgers.money import Money
from msai.services.corrections.errors import CorrectionOverdraws
from msai.services.corrections.plan import Plan
from msai.services.postings import balances_of

_HELD = frozenset({1100, 1150, 9200, 9400})
"""Debit by nature: debts of members, and the units and shares they hold."""

_OWED = frozenset({2100, 3100, 3200, 3300})
"""Credit by nature: what is members' own or due to them."""


def require_cover(session: Session, plan: Plan) -> None:
    """Refuse a correction that would leave a place, a debt or what is a member's below nothing.

    What is due to a member may fall below nothing where it stands for savings that were shared out: she was
    paid too much, and owes it.

    Raises:
        NegativeTender: a place of a fund would hold less than nothing.
        CorrectionOverdraws: a debt, or what is a member's, would.
    """
    lowered = sorted(_lowered(plan), key=lambda account: account.key)
    found = balances_of(session, plan.line.book_id, lowered) if lowered else {}
    for account in lowered:
        over = _below_nothing(account, found, plan.changes[account])
        if over > 0:
            _refuse(plan, account, over)


def _lowered(plan: Plan) -> Iterator[Account]:
    for account, change in plan.changes.items():
        held = account.code in TENDER_CODES or account.code in _HELD
        owed = account.code in _OWED and account not in plan.owed_back
        if (held and change < 0) or (owed and change > 0):
            yield account


def _below_nothing(account: Account, found: Mapping[Account, int], change: int) -> int:
    after = found.get(account, 0) + change
    return after if account.code in _OWED else -after


def _refuse(plan: Plan, account: Account, over: int) -> None:
    currency = plan.day.group.currency
    if account.code in TENDER_CODES:
        raise NegativeTender(tender=account.alias, fund=account.fund, missing_minor=over)
    amount = over if is_memo_fund(account.fund) else Money(over, currency)
    raise CorrectionOverdraws(who=account.alias, over=amount)
