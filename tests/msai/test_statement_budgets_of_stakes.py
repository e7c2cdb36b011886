"""How often pages ask the database on which the money in several enterprises is shown."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ledgers.entries import SourceKind
from ledgers.money import Money
from ledgers.rules.stakes import Arrival
from msai.db import Database
from msai.permissions import SYSTEM_IMPORT
from msai.services import enterprises, stakes
from msai.services.group_books import load_group
from msai.services.holders import member_holder
from msai.services.income import Declare, LandHome, SendHome, declare, land_home, send_home
from msai.services.postings import Paper
from msai.services.remittances import LandCapital, SendCapital, land_capital, send_capital
from tests.msai.cast import NOW, Cast, sign_in
from tests.msai.corridor import HENS, OPENED, STAKE, back_hens
from tests.msai.sunday import SAVERS, put, sheet
from tests.msai.test_statement_budgets import PAGE, counted

GROUP, FARM = f"/groups/{SAVERS}", f"/enterprises/{HENS}"
SENT, DECLARED = date(2026, 2, 1), date(2026, 9, 1)
OF_THE_GROUP = ("", "/investments", f"/stakes/{STAKE}", "/returns", "/sending-cost", "/investment/trace",
                "/remittances", "/pools", "/waiting", "/register?code=1300&all=1", "/stakes/decide/take_up",
                f"/stakes/decide/valuation?stake={STAKE}")
OF_THE_FARM = ("", "/backers", "/arriving", "/declarations", "/returns", "/trace",
               "/register?code=3100&all=1", "/backers/record/dividend")
MORE = {"hens-loan": (HENS, "loan"), "mill-sales": (UUID(int=0xE2), "revenue_share"),
        "goats-loan": (UUID(int=0xE3), "loan"), "goats-share": (UUID(int=0xE3), "equity")}


def invest(session: Session, stake: str, enterprise: UUID) -> None:
    """100.00 sent and landed as 700.00, and 14.00 declared and sent home, where 2.00 landed."""
    box = load_group(session, SAVERS, SENT).tenders["bank"]
    send_capital(session, SYSTEM_IMPORT, SendCapital(
        book_id=SAVERS, alias=f"r-{stake}", stake=stake, purpose="capital", sent_on=SENT, amount_minor=10_000,
        fee_minor=200, fee_on_top=True, tender=box, applied_rate="7", mid_rate="7.1", mid_source="Bank",
        mid_date=SENT, approved_as="second", at=NOW))
    land_capital(session, SYSTEM_IMPORT, LandCapital(
        book_id=SAVERS, alias=f"r-{stake}", landed_on=SENT, received_minor=70_000, receiving_fee_minor=0,
        confirmed_as="second", at=NOW), stake=stake)
    paper, amount = Paper(SourceKind.DIVIDEND, uuid5(enterprise, stake), NOW), Money(1_400, "PHP")
    declare(session, SYSTEM_IMPORT, Declare(
        enterprise_id=enterprise, backer=stake, on=DECLARED, amount=amount, group_id=SAVERS, host="HKD",
        mid_rate="7", paper=paper))
    send_home(session, SYSTEM_IMPORT, SendHome(
        enterprise_id=enterprise, backer=stake, sent_on=DECLARED, amount=amount, paper=paper))
    land_home(session, SYSTEM_IMPORT, LandHome(
        book_id=SAVERS, stake=stake, landed_on=DECLARED, arrival=Arrival(box, 200), carried_minor=200,
        paper=paper))


def back_more(session: Session) -> None:
    """Four more stakes, three of them in two more enterprises."""
    for number, enterprise in enumerate(dict.fromkeys(farm for farm, _how in MORE.values() if farm != HENS)):
        enterprises.open_enterprise(session, SYSTEM_IMPORT, enterprises.OpenEnterprise(
            book_id=enterprise, alias=f"farm-{number}", name=f"Farm {number}", country="PH", currency="PHP",
            activities=["rice"], opened_on=OPENED, at=NOW))
    for alias, (enterprise, instrument) in MORE.items():
        stakes.open_stake(session, SYSTEM_IMPORT, stakes.OpenStake(
            book_id=SAVERS, alias=alias, enterprise_id=enterprise, enterprise_name="Farm",
            instrument=instrument, claim_currency="PHP", opened_on=OPENED))
        known(session, alias, enterprise, instrument)
        invest(session, alias, enterprise)


def known(session: Session, alias: str, enterprise: UUID, instrument: str) -> None:
    """The enterprise knows who is behind it."""
    enterprises.add_backer(session, SYSTEM_IMPORT, enterprises.AddBacker(
        book_id=enterprise, alias=alias, instrument=instrument, since=OPENED, group_id=SAVERS,
        stake_id=stakes.stake_holder(SAVERS, alias).id))


def costs(app: Flask, clients: dict[str, FlaskClient]) -> dict[str, int]:
    """How many statements each page asks."""
    siti = f"{GROUP}/passbooks/{member_holder(SAVERS, 3).id}"
    pages = {**{f"{GROUP}{page}": "lorna" for page in OF_THE_GROUP}, f"{siti}/money": "lorna",
             f"{siti}/returns": "lorna", **{f"{FARM}{page}": "rosa" for page in OF_THE_FARM}}
    found = {}
    for page, name in pages.items():
        with counted(app.extensions["database"].engine) as said:
            assert clients[name].get(page).status_code == 200, page
        found[page] = len(said)
    return found


@pytest.mark.one_kind
def test_pages_of_several_enterprises_keep_the_budget(app: Flask, savers: Cast, database: Database) -> None:
    """Each at most fifteen statements, with five stakes in three enterprises as with one."""
    clients = {name: app.test_client() for name in ("lorna", "rosa")}
    for name, client in clients.items():
        sign_in(client, name)
    assert put(clients["lorna"], sheet()).status_code == 200
    with database.write() as session:
        back_hens(session, savers)
        known(session, STAKE, HENS, "equity")
        invest(session, STAKE, HENS)
    one = costs(app, clients)
    with database.write() as session:
        back_more(session)
    five = costs(app, clients)

    assert {page: cost for page, cost in five.items() if cost > PAGE or cost > one[page]} == {}
