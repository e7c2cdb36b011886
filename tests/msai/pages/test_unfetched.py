"""What the group owes its members, as two officers see it and decide about it in their browsers."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from msai.services.holders import member_holder
from tests.msai.cast import HOUR, Clock
from tests.msai.pages.test_exits import answer, browser_of, send
from tests.msai.sunday import SAVERS, put, sheet
from tests.msai.test_statement_budgets import PAGE, counted

SITI = member_holder(SAVERS, 3).id
LIST = f"/groups/{SAVERS}/due-to-members"
FORM = f"{LIST}/{SITI}/savings"


@pytest.fixture
def owing(app: Flask, lorna: FlaskClient) -> FlaskClient:
    """Siti left, and her 50 are still in the box."""
    assert put(lorna, sheet()).status_code == 200
    answer(browser_of(app, "amina"), send(lorna, tender=""))
    return lorna


def ask(client: FlaskClient, **changes: str) -> tuple[int, str]:
    """Ask as the form does; answers the status, and where it leads or what the page says."""
    found = dict(re.findall(r'name="(csrf_token)" value="([^"]+)"', client.get(FORM).text))
    sent = client.post(FORM, data=found | {"becomes": "paid", "amount": "50.00", "tender": "box"} | changes)
    return sent.status_code, sent.headers.get("Location") or sent.text


def test_the_list_says_since_when_and_why(owing: FlaskClient) -> None:
    """What is younger than a year is one address further."""
    young, whole = owing.get(LIST).text, owing.get(f"{LIST}?all=1").text

    assert ("Siti Rahayu" in young, "Siti Rahayu" in whole) == (False, True)
    assert "Everybody fetched what was hers within a year." in young


def test_two_officers_pay_her(app: Flask, owing: FlaskClient) -> None:
    """Lorna asks, Amina agrees, and nothing is due any more; what waits is read in few statements."""
    status, address = ask(owing)
    with counted(app.extensions["database"].engine) as said:
        assert owing.get(address).status_code == 200
    assert len(said) <= PAGE, "\n".join(said)
    assert (status, answer(browser_of(app, "amina"), address)) == (303, 303)

    assert "Agreed, and in the book" in owing.get(address).text
    assert "Nothing is due to anybody." in owing.get(f"{LIST}?all=1").text
    assert owing.get(FORM).status_code == 404


@pytest.mark.parametrize(("changes", "words"), [
    ({"becomes": "income", "words": "We waited."}, "for twelve months"),
    ({"amount": "60"}, "Not so much is due"),
    ({"tender": ""}, "Say from which place"), ({"amount": "some"}, "amount"),
])
def test_what_may_not_be_is_said_at_the_form(owing: FlaskClient, changes: dict[str, str], words: str) -> None:
    """Nothing typed is lost."""
    status, page = ask(owing, **changes)

    assert status == 422
    assert words in page


def test_after_a_year_the_group_decides_and_may_think_again(
    app: Flask, owing: FlaskClient, clock: Clock,
) -> None:
    """The decision says why, and can be taken back from its page."""
    clock.pass_ms(370 * 24 * HOUR)
    lorna, amina = browser_of(app, "lorna"), browser_of(app, "amina")
    assert "Siti Rahayu" in lorna.get(LIST).text
    _, address = ask(lorna, becomes="income", words="We looked for her.", tender="")
    answer(amina, address)
    page = lorna.get(address)
    token = dict(re.findall(r'name="(csrf_token)" value="([^"]+)"', page.text))
    again = lorna.post(f"{address}/taken-back", data=token | {"words": "She wrote."}).headers["Location"]
    answer(amina, again)

    assert "We looked for her." in page.text
    assert "Siti Rahayu" in lorna.get(LIST).text
    assert "Ask to take it back" not in lorna.get(address).text
