"""What moved: account registers, the cash book, receipts and payments.

A register shows one account line by line with its running balance; the cash book is the
registers of all boxes, accounts and wallets; receipts and payments say by month and fund
where money came from and where it went.  Money that only changed its box inside a fund
is neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from ledgers.accounts import TENDER_CODES, Account
from ledgers.statements.drawn import Drawn, account_rank, fund_rank
from ledgers.statements.position import money_funds

if TYPE_CHECKING:
    from ledgers.balances import RegisterLine


@dataclass(frozen=True, slots=True)
class RunningLine:
    """One line of a register and the account's balance after it, debit positive."""

    line: RegisterLine
    balance_minor: int


@dataclass(frozen=True, slots=True)
class AccountRegister:
    """One account from `since` to the day drawn: opening, every posting, closing; debit positive."""

    drawn: Drawn
    account: Account
    since: date | None
    opening_minor: int
    lines: tuple[RunningLine, ...]

    @property
    def debited_minor(self) -> int:
        """The sum of the debits; for a tender, what came in."""
        return sum(max(running.line.amount_minor, 0) for running in self.lines)

    @property
    def credited_minor(self) -> int:
        """The sum of the credits; for a tender, what went out."""
        return sum(max(-running.line.amount_minor, 0) for running in self.lines)

    @property
    def closing_minor(self) -> int:
        """The balance after the last line."""
        return self.opening_minor + self.debited_minor - self.credited_minor


def build_account_register(
    drawn: Drawn, account: Account, *, lines: Iterable[RegisterLine], opening_minor: int = 0,
    since: date | None = None,
) -> AccountRegister:
    """Set out one account from the lines of a reading, those of other accounts left out.

    `opening_minor` is its balance on the day before `since`.
    """
    own = [line for line in lines if line.account == account]
    after = accumulate((line.amount_minor for line in own), initial=opening_minor)
    next(after)
    return AccountRegister(drawn, account, since, opening_minor, tuple(map(RunningLine, own, after)))


@dataclass(frozen=True, slots=True)
class Movement:
    """What one entry moved in a tender for one sort of thing, and the balance after it.

    `counter_alias` is the word `None` where several holders share the line, as on a meeting.
    """

    seq: int
    kind: str
    occurred_on: date
    counter_code: int
    counter_alias: str
    received_minor: int
    paid_minor: int
    balance_minor: int


def movements_of(register: AccountRegister) -> tuple[Movement, ...]:
    """The lines of a tender drawn together by entry and sort, as a cash book is written by hand."""
    def sort(running: RunningLine) -> tuple[int, int]:
        return running.line.seq, running.line.counter_code

    return tuple(_movement(list(group)) for _key, group in groupby(register.lines, key=sort))


def _movement(group: Sequence[RunningLine]) -> Movement:
    first, moved = group[0].line, [running.line.amount_minor for running in group]
    return Movement(
        first.seq, first.kind, first.occurred_on, first.counter_code,
        first.counter_alias if len(group) == 1 else "None",
        sum(minor for minor in moved if minor > 0), -sum(minor for minor in moved if minor < 0),
        group[-1].balance_minor)


@dataclass(frozen=True, slots=True)
class CashBook:
    """Every tender of every fund with its lines."""

    drawn: Drawn
    since: date | None
    tenders: tuple[AccountRegister, ...]


def build_cash_book(
    drawn: Drawn, *, lines: Sequence[RegisterLine], opening: Mapping[Account, int], since: date | None = None,
) -> CashBook:
    """Set out all tenders from the lines of a reading and their balances on the day before `since`."""
    by_account: dict[Account, list[RegisterLine]] = defaultdict(list)
    for line in lines:
        by_account[line.account].append(line)
    accounts = {a for a in {*by_account, *opening} if a.code in TENDER_CODES}
    return CashBook(drawn, since, tuple(
        build_account_register(drawn, account, lines=by_account[account],
                               opening_minor=opening.get(account, 0), since=since)
        for account in sorted(accounts, key=account_rank)
    ))


@dataclass(frozen=True, slots=True)
class ReceiptsLine:
    """What came in and went out against one number of the chart, in minor units."""

    code: int
    received_minor: int
    paid_minor: int


class _Moved:
    """What the amounts of a period add up to; the period has its opening and its lines."""

    __slots__ = ()
    opening_minor: int
    lines: tuple[ReceiptsLine, ...]

    @property
    def received_minor(self) -> int:
        """All that came in."""
        return sum(line.received_minor for line in self.lines)

    @property
    def paid_minor(self) -> int:
        """All that went out."""
        return sum(line.paid_minor for line in self.lines)

    @property
    def closing_minor(self) -> int:
        """What the fund's tenders held at the end."""
        return self.opening_minor + self.received_minor - self.paid_minor


@dataclass(frozen=True, slots=True)
class MonthOfFund(_Moved):
    """One fund's money in one month (202511): opening, what came in and went out for what, closing."""

    month: int
    fund: str
    opening_minor: int
    lines: tuple[ReceiptsLine, ...]


@dataclass(frozen=True, slots=True)
class ReceiptsAndPayments:
    """Money in and out by fund and month; a month in which nothing moved is left out."""

    drawn: Drawn
    since: date | None
    months: tuple[MonthOfFund, ...]


@dataclass(frozen=True, slots=True)
class ReceiptsOfFund(_Moved):
    """One fund's money over a whole period: opening, what came in and went out for what, closing."""

    fund: str
    opening_minor: int
    lines: tuple[ReceiptsLine, ...]


def build_receipts_by_fund(
    lines: Iterable[RegisterLine], *, opening: Mapping[Account, int],
) -> tuple[ReceiptsOfFund, ...]:
    """Set out each fund's receipts and payments of a period as one, funds at rest included."""
    sums: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])
    for (fund, _of_month, code), (received, paid) in _received_and_paid(lines).items():
        sums[fund, code][0] += received
        sums[fund, code][1] += paid
    funds = sorted({fund for fund, _code in sums} | set(money_funds(opening)), key=fund_rank)
    return tuple(
        ReceiptsOfFund(fund, _opening_of(fund, opening), tuple(
            ReceiptsLine(code, *sums[of, code]) for of, code in sorted(sums) if of == fund))
        for fund in funds
    )


def build_receipts_and_payments(
    drawn: Drawn, *, lines: Iterable[RegisterLine], opening: Mapping[Account, int], since: date | None = None,
) -> ReceiptsAndPayments:
    """Set out what came in and went out from the lines of the tenders.

    What a correction takes back is taken off its own column, so that money put right does not
    look like money paid out.
    """
    sums = _received_and_paid(lines)
    months: list[MonthOfFund] = []
    for fund in _funds_of(sums, opening):
        months += _months_of(fund, sums, _opening_of(fund, opening))
    return ReceiptsAndPayments(drawn, since, tuple(months))


def _received_and_paid(lines: Iterable[RegisterLine]) -> dict[tuple[str, int, int], list[int]]:
    """Received and paid by fund, month and number; money that only changed its box is neither."""
    sums: dict[tuple[str, int, int], list[int]] = defaultdict(lambda: [0, 0])
    for line in lines:
        if line.counter_code not in TENDER_CODES and line.account.code in TENDER_CODES:
            received = (line.amount_minor > 0) != (line.reverses is not None)
            key = line.account.fund, _month(line.occurred_on), line.counter_code
            sums[key][0 if received else 1] += line.amount_minor if received else -line.amount_minor
    return sums


def _month(day: date) -> int:
    return day.year * 100 + day.month


def _funds_of(sums: Iterable[tuple[str, int, int]], opening: Mapping[Account, int]) -> list[str]:
    return sorted({key[0] for key in sums} | set(money_funds(opening)), key=fund_rank)


def _opening_of(fund: str, opening: Mapping[Account, int]) -> int:
    return sum(minor for a, minor in opening.items() if a.fund == fund and a.code in TENDER_CODES)


def _months_of(
    fund: str, sums: Mapping[tuple[str, int, int], Sequence[int]], opening_minor: int,
) -> Iterable[MonthOfFund]:
    by_month: dict[int, list[ReceiptsLine]] = defaultdict(list)
    for (of_fund, month, code), (received, paid) in sorted(sums.items()):
        if of_fund == fund:
            by_month[month].append(ReceiptsLine(code, received, paid))
    for month, found in by_month.items():
        made = MonthOfFund(month, fund, opening_minor, tuple(found))
        opening_minor = made.closing_minor
        yield made
