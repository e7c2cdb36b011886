"""What may happen to money on its way home: parts, differences, come back, lost, there before its paper."""

from uuid import UUID

import pytest

from ledgers.entries import SourceKind
from msai.approvals import Decision, digest_of
from msai.db import Database
from msai.models.remittances import Arriving
from msai.permissions import SYSTEM_IMPORT
from msai.services.backing.wanted import DeclareDividend, DeclareInterest
from msai.services.enterprises import close_year
from msai.services.postings import Paper
from msai.services.remitting import documents as d
from msai.services.remitting.drafting import AnswerRemittance
from msai.services.remitting.ending import GiveUp
from msai.services.remitting.homeward.early import TakeNoteBack, take_note_back
from msai.services.remitting.homeward.given_up import answer_lost_home, ask_lost_home, lost_home_shown
from msai.services.remitting.homeward.pairing import ChooseLanding, choose_landing
from msai.services.remitting.homeward.turned_back import TurnBack, turn_back
from msai.services.remitting.landing_home import explain_coming, explain_sent_home
from msai.services.remitting.matching import Explain
from tests.msai.services.corrections.desk import SECOND_OFFICER
from tests.msai.services.remitting.desk import refusal
from tests.msai.services.remitting.way_home import LATER, WayHome
from tests.msai.services.staking.desk import FARM, ROSA, TODAY
from tests.msai.services.sundays import AT, GROUP, TREASURER

pytestmark = pytest.mark.one_kind


@pytest.fixture
def way(database: Database) -> WayHome:
    """Interest of 1,400.00 pesos is declared on the group's loan, 200.00 dollars at mid."""
    way = WayHome(database, "loan")
    way.rate("7")
    way.farm_decides(DeclareInterest(backer=way.stake, amount_minor=140_000))
    return way


def explained(book_id: UUID, remittance_id: UUID) -> Explain:
    """Somebody says why."""
    return Explain(book_id=book_id, remittance_id=remittance_id, words="A fee.", on=LATER, at=AT)


def test_it_lands_in_parts_and_what_is_missing_is_explained(way: WayHome) -> None:
    """100 and then 60 of 200: 40 stay in transit until the farm says why; two parts can make all of it."""
    sent = way.sent(70_000)
    way.land(sent, 5_000, "one", is_last=False)
    partly, on_its_way = way.states(sent), "1200 H-0001 50.00" in way.book()
    way.land(sent, 4_500, "two", receiving_fee_minor=500)
    short = way.sent(70_000, word="again")
    way.land(short, 6_000)
    disputed = way.states(short)
    assert refusal(lambda: way.land(sent, 1, "more")) == "already_landed"
    way.act(lambda session: explain_sent_home(session, ROSA, explained(FARM, short)))

    assert (partly, on_its_way) == (("received", "received"), True)
    assert (way.states(sent), disputed) == (("matched", "matched"), ("disputed", "disputed"))
    assert way.states(short) == ("matched", "matched")
    assert way.book() == "\n".join((
        "1010 box 89155.00", "1310 stake 1000.00", "4400 stake -200.00", "5100 - 5.00", "5500 - 40.00",
        "9500 stake 7000.00", "9510 - -7000.00"))


def test_more_may_land_of_what_is_disputed_and_the_group_may_explain_it(way: WayHome) -> None:
    """What lands beyond what was in transit is a gain; nothing is left to end then."""
    sent = way.sent(140_000)
    way.land(sent, 15_000, "short")
    way.land(sent, 6_000, "late")
    assert way.states(sent) == ("disputed", "disputed")
    way.act(lambda session: explain_coming(session, TREASURER, explained(GROUP, sent)))

    assert way.states(sent) == ("matched", "matched")
    assert "4500 - -10.00" in way.book()
    assert refusal(lambda: way.act(lambda session: explain_coming(
        session, TREASURER, explained(GROUP, sent)))) == "nothing_disputed"


def test_what_comes_back_to_the_farm_is_owed_again_in_both_books(way: WayHome) -> None:
    """All but what the way kept; it can be sent again, and nothing comes back twice or after it landed."""
    before, sent = way.book(), way.sent(140_000)
    back = TurnBack(book_id=FARM, remittance_id=sent, on=LATER, received_minor=139_000, today=LATER, at=AT)
    for _again in range(2):
        way.act(lambda session: turn_back(session, ROSA, back))
    after, farm = way.book(), way.book(FARM)
    again = way.sent(140_000, word="again")
    way.land(again, 20_000)

    assert (after, way.states(sent)) == (before, ("returned", "returned"))
    assert "2400 stake -1400.00" in farm
    assert "5900 - 10.00" in farm
    assert refusal(lambda: way.land(sent, 20_000, "ghost")) == "remittance_moved"
    assert refusal(lambda: way.act(lambda session: turn_back(session, ROSA, TurnBack(
        book_id=FARM, remittance_id=again, on=LATER, received_minor=1, today=LATER, at=AT)))) == (
        "remittance_moved")


def test_two_officers_give_up_what_never_arrived(way: WayHome) -> None:
    """Amina is shown how much it is; the farm has paid, and owes it no more."""
    sent = way.sent(140_000)
    said = GiveUp(book_id=GROUP, remittance_id=sent, on=LATER, reason="The shop closed.", today=LATER, at=AT)
    way.act(lambda session: ask_lost_home(session, TREASURER, said))
    with way.database.read() as session:
        seen = digest_of(lost_home_shown(session, d.find_row(session, Arriving, GROUP, remittance_id=sent)))
    answer = AnswerRemittance(book_id=GROUP, remittance_id=sent, decision=Decision.APPROVE, seen_digest=seen,
                              at=AT)
    assert refusal(lambda: way.act(lambda session: answer_lost_home(session, TREASURER, answer))) == (
        "own_request")
    way.act(lambda session: answer_lost_home(session, SECOND_OFFICER, answer))

    assert way.states(sent) == ("lost", "lost")
    assert "5600 - 200.00" in way.book()
    assert "2400" not in way.book(FARM)


def test_money_that_was_there_first_is_found_by_its_paper(way: WayHome) -> None:
    """Posted from what was declared; the paper of exactly that amount posts nothing and is matched."""
    for _again in range(2):
        landing_id = way.note(140_000, 19_500, fee_minor=500)
    noted = way.book()
    before, sent = way.cost_of_sending(), way.sent(140_000)

    assert (before, way.cost_of_sending()) == ([(140_000, 19_500, 500)], [(140_000, 19_500, 500)])
    assert noted == way.book() == "\n".join((
        "1010 box 89195.00", "1310 stake 1000.00", "4400 stake -200.00", "5100 - 5.00",
        "9500 stake 7000.00", "9510 - -7000.00"))
    assert way.states(sent) == ("matched", "matched")
    assert refusal(lambda: way.land(sent, 1)) == "already_landed"
    wrong = TakeNoteBack(book_id=GROUP, landing_id=landing_id, reason="x", on=LATER, at=AT)
    assert refusal(lambda: way.act(lambda session: take_note_back(session, TREASURER, wrong))) == (
        "landing_paired")


def test_where_amounts_do_not_tell_the_reference_does_or_the_treasurer(way: WayHome) -> None:
    """Two alike by their references; another amount she is asked about: its rest is in transit."""
    first, second = (way.note(30_000, 4_286, word, reference=word) for word in ("SR 7", "SR 8"))
    other = way.note(60_000, 8_571, "other")
    by_reference = way.sent(30_000, word="sr-8")
    asked = way.sent(80_000, word="nothing")
    with way.database.read() as session:
        told = d.find_row(session, Arriving, GROUP, remittance_id=by_reference)
        waits = d.find_row(session, Arriving, GROUP, remittance_id=asked)
    assert (told.early_id, told.state, waits.waits_for) == (second, "matched", "landing")
    assert refusal(lambda: way.land(asked, 1)) == "landing_to_choose"
    choice = ChooseLanding(book_id=GROUP, remittance_id=asked, landing_id=other, at=AT)
    way.act(lambda session: choose_landing(session, TREASURER, choice))
    way.act(lambda session: take_note_back(session, TREASURER, TakeNoteBack(
        book_id=GROUP, landing_id=first, reason="Counted twice.", on=LATER, at=AT)))

    assert way.states(asked) == ("disputed", "disputed")
    assert way.book() == "\n".join((
        "1010 box 89128.57", "1200 H-0002 28.57", "1310 stake 1000.00", "1400 stake 42.86",
        "4400 stake -200.00", "9500 stake 7000.00", "9510 - -7000.00"))


def test_none_of_them_is_money_on_its_way(way: WayHome) -> None:
    """What was noted is something else; the paper is posted as sent."""
    way.note(30_000, 4_286)
    sent = way.sent(20_000)
    choice = ChooseLanding(book_id=GROUP, remittance_id=sent, landing_id=None, at=AT)
    way.act(lambda session: choose_landing(session, TREASURER, choice))

    assert "1200 H-0001 28.57" in way.book()
    assert refusal(lambda: way.act(lambda session: choose_landing(session, TREASURER, choice))) == (
        "remittance_moved")


def test_a_note_says_no_more_than_was_expected(way: WayHome) -> None:
    """Each refusal has a code of its own."""
    assert refusal(lambda: way.note(140_001, 20_000)) == "more_than_expected"
    assert refusal(lambda: way.note(140_000, 24_001)) == "landed_more_than_sent"
    assert refusal(lambda: way.note(140_000, 0)) == "nothing_landed"
    assert refusal(lambda: way.note(140_000, 1, purpose="capital")) == "not_found"
    assert refusal(lambda: way.note(140_000, 1, landed_on=LATER, today=TODAY)) == "remittance_day_ahead"
    way.note(140_000, 20_000)
    assert refusal(lambda: way.note(140_000, 19_000)) == "idempotency_conflict"
    sent = way.sent(100_000)
    choice = ChooseLanding(book_id=GROUP, remittance_id=sent, landing_id=way.note(140_000, 20_000), at=AT)
    assert refusal(lambda: way.act(lambda session: choose_landing(session, TREASURER, choice))) == (
        "landing_says_more")


def test_a_month_without_a_rate_waits_and_is_said(database: Database) -> None:
    """Declared, sent, and nobody knows the rate: the paper says what it waits for and is posted with it."""
    way = WayHome(database, "equity")
    way.farm_decides(DeclareDividend(amount_minor=120_000, record_on=TODAY))
    sent = way.sent(70_000)
    assert refusal(lambda: way.land(sent, 10_000)) == "nothing_declared"
    assert "1200" not in way.book()
    way.rate("7")
    way.land(sent, 10_000)

    assert way.states(sent) == ("matched", "matched")
    assert "4400 stake -100.00" in way.book()


def test_nothing_leaves_or_comes_back_in_a_closed_year(way: WayHome) -> None:
    """The farm closed its year: neither another transfer of it nor the return of one is taken."""
    sent, again = way.sent(70_000), way.approved(20_000, word="again")
    with way.database.write() as session:
        close_year(session, SYSTEM_IMPORT, FARM, on=LATER, paper=Paper(SourceKind.CYCLE, FARM, AT))
    back = TurnBack(book_id=FARM, remittance_id=sent, on=LATER, received_minor=70_000, today=LATER, at=AT)

    assert refusal(lambda: way.act(lambda session: way.leave(session, again))) == "money_year_closed"
    assert refusal(lambda: way.act(lambda session: turn_back(session, ROSA, back))) == "money_year_closed"
    assert way.states(sent) == ("sent", "on_its_way")
