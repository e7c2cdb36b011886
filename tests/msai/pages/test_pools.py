"""The pages of money sent together: one group invites, another joins, the farm confirms once."""

import re
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from msai.db import Database
from msai.permissions import SYSTEM_IMPORT
from msai.services import stakes
from msai.services.memberships import GrantRole, Role, grant_role
from msai.services.verification import VerifyBooks, verify_everything
from tests.msai.cast import NOW, Cast, sign_in
from tests.msai.corridor import HENS, back_hens, stake_id
from tests.msai.pages.test_remittances import send
from tests.msai.services.sundays import FIRST, Paper, close, open_savers
from tests.msai.sunday import SAVERS
from tests.msai.test_statement_budgets import PAGE, counted

pytestmark = pytest.mark.one_kind
OTHERS = UUID(int=0x77)
OURS, THEIRS, FARM = f"/groups/{SAVERS}", f"/groups/{OTHERS}", f"/enterprises/{HENS}"
DAY = "2026-10-20"
OUR_STAKE, THEIR_STAKE = str(stake_id()), str(stakes.stake_holder(OTHERS, "hens").id)
RATES = {"applied": "7.10", "mid": "7.15", "mid_source": "Central bank", "mid_date": DAY}
Visit = Callable[[str], FlaskClient]


@pytest.fixture
def visit(app: Flask, savers: Cast, database: Database) -> Visit:
    """Opens somebody's browser, signed in; two groups back the farm, Rajesh and Amina keep the second."""
    with database.write() as session:
        back_hens(session, savers)
        open_savers(session, OTHERS)
        close(session, Paper([{"kind": "investment", "member": 1, "amount": "500.00", "tender": "box"}],
                             FIRST, book_id=OTHERS), SYSTEM_IMPORT)
        stakes.open_stake(session, SYSTEM_IMPORT, stakes.OpenStake(
            book_id=OTHERS, alias="hens", enterprise_id=HENS, enterprise_name="Bohol Hens",
            instrument="equity", claim_currency="PHP", opened_on=date(2026, 1, 4)))
        for name, role in (("rajesh", Role.TREASURER), ("siti", Role.SECOND_OFFICER)):
            grant_role(session, SYSTEM_IMPORT, GrantRole(
                book_id=OTHERS, user_id=savers.users[name], role=role, at=NOW))

    def opened(name: str) -> FlaskClient:
        client = app.test_client()
        sign_in(client, name)
        return client

    return opened


def pool_of(text: str) -> tuple[str, str]:
    """The address and the code of the pool a page is about."""
    address = re.search(r'action="(/groups/[0-9a-f-]{36}/pools/[0-9a-f-]{36})/close"', text)
    code = re.search(r'class="code">([2-9A-Z]{3}-[2-9A-Z]{3})<', text)
    assert address
    assert code
    return address[1], code[1]


def agreed(client: FlaskClient, other: FlaskClient, group: str, **typed: str) -> str:
    """The address of a part that one officer drafted and the other agreed to."""
    page = send(client, f"{group}/pools", "/join", **{"tender": "box", **typed})
    address = re.search(rf'action="({group}/remittances/[0-9a-f-]+)/cancel"', page.text)
    assert address, page.text
    assert "Approved, not sent yet" in send(other, address[1], "/answer", decision="approve").text
    return address[1]


def test_two_groups_send_together_and_the_farm_confirms_once(visit: Visit, database: Database) -> None:
    """The code, the parts, the shares, one landing; all of it typed on pages, the shares by nobody."""
    lorna, amina, rajesh, siti, ben = map(visit, ("lorna", "amina", "rajesh", "siti", "ben"))
    opened = send(lorna, f"{OURS}/pools", stake=OUR_STAKE, most_fee="60", provider="Sunday Remit")
    address, code = pool_of(opened.text)
    parts = [agreed(lorna, amina, OURS, code=code.lower(), stake=OUR_STAKE, amount="200", tender="bank"),
             agreed(rajesh, siti, THEIRS, code=code, stake=THEIR_STAKE, amount="100")]
    shown = lorna.get(address).text
    ticked = re.findall(r'name="part" value="([^"]+)"', shown)
    closed = send(lorna, address, "/close", part=ticked, fee="50", on=DAY, reference="SR-9", **RATES)
    theirs = rajesh.get(parts[1]).text
    for client, group, part in ((lorna, OURS, parts[0]), (rajesh, THEIRS, parts[1])):
        pool = f"{group}/pools/{address.rpartition('/')[2]}"
        step = f"/record/{part.rpartition('/')[2]}"
        assert "On its way" in send(client, pool, step).text
    landing = f"{FARM}/pools/{address.rpartition('/')[2]}"
    confirmed = send(ben, landing, amount="2,130.00", on=DAY).text
    with counted(lorna.application.extensions["database"].engine) as asked:
        shown += lorna.get(address).text

    assert 0 < len(asked) <= PAGE
    assert "Sunday Savers" in shown
    assert "Closed: it has left" in closed.text
    assert "16.67" in theirs
    assert "Landed, both sides agree" in confirmed
    assert all("Landed, both sides agree" in client.get(part).text
               for client, part in ((lorna, parts[0]), (rajesh, parts[1])))
    assert verify_everything(database, SYSTEM_IMPORT, VerifyBooks(book_ids=(SAVERS, OTHERS, HENS))) == []


def test_what_is_wrong_stands_at_its_field_and_others_see_only_their_part(visit: Visit) -> None:
    """A wrong code, a fee over what was agreed, no part ticked; whoever did not open it sees no form."""
    lorna, amina, rajesh, rosa = map(visit, ("lorna", "amina", "rajesh", "rosa"))
    opened = send(lorna, f"{OURS}/pools", stake=OUR_STAKE, most_fee="60")
    address, code = pool_of(opened.text)
    pool_id = address.rpartition("/")[2]
    wrong = send(lorna, f"{OURS}/pools", "/join", code="ABC-DEF", stake=OUR_STAKE, amount="1",
                 tender="bank")
    agreed(lorna, amina, OURS, code=code, stake=OUR_STAKE, amount="200", tender="bank")
    ticked = re.findall(r'name="part" value="([^"]+)"', lorna.get(address).text)
    dear = send(lorna, address, "/close", part=ticked, fee="61", on=DAY, **RATES)
    nothing = send(lorna, address, "/close", fee="50", on=DAY, **RATES)

    assert (wrong.status_code, dear.status_code, nothing.status_code) == (422, 422, 422)
    assert "No open pool of this enterprise has the code" in wrong.text
    assert "more than the groups agreed to share" in dear.text
    assert rajesh.get(f"{THEIRS}/pools/{pool_id}").status_code == 404
    assert "Agreed by both officers" in rosa.get(f"{FARM}/pools/{pool_id}").text
    assert "name=\"amount\"" not in rosa.get(f"{FARM}/pools/{pool_id}").text
    assert "Given up" in send(lorna, address, "/give-up").text
