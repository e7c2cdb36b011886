"""What somebody pays who joins a group that has begun, by the rule of the day on which she joins.

The sums and the value of a share are those just before she is taken in; they are kept with her entry, so that
what she pays later is what was worked out on her day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.currencies import cash_step
from ledgers.money import LARGEST_MINOR
from ledgers.sharing.leaving import Entry, caught_up, enter_at_value
from msai.services.group_books import GroupBook, load_group
from msai.services.group_rules import BY_SHARES
from msai.services.group_rules.joining import AT_VALUE, CATCH_UP, ENTRY_FEE
from msai.services.joining.errors import LateEntryCount
from msai.services.leaving.worth import WholeFund, held_by_all, read_whole_fund

MOST_SHARES = 100_000


@dataclass(frozen=True, slots=True)
class EntryRule:
    """The rules that a late entry follows; `face_minor` is the price of a share, or 1 where none are sold."""

    policy: str
    fee_minor: int
    by_shares: bool
    face_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class EntryPlan:
    """What a newcomer pays, and how it was found.

    `held` is what the `others` hold together (shares, or savings in minor units), `net_minor` what the fund
    has for them; `bought` is how many of these she buys.
    """

    rule: EntryRule
    others: int
    held: int
    net_minor: int
    bought: int
    pays: Entry

    @property
    def shares(self) -> int:
        """Whole shares that she buys."""
        return self.bought if self.rule.by_shares else 0

    @property
    def value(self) -> Fraction:
        """The exact worth of one share (or of one minor unit saved); its face where nobody holds any."""
        return Fraction(self.net_minor, self.held) if self.held else Fraction(self.rule.face_minor)


def entry_rule(group: GroupBook) -> EntryRule:
    """The rules about joining late on the day of which the group was read."""
    rules, by_shares = group.rules, group.rules.saving == BY_SHARES
    return EntryRule(rules.late_joiner, rules.entry_fee_minor, by_shares,
                     rules.share_value_minor if by_shares else 1, group.currency)


def plan_entry(
    session: Session, book_id: UUID, on: date, *, bought: int | None = None, without: UUID | None = None,
) -> EntryPlan | None:
    """What somebody pays who joins on a day; None where she begins like everybody.

    As `plan_for`, of a group that is read for it.

    Raises:
        NotFound: the book is not a group's.
        LateEntryCount: not a number of shares, one at least.
    """
    return plan_for(session, load_group(session, book_id, on), on, bought=bought, without=without)


def plan_for(
    session: Session, group: GroupBook, on: date, *, bought: int | None = None, without: UUID | None = None,
) -> EntryPlan | None:
    """What somebody pays who joins a group on a day; None where she begins like everybody.

    `bought` is how many shares she wants where the rule lets her choose; without it as many as the others
    have on average. The others were there before the day;
    `without` names one who is not among them: herself, where she comes back. One statement, and none where
    the rule asks for nothing or for a fee alone.

    Raises:
        LateEntryCount: not a number of shares, one at least.
    """
    rule = entry_rule(group)
    others = [one for one in group.on_roll(on) if one.joined_on < on and one.holder.id != without]
    fund = read_whole_fund(session, group.book_id) if rule.policy in (CATCH_UP, AT_VALUE) else WholeFund({})
    held = held_by_all(fund, by_shares=rule.by_shares)
    many = _bought(rule, held, len(others), bought)
    found = EntryPlan(rule, len(others), held, fund.net_minor, many, Entry(0, 0))
    pays = _pays(found)
    return replace(found, pays=pays) if pays.total_minor else None


def _bought(rule: EntryRule, held: int, others: int, wanted: int | None) -> int:
    if rule.policy not in (CATCH_UP, AT_VALUE):
        return 0
    usual = caught_up(held, members=others)
    if not rule.by_shares:
        usual -= usual % cash_step(rule.currency)
    if rule.policy == CATCH_UP or wanted is None:
        return usual
    if not 0 < wanted <= (MOST_SHARES if rule.by_shares else LARGEST_MINOR):
        raise LateEntryCount()
    return wanted


def _pays(plan: EntryPlan) -> Entry:
    if plan.rule.policy == ENTRY_FEE:
        return Entry(0, plan.rule.fee_minor)
    if plan.rule.policy == CATCH_UP:
        return Entry(plan.bought * plan.rule.face_minor, 0)
    if plan.rule.policy == AT_VALUE:
        return enter_at_value(plan.value, plan.bought, face_minor=plan.rule.face_minor)
    return Entry(0, 0)
