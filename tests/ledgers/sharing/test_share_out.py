"""The share-out promises what cash and set-offs can pay, to the coin, and the same each time."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgers.errors import NegativeWeight, NoShareOut, NothingToSplitBy
from ledgers.sharing.share_out import Claim, share_out, share_out_value, share_value

claims = st.lists(
    st.builds(Claim, weight=st.integers(0, 200), debt_minor=st.integers(0, 500_000)), min_size=1, max_size=30
).filter(lambda held: any(claim.weight for claim in held))
cash = st.integers(1, 5_000_000)
steps = st.sampled_from([1, 5, 10, 100, 1000])


@given(cash_minor=cash, held=claims)
def test_the_value_of_a_share_solves_its_equation(cash_minor: int, held: list[Claim]) -> None:
    """All shares at this value are exactly the cash and the debts that can be set off."""
    value = share_out_value(cash_minor, held)
    set_off = sum(min(Fraction(claim.debt_minor), claim.weight * value) for claim in held)

    assert value * sum(claim.weight for claim in held) == cash_minor + set_off


@given(cash_minor=cash, held=claims, step=steps)
def test_no_more_cash_is_promised_than_is_there(cash_minor: int, held: list[Claim], step: int) -> None:
    """The treasurer can pay everyone from the box, and what is left over is named."""
    done = share_out(cash_minor, held, step=step)

    assert done.cash_paid_minor == sum(share.cash_minor for share in done.shares) <= cash_minor
    assert done.carried_minor == cash_minor - done.cash_paid_minor


@given(cash_minor=cash, held=claims, step=steps)
def test_everyone_gets_her_worth_to_the_coin(cash_minor: int, held: list[Claim], step: int) -> None:
    """Her entitlement is a whole number of coins, less than one coin from what her shares are worth."""
    done = share_out(cash_minor, held, step=step)

    for claim, share in zip(held, done.shares, strict=True):
        assert share.entitlement_minor % step == 0
        assert abs(share.entitlement_minor - claim.weight * done.share_value) < step


@given(cash_minor=cash, held=claims, step=steps)
def test_a_debt_is_set_off_or_stays_owed(cash_minor: int, held: list[Claim], step: int) -> None:
    """No debt is forgotten, and nobody is paid cash while she owes."""
    for claim, share in zip(held, share_out(cash_minor, held, step=step).shares, strict=True):
        assert share.set_off_minor + share.still_owed_minor == claim.debt_minor
        assert share.set_off_minor + share.cash_minor == share.entitlement_minor
        assert not (share.cash_minor and share.still_owed_minor)


@given(cash_minor=cash, held=claims)
def test_with_cents_nothing_to_speak_of_is_carried(cash_minor: int, held: list[Claim]) -> None:
    """Paid in single cents, at most a cent a member waits for the next cycle."""
    assert 0 <= share_out(cash_minor, held, step=1).carried_minor <= len(held)


def test_savings_times_days_share_like_shares() -> None:
    """A group may share by savings x days; the weights need not be shares."""
    by_shares = share_out(100_000, [Claim(3), Claim(1)], step=10)
    by_days = share_out(100_000, [Claim(Fraction(9, 2)), Claim(Fraction(3, 2))], step=10)

    assert by_shares.shares == by_days.shares


def test_a_step_that_the_box_cannot_pay_is_not_given() -> None:
    """The first who does not fit ends the giving of odd coins, so nobody further down is favoured."""
    done = share_out(95, [Claim(1, 5), Claim(1, 5), Claim(1)], step=10)

    assert [share.entitlement_minor for share in done.shares] == [40, 30, 30]
    assert [share.cash_minor for share in done.shares] == [35, 25, 30]
    assert done.carried_minor == 5


@pytest.mark.parametrize(
    ("refusal", "cash_minor", "held"),
    [
        (NoShareOut, -1, [Claim(1)]),
        (NoShareOut, 0, [Claim(1)]),
        (NothingToSplitBy, 100, [Claim(0, 5)]),
        (NothingToSplitBy, 100, []),
        (NegativeWeight, 100, [Claim(1, -5)]),
    ],
)
def test_without_value_there_is_no_share_out(
    refusal: type[Exception], cash_minor: int, held: list[Claim]
) -> None:
    """A fund that owes more than it has is settled otherwise, by decision."""
    with pytest.raises(refusal):
        share_out(cash_minor, held, step=10)


def test_a_share_without_holders_has_no_value() -> None:
    """Before the first share is bought there is nothing to enter at."""
    with pytest.raises(NothingToSplitBy):
        share_value(0, 0)
