"""Everything that waits for the second officer stands on one page, and leads to where it is answered."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.sql.visitors import iterate

from ledgers.tables import metadata
from msai.services.holders import member_holder
from msai.services.two_officers.waiting import Kind, _everything
from msai.services.views.waiting.words import _PLAIN, _SAID
from tests.msai.cast import HOUR, Clock, sign_in
from tests.msai.pages import test_dues, test_exits, test_loans, test_rules, test_share_out, test_units
from tests.msai.sunday import LAST_SUNDAY, OTHER_MEETING, SAVERS, form_of, put, sheet

GROUP = f"/groups/{SAVERS}"
PAGE = f"{GROUP}/waiting"
MAYA = member_holder(SAVERS, 5).id
NOMINEE = f"{GROUP}/passbooks/{MAYA}/nominee"
OPENING = {"box/savings": "300.00", "box/social": "30.00", "box/investment": "60.00"}
WRONG = {"becomes": "nothing", "cash": "as_counted", "step": "send", "reason": "She was away."}


def browser(app: Flask, name: str) -> FlaskClient:
    """Somebody's browser."""
    client = app.test_client()
    sign_in(client, name)
    return client


def asked(lorna: FlaskClient) -> set[str]:
    """Lorna asks for one thing of each kind that needs no more than two Sundays; where each is answered."""
    fine = {"kind": "fine", "member": 3, "amount": "10.00", "tender": None}
    grant = {"kind": "social_grant", "member": 5, "amount": "20.00", "tender": "box"}
    assert put(lorna, sheet(date=LAST_SUNDAY.isoformat())).status_code == 200
    found = {str(test_share_out.send(lorna, "send").headers["Location"])}
    assert put(lorna, sheet(
        number=2, opening=OPENING, lines=[fine, grant], cash_counted="370.00",
    ), OTHER_MEETING).status_code == 200
    wrong = f"{GROUP}/entries/1/lines/1/correction"
    found |= {str(lorna.post(wrong, data={**form_of(lorna.get(wrong)), **WRONG}).location)}
    found |= {test_dues.ask(lorna).location, test_loans.ask(lorna).location, test_exits.send(lorna)}
    found |= {test_units.send(lorna, "redemption", "send", member="3", how="all", tender="box").location}
    assert test_rules.ask(lorna).status_code == 303
    named = lorna.post(NOMINEE, data=form_of(lorna.get(NOMINEE)) | {"name": "Rosa", "relation": "sister"})
    assert named.status_code == 303
    return found | {f"{GROUP}/meetings/{OTHER_MEETING}", f"{GROUP}/rules#rule-share_value", NOMINEE}


def leads(client: FlaskClient, part: str) -> set[str]:
    """Where the rows of one part of the page lead."""
    page = client.get(PAGE).text
    section = re.search(rf'<section[^>]*aria-labelledby="{part}".*?</section>', page, re.S)
    return set(re.findall(r'<a class="row-link" href="([^"]+)"', section[0])) if section else set()


def test_one_page_leads_to_all_that_waits(app: Flask, lorna: FlaskClient, clock: Clock) -> None:
    """Nine kinds: for Amina to answer, for Lorna to wait for, for nobody after three days, for no member."""
    wanted = asked(lorna)
    amina, siti = browser(app, "amina"), browser(app, "siti")

    assert (leads(amina, "yours"), leads(lorna, "others"), leads(lorna, "yours")) == (wanted, wanted, set())
    page = amina.get(PAGE).text
    amounts = re.findall(r"\d+\.00", re.sub(r"<[^>]+>", "", page))
    assert sorted(amounts) == ["10.00", "100.00", "20.00", "300.00", "50.00", "50.00"]
    assert f"{len(wanted)} things wait for you" in amina.get(GROUP).text
    assert f"{len(wanted)} things wait for another officer" in lorna.get(GROUP).text
    assert {amina.get(page).status_code for page in wanted} == {200}
    assert (siti.get(PAGE).status_code, "things wait" in siti.get(GROUP).text) == (403, False)
    clock.pass_ms(73 * HOUR)
    later = browser(app, "amina")
    loan = {page for page in wanted if "/loans/requests/" in page}
    assert (leads(later, "yours"), leads(later, "late")) == (loan, wanted - loan)


OF_ENTERPRISES = {"money_act", "month_take_back"}
"""What only an enterprise's two persons decide, on a page of its own."""


def test_every_table_of_requests_is_looked_at() -> None:
    """Whoever adds a table whose rows wait for an approval adds it here as well."""
    wanted = {name for name, table in metadata.tables.items()
              if "approval_id" in table.c and name != "approval"}
    looked_at = {str(getattr(part, "name", "")) for part in iterate(_everything())
                 if part.__visit_name__ == "table"}

    assert wanted - looked_at - OF_ENTERPRISES == set()


def test_each_kind_has_words() -> None:
    """A kind without a name could not be shown."""
    assert set(Kind) - {*_PLAIN, *_SAID} == set()
