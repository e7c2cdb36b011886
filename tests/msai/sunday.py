"""A group that meets on Sundays: Lorna keeps its record, Amina is second officer, everybody saves.

The group is opened as a real one, with a box and a bank account, and its sheets are made
here as a phone would make them, so that a test only says what is different today.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from msai.permissions import SYSTEM_IMPORT
from msai.services import memberships
from msai.services.groups import NewMember, OpenGroup, add_members, open_group
from msai.services.holders import member_holder
from msai.services.memberships import GrantRole, Role
from tests.msai.cast import NOW, Cast

SAVERS = UUID(int=0xD1)
SUNDAY, LAST_SUNDAY = date(2026, 10, 25), date(2026, 10, 18)
MEETING, OTHER_MEETING = (UUID(f"01a1{number:04x}-0000-7000-8000-000000000001") for number in (1, 2))
RULES: dict[str, Any] = {
    "saving": "shares", "share_value": "50.00", "shares_per_meeting": [1, 5], "social_contribution": "5.00",
    "fines": {"late": "10.00"}, "meets": "FREQ=WEEKLY;BYDAY=SU",
}
NAMES = ("Lorna Reyes", "Amina Yusuf", "Siti Rahayu", "Nongnuch Phanit", "Maya Gurung", "Dewi Lestari")
_OFFICES = {"lorna": (Role.TREASURER, 1), "amina": (Role.SECOND_OFFICER, 2), "siti": (Role.MEMBER, 3)}
_HEADERS = {"X-Requested-With": "msai", "Content-Type": "application/json"}


def open_savers(session: Session, cast: Cast, members: int = len(NAMES), book_id: UUID = SAVERS) -> None:
    """Open the group with so many members, its officers among them."""
    open_group(session, SYSTEM_IMPORT, OpenGroup(
        book_id=book_id, alias=f"group-{book_id.int}", name="Sunday Savers", country="HK", currency="HKD",
        opened_on=date(2026, 1, 4), rules={name: json.dumps(value) for name, value in RULES.items()},
        tenders=[("box", "cash"), ("bank", "bank")], at=NOW))
    add_members(session, SYSTEM_IMPORT, book_id, [
        NewMember(number=number, name=NAMES[(number - 1) % len(NAMES)], joined_on=date(2026, 1, 4))
        for number in range(1, members + 1)])
    for name, (role, number) in _OFFICES.items():
        memberships.grant_role(session, SYSTEM_IMPORT, GrantRole(
            book_id=book_id, user_id=cast.users[name], role=role, at=NOW,
            member_id=member_holder(book_id, number).id))


@dataclass(frozen=True)
class Saving:
    """What everybody brings: one share, the contribution, and something for the farm."""

    member: int

    def lines(self) -> list[dict[str, Any]]:
        """Her three lines."""
        money = {"member": self.member, "tender": "box"}
        return [{"kind": "savings", "shares": 1, "amount": "50.00", **money},
                {"kind": "social", "amount": "5.00", **money},
                {"kind": "investment", "amount": "10.00", **money}]


def sheet(members: int = len(NAMES), **changes: Any) -> dict[str, Any]:
    """The sheet of a Sunday on which everybody came and saved; `changes` are what is different."""
    plain = {
        "number": 1, "date": SUNDAY.isoformat(),
        "attendance": {str(number): "present" for number in range(1, members + 1)}, "opening": {},
        "lines": [line for number in range(1, members + 1) for line in Saving(number).lines()],
        "cash_counted": f"{65 * members}.00",
    }
    return plain | changes


def put(
    client: FlaskClient, payload: object, meeting_id: UUID = MEETING, book_id: UUID = SAVERS,
) -> TestResponse:
    """Send a sheet as a phone does."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return client.put(f"/api/v1/groups/{book_id}/meetings/{meeting_id}", data=body, headers=_HEADERS)


def form_of(page: TestResponse) -> dict[str, str]:
    """What a browser would send back if nobody touched the form of a page."""
    form = page.text[page.text.rindex('<form method="post" action="/groups/'):]
    found = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else ""
    ticks = re.findall(r'<input[^>]*type="checkbox"[^>]*name="([^"]+)"', form)
    return {name: value for name, value in found.items() if name not in ticks}
