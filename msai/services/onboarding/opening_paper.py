"""What a running group's paper says, out of the fields of a form: balances, loans, stakes, and what is left.

Pure: typed texts in, accounts and amounts out. Each fund is added up from both sides, what it has and whose
that is; the difference is still to be explained, and stands on 3500 until it is. Everything that cannot be
understood is told by the field it stands in, and nothing else is lost by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

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
from ledgers.lending.schedules import ChargeMethod
from ledgers.lending.terms import LoanTerms
from ledgers.money import parse_amount
from ledgers.units import UNIT, first_unit_value
from msai.services.group_rules import RULES, read_typed
from msai.services.holders import holder, member_holder
from msai.services.loans.rules_of_day import Wanted, periods_in, terms_of_day
from msai.services.onboarding import opening_fields as fields
from msai.services.onboarding.opening_told import (
    BETWEEN,
    INSTRUMENTS,
    AmountBelowNought,
    BetweenTold,
    CountNotPlausible,
    LentLessThanLeft,
    LoanOfNobody,
    LoanTold,
    OpeningBook,
    OpeningPaper,
    SavingsNotWholeShares,
    SharesDiffer,
    StakeTold,
    UnknownFund,
    UnknownHomeCurrency,
    UnknownInstrument,
)
from msai.services.onboarding.settling import AnswerMissing, DayNotPlausible
from msai.services.stakes import LENT, stake_holder

LONGEST_LOAN_MONTHS = 120
MOST_SHARES = 10**7


def read_paper(typed: Mapping[str, str], book: OpeningBook) -> OpeningPaper:
    """Everything the form says, and what could not be understood by field."""
    reading = _Reading(typed, book, OpeningPaper())
    reading.places()
    for number in book.numbers:
        reading.member(number)
    rows = {"loan": reading.loan, "stake": reading.stake, "debt": reading.debt, "between": reading.between}
    for kind, read in rows.items():
        for position in fields.positions(typed, kind):
            read(position)
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
        if not self.book.by_shares:
            return savings, 0
        value = self.book.rules.share_value_minor
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
        left = self._needed(cell("principal"))
        self.paper.add(Account(1100, fund, who), left)
        borrower = member_holder(self.book.book_id, number)
        self.paper.add(Account(1150, fund, borrower), self.minor(cell("interest")))
        months = self.count(cell("months"), most=LONGEST_LOAN_MONTHS)
        terms = self._terms(position, left, months=months, issued_on=issued_on)
        self.paper.loans.append(LoanTold(alias, number, fund, issued_on, months, terms))

    def _terms(
        self, position: int, left_minor: int, *, months: int | None, issued_on: date,
    ) -> LoanTerms | None:
        """What was agreed on the day of the loan, where the paper says it; the rest as the rules are now."""
        def cell(part: str) -> str:
            return fields.row("loan", position, part=part)

        if self.text(cell("basis")) not in {method.value for method in ChargeMethod}:
            return None
        lent, percent = self._needed(cell("lent")), self._percent(cell("percent"))
        if not months:
            self.paper.problems.setdefault(cell("months"), AnswerMissing())
        if not lent or not months:
            return None
        periods = periods_in(self.book.rules, months, since=issued_on)
        terms = replace(
            terms_of_day(self.book.rules, Wanted(amount_minor=lent, periods=periods), day=issued_on),
            rate_percent=percent, method=ChargeMethod(self.text(cell("basis"))))
        if terms.debt_minor < left_minor:
            self.paper.problems[cell("lent")] = LentLessThanLeft()
        return terms

    def _percent(self, name: str) -> Fraction:
        """What a loan costs in one period; nothing where nothing is written."""
        form = RULES["loan_charge_percent_per_month"]
        read = read_typed(form, {form.name: self.text(name)}, self.book.currency)
        for problem in read.problems.values():
            self.paper.problems[name] = problem
        return Fraction(read.value if isinstance(read.value, str) else 0)

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

    def between(self, position: int) -> None:
        def cell(part: str) -> str:
            return fields.row("between", position, part=part)

        if not self._filled("between", position, fields.BETWEEN_PARTS):
            return
        lender, borrower = self.text(cell("lender")), self.text(cell("borrower"))
        for part, fund in (("lender", lender), ("borrower", borrower)):
            if fund not in fields.FUNDS:
                self.paper.problems[cell(part)] = UnknownFund()
        if lender == borrower:
            self.paper.problems[cell("borrower")] = UnknownFund()
        minor = self._needed(cell("amount"))
        if lender in fields.FUNDS and borrower in fields.FUNDS:
            self.paper.add(Account(BETWEEN, lender), minor)
            self.paper.add(Account(BETWEEN, borrower), -minor)
            self.paper.between.append(BetweenTold(lender, borrower, minor))


def _stake_problems(
    told: StakeTold, enterprise: str, instrument: str, *, currency: str,
) -> Iterator[tuple[str, LedgerError]]:
    if not told.enterprise:
        yield enterprise, AnswerMissing()
    if told.instrument not in INSTRUMENTS:
        yield instrument, UnknownInstrument()
    if not is_currency(told.claim_currency):
        yield currency, UnknownHomeCurrency(currency=told.claim_currency)
