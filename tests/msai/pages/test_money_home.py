"""The pages of money coming home: there before its paper, in parts, differing, come back, lost."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ledgers.entries import SourceKind
from ledgers.money import Money
from msai.db import Database
from msai.permissions import SYSTEM_IMPORT
from msai.services import enterprises, income
from msai.services.postings import Paper, backer_holder
from msai.services.verification import VerifyBooks, verify_everything
from tests.msai.cast import NOW, Cast, sign_in
from tests.msai.corridor import HENS, OPENED, STAKE, back_hens, stake_id
from tests.msai.pages.test_remittances import send
from tests.msai.sunday import SAVERS
from tests.msai.test_statement_budgets import PAGE, counted

pytestmark = pytest.mark.one_kind
GROUP, FARM = f"/groups/{SAVERS}", f"/enterprises/{HENS}"
NEW = f"{GROUP}/coming/noted/new"
DAY, LATER = "2026-10-20", "2026-10-23"
BACKER = backer_holder(HENS, STAKE).id
Visit = Callable[[str], FlaskClient]


@pytest.fixture
def visit(app: Flask, savers: Cast, database: Database) -> Visit:
    """Opens somebody's browser; the farm has money and declared 1,430 pesos, 200 dollars at mid."""
    paper = Paper(SourceKind.DIVIDEND, UUID(int=1), NOW)
    with database.write() as session:
        back_hens(session, savers)
        enterprises.add_backer(session, SYSTEM_IMPORT, enterprises.AddBacker(
            book_id=HENS, alias=STAKE, instrument="equity", since=OPENED, group_id=SAVERS,
            stake_id=stake_id()))
        enterprises.receive_capital_in(session, SYSTEM_IMPORT, enterprises.CapitalIn(
            book_id=HENS, backer="owner", amount=Money(500_000, "PHP"), received_on=OPENED, paper=paper))
        income.declare(session, SYSTEM_IMPORT, income.Declare(
            enterprise_id=HENS, backer=STAKE, on=OPENED, amount=Money(143_000, "PHP"), group_id=SAVERS,
            paper=paper, host="HKD", mid_rate="7.15"))

    def opened(name: str) -> FlaskClient:
        client = app.test_client()
        sign_in(client, name)
        return client

    return opened


def sent_home(visit: Visit, amount: str = "1430") -> str:
    """The address of what Rosa drafted, Ben approved and Rosa sent from the farm's bank."""
    rosa, ben = visit("rosa"), visit("ben")
    place = send(rosa, f"{FARM}/sent-home/new/{BACKER}", amount=amount, applied="7.15").request.path
    send(ben, place, "/answer", decision="approve")
    assert "On its way" in send(rosa, place, "/send", on=DAY, applied="7.15", reference1="BH-7").text
    return place


def coming(client: FlaskClient) -> str:
    """The address of the paper in the group's list."""
    found = re.search(rf'href="({GROUP}/coming/[0-9a-f-]{{36}})"', client.get(f"{GROUP}/remittances").text)
    assert found
    return found[1]


def test_money_that_is_here_already_is_noted_and_found(visit: Visit, database: Database) -> None:
    """Posted once, listed until its paper comes, and then matched with it."""
    lorna, siti = visit("lorna"), visit("siti")
    form = lorna.get(NEW).text
    of = re.findall(r'<option value="([^"]+\.income\.)"', form)[0]
    typed = {"of": of, "amount": "195", "fee": "5", "tender": "bank", "on": LATER, "reference": "BH 7"}
    much = send(lorna, NEW, **typed | {"home": "1431"})
    noted = send(lorna, NEW, **typed)
    listed = lorna.get(f"{GROUP}/remittances").text
    sent_home(visit)
    paper = lorna.get(coming(lorna)).text

    assert "Bohol Hens" in form
    assert (much.status_code, "more than the enterprise declared" in much.text) == (422, True)
    assert "Landed, its paper has not come yet" in noted.text
    assert "its paper has not come yet" in listed
    assert "Landed, both sides agree" in paper
    assert "its paper was found" in lorna.get(noted.request.path).text
    assert siti.get(NEW).status_code == 403
    assert verify_everything(database, SYSTEM_IMPORT, VerifyBooks(book_ids=(SAVERS, HENS))) == []


def test_a_wrong_note_is_taken_back_or_told_apart(app: Flask, visit: Visit) -> None:
    """Another amount than the paper says: the treasurer is asked, and says what it is."""
    lorna = visit("lorna")
    of = re.findall(r'<option value="([^"]+\.income\.)"', lorna.get(NEW).text)[0]
    typed = {"of": of, "amount": "100", "tender": "bank", "on": LATER, "home": "715"}
    wrong, right = (send(lorna, NEW, **typed).request.path for _ in range(2))
    back = send(lorna, wrong, "/back", explanation="Written down twice.").text
    sent_home(visit)
    asked = lorna.get(coming(lorna)).text
    for page in (coming(lorna), NEW, right, f"{GROUP}/remittances"):
        with counted(app.extensions["database"].engine) as said:
            assert lorna.get(page).status_code == 200
        assert len(said) <= PAGE, page
    chosen = send(lorna, coming(lorna), "/choose", landing=right.rpartition("/")[2]).text
    explained = send(lorna, coming(lorna), "/explain", explanation="The rest went to the other account.").text

    assert ("The note was taken back" in back, "Written down twice." in back) == (True, True)
    assert "Which money is it?" in asked
    assert "It landed" not in asked
    assert "the difference is not explained" in chosen
    assert "Landed, both sides agree" in explained


def test_parts_land_and_what_differs_is_explained_by_the_farm(visit: Visit) -> None:
    """Lorna finds half of it, and then less than the rest."""
    place, lorna, rosa = sent_home(visit), visit("lorna"), visit("rosa")
    partly = send(lorna, coming(lorna), amount="100", tender="bank", on=LATER, more="1").text
    short = send(lorna, coming(lorna), amount="90", tender="bank", on=LATER).text
    too_much = send(lorna, coming(lorna), amount="90", tender="bank", on=LATER)
    told = send(rosa, place, "/explain", explanation="The bank took 71 pesos.").text

    assert "Landed in part" in partly
    assert "the difference is not explained" in short
    assert (too_much.status_code, "far more than was sent" in too_much.text) == (422, True)
    assert "Landed, both sides agree" in told
    assert "The bank took 71 pesos." in lorna.get(coming(lorna)).text


def test_it_comes_back_to_the_farm_or_two_officers_give_it_up(visit: Visit) -> None:
    """What came back is owed again; what never arrived waits for the second officer."""
    rosa, lorna, amina = visit("rosa"), visit("lorna"), visit("amina")
    back = send(rosa, sent_home(visit, "430"), "/returned", amount="425", on=LATER).text
    came_back = lorna.get(coming(lorna)).text
    place = sent_home(visit, "1000")
    paper = f"{GROUP}/coming/{place.rpartition('/')[2]}"
    send(lorna, paper, "/lost", explanation="Nobody knows of it.")
    waiting, seen = amina.get(GROUP).text, amina.get(paper).text
    lost = send(amina, paper, "/lost/answer", decision="approve").text

    assert ("Came back" in back, "Came back" in came_back) == (True, True)
    assert "Would leave the book as lost" in seen
    assert "H-0002 is believed lost" in waiting or "waits for" in waiting
    assert "Lost" in lost
    assert "Lost" in rosa.get(place).text
