"""What a member's savings are worth on a day, and what a share is worth for everybody.

The worth of all shares is what the savings fund has for its members: their savings, the surplus and the
result to date (3100 + 3400 + 4xxx - 5xxx).  Where a group saves by amount, savings stand in place of shares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, SHARES, TENDER_CODES, Account, Holder
from ledgers.balances import balances
from ledgers.chart import GROUP_CHART
from ledgers.rules.dues import Charge, dues_of
from msai.services.group_rules.joining import CURRENT_VALUE
from msai.services.leaving.rules import LeavingRules

_EARNED = tuple(code for code in GROUP_CHART.lines if 4000 <= code < 6000)
_NEEDED = (*TENDER_CODES, 1100, 1150, 2100, 3100, 3300, 3400, *_EARNED, 9200, 9400)


@dataclass(frozen=True, slots=True)
class WholeFund:
    """The balances an exit is worked out from, debit positive."""

    found: Mapping[Account, int]

    @property
    def net_minor(self) -> int:
        """What the savings fund has for its members."""
        mine = (3100, 3400, *_EARNED)
        return -sum(minor for account, minor in self.found.items()
                    if account.fund == SAVINGS and account.code in mine)

    def total(self, code: int, fund: str) -> int:
        """The sum of one number over all holders."""
        return sum(minor for account, minor in self.found.items()
                   if account.code == code and account.fund == fund)

    def units_of(self, member: Holder) -> dict[str, int]:
        """Her units by memo fund, in ten-thousandths."""
        return {account.fund: minor for account, minor in self.found.items()
                if account.code == 9200 and account.holder == member and minor}

    def due_to(self, member: Holder) -> int:
        """What the group owes her in all funds: money kept for her, or not fetched yet."""
        return -sum(minor for account, minor in self.found.items()
                    if account.code == 2100 and account.holder == member)

    def with_charges(self, charges: Sequence[Charge]) -> WholeFund:
        """The same fund once these charges are raised."""
        found = dict(self.found)
        for charge in charges:
            owed = dues_of(charge.member, charge.fund)
            found[owed] = found.get(owed, 0) + charge.amount_minor
            found[charge.income] = found.get(charge.income, 0) - charge.amount_minor
        return WholeFund(found)


@dataclass(frozen=True, slots=True)
class Worth:
    """What is hers: savings, shares, and their gross worth by the rules, exact.

    `hers` of `held` is her part of what counts (shares, or savings in minor units), `value` the exact worth
    of one of them; None where nobody holds any.
    """

    savings_minor: int
    shares: int
    net_minor: int
    held: int
    hers: int
    gross: Fraction
    by_shares: bool

    @property
    def value(self) -> Fraction | None:
        """The exact worth of one share, or of one minor unit saved."""
        return Fraction(self.net_minor, self.held) if self.held else None


def read_whole_fund(session: Session, book_id: UUID) -> WholeFund:
    """The balances that exits and late entries are worked out from, in one statement."""
    return WholeFund(balances(session, book_id, codes=_NEEDED))


def worth_of(fund: WholeFund, member: Holder, rules: LeavingRules, *, by_shares: bool) -> Worth:
    """What a member's savings are worth by the group's rule: what she saved, or her part of what there is."""
    savings = -fund.found.get(Account(3100, SAVINGS, member), 0)
    shares = fund.found.get(Account(9400, SHARES, member), 0)
    held, hers = held_by_all(fund, by_shares=by_shares), shares if by_shares else savings
    net = fund.net_minor
    gross = Fraction(savings)
    if rules.policy == CURRENT_VALUE and held:
        gross = max(Fraction(0), Fraction(net, held) * hers)
    return Worth(savings, shares, net, held, hers, gross, by_shares)


def held_by_all(fund: WholeFund, *, by_shares: bool) -> int:
    """What all members hold: whole shares, or savings in minor units where a group saves by amount."""
    return fund.total(9400, SHARES) if by_shares else -fund.total(3100, SAVINGS)
