"""What a facilitator should look at, over everything she looks after."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.orm import Session

from msai.db import Database
from msai.models.enterprises import DeclaredReturn, Enterprise, Outbox, Remittance
from msai.models.stakes import ReturnNotice, StakeValuation
from msai.permissions import SYSTEM_IMPORT
from msai.services import memberships, stakes
from msai.services.memberships import Scope
from tests.msai.cast import FARM, NOW, PARTNER, SECOND_PARTNER, Cast, sign_in
from tests.msai.corridor import STAKE, stake_id
from tests.msai.sunday import SAVERS
from tests.msai.test_statement_budgets import PAGE, counted

pytestmark = pytest.mark.one_kind
LONG_AGO, LATELY = date(2025, 3, 2), date(2026, 10, 20)


def happen(session: Session) -> None:
    """Everything that can stand out, in the group; the enterprise keeps no book here."""
    stakes.open_stake(session, SYSTEM_IMPORT, stakes.OpenStake(
        book_id=SAVERS, alias=STAKE, enterprise_id=UUID(int=0xE9), enterprise_name="Bohol Hens",
        instrument="equity", claim_currency="PHP", opened_on=LONG_AGO))
    for number, (state, sent_on) in enumerate((("disputed", LATELY), ("sent", LONG_AGO), ("sent", LATELY))):
        session.execute(insert(Remittance).values(
            book_id=SAVERS, remittance_id=UUID(int=number), alias=f"r-{number}", direction="out",
            purpose="capital", stake_id=stake_id(), state=state, sent_on=sent_on, amount_minor=50_000,
            fee_minor=0, fee_on_top=False, tender="box", approved_as="second"))
    session.execute(insert(Outbox).values(
        book_id=SAVERS, message_id=SAVERS, recipient_id=FARM, kind="capital_sent", body="sealed", made_at=NOW,
        tries=3, last_code="cycle_closed"))
    kept = {"book_id": SAVERS, "stake_id": stake_id(), "home_minor": 70_000}
    session.execute(insert(ReturnNotice).values(
        **kept, notice_id=SAVERS, kind="income", declared_on=LATELY, told_at=NOW))
    session.execute(insert(DeclaredReturn).values(
        **kept, return_id=SAVERS, position=0, declared_on=LONG_AGO, host_minor=10_000, open_home_minor=70_000,
        open_host_minor=10_000))
    session.execute(insert(StakeValuation).values(
        **kept, valuation_id=SAVERS, valued_on=LONG_AGO, signed_at=NOW, words_sealed=b"sealed"))


def share(session: Session, book_id: UUID) -> None:
    """A group lets one organisation see names, and another totals."""
    for organisation_id, scope in ((PARTNER, Scope.TOTALS), (SECOND_PARTNER, Scope.NAMES)):
        memberships.share_with(session, SYSTEM_IMPORT, book_id, organisation_id=organisation_id, scope=scope,
                               agreed_on=LATELY, at=NOW)


def test_what_a_facilitator_should_look_at(app: Flask, savers: Cast, database: Database) -> None:
    """The gravest first, each leading somewhere she may go; as many statements for more groups."""
    nina, tess, lorna = (app.test_client() for _ in range(3))
    for client, name in ((nina, "nina"), (tess, "tess"), (lorna, "lorna")):
        sign_in(client, name)
    assert "Nothing stands out today" in nina.get("/attention").text
    with database.write() as session:
        share(session, SAVERS)
        happen(session)

    with counted(app.extensions["database"].engine) as said:
        page = nina.get("/attention").text
    titles = re.findall(r"<b>(?:<bdi>)?Sunday Savers(?:</bdi>)?</b><span>([^<]+)</span>", page)
    assert [title.split()[0] for title in titles] == [
        "Landed", "Over", "Another", "Declared", "Declared:", "Last"]
    assert len(said) <= PAGE
    places = re.findall(r'class="row-link" href="([^"]+)"', page)
    assert {nina.get(place.partition("#")[0]).status_code for place in places} == {200}
    with database.write() as session:
        session.execute(insert(Enterprise).values(
            book_id=FARM, alias="mill", name="Hill Mill", country="PH", opened_on=LONG_AGO, activities="[]"))
    with counted(app.extensions["database"].engine) as more:
        assert "groups and enterprises" in nina.get("/attention").text
    assert len(more) == len(said)
    assert ("r-1" in page, "r-1" in tess.get("/attention").text) == (True, False)
    assert lorna.get("/attention").status_code == 403
