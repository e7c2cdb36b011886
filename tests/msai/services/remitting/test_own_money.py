"""An enterprise known by name alone that counts in the group's own money: no rate and no second book."""

from collections.abc import Callable
from typing import Any
from uuid import uuid5

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.balances import balances
from msai.approvals import Decision, digest_of
from msai.db import Database
from msai.models.enterprises import Remittance, Stake
from msai.services.remitting import documents as d
from msai.services.remitting.drafting import (
    AnswerRemittance,
    DraftCapital,
    Leg,
    answer_remittance,
    draft_capital,
    shown_of,
)
from msai.services.remitting.homeward.early import NoteLanding, note_landing
from msai.services.remitting.homeward.expecting import list_expected
from msai.services.remitting.landing import ConfirmLanding
from msai.services.remitting.matching import land_without_book
from msai.services.remitting.rates import Rates
from msai.services.remitting.sending import SendRemittance, send_capital
from msai.services.staking.wanted import AskExit, NoteDeclared, TakeUp
from tests.msai.services.corrections.desk import SECOND_OFFICER
from tests.msai.services.remitting.desk import refusal
from tests.msai.services.staking.desk import OFFICERS, TODAY, are_sound, begin
from tests.msai.services.sundays import AT, GROUP, TREASURER, decimal

pytestmark = pytest.mark.one_kind
SENT = uuid5(GROUP, "to the mill")
NO_RATE = Rates()


def write(database: Database, work: Callable[[Session], Any]) -> Any:
    """One transaction."""
    with database.write() as session:
        return work(session)


def send_to_the_mill(database: Database, stake: Stake) -> None:
    """500.00 of the group's money, with nothing to pay for it, and all of it lands."""
    def draft(session: Session, rates: Rates) -> None:
        draft_capital(session, TREASURER, DraftCapital(
            book_id=GROUP, remittance_id=SENT, stake_id=stake.stake_id, fee_on_top=True, rates=rates,
            legs=(Leg(tender="box", amount_minor=50_000),), today=TODAY, at=AT))

    def approve(session: Session) -> None:
        row = d.find_row(session, Remittance, GROUP, remittance_id=SENT)
        seen = digest_of(shown_of(row, d.legs_of(session, GROUP, SENT)))
        answer_remittance(session, SECOND_OFFICER, AnswerRemittance(
            book_id=GROUP, remittance_id=SENT, decision=Decision.APPROVE, seen_digest=seen, at=AT))

    rated = Rates(applied="7.1")
    assert refusal(lambda: write(database, lambda session: draft(session, rated))) == "rate_of_one_currency"
    write(database, lambda session: draft(session, NO_RATE))
    write(database, approve)
    write(database, lambda session: send_capital(session, TREASURER, SendRemittance(
        book_id=GROUP, remittance_id=SENT, sent_on=TODAY, today=TODAY, at=AT)))
    assert refusal(lambda: land(database, 70_000)) == "landed_more_than_sent"
    land(database, 50_000)


def land(database: Database, received: int) -> None:
    """So much reached the mill, as the group was told."""
    write(database, lambda session: land_without_book(session, TREASURER, ConfirmLanding(
        book_id=GROUP, remittance_id=SENT, landing_id=uuid5(SENT, str(received)), landed_on=TODAY,
        received_minor=received, today=TODAY, at=AT)))


def note_all(database: Database) -> None:
    """Everything that is expected comes, as it was agreed."""
    with database.read() as session:
        [one] = list_expected(session, GROUP)
    write(database, lambda session: note_landing(session, TREASURER, NoteLanding(
        book_id=GROUP, landing_id=uuid5(GROUP, one.purpose), stake_id=one.stake_id, purpose=one.purpose,
        obligation_id=one.obligation_id, home_minor=one.open_minor, landed_on=TODAY, tender="box",
        received_minor=one.open_minor, today=TODAY, at=AT)))


def test_money_goes_to_the_mill_and_all_of_it_comes_back(database: Database) -> None:
    """500.00 out, 20.00 declared and come, sold for 550.00 and come: the stake has ended, nothing waits."""
    begin(database)
    OFFICERS.decide(database, TakeUp(enterprise_name="Hill Mill", instrument="equity", currency="HKD"))
    with database.read() as session:
        stake = session.scalars(select(Stake).where(Stake.book_id == GROUP)).one()
        session.expunge(stake)
    send_to_the_mill(database, stake)
    OFFICERS.decide(database, NoteDeclared(stake=stake.alias, home_minor=2_000, declared_on=TODAY,
                                           mid_rate="1", mid_source="The same money"))
    note_all(database)
    OFFICERS.decide(database, AskExit(stake=stake.alias, price_minor=55_000))
    note_all(database)

    with database.read() as session:
        found = {account.code: decimal(minor) for account, minor in balances(session, GROUP).items()
                 if minor and account.code not in (3200, 9100, 9200)}
        ended = session.scalars(select(Stake.ended_on).where(Stake.book_id == GROUP)).one()
        assert are_sound(session)
    assert found == {1010: "90070.00", 4400: "-20.00", 4600: "-50.00"}
    assert ended == TODAY
