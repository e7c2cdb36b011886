"""Two investment funds side by side: each has its own stakes, its own money and its own people."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from msai.db import Database
from msai.permissions import SYSTEM_IMPORT
from msai.services.holders import member_holder
from msai.services.stakes import stake_holder
from msai.services.staking.taking_up import alias_of
from msai.services.verification import VerifyBooks, verify_everything
from tests.msai.cast import Cast, sign_in
from tests.msai.corridor import HENS, back_hens, stake_id
from tests.msai.pages.test_remittances import DAY, DRAFT, send
from tests.msai.pages.test_stakes import decide, words
from tests.msai.sunday import SAVERS, put, sheet

pytestmark = pytest.mark.one_kind
GROUP = f"/groups/{SAVERS}"
SECOND = "investment-2"
AGREED = {"enterprise": "", "enterprise_name": "Hill Mill", "instrument": "loan", "currency": "PHP",
          "fund": SECOND}


def send_out(lorna: FlaskClient, amina: FlaskClient, stake: UUID, amount: str) -> None:
    """A transfer is drafted, approved and sent, and the whole of it is on its way."""
    typed = DRAFT | {"stake": str(stake), "amount": amount, "tender": "box", "fee": "1"}
    drafted = send(lorna, f"{GROUP}/remittances/new", **typed)
    assert "Waits for the second person" in drafted.text
    address = drafted.request.path
    send(amina, address, "/answer", decision="approve")
    rates = {name: DRAFT[name] for name in ("applied", "mid", "mid_source", "mid_date")}
    assert "On its way" in send(lorna, address, "/send", on=DAY, reference1="SR-1", **rates).text


def test_each_fund_sends_its_own_money(app: Flask, savers: Cast, database: Database) -> None:
    """A second fund begins with its stake; Siti is in both, and each pays its own capital and fee."""
    lorna, amina = (app.test_client() for _ in range(2))
    for client, name in ((lorna, "lorna"), (amina, "amina")):
        sign_in(client, name)
    plain, hers = sheet(), {"kind": "investment", "member": 3, "amount": "120.00", "tender": "box"}
    met = sheet(lines=[*plain["lines"], hers], cash_counted=f"{65 * 6 + 120}.00")
    assert put(lorna, met).status_code == 200
    with database.write() as session:
        back_hens(session, savers, minor=0)
    decide(lorna, amina, f"{GROUP}/stakes/decide/take_up", **AGREED)
    turn = f"{GROUP}/investment/decide/savings?fund={SECOND}"
    decide(lorna, amina, turn, member="3", amount="50", tender="box")
    send_out(lorna, amina, stake_id(), "100")
    send_out(lorna, amina, stake_holder(SAVERS, alias_of(SAVERS, 2)).id, "40")

    place, money = f"{GROUP}/investment?fund=", f"{GROUP}/passbooks/{member_holder(SAVERS, 3).id}/money?fund="
    said = {f"{place}investment": "Capital in transit HK$ 100.00 In all, for all parts HK$ 179.00",
            f"{place}{SECOND}": "Capital in transit HK$ 40.00 In all, for all parts HK$ 49.00",
            f"{money}investment": "Still there HK$ 129.28 This is 72.2% of",
            f"{money}{SECOND}": "Still there HK$ 49.00 This is 100.0% of"}
    assert [page for page, sentence in said.items() if sentence not in words(lorna, page)] == []
    assert "Capital sent R-0002" in words(lorna, f"{GROUP}/register?code=1200&fund={SECOND}")
    assert verify_everything(database, SYSTEM_IMPORT, VerifyBooks(book_ids=(SAVERS, HENS))) == []
