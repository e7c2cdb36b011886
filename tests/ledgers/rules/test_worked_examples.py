"""The worked examples of the manual are what the rules really do: each of its books is made here."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from ledgers.accounts import Account, HolderKind
from ledgers.money import Money, round_half_up
from ledgers.rules import (
    closing,
    corrections,
    dues,
    enterprise,
    housekeeping,
    investment,
    lending,
    opening,
    remittance,
    savings,
    share_out,
    stakes,
)
from ledgers.rules.dues import Due
from ledgers.rules.enterprise import Capital, Cost, Sale, paid_through, sales_of
from ledgers.rules.investment import Distribution, InvestmentLine
from ledgers.rules.lending import DebtParts, LoanIssue, Repayment, loan_account
from ledgers.rules.remittance import CapitalLanding, CapitalSent
from ledgers.rules.savings import SavingsLine, savings_of
from ledgers.rules.share_out import Debt, Leftover, ShareTaken
from ledgers.rules.stakes import Arrival, Impairment
from ledgers.rules.tenders import FundLine, MemberLine, Tender, TenderLine
from ledgers.sharing import share_out as sharing
from tests.ledgers.book_text import book_as_text
from tests.ledgers.rules.cast import (
    AMINA,
    BANK,
    BOX,
    HONG_KONG,
    LOAN,
    LORNA,
    PALAY,
    RICE,
    SENT,
    SITI,
    SUNDAY,
    book,
    farm_book,
    someone,
)

MANUAL = (Path(__file__).parents[3] / "docs" / "bookkeeping.md").read_text(encoding="utf-8")
PUT_IN = investment.contribution(
    SUNDAY, InvestmentLine(LORNA, BANK, 300000, units_e4=3_000_000),
    InvestmentLine(AMINA, BANK, 200000, units_e4=2_000_000),
    InvestmentLine(SITI, BANK, 50000, units_e4=500_000),
)
LANDING = CapitalLanding(SENT, RICE, Money(3710292, "PHP"), "HKD", 530000, Fraction("7.0499"))


def a_sunday() -> str:
    """Three save, one comes late, pens are bought, and a coin is missing."""
    members = (LORNA, AMINA, SITI)
    return book(
        savings.contribution(SUNDAY, *(SavingsLine(who, BOX, 10000, shares=2) for who in members)),
        savings.social_contribution(SUNDAY, *(MemberLine(who, BOX, 500) for who in members)),
        dues.paid_at_once(SUNDAY, Due.FINE, FundLine(SITI, BOX, 1000)),
        housekeeping.expense(SUNDAY, TenderLine(BOX, 1850)),
        housekeeping.cash_difference(SUNDAY, TenderLine(BOX, -50)),
    )


def a_loan() -> str:
    """Amina borrows 500.00 and brings 100.00 back, of which 5.00 are interest."""
    parts = lending.interest_first(10000, DebtParts(0, 500, 50000))
    return book(
        lending.loan_issued(SUNDAY, LoanIssue(LOAN, AMINA, BOX, 50000)),
        lending.repayment(SUNDAY, Repayment(LOAN, AMINA, BOX, parts)),
    )


def capital_sent_and_landed() -> str:
    """5,300.00 sent with 25.00 on top; 37,102.92 pesos landed at a mid rate of 7.0499."""
    return book(
        PUT_IN,
        remittance.capital_sent(SUNDAY, CapitalSent(SENT, BANK, 530000, 2500, fee_on_top=True)),
        remittance.capital_landed(SUNDAY, LANDING),
    )


def a_dividend() -> str:
    """6,802.34 pesos declared at 7.15143 are 951.19; 941.19 arrive, 12.50 were the fee; 470.59 go out."""
    exact = remittance.host_at_mid(Money(680234, "PHP"), Fraction("7.15143"), host="HKD")
    declared = round_half_up(exact)
    units = {LORNA: 3_000_000, AMINA: 2_000_000, SITI: 500_000}
    return book(
        stakes.income_declared(SUNDAY, RICE, amount_minor=declared),
        remittance.income_landed(
            SUNDAY, RICE.receivable, arrival=Arrival(BANK, 94119, 1250), carrying_minor=declared),
        investment.distribution(SUNDAY, Distribution(47059, units)),
    )


def a_year_of_loss() -> str:
    """A flood: the stake is written down by 2,000.00 and the year is closed."""
    return book(
        PUT_IN,
        remittance.capital_sent(SUNDAY, CapitalSent(SENT, BANK, 530000)),
        remittance.capital_landed(SUNDAY, LANDING),
        stakes.write_down(SUNDAY, Impairment(RICE, 200000, 526290, 0)),
        closing.fund_closed(SUNDAY, {
            Account(5150, "investment"): 3710, Account(5600, "investment"): 200000,
        }),
    )


SHARES = {"Ana": 60, "Bela": 37, "Citra": 52, "Dewi": 45, "Elena": 6}
ALIASES = {f"member-{number}": name for number, name in enumerate(SHARES, start=1)}
MEMBERS = [someone(HolderKind.MEMBER, alias) for alias in ALIASES]
DEWIS_LOAN = Debt(loan_account(LOAN, "savings"), 180000)
OPENED = opening.opening(SUNDAY, {
    BOX.account("savings"): 1123750, DEWIS_LOAN.account: 180000, Account(3400, "savings"): -303750,
    BOX.account("social"): 96000, Account(3400, "social"): -96000,
    **{savings_of(who): -5000 * shares for who, shares in zip(MEMBERS, SHARES.values(), strict=True)},
    **{Account(9400, "shares", who): shares for who, shares in zip(MEMBERS, SHARES.values(), strict=True)},
})


def before_the_share_out() -> str:
    """Five members, 200 shares of 50.00, one loan still out."""
    return book_as_text(OPENED.postings, ALIASES)


def after_the_share_out() -> str:
    """A share is worth 65.1875; Dewi's loan is set off and Elena is away."""
    claims = [sharing.Claim(shares, 180000 if name == "Dewi" else 0) for name, shares in SHARES.items()]
    worked_out = sharing.share_out(1123750, claims, step=10)
    takers = (
        ShareTaken(who, 5000 * shares, part.entitlement_minor, _paid_by(name), _debts(name), shares)
        for who, (name, shares), part in zip(MEMBERS, SHARES.items(), worked_out.shares, strict=True)
    )
    taken = share_out.share_out(SUNDAY, takers, step=10)
    return book_as_text((*OPENED.postings, *taken.postings), ALIASES)


def _paid_by(name: str) -> Tender | Leftover:
    return Leftover.DUE if name == "Elena" else BOX


def _debts(name: str) -> tuple[Debt, ...]:
    return (DEWIS_LOAN,) if name == "Dewi" else ()


def a_correction() -> str:
    """Siti's 100.00 were written under Amina; two postings are taken back and two are right."""
    wrong = savings.contribution(SUNDAY, SavingsLine(AMINA, BOX, 10000, shares=2))
    right = savings.contribution_postings(SavingsLine(SITI, BOX, 10000, shares=2))
    named = {(41, line): posting for line, posting in enumerate(wrong.postings, start=1)}
    return book(wrong, corrections.correction(SUNDAY, named, right=right))


def a_farm_year() -> str:
    """Capital lands, a month is reported, a dividend is declared and sent, the year closes."""
    bank = paid_through(BANK)
    capital = Capital(HONG_KONG, 3710292, shares=enterprise.whole_shares(Money(3710292, "PHP")))
    return farm_book(
        enterprise.capital_received(SUNDAY, capital, into=BANK),
        enterprise.month_reported(
            SUNDAY, sales=(Sale(PALAY, 2953200, bank),),
            costs=(Cost(5100, 638900, bank), Cost(5200, 1184600, bank), Cost(5900, 138200, bank))),
        enterprise.dividend_declared(SUNDAY, {HONG_KONG: 680234}),
        enterprise.return_sent(SUNDAY, HONG_KONG, amount_minor=680234, out_of=BANK),
        closing.year_closed(SUNDAY, {
            sales_of(PALAY): -2953200, Account(5100, "enterprise"): 638900,
            Account(5200, "enterprise"): 1184600, Account(5900, "enterprise"): 138200}),
    )


EXAMPLES: tuple[Callable[[], str], ...] = (
    a_sunday, a_loan, capital_sent_and_landed, a_dividend, a_year_of_loss, before_the_share_out,
    after_the_share_out, a_correction, a_farm_year,
)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_manual_shows_the_book_that_the_rules_make(example: Callable[[], str]) -> None:
    """An accountant checks the manual by hand; what she approves must be what the books do."""
    assert f"```text\n{example()}\n```" in MANUAL


def test_a_landing_leaves_nothing_on_its_way() -> None:
    """The manual says that the transit account is empty once the last peso is in."""
    parts = remittance.landing_parts(replace(LANDING, deducted_fee_minor=2500))

    assert parts.fee_minor + parts.cost_minor + (parts.margin_minor or 0) == LANDING.transit_left_minor
