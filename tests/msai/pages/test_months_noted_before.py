"""A month of which something was noted on its day: the form says so, and nothing is counted twice."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from msai.db import Database
from msai.measures.production.stock import EventKind
from msai.services.enterprise_money.wanted import Paid, Sold, TakeBack
from msai.services.views.facts import read_enterprise
from msai.services.views.reporting.noted import read_noted
from tests.msai.cast import Cast, sign_in
from tests.msai.corridor import HENS
from tests.msai.pages.months import open_farm
from tests.msai.pages.test_months import SEPTEMBER, fill, words
from tests.msai.services.enterprise_money.till import FARM, ROSA, SUPPLIER
from tests.msai.services.farming.pen import PEN, line, tell
from tests.msai.services.reporting.village import AUGUST, month, open_village, send

pytestmark = pytest.mark.one_kind


def test_what_was_noted_stands_under_its_box(app: Flask, savers: Cast, database: Database) -> None:
    with database.write() as session:
        open_farm(session, savers)
        died = line(EventKind.DIED, 2, happened_on=date(2026, 9, 3))
        tell(session, savers.actor(session, "rosa", HENS), died)
    rosa = app.test_client()
    sign_in(rosa, "rosa")
    form = rosa.get(f"{SEPTEMBER}/fill")
    assert "Write only what comes on top of it." in words(form)
    assert "Noted before: 2" in words(form)
    looked = words(fill(rosa, "check", **{
        f"{PEN.hex}_died": "1", f"{PEN.hex}_sold": "24", f"{PEN.hex}_left": "9"}))
    assert "Died −3 Sold −24 Eaten – none Left 9" in looked.replace("not said", "none")
    assert "Adds up" in looked


def test_money_noted_before_is_summed_without_reports(database: Database) -> None:
    august = date(2026, 8, 9)
    with database.write() as session:
        till = open_village(session)
        for wanted in (
                Sold(activity="Hogs", amount_minor=500, happened_on=august, place="bank"),
                Paid(code=5100, amount_minor=200, happened_on=date(2026, 8, 31), place="bank"),
                Paid(code=5200, amount_minor=300, happened_on=date(2026, 8, 1), place="bank"),
                Paid(code=5300, amount_minor=40, happened_on=august, party=SUPPLIER),
                Paid(code=5100, amount_minor=7, happened_on=date(2026, 9, 1), place="bank")):
            till.note(wanted)
        till.ask(TakeBack(act=str(till.note(
            Sold(activity="Hogs", amount_minor=9, happened_on=august, place="bank")))))
        send(session, month(cash_minor=None), actor=ROSA)
        found = read_noted(session, read_enterprise(session, FARM), AUGUST)
    assert (dict(found.sold), found.inputs, found.other, found.wages) == ({"Hogs": 500}, 200, 40, 300)
