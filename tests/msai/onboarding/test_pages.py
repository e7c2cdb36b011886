"""The wizard, the links and the paper without scripts, from an empty desk to the form of the next meeting."""

import re
from html import unescape
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from msai.permissions import SYSTEM_IMPORT
from msai.services.people import StaffRole, employ, find_user
from tests.msai.cast import NOW, PARTNER, SECOND_PARTNER, form_token, sign_in
from tests.msai.onboarding.twelve import NAMES, PAPER, TYPED

STEPS = ("country", "name", "rules", "places", "members", "start")


@pytest.fixture
def tess(client: FlaskClient) -> FlaskClient:
    """The facilitator's browser."""
    sign_in(client, "tess")
    return client


def send(client: FlaskClient, address: str, page: str | None = None, **fields: str) -> TestResponse:
    """Send a form of a page."""
    token = form_token(client.get(page or address))
    return client.post(address, data={"csrf_token": token, **fields})


def begin(client: FlaskClient) -> str:
    """Begin to set a group up; answers the address of the draft."""
    answer = send(client, "/start")
    assert answer.status_code == 303
    return answer.location.removesuffix("/country")


def fill_in(client: FlaskClient, draft: str, **changes: str) -> None:
    """Go through all steps; the members are looked at once more before going on."""
    typed = {**TYPED, **changes}
    for step in (*STEPS[:5], "members", "start"):
        answer = send(client, f"{draft}/{step}", **typed)
        assert answer.status_code == 303, unescape(answer.text)


def open_group(client: FlaskClient, **changes: str) -> str:
    """Set a group up and open it; answers the address of its draft."""
    draft = begin(client)
    fill_in(client, draft, **changes)
    answer = send(client, f"{draft}/opening", f"{draft}/check")
    assert answer.location == f"{draft}/onward"
    return draft


def link_for(client: FlaskClient, draft: str, role: str) -> str:
    """Make the link of an office, and read it off the page."""
    page = send(client, f"{draft}/invitations/{role}", f"{draft}/onward")
    found = re.search(r"http://localhost(/join\?token=[\w-]+)", page.text)
    assert found
    assert "data:image/svg+xml" in page.text
    return found[1]


def come(app: Flask, link: str, name: str) -> FlaskClient:
    """Somebody opens a link, and takes the place."""
    client = app.test_client()
    answer = send(client, "/join", link, token=link.partition("=")[2], name=name.title(),
                  identifier=f"{name}@example.net", password="a mango a day")
    assert answer.status_code == 303, unescape(answer.text)
    return client


def officers(app: Flask, tess: FlaskClient, draft: str) -> tuple[FlaskClient, FlaskClient]:
    """Both officers come by their links."""
    treasurer, second = (link_for(tess, draft, role) for role in ("treasurer", "second_officer"))
    return come(app, treasurer, "lourdes"), come(app, second, "fatima")


def agree(group: str, lourdes: FlaskClient, fatima: FlaskClient) -> TestResponse:
    """One confirms the paper as it stands on her screen, the other approves it."""
    address = f"{group}/opening"
    send(lourdes, f"{address}/confirmation", address, **PAPER)
    shown = dict(re.findall(r'name="(approval_id|seen)" value="([^"]+)"', fatima.get(address).text))
    return send(fatima, f"{address}/answer", address, decision="approve", **shown)


def group_of(draft: str) -> str:
    """The address of the group of a draft."""
    return f"/groups/{UUID(draft.rpartition('/')[2])}"


def test_a_running_group_comes_from_its_paper_to_its_next_meeting(app: Flask, tess: FlaskClient) -> None:
    """All the way: wizard, links, paper, two officers, and the form of meeting 42 with the box as counted."""
    draft = open_group(tess)
    group = group_of(draft)
    assert send(tess, f"{group}/opening", **PAPER).status_code == 303
    lourdes, fatima = officers(app, tess, draft)

    assert agree(group, lourdes, fatima).status_code == 303
    form = lourdes.get(f"{group}/meetings/new?by=form").text
    assert "1,450.00" in form


def test_the_wizard_keeps_what_was_typed(tess: FlaskClient) -> None:
    """A wrong step is kept as well, and told."""
    draft = begin(tess)
    send(tess, f"{draft}/country", country="KR")
    send(tess, f"{draft}/rules", saving="shares", share_value="5,000")
    page = tess.get(f"{draft}/rules").text

    assert 'value="5,000"' in page
    assert send(tess, f"{draft}/rules", saving="shares", share_value="1.5").status_code == 422


def test_the_list_is_looked_at_before_it_counts(tess: FlaskClient) -> None:
    """A line that cannot be taken in is shown beside the others."""
    draft = begin(tess)
    refused = send(tess, f"{draft}/members", members="Maria\nMaria\nSiti")
    looked_at = send(tess, f"{draft}/members", members="Maria\nSiti")
    agreed = send(tess, f"{draft}/members", members="Maria\nSiti")

    assert refused.status_code == 422
    assert "Two lines say" in unescape(refused.text)
    assert looked_at.location.endswith("/members")
    assert agreed.location.endswith("/start")


def test_nothing_opens_before_every_step_is_settled(tess: FlaskClient) -> None:
    """The check leads to the first step that is not."""
    draft = begin(tess)
    page = tess.get(f"{draft}/check")

    assert page.status_code == 422
    assert "Where do you save?" in page.text
    assert send(tess, f"{draft}/opening", f"{draft}/name").status_code == 422


def test_an_opened_group_leaves_the_wizard(tess: FlaskClient) -> None:
    """Every step of it leads to what comes next."""
    draft = open_group(tess, kind="new")

    assert tess.get(f"{draft}/name").location == f"{draft}/onward"
    assert tess.get(f"{draft}/check").location == f"{draft}/onward"
    assert TYPED["name"] in tess.get("/start").text


def test_a_facilitator_of_two_organisations_ticks_those_that_may_look(app: Flask, tess: FlaskClient) -> None:
    """She is asked which, and reads it once more before the group is opened."""
    with app.extensions["database"].write() as session:
        known = find_user(session, app.extensions["vault"], "tess@example.org")
        assert known is not None
        employ(session, SYSTEM_IMPORT, known, organisation_id=SECOND_PARTNER, role=StaffRole.FACILITATOR,
               at=NOW)
    draft = begin(tess)
    fill_in(tess, draft, organisations=str(PARTNER))
    refused = send(tess, f"{draft}/start", **{**TYPED, "organisations": ""})

    assert refused.status_code == 422
    assert refused.text.count('name="organisations"') == 2
    send(tess, f"{draft}/start", **{**TYPED, "organisations": str(PARTNER)})
    assert tess.get(f"{draft}/check").text.count("may see its names and totals.") == 1


def test_a_link_that_does_not_open_says_why(app: Flask, tess: FlaskClient) -> None:
    """Used, or never made."""
    draft = open_group(tess, kind="new")
    link = link_for(tess, draft, "treasurer")
    come(app, link, "lourdes")

    assert app.test_client().get(link).status_code == 409
    assert app.test_client().get("/join?token=made-up").status_code == 404


def test_what_is_wrong_at_the_door_is_said_there(app: Flask, tess: FlaskClient) -> None:
    """And the link is not spent by it."""
    link = link_for(tess, open_group(tess, kind="new"), "treasurer")
    client = app.test_client()
    answers = [send(client, "/join", link, token=link.partition("=")[2], **fields).status_code for fields in (
        {"name": "Lourdes", "identifier": "l@example.net", "password": "short"},
        {"name": "Lourdes", "identifier": "nobody", "password": "a mango a day"},
        {"name": "", "identifier": "l@example.net", "password": "a mango a day"})]

    assert answers == [422, 422, 422]
    assert client.get(link).status_code == 200


def test_somebody_who_signs_in_already_takes_the_place_with_it(app: Flask, tess: FlaskClient) -> None:
    """Rajesh keeps another group's record, and now this one's too."""
    draft = open_group(tess, kind="new")
    link, rajesh = link_for(tess, draft, "treasurer"), app.test_client()
    sign_in(rajesh, "rajesh")
    answer = send(rajesh, "/join", link, token=link.partition("=")[2], **{"with": "mine"})

    assert answer.location == group_of(draft)
    assert rajesh.get(group_of(draft)).status_code == 200


def test_officers_invite_and_agree(app: Flask, tess: FlaskClient) -> None:
    """Maya comes by Lourdes's link, waits, and has her place when Fatima agrees."""
    draft = open_group(tess, kind="new")
    page = f"{group_of(draft)}/invitations"
    lourdes, fatima = officers(app, tess, draft)
    made = send(lourdes, page, number="5", role="member").text
    maya = come(app, re.findall(r"http://localhost(/join\?token=[\w-]+)", made)[0], "maya")
    assert maya.get(group_of(draft)).status_code == 404

    assert send(lourdes, _action(lourdes.get(page).text, "place"), page).status_code == 303
    listed = fatima.get(page).text
    shown = dict(re.findall(r'name="(approval_id|seen)" value="([^"]+)"', listed))
    send(fatima, _action(listed, "answer"), page, decision="approve", **shown)
    assert maya.get(group_of(draft)).status_code == 200


def _action(page: str, what: str) -> str:
    found = re.search(rf'action="([^"]+/{what})"', page)
    assert found, page
    return found[1]


def test_a_column_is_pasted_over_the_members(tess: FlaskClient) -> None:
    """A spreadsheet's column in order, or names with amounts; what does not fit fills in nothing."""
    group = group_of(open_group(tess))
    address = f"{group}/opening"
    send(tess, address, column="shares", pasted="\n".join(str(n) for n in range(1, 13)))
    send(tess, address, column="social", pasted=f"{NAMES[1]}\t20.00\n3\t15.50")
    refused = send(tess, address, column="due", pasted="1\n2")
    page = tess.get(address).text

    assert 'name="shares-12" value="12"' in page
    assert 'name="social-2" value="20.00"' in page
    assert 'name="social-3" value="15.50"' in page
    assert refused.status_code == 422
    assert "12 members" in unescape(refused.text)


def test_the_facilitator_is_offered_no_confirmation(tess: FlaskClient) -> None:
    """And a made-up request is refused."""
    group = group_of(open_group(tess))

    assert "This is what our paper says" not in tess.get(f"{group}/opening").text
    assert send(tess, f"{group}/opening/confirmation", f"{group}/opening").status_code == 403


def test_the_page_of_a_group_says_its_one_next_step(app: Flask, tess: FlaskClient) -> None:
    """The paper first, then the other officer's word, then the meeting; and one button each time."""
    draft = open_group(tess)
    group = group_of(draft)
    assert "Write down the paper" in tess.get(group).text
    lourdes, fatima = officers(app, tess, draft)
    assert "Record the meeting" not in lourdes.get(group).text

    send(lourdes, f"{group}/opening/confirmation", f"{group}/opening", **PAPER)
    assert "Look at the paper" in fatima.get(group).text
    agree(group, lourdes, fatima)
    assert "the first meeting" in lourdes.get(group).text


def test_who_may_start_groups_is_told_how(app: Flask, tess: FlaskClient, client: FlaskClient) -> None:
    """A facilitator and the administrator; a treasurer is offered nothing she cannot do."""
    ana, lorna = app.test_client(), app.test_client()
    sign_in(ana, "ana")
    sign_in(lorna, "lorna")

    assert "Start a group" in tess.get("/").text
    assert "Start the first one" in ana.get("/").text
    assert "Start a group" not in lorna.get("/").text
    assert lorna.get("/start").status_code == 403


def test_an_administrator_sets_a_group_up_and_sees_nothing_of_it(app: Flask, client: FlaskClient) -> None:
    """She may hand the book over, and touches no ledger."""
    sign_in(client, "ana")
    draft = open_group(client, kind="new")

    assert link_for(client, draft, "treasurer")
    assert client.get(group_of(draft)).status_code == 404


def test_an_enterprise_without_a_book_here_is_named_and_leads_nowhere(app: Flask, tess: FlaskClient) -> None:
    """The paper knows the hens of Bohol; the ledger does not keep their book."""
    draft = open_group(tess)
    group = group_of(draft)
    lourdes, fatima = officers(app, tess, draft)
    agree(group, lourdes, fatima)
    page = lourdes.get(group).text

    assert "Bohol free-range hens" in page
    assert "/enterprises/" not in page
