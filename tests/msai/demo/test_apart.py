"""A demo can be told from the real thing everywhere, started afresh, and never mixed with it."""

from datetime import date
from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import Engine, event, func, select

from ledgers.tables import posting
from msai.db import Database
from msai.demonstration.building import Built, remove_demo
from msai.models.enterprises import Outbox
from msai.models.groups import Meeting
from msai.models.onboarding import GroupDraft
from msai.models.people import User
from msai.permissions import SYSTEM_IMPORT, Actor, NotPermitted
from msai.sealing import Vault
from msai.services.demo.marks import ORGANISATION, DemoMixed, list_people
from msai.services.holders import member_holder
from msai.services.memberships import GrantRole, Role, Scope, grant_role, share_with
from msai.services.onboarding.drafts import save_draft, start_draft
from msai.services.onboarding.invitations import Join, invite_first_officer, join_by_invitation
from msai.services.onboarding.starting import open_from_draft
from msai.services.people import StaffRole, employ, find_user
from msai.services.sheets import short_code
from msai.services.verification import VerifyBooks, verify_everything
from msai.settings import Settings
from tests.msai.cast import GROUP, NOW, PARTNER, Cast, form_token, sign_in
from tests.msai.demo.conftest import Visit, build
from tests.msai.onboarding.twelve import DRAFT, TYPED

MARK = "Demo programme, invented people"


def test_every_page_and_paper_of_a_demo_says_so(visit: Visit, built: Built) -> None:
    """The first page, the group's, a passbook for paper, the enterprise's; the workbook too."""
    lorna, book = visit("lorna"), built.books["demo-hong-kong"]
    group = f"/groups/{book}"
    pages = ["/", group, f"{group}/meetings", f"{group}/statements", f"{group}/reconciliations",
             f"{group}/passbooks/{member_holder(book, 5).id}/print",
             f"/enterprises/{built.books['demo-hogs']}"]
    summary = load_workbook(BytesIO(lorna.get(f"{group}/workbook.xlsx").data), read_only=True).worksheets[0]

    assert [page for page in pages if MARK not in lorna.get(page).text] == []
    assert MARK in [cell for row in summary.iter_rows(max_row=8, values_only=True) for cell in row]


def test_a_real_group_does_not_say_so(app: Flask, visit: Visit) -> None:
    """Amina looks at her own group on the same server."""
    amina = app.test_client()
    sign_in(amina, "amina")

    assert MARK not in amina.get("/").text


def test_neither_side_gets_a_place_on_the_other(database: Database, cast: Cast, built: Built) -> None:
    """Not a role, and not a look."""
    demo = built.books["demo-korea"]
    with database.write() as session:
        invented = list_people(session, SYSTEM_IMPORT)["maria"]
        for book_id, user_id in ((GROUP, invented), (demo, cast.users["siti"])):
            with pytest.raises(DemoMixed):
                grant_role(session, SYSTEM_IMPORT, GrantRole(
                    book_id=book_id, user_id=user_id, role=Role.SECOND_OFFICER, at=NOW))
        for book_id, partner in ((GROUP, ORGANISATION), (demo, PARTNER)):
            with pytest.raises(DemoMixed):
                share_with(session, SYSTEM_IMPORT, book_id, organisation_id=partner, scope=Scope.NAMES,
                           agreed_on=date(2026, 1, 4), at=NOW)


def test_nobody_invented_works_for_a_real_organisation(database: Database, cast: Cast, built: Built) -> None:
    """An administrator who takes the wrong name from a list would let her see real groups."""
    with database.write() as session:
        invented = list_people(session, SYSTEM_IMPORT)["maria"]
        for user_id, partner in ((invented, PARTNER), (cast.users["siti"], ORGANISATION)):
            with pytest.raises(DemoMixed):
                employ(session, SYSTEM_IMPORT, user_id, organisation_id=partner, at=NOW,
                       role=StaffRole.FACILITATOR)


def transactions(engine: Engine) -> list[str]:
    """A list that grows with every transaction that is kept."""
    said: list[str] = []
    event.listen(engine, "commit", lambda _connection: said.append("commit"))
    return said


def delivered(database: Database, built: Built) -> int:
    """How many letters the books of a demo left for one another; all of them have arrived."""
    with database.read() as session:
        done = [at for book_id in built.books.values()
                for at in session.scalars(select(Outbox.done_at).where(Outbox.book_id == book_id))]
    assert None not in done
    return len(done)


def test_afresh_means_other_books_and_nothing_deleted(
    settings: Settings, database: Database, visit: Visit, built: Built,
) -> None:
    """In one transaction the old books leave everybody's list; not a posting of them is gone.

    What the new books tell one another follows, and in a second one what a farm answers: each letter is
    taken in by one transaction, and noted by another.
    """
    old = built.books["demo-hong-kong"]
    postings = select(func.count()).select_from(posting).where(posting.c.book_id == old)
    with database.read() as session:
        before = session.scalar(postings)
    said = transactions(database.engine)
    again = build(settings, database)

    assert said.count("commit") == 2 + 2 * delivered(database, again)
    lorna = visit("lorna", again.password)
    assert lorna.get(f"/groups/{old}").status_code == 404
    assert lorna.get(f"/groups/{again.books['demo-hong-kong']}").status_code == 200
    with database.read() as session:
        assert session.scalar(postings) == before
    assert verify_everything(database, SYSTEM_IMPORT, VerifyBooks(book_ids=(old,))) == []


def opened_by_the_invented(database: Database, vault: Vault) -> UUID:
    """Tess of the demo opens a group, and somebody follows its link; answers who that was."""
    with database.write() as session:
        invented = list_people(session, SYSTEM_IMPORT)["tess"]
        tess = Actor(invented, "Tess", facilitates=frozenset({ORGANISATION}))
        start_draft(session, tess, DRAFT, at=NOW)
        save_draft(session, tess, DRAFT, changes=TYPED, at=NOW)
        open_from_draft(session, tess, DRAFT, today=date(2026, 10, 25), at=NOW)
        made = invite_first_officer(session, tess, DRAFT, role=Role.TREASURER, at=NOW)
        join_by_invitation(session, Actor(None), Join(
            token=made.token, identifier="nita@example.net", display_name="Nita", at=NOW,
            password_hash="hashed elsewhere"), vault=vault)
        return find_user(session, vault, "nita@example.net") or DRAFT


def test_taken_away_nobody_of_the_demo_signs_in(
    database: Database, visit: Visit, built: Built, vault: Vault,
) -> None:
    """Nor whoever tried it out with them, and the group they opened goes too; real people do as before."""
    guest = opened_by_the_invented(database, vault)

    assert remove_demo(database, SYSTEM_IMPORT, at=NOW) == len(built.books) + 1
    assert visit("lorna").get(f"/groups/{built.books['demo-hong-kong']}").status_code == 302
    with database.read() as session:
        assert session.get_one(User, guest).disabled_at == NOW
        assert session.scalar(select(func.count()).select_from(GroupDraft)) == 0


def test_a_receipt_of_the_demo_says_so_to_whoever_holds_the_paper(
    app: Flask, database: Database, built: Built,
) -> None:
    """It must not pass for the receipt of a real group; of a code that is unknown nothing is told."""
    book_id = built.books["demo-korea"]
    with database.read() as session:
        last_hash = session.scalar(select(Meeting.last_hash).where(
            Meeting.book_id == book_id, Meeting.number == 1))
    known, unknown = (app.test_client().get(f"/check/{book_id}/{code}").text
                      for code in (short_code(bytes(last_hash or b"")), "2222-2222"))

    assert (MARK in known, MARK in unknown) == (True, False)


@pytest.fixture
def ana(app: Flask, cast: Cast) -> FlaskClient:
    """The browser of the programme's administrator."""
    client = app.test_client()
    sign_in(client, "ana")
    return client


def test_one_click_of_the_administrator(app: Flask, ana: FlaskClient) -> None:
    """She builds it, and reads once what its people sign in with."""
    token = form_token(ana.get("/demo"))
    page = ana.post("/demo", data={"csrf_token": token})

    assert page.status_code == 200
    assert "lorna@demo.example" in page.text
    assert "Start the demo afresh" in ana.get("/demo").text
    assert ana.post("/demo/remove", data={"csrf_token": token}).status_code == 303
    assert "Build the demo" in ana.get("/demo").text


@pytest.mark.parametrize("name", ["lorna", "tess"])
def test_nobody_else_builds_it(app: Flask, cast: Cast, database: Database, name: str) -> None:
    """Neither an officer of a real group nor a facilitator."""
    client = app.test_client()
    sign_in(client, name)
    with database.write() as session, pytest.raises(NotPermitted):
        list_people(session, cast.actor(session, name))

    assert client.get("/demo").status_code == 403
