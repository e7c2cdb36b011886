"""Rates, multiples and costs agree with published figures and with what two other programmes computed."""

from fractions import Fraction
from typing import Any

import pytest

from ledgers.currencies import minor_rate
from ledgers.money import decimal_text
from ledgers.returns import multiples, sending_cost
from ledgers.returns.bridge import MoneyBridge, TwoSidedFlow, bridge_money, bridge_rates
from ledgers.returns.rates import Flow, RateOfReturn, RateStatus, irr, shows_yearly_rate, xirr
from ledgers.returns.sending_cost import CostMark
from ledgers.sharing.splits import RevenueShare, revenue_share_due

from .reading import cents, day, near, shown, vector

Facts = dict[str, Any]


def test_own_08_money_weighted_return_of_one_member() -> None:
    """Six contributions of 500 came back as 3,240 within the year: a rate, but not one to display."""
    given, expected = vector("OWN-08")
    found = _xirr(given)
    paid = sum(-Fraction(amount) for _, amount in given["flows"][:-1])
    earned = multiples.simple_return(Fraction(given["flows"][-1][1]) - paid, paid)
    first, last = day(given["flows"][0][0]), day(given["flows"][-1][0])

    assert found.rate == pytest.approx(float(expected["xirr"]), abs=1e-5)
    assert earned is not None
    assert decimal_text(100 * earned, places=2) == expected["simple_return_percent"]
    assert not shows_yearly_rate(first, last)


def test_xirr_excel_doc_agrees_with_the_published_example() -> None:
    """The example that every spreadsheet prints."""
    given, expected = vector("xirr-excel-doc")

    assert _xirr(given).rate == pytest.approx(float(expected["rate"]), abs=1e-10)
    assert _xirr(given).rate == pytest.approx(float(expected["excel_published"]), abs=1e-8)


@pytest.mark.parametrize("vector_id", ["xirr-1y-10pct", "xirr-same-day"])
def test_xirr_1y_10pct_is_ten_percent(vector_id: str) -> None:
    """Two payments of one day count as one; a year at 10 % is 10 %."""
    given, expected = vector(vector_id)

    assert _xirr(given).rate == pytest.approx(float(expected["rate"]), abs=1e-9)


def test_xirr_same_day_payments_in_any_order_are_one() -> None:
    """The order in which a day's payments are written down changes nothing."""
    given, expected = vector("xirr-same-day")
    turned = {"flows": list(reversed(given["flows"]))}

    assert _xirr(turned).rate == pytest.approx(float(expected["rate"]), abs=1e-9)


def test_xirr_two_roots_are_not_defined() -> None:
    """At 10 % and at 20 % the payments balance, so no number is shown."""
    given, expected = vector("xirr-two-roots")
    found = _xirr(given)

    assert found.rate is expected["rate"]
    assert found.status.value == expected["status"]
    assert found.roots == pytest.approx([float(root) for root in expected["roots"]], abs=1e-9)


def test_xirr_one_sign_is_not_defined() -> None:
    """Money only went out; nothing can be said yet."""
    given, expected = vector("xirr-one-sign")

    assert (_xirr(given).rate, _xirr(given).status.value) == (expected["rate"], expected["status"])


def test_xirr_total_loss_needs_a_recorded_zero() -> None:
    """Minus 100 % because a final zero is recorded; without it the answer is not defined."""
    given, expected = vector("xirr-total-loss")
    unfinished = {"flows": given["flows"][:1]}

    assert _xirr(given).rate == float(expected["rate"])
    assert _xirr(given).status.value == expected["status"]
    assert _xirr(unfinished).status is RateStatus.NO_SIGN_CHANGE


def test_irr_excel_5y_agrees_with_the_published_example() -> None:
    """Five yearly payments on 70,000."""
    given, expected = vector("irr-excel-5y")

    assert irr(given["flows"]).rate == pytest.approx(float(expected["rate"]), abs=1e-8)


def test_pe_multiples_1_distributed_remaining_total() -> None:
    """What came back, what is still there, and both, for each unit put in."""
    given, expected = vector("pe-multiples-1")
    found = multiples.multiples(given["paid_in"], sum(given["distributions"]), value=given["nav"])

    assert found == multiples.Multiples(expected["dpi"], expected["rvpi"], expected["tvpi"])


def test_pe_multiples_zero_paid_in_is_not_defined() -> None:
    """Nothing paid in: no multiple, and not zero either."""
    given, expected = vector("pe-multiples-zero")

    assert set(expected.values()) == {None}
    assert multiples.multiples(given["paid_in"], sum(given["distributions"]), value=given["nav"]) is None


@pytest.mark.parametrize("vector_id", ["dietz-cfa-hang", "dietz-no-flow"])
def test_dietz_cfa_hang_weighs_flows_by_days(vector_id: str) -> None:
    """Money that came late in the month worked for few days."""
    given, expected = vector(vector_id)
    found = _dietz(given)

    assert near(found.average_capital, expected["average_capital"], places=6)
    assert found.gain == expected["gain"]
    assert near(found.rate, expected["return"], places=6)


def test_dietz_no_flow_is_the_simple_return() -> None:
    """Without payments it is gain over what was there."""
    given, expected = vector("dietz-no-flow")

    assert _dietz(given).rate == multiples.simple_return(expected["gain"], given["begin"])


def test_twr_link_leaves_out_money_that_came_in() -> None:
    """10 % and then 5 % link to 15.5 %, whatever was added between."""
    given, expected = vector("twr-link")
    found = multiples.time_weighted(given["subperiods"])

    assert near(found, expected["return"], places=12)


def test_roi_simple_gain_over_paid_in() -> None:
    """17,000 came back and 83,000 is there, for 80,000."""
    given, expected = vector("roi-simple")
    paid, back, value = given["paid_in"], given["distributions"], given["nav"]
    gain = multiples.return_on_investment(paid, back, value=value)
    ratios = multiples.multiples(paid, back, value=value)

    assert (gain.amount, gain.roi) == (expected["gain"], expected["roi"])
    assert ratios is not None
    assert ratios.tvpi == expected["tvpi"]


def test_payback_interp_ends_exactly_with_the_third_year() -> None:
    """Three, four and five thousand bring back twelve."""
    given, expected = vector("payback-interp")

    assert multiples.payback_periods(given["periodic"]) == expected["periods"]


def test_cash_yield_is_what_came_in_twelve_months() -> None:
    """6,400 on an average of 80,000."""
    given, expected = vector("cash-yield")
    found = multiples.simple_return(given["distributions_in_12m"], given["average_paid_in"])

    assert found == expected["yield"]


def test_fx_split_names_the_cross_effect() -> None:
    """12 % at home and 5 % lost on the currency are 6.4 %, not 7."""
    given, expected = vector("fx-split")
    found = multiples.split_currency_effect(given["local_return"], given["fx_return"])

    assert near(found.base, expected["base_return"], places=12)
    assert found.cross == expected["cross"]


@pytest.mark.parametrize("vector_id", ["remit-cost-1", "remit-cost-zero-fee"])
def test_remit_cost_1_fee_and_margin(vector_id: str) -> None:
    """What the fee shows and what the rate hides, in percent of the amount sent."""
    given, expected = vector(vector_id)
    cost = _cost(given)
    landed = sending_cost.expected_outward(given["amount"], deducted_fee=0, applied=given["applied_rate"])

    assert near(cost.fee_percent, expected["fee_pct"], places=6)
    assert near(cost.margin_percent, expected["fx_margin_pct"], places=6)
    assert near(cost.total_percent, expected["total_pct"], places=6)
    assert landed == expected["received"]
    assert (cost.mark is CostMark.WITHIN) is expected["meets_sdg_3pct"]
    assert (cost.mark not in (CostMark.HIGH, CostMark.QUESTIONED)) is expected["below_5pct"]


def test_remit_cost_zero_fee_still_costs_two_percent() -> None:
    """An offer without a fee takes its money through the rate."""
    given, expected = vector("remit-cost-zero-fee")

    assert _cost(given).fee_percent == 0
    assert _cost(given).total_percent == expected["total_pct"]


def test_msai_case_host_home_amounts_of_both_sides() -> None:
    """What landed at home and what came back to Hong Kong, to the cent."""
    given, expected = vector("msai-case-host-home")
    received = [shown(_landed(out)) for out in given["outward"]]
    back = [_came_back(home) for home in given["inward"]]
    nav = sending_cost.in_host(cents(given["valuation"]["nav_home"]), given["valuation"]["mid"])

    assert received == [decimal_text(amount, places=2) for amount in expected["received_home"]]
    assert [shown(amount) for amount in back] == [
        decimal_text(amount, places=2) for amount in expected["received_host"]
    ]
    assert shown(nav) == decimal_text(expected["nav_host"], places=2)
    for out, cost in zip(given["outward"], expected["remit_cost_pct"], strict=True):
        assert near(_case_cost(out).total_percent, cost, places=6)


@pytest.mark.parametrize(("side", "block"), [("home", "home"), ("host", "host_net")])
def test_msai_case_host_home_multiples(side: str, block: str) -> None:
    """At home 578,500 was put in; from Hong Kong 80,250 with the fees."""
    given, expected = vector("msai-case-host-home")
    flows = [getattr(flow, side) for flow in _case_flows(given)]
    paid, back = -sum(flows[:2]), sum(flows[2:4])
    found = multiples.multiples(paid, back, value=flows[4])
    assert found is not None
    parts = {"dpi": found.dpi, "rvpi": found.rvpi, "tvpi": found.tvpi}

    assert paid / 100 == expected[block]["paid_in"]
    for name, part in parts.items():
        assert near(part, expected[block][name], places=6)


def test_msai_case_host_home_rates() -> None:
    """The enterprise earned 11.5 %; the currency and the costs took the rest on the way to 9.7 %."""
    given, expected = vector("msai-case-host-home")
    found = bridge_rates(_case_flows(given))
    assert found is not None
    rates = [found.home.rate, found.mid.rate, found.net.rate, found.currency, found.costs]
    bridge = expected["bridge_rate"]
    wanted = [expected[name]["xirr"] for name in ("home", "host_mid", "host_net")]

    assert rates == pytest.approx(list(map(float, [*wanted, bridge["fx"], bridge["costs"]])), abs=1e-6)
    assert found.home.rate == pytest.approx(float(bridge["enterprise"]), abs=1e-6)


def test_msai_case_host_home_money() -> None:
    """The parts of the gain sum to it, to the cent."""
    given, expected = vector("msai-case-host-home")
    wanted = {name: cents(_amount_text(part)) for name, part in expected["bridge_amount_host"].items()}

    assert bridge_money(_case_flows(given)) == MoneyBridge(
        wanted["enterprise"], wanted["fx"], wanted["costs"], wanted["net"]
    )


def test_revenue_share_cap_stops_the_last_payment() -> None:
    """Five percent of sales until one and a half times the capital is back."""
    given, expected = vector("revenue-share-cap")
    terms = RevenueShare(cents(given["principal"]), given["share"], given["cap_multiple"])
    payments: list[int] = []
    for revenue in given["revenue"]:
        payments.append(revenue_share_due(terms, cents(revenue), paid_before_minor=sum(payments)))

    assert [Fraction(payment, 100) for payment in payments] == expected["payments"]
    assert Fraction(sum(payments), 100) == expected["cumulative"]
    assert (sum(payments) == terms.cap_minor) is expected["capped"]


def test_fx_monetary_reval_is_a_difference_of_rounded_amounts() -> None:
    """A loan in pesos is worth less in Hong Kong when the peso falls."""
    given, expected = vector("fx-monetary-reval")
    loan = cents(given["loan_home"])
    booked = sending_cost.in_host(loan, given["rate_at_loan"])
    closing = sending_cost.in_host(loan, given["rate_closing"])

    assert Fraction(booked, 100) == expected["booked_host"]
    assert Fraction(closing, 100) == expected["closing_host"]
    assert Fraction(closing - booked, 100) == expected["fx_gain_loss"]


def _amount_text(amount: Fraction | int) -> str:
    """Write an agreed amount in machine form."""
    return decimal_text(amount, places=2)


def _xirr(given: Facts) -> RateOfReturn:
    return xirr(Flow(day(on), Fraction(amount)) for on, amount in given["flows"])


def _dietz(given: Facts) -> multiples.PeriodReturn:
    flows = given["flows_day_amount"]
    return multiples.modified_dietz(given["begin"], given["end"], days=given["days"], flows=flows)


def _cost(given: Facts) -> sending_cost.SendingCost:
    return sending_cost.cost_outward(
        given["amount"], fee=given["fee"], mid=given["mid_rate"], applied=given["applied_rate"]
    )


def _case_cost(out: Facts) -> sending_cost.SendingCost:
    return sending_cost.cost_outward(out["sent"], fee=out["fee"], mid=out["mid"], applied=out["applied"])


def _landed(out: Facts) -> Fraction:
    rate = minor_rate(Fraction(out["applied"]), home="PHP", host="HKD")
    return sending_cost.expected_outward(cents(out["sent"]), deducted_fee=0, applied=rate)


def _came_back(home: Facts) -> Fraction:
    rate = minor_rate(Fraction(home["applied"]), home="PHP", host="HKD")
    gross, fee = cents(home["amount_home"]), cents(home["fee_home"])
    return sending_cost.expected_homeward(gross, fee=fee, applied=rate)


def _case_flows(given: Facts) -> list[TwoSidedFlow]:
    valued = given["valuation"]
    value, mid = cents(valued["nav_home"]), Fraction(valued["mid"])
    return [
        *(_outward(out) for out in given["outward"]),
        *(_inward(home) for home in given["inward"]),
        TwoSidedFlow(day(valued["date"]), value, value / mid, mid),
    ]


def _outward(out: Facts) -> TwoSidedFlow:
    debited = cents(out["sent"]) + cents(out["fee"])
    return TwoSidedFlow(day(out["date"]), -_landed(out), -debited, Fraction(out["mid"]))


def _inward(home: Facts) -> TwoSidedFlow:
    gross = cents(home["amount_home"])
    return TwoSidedFlow(day(home["date"]), gross, _came_back(home), Fraction(home["mid"]))
