"""Raw requests about months that no form would make: refused in words, and nothing of them stays."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from msai.db import Database
from tests.msai.imports.recorded import rows
from tests.msai.pages.test_months import MONTHS, SEPTEMBER, TYPED, fill, hidden, people, words
from tests.msai.services.farming.pen import PEN
from tests.msai.services.reporting.test_files import picture

__all__ = ["people"]
pytestmark = pytest.mark.one_kind
KEY = PEN.hex
LINE = {"e1_quantity": "1", "e1_kind": "sold", "e1_batch": str(PEN), "e1_unit": "head"}
ABSURD: dict[str, dict[str, str]] = {
    "a line of five thousand digits": {f"e{'9' * 5_000}_quantity": "1"},
    "boxes of five thousand batches": {f"{UUID(int=number).hex}_died": "1" for number in range(2_000)},
    "no number": {f"{KEY}_left": "NaN"}, "too large a number": {f"{KEY}_left": "1" + "0" * 30},
    "a power": {"inputs": "1e40"}, "half a worker": {"women_people": "2.5"},
    "nobody's hours": {"women_hours": "10"}, "a day that is none": {**LINE, "e1_on": "9999-99-03"},
    "another month": {**LINE, "e1_on": "2026-05-03"}, "half of a move": {**LINE, "e1_kind": "moved_out"},
    "a deed that is none": {**LINE, "e1_kind": "steal"},
    "a sort of cost": {"c1_code": "9" * 900, "c1_amount": "5", "place": "bank"},
    "a unit with a nought sign": {f"{KEY}_unit": "he\x00ad", f"{KEY}_died": "1"},
}


def test_absurd_months_are_refused_in_words(people: dict[str, FlaskClient]) -> None:
    """The form opens again for everybody after each of them."""
    rosa, nina = people["rosa"], people["nina"]
    found = {}
    for name, typed in ABSURD.items():
        page = fill(nina, "check", **typed, entered_for="Rosa")
        found[name] = page.status_code, rosa.get(f"{SEPTEMBER}/fill").status_code
        rosa.post(f"{SEPTEMBER}/discard", data=hidden(rosa.get(f"{MONTHS}/2026-08/fill")))
    assert found == dict.fromkeys(ABSURD, (422, 200))


def test_files_and_readers_that_do_not_belong(
    app: Flask, people: dict[str, FlaskClient], database: Database,
) -> None:
    """A line's name of five thousand signs, another kind under the same id, a stranger, nobody."""
    rosa, _ben, _nina, siti = people.values()
    assert fill(rosa, "send", **TYPED).status_code == 303
    page, before = hidden(rosa.get(SEPTEMBER)), rows(database)
    nobody = app.test_client()
    assert nobody.get(f"{SEPTEMBER}/fill").status_code == 302
    assert siti.get(f"{SEPTEMBER}/fill").status_code == 403
    answers = []
    for what, content in (("photo", b"<svg/>"), ("photo:" + "x" * 5_000, picture()),
                          ("voice", b"OggS" + bytes(9)), ("receipt:a\x00b", picture()),
                          ("nothing", picture())):
        sent = rosa.post(f"{SEPTEMBER}/files", data={
            **page, "what": what, "file": (BytesIO(content), "../../a\x00.jpg")})
        answers.append(sent.status_code)
    assert answers == [422, 303, 422, 422, 404]
    after = rows(database)
    assert {name: after[name] - before.get(name, 0) for name in ("attachment", "month_file")} == {
        "attachment": 1, "month_file": 1}
    long = rosa.post(f"{SEPTEMBER}/take-back", data={**hidden(rosa.get(SEPTEMBER)), "words": "x" * 900})
    assert (long.status_code, "At most 300 letters" in words(long)) == (422, True)
