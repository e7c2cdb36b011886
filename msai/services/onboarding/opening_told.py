"""The opening paper of a running group as values: what it may say, what it said, and how each fund adds up.

Each fund is added up from both sides, what it has and whose that is.  What other funds owe it is something it
has; what it owes them is somebody else's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from ledgers.accounts import Account
from ledgers.errors import LedgerError
from ledgers.lending.terms import LoanTerms
from ledgers.rules.tenders import Tender
from msai.services import ServiceError
from msai.services.group_rules import BY_SHARES, GroupRules
from msai.services.onboarding import opening_fields as fields

INSTRUMENTS = ("equity", "coop_share", "loan", "revenue_share", "profit_share")
BETWEEN = 3900
_LIABILITIES = 2000


class CountNotPlausible(ServiceError):
    """A number of shares, units or months is a whole number within reason."""

    code = "count_not_plausible"


class AmountBelowNought(ServiceError):
    """What the paper says somebody has, owes or paid is an amount, never a debt."""

    code = "amount_below_nought"


class SharesDiffer(ServiceError):
    """So many shares of that price are not the savings that stand beside them."""

    code = "shares_differ"


class SavingsNotWholeShares(ServiceError):
    """In a group that saves by shares, savings are a whole number of shares."""

    code = "savings_not_whole_shares"


class LoanOfNobody(ServiceError):
    """No member of the group has the number beside the loan."""

    code = "loan_of_nobody"


class LentLessThanLeft(ServiceError):
    """More is still owed of the loan than was ever lent."""

    code = "lent_less_than_left"


class UnknownFund(ServiceError):
    """A debt between funds is one fund's to another: both are named, and they differ."""

    code = "unknown_fund"


class UnknownInstrument(ServiceError):
    """Money in an enterprise is a share of it, a loan, or a share of sales or profit."""

    code = "unknown_instrument"


class UnknownHomeCurrency(ServiceError):
    """The claim at home is in a currency the ledger keeps."""

    code = "unknown_home_currency"


@dataclass(frozen=True, slots=True)
class OpeningBook:
    """A group as its opening paper needs it."""

    book_id: UUID
    currency: str
    as_of: date
    rules: GroupRules
    numbers: tuple[int, ...]
    tenders: Mapping[str, Tender]

    @property
    def by_shares(self) -> bool:
        """Whether savings are counted in shares of one price."""
        return self.rules.saving == BY_SHARES and bool(self.rules.share_value_minor)


@dataclass(frozen=True, slots=True)
class LoanTold:
    """A loan that was running: whose, in which fund, since when; `terms` where they were written down.

    The terms are those of the day it was given, so that what should have been paid by now is known.
    """

    alias: str
    number: int
    fund: str
    issued_on: date
    months: int | None
    terms: LoanTerms | None = None


@dataclass(frozen=True, slots=True)
class StakeTold:
    """Money the group has in an enterprise, on which terms, and the currency of the claim."""

    alias: str
    enterprise: str
    instrument: str
    claim_currency: str


@dataclass(frozen=True, slots=True)
class BetweenTold:
    """Money that one fund lent to another: it stands on 3900 of both, and is paid back by the sheets."""

    lender: str
    borrower: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class FundSum:
    """A fund from both sides: what it has, whose that is, and what is still to be explained."""

    fund: str
    has_minor: int
    belongs_minor: int

    @property
    def rest_minor(self) -> int:
        """What the fund has above what was told whose it is; below nought where money is missing."""
        return self.has_minor - self.belongs_minor


@dataclass
class OpeningPaper:
    """The paper as it was understood so far; `balances` are debit positive."""

    balances: dict[Account, int] = field(default_factory=dict)
    loans: list[LoanTold] = field(default_factory=list)
    stakes: list[StakeTold] = field(default_factory=list)
    between: list[BetweenTold] = field(default_factory=list)
    problems: dict[str, LedgerError] = field(default_factory=dict)
    decision: str = ""

    def add(self, account: Account, minor: int) -> None:
        """Bring one balance, where there is any."""
        if minor:
            self.balances[account] = self.balances.get(account, 0) + minor

    @property
    def sums(self) -> tuple[FundSum, ...]:
        """Each fund from both sides."""
        return tuple(self._sum(fund) for fund in fields.FUNDS)

    @property
    def rests_minor(self) -> dict[str, int]:
        """What is still to be explained, by fund, where anything is."""
        return {one.fund: one.rest_minor for one in self.sums if one.rest_minor}

    def _sum(self, fund: str) -> FundSum:
        mine = [(account, minor) for account, minor in self.balances.items() if account.fund == fund]
        has = sum(minor for account, minor in mine if is_had(account, minor))
        return FundSum(fund, has, -sum(minor for account, minor in mine if not is_had(account, minor)))


def is_had(account: Account, balance_minor: int) -> bool:
    """Whether a balance (debit positive) is what a fund has: an asset, or what another fund owes it."""
    return account.code < _LIABILITIES or (account.code == BETWEEN and balance_minor > 0)
