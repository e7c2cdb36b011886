"""Where a member's money is: from her savings to the enterprise and back, with others joining and leaving."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import pytest

from ledgers.accounts import Holder
from ledgers.currencies import minor_rate
from ledgers.entries import JournalEntry
from ledgers.money import Money, rate_from_decimal
from ledgers.returns.sending_cost import expected_outward, in_host
from ledgers.rules import housekeeping, investment, remittance, stakes
from ledgers.rules.investment import Distribution, Redemption, UnitsMoved
from ledgers.rules.remittance import CapitalLanding, CapitalSent
from ledgers.rules.stakes import Arrival, Impairment
from ledgers.rules.tenders import TenderLine
from ledgers.trace.fund import FundTrace, StakeTrace
from ledgers.trace.reasons import Reason
from ledgers.trace.weights import Parts
from ledgers.units import UNIT
from tests.ledgers.rules.cast import AMINA, BANK, LORNA, RICE, SENT, SITI, SUNDAY, someone
from tests.ledgers.trace.paper_fund import PaperFund, faults

from .reading import all_cents, cents, shown, vector

NAMED = {"Lorna": LORNA, "Amina": AMINA, "Siti": SITI}
SECOND = someone(SENT.kind, "remittance-2")


def told(parts: Parts, names: Iterable[str] = NAMED) -> dict[str, str]:
    """Everybody's part as an amount."""
    return {name: shown(parts.get(NAMED[name], 0)) for name in names}


def fund_of_trace_01() -> PaperFund:
    """The fund of TRACE-01, from the first contributions to the charge."""
    given, _ = vector("TRACE-01")
    fund = PaperFund()
    fund.put_in({NAMED[name]: (minor, minor * 100) for name, minor in all_cents(given["founders"]).items()})
    for entry in sent_and_landed(given["first_sending"], SENT):
        fund.post(entry)
    fund.put_in({SITI: (cents(given["joiner"]["Siti"]), 200 * UNIT)})
    for entry in (*sent_and_landed(given["second_sending"], SECOND), *came_back(given), *left(given)):
        fund.post(entry)
    return fund


def sent_and_landed(given: dict[str, Any], holder: Holder) -> tuple[JournalEntry, JournalEntry]:
    """Money leaves the bank and arrives; the fee is on top or inside."""
    amount, on_top = cents(given["amount"]), "fee_on_top" in given
    fee = cents(given["fee_on_top"] if on_top else given["deducted_fee"])
    landing = CapitalLanding(
        holder, RICE, Money(cents(given["landed"]), "PHP"), "HKD", amount, Fraction(given["mid_rate"]),
        deducted_fee_minor=0 if on_top else fee)
    return (remittance.capital_sent(SUNDAY, CapitalSent(holder, BANK, amount, fee, on_top)),
            remittance.capital_landed(SUNDAY, landing))


def came_back(given: dict[str, Any]) -> tuple[JournalEntry, ...]:
    """The dividend is declared, arrives, and some of it is given to all."""
    dividend = given["dividend"]
    carried = cents(dividend["home"]) / Fraction(dividend["mid_rate"])
    arrival = Arrival(BANK, cents(dividend["received"]), cents(dividend["fee"]))
    units = {LORNA: 600 * UNIT, AMINA: 400 * UNIT, SITI: 200 * UNIT}
    return (
        stakes.income_declared(SUNDAY, RICE, amount_minor=int(carried)),
        remittance.income_landed(SUNDAY, RICE.receivable, arrival=arrival, carrying_minor=int(carried)),
        investment.distribution(SUNDAY, Distribution(cents(given["distribution"]), units, paid_from=BANK)))


def left(given: dict[str, Any]) -> tuple[JournalEntry, ...]:
    """Amina goes: some units for money, the others to Siti; then the stake is worth less, and a charge."""
    pay = cents(given["leaver"]["Amina"]["gives_back"])
    redeemed = Redemption(AMINA, 240 * UNIT, 400 * UNIT, 40_000, pay, BANK)
    return (
        investment.units_redeemed(SUNDAY, redeemed),
        investment.units_moved(SUNDAY, UnitsMoved(AMINA, SITI, 160 * UNIT, 160 * UNIT, 16_000)),
        stakes.write_down(SUNDAY, Impairment(RICE, cents(given["write_down"]), 107_900, 0)),
        housekeeping.bank_charge(SUNDAY, TenderLine(BANK, cents(given["bank_charge"]), "investment")))


@pytest.fixture(scope="module")
def traced() -> FundTrace:
    """The trace of TRACE-01."""
    return fund_of_trace_01().traced()


@pytest.fixture(scope="module")
def stake(traced: FundTrace) -> StakeTrace:
    """Its one stake."""
    return traced.stakes[0]


def test_trace_01_accounts_and_values(traced: FundTrace) -> None:
    """Accounts and values both sum to the net assets; the cent between them is named."""
    _, expected = vector("TRACE-01")
    found = {account.holder: account for account in traced.accounts}

    assert faults(traced) == []
    assert shown(traced.net_assets_minor) == expected["net_assets"]
    assert {name: str(found[who].units_e4 // UNIT) for name, who in NAMED.items()} == expected["units"]
    assert told({who: one.account_minor for who, one in found.items()}) == expected["account"]
    assert told({who: one.value_minor for who, one in found.items()}) == expected["value"]
    assert told({who: one.rounding_minor for who, one in found.items()}) == expected["rounding_of_units"]


def test_trace_01_every_place_is_split(traced: FundTrace) -> None:
    """Bank, stake and allowance, each by the units of today."""
    _, expected = vector("TRACE-01")

    assert {line.code: told(line.parts) for line in traced.lines} == {
        1020: expected["bank"], 1300: expected["stake"], 1390: expected["allowance"]}


def test_trace_01_what_passed_between_members(stake: StakeTrace) -> None:
    """Siti's money bought 99.00 of the farm; 305.62 more are hers because Amina left."""
    _, expected = vector("TRACE-01")

    assert told(stake.bought) == told(stake.landed) == expected["stake_bought"]
    assert told(stake.passed) == expected["passed_between_members"]
    assert told(stake.earned) == expected["income"]


def test_trace_01_home_money(stake: StakeTrace) -> None:
    """The same in pesos: what each one's money became, and the claim by the units of today."""
    _, expected = vector("TRACE-01")
    claim, = stake.claims

    assert told(claim.landed) == expected["landed_home"]
    assert told(claim.now) == expected["claim_now"]


def test_trace_01_why_each_account_is_what_it_is(traced: FundTrace) -> None:
    """What the sending cost each of them, what was earned, what was given."""
    _, expected = vector("TRACE-01")
    found = {account.holder: account for account in traced.accounts}

    assert told({who: -one.of(Reason.FEES, Reason.MARGIN) for who, one in found.items()}) == (
        expected["cost_of_sending"])
    assert told({who: one.of(Reason.INCOME) for who, one in found.items()}) == expected["income"]
    assert told({who: -one.of(Reason.INCOME_GIVEN) for who, one in found.items()}) == (
        expected["given_as_income"])


def test_own_07_is_the_simplest_trace() -> None:
    """Nobody joins or leaves: pesos, dividend and units are split by what each put in."""
    given, expected = vector("OWN-07")
    fund, members = fund_of_own_07(given)
    stake, = fund.traced().stakes
    given_out = {one.holder: -one.of(Reason.INCOME_GIVEN) for one in fund.traced().accounts}

    assert faults(fund.traced()) == []
    assert {name: shown(stake.claims[0].now[who]) for name, who in members.items()} == expected["capital_php"]
    assert stake.claims[0].landed == stake.claims[0].now
    assert not any(stake.passed.values())
    assert {name: shown(given_out[who]) for name, who in members.items()} == (
        expected["dividend_hkd_by_member"])


def fund_of_own_07(given: dict[str, Any]) -> tuple[PaperFund, dict[str, Holder]]:
    """Four members, everything sent at once, one dividend given to all."""
    paid = all_cents(given["contributions"])
    members = {name: someone(LORNA.kind, f"member-{number}") for number, name in enumerate(paid, start=1)}
    fund = PaperFund()
    fund.put_in({members[name]: (minor, minor * 100) for name, minor in paid.items()})
    for entry in (*_sent(given, sum(paid.values())), *_given(given, {
            members[name]: minor * 100 for name, minor in paid.items()})):
        fund.post(entry)
    return fund, members


def _sent(given: dict[str, Any], amount: int) -> tuple[JournalEntry, JournalEntry]:
    rate, fee = rate_from_decimal(given["rate_php_per_hkd"]), cents(given["sending_fee"])
    receiving = cents(given["receiving_fee_php"])
    landed = round(expected_outward(
        amount, deducted_fee=fee, applied=minor_rate(rate, home="PHP", host="HKD"), receiving_fee=receiving))
    landing = CapitalLanding(SENT, RICE, Money(landed, "PHP"), "HKD", amount, rate,
                             receiving_fee_minor=receiving, deducted_fee_minor=fee)
    return (remittance.capital_sent(SUNDAY, CapitalSent(SENT, BANK, amount, fee)),
            remittance.capital_landed(SUNDAY, landing))


def _given(given: dict[str, Any], units: dict[Holder, int]) -> tuple[JournalEntry, ...]:
    home = cents(given["dividend_php"]) - cents(given["return_fee_php"])
    rate = minor_rate(rate_from_decimal(given["return_rate_php_per_hkd"]), home="PHP", host="HKD")
    dividend = int(in_host(home, rate) + Fraction(1, 2))
    arrival = Arrival(BANK, dividend)
    return (
        stakes.income_declared(SUNDAY, RICE, amount_minor=dividend),
        remittance.income_landed(SUNDAY, RICE.receivable, arrival=arrival, carrying_minor=dividend),
        investment.distribution(SUNDAY, Distribution(dividend, units)))
