"""Share-outs, profit splits, joiners and leavers of savings groups come out as published or agreed."""

from fractions import Fraction
from typing import Any

from ledgers.money import Rounding, decimal_text
from ledgers.sharing.leaving import equal_buy_in, settle_leaver, share_value_after
from ledgers.sharing.share_out import Claim, ShareOut, share_out, share_value
from ledgers.sharing.splits import fractions_of_whole, profit_on_opening_value, split_among

from .reading import all_cents, all_shown, cents, shown, vector


def test_pub_01_a_member_gets_her_percent_of_the_pot() -> None:
    """One hundred of a thousand shares are a tenth of everything."""
    given, expected = vector("PUB-01")
    shares = {"her": given["member_shares"], "others": given["total_shares"] - given["member_shares"]}

    assert decimal_text(100 * fractions_of_whole(shares)["her"], places=0) == expected["member_percent"]
    assert shown(split_among(cents(given["pot"]), shares)["her"]) == expected["member_payout"]


def test_pub_03_savings_back_and_a_part_of_the_profit() -> None:
    """Refund plus profit is the same as shares at their value at the end."""
    given, expected = vector("PUB-03")
    hers, total = given["member_shares"], given["total_shares"]
    savings, profit = cents(given["share_price"]) * total, cents(given["group_profit"])
    value = share_value(savings + profit, total)
    profit_share = split_among(profit, {"her": hers, "others": total - hers})["her"]
    refund = split_among(savings, {"her": hers, "others": total - hers})["her"]

    assert shown(savings + profit) == expected["derived_pot"]
    assert shown(value) == expected["derived_end_share_value"]
    assert [shown(profit_share), shown(refund)] == [expected["profit_share"], expected["savings_refund"]]
    assert shown(refund + profit_share) == shown(value * hers) == expected["payout"]


def test_pub_04_profit_follows_savings() -> None:
    """Whoever saved 37.05 % of the money has 37.05 % of the profit."""
    given, expected = vector("PUB-04")
    savings = all_cents(given["savings"])
    percents = {name: 100 * part for name, part in fractions_of_whole(savings).items()}

    assert shown(sum(savings.values()), 0) == expected["total_savings"]
    assert {name: decimal_text(p, places=2) for name, p in percents.items()} == expected["percent"]
    assert all_shown(split_among(cents(given["profit"]), savings), 0) == expected["profit_share"]


def test_pub_13_newcomers_pay_the_founders_not_the_fund() -> None:
    """Five who join ten founders buy a third of what is there, and the fund does not grow."""
    given, expected = vector("PUB-13")
    bought = equal_buy_in(cents(given["fund"]), founders=given["founders"], newcomers=given["new_members"])
    printed = decimal_text(bought.stake / 100, places=0, rounding=Rounding.TRUNCATE)

    assert given["founders"] + given["new_members"] == expected["owners_after"]
    assert printed == expected["stake_each_truncated"]
    assert shown(bought.stake) == expected["stake_each_exact"]
    assert shown(bought.buy_in_total) == expected["derived_buy_in_total"]
    assert shown(bought.back_to_each_founder) == expected["derived_paid_back_to_each_founder"]


def test_pub_21_deposits_of_the_term_earn_nothing_yet() -> None:
    """The source drops the half cent, so the rounding is given to the rule, not guessed by it."""
    given, expected = vector("PUB-21")
    opening = cents(given["member_opening_value"])
    total, profit = cents(given["opening_value_all_shares"]), cents(given["profit"])
    rounding = Rounding.TRUNCATE
    earned = profit_on_opening_value(
        profit, opening_minor=opening, opening_total_minor=total, rounding=rounding
    )

    assert decimal_text(100 * share_value(profit, total), places=3) == expected["rate_percent"]
    assert shown(earned) == expected["member_profit"]
    assert shown(opening + cents(given["member_deposits_in_term"]) + earned) == expected["member_value"]


def test_own_01_an_unpaid_loan_is_set_off_at_the_share_out() -> None:
    """Dewi's loan is part of the pot and comes off her cash, in coins of ten cents."""
    given, expected = vector("OWN-01")
    done = _shared_out(given, given["cash_loan_fund"], given["loans_outstanding"])
    exact = {name: done.share_value * shares for name, shares in given["shares"].items()}

    assert shown(done.share_value, 4) == expected["share_value_exact"]
    assert all_shown(exact, 4) == expected["entitlement_exact"]
    assert shown(sum(exact.values())) == expected["pot"] == expected["independent_half_up_sum"]
    assert _named(given, done, "entitlement_minor") == expected["entitlement_paid"]
    assert _named(given, done, "cash_minor") == expected["cash_paid"]
    assert (shown(done.cash_paid_minor), done.carried_minor) == (expected["cash_paid_total"], 0)


def test_own_01_the_social_fund_is_not_part_of_the_pot() -> None:
    """What stands in the social fund is carried on whole; the pot is cash and loans of savings alone."""
    given, expected = vector("OWN-01")
    done = _shared_out(given, given["cash_loan_fund"], given["loans_outstanding"])
    money = cents(given["cash_loan_fund"]) + cents(given["social_fund_cash"])

    assert shown(money - done.cash_paid_minor) == expected["social_fund_carried"]


def test_own_02_what_whole_dollars_cannot_pay_is_carried() -> None:
    """Fifty cents are carried into the next cycle and named, never dropped."""
    given, expected = vector("OWN-02")
    first, _ = vector(given["same_as"])
    same = first | {"cash_unit": given["cash_unit"]}
    done = _shared_out(same, first["cash_loan_fund"], first["loans_outstanding"])

    assert shown(done.carried_minor) == expected["carried_to_next_cycle"]
    assert _named(same, done, "entitlement_minor") == expected["entitlement"]


def test_own_05_a_leaver_by_three_customs() -> None:
    """At face value the others gain, at the current value nobody does, with a charge they gain a little."""
    given, expected = vector("OWN-05")
    assets, held, leaving = cents(given["group_net_assets"]), given["group_shares"], given["leaver_shares"]
    face, current = cents(given["share_price"]) * leaving, share_value(assets, held) * leaving
    debts = cents(given["leaver_loan_balance"]) + cents(given["leaver_interest_due"])
    owed = debts + cents(given["leaver_fines_due"])
    fee = Fraction(given["early_exit_fee_percent"])
    a, b = settle_leaver(face, debts_minor=owed), settle_leaver(current, debts_minor=owed)
    c = settle_leaver(current, debts_minor=owed, charge_percent=fee)
    after = [_value_after(given, case.gross_minor - case.charge_minor) for case in (a, b, c)]

    assert shown(share_value(assets, held)) == expected["group_share_value_before"]
    assert shown(a.due_minor) == expected["policy_a_face_value"]
    assert shown(b.due_minor) == expected["policy_b_current_unit_value"]
    assert shown(c.due_minor) == expected["policy_c_unit_value_less_fee"]
    assert shown(after[0], 4) == expected["share_value_after_a"]
    assert shown(after[1], 2) == expected["share_value_after_b"]
    assert shown(after[2], 4) == expected["share_value_after_c"]


def test_own_14_a_debt_above_the_share_is_not_promised_to_the_others() -> None:
    """The naive value would promise 10,104.06 from a box of 8,037.50."""
    given, expected = vector("OWN-14")
    done = _shared_out(given, given["cash_savings_fund"], given["debts"])
    dewi = done.shares[list(given["shares"]).index("Dewi")]

    assert str(done.share_value / 100) == expected["share_value_exact"]
    assert shown(done.share_value, 4) == expected["share_value"]
    assert _named(given, done, "entitlement_minor") == expected["entitlement_paid"]
    assert shown(done.cash_paid_minor) == expected["cash_paid_total"]
    assert shown(done.carried_minor) == expected["coin_residue"]
    assert shown(dewi.still_owed_minor) == expected["dewi_still_owes"]


def _shared_out(given: dict[str, Any], cash: str, debts: dict[str, str]) -> ShareOut:
    claims = [Claim(shares, cents(debts.get(name, "0"))) for name, shares in given["shares"].items()]
    return share_out(cents(cash), claims, step=cents(given["cash_unit"]))


def _named(given: dict[str, Any], done: ShareOut, part: str) -> dict[str, str]:
    return {
        name: shown(getattr(share, part)) for name, share in zip(given["shares"], done.shares, strict=True)
    }


def _value_after(given: dict[str, Any], taken_minor: int) -> Fraction:
    return share_value_after(
        cents(given["group_net_assets"]),
        given["group_shares"],
        shares_leaving=given["leaver_shares"],
        taken_minor=taken_minor,
    )
