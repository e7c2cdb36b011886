"""A sheet of the meeting screen that is held and mended on the plain form keeps everything it says."""

import json
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from msai.db import Database
from msai.models.groups import Member
from msai.models.meetings import PaidFor, WitnessWord
from tests.msai.sunday import MEETING, SAVERS, Saving, form_of, put, sheet

ADDRESS = f"/groups/{SAVERS}/meetings/{MEETING}"
NEW = 7
ROLL = {str(number): "represented" if number == 3 else "present" for number in range(1, NEW + 1)}


def told(**changes: Any) -> dict[str, Any]:
    """Everybody saved; Dewi joined; Amina paid Siti's share and stood for her; a witness; a wrong count."""
    lines = [line | ({"payer": 2} if (line["member"], line["kind"]) == (3, "savings") else {})
             for number in range(1, NEW + 1) for line in Saving(number).lines()]
    return sheet(NEW, lines=lines, attendance=ROLL, represented_by={"3": 2}, notes=["Keys: Maya's \"box\""],
                 decisions=["Rice"], new_members=[{"number": NEW, "name": "Dewi Anggraini"}],
                 witness={"member": 4, "says": "agrees"}, cash_count={"50": 9}) | changes


def count(database: Database, model: type[Any]) -> int:
    """How many rows the group has of something."""
    with database.read() as session:
        return session.scalar(select(func.count()).where(model.book_id == SAVERS)) or 0


def mend(client: FlaskClient, **typed: str) -> int:
    """Type over what is wrong and close again."""
    form = {name: unescape(value) for name, value in form_of(client.get(ADDRESS)).items()}
    return client.post(ADDRESS, data=form | typed).status_code


def test_nothing_it_says_is_lost(lorna: FlaskClient, database: Database) -> None:
    """The count was wrong; who joined, who paid and who saw it are as they were."""
    held = put(lorna, told(cash_counted="450.00"))
    assert held.status_code == 202
    assert mend(lorna, cash_counted="455.00") == 303
    record = lorna.get(ADDRESS).text

    for words in ("Dewi Anggraini", "Rice", "Paid by", "By <bdi>Amina Yusuf</bdi>", "Witnessed by"):
        assert words in record, words
    assert [count(database, model) for model in (Member, PaidFor, WitnessWord)] == [7, 1, 1]


@pytest.mark.parametrize(("counted", "kept"), [("450.00", True), ("455.00", False)])
def test_pieces_stay_as_long_as_they_come_to_the_count(
    lorna: FlaskClient, database: Database, counted: str, *, kept: bool,
) -> None:
    """A count typed anew is not contradicted by the pieces of the old one."""
    put(lorna, told(cash_counted="450.00"))
    assert mend(lorna, cash_counted=counted, difference_reason="Wind") == 303

    assert ("9 ×" in lorna.get(ADDRESS).text) is kept


@pytest.mark.parametrize("made_up", [
    "{", "[]", '{"payers": []}', '{"new_members": 7}', '{"new_members": [{"number": "x"}]}',
    json.dumps({"date": 7}), json.dumps({"witness": {"member": 4, "says": "perhaps"}}),
])
def test_what_somebody_made_up_is_refused(lorna: FlaskClient, database: Database, made_up: str) -> None:
    """Nobody types into that field."""
    put(lorna, told(cash_counted="450.00"))

    assert mend(lorna, cash_counted="455.00", besides=made_up) == 422
    assert count(database, Member) == 6
