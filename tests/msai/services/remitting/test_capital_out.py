"""Capital goes out: drafted, approved as shown, sent, landed at home, matched in the group's book."""

from datetime import date
from functools import partial
from typing import Any

import pytest

from msai.approvals import Decision, digest_of
from msai.models.enterprises import Remittance
from msai.services.remitting import documents as d
from msai.services.remitting.documents import is_late
from msai.services.remitting.drafting import AnswerRemittance, Leg, ask_for_approval, cancel_remittance
from msai.services.remitting.ending import (
    GiveUp,
    TakeBack,
    answer_lost,
    ask_lost,
    lost_shown,
    take_back,
)
from msai.services.remitting.matching import Explain, explain_arrival, explain_remittance, land_without_book
from msai.services.remitting.rates import Rates
from tests.msai.services.corrections.desk import SECOND_OFFICER
from tests.msai.services.remitting.desk import (
    BEN,
    FAR_STAKE,
    FARM,
    LANDED_ON,
    ROSA,
    SENT_ON,
    TODAY,
    Corridor,
    named,
    refusal,
    stake_id,
)
from tests.msai.services.sundays import AT, GROUP, TREASURER

pytestmark = pytest.mark.one_kind
DAY = 24 * 3600 * 1000


def test_capital_is_matched_once_the_farm_confirmed_it(corridor: Corridor) -> None:
    """500 at 7.10 with 20 on top: 3,550 landed, worth 496.50 at mid; the rest was the margin."""
    remittance_id = corridor.sent()
    on_its_way = corridor.holdings()
    corridor.land(remittance_id)

    assert on_its_way == {"1010/investment/box": 48_000, "1200/investment/R-0001": 50_000,
                          "5100/investment": 2_000}
    assert corridor.state(remittance_id) == ("matched", "matched")
    assert corridor.holdings() == {
        "1010/investment/box": 48_000, "1300/investment/farm-share": 49_650, "5100/investment": 2_000,
        "5150/investment": 350, "9500/claims.PHP/farm-share": 355_000, "9510/claims.PHP": -355_000}
    assert corridor.holdings(FARM) == {
        "1020/enterprise/bank": 355_000, "3100/enterprise/farm-share": -355_000,
        "9300/shares": -3_550, "9400/shares/farm-share": 3_550}
    assert (corridor.landings(GROUP), corridor.landings(FARM)) == (1, 1)


def test_every_step_that_comes_twice_changes_nothing_the_second_time(corridor: Corridor) -> None:
    """Phones repeat what they heard no answer to."""
    remittance_id = corridor.draft()
    corridor.draft()
    corridor.approve(remittance_id)
    for _ in range(2):
        corridor.send(remittance_id)
    for _ in range(2):
        corridor.land(remittance_id)

    assert corridor.holdings()["1300/investment/farm-share"] == 49_650
    assert corridor.landings(FARM) == 1
    assert refusal(lambda: corridor.land(remittance_id, 1)) == "idempotency_conflict"
    assert refusal(lambda: corridor.draft(amount=1)) == "idempotency_conflict"


def test_a_deducted_fee_travels_inside_and_is_a_cost_when_the_first_part_lands(corridor: Corridor) -> None:
    """Two landings at home, a receiving fee from each: all of it adds up."""
    remittance_id = corridor.sent(fee_on_top=False)
    corridor.land(remittance_id, 140_000, "one", is_last=False, receiving_fee_minor=800)
    partly = corridor.state(remittance_id)
    corridor.land(remittance_id, 199_200, "two", receiving_fee_minor=800, landed_on=date(2026, 2, 5))
    book = corridor.holdings()
    cost = book["1300/investment/farm-share"] + book["5100/investment"] + book["5150/investment"]

    assert partly == ("received", "received")
    assert corridor.state(remittance_id) == ("matched", "matched")
    assert (cost, book["1010/investment/box"]) == (50_000, 50_000)
    assert book["5100/investment"] == 2_000 + 112 + 112
    assert book["9500/claims.PHP/farm-share"] == 339_200


def test_a_difference_is_disputed_until_somebody_explains_it(corridor: Corridor) -> None:
    """The rest stays on its way while nobody knows what became of it."""
    remittance_id = corridor.sent()
    corridor.land(remittance_id, 340_000)
    disputed, rest = corridor.state(remittance_id), corridor.holdings()["1200/investment/R-0001"]
    said = Explain(book_id=FARM, remittance_id=remittance_id, words="The bank took 150.", on=TODAY, at=AT)
    corridor.act(lambda session: explain_arrival(session, BEN, said))

    assert (disputed, rest) == (("disputed", "disputed"), 50_000 - 47_552)
    assert corridor.state(remittance_id) == ("matched", "matched")
    assert "1200/investment/R-0001" not in corridor.holdings()
    assert corridor.holdings()["5150/investment"] == rest


def test_the_group_may_explain_it_as_well_and_words_said_at_once_dispute_nothing(corridor: Corridor) -> None:
    """Who knows the reason says it."""
    first, second = corridor.sent(), corridor.sent("second", 10_000, fee=0)
    corridor.land(first, 340_000)
    corridor.land(second, 70_000, "other", explanation="The rate had moved.")
    said = Explain(book_id=GROUP, remittance_id=first, words="A second fee.", on=TODAY, at=AT)
    corridor.act(lambda session: explain_remittance(session, TREASURER, said))

    assert corridor.state(first) == corridor.state(second) == ("matched", "matched")
    assert refusal(lambda: corridor.act(lambda session: explain_remittance(session, TREASURER, said))) == (
        "nothing_disputed")


def test_without_a_mid_rate_all_of_it_is_the_stake_and_the_margin_stays_unknown(corridor: Corridor) -> None:
    """What nobody noted is never filled in later."""
    remittance_id = corridor.sent(rates=Rates())
    corridor.land(remittance_id, 340_000)

    assert corridor.holdings()["1300/investment/farm-share"] == 50_000
    assert corridor.state(remittance_id) == ("matched", "matched")


def test_a_transfer_that_came_back_leaves_nothing_on_its_way(corridor: Corridor) -> None:
    """The shop gave 480 of 500 back and kept 10; the rest is an exchange loss."""
    remittance_id = corridor.sent()
    back = TakeBack(book_id=GROUP, remittance_id=remittance_id, on=LANDED_ON, tender="box",
                    received_minor=48_000, fee_minor=1_000, today=TODAY, at=AT)
    for _ in range(2):
        corridor.act(lambda session: take_back(session, TREASURER, back))

    assert corridor.state(remittance_id) == ("returned", "returned")
    assert corridor.holdings() == {
        "1010/investment/box": 96_000, "5100/investment": 3_000, "5500/investment": 1_000}
    assert refusal(lambda: corridor.land(remittance_id)) == "remittance_moved"


def test_money_is_lost_only_when_two_officers_agree(corridor: Corridor) -> None:
    """One asks and says why, the other sees how much it is."""
    remittance_id = corridor.sent()
    give_up = GiveUp(book_id=GROUP, remittance_id=remittance_id, on=TODAY, reason="The shop closed.",
                     today=TODAY, at=AT)
    corridor.act(lambda session: ask_lost(session, TREASURER, give_up))
    before = corridor.holdings()["1200/investment/R-0001"]
    seen = corridor.read(lambda session: digest_of(lost_shown(
        session, d.find_row(session, Remittance, GROUP, remittance_id=remittance_id))))
    said = AnswerRemittance(book_id=GROUP, remittance_id=remittance_id, decision=Decision.APPROVE,
                            seen_digest=seen, at=AT)
    own = refusal(lambda: corridor.act(lambda session: answer_lost(session, TREASURER, said)))
    corridor.act(lambda session: answer_lost(session, SECOND_OFFICER, said))

    assert (before, own) == (50_000, "own_request")
    assert corridor.holdings()["5600/investment"] == 50_000
    assert corridor.state(remittance_id) == ("lost", "lost")


def test_nothing_leaves_before_the_second_officer_agreed(corridor: Corridor) -> None:
    """Nor may she approve what she asked for, nor something else than she saw."""
    remittance_id = corridor.draft()

    assert refusal(lambda: corridor.send(remittance_id)) == "approval_missing"
    assert refusal(lambda: corridor.approve(remittance_id, by=TREASURER)) == "own_request"
    assert refusal(lambda: corridor.approve(remittance_id, seen_digest=bytes(32))) == "shown_differs"
    assert refusal(lambda: corridor.land(remittance_id)) == "not_found"
    assert corridor.holdings() == {"1010/investment/box": 100_000}


def test_an_approval_that_nobody_used_in_time_is_asked_for_again(corridor: Corridor) -> None:
    """Three days later the rate, and the money in the box, may be others."""
    remittance_id = corridor.draft()
    corridor.approve(remittance_id)
    late = refusal(lambda: corridor.send(remittance_id, at=AT + 4 * DAY))
    corridor.act(lambda session: ask_for_approval(
        session, TREASURER, GROUP, remittance_id=remittance_id, at=AT + 4 * DAY))
    again = refusal(lambda: corridor.send(remittance_id, at=AT + 4 * DAY))
    corridor.approve(remittance_id, at=AT + 4 * DAY)
    corridor.send(remittance_id, at=AT + 4 * DAY)

    assert (late, again) == ("approval_expired", "approval_missing")
    assert corridor.state(remittance_id)[0] == "sent"


def test_a_draft_can_be_cancelled_and_money_on_its_way_cannot(corridor: Corridor) -> None:
    """Whoever refuses it ends it as well."""
    first, second, third = corridor.draft(), corridor.draft("second"), corridor.sent("third", 1_000)
    for _ in range(2):
        corridor.act(lambda session: cancel_remittance(
            session, TREASURER, GROUP, remittance_id=first, at=AT))
    corridor.approve(second, decision=Decision.REFUSE)

    assert [corridor.state(one)[0] for one in (first, second)] == ["cancelled", "cancelled"]
    assert refusal(lambda: corridor.act(lambda session: cancel_remittance(
        session, TREASURER, GROUP, remittance_id=third, at=AT))) == "remittance_moved"
    assert refusal(lambda: corridor.send(first)) == "remittance_moved"


def test_an_enterprise_without_a_book_here_lets_the_group_write_down_what_landed(corridor: Corridor) -> None:
    """With its own stake; where the enterprise keeps a book, it is not for the group to say."""
    far = corridor.sent(stake_id=stake_id(FAR_STAKE))
    near = corridor.sent("near", 1_000)
    corridor.land(far, use=land_without_book, by=TREASURER, book_id=GROUP)

    assert refusal(lambda: corridor.land(
        near, use=land_without_book, by=TREASURER, book_id=GROUP)) == "enterprise_confirms"
    assert corridor.state(far) == ("matched", None)
    assert corridor.holdings()["1300/investment/far-share"] == 49_650


BAD_DRAFTS: dict[str, dict[str, Any]] = {
    "nothing_to_send": {"amount": 0}, "fee_not_below_amount": {"amount": 500, "fee_on_top": False},
    "negative_tender": {"amount": 99_000}, "not_found": {"stake_id": named("nobody's")},
    "mid_rate_unsourced": {"rates": Rates(mid="7.15")}, "not_a_rate": {"rates": Rates(applied="-7")},
    "unknown_tender": {"legs": (Leg(tender="sock", amount_minor=1),)},
    "tender_twice": {"legs": (Leg(tender="box", amount_minor=1),) * 2},
    "not_permitted": {"by": SECOND_OFFICER},
    "cycle_closed": {"today": date(2025, 12, 1), "rates": Rates()},
    "rate_day_ahead": {"rates": Rates(mid="7.1", mid_source="x", mid_date=TODAY)},
}
BAD_LANDINGS: dict[str, dict[str, Any]] = {
    "nothing_landed": {"received": 0}, "landed_before_sent": {"landed_on": date(2026, 1, 31)},
    "remittance_day_ahead": {"landed_on": date(2026, 2, 21)}, "landed_more_than_sent": {"received": 500_000},
    "not_permitted": {"by": ROSA}, "not_found": {"remittance_id": named("nothing")},
}


def test_what_cannot_be_is_refused_with_its_own_code(corridor: Corridor) -> None:
    """Each refusal leaves both books as they were."""
    drafts = {code: refusal(partial(corridor.draft, "bad", **said)) for code, said in BAD_DRAFTS.items()}
    remittance_id = corridor.sent()
    before = corridor.holdings(), corridor.holdings(FARM)
    landings = {code: refusal(partial(corridor.land, **{"remittance_id": remittance_id, **said}))
                for code, said in BAD_LANDINGS.items()}

    assert drafts == {code: code for code in BAD_DRAFTS}
    assert landings == {code: code for code in BAD_LANDINGS}
    assert (corridor.holdings(), corridor.holdings(FARM)) == before


def test_it_cannot_land_twice_nor_leave_tomorrow(corridor: Corridor) -> None:
    """All of it was confirmed; and money is written down when it moved."""
    remittance_id, next_one = corridor.sent(), corridor.draft("next", 1_000)
    corridor.land(remittance_id)
    corridor.approve(next_one)

    assert refusal(lambda: corridor.land(remittance_id, word="again")) == "already_landed"
    assert refusal(lambda: corridor.send(next_one, sent_on=date(2026, 2, 21))) == "remittance_day_ahead"


def test_a_week_without_landing_raises_the_alarm() -> None:
    """On the eighth day, and not once all is matched."""
    assert not is_late("sent", SENT_ON, today=date(2026, 2, 8))
    assert is_late("sent", SENT_ON, today=date(2026, 2, 9))
    assert not is_late("matched", SENT_ON, today=date(2026, 3, 9))
