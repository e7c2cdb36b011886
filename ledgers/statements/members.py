"""What is a member's: her passbook, the interests of all members, the register of units.

A passbook keeps what was wrong in sight: the line that was put right stays, struck
through, and the correction stands beside it with its difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate, groupby
from typing import TYPE_CHECKING
from uuid import UUID

from ledgers.accounts import Account, Holder, Side, units_fund
from ledgers.chart import GROUP_CHART
from ledgers.entries import EntryKind
from ledgers.money import allocate
from ledgers.statements.drawn import Drawn, account_rank, alias_rank
from ledgers.units import UNIT, net_assets

if TYPE_CHECKING:
    from ledgers.balances import RegisterLine

SHARES_HELD, UNITS_HELD = 9400, 9200


class Section(StrEnum):
    """The headings of a passbook, in the order in which they are printed."""

    SAVINGS = "savings"
    SOCIAL = "social"
    INVESTMENT = "investment"
    LOANS = "loans"
    DUES = "dues"
    DUE_TO_HER = "due_to_her"
    FINES = "fines"
    INTEREST = "interest"
    GRANTS = "grants"


_SECTIONS = {
    3100: Section.SAVINGS, 3300: Section.SOCIAL, 3200: Section.INVESTMENT, 1100: Section.LOANS,
    1150: Section.DUES, 2100: Section.DUE_TO_HER, 4200: Section.FINES, 4300: Section.FINES,
    4100: Section.INTEREST, 5360: Section.INTEREST, 5700: Section.GRANTS,
}
_COUNTED = {3100: SHARES_HELD, 3200: UNITS_HELD}


@dataclass(frozen=True, slots=True)
class PassbookLine:
    """One line of a passbook, on the side on which its account grows.

    `counted` are the shares or ten-thousandths of units that came with it.  `struck`: a later
    correction (`corrected_by`) took the line back.  On a correction, `corrects` names the
    postings it took back, and `was_minor` and `now_minor` say what stood and what stands;
    `amount_minor` is the difference.
    """

    account: Account
    seq: int
    line: int
    kind: str
    occurred_on: date
    posted_at: int
    recorded_by: UUID
    line_ref: str | None
    source_kind: str | None
    source_id: UUID | None
    counter_code: int
    counter_alias: str
    amount_minor: int
    balance_minor: int
    counted: int = 0
    struck: bool = False
    corrected_by: int | None = None
    corrects: tuple[tuple[int, int], ...] = ()
    was_minor: int = 0
    now_minor: int = 0


@dataclass(frozen=True, slots=True)
class PassbookSection:
    """One account of a passbook: savings, one loan, one fund's dues ..."""

    section: Section
    account: Account
    opening_minor: int
    lines: tuple[PassbookLine, ...]

    @property
    def closing_minor(self) -> int:
        """The balance after the last line."""
        return self.lines[-1].balance_minor if self.lines else self.opening_minor


@dataclass(frozen=True, slots=True)
class MemberStatement:
    """The passbook of one member from `since` to the day drawn."""

    drawn: Drawn
    member: Holder
    since: date | None
    sections: tuple[PassbookSection, ...]

    def of(self, section: Section) -> tuple[PassbookSection, ...]:
        """The accounts under one heading."""
        return tuple(found for found in self.sections if found.section is section)

    def total_minor(self, section: Section) -> int:
        """The closing balance under one heading, over its accounts."""
        return sum(found.closing_minor for found in self.of(section))

    @property
    def lines(self) -> tuple[PassbookLine, ...]:
        """All lines in the order in which things happened, oldest first."""
        found = (line for section in self.sections for line in section.lines)
        return tuple(sorted(found, key=lambda line: (line.occurred_on, line.seq, line.line)))


def build_member_statement(
    drawn: Drawn, member: Holder, *, lines: Sequence[RegisterLine],
    opening: Mapping[Account, int] | None = None, since: date | None = None,
) -> MemberStatement:
    """Set out a member's passbook from the register of her own accounts and of her loans.

    `opening` are the balances of those accounts on the day before `since`, debit positive.
    """
    before = dict(opening or {})
    by_account: dict[Account, list[RegisterLine]] = {account: [] for account in before}
    for line in lines:
        by_account.setdefault(line.account, []).append(line)
    accounts = [account for account in by_account if account.code in _SECTIONS]
    counted = _counted(lines)
    taken_back = {line.reverses: line.seq for line in lines if line.reverses is not None}
    sections = [
        _section(account, by_account[account], before.get(account, 0), counted, taken_back)
        for account in sorted(accounts, key=account_rank)
    ]
    order = list(Section)
    sections.sort(key=lambda section: order.index(section.section))
    return MemberStatement(drawn, member, since, tuple(sections))


def _counted(lines: Iterable[RegisterLine]) -> dict[tuple[int, str | None, int], int]:
    """Shares and units by the line of the sheet they came with."""
    counted: dict[tuple[int, str | None, int], int] = defaultdict(int)
    for line in lines:
        if line.account.code in _COUNTED.values():
            counted[line.seq, line.line_ref, line.account.code] += line.amount_minor
    return counted


def _section(
    account: Account, lines: list[RegisterLine], opening: int,
    counted: dict[tuple[int, str | None, int], int], taken_back: Mapping[tuple[int, int], int],
) -> PassbookSection:
    sign = 1 if GROUP_CHART.line(account.code).normal_side is Side.DEBIT else -1
    groups = [list(group) for _key, group in groupby(lines, key=_one_line)]
    amounts = [sign * sum(line.amount_minor for line in group) for group in groups]
    balances = list(accumulate(amounts, initial=sign * opening))[1:]
    made = tuple(
        _passbook_line(group, sign, balance, counted, taken_back)
        for group, balance in zip(groups, balances, strict=True)
    )
    return PassbookSection(_SECTIONS[account.code], account, sign * opening, made)


def _one_line(line: RegisterLine) -> tuple[int, int]:
    """A correction is read as one line: what it took back and what it put right belong together."""
    return line.seq, 0 if line.kind == EntryKind.CORRECTION else line.line


def _passbook_line(
    group: list[RegisterLine], sign: int, balance: int,
    counted: dict[tuple[int, str | None, int], int], taken_back: Mapping[tuple[int, int], int],
) -> PassbookLine:
    first = next((line for line in group if not line.reverses), group[0])
    corrected_by = taken_back.get((first.seq, first.line))
    code = _COUNTED.get(first.account.code, 0)
    amount = sum(line.amount_minor for line in group)
    corrects = tuple(line.reverses for line in group if line.reverses)
    was = sum(line.amount_minor for line in group if line.reverses) if corrects else 0
    return PassbookLine(
        first.account, first.seq, first.line, first.kind, first.occurred_on, first.posted_at,
        first.recorded_by, first.line_ref, first.source_kind, first.source_id, first.counter_code,
        first.counter_alias, balance_minor=balance,
        amount_minor=sign * amount,
        counted=sum(counted.pop((first.seq, ref, code), 0) for ref in {line.line_ref for line in group}),
        struck=corrected_by is not None, corrected_by=corrected_by,
        corrects=corrects, was_minor=-sign * was, now_minor=sign * (amount - was),
    )


@dataclass(frozen=True, slots=True)
class InterestLine:
    """What is one member's in the funds read, over a period; `holder` None is what is not divided."""

    holder: Holder | None
    opening_minor: int
    paid_in_minor: int
    result_minor: int
    paid_out_minor: int

    @property
    def closing_minor(self) -> int:
        """Opening and what was paid in and earned, less what was paid out."""
        return self.opening_minor + self.paid_in_minor + self.result_minor - self.paid_out_minor


@dataclass(frozen=True, slots=True)
class MembersInterests:
    """How what belongs to the members changed, per member and undivided, adding up to net assets."""

    drawn: Drawn
    since: date | None
    lines: tuple[InterestLine, ...]

    @property
    def total(self) -> InterestLine:
        """All lines together; its closing is what the funds read have less what they owe."""
        return InterestLine(
            None,
            opening_minor=sum(line.opening_minor for line in self.lines),
            paid_in_minor=sum(line.paid_in_minor for line in self.lines),
            result_minor=sum(line.result_minor for line in self.lines),
            paid_out_minor=sum(line.paid_out_minor for line in self.lines),
        )


_MEMBERS_OWN = (3100, 3200, 3300)


def build_members_interests(
    drawn: Drawn, *, lines: Iterable[RegisterLine], opening: Mapping[Account, int], since: date | None = None,
) -> MembersInterests:
    """Set out members' interests from the lines and opening balances of all 3xxx, 4xxx and 5xxx.

    What a member's account gains from the surplus or loses to it is result, everything else
    was paid in or out; what a correction takes back is taken off its own column.
    """
    sums: dict[Holder | None, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for account, minor in opening.items():
        if _is_interest(account.code):
            sums[_owner(account)][0] -= minor
    for line in lines:
        if _is_interest(line.account.code):
            column, amount = _classified(line)
            sums[_owner(line.account)][column] += amount
    order = sorted(sums, key=lambda holder: (holder is None, alias_rank(holder.alias) if holder else ()))
    return MembersInterests(drawn, since, tuple(InterestLine(holder, *sums[holder]) for holder in order))


def _is_interest(code: int) -> bool:
    return 3000 <= code < 6000


def _owner(account: Account) -> Holder | None:
    return account.holder if account.code in _MEMBERS_OWN else None


def _classified(line: RegisterLine) -> tuple[int, int]:
    """The column (1 paid in, 2 result, 3 paid out) and amount of a line, credit positive."""
    gained = -line.amount_minor
    inside = _is_interest(line.counter_code)
    between_members = line.account.code in _MEMBERS_OWN and line.counter_code in _MEMBERS_OWN
    if line.account.code >= 4000 or inside and not between_members:
        return 2, gained
    paid_in = (gained > 0) != (line.reverses is not None)
    return (1, gained) if paid_in else (3, -gained)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One holder of units: ten-thousandths held, what they are worth now and what she paid in."""

    holder: Holder
    units_e4: int
    worth_minor: int
    paid_in_minor: int
    part: Fraction


@dataclass(frozen=True, slots=True)
class UnitRegister:
    """Who holds the units of an investment fund; the worths add up to its net assets.

    `value` is minor units of money per whole unit, an exact fraction; None while there are no
    units, or nothing stands behind them.
    """

    drawn: Drawn
    fund: str
    net_assets_minor: int
    units_e4: int
    value: Fraction | None
    lines: tuple[UnitLine, ...]


def build_unit_register(drawn: Drawn, fund: str, *, found: Mapping[Account, int]) -> UnitRegister:
    """Set out the holders of an investment fund's units from balances (debit positive).

    Each worth is her part of the net assets by largest remainder, ties to the lower number, so
    that nothing is lost between the members and the fund.
    """
    by_code: dict[int, int] = defaultdict(int)
    for account, minor in found.items():
        if account.fund == fund:
            by_code[account.code] += minor
    held = _held(found, units_fund(fund))
    assets, units = net_assets(by_code), sum(held.values())
    worths = allocate(assets, list(held.values())) if units else []
    lines = tuple(
        UnitLine(holder, held[holder], worth, -found.get(Account(3200, fund, holder), 0),
                 Fraction(held[holder], units))
        for holder, worth in zip(held, worths, strict=True)
    )
    value = Fraction(assets * UNIT, units) if units and assets > 0 else None
    return UnitRegister(drawn, fund, assets, units, value, lines)


def _held(found: Mapping[Account, int], memo_fund: str) -> dict[Holder, int]:
    held = {
        a.holder: minor for a, minor in found.items()
        if a.code == UNITS_HELD and a.fund == memo_fund and a.holder and minor
    }
    return {holder: held[holder] for holder in sorted(held, key=lambda h: alias_rank(h.alias))}
