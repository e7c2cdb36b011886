"""Whatever a fund holds: what members get adds up, and dealing in units moves nothing but by rounding."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from ledgers.accounts import Account, HolderKind, units_fund
from ledgers.entries import JournalEntry
from ledgers.rules.tenders import Tender
from ledgers.units import UNIT, net_assets
from msai.services.group_books import GroupBook, MemberOnRoll
from msai.services.group_rules import read_rules
from msai.services.holders import holder, member_holder
from msai.services.units.giving import plan_distribution, plan_redemption
from msai.services.units.standing import FundStanding
from msai.services.units.wanted import Distribute, RedeemUnits

BOOK, DAY, FUND = UUID(int=0x77), date(2026, 2, 1), "investment"
BOX = Tender(1010, holder(BOOK, HolderKind.TENDER, "box"))
amounts = st.integers(1, 10**9)
members = st.lists(st.tuples(amounts, amounts), min_size=1, max_size=8)


def standing(held: list[tuple[int, int]], *, earned: int) -> FundStanding:
    """A fund in which each holds so many units for so much put in; all of it lies in the box."""
    roll = {n: MemberOnRoll(n, member_holder(BOOK, n), date(2026, 1, 1), None)
            for n in range(1, len(held) + 1)}
    group = GroupBook(BOOK, "Savers", "HKD", read_rules({}, "HKD"), roll, {"box": BOX}, None, None, DAY, None)
    paid_in = sum(paid for _, paid in held)
    found = {BOX.account(FUND): paid_in + earned, Account(3400, FUND): -earned,
             Account(9100, units_fund(FUND)): -sum(units for units, _ in held)}
    for n, (units, paid) in enumerate(held, start=1):
        found |= {Account(3200, FUND, roll[n].holder): -paid,
                  Account(9200, units_fund(FUND), roll[n].holder): units}
    return FundStanding(group, FUND, {account: minor for account, minor in found.items() if minor})


def after(fund: FundStanding, entries: tuple[JournalEntry, ...]) -> FundStanding:
    """The fund with entries posted."""
    found = dict(fund.found)
    for posting in (posting for entry in entries for posting in entry.postings):
        found[posting.debit] = found.get(posting.debit, 0) + posting.amount_minor
        found[posting.credit] = found.get(posting.credit, 0) - posting.amount_minor
    return FundStanding(fund.group, FUND, {account: minor for account, minor in found.items() if minor})


@given(members, st.integers(0, 10**9), st.fractions(0, 1))
def test_parts_of_what_is_given_add_up_to_it(
    held: list[tuple[int, int]], earned: int, share: Fraction,
) -> None:
    """Income first, capital for the rest; cash is never overdrawn, and every cent is somebody's."""
    fund = standing(held, earned=earned)
    amount = max(1, int(fund.cash_minor * share))
    plan = plan_distribution(fund, Distribute(amount_minor=amount, tender="box"), DAY)
    left = after(fund, plan.entries)

    assert plan.income_minor == min(amount, earned)
    assert plan.income_minor + plan.capital_minor == amount
    assert left.net_assets_minor == fund.net_assets_minor - amount
    assert sum(left.of(2100).values()) == amount - plan.paid_minor
    assert left.lying_in(BOX) == fund.lying_in(BOX) - plan.paid_minor >= 0


@given(members, st.integers(0, 10**9))
def test_who_gives_her_part_back_takes_nothing_of_the_others(
    held: list[tuple[int, int]], earned: int,
) -> None:
    """She gets her part of the net assets, half up; what is left for the others is theirs but for a cent."""
    fund = standing(held, earned=earned)
    plan = plan_redemption(fund, RedeemUnits(member=1), DAY)
    left, units = after(fund, plan.entries), held[0][0]
    others = fund.net_assets_minor - fund.value() * units / UNIT

    assert abs(left.net_assets_minor - others) <= 1
    assert left.net_assets_minor == net_assets(left.by_code)
    assert left.issued_e4 == fund.issued_e4 - units
    assert left.of(3200).get(member_holder(BOOK, 1), 0) == 0
