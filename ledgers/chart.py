"""The two charts of accounts, as data.

Accounts may be renamed for display and sub-divided; their meaning stays.  The
chart says for each number what it means, under which heading it stands, whether
it is kept per holder, and whether it stands against its heading (an allowance).
Source: the programme's bookkeeping rules, section "Charts of accounts".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ledgers.accounts import Account, AccountType, BookKind, Side, is_memo_fund
from ledgers.errors import HolderMismatch, UnknownAccount

CHART_VERSION = 1

A, L, E, I, C, M = (  # noqa: E741
    AccountType.ASSET, AccountType.LIABILITY, AccountType.EQUITY,
    AccountType.INCOME, AccountType.COST, AccountType.MEMO,
)
HELD, CONTRA, HELD_CONTRA = "*", "-", "*-"


@dataclass(frozen=True, slots=True)
class ChartLine:
    """One number of a chart.

    `per_holder`: kept per member, loan, stake ...; `contra`: stands against its
    heading, so its normal side is the other one.
    """

    code: int
    name: str
    type: AccountType
    per_holder: bool
    contra: bool

    @property
    def normal_side(self) -> Side:
        """The side on which the account grows."""
        if self.type is AccountType.MEMO:
            return Side.CREDIT if self.code in _MEMO_TOTALS else Side.DEBIT
        debit = self.type in (AccountType.ASSET, AccountType.COST)
        return Side.DEBIT if debit != self.contra else Side.CREDIT


_MEMO_TOTALS = frozenset({9100, 9300, 9510})


class Chart:
    """A chart of accounts: every number a kind of book may use."""

    def __init__(self, kind: BookKind, rows: Iterable[tuple[int, str, AccountType, str]]) -> None:
        self.kind = kind
        self.lines = {
            code: ChartLine(code, name, type_, "*" in marks, "-" in marks)
            for code, name, type_, marks in rows
        }

    def line(self, code: int) -> ChartLine:
        """The line of a number.

        Raises:
            UnknownAccount: the number is not in this chart.
        """
        try:
            return self.lines[code]
        except KeyError:
            raise UnknownAccount(code=code, chart=self.kind.value) from None

    def check(self, account: Account) -> None:
        """Refuse an account that this chart does not know.

        Raises:
            UnknownAccount: the number is not in the chart, or stands in a fund of the other sort.
            HolderMismatch: a holder is missing, or there is one where nobody may be.
        """
        line = self.line(account.code)
        if (line.type is M) != is_memo_fund(account.fund):
            raise UnknownAccount(code=account.code, fund=account.fund, chart=self.kind.value)
        if line.per_holder != (account.holder is not None):
            raise HolderMismatch(account=account.key)


_MEMO: tuple[tuple[int, str, AccountType, str], ...] = (
    (9300, "shares issued", M, ""),
    (9400, "shares held", M, HELD),
)

GROUP_CHART = Chart(BookKind.GROUP, (
    (1010, "cash box", A, HELD),
    (1020, "bank", A, HELD),
    (1030, "e-wallet", A, HELD),
    (1035, "money with a named officer", A, HELD),
    (1040, "account in another currency", A, HELD),
    (1100, "loans to members", A, HELD),
    (1150, "charges, fines and interest due", A, HELD),
    (1200, "capital in transit", A, HELD),
    (1300, "investment in enterprise", A, HELD),
    (1310, "loan to enterprise", A, HELD),
    (1350, "other investments", A, ""),
    (1390, "allowance for impairment", A, HELD_CONTRA),
    (1400, "income receivable from enterprise", A, HELD),
    (1500, "property", A, ""),
    (1590, "depreciation of property", A, CONTRA),
    (2100, "due to members", L, HELD),
    (2200, "outside borrowing", L, HELD),
    (3100, "members' savings", E, HELD),
    (3200, "members' investment capital", E, HELD),
    (3300, "social fund", E, HELD),
    (3400, "retained surplus", E, ""),
    (3500, "opening balances", E, ""),
    (3900, "between funds", E, ""),
    (4100, "loan interest", I, HELD),
    (4200, "fines", I, HELD),
    (4300, "fees and charges", I, HELD),
    (4400, "income from enterprises", I, HELD),
    (4500, "exchange gains", I, ""),
    (4600, "gains on stakes", I, HELD),
    (4700, "bank interest", I, ""),
    (4800, "other income", I, ""),
    (4850, "donations", I, ""),
    (4900, "cash over", I, ""),
    (5100, "transfer fees", C, ""),
    (5150, "exchange margin", C, ""),
    (5200, "meeting expenses", C, ""),
    (5300, "bank charges", C, ""),
    (5350, "interest on borrowing", C, ""),
    (5360, "interest on members' savings", C, HELD),
    (5370, "depreciation", C, ""),
    (5400, "loans and charges written off", C, ""),
    (5450, "taxes withheld", C, ""),
    (5500, "exchange losses", C, ""),
    (5600, "impairment", C, ""),
    (5700, "social grants", C, HELD),
    (5900, "cash short", C, ""),
    (5950, "cash rounding", C, ""),
    (9100, "units issued", M, ""),
    (9200, "units held", M, HELD),
    (9500, "claims held", M, HELD),
    (9510, "claims recorded", M, ""),
    *_MEMO,
))

ENTERPRISE_CHART = Chart(BookKind.ENTERPRISE, (
    (1010, "cash", A, HELD),
    (1020, "bank", A, HELD),
    (1030, "e-wallet", A, HELD),
    (1100, "receivables", A, HELD),
    (1150, "advances", A, HELD),
    (1200, "stock of produce", A, ""),
    (1250, "prepaid", A, ""),
    (1300, "animals and crops in progress", A, ""),
    (1400, "equipment and land improvements", A, ""),
    (1490, "depreciation of equipment", A, CONTRA),
    (2100, "payables", L, HELD),
    (2150, "taxes and contributions due", L, ""),
    (2200, "loans and revenue shares payable", L, HELD),
    (2300, "deferred grants", L, HELD),
    (2400, "dividends and interest payable", L, HELD),
    (3100, "capital", E, HELD),
    (3150, "owner's drawings", E, HELD_CONTRA),
    (3400, "retained earnings", E, ""),
    (3500, "opening balances", E, ""),
    (4100, "sales", I, HELD),
    (4300, "grants used", I, ""),
    (4500, "exchange gains", I, ""),
    (4800, "other income", I, ""),
    (4900, "cash over", I, ""),
    (5050, "change in stock and growing", C, ""),
    (5100, "inputs", C, ""),
    (5150, "feed", C, ""),
    (5200, "wages", C, ""),
    (5250, "casual labour", C, ""),
    (5300, "transport", C, ""),
    (5350, "utilities and rent", C, ""),
    (5400, "repairs", C, ""),
    (5500, "interest and backers' shares", C, ""),
    (5550, "exchange losses", C, ""),
    (5600, "losses and mortality", C, ""),
    (5700, "depreciation", C, ""),
    (5800, "community contribution", C, ""),
    (5850, "taxes and licences", C, ""),
    (5900, "other costs", C, ""),
    (5950, "cash short", C, ""),
    *_MEMO,
))

CHARTS = {BookKind.GROUP: GROUP_CHART, BookKind.ENTERPRISE: ENTERPRISE_CHART}
