"""What an exit would post, worked out from the book as it stands and changed by nothing.

The same plan is made when an officer looks, when the second one reads it and at the moment it is posted; the
approval is bound to its `shown`, so that a book that moved in between is noticed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, SOCIAL, Account
from ledgers.entries import JournalEntry, Posting
from ledgers.errors import EmptyEntry, NegativeTender
from ledgers.rules import dues, share_out
from ledgers.rules.dues import Charge, Due
from ledgers.rules.lending import loan_account
from ledgers.rules.savings import due_to, savings_of
from ledgers.rules.share_out import Debt, Exit
from ledgers.rules.tenders import Tender
from ledgers.sharing.leaving import Settlement, settle_leaver, share_value_after
from msai.permissions import NotFound
from msai.services.dues.regular import require_fees_raised
from msai.services.group_books import GroupBook, MemberOnRoll, load_group, require_open_cycle
from msai.services.group_rules import BY_SHARES
from msai.services.leaving.afterwards import last_day_of
from msai.services.leaving.errors import AlreadyLeft, ExitBeforeLastDay, ExitNotOnThatDay
from msai.services.leaving.rules import LeavingRules, read_leaving_rules
from msai.services.leaving.worth import WholeFund, Worth, read_whole_fund, worth_of
from msai.services.loans.agreed import LoanAgreed, read_loans
from msai.services.loans.standing import charges_to_raise, stand_with_dues


class Cause(StrEnum):
    """Why a membership ends."""

    LEFT = "left"
    DIED = "died"


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedExit:
    """Who leaves, on which day, and from which place she is paid; without one the rest stays due to her."""

    book_id: UUID
    member_id: UUID
    on: date
    tender: str | None = None
    cause: Cause = Cause.LEFT


@dataclass(frozen=True, slots=True)
class DebtTaken:
    """One of her debts and what of it is taken off, in minor units."""

    account: Account
    owed_minor: int
    taken_minor: int


@dataclass(frozen=True, slots=True)
class ExitPlan:
    """An exit as it would be posted.

    `worth` says what her savings are worth by the rules and the value of a share before and after;
    `raised_minor` is interest charged up to the day; `debts` are in the order in which they are taken off.
    `due_minor` is the rest, `paid_minor` what of it is paid at once, `already_due_minor` what the group kept
    for her before. Units (by fund) and what she gave to the social fund stay where they are.
    """

    wanted: WantedExit
    group: GroupBook
    member: MemberOnRoll
    rules: LeavingRules
    worth: Worth
    settlement: Settlement
    raised_minor: int
    debts: tuple[DebtTaken, ...]
    due_minor: int
    paid_minor: int
    already_due_minor: int
    units_e4: Mapping[str, int]
    social_minor: int
    entries: tuple[JournalEntry, ...]
    loans: Mapping[str, date]
    value_after: Fraction | None = field(default=None)

    @property
    def keeps_something(self) -> bool:
        """Whether anything of hers stays in the book: units, money due to her, or a debt."""
        unpaid = self.due_minor - self.paid_minor + self.already_due_minor
        return bool(self.units_e4) or unpaid != 0 or self.settlement.still_owed_minor != 0

    def shown(self, payee: bytes | None) -> dict[str, Any]:
        """What an approval is bound to: the day, the place, who is paid, and every posting."""
        return {
            "member": str(self.wanted.member_id), "on": self.wanted.on.isoformat(),
            "cause": self.wanted.cause.value, "tender": self.wanted.tender,
            "payee": payee.hex() if payee else None,
            "postings": [[posting.debit.key, posting.credit.key, posting.amount_minor]
                         for entry in self.entries for posting in entry.postings],
        }


def plan_exit(session: Session, wanted: WantedExit, *, today: date) -> ExitPlan:
    """Work out what an exit would post.

    Raises:
        CycleClosed: the group has no open cycle on that day.
        NotFound, AlreadyLeft, ExitNotOnThatDay, ExitBeforeLastDay: she cannot leave on that day.
        NegativeTender: the place she is to be paid from has not so much of the savings fund.
    """
    case = _read(session, wanted, today)
    exit_ = _exit(case)
    plan = _drawn_up(case, exit_, (*_raised(wanted.on, case.charges), *_exit_entry(wanted.on, exit_)))
    _require_cover(plan, case.fund)
    return plan


@dataclass(frozen=True, slots=True)
class _Case:
    """What was read before an exit is worked out; `fund` holds the charges up to the day already."""

    wanted: WantedExit
    group: GroupBook
    member: MemberOnRoll
    rules: LeavingRules
    loans: Sequence[LoanAgreed]
    charges: tuple[Charge, ...]
    fund: WholeFund
    worth: Worth


def _read(session: Session, wanted: WantedExit, today: date) -> _Case:
    group = load_group(session, wanted.book_id, wanted.on)
    require_open_cycle(session, group, on=wanted.on)
    member = _leaver(group, wanted, today)
    require_fees_raised(session, group, on=wanted.on)
    rules = read_leaving_rules(session, wanted.book_id, wanted.on)
    loans = read_loans(session, wanted.book_id, members=[member.holder.id])
    _require_last(session, wanted, member, loans)
    fund = read_whole_fund(session, wanted.book_id)
    charges = _charges(session, wanted, fund, loans)
    fund = fund.with_charges(charges)
    worth = worth_of(fund, member.holder, rules, by_shares=group.rules.saving == BY_SHARES)
    return _Case(wanted, group, member, rules, loans, charges, fund, worth)


def _charges(
    session: Session, wanted: WantedExit, fund: WholeFund, loans: tuple[LoanAgreed, ...],
) -> tuple[Charge, ...]:
    """What has to be charged to her so that her loans are charged up to the day.

    Nothing of hers was recorded after that day, so what she owes now is what she owed then.
    """
    return charges_to_raise(stand_with_dues(session, wanted.book_id, loans, fund.found, on=wanted.on)[0])


def _leaver(group: GroupBook, wanted: WantedExit, today: date) -> MemberOnRoll:
    found = next((one for one in group.members.values() if one.holder.id == wanted.member_id), None)
    if found is None:
        raise NotFound()
    if found.left_on is not None:
        raise AlreadyLeft(member=found.number, date=found.left_on)
    if not found.joined_on <= wanted.on <= today:
        raise ExitNotOnThatDay(date=wanted.on)
    return found


def _require_last(
    session: Session, wanted: WantedExit, member: MemberOnRoll, loans: Sequence[LoanAgreed],
) -> None:
    last = last_day_of(
        session, wanted.book_id, member, loans=[one.loan.alias for one in loans], after=wanted.on)
    if last is not None:
        raise ExitBeforeLastDay(last=last)


def _tender(group: GroupBook, wanted: WantedExit) -> Tender | None:
    if wanted.tender is None:
        return None
    if wanted.tender not in group.tenders:
        raise NotFound()
    return group.tenders[wanted.tender]


def _exit(case: _Case) -> Exit:
    debts = _debts(case)
    here = tuple(debt for debt in debts if debt.account.fund == SAVINGS)
    there = tuple(debt for debt in debts if debt.account.fund != SAVINGS)
    settled = settle_leaver(case.worth.gross, debts_minor=0, charge_percent=case.rules.percent)
    return Exit(
        case.member.holder, case.worth.savings_minor, worth_minor=settled.gross_minor,
        charge_minor=settled.charge_minor, debts=here, other_debts=there, shares=case.worth.shares,
        paid_by=_tender(case.group, case.wanted), step=case.rules.cash_step_minor)


def _debts(case: _Case) -> list[Debt]:
    """Her dues, then her loans, oldest first; those of other funds after those of the savings fund."""
    member, found = case.member.holder, case.fund.found
    dues_first = sorted(
        (one for one in found if one.code == 1150 and one.holder == member), key=_savings_first)
    named = [loan_account(one.loan, one.fund) for one in case.loans]
    return [Debt(one, found[one]) for one in (*dues_first, *named) if found.get(one, 0) > 0]


def _savings_first(account: Account) -> tuple[bool, str]:
    return account.fund != SAVINGS, account.fund


def _raised(on: date, charges: Sequence[Charge]) -> tuple[JournalEntry, ...]:
    return (dues.raised(on, Due.INTEREST, *charges),) if charges else ()


def _exit_entry(on: date, exit_: Exit) -> tuple[JournalEntry, ...]:
    """The entry of an exit; none where she had nothing and owed nothing."""
    try:
        return (share_out.member_exit(on, exit_),)
    except EmptyEntry:
        return ()


def _drawn_up(case: _Case, exit_: Exit, entries: tuple[JournalEntry, ...]) -> ExitPlan:
    moved = [posting for entry in entries for posting in entry.postings]
    own, due = savings_of(case.member.holder), due_to(case.member.holder, SAVINGS)
    debts = tuple(_taken(debt, moved) for debt in (*exit_.debts, *exit_.other_debts))
    settlement = settle_leaver(
        exit_.worth_minor, debts_minor=sum(debt.owed_minor for debt in debts),
        charge_percent=case.rules.percent)
    hers = case.member.holder
    return ExitPlan(
        case.wanted, case.group, case.member, case.rules, case.worth, settlement,
        raised_minor=sum(charge.amount_minor for charge in case.charges), debts=debts,
        due_minor=sum(one.amount_minor for one in moved if (one.debit, one.credit) == (own, due)),
        paid_minor=sum(one.amount_minor for one in moved if one.debit == due),
        already_due_minor=case.fund.due_to(hers), units_e4=case.fund.units_of(hers),
        social_minor=-case.fund.found.get(Account(3300, SOCIAL, hers), 0), entries=entries,
        loans={one.loan.alias: one.issued_on for one in case.loans},
        value_after=_value_after(case.worth, settlement))


def _taken(debt: Debt, moved: Sequence[Posting]) -> DebtTaken:
    taken = sum(posting.amount_minor for posting in moved if posting.credit == debt.account)
    return DebtTaken(debt.account, debt.amount_minor, taken)


def _value_after(worth: Worth, settlement: Settlement) -> Fraction | None:
    if worth.held == worth.hers:
        return None
    taken = settlement.gross_minor - settlement.charge_minor
    return share_value_after(worth.net_minor, worth.held, shares_leaving=worth.hers, taken_minor=taken)


def _require_cover(plan: ExitPlan, fund: WholeFund) -> None:
    if not plan.paid_minor or plan.wanted.tender is None:
        return
    place = plan.group.tenders[plan.wanted.tender].account(SAVINGS)
    missing = plan.paid_minor - fund.found.get(place, 0)
    if missing > 0:
        raise NegativeTender(tender=place.alias, fund=SAVINGS, missing_minor=missing)
