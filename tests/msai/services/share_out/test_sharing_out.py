"""Closing a cycle through both officers: what is posted, what is due, what stays, and what begins anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, SOCIAL, Account
from ledgers.balances import balances
from ledgers.cycles import CycleState, list_cycles
from ledgers.entries import EntryKind, Posting
from ledgers.errors import LedgerError
from msai.services.group_books import load_group
from msai.services.holders import member_holder
from msai.services.share_out import Basis, Decisions, KeptBack, SocialEnd, Way, WayKind, check_share_out
from tests.msai.services.share_out.table import (
    ANA,
    BELA,
    CITRA,
    DECIDED,
    DEWI,
    ELENA,
    ENDED,
    GROUP,
    MIDDLE,
    TREASURER,
    ask,
    earn,
    fine,
    give_social,
    lend,
    post,
    share_it_out,
    standing,
)

DUE, CARRIED = Way(WayKind.DUE), Way(WayKind.CARRIED_ON)


def test_own_01_everybody_takes_her_part(session: Session) -> None:
    """The pot of 13,037.50 goes out; Dewi's loan is taken off hers, and nothing is left anywhere."""
    lend(session, DEWI, 180_000)
    earn(session, 303_750)
    give_social(session, {ANA: 96_000})
    share_it_out(session)

    assert standing(session) == {
        "1010|social|box": 96_000, "3300|social|member-1": -96_000}


def test_the_next_cycle_is_open_from_the_day_after(session: Session) -> None:
    """Nothing can be dated into the one that was shared out."""
    share_it_out(session)

    assert [(cycle.cycle_no, cycle.state, cycle.opened_on, cycle.closed_on)
            for cycle in list_cycles(session, GROUP)] == [
        (1, CycleState.SHARED_OUT, date(2026, 1, 4), ENDED), (2, CycleState.OPEN, date(2026, 12, 28), None)]


def test_own_02_what_whole_dollars_cannot_pay_stays(session: Session) -> None:
    """Fifty cents stay in the surplus, and 0.40 of Dewi's share are due to her for her odd debt."""
    lend(session, DEWI, 180_060)
    earn(session, 303_750)
    share_it_out(session, step_minor=100)

    found = standing(session)
    assert (found["3400|savings|None"], found["2100|savings|member-4"]) == (-50, -40)


def test_own_14_a_debt_above_her_part_is_kept_back(session: Session) -> None:
    """Dewi's part pays what it can of her 5,000.00; the rest is hers to pay and the group's to wait for."""
    lend(session, DEWI, 500_000)
    earn(session, 303_750)
    share_it_out(session)

    assert standing(session) == {
        "1010|savings|box": 10, "1100|savings|loan-1": 266_650, "3400|savings|None": -266_660}


def test_a_year_of_losses_is_borne_by_all(session: Session) -> None:
    """2,000.00 were spent: a share is worth 40.00."""
    earn(session, -200_000)
    again = check_share_out(session, TREASURER, GROUP, share_it_out(session))

    assert [part.result_minor for part in again.plan.parts] == [-60_000, -37_000, -52_000, -45_000, -6_000]
    assert standing(session) == {}


def test_who_is_not_there_is_owed_her_part(session: Session) -> None:
    """Elena's 300.00 stay in the box, due to her."""
    share_it_out(session, ways={ELENA: DUE})

    assert standing(session) == {"1010|savings|box": 30_000, "2100|savings|member-5": -30_000}


def test_where_one_place_is_not_enough_the_next_one_pays(session: Session) -> None:
    """2,000.00 lie at the bank: Ana is paid by it, and the rest of hers comes from the box."""
    box = _boxes(session)[0]
    bank = load_group(session, GROUP, MIDDLE).tenders["bank"].account(SAVINGS)
    post(session, EntryKind.TRANSFER, Posting(bank, box, 200_000))
    again = check_share_out(session, TREASURER, GROUP, share_it_out(session, usual=Way(WayKind.PAID, "bank")))

    assert standing(session) == {}
    assert [payment.minor for payment in again.plan.parts[0].payments] == [200_000, 100_000]


def test_who_carries_on_buys_whole_shares(session: Session) -> None:
    """Her 6 shares are worth 330.00: six shares of the next cycle, and 30.00 that are due to her."""
    earn(session, 100_000)
    share_it_out(session, ways={ELENA: CARRIED})

    assert standing(session) == {
        "1010|savings|box": 33_000, "2100|savings|member-5": -3_000, "3100|savings|member-5": -30_000,
        "9300|shares|None": -6, "9400|shares|member-5": 6}


def test_carried_on_profit_can_buy_more_shares_than_there_were(session: Session) -> None:
    """A share is worth 100.00: six become twelve."""
    earn(session, 1_000_000)
    share_it_out(session, ways={ELENA: CARRIED})

    assert standing(session)["9400|shares|member-5"] == 12


def test_an_amount_kept_back_by_decision_stays(session: Session) -> None:
    """1,000.00 are kept for a solar lamp; a share is worth 45.00."""
    kept = (KeptBack("A lamp for the meeting room", 100_000),)
    share_it_out(session, kept_back=kept)

    assert standing(session) == {"1010|savings|box": 100_000, "3400|savings|None": -100_000}


def test_a_debt_that_is_not_set_off_stays_owed(session: Session) -> None:
    """Dewi's loan goes on; she is paid her part of what is there, like everybody."""
    lend(session, DEWI, 180_000)
    share_it_out(session, debts_stay=frozenset({DEWI}))

    assert standing(session) == {"1100|savings|loan-1": 180_000, "3400|savings|None": -180_000}


@pytest.mark.parametrize(("basis", "dewi"), [(Basis.SAVINGS, 247_480), (Basis.SAVINGS_DAYS, 247_710)])
def test_other_bases(session: Session, basis: Basis, dewi: int) -> None:
    """11,010.00 by her 2,250.00 of 10,010.00; by days, Elena's late 10.00 count for seven of 203."""
    late = member_holder(GROUP, ELENA)
    box = _boxes(session)[0]
    post(session, EntryKind.SAVINGS, Posting(box, Account(3100, SAVINGS, late), 1_000), on=date(2026, 12, 20))
    earn(session, 100_000)
    again = check_share_out(session, TREASURER, GROUP, share_it_out(session, basis=basis))

    assert again.plan.parts[DEWI - 1].entitlement_minor == dewi


def _boxes(session: Session) -> list[Account]:
    return list(balances(session, GROUP, codes=[1010]))


@pytest.mark.parametrize(("social", "parts"), [
    (SocialEnd.EQUALLY, [2_000, 2_000, 2_000, 2_000, 2_000]),
    (SocialEnd.BY_PAID_IN, [5_000, 2_500, 2_500, 0, 0])])
def test_the_social_fund_is_shared(session: Session, social: SocialEnd, parts: list[int]) -> None:
    """What was given less what it cost goes to the members; whoever is not there is owed hers."""
    give_social(session, {ANA: 6_000, BELA: 3_000, CITRA: 3_000})
    earn(session, -2_000, SOCIAL)
    again = check_share_out(
        session, TREASURER, GROUP, share_it_out(session, social=social, ways={BELA: DUE}))

    found = standing(session)
    assert [part.social.minor for part in again.plan.parts] == parts
    assert (found["1010|social|box"], found["2100|social|member-2"]) == (parts[1], -parts[1])
    assert again.is_same


def test_working_it_out_again_gives_the_same_cents(session: Session) -> None:
    """Also after the next cycle has begun and the box moved on."""
    lend(session, DEWI, 500_000)
    earn(session, 303_750)
    earn(session, -1_000)
    for number in (ELENA, ANA, DEWI):
        fine(session, number, 1_500)
    share_out_id = share_it_out(session)
    before = check_share_out(session, TREASURER, GROUP, share_out_id)
    post(session, EntryKind.DONATION, Posting(
        _boxes(session)[0], Account(4850, SAVINGS), 777), on=date(2027, 1, 3))
    again = check_share_out(session, TREASURER, GROUP, share_out_id)

    assert (again.code, again.is_same, again.plan.value) == (before.code, True, before.plan.value)


@pytest.mark.parametrize(("changes", "code"), [
    ({"ended_on": MIDDLE.replace(month=5)}, "cycle_ends_too_early"),
    ({"ended_on": date(2026, 12, 28)}, "cycle_ends_in_the_future"),
    ({"step_minor": 0}, "cash_step_unclear"),
    ({"usual": Way(WayKind.PAID, "wallet")}, "share_out_way_unknown"),
    ({"ways": {ANA: Way(WayKind.PAID, "bank")}}, "negative_tender"),
    ({"kept_back": (KeptBack("Everything", 9_999_999),)}, "kept_back_too_much"),
    ({"kept_back": (KeptBack("All of it", 1_000_000),)}, "no_share_out"),
])
def test_what_cannot_be_is_refused(session: Session, changes: dict[str, object], code: str) -> None:
    """Each with its own words, and nothing is kept."""
    decided: Decisions = replace(DECIDED, **changes)  # type: ignore[arg-type]
    with pytest.raises(LedgerError) as refused:
        ask(session, decided)

    assert refused.value.code == code
