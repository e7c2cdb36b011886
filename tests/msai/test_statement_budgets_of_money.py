"""How often a page asks the database on which money is lent, charged, paid out or shared out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ledgers.accounts import HolderKind
from msai.db import Database
from msai.services.holders import holder, member_holder
from tests.msai.cast import Cast, sign_in
from tests.msai.sunday import MEETING, open_savers, put, sheet
from tests.msai.test_statement_budgets import PAGE, SIZES, counted

HERS = "/passbooks/{siti}"
LOAN = "/loans/{loan}"
SHARED = {"ended_on": "2026-10-25", "basis": "shares", "social": "equally", "step": "0.10",
          "usual": "paid:box", "action": "send", "stays-5": "1"}
ASKED = {
    "share-out": ("/cycle/close", SHARED),
    "request": ("/loans/ask", {"member": "{siti}", "amount": "10", "periods": "2", "fund": "savings"}),
    "change": (LOAN + "/change/rescheduled", {"periods": "5", "reason": "She was ill", "step": "send"}),
    "exit": (HERS + "/exit?tender=box", {"tender": "box", "cause": "left"}),
    "part": ("/investment/decide/redemption", {
        "member": "4", "how": "all", "tender": "box", "reason": "She goes home", "step": "send"}),
}
PAGES = {
    "what waits": "/waiting", "the group": "", "dues": "/dues", "hers of the dues": "/dues?member={siti}",
    "a charge's form": "/dues/charge", "hers": HERS,
    "loans": "/loans", "to ask for a loan": "/loans/ask", "a loan": HERS + LOAN,
    "its agreement": HERS + LOAN + "/agreement", "its statement": HERS + LOAN + "/statement",
    "a payment": LOAN + "/payment", "a new schedule": LOAN + "/change/rescheduled",
    "to give a loan up": LOAN + "/change/written_off", "ratios": "/ratios",
    "she leaves": HERS + "/exit?tender=box", "whom she named": HERS + "/nominee",
    "somebody joins": "/members/new", "due to members": "/due-to-members?all=1",
    "the fund": "/investment", "a part to pay out": "/investment/decide/redemption",
    "money on its way": "/remittances", "rates": "/rates",
    "the cycle": "/cycle", "to close the cycle": "/cycle/close",
}
AFTER = ("", "/print", "/check")


def met(members: int) -> dict[str, Any]:
    """A Sunday on which all saved, and each was fined and borrowed 20."""
    lines = [line for number in range(1, members + 1) for line in (
        {"kind": "fine", "member": number, "amount": "10.00", "tender": None},
        {"kind": "loan", "loan": f"loan-{number}", "member": number, "amount": "20.00", "tender": "box",
         "months": 3})]
    plain = sheet(members, cash_counted=f"{45 * members}.00")
    return {**plain, "lines": [*plain["lines"], *lines]}


def answer(client: FlaskClient, page: str, action: str) -> None:
    """Agree as the page's form does."""
    fields = re.findall(r'name="(csrf_token|seen|approval_id)" value="([^"]+)"', client.get(page).text)
    assert client.post(action, data={**dict(fields), "decision": "approve"}).status_code == 303


@pytest.fixture
def officers(app: Flask, cast: Cast, database: Database) -> dict[str, FlaskClient]:
    """The officers of a group of ten and of one of forty; what was lent is agreed to."""
    with database.write() as session:
        for book_id, members in SIZES.items():
            open_savers(session, cast, members, book_id)
    clients = {name: app.test_client() for name in ("lorna", "amina")}
    for name, client in clients.items():
        sign_in(client, name)
    for book_id, members in SIZES.items():
        assert put(clients["lorna"], met(members), book_id=book_id).status_code == 200
        record = f"/groups/{book_id}/meetings/{MEETING}"
        answer(clients["amina"], record, f"{record}/approval")
    return clients


def send(client: FlaskClient, form: str, fields: dict[str, str]) -> str:
    """Fill in a form and send it; answers where it leads."""
    token = dict(re.findall(r'name="(csrf_token)" value="([^"]+)"', client.get(form).text))
    sent = client.post(form, data={**token, **fields})
    assert sent.status_code == 303, (form, sent.status_code)
    return str(sent.location)


def costs(app: Flask, client: FlaskClient, page: str) -> int:
    """How many statements a page asks."""
    with counted(app.extensions["database"].engine) as said:
        assert client.get(page).status_code == 200, page
    return len(said)


@pytest.mark.one_kind
def test_pages_of_money_keep_the_budget(app: Flask, officers: dict[str, FlaskClient]) -> None:
    """Each at most fifteen statements, and as many where forty borrowed and were fined as where ten did."""
    lorna, amina = officers["lorna"], officers["amina"]
    found: dict[str, list[int]] = {}
    for book_id in SIZES:
        group = f"/groups/{book_id}"
        named = {"siti": str(member_holder(book_id, 3).id),
                 "loan": str(holder(book_id, HolderKind.LOAN, "loan-3").id)}
        pages = {name: group + page.format(**named) for name, page in PAGES.items()}
        for name, (form, fields) in ASKED.items():
            typed = {field: value.format(**named) for field, value in fields.items()}
            pages[f"{name}, asked for"] = send(lorna, group + form.format(**named), typed)
        asked = {name: costs(app, amina, page) for name, page in pages.items()}
        shared = pages["share-out, asked for"]
        answer(amina, shared, f"{shared}/answer")
        slip = shared.replace("/share-outs", f"/passbooks/{named['siti']}/share-outs")
        given_up = {"kind": "given_up", "holder": str(holder(book_id, HolderKind.LOAN, "loan-5").id)}
        kept = send(lorna, f"{shared}/kept-back", {**given_up, "reason": "She went home"})
        asked |= {part: costs(app, amina, shared + part) for part in AFTER}
        asked["kept back, asked for"] = costs(app, amina, kept)
        asked["slip"] = costs(app, amina, slip)
        for name, cost in asked.items():
            found.setdefault(name, []).append(cost)

    assert {name: each for name, each in found.items() if max(each) > PAGE or len(set(each)) > 1} == {}
