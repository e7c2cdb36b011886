"""Money always lies somewhere: in the box, at the bank, on a wallet, with a named officer.

Such a place is a tender. One tender holds the money of several funds, so its account is only known once
the fund is. The lines of a meeting sheet that move a member's money through a tender start here as well.
"""

from dataclasses import dataclass
from typing import NamedTuple

from ledgers.accounts import SAVINGS, TENDER_CODES, Account, Holder, HolderKind, one_account
from ledgers.errors import NotATender

CASH_BOX = 1010


@dataclass(frozen=True, slots=True)
class Tender:
    """A place where money lies: its number in the chart and its own holder (`box`, `bank`, `wallet`).

    Raises:
        NotATender: the number is not one of 1010, 1020, 1030, 1035, 1040, or the holder is not a tender.
    """

    code: int
    holder: Holder

    def __post_init__(self) -> None:
        """Refuse an account that no money can lie in."""
        if self.code not in TENDER_CODES or self.holder.kind is not HolderKind.TENDER:
            raise NotATender(code=self.code, holder=self.holder.alias)

    def account(self, fund: str) -> Account:
        """Name the account of this tender that holds the money of one fund."""
        return one_account(self.code, fund, self.holder)

    def payable(self, amount_minor: int, *, step: int) -> int:
        """Give what of an amount can be paid here: from a cash box only whole coins of `step` minor units."""
        return amount_minor - amount_minor % step if self.code == CASH_BOX else amount_minor


class MemberLine(NamedTuple):
    """One line of a sheet: an amount in minor units between one member and one tender.

    The lines of members are tuples, because a sheet has a hundred of them.
    """

    member: Holder
    tender: Tender
    amount_minor: int
    line_ref: str | None = None


class FundLine(NamedTuple):
    """A member's line in a fund that the line names; the savings fund unless it says otherwise."""

    member: Holder
    tender: Tender
    amount_minor: int
    line_ref: str | None = None
    fund: str = SAVINGS

    @property
    def tender_account(self) -> Account:
        """The account of the tender in the line's fund."""
        return self.tender.account(self.fund)


@dataclass(frozen=True, slots=True)
class TenderLine:
    """One line without a member: an amount in minor units through one tender of one fund."""

    tender: Tender
    amount_minor: int
    fund: str = SAVINGS
    line_ref: str | None = None

    @property
    def tender_account(self) -> Account:
        """The account of the tender in the line's fund."""
        return self.tender.account(self.fund)
