"""The last entry of a period: what came in and what it cost becomes surplus.

Members' funds and the value of a unit do not change by it. The entry is marked as closing, so that income
statements, which read the year as it was, leave it out while balances read it.
"""

from collections.abc import Mapping
from datetime import date

from ledgers.accounts import Account, is_memo_fund
from ledgers.entries import EntryKind, JournalEntry
from ledgers.rules.movements import Postings, adjust

_RESULT = range(4000, 6000)


def closing_postings(balances_minor: Mapping[Account, int]) -> Postings:
    """Move every 4xxx and 5xxx to 3400 of its fund; balances are debit positive, other accounts are left.

    Empty where there was neither income nor cost: then there is nothing to post.
    """
    return tuple(
        posting
        for account, balance in balances_minor.items()
        if account.code in _RESULT and not is_memo_fund(account.fund)
        for posting in _to_surplus(account, balance)
    )


def fund_closed(occurred_on: date, balances_minor: Mapping[Account, int]) -> JournalEntry:
    """Close funds of a group: 4xxx / 3400 and 3400 / 5xxx; savings and social with the cycle.

    Raises:
        EmptyEntry: there was neither income nor cost.
    """
    return JournalEntry(EntryKind.FUND_CLOSED, occurred_on, closing_postings(balances_minor), closing=True)


def year_closed(occurred_on: date, balances_minor: Mapping[Account, int]) -> JournalEntry:
    """Close the year of an enterprise: 4xxx / 3400 and 3400 / 5xxx.

    Raises:
        EmptyEntry: there was neither income nor cost.
    """
    return JournalEntry(EntryKind.YEAR_CLOSED, occurred_on, closing_postings(balances_minor), closing=True)


def _to_surplus(account: Account, balance_minor: int) -> Postings:
    surplus = Account(3400, account.fund)
    return adjust(account, change_minor=-balance_minor, gain=surplus, loss=surplus)
