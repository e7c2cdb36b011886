"""What an account is.

An account of a book is named by three things: its number in the chart, the
fund whose money it belongs to, and the holder it is kept for (a member, a loan,
a stake, a tender ...).  The engine knows a holder only as an opaque reference;
who stands behind it is the business of the programme that uses the engine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

SAVINGS = "savings"
SOCIAL = "social"
INVESTMENT = "investment"
ENTERPRISE = "enterprise"
SHARES = "shares"
UNITS = "units"
CLAIMS_PREFIX = "claims."

TENDER_CODES = (1010, 1020, 1030, 1035, 1040)


class BookKind(StrEnum):
    """The two kinds of book; a code means different things in the two charts."""

    GROUP = "group"
    ENTERPRISE = "enterprise"


class AccountType(StrEnum):
    """The heading of a statement under which an account stands."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    COST = "cost"
    MEMO = "memo"


class Side(StrEnum):
    """Debit or credit."""

    DEBIT = "debit"
    CREDIT = "credit"


class HolderKind(StrEnum):
    """What a holder stands for."""

    NOBODY = "nobody"
    MEMBER = "member"
    LOAN = "loan"
    STAKE = "stake"
    REMITTANCE = "remittance"
    TENDER = "tender"
    ACTIVITY = "activity"
    LENDER = "lender"
    GRANT = "grant"
    OWNER = "owner"
    PARTY = "party"


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody or something an account is kept for.

    `id` is unique over all books; `alias` (`member-7`, `stake-1`, `box`) is
    unique within its book and is what prints, exports and imports use.
    """

    id: UUID
    kind: HolderKind
    alias: str
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash(self.id))

    def __hash__(self) -> int:
        """Of its id, taken once: sums are kept by account, and hashing a UUID each time is what they cost."""
        return self._hash


@lru_cache(maxsize=8192)
def one_holder(id: UUID, kind: HolderKind, alias: str) -> Holder:
    """A holder as the one value that stands for it, so that comparing accounts seldom compares ids."""
    return Holder(id, kind, alias)


class Account(NamedTuple):
    """One account: number, fund and holder; `holder` is None where nobody holds it.

    Each posting names two, and sums are kept by them: as a tuple it is made, hashed and compared at a
    fraction of what a dataclass takes.
    """

    code: int
    fund: str
    holder: Holder | None = None

    @property
    def alias(self) -> str:
        """The holder's alias, or the word `None` that prints and exports use."""
        return self.holder.alias if self.holder else "None"

    @property
    def key(self) -> str:
        """`code|fund|alias`, the key of a balance in every export."""
        return f"{self.code}|{self.fund}|{self.alias}"


@lru_cache(maxsize=8192)
def one_account(code: int, fund: str, holder: Holder | None = None) -> Account:
    """An account as the one value that stands for it: a year of Sundays moves the same few."""
    return Account(code, fund, holder)


@lru_cache(maxsize=256)
def is_memo_fund(fund: str) -> bool:
    """Whether a fund counts shares, units or claims instead of money."""
    return fund in (SHARES, UNITS) or fund.startswith((f"{UNITS}-", CLAIMS_PREFIX))


def claims_fund(currency: str) -> str:
    """The memo fund that counts claims in a home currency, for example `claims.PHP`."""
    return CLAIMS_PREFIX + currency


def units_fund(investment_fund: str) -> str:
    """The memo fund that counts the units of an investment fund.

    `investment` -> `units`, `investment-2` -> `units-2`.
    """
    return UNITS + investment_fund.removeprefix(INVESTMENT)


def is_investment_fund(fund: str) -> bool:
    """Whether a fund is an investment fund (`investment`, `investment-2`, ...)."""
    return fund == INVESTMENT or fund.startswith(f"{INVESTMENT}-")
