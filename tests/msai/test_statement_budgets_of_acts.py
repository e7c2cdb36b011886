"""How often a page asks the database on which something is put right, compared, witnessed or answered."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ledgers.accounts import HolderKind
from msai.db import Database
from msai.services.holders import holder, member_holder
from tests.msai.cast import Cast, sign_in
from tests.msai.sunday import MEETING, OTHER_MEETING, form_of, open_savers, put, sheet
from tests.msai.test_statement_budgets import PAGE, SIZES, counted

REASON = {"becomes": "nothing", "cash": "as_counted", "step": "send", "reason": "She was away."}
GROUP = "/groups/{book}"
HERS = GROUP + "/passbooks/{siti}"
PAGES = {
    "to put a line right": GROUP + "/entries/1/lines/1/correction",
    "a correction that waits": "{waiting}",
    "a correction that is posted": "{posted}",
    "a correction that was refused": "{refused}",
    "all that is wrong": GROUP + "/wrong",
    "to say that a line is wrong": HERS + "/lines/1/5/dispute",
    "what was said to be wrong": "{dispute}",
    "an entry": GROUP + "/entries/1",
    "the record, to choose a wrong line": GROUP + f"/meetings/{MEETING}?wrong=1",
    "the record on paper": GROUP + f"/meetings/{MEETING}/print",
    "the witness": GROUP + f"/meetings/{MEETING}/witness",
    "the meetings": GROUP + "/meetings",
    "the plain form": GROUP + "/meetings/new",
    "the screen": GROUP + f"/meetings/{OTHER_MEETING}/hold",
    "money received": GROUP + "/received",
    "the months of the bank": GROUP + "/reconciliations",
    "a month of the bank": GROUP + "/reconciliations/bank/202609",
    "invitations": GROUP + "/invitations",
    "the loans": GROUP + "/loans",
    "to ask for a loan": GROUP + "/loans/ask",
    "a loan that was approved": "{asked}",
    "a loan that runs": HERS + "/loans/{loan}",
    "to pay a loan back": GROUP + "/loans/{loan}/payment",
}

TREASURERS = ("the plain form", "the screen")


def met(members: int) -> dict[str, Any]:
    """A Sunday in September on which all saved, one share in the bank, and the box was five short.

    The third member is fined and borrows; both are due on a later day.
    """
    paid = sheet(members, date="2026-09-27", cash_counted=f"{65 * members - 105}.00",
                 difference_reason="We counted twice.")
    paid["lines"][0]["tender"] = "bank"
    paid["lines"] += [
        {"kind": "fine", "member": 3, "amount": "4.00", "tender": None},
        {"kind": "loan", "member": 3, "amount": "50.00", "loan": "loan-1", "tender": "box", "months": 2}]
    return paid


def ask(client: FlaskClient, form: str, **fields: str) -> str:
    """Fill in a form and send it; answers where it leads."""
    return str(client.post(form, data={**form_of(client.get(form)), **fields}).location)


def answer(client: FlaskClient, page: str, decision: str) -> str:
    """Answer as the second officer does."""
    fields = dict(re.findall(r'name="(csrf_token|seen)" value="([^"]+)"', client.get(page).text))
    return str(client.post(f"{page}/answer", data={**fields, "decision": decision}).location)


@pytest.fixture
def officers(app: Flask, cast: Cast, database: Database) -> dict[str, FlaskClient]:
    """The officers and a member of a group of ten and of one of forty that met in September."""
    with database.write() as session:
        for book_id, members in SIZES.items():
            open_savers(session, cast, members, book_id)
    clients = {name: app.test_client() for name in ("lorna", "amina", "siti")}
    for name, client in clients.items():
        sign_in(client, name)
    for book_id, members in SIZES.items():
        assert put(clients["lorna"], met(members), book_id=book_id).status_code == 200
    return clients


def places(officers: dict[str, FlaskClient], book_id: UUID) -> dict[str, str]:
    """What the addresses name: three corrections of three lines, and what Siti said."""
    lorna, amina, siti = officers["lorna"], officers["amina"], officers["siti"]
    hers = member_holder(book_id, 3).id
    lines = [f"/groups/{book_id}/entries/1/lines/{line}/correction" for line in (3, 7, 9)]
    waiting, posted, refused = (ask(lorna, line, **REASON) for line in lines)
    answer(amina, refused, "refuse")
    said = ask(siti, f"/groups/{book_id}/passbooks/{hers}/lines/1/5/dispute", words="I paid two.")
    asked = ask(lorna, f"/groups/{book_id}/loans/ask", member=str(hers), amount="20", periods="2",
                fund="savings")
    answer(amina, asked, "approve")
    write_on(lorna, book_id)
    posted = answer(amina, posted, "approve")
    return {"book": str(book_id), "siti": str(hers), "waiting": waiting, "posted": posted,
            "refused": refused, "dispute": said, "asked": asked,
            "loan": str(holder(book_id, HolderKind.LOAN, "loan-1").id)}


def write_on(client: FlaskClient, book_id: UUID) -> None:
    """The sheet of the next meeting is begun, as the screen saves it."""
    state = {"cells": {"roll.1": {"v": "present", "t": 1, "w": "Lorna"}}}
    saved = client.put(f"/api/v1/groups/{book_id}/meetings/{OTHER_MEETING}/draft",
                       headers={"X-Requested-With": "meeting"}, json={"version": 0, "state": state})
    assert saved.status_code == 200


def test_pages_of_acts_keep_the_budget(app: Flask, officers: dict[str, FlaskClient]) -> None:
    """Each at most fifteen statements, and as many for forty members as for ten."""
    asked: dict[str, list[int]] = {}
    for book_id in SIZES:
        named = places(officers, book_id)
        for name, page in PAGES.items():
            with counted(app.extensions["database"].engine) as said:
                reader = officers["lorna" if name in TREASURERS else "amina"]
                assert reader.get(page.format(**named)).status_code == 200, page
            asked.setdefault(name, []).append(len(said))

    assert {name: costs for name, costs in asked.items() if max(costs) > PAGE or len(set(costs)) > 1} == {}
