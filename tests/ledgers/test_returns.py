"""Rates of return are given only where exactly one exists, and then the right one."""

import math
import random
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest
import pyxirr

from ledgers.returns.bridge import MoneyBridge, TwoSidedFlow, bridge_money, bridge_rates
from ledgers.returns.multiples import (
    HarvestPlan,
    modified_dietz,
    payback_periods,
    return_on_investment,
    simple_return,
    time_weighted,
)
from ledgers.returns.rates import Flow, RateOfReturn, RateStatus, irr, shows_yearly_rate, xirr
from ledgers.returns.sending_cost import (
    CostMark,
    SendingCost,
    cost_homeward,
    cost_of_period,
    cost_outward,
    expected_homeward,
    in_home,
    mark_of,
    needs_explaining,
)

START = date(2024, 1, 7)
RATE = Fraction("7.15")
Dated = list[tuple[date, int]]


def _drawn(chance: random.Random, payments: int) -> Dated:
    days = [chance.randint(0, 2500) for _ in range(payments)]
    return [(START + timedelta(day), chance.randint(-1000, 1000)) for day in days]


def _rate_of(dated: Dated) -> RateOfReturn:
    return xirr(Flow(on, amount) for on, amount in dated)


def _balance(dated: Dated, rate: float) -> float:
    """Give the sum discounted at a rate, as a part of the sum of the sizes."""
    first = min(on for on, _ in dated)
    logs = [-math.log1p(rate) * (on - first).days / 365 for on, _ in dated]
    values = [amount * math.exp(log - max(logs)) for (_, amount), log in zip(dated, logs, strict=True)]
    return abs(math.fsum(values)) / math.fsum(map(abs, values))


def test_a_defined_rate_is_the_one_another_programme_finds() -> None:
    """Over ten thousand drawn stakes pyxirr never knows another rate than the one that is shown.

    Half of them have one: the others go one way only, fit no rate, or fit several. Where there is one,
    pyxirr, which looks for any, knows it in all but a few extreme cases, and once believes to have found a
    rate at which nothing balances.
    """
    chance = random.Random(20260101)
    said, compared = Counter[RateStatus](), 0
    for number in range(10_000):
        dated = _drawn(chance, chance.randint(7, 12) if number % 20 == 0 else chance.randint(2, 5))
        found, other = _rate_of(dated), pyxirr.xirr(*zip(*dated, strict=True), silent=True)
        said[found.status] += 1
        if found.rate is None or found.status is RateStatus.TOTAL_LOSS or other is None:
            continue
        if other > -1 and _balance(dated, other) < 1e-6:
            assert other == pytest.approx(found.rate, rel=1e-6, abs=1e-6 * (1 + found.rate))
            compared += 1

    assert said.total() == 10_000
    assert said[RateStatus.DEFINED] > 4_900
    assert min(said[status] for status in (
        RateStatus.NO_SIGN_CHANGE, RateStatus.NO_ROOT, RateStatus.AMBIGUOUS)) > 500
    assert compared > 0.98 * said[RateStatus.DEFINED]


def test_every_root_balances_the_payments() -> None:
    """Whatever the pattern of signs, each candidate makes the discounted payments cancel."""
    chance = random.Random(7)
    roots = 0
    for _ in range(500):
        dated = _drawn(chance, chance.randint(3, 12))
        for root in _rate_of(dated).roots:
            assert root <= -0.999999 or _balance(dated, root) < 1e-9
            roots += 1

    assert roots > 300


def test_all_roots_are_found() -> None:
    """Payments made to balance at three chosen rates have these three candidates and no shown rate."""
    found = irr([-1000, 3600, -4310, 1716])

    assert (found.rate, found.status) == (None, RateStatus.AMBIGUOUS)
    assert found.roots == pytest.approx([0.1, 0.2, 0.3], abs=1e-9)


def test_a_rate_that_is_only_touched_is_not_defined() -> None:
    """The sum comes down to zero and turns back: a double root is no clear answer."""
    found = irr([100, -220, 121])

    assert (found.rate, found.status) == (None, RateStatus.AMBIGUOUS)
    assert found.roots == pytest.approx([0.1, 0.1], abs=1e-6)


def test_payments_that_never_balance_are_not_defined() -> None:
    """Signs change, and still no rate makes them cancel."""
    assert irr([100, -200, 121]) == RateOfReturn(None, RateStatus.NO_ROOT)
    assert xirr([]) == RateOfReturn(None, RateStatus.NO_SIGN_CHANGE)


def test_a_rate_no_number_can_hold_is_not_defined() -> None:
    """A thousandfold overnight has no yearly rate."""
    flows = [Flow(START, -1), Flow(START + timedelta(1), 1000)]

    assert xirr(flows) == RateOfReturn(None, RateStatus.OUT_OF_RANGE)


def test_an_extreme_root_beside_others_is_not_defined() -> None:
    """Several candidates, one of them beyond all numbers: nothing is shown."""
    flows = [Flow(START, -1), Flow(START + timedelta(1), 1000), Flow(START + timedelta(2), -1000)]

    assert xirr(flows).status is RateStatus.AMBIGUOUS


@pytest.mark.parametrize(
    ("payments", "status"),
    [
        ([(0, -1000), (400, 0)], RateStatus.TOTAL_LOSS),
        ([(0, -1000), (400, 0), (800, -10)], RateStatus.NO_SIGN_CHANGE),
        ([(0, -1000), (0, 0)], RateStatus.NO_SIGN_CHANGE),
        ([(0, -1000), (0, 1000), (400, 0)], RateStatus.NO_SIGN_CHANGE),
        ([(0, 0), (400, 0)], RateStatus.NO_SIGN_CHANGE),
        ([(0, -1000), (400, 1), (800, 0)], RateStatus.DEFINED),
    ],
)
def test_a_total_loss_is_said_only_when_it_is_recorded(
    payments: list[tuple[int, int]], status: RateStatus
) -> None:
    """A final zero after money went in and nothing came back; silence alone is no loss."""
    found = xirr(Flow(START + timedelta(days), amount) for days, amount in payments)

    assert found.status is status
    assert (found.rate == -1.0) is (status is RateStatus.TOTAL_LOSS)


def test_a_yearly_rate_is_shown_from_365_days() -> None:
    """A good month is not a good year."""
    assert not shows_yearly_rate(START, START + timedelta(364))
    assert shows_yearly_rate(START, START + timedelta(365))


def test_ratios_without_a_base_are_not_defined() -> None:
    """Nothing paid in, nothing at the start, never paid back: no number."""
    assert simple_return(5, 0) is None
    assert return_on_investment(0, 10, value=5).roi is None
    assert time_weighted([(100, 110), (0, 10)]) is None
    assert payback_periods([-100, 40, 40]) is None
    assert modified_dietz(0, 10, days=30, flows=[]).rate is None


def test_payback_is_linear_inside_a_period_and_counts_a_relapse() -> None:
    """Half of the second year's receipts were needed; later money put in starts no new count."""
    assert payback_periods([-100, 60, 80]) == Fraction(3, 2)
    assert payback_periods([-100, 100, -50, 25]) == 1


def test_a_harvest_plan_is_simple() -> None:
    """Two harvests of 15 % are 30 % a year."""
    assert HarvestPlan(30_000, 4_500, 2).simple_yearly_percent == 30


def test_the_cost_of_sending_back_is_counted_in_home_money() -> None:
    """Fee and margin in percent of the pesos sent, the receiver's fee turned at the mid rate."""
    cost = cost_homeward(30_000, fee=300, mid=Fraction("7.4"), applied=Fraction("7.46"), receiving_fee=10)

    assert cost.fee_percent == 1
    assert cost.margin_percent == 100 * Fraction(6, 746)
    assert cost.receiving_fee_percent == Fraction("7.4") / 30
    assert cost.total_percent == 1 + cost.margin_percent + cost.receiving_fee_percent


@pytest.mark.parametrize(
    ("percent", "mark"),
    [("3", "WITHIN"), ("3.1", "OVER_SDG"), ("5", "OVER_SDG"), ("5.1", "HIGH"), ("15", "HIGH")]
    + [("15.1", "QUESTIONED")],
)
def test_at_a_limit_a_cost_is_not_over_it(percent: str, mark: str) -> None:
    """Three percent meets the target of the Sustainable Development Goals."""
    assert mark_of(Fraction(percent)) is CostMark[mark]
    assert SendingCost(Fraction(percent), Fraction(0), Fraction(0)).mark is CostMark[mark]


def test_a_period_weighs_costs_by_amount() -> None:
    """A dear small transfer beside a cheap large one is not half of both."""
    dear = cost_outward(1_000, fee=100, mid=RATE, applied=RATE)
    cheap = cost_outward(9_000, fee=90, mid=RATE, applied=RATE)

    assert cost_of_period([(1_000, dear), (9_000, cheap)]) == Fraction("1.9")
    assert cost_of_period([]) is None


def test_landed_money_that_differs_must_be_explained() -> None:
    """One minor unit and a millionth of it are rounding; more is a question."""
    expected = Fraction(7_388_969)

    assert not needs_explaining(expected, 7_388_969 - 8)
    assert needs_explaining(expected, 7_388_969 - 9)
    assert needs_explaining(expected, 7_388_969 + 9)
    assert expected_homeward(3_000, fee=30, applied=Fraction("7.5"), receiving_fee=6) == 390
    assert in_home(1_001, Fraction("7.15")) == 7_157


def _stake(mid: Fraction | None) -> list[TwoSidedFlow]:
    """A stake of 1,000 that brings 1,210 home money after two years, valued at a lower currency."""
    later = START + timedelta(730)
    return [TwoSidedFlow(START, -7_150, -1_010, RATE), TwoSidedFlow(later, 8_651, 1_100, mid)]


def test_the_bridge_adds_up() -> None:
    """What the enterprise earned, less what the currency and the costs took, is what came back."""
    bridge = bridge_money(_stake(Fraction("7.5")))
    assert bridge is not None

    assert bridge == MoneyBridge(210, -56, -64, 90)
    assert bridge.enterprise_minor + bridge.currency_minor + bridge.costs_minor == bridge.net_minor


def test_the_bridge_of_rates_multiplies() -> None:
    """Home return, currency and costs link to the return that the members saw."""
    rates = bridge_rates(_stake(Fraction("7.5")))
    assert rates is not None
    assert rates.home.rate == pytest.approx(0.1, abs=1e-4)
    parts = [part for part in (rates.home.rate, rates.currency, rates.costs) if part is not None]
    linked = math.prod(1 + part for part in parts) - 1

    assert len(parts) == 3
    assert rates.net.rate == pytest.approx(linked)


def test_without_every_mid_rate_there_is_no_bridge() -> None:
    """Nobody wrote down the rate of the day, so nobody can say what the currency did."""
    assert bridge_rates(_stake(None)) is None
    assert bridge_money(_stake(None)) is None
    assert bridge_money([]) is None


def test_a_lost_stake_has_no_currency_part() -> None:
    """Nothing is left to convert: the rate at home is minus 100 %."""
    later = START + timedelta(730)
    rates = bridge_rates([_stake(RATE)[0], TwoSidedFlow(later, 0, 0, RATE)])
    assert rates is not None

    assert (rates.home.rate, rates.currency, rates.costs) == (-1.0, None, None)
