"""What members should bring to the meeting besides their savings: instalments, old fines and fees.

The screen offers it, one tap a member, and whoever holds the meeting writes down what really comes. Interest
that was raised on a loan is offered with the loan, so that nothing is asked for twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS
from ledgers.money import round_half_up
from msai.messages import Message
from msai.services.dues.late import late_charges
from msai.services.dues.owed import Owed
from msai.services.dues.regular import fees_by_member, fees_due
from msai.services.dues.together import read_all_owed
from msai.services.group_rules import GroupRules
from msai.services.group_rules.joining import FREE
from msai.services.joining.entry import plan_for
from msai.services.loans.standing import LoanStanding
from msai.services.views.labels import fund_label
from msai.services.views.meeting_day.before_sheet import EntryToPay
from msai.services.views.meeting_form import FormBook, OpenLoan


@dataclass(frozen=True, slots=True)
class LoanToHold:
    """A loan that runs: what is left of it, and what had to be paid by the day of the meeting.

    Where nobody recorded terms, nothing is ever due; then `month_minor` is what a month costs by the rules.
    `late_minor` is what may be charged because it became late since the last meeting.
    """

    alias: str
    member: int
    fund: str
    left_minor: int
    month_minor: int = 0
    principal_minor: int = 0
    interest_minor: int = 0
    late_minor: int = 0


@dataclass(frozen=True, slots=True)
class DueToHold:
    """Fines, fees and old interest that a member owes in one fund, all together."""

    member: int
    fund: str
    fund_label: Message
    amount_minor: int


@dataclass(frozen=True, slots=True)
class WhatIsDue:
    """Everything that members should bring besides their savings; `entries` of those who joined late.

    `newcomer_minor` is what somebody pays who joins at this very meeting; nought where she begins like all.
    """

    loans: tuple[LoanToHold, ...] = ()
    dues: tuple[DueToHold, ...] = ()
    entries: tuple[EntryToPay, ...] = ()
    newcomer_minor: int = 0


def read_due(session: Session, book: FormBook) -> WhatIsDue:
    """What is due today; nothing is asked of the book where nobody owes anything."""
    found = read_all_owed(session, book.group.book_id, book.debts, on=book.today)
    dues = _with_fees(_dues(found.owed, book.loans, found.standings), _fees(session, book))
    return WhatIsDue(_loans(book, found.standings), dues,
                     tuple(book.entries_to_pay), _newcomer_pays(session, book))


def _newcomer_pays(session: Session, book: FormBook) -> int:
    """What the book says of somebody who joins on the day; no statement where the rule asks for nothing."""
    if book.group.rules.late_joiner == FREE:
        return 0
    plan = plan_for(session, book.group, book.next_day)
    return plan.pays.total_minor if plan else 0


def _loans(book: FormBook, standings: Iterable[LoanStanding]) -> tuple[LoanToHold, ...]:
    known = {one.alias: one for one in standings}
    late = {charge.standing.alias: charge.amount_minor
            for charge in late_charges(known.values(), last_held_on=book.group.last_held_on)}
    return tuple(_loan(loan, known.get(loan.alias), late, book.group.rules) for loan in book.loans)


def _loan(
    loan: OpenLoan, standing: LoanStanding | None, late: Mapping[str, int], rules: GroupRules,
) -> LoanToHold:
    if standing is None or standing.terms is None:
        percent = Fraction(rules.loan_charge_percent_per_month or 0)
        month = round_half_up(loan.left_minor * percent / 100)
        raised = standing.raised_minor if standing else 0
        fund = standing.fund if standing else "savings"
        return LoanToHold(loan.alias, loan.member, fund, loan.left_minor, month, interest_minor=raised)
    return LoanToHold(
        loan.alias, loan.member, standing.fund, loan.left_minor, principal_minor=standing.due_principal_minor,
        interest_minor=standing.raised_minor + standing.due_interest_minor,
        late_minor=late.get(loan.alias, 0))


def _fees(session: Session, book: FormBook) -> Mapping[int, int]:
    """Fees by rule that the meeting will raise before its lines, by number in minor units."""
    due = fees_by_member(fees_due(session, book.group, on=book.next_day))
    return {number: due[member.holder] for number, member in book.group.members.items()
            if member.holder in due}


def _with_fees(dues: Iterable[DueToHold], fees: Mapping[int, int]) -> tuple[DueToHold, ...]:
    """Everything in one line for each member and fund, by number."""
    found = {(one.member, one.fund): one for one in dues}
    for number, minor in fees.items():
        known = found.get((number, SAVINGS), DueToHold(number, SAVINGS, fund_label(SAVINGS), 0))
        found[number, SAVINGS] = replace(known, amount_minor=known.amount_minor + minor)
    return tuple(one for _, one in sorted(found.items()))


def _dues(
    owed: Iterable[Owed], loans: Iterable[OpenLoan], standings: Iterable[LoanStanding],
) -> Iterable[DueToHold]:
    shown = {loan.alias for loan in loans}
    with_loans: dict[tuple[int, str], int] = defaultdict(int)
    for one in standings:
        if one.alias in shown:
            with_loans[one.number, one.fund] += one.raised_minor
    for due in owed:
        minor = due.amount_minor - with_loans[due.member_no, due.fund]
        if minor > 0:
            yield DueToHold(due.member_no, due.fund, fund_label(due.fund), minor)
