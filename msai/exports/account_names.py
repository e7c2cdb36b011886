"""Names of accounts and commodities that hledger and beancount both accept.

Beancount wants ASCII components that begin with a capital or a digit; holders are named by
people and imports in any script.  Each account gets one name, readable where it can be,
and never the name of another.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from ledgers.accounts import CLAIMS_PREFIX, SHARES, UNITS, Account, AccountType, BookKind, is_memo_fund
from ledgers.chart import CHARTS
from ledgers.currencies import exponent

_ROOTS = {
    AccountType.ASSET: "Assets", AccountType.LIABILITY: "Liabilities", AccountType.EQUITY: "Equity",
    AccountType.INCOME: "Income", AccountType.COST: "Expenses", AccountType.MEMO: "Equity",
}


@dataclass(frozen=True, slots=True)
class Commodity:
    """What a fund counts, and with how many decimals its smallest unit is written."""

    name: str
    places: int

    @property
    def quoted(self) -> str:
        """The name as hledger reads it: in quotes unless it is letters alone."""
        return self.name if self.name.isalpha() else f'"{self.name}"'


def commodity_of(fund: str, currency: str) -> Commodity:
    """What a fund of a book in `currency` counts: its money, SHARE, UNIT or PHP.CLAIM."""
    if fund == SHARES:
        return Commodity("SHARE", 0)
    if fund.startswith(CLAIMS_PREFIX):
        home = fund.removeprefix(CLAIMS_PREFIX)
        return Commodity(f"{home}.CLAIM", exponent(home))
    if is_memo_fund(fund):
        return Commodity("UNIT" + fund.removeprefix(UNITS).upper(), 4)
    return Commodity(currency, exponent(currency))


class AccountNames:
    """The names of one book's accounts, each given once and to one account only."""

    def __init__(self, kind: BookKind) -> None:
        self._chart = CHARTS[kind]
        self._names: dict[Account, str] = {}
        self._taken: dict[str, Account] = {}

    def of(self, account: Account) -> str:
        """The account's name, such as `Assets:1010-Cash-Box:Savings:Box`.

        Two holders whose names look alike in ASCII are told apart by a piece of a digest.

        Raises:
            UnknownAccount: the number is not in the chart of this kind of book.
        """
        if account not in self._names:
            self._names[account] = self._free_name(account)
            self._taken[self._names[account]] = account
        return self._names[account]

    def _free_name(self, account: Account) -> str:
        line = self._chart.line(account.code)
        parts = [_ROOTS[line.type], component(f"{account.code} {line.name}"), component(account.fund)]
        name = ":".join(parts + ([component(account.alias)] if account.holder else []))
        digest, length = hashlib.sha256(account.key.encode()).hexdigest(), 8
        free = name
        while free in self._taken:
            free, length = f"{name}-{digest[:length]}", length + 1
        return free


def component(text: str) -> str:
    """One part of a name: ASCII letters and digits with hyphens between, each word capitalised."""
    words = re.findall(r"[A-Za-z0-9]+", text.replace("'", ""))
    return "-".join(word[0].upper() + word[1:] for word in words) or "X"
