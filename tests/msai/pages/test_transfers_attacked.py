"""Transfers under hands that press twice, go back, come from elsewhere or type what nobody means."""

import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from ledgers.tables import entry
from msai.db import Database
from msai.permissions import SYSTEM_IMPORT
from msai.services.verification import VerifyBooks, verify_everything
from tests.msai.cast import Cast, sign_in
from tests.msai.corridor import HENS, back_hens
from tests.msai.pages.test_remittances import DAY, DRAFT, FARM, GROUP, LATER, hidden, the_one
from tests.msai.sunday import SAVERS

NEW, LIST = f"{GROUP}/remittances/new", f"{GROUP}/remittances"
RATES = {name: DRAFT[name] for name in ("applied", "mid", "mid_source", "mid_date")}
NONSENSE = {
    "amount": ("-500", "1e9", "999999999999999", "0", "NaN", "", "1" * 5_000, "500\x00", "5\u202e00"),
    "fee": ("-1", "1e99"), "mid_date": ("2030-01-01", "9999-12-31", "soon"),
    "applied": ("0", "-7", "1e9", "1000000000", "inf", "7.1" + "1" * 200, "0." + "0" * 100 + "1"),
    "provider": ("a\x00b", "a\nb", "\u202egpj.exe", "x" * 101), "custodian": ("a\x07b", "x" * 5_000),
    "mid_source": ("\x1b[31m", "x" * 300), "tender": ("nowhere",), "stake": ("no id", ""),
    "remittance": ("no id", ""),
}


class Office(dict[str, FlaskClient]):
    """Everybody's browser by name, signed in when it is first used; `... too` is somebody's other one."""

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self._app = app

    def __missing__(self, name: str) -> FlaskClient:
        """Sign in."""
        self[name] = self._app.test_client()
        sign_in(self[name], name.removesuffix(" too"))
        return self[name]


@pytest.fixture
def office(app: Flask, savers: Cast, database: Database) -> Office:
    """The farm is backed, and nobody has signed in yet."""
    with database.write() as session:
        back_hens(session, savers)
    return Office(app)


def at_once(office: Office, name: str, form: str, step: str = "", **typed: str) -> list[int]:
    """Press a button on both browsers of somebody in the same moment."""
    phones = [office[name], office[f"{name} too"]]
    posts = [partial(phone.post, form + step, data=hidden(phone.get(form)) | typed) for phone in phones]
    with ThreadPoolExecutor(2) as hands:
        return sorted(answer.status_code for answer in hands.map(lambda post: post(), posts))


def entries(database: Database) -> list[int]:
    """How many entries each of the two books has."""
    with database.read() as session:
        return [session.scalar(select(func.count()).where(entry.c.book_id == book)) or 0
                for book in (SAVERS, HENS)]


def test_two_phones_at_once_and_the_way_back(office: Office, database: Database) -> None:
    """Each step happens once, whatever is pressed twice; what was sent is neither changed nor ended."""
    lorna, before = office["lorna"], entries(database)
    form = hidden(lorna.get(NEW)) | DRAFT
    drafted = [lorna.post(NEW, data=form | more).status_code for more in ({}, {}, {"amount": "300"})]
    paper = the_one(lorna, LIST)
    approved = at_once(office, "amina", paper, "/answer", decision="approve")
    sent = at_once(office, "lorna", paper, "/send", on=DAY, reference1="SR", **RATES)
    late = [lorna.post(f"{paper}/{step}", data=hidden(lorna.get(paper)) | RATES | {"on": LATER}).status_code
            for step in ("send", "cancel", "answer")]
    landed = at_once(office, "ben", the_one(office["ben"], f"{FARM}/arriving"), amount="3550", on=LATER)

    assert (drafted, approved, sent, landed) == ([303, 303, 422], [303, 422], [303, 303], [303, 422])
    assert set(late) <= {403, 422}
    assert [now - then for now, then in zip(entries(database), before, strict=True)] == [2, 1]
    assert verify_everything(database, SYSTEM_IMPORT, VerifyBooks(book_ids=(SAVERS, HENS))) == []


@pytest.mark.one_kind
def test_what_nobody_means_is_asked_about_and_strangers_find_nothing(office: Office) -> None:
    """No paper comes of it; a comma and digits of another script are read, and marks in a name stay marks."""
    lorna = office["lorna"]
    form = hidden(lorna.get(NEW)) | DRAFT
    taken = [(name, typed) for name, many in NONSENSE.items() for typed in many
             if lorna.post(NEW, data=form | {name: typed}).status_code != 422]
    assert taken == []
    assert not re.search(f"{LIST}/[0-9a-f-]{{36}}", lorna.get(LIST).text)
    odd = {"applied": "٧,١٥", "provider": "<script>alert(1)</script>"}
    assert lorna.post(NEW, data=form | odd).status_code == 303
    paper = the_one(lorna, LIST)
    page = lorna.get(paper).text

    assert "7.15" in page
    assert "<script>alert" not in page
    assert {name: {office[name].get(address).status_code for address in (paper, f"{paper}/proof", LIST)}
            for name in ("rajesh", "siti", "rosa", "tess")} == {
                "rajesh": {404}, "siti": {403}, "rosa": {404}, "tess": {404}}
