"""Money comes home: the farm drafts, its other person approves, it leaves the bank, and lands."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledgers.entries import SourceKind
from ledgers.money import Money
from msai.permissions import SYSTEM_IMPORT
from msai.services import income
from msai.services.outbox import delivering
from msai.services.postings import Paper, backer_holder
from msai.services.remitting.home import DraftHome, draft_home, send_home
from msai.services.remitting.landing_home import land_home
from msai.services.remitting.rates import EnterRate, Rates, enter_rate, read_rate
from msai.services.remitting.sending import SendRemittance
from tests.msai.services.remitting.desk import (
    FARM,
    LANDED_ON,
    ROSA,
    SENT_ON,
    STAKE,
    TODAY,
    Corridor,
    named,
    refusal,
)
from tests.msai.services.sundays import AT, GROUP, TREASURER

pytestmark = pytest.mark.one_kind
BACKER = backer_holder(FARM, STAKE).id


def declare(corridor: Corridor, minor: int, mid: str = "7.15", step: int = 1) -> None:
    """The farm declares a dividend, and the group records it at the day's mid rate."""
    corridor.act(lambda session: income.declare(session, SYSTEM_IMPORT, income.Declare(
        enterprise_id=FARM, backer=STAKE, on=LANDED_ON, amount=Money(minor, "PHP"), group_id=GROUP,
        paper=Paper(SourceKind.DIVIDEND, UUID(int=step), AT), host="HKD", mid_rate=mid)))


def draft(corridor: Corridor, minor: int, word: str = "home", **said: Any) -> UUID:
    """Rosa writes down what the farm means to send."""
    corridor.act(lambda session: draft_home(session, said.pop("by", ROSA), DraftHome(**{
        "book_id": FARM, "remittance_id": named(word), "backer_id": BACKER, "amount_minor": minor,
        "rates": Rates(applied="7.20"), "today": LANDED_ON, "at": AT, **said})))
    return named(word)


def sent(corridor: Corridor, minor: int, **said: Any) -> UUID:
    """Drafted, approved by Ben, and gone from the bank."""
    remittance_id = draft(corridor, minor, **said)
    corridor.approve(remittance_id, FARM)
    corridor.act(lambda session: send_home(session, ROSA, SendRemittance(
        book_id=FARM, remittance_id=remittance_id, sent_on=LANDED_ON, today=TODAY, at=AT)))
    return remittance_id


def land(corridor: Corridor, remittance_id: UUID, received: int, **said: Any) -> None:
    """Lorna finds it in the box."""
    corridor.land(remittance_id, received, **{
        "use": land_home, "by": TREASURER, "book_id": GROUP, "tender": "box", "word": "came",
        "landed_on": date(2026, 2, 5), **said})


@pytest.fixture
def backed(corridor: Corridor) -> Corridor:
    """The farm has the group's capital, and declared 1,430 pesos, 200 dollars at mid."""
    corridor.land(corridor.sent())
    declare(corridor, 143_000)
    return corridor


def test_a_dividend_goes_home_and_lands(backed: Corridor) -> None:
    """It stood at 200; 1,430 at 7.20 are 198.61, of which a fee of 5 was taken: 1.39 lost to the rate."""
    remittance_id = sent(backed, 143_000, fee_minor=10_000)
    on_its_way = backed.holdings()["1200/investment/H-0001"]
    for _ in range(2):
        land(backed, remittance_id, 19_361, receiving_fee_minor=500)
    book, farm = backed.holdings(), backed.holdings(FARM)

    assert on_its_way == 20_000
    assert backed.state(remittance_id) == ("matched", "matched")
    assert (book["1010/investment/box"], book["5500/investment"]) == (48_000 + 19_361, 139)
    assert "1400/investment/farm-share" not in book
    assert (farm["1020/enterprise/bank"], farm["5900/enterprise"]) == (355_000 - 153_000, 10_000)
    assert refusal(lambda: land(backed, remittance_id, 1, word="again")) == "already_landed"


def test_no_more_goes_home_than_is_owed_and_than_lies_in_the_bank(backed: Corridor) -> None:
    """What another draft is about to send counts as gone."""
    draft(backed, 100_000)

    assert refusal(lambda: draft(backed, 43_001, "more")) == "home_more_than_owed"
    assert refusal(lambda: draft(backed, 43_000, "most", fee_minor=400_000)) == "negative_tender"
    assert refusal(lambda: draft(backed, 1, "hers", by=TREASURER)) == "not_found"
    assert refusal(lambda: land(backed, named("home"), 1)) == "not_found"


def test_what_the_group_has_not_recorded_yet_waits_and_is_never_lost(corridor: Corridor) -> None:
    """Without the day's mid rate the dividend has no amount here: the paper is kept, and nothing posted."""
    corridor.land(corridor.sent())
    corridor.act(lambda session: income.declare(session, SYSTEM_IMPORT, income.Declare(
        enterprise_id=FARM, backer=STAKE, on=LANDED_ON, amount=Money(143_000, "PHP"),
        paper=Paper(SourceKind.DIVIDEND, UUID(int=1), AT))))
    remittance_id = sent(corridor, 143_000)
    posted = corridor.holdings()
    refused = refusal(lambda: land(corridor, remittance_id, 19_861))

    assert delivering.sweep(corridor.database, at=AT).waiting == ()
    assert (corridor.state(remittance_id), refused) == (("sent", "on_its_way"), "nothing_declared")
    assert "1200/investment/H-0001" not in posted


def test_a_rate_that_looks_wrong_is_asked_about_once(corridor: Corridor) -> None:
    """Turned around, or a fifth off the last one; whoever says it is right is believed."""
    def typed(rate: str, **said: Any) -> None:
        corridor.act(lambda session: enter_rate(session, TREASURER, EnterRate(**{
            "book_id": GROUP, "currency": "PHP", "dated_on": SENT_ON, "rate": rate, "source": "Central bank",
            "today": TODAY, "at": AT, **said})))

    typed("7.15")

    assert refusal(lambda: typed("0.14")) == "rate_upside_down"
    assert refusal(lambda: typed("8.60")) == refusal(lambda: typed("5.70")) == "rate_far_off"
    assert refusal(lambda: typed("0")) == refusal(lambda: typed("seven")) == "not_a_rate"
    assert refusal(lambda: typed("7.2", dated_on=date(2026, 3, 1))) == "rate_day_ahead"
    assert refusal(lambda: typed("7.2", dated_on=date(26, 2, 1))) == "rate_day_long_past"
    assert refusal(lambda: corridor.draft(rates=Rates(applied="0.14"))) == "rate_upside_down"
    typed("8.60", is_sure=True)
    assert {read_rate(text) for text in ("7,15", "٧٫١٥", "7.150")} == {"7.15"}
    assert refusal(lambda: read_rate("7,150")) == "not_a_rate"
