"""Several groups send in one transfer: each decides its own part; fee and landing are shared to the cent."""

from datetime import date
from functools import partial
from typing import Any

import pytest

from msai.approvals import Decision
from msai.services.outbox import delivering
from msai.services.pooling import rows as p
from msai.services.pooling.landing import explain_pool
from msai.services.remitting.drafting import cancel_remittance
from msai.services.remitting.ending import TakeBack, take_back
from msai.services.remitting.landing import ConfirmLanding, confirm_landing
from msai.services.remitting.matching import Explain
from msai.services.remitting.rates import Rates
from tests.msai.services.pooling.desk import FARM, ORGANISER, POOL, Desk, part_id
from tests.msai.services.remitting.world import (
    BEGAN,
    GROUPS,
    TODAY,
    World,
    confirmer,
    stake_of,
    treasurer,
)
from tests.msai.services.sundays import AT

pytestmark = pytest.mark.one_kind
EVERYBODY = (0, 1, 2)


def sent(desk: Desk, *numbers: int, **opened: Any) -> None:
    """A pool opened, agreed, closed, and recorded by every group that is part of it."""
    desk.begin(*numbers, **opened)
    assert desk.close(*numbers) == ""
    assert {desk.record(number) for number in numbers} == {""}


def leave_out(world: World, number: int) -> str:
    """A group takes its part out of the pool, or its draft back."""
    return world.act(lambda session: cancel_remittance(
        session, treasurer(GROUPS[number]), GROUPS[number], remittance_id=part_id(number), at=AT + 4))


def landed(world: World, number: int) -> tuple[int, int, int, int]:
    """A group's money in transit, its stake's cost, its fees and its margin."""
    group_id = GROUPS[number]
    return tuple(world.held(group_id, code) for code in (1200, 1300, 5100, 5150))  # type: ignore[return-value]


def test_fee_and_landing_are_shared_by_amount_to_the_last_cent(desk: Desk) -> None:
    """100, 200 and 30 with a fee of 50: 15.15, 30.30 and 4.55; 2,343.00 landed once: 710, 1,420 and 213."""
    sent(desk, *EVERYBODY)
    on_its_way = [landed(desk.world, number) for number in EVERYBODY]
    assert desk.land() == desk.land() == ""

    assert on_its_way == [(10_000, 0, 1_515, 0), (20_000, 0, 3_030, 0), (3_000, 0, 455, 0)]
    assert desk.states(*EVERYBODY) == ["matched"] * 3
    assert [landed(desk.world, number) for number in EVERYBODY] == [
        (0, 9_930, 1_515, 70), (0, 19_860, 3_030, 140), (0, 2_979, 455, 21)]
    assert desk.world.held(FARM, 1020) == -desk.world.held(FARM, 3100) == 234_300
    assert sum(desk.world.held(group_id, 9500) for group_id in GROUPS) == 234_300
    header = desk.pool(FARM)
    assert (header.amount_minor, header.fee_minor, header.parts) == (33_000, 5_000, 3)
    assert (header.reference, header.state) == ("SR-9", p.CLOSED)


def test_the_fee_may_come_out_of_the_amounts_and_the_money_in_two_landings(desk: Desk) -> None:
    """280.00 travel; what a bank at home took is shared as well, and every book adds up."""
    sent(desk, *EVERYBODY, fee_on_top=False)
    assert desk.land(100_001, "one", is_last=False, receiving_fee_minor=500) == ""
    partly = desk.states(*EVERYBODY)
    assert desk.land(97_799, "two", receiving_fee_minor=500) == ""
    found = [landed(desk.world, number) for number in EVERYBODY]

    assert partly == ["received"] * 3
    assert desk.states(*EVERYBODY) == ["matched"] * 3
    assert [one[0] + one[1] + one[2] + one[3] for one in found] == [10_000, 20_000, 3_000]
    assert desk.world.held(FARM, 1020) == 197_800 == sum(
        desk.world.held(group_id, 9500) for group_id in GROUPS)


def test_a_group_leaves_before_it_is_closed_and_a_late_one_is_left_out(desk: Desk) -> None:
    """Nothing of theirs was posted; both may send another way. Fees are shared by those who travel."""
    desk.begin(*EVERYBODY)
    assert leave_out(desk.world, 1) == ""
    left = desk.states(1)
    assert desk.close(0, 1) == "pool_changed"
    assert desk.close(0) == ""

    assert left == ["cancelled"]
    assert desk.states(*EVERYBODY) == ["approved", "cancelled", "cancelled"]
    assert desk.record(0) == ""
    assert landed(desk.world, 0) == (10_000, 0, 5_000, 0)
    assert [desk.world.held(GROUPS[number], 1010) for number in (1, 2)] == [BEGAN, BEGAN]
    assert desk.join(1) == "pool_unknown"
    assert leave_out(desk.world, 0) == "remittance_moved"


def test_once_it_was_closed_a_part_travels(desk: Desk) -> None:
    """Whoever is told of it may not take hers out any more; her page says so."""
    desk.begin(0, 1)
    assert desk.record(1) == "pool_open"
    assert desk.close(0, 1) == desk.close(0, 1) == ""

    assert leave_out(desk.world, 1) == "pool_closed"
    assert desk.record(1) == desk.record(1) == ""
    assert desk.states(0, 1) == ["approved", "sent"]


@pytest.mark.parametrize(("first", "stands"), [
    (0, ("closed", ["approved", "approved"])), (1, ("open", ["approved", "cancelled"]))])
def test_leaving_and_closing_at_once_come_to_one_answer(
    desk: Desk, first: int, stands: tuple[str, list[str]],
) -> None:
    """Whichever letter the farm takes in first holds: the part travels, or the closing is done anew."""
    desk.begin(0, 1)
    for act in (partial(desk.close, 0, 1), partial(leave_out, desk.world, 1)):
        with desk.world.cut_off(1):
            assert act() == ""
    delivering.deliver_from(desk.world.database, frozenset({GROUPS[first]}), at=AT)
    delivering.sweep(desk.world.database, at=AT)

    assert (desk.pool(ORGANISER).state, desk.states(0, 1)) == stands
    assert desk.close(0, at=AT + 20) == ""
    assert desk.record(0) == ""
    assert landed(desk.world, 0)[0] == 10_000


def test_a_part_that_was_agreed_after_the_closing_is_left_out(desk: Desk) -> None:
    """Its letter came too late: the paper ends, and nothing was posted."""
    desk.begin(0)
    assert desk.join(1) == ""
    assert desk.close(0) == ""
    assert desk.agree(1) == ""

    assert desk.states(0, 1) == ["approved", "cancelled"]


def test_a_landing_may_be_told_before_a_group_recorded_its_part(desk: Desk) -> None:
    """The farm has the money; the letter to the group waits until the treasurer wrote down that it left."""
    desk.begin(0, 1)
    desk.close(0, 1)
    assert desk.record(0) == desk.land(213_000) == ""
    waiting = delivering.sweep(desk.world.database, at=AT).waiting
    assert desk.record(1) == ""

    assert [(one.kind, one.code) for one in waiting] == [("capital_landed", "not_sent_yet")]
    assert desk.states(0, 1) == ["matched", "matched"]
    assert delivering.sweep(desk.world.database, at=AT).waiting == ()


def test_what_differs_is_disputed_in_all_parts_and_explained_once(desk: Desk) -> None:
    """The rest of each part stays in transit until then."""
    sent(desk, 0, 1)
    assert desk.land(200_000) == ""
    disputed, rest = desk.states(0, 1), [landed(desk.world, number)[0] for number in (0, 1)]
    said = Explain(book_id=FARM, remittance_id=POOL, words="The bank took 130.", on=TODAY, at=AT)
    assert desk.world.act(lambda session: explain_pool(session, confirmer(FARM), said)) == ""

    assert disputed == ["disputed"] * 2
    assert rest == [10_000 - 9_324, 20_000 - 18_648]
    assert desk.states(0, 1) == ["matched"] * 2
    assert desk.world.act(lambda session: explain_pool(session, confirmer(FARM), said)) == "nothing_disputed"


def test_a_part_that_came_back_takes_no_share_of_what_lands(desk: Desk) -> None:
    """One group got its money back; the other's lands, and is judged by what was expected of it alone."""
    sent(desk, 0, 1)
    back = TakeBack(book_id=GROUPS[1], remittance_id=part_id(1), on=TODAY, tender="box",
                    received_minor=20_000, today=TODAY, at=AT)
    assert desk.world.act(lambda session: take_back(session, treasurer(GROUPS[1]), back)) == ""
    assert desk.land(213_000) == "landed_more_than_sent"
    assert desk.land(71_000) == ""

    assert desk.states(0, 1) == ["matched", "returned"]
    assert desk.land(1, "again") == "already_landed"


def test_it_lands_as_a_whole_and_not_part_by_part(desk: Desk) -> None:
    """One transfer reached the account, so one sum is confirmed."""
    sent(desk, 0, 1)
    one = ConfirmLanding(book_id=FARM, remittance_id=part_id(0), landing_id=part_id(2), landed_on=TODAY,
                         received_minor=71_000, today=TODAY, at=AT)

    assert desk.world.act(lambda session: confirm_landing(session, confirmer(FARM), one)) == "lands_with_pool"
    assert desk.land(0) == desk.land(1) == "nothing_landed"
    assert desk.land(landed_on=date(2026, 1, 31)) == "landed_before_sent"
    assert desk.land(200_000, explanation="A fee.") == ""
    assert desk.land(200_001, explanation="A fee.") == "idempotency_conflict"


def test_a_pool_that_nobody_is_named_of_is_given_up(desk: Desk) -> None:
    """Its parts end with it, and the code holds no longer."""
    desk.begin(0, 1)
    assert desk.close() == ""

    assert desk.states(0, 1) == ["cancelled"] * 2
    assert desk.close(0) == "pool_closed"
    assert desk.join(2) == "pool_unknown"


def test_who_refuses_a_part_ends_it_and_others_hear_nothing(desk: Desk) -> None:
    """The enterprise is told of a part when two officers agreed to it, not before."""
    assert desk.open() == desk.join(1) == ""
    assert desk.agree(1, decision=Decision.REFUSE) == ""

    assert desk.states(1) == ["cancelled"]
    with desk.world.database.read() as session:
        assert p.parts_of(session, FARM, POOL) == []


BAD_OPENINGS: dict[str, dict[str, Any]] = {
    "fee_not_below_amount": {"most_fee_minor": -1}, "not_found": {"stake_id": POOL},
    "cycle_closed": {"today": date(2025, 12, 1)},
}
BAD_PARTS: dict[str, dict[str, Any]] = {
    "pool_unknown": {"code": "ABC-DEF"}, "nothing_to_send": {"amount": 0},
    "unknown_tender": {"tender": "sock"},
    "negative_tender": {"amount": BEGAN + 1}, "not_found": {"stake_id": stake_of(GROUPS[0], FARM)},
}
BAD_CLOSINGS: dict[str, dict[str, Any]] = {
    "pool_fee_over": {"fee_minor": 6_001}, "remittance_day_ahead": {"sent_on": date(2026, 2, 21)},
    "fee_not_below_amount": {"fee_minor": -1}, "mid_rate_unsourced": {"rates": Rates(mid="7.15")},
    "not_found": {"book_id": GROUPS[1]}, "pool_changed": {"remittance_ids": (part_id(1),)},
}


def test_what_cannot_be_is_refused_with_its_own_code(desk: Desk) -> None:
    """Each refusal leaves the pool as it was."""
    openings = {code: desk.open(**said) for code, said in BAD_OPENINGS.items()}
    desk.begin(0)
    parts = {code: desk.join(1, **said) for code, said in BAD_PARTS.items()}
    closings = {code: desk.close(0, **said) for code, said in BAD_CLOSINGS.items()}

    assert openings == {code: code for code in BAD_OPENINGS}
    assert parts == {code: code for code in BAD_PARTS}
    assert closings == {code: code for code in BAD_CLOSINGS}


def test_a_deducted_fee_leaves_something_of_the_smallest_part(desk: Desk) -> None:
    """A fee as large as a part is refused where it comes out of it."""
    desk.begin(0, most_fee_minor=20_000, fee_on_top=False)

    assert desk.close(0, fee_minor=10_000) == "fee_not_below_amount"
    assert desk.close(0, fee_minor=9_999) == ""


def test_codes_are_read_as_people_type_them() -> None:
    """Small letters, spaces and a missing dash do not matter; two pools have two codes."""
    code = p.code_of(POOL)

    assert len(code) == 7
    assert p.plain_code(code.lower().replace("-", " ")) == p.plain_code(f" {code} ") == code
    assert p.code_of(part_id(0)) != p.code_of(part_id(1))
