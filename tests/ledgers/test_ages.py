"""How long money has been owed."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ledgers.statements.ages import by_age, open_by_day

JULY, AUGUST, SEPTEMBER = date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1)
MOVED = st.lists(st.tuples(st.dates(JULY, SEPTEMBER), st.integers(-500, 500)), max_size=12)


def test_the_oldest_is_paid_first() -> None:
    """900 of July and 400 of August; 1,000 were paid: 300 of August are left, a month old."""
    left = open_by_day([(JULY, 900), (AUGUST, 400), (SEPTEMBER, -1000)])

    assert left == ((AUGUST, 300),)
    assert by_age(left, on=SEPTEMBER, until=(30, 90)) == (0, 300, 0)
    assert open_by_day([(JULY, -100), (AUGUST, 80)]) == ((AUGUST, -20),)


@given(MOVED)
def test_what_is_open_is_what_moved(moved: list[tuple[date, int]]) -> None:
    """No amount is lost or made, whatever the order."""
    moved.sort()
    left = open_by_day(moved)

    assert sum(minor for _day, minor in left) == sum(minor for _day, minor in moved)
    assert sum(by_age(left, on=SEPTEMBER, until=(30, 90))) == sum(minor for _day, minor in moved)
