"""What a group's workbook is made of, ready to be written.

The workbook shows the same statements as the screen.  They are drawn here, from one reading
of the book and the roll of members, so that whoever writes the file needs no database and
every sheet stands on the same entry of the chain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgers.accounts import (
    INVESTMENT,
    SAVINGS,
    SHARES,
    SOCIAL,
    Account,
    Holder,
    is_investment_fund,
    units_fund,
)
from ledgers.statements.claims import (
    DebtsAndDues,
    DueToMembers,
    StakesAndTransit,
    build_debts_and_dues,
    build_due_to_members,
    build_stakes_and_transit,
)
from ledgers.statements.drawn import DayBookEntry, Drawn
from ledgers.statements.members import (
    MembersInterests,
    UnitRegister,
    build_members_interests,
    build_unit_register,
)
from ledgers.statements.movements import (
    CashBook,
    ReceiptsOfFund,
    build_cash_book,
    build_receipts_by_fund,
)
from ledgers.statements.position import (
    BalanceSheet,
    IncomeStatement,
    MoneyByFund,
    SavingsHeading,
    TrialBalance,
    build_balance_sheet,
    build_income_statement,
    build_money_by_fund,
    build_trial_balance,
)
from msai.messages import Message

if TYPE_CHECKING:
    from ledgers.balances import RegisterLine


@dataclass(frozen=True, slots=True)
class PersonOnRoll:
    """A member as the roll knows her, with the loans that are hers."""

    number: int
    holder: Holder
    name: str
    joined: date
    left: date | None = None
    loans: tuple[Holder, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One closed meeting; amounts in minor units, `counted_minor` None where no cash was counted."""

    number: int
    held_on: date
    present: int
    on_roll: int
    in_minor: int
    out_minor: int
    counted_minor: int | None
    difference_minor: int


@dataclass(frozen=True, slots=True)
class MemberLine:
    """What the book says of one member; shares whole, units in ten-thousandths, money in minor units.

    `worth_minor` is her part of the investment funds by units, `dues_minor` what she owes besides
    loans, `due_to_her_minor` what the group still has to pay her.
    """

    person: PersonOnRoll
    shares: int
    savings_minor: int
    social_minor: int
    invested_minor: int
    units_e4: int
    worth_minor: int
    loans_minor: int
    dues_minor: int
    due_to_her_minor: int


@dataclass(frozen=True, slots=True)
class Reason:
    """What explains a part of a difference: in words, and how much more (or less) was shown for it."""

    label: Message
    amount_minor: int


@dataclass(frozen=True, slots=True)
class BankMonth:
    """One month of a bank account, wallet or named officer, held against what its screen showed.

    `day` is the last of the month and `book_minor` what the book says of it now.  `shown_minor` is None
    where nobody looked; what was looked at stands beside what the book said then.  `unexplained_minor` is
    the rest of the difference that no reason covers, `state` what came of it.
    """

    code: int
    alias: str
    day: date
    book_minor: int
    state: Message
    looks: int = 0
    shown_minor: int | None = None
    difference_minor: int = 0
    unexplained_minor: int = 0
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Readings:
    """One reading of a book up to a day: what `ledgers.balances` and `ledgers.daybook` returned.

    `balances` are of everything, `earnings` leave closing entries out; `opening` and
    `earned_before` are the same of the day before `since`, empty for a workbook from the beginning.
    `tender_lines` are the register of all tenders since then, `interest_lines` that of all members'
    funds, income and costs.
    """

    drawn: Drawn
    balances: Mapping[Account, int]
    earnings: Mapping[Account, int]
    tender_lines: Sequence[RegisterLine]
    entries: Iterable[DayBookEntry]
    since: date | None = None
    opening: Mapping[Account, int] = field(default_factory=dict)
    earned_before: Mapping[Account, int] = field(default_factory=dict)
    interest_lines: Sequence[RegisterLine] = ()


@dataclass(frozen=True, slots=True)
class Claims:
    """What the statements by name say: interests, debts and dues, what is due, stakes and transit."""

    interests: MembersInterests
    debts: DebtsAndDues
    due: DueToMembers
    stakes: StakesAndTransit


@dataclass(frozen=True, slots=True)
class RatioRow:
    """A ratio with its formula, the version of that formula and what it rests on.

    `amount_minor` is money, `figure` a number or (`percent`) a percentage; neither: it is not defined.
    """

    label: Message
    formula: Message
    version: str
    amount_minor: int | None
    figure: Decimal | None
    percent: bool
    coverage: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class SharedPart:
    """What one member got at a share-out, in minor units; `shares` whole, none where savings counted."""

    number: int
    name: str
    shares: int | None
    saved_minor: int
    part_minor: int
    debts_minor: int
    social_minor: int
    paid_minor: int
    kept_minor: int


@dataclass(frozen=True, slots=True)
class SharedCycle:
    """The share-out of a cycle, with the code that its paper carries and what stayed with the group."""

    cycle_no: int
    ended_on: date
    code: str
    parts: tuple[SharedPart, ...]
    stays_minor: int


@dataclass(frozen=True, slots=True)
class LoanOut:
    """One loan that is owed: whose, since when, what is left and due, how late; amounts in minor units."""

    name: str
    alias: str
    fund: str
    issued_on: date
    left_minor: int
    due_minor: int
    next_due_on: date | None
    days_past_due: int
    was_late_days: int


@dataclass(frozen=True, slots=True)
class GroupWorkbook:
    """A group's workbook before it is written.

    `names` says by alias how tenders, stakes and others are called where a reader knows them by
    name.  `right_to_left` turns the sheets for Urdu and Arabic readers; `is_demo` says that its people
    are invented.  `entries` are read once, in order, while the file is written.
    """

    group_name: str
    drawn: Drawn
    since: date | None
    names: Mapping[str, str]
    members: tuple[MemberLine, ...]
    meetings: tuple[MeetingLine, ...]
    money: MoneyByFund
    units: tuple[UnitRegister, ...]
    cash_book: CashBook
    income: tuple[IncomeStatement, ...]
    balance_sheets: tuple[BalanceSheet, ...]
    trial_balance: TrialBalance
    receipts: tuple[ReceiptsOfFund, ...]
    claims: Claims
    entries: Iterable[DayBookEntry]
    bank: tuple[BankMonth, ...] = ()
    right_to_left: bool = False
    is_demo: bool = False
    ratios: tuple[RatioRow, ...] = ()
    share_outs: tuple[SharedCycle, ...] = ()
    loans: tuple[LoanOut, ...] = ()


def build_group_workbook(
    group_name: str, readings: Readings, *, roll: Sequence[PersonOnRoll], meetings: Sequence[MeetingLine],
    names: Mapping[str, str], bank: Sequence[BankMonth] = (),
    savings: SavingsHeading = SavingsHeading.MEMBERS_FUNDS, right_to_left: bool = False,
) -> GroupWorkbook:
    """Draw every statement of a group's workbook from one reading of its book.

    `names` gives tenders and stakes the names readers know; members are named by the roll.
    """
    drawn, found = readings.drawn, readings.balances
    money = build_money_by_fund(drawn, found)
    invested = (fund for fund in money.funds if is_investment_fund(fund))
    units = tuple(build_unit_register(drawn, fund, found=found) for fund in invested)
    people = {person.holder.alias: person.name for person in roll}
    return GroupWorkbook(
        group_name, drawn, readings.since, {**names, **people},
        members=tuple(_member(person, found, units) for person in roll),
        meetings=tuple(meetings), money=money, units=units,
        cash_book=build_cash_book(drawn, lines=readings.tender_lines, opening=readings.opening,
                                  since=readings.since),
        income=tuple(_income(readings, fund) for fund in money.funds),
        balance_sheets=tuple(build_balance_sheet(drawn, fund, found=found, savings=savings)
                             for fund in money.funds),
        trial_balance=build_trial_balance(drawn, found),
        receipts=build_receipts_by_fund(readings.tender_lines, opening=readings.opening),
        claims=_claims(readings, roll), entries=readings.entries, bank=tuple(bank),
        right_to_left=right_to_left,
    )


def _claims(readings: Readings, roll: Sequence[PersonOnRoll]) -> Claims:
    drawn, found = readings.drawn, readings.balances
    borrowers = {loan.id: person.holder.id for person in roll for loan in person.loans}
    return Claims(
        build_members_interests(drawn, lines=readings.interest_lines, opening=readings.opening,
                                since=readings.since),
        build_debts_and_dues(drawn, found=found, borrowers=borrowers),
        build_due_to_members(drawn, found=found), build_stakes_and_transit(drawn, found=found))


def _income(readings: Readings, fund: str) -> IncomeStatement:
    return build_income_statement(readings.drawn, fund, at_end=readings.earnings,
                                  at_start=readings.earned_before, since=readings.since)


def _member(person: PersonOnRoll, found: Mapping[Account, int], units: Sequence[UnitRegister]) -> MemberLine:
    funds = [register.fund for register in units] or [INVESTMENT]
    money = [SAVINGS, SOCIAL, *funds]

    def held(code: int, in_funds: Iterable[str], holder: Holder = person.holder) -> int:
        return sum(found.get(Account(code, fund, holder), 0) for fund in in_funds)

    return MemberLine(
        person,
        shares=held(9400, [SHARES]),
        savings_minor=-held(3100, [SAVINGS]),
        social_minor=-held(3300, [SOCIAL]),
        invested_minor=-held(3200, funds),
        units_e4=held(9200, [units_fund(fund) for fund in funds]),
        worth_minor=sum(line.worth_minor for register in units for line in register.lines
                        if line.holder == person.holder),
        loans_minor=sum(held(1100, money, loan) for loan in person.loans),
        dues_minor=held(1150, money),
        due_to_her_minor=-held(2100, money),
    )
