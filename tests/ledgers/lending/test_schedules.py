"""Instalments sum to the loan, and the charge follows the group's method."""

from hypothesis import given
from hypothesis import strategies as st

from ledgers.lending.schedules import ChargeMethod, schedule


@given(
    principal=st.integers(1, 10**9),
    rate=st.integers(0, 30),
    periods=st.integers(1, 36),
    method=st.sampled_from(ChargeMethod),
)
def test_instalments_bring_back_exactly_what_was_lent(
    principal: int, rate: int, periods: int, method: ChargeMethod
) -> None:
    """Parts of principal differ by a cent at most, the larger first, and sum to the loan."""
    parts = [part.principal_minor for part in schedule(principal, rate, periods=periods, method=method)]

    assert sum(parts) == principal
    assert parts == sorted(parts, reverse=True)
    assert parts[0] - parts[-1] <= 1


def test_a_declining_charge_follows_what_is_still_out() -> None:
    """Ten percent a month of 300, 200 and 100."""
    plan = schedule(30_000, 10, periods=3, method=ChargeMethod.DECLINING)

    assert [part.number for part in plan] == [1, 2, 3]
    assert [part.interest_minor for part in plan] == [3_000, 2_000, 1_000]
    assert [part.total_minor for part in plan] == [13_000, 12_000, 11_000]
