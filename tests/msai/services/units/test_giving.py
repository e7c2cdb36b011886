"""Income given out, capital passed on, units given back and passed on, worked by hand."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from ledgers.errors import (
    NegativeTender,
    NetAssetsNotPositive,
    NotPositive,
    NoUnitsIssued,
    UnitsExceedHolding,
)
from msai.services.leaving.errors import OwnDue
from msai.services.sheets import Receipt
from msai.services.units.errors import MoreThanDue, MoreThanThereIs, SameHolder
from msai.services.units.wanted import Because, Distribute, MoveUnits, PayDue, PutBackDue, RedeemUnits
from tests.msai.services.sundays import AMINA, LORNA, SECOND, SITI, Paper, close
from tests.msai.services.units.desk import decide, earn, fund_of, holdings, invest, planned

THREE = {LORNA: "200.00", AMINA: "200.00", SITI: "100.00"}


def test_income_stays_due_to_each_by_her_units(session: Session) -> None:
    """100.01 of income by 200, 200 and 100 units: 40.01, 40.00 and 20.00, to the cent."""
    invest(session, THREE)
    earn(session, 10_001)

    decide(session, Distribute(amount_minor=10_001))

    found = holdings(session)
    assert [found[f"2100|investment|member-{n}"] for n in (1, 2, 3)] == [-4001, -4000, -2000]
    assert found["3400|investment|None"] == 10_001
    assert fund_of(session).net_assets_minor == 50_000


def test_what_coins_can_pay_is_paid_at_once(session: Session) -> None:
    """Paid from the box in tens of cents: 0.01 stays due to Lorna."""
    invest(session, THREE)
    earn(session, 10_001)

    decide(session, Distribute(amount_minor=10_001, tender="box"))

    found = holdings(session)
    assert found["1010|investment|box"] == 60_001 - 10_000 - 10_000 + 10_000
    assert {key: minor for key, minor in found.items() if key.startswith("2100")} == {
        "2100|investment|member-1": -1}


def test_more_than_income_is_capital_passed_on(session: Session) -> None:
    """Of 150.00 only 100.00 were earned: the other 50.00 are the members' own."""
    invest(session, THREE)
    earn(session, 10_000)
    plan = planned(session, Distribute(amount_minor=15_000))
    assert (plan.income_minor, plan.capital_minor) == (10_000, 5_000)

    decide(session, plan.wanted)

    found = holdings(session)
    assert [found[f"3200|investment|member-{n}"] for n in (1, 2, 3)] == [-18_000, -18_000, -9_000]
    assert [found[f"2100|investment|member-{n}"] for n in (1, 2, 3)] == [-6_000, -6_000, -3_000]
    assert fund_of(session).value() == 90


def test_what_was_left_due_is_paid_on_a_sheet_or_a_page_or_put_back(session: Session) -> None:
    """Amina is paid on Sunday, Lorna by the page, and Siti leaves hers in the fund for units."""
    invest(session, THREE)
    earn(session, 10_000)
    decide(session, Distribute(amount_minor=10_000))
    payout = {"kind": "payout", "member": AMINA, "amount": "40.00", "tender": "box", "fund": "investment"}
    assert isinstance(close(session, Paper([payout], SECOND)), Receipt)
    decide(session, PayDue(member=LORNA, amount_minor=4_000, tender="box"))
    decide(session, PutBackDue(member=SITI, amount_minor=2_000))

    found = holdings(session)
    assert [key for key in found if key.startswith("2100")] == []
    assert found["3200|investment|member-3"] == -12_000
    assert found["9200|units|member-3"] == 1_200_000
    assert found["1010|investment|box"] == 52_000


def test_units_are_given_back_whole_at_todays_value(session: Session) -> None:
    """Siti's 100 units are worth 130.00: 100.00 of it she had put in, 30.00 was earned."""
    invest(session, THREE)
    earn(session, 15_000)

    decide(session, RedeemUnits(member=SITI, tender="box"))

    found = holdings(session)
    assert "3200|investment|member-3" not in found
    assert "9200|units|member-3" not in found
    assert (found["3400|investment|None"], found["1010|investment|box"]) == (3_000, 52_000)
    assert fund_of(session).value() == 130


def test_units_are_given_back_in_part(session: Session) -> None:
    """For 65.00 Siti gives 50 of her 100 units; what coins cannot pay stays due to her."""
    invest(session, THREE)
    earn(session, 15_000)

    decide(session, RedeemUnits(member=SITI, amount_minor=6_507, tender="box"))

    found = holdings(session)
    assert found["9200|units|member-3"] == 1_000_000 - 500_538
    assert found["2100|investment|member-3"] == -7
    assert found["1010|investment|box"] == 65_000 - 6_500


def test_units_pass_to_another_member_with_what_was_put_in_for_them(session: Session) -> None:
    """Amina gives Siti a quarter of her part; nothing else moves.  To herself no part passes."""
    invest(session, THREE)
    earn(session, 15_000)

    decide(session, MoveUnits(member=AMINA, taker=SITI, because=Because.GIFT, amount_minor=6_500))

    found = holdings(session)
    assert [found[f"9200|units|member-{n}"] for n in (2, 3)] == [1_500_000, 1_500_000]
    assert [found[f"3200|investment|member-{n}"] for n in (2, 3)] == [-15_000, -15_000]
    with pytest.raises(OwnDue):
        decide(session, MoveUnits(member=SITI, taker=AMINA, because=Because.GIFT, amount_minor=6_500))
    assert fund_of(session).net_assets_minor == 65_000


REFUSED = [
    (Distribute(amount_minor=0), NotPositive), (Distribute(amount_minor=65_001), MoreThanThereIs),
    (Distribute(amount_minor=5_000, tender="bank"), NegativeTender),
    (PayDue(member=SITI, amount_minor=1, tender="box"), MoreThanDue),
    (PutBackDue(member=SITI, amount_minor=1), MoreThanDue),
    (RedeemUnits(member=SITI, amount_minor=13_001, tender="box"), UnitsExceedHolding),
    (RedeemUnits(member=SITI, tender="bank"), NegativeTender),
    (MoveUnits(member=SITI, taker=SITI, because=Because.SALE), SameHolder),
]


@pytest.mark.parametrize(("wanted", "error"), REFUSED, ids=lambda value: getattr(value, "__name__", None))
def test_what_is_not_there_is_not_given(session: Session, wanted: Distribute, error: type) -> None:
    """Nobody is given more than there is, or from a place that has nothing."""
    invest(session, THREE)
    earn(session, 15_000)
    before = holdings(session)

    with pytest.raises(error):
        planned(session, wanted)
    assert holdings(session) == before


def test_a_fund_without_units_gives_nothing(session: Session) -> None:
    """There is nobody to give it to."""
    earn(session, 15_000)

    with pytest.raises(NoUnitsIssued):
        planned(session, Distribute(amount_minor=100))
    with pytest.raises(NoUnitsIssued):
        planned(session, RedeemUnits(member=SITI))


def test_at_nought_nothing_is_bought_given_back_or_given_out(session: Session) -> None:
    """What the fund had was lost: pages and sheets refuse with the same words."""
    invest(session, THREE)
    earn(session, -50_000)

    some, everything = RedeemUnits(member=SITI, amount_minor=1), RedeemUnits(member=SITI)
    for wanted in (Distribute(amount_minor=1), some, everything):
        with pytest.raises(NetAssetsNotPositive):
            planned(session, wanted)
    line = {"kind": "investment", "member": SITI, "amount": "10.00", "tender": "box"}
    held = close(session, Paper([line], SECOND))
    assert [reason.code for reason in getattr(held, "reasons", ())] == ["net_assets_not_positive"]
