"""A group or an enterprise that has been running for years brings its balances into a new book.

Each balance is posted against 3500 of its fund (memo balances against the totals they are counted in). When
everything is told, 3500 is zero in each fund; a rest means that something was forgotten, and it goes to the
surplus only by a named decision.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from ledgers.accounts import Account, is_memo_fund
from ledgers.entries import EntryKind, JournalEntry
from ledgers.errors import BetweenFundsNotZero, OpeningNotBalanced
from ledgers.rules.movements import Postings, adjust, entry_of

OPENING = 3500
_COUNTED_IN = {9400: 9300, 9200: 9100, 9500: 9510}


def opening_rests_minor(balances_minor: Mapping[Account, int]) -> dict[str, int]:
    """Give what 3500 of each money fund is left with (debit positive): zero where all was told."""
    rests: Counter[str] = Counter()
    for account, balance in balances_minor.items():
        if not is_memo_fund(account.fund):
            rests[account.fund] -= balance
    return {fund: rest for fund, rest in rests.items() if rest}


def opening(occurred_on: date, balances_minor: Mapping[Account, int]) -> JournalEntry:
    """Open a running book: account / 3500 or 3500 / account; 9400 / 9300, 9200 / 9100, 9500 / 9510.

    `balances_minor` are debit positive; shares, units and claims held are counted as they are.

    Raises:
        OpeningNotBalanced: 3500 of a fund would not be zero.
        BetweenFundsNotZero: what the funds owe each other does not agree.
    """
    rests = opening_rests_minor(balances_minor)
    if rests:
        raise OpeningNotBalanced(rests_minor=rests)
    return entry_of(EntryKind.OPENING, occurred_on, parts=_opened(balances_minor))


def opening_with_rest(occurred_on: date, balances_minor: Mapping[Account, int]) -> JournalEntry:
    """Open a running book whose members decided that the rest of 3500 belongs to the surplus (3400).

    Raises:
        BetweenFundsNotZero: what the funds owe each other does not agree.
    """
    rests = (
        _rest_to_surplus(fund, rest_minor=rest)
        for fund, rest in opening_rests_minor(balances_minor).items()
    )
    return entry_of(EntryKind.OPENING, occurred_on, parts=(*_opened(balances_minor), *rests))


def _opened(balances_minor: Mapping[Account, int]) -> list[Postings]:
    between = sum(balance for account, balance in balances_minor.items() if account.code == 3900)
    if between:
        raise BetweenFundsNotZero(rest_minor=between)
    return [_one_opened(account, balance_minor=balance) for account, balance in balances_minor.items()]


def _one_opened(account: Account, *, balance_minor: int) -> Postings:
    other = Account(_COUNTED_IN.get(account.code, OPENING), account.fund)
    return adjust(account, change_minor=balance_minor, gain=other, loss=other)


def _rest_to_surplus(fund: str, *, rest_minor: int) -> Postings:
    surplus = Account(3400, fund)
    return adjust(Account(OPENING, fund), change_minor=-rest_minor, gain=surplus, loss=surplus)
