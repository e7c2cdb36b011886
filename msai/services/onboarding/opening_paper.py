"""What a running group's paper says, out of the fields of a form: balances, loans, stakes, and what is left.

Pure: typed texts in, accounts and amounts out. Each fund is added up from both sides, what it has and whose
that is; the difference is still to be explained, and stands on 3500 until it is. Everything that cannot be
understood is told by the field it stands in, and nothing else is lost by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from ledgers.accounts import (
    INVESTMENT,
    SAVINGS,
    SHARES,
    SOCIAL,
    Account,
    HolderKind,
    claims_fund,
    units_fund,
)
from ledgers.currencies import is_currency
from ledgers.errors import LedgerError
from ledgers.money import parse_amount
from ledgers.rules.tenders import Tender
from ledgers.units import UNIT, first_unit_value
from msai.services import ServiceError
from msai.services.holders import holder, member_holder
from msai.services.onboarding import opening_fields as fields
from msai.services.onboarding.settling import AnswerMissing, DayNotPlausible
from msai.services.stakes import LENT, stake_holder

INSTRUMENTS = ("equity", "coop_share", "loan", "revenue_share", "profit_share")
LONGEST_LOAN_MONTHS = 120
MOST_SHARES = 10**7


class CountNotPlausible(ServiceError):
    """A number of shares, units or months is a whole number within reason."""

    code = "count_not_plausible"


class AmountBelowNought(ServiceError):
    """What the paper says somebody has, owes or paid is an amount, never a debt."""

    code = "amount_below_nought"


class SharesDiffer(ServiceError):
    """So many shares of that price are not the savings that stand beside them."""

    code = "shares_differ"


class SavingsNotWholeShares(ServiceError):
    """In a group that saves by shares, savings are a whole number of shares."""

    code = "savings_not_whole_shares"


class LoanOfNobody(ServiceError):
    """No member of the group has the number beside the loan."""

    code = "loan_of_nobody"


class UnknownInstrument(ServiceError):
    """Money in an enterprise is a share of it, a loan, or a share of sales or profit."""

    code = "unknown_instrument"


class UnknownHomeCurrency(ServiceError):
    """The claim at home is in a currency the ledger keeps."""

    code = "unknown_home_currency"


@dataclass(frozen=True, slots=True)
class OpeningBook:
    """A group as its opening paper needs it."""

    book_id: UUID
    currency: str
    as_of: date
    by_shares: bool
    share_value_minor: int
    numbers: tuple[int, ...]
    tenders: Mapping[str, Tender]


@dataclass(frozen=True, slots=True)
class LoanTold:
    """A loan that was running: whose, in which fund, since when, for how long."""

    alias: str
    number: int
    fund: str
    issued_on: date
    months: int | None


@dataclass(frozen=True, slots=True)
class StakeTold:
    """Money the group has in an enterprise, on which terms, and the currency of the claim."""

    alias: str
    enterprise: str
    instrument: str
    claim_currency: str


@dataclass(frozen=True, slots=True)
class FundSum:
    """A fund from both sides: what it has, whose that is, and what is still to be explained."""

    fund: str
    has_minor: int
    belongs_minor: int

    @property
    def rest_minor(self) -> int:
        """What the fund has above what was told whose it is; below nought where money is missing."""
        return self.has_minor - self.belongs_minor


@dataclass
class OpeningPaper:
    """The paper as it was understood so far; `balances` are debit positive."""

    balances: dict[Account, int] = field(default_factory=dict)
    loans: list[LoanTold] = field(default_factory=list)
    stakes: list[StakeTold] = field(default_factory=list)
    problems: dict[str, LedgerError] = field(default_factory=dict)
    decision: str = ""

    def add(self, account: Account, minor: int) -> None:
        """Bring one balance, where there is any."""
        if minor:
            self.balances[account] = self.balances.get(account, 0) + minor

    @property
    def sums(self) -> tuple[FundSum, ...]:
        """Each fund from both sides."""
        return tuple(self._sum(fund) for fund in fields.FUNDS)

    @property
    def rests_minor(self) -> dict[str, int]:
        """What is still to be explained, by fund, where anything is."""
        return {one.fund: one.rest_minor for one in self.sums if one.rest_minor}

    def _sum(self, fund: str) -> FundSum:
        mine = [(account.code, minor) for account, minor in self.balances.items() if account.fund == fund]
        has = sum(minor for code, minor in mine if code < 2000)
        return FundSum(fund, has, -sum(minor for code, minor in mine if code >= 2000))


def read_paper(typed: Mapping[str, str], book: OpeningBook) -> OpeningPaper:
    """Everything the form says, and what could not be understood by field."""
    reading = _Reading(typed, book, OpeningPaper())
    reading.places()
    for number in book.numbers:
        reading.member(number)
    for position in fields.positions(typed, "loan"):
        reading.loan(position)
    for position in fields.positions(typed, "stake"):
        reading.stake(position)
    for position in fields.positions(typed, "debt"):
        reading.debt(position)
    if reading.text(fields.REST):
        reading.paper.decision = reading.text(fields.DECISION)
        if not reading.paper.decision:
            reading.paper.problems[fields.DECISION] = AnswerMissing()
    return reading.paper


@dataclass
class _Reading:
    """A form while it is read."""

    typed: Mapping[str, str]
    book: OpeningBook
    paper: OpeningPaper

    def text(self, name: str) -> str:
        return self.typed.get(name, "").strip()

    def minor(self, name: str, *, currency: str | None = None) -> int:
        text = self.text(name)
        if not text:
            return 0
        try:
            minor = parse_amount(text, currency or self.book.currency).minor
        except LedgerError as problem:
            self.paper.problems[name] = problem
            return 0
        if minor < 0 and not name.startswith("surplus-"):
            self.paper.problems[name] = AmountBelowNought()
            return 0
        return minor

    def count(self, name: str, *, most: int) -> int | None:
        text = self.text(name)
        if not text:
            return None
        if not text.isdecimal() or len(text) > 9 or int(text) > most:
            self.paper.problems[name] = CountNotPlausible(most=most)
            return None
        return int(text)

    def places(self) -> None:
        for fund in fields.FUNDS:
            for alias, tender in self.book.tenders.items():
                self.paper.add(tender.account(fund), self.minor(fields.place(alias, fund)))
            self.paper.add(Account(3400, fund), -self.minor(fields.surplus(fund)))

    def member(self, number: int) -> None:
        who = member_holder(self.book.book_id, number)
        savings, shares = self._savings(number)
        self.paper.add(Account(3100, SAVINGS, who), -savings)
        self.paper.add(Account(9400, SHARES, who), shares)
        self.paper.add(Account(3300, SOCIAL, who), -self.minor(fields.member("social", number)))
        capital = self.minor(fields.member("investment", number))
        self.paper.add(Account(3200, INVESTMENT, who), -capital)
        self.paper.add(Account(9200, units_fund(INVESTMENT), who), self._units(number, capital))
        self.paper.add(Account(2100, SAVINGS, who), -self.minor(fields.member("due", number)))
        self.paper.add(Account(1150, SAVINGS, who), self.minor(fields.member("owes", number)))

    def _savings(self, number: int) -> tuple[int, int]:
        """Savings and shares: either follows from the other, and where both stand they have to agree."""
        name = fields.member("savings", number)
        savings = self.minor(name)
        if not self.book.by_shares or not self.book.share_value_minor:
            return savings, 0
        value = self.book.share_value_minor
        shares = self.count(fields.member("shares", number), most=MOST_SHARES)
        if shares is not None:
            if self.text(name) and name not in self.paper.problems and savings != shares * value:
                self.paper.problems[name] = SharesDiffer(shares=shares, number=number)
            return shares * value, shares
        if savings % value:
            self.paper.problems[name] = SavingsNotWholeShares(number=number)
        return savings, savings // value

    def _units(self, number: int, capital_minor: int) -> int:
        """Parts of the investment fund in ten-thousandths; one for each unit of money if none are typed."""
        name = fields.member("units", number)
        text = self.text(name)
        if not text:
            return int(capital_minor * UNIT / first_unit_value(self.book.currency))
        whole, _, rest = text.replace(",", ".").partition(".")
        if not (whole.isdecimal() and len(whole) <= 9 and len(rest) <= 4 and (rest or "0").isdecimal()):
            self.paper.problems[name] = CountNotPlausible(most=10**9)
            return 0
        return int(whole) * UNIT + int((rest + "0000")[:4])

    def _filled(self, kind: str, position: int, parts: tuple[str, ...]) -> bool:
        return any(self.text(fields.row(kind, position, part=part)) for part in parts)

    def _needed(self, name: str, *, currency: str | None = None) -> int:
        minor = self.minor(name, currency=currency)
        if not minor:
            self.paper.problems.setdefault(name, AnswerMissing())
        return minor

    def _fund(self, name: str) -> str:
        found = self.text(name) or SAVINGS
        return found if found in fields.FUNDS else SAVINGS

    def _past(self, name: str) -> date:
        try:
            day = date.fromisoformat(self.text(name))
        except ValueError:
            self.paper.problems[name] = DayNotPlausible(day=self.text(name))
            return self.book.as_of
        if day > self.book.as_of:
            self.paper.problems[name] = DayNotPlausible(day=self.text(name))
        return day

    def loan(self, position: int) -> None:
        def cell(part: str) -> str:
            return fields.row("loan", position, part=part)

        if not self._filled("loan", position, ("member", "principal", "interest")):
            return
        alias, number = f"loan-{position + 1}", self.count(cell("member"), most=10**6)
        if number not in self.book.numbers:
            self.paper.problems[cell("member")] = LoanOfNobody(number=self.text(cell("member")))
            return
        assert number is not None
        fund, issued_on = self._fund(cell("fund")), self._past(cell("issued_on"))
        who = holder(self.book.book_id, HolderKind.LOAN, alias)
        self.paper.add(Account(1100, fund, who), self._needed(cell("principal")))
        borrower = member_holder(self.book.book_id, number)
        self.paper.add(Account(1150, fund, borrower), self.minor(cell("interest")))
        months = self.count(cell("months"), most=LONGEST_LOAN_MONTHS)
        self.paper.loans.append(LoanTold(alias, number, fund, issued_on, months))

    def stake(self, position: int) -> None:
        def cell(part: str) -> str:
            return fields.row("stake", position, part=part)

        if not self._filled("stake", position, ("enterprise", "cost", "claim")):
            return
        told = StakeTold(f"stake-{position + 1}", self.text(cell("enterprise"))[:200],
                         self.text(cell("instrument")), self.text(cell("currency")).upper())
        self.paper.problems |= dict(_stake_problems(told, cell("enterprise"), cell("instrument"),
                                                    currency=cell("currency")))
        who = stake_holder(self.book.book_id, told.alias)
        code = 1310 if told.instrument in LENT else 1300
        self.paper.add(Account(code, INVESTMENT, who), self._needed(cell("cost")))
        if is_currency(told.claim_currency):
            claim = self.minor(cell("claim"), currency=told.claim_currency)
            self.paper.add(Account(9500, claims_fund(told.claim_currency), who), claim)
        self.paper.stakes.append(told)

    def debt(self, position: int) -> None:
        def cell(part: str) -> str:
            return fields.row("debt", position, part=part)

        if not self._filled("debt", position, ("who", "amount")):
            return
        if not self.text(cell("who")):
            self.paper.problems[cell("who")] = AnswerMissing()
        lender = holder(self.book.book_id, HolderKind.LENDER, f"lender-{position + 1}")
        self.paper.add(Account(2200, self._fund(cell("fund")), lender), -self._needed(cell("amount")))


def _stake_problems(
    told: StakeTold, enterprise: str, instrument: str, *, currency: str,
) -> Iterator[tuple[str, LedgerError]]:
    if not told.enterprise:
        yield enterprise, AnswerMissing()
    if told.instrument not in INSTRUMENTS:
        yield instrument, UnknownInstrument()
    if not is_currency(told.claim_currency):
        yield currency, UnknownHomeCurrency(currency=told.claim_currency)
