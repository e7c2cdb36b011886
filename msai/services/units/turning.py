"""Savings that become investment, by one member's consent or by a decision of the group for all.

Only savings that nobody borrowed can be turned: those beside what the member owes the savings fund, and no
more than lies in the place whose money changes fund. Where savings are counted in shares, whole shares are
given up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, SHARES, TENDER_CODES, Account, Holder
from ledgers.balances import balances
from ledgers.errors import NotPositive
from ledgers.money import Money, round_half_up
from ledgers.rules import investment
from ledgers.units import units_for
from msai.models.groups import Loan
from msai.services.group_rules import BY_SHARES
from msai.services.units.errors import NothingToTurn, SavingsNotFree, TurnedNotWholeShares
from msai.services.units.plan import Part, Plan, member_of, require_cover, tender_of
from msai.services.units.standing import FundStanding
from msai.services.units.wanted import TurnSavings

_CODES = (1100, 1150, 3100, 9400, *sorted(TENDER_CODES))


@dataclass(frozen=True, slots=True)
class Saved:
    """What members saved, hold in shares and owe in the savings fund, and what lies there."""

    found: Mapping[Account, int]
    loans: Mapping[UUID, UUID]

    def savings_minor(self, member: Holder) -> int:
        """What a member saved."""
        return -self.found.get(Account(3100, SAVINGS, member), 0)

    def shares(self, member: Holder) -> int:
        """The shares she holds."""
        return self.found.get(Account(9400, SHARES, member), 0)

    def free_minor(self, member: Holder) -> int:
        """What she saved beside what she owes the savings fund."""
        owed = sum(
            minor for account, minor in self.found.items() if account.holder and account.code in (1100, 1150)
            and self.loans.get(account.holder.id, account.holder.id) == member.id)
        return max(0, self.savings_minor(member) - max(0, owed))


def plan_savings(session: Session, fund: FundStanding, wanted: TurnSavings, *, on: date) -> Plan:
    """Savings of one member or of all become investment at today's value.

    A decision of the group takes from each what it can; one member's consent is to an amount, and is refused
    where she has not so much.

    Raises:
        NotPositive: neither an amount nor a percent above nought is said.
        UnknownMember, UnknownTender, NegativeTender, NetAssetsNotPositive
        SavingsNotFree, TurnedNotWholeShares: the member has not so much to turn, or not in whole shares.
        NothingToTurn: nobody has.
    """
    if (wanted.percent or 0) <= 0 and (wanted.amount_minor or 0) <= 0:
        raise NotPositive(amount_minor=wanted.amount_minor or 0)
    out_of, value = tender_of(fund.group, wanted.tender), fund.value()
    saved = _read(session, fund.group.book_id)
    members = [member_of(fund.group, wanted.member)] if wanted.member is not None else [
        one.holder for one in fund.group.on_roll(on)]
    amounts = {member: _amount(fund, saved, wanted, member) for member in members}
    lines = [
        investment.SavingsTurned(
            member, out_of, amount, units_e4=units_for(amount, value), fund=fund.fund,
            shares=_shares(fund, saved, member, amount))
        for member, amount in amounts.items() if amount]
    if not lines:
        raise NothingToTurn()
    entry = investment.savings_turned(on, *lines)
    require_cover((entry,), saved.found)
    parts = tuple(Part(line.member, saved_minor=line.amount_minor, shares=line.shares, units_e4=line.units_e4)
                  for line in lines)
    return Plan(wanted, fund, (entry,), parts)


def _read(session: Session, book_id: UUID) -> Saved:
    found = balances(session, book_id, codes=_CODES, funds=(SAVINGS, SHARES))
    loans = session.execute(select(Loan.loan_id, Loan.member_id).where(Loan.book_id == book_id))
    return Saved(found, {row.loan_id: row.member_id for row in loans})


def _amount(fund: FundStanding, saved: Saved, wanted: TurnSavings, member: Holder) -> int:
    """What of a member's savings is turned, in whole shares where shares are counted."""
    asked = wanted.amount_minor or round_half_up(
        Fraction(saved.savings_minor(member) * (wanted.percent or 0), 100))
    free, share = saved.free_minor(member), _share_minor(fund)
    if wanted.member is not None and asked > free:
        raise SavingsNotFree(free=Money(free, fund.group.currency))
    if wanted.member is not None and wanted.amount_minor and asked % share:
        raise TurnedNotWholeShares(share=Money(share, fund.group.currency))
    possible = min(asked, free)
    if share == 1:
        return possible
    return min(possible // share, saved.shares(member)) * share


def _share_minor(fund: FundStanding) -> int:
    rules = fund.group.rules
    return rules.share_value_minor if rules.saving == BY_SHARES else 1


def _shares(fund: FundStanding, saved: Saved, member: Holder, amount_minor: int) -> int:
    share = _share_minor(fund)
    return amount_minor // share if share > 1 else 0
