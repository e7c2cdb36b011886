"""A house in which somebody sets groups up: a draft, a group whose paper is open, waits, or is in the book.

The pages that bring a group into the ledger are few and seen by few, so they are visited one by one here,
each by the person whose page it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask.testing import FlaskClient
from playwright.sync_api import Page

from msai.ids import uuid7
from msai.permissions import SYSTEM_IMPORT
from msai.services import people
from tests.journeys import house, thirty
from tests.journeys.house import House
from tests.msai import cast
from tests.msai.cast import form_token
from tests.msai.onboarding.twelve import PAPER, TYPED
from tests.services.databases import BACKENDS

STEPS = ("country", "name", "rules", "places", "members", "members", "start")
WIZARD = ("country", "name", "rules", "places", "members", "start", "check")
DAYS = {"opens_on": "2026-01-18", "name": "Savers", "loan-0-issued_on": "2025-11-02",
        "stake-0-enterprise": "Hens"}
UNCLEAR = {"saving": "shares", "share_value": "1,234", "members": "Maria\nMaria\nLiza Cruz\nL1za Cruz"}


@dataclass
class Founding:
    """The house, its visitors, and the pages by name: who opens each, and where."""

    house: House
    clients: dict[str, FlaskClient] = field(default_factory=dict)
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)

    def send(self, who: str, address: str, page: str | None = None, **fields: str) -> str:
        """Send a form of a page; answers where it leads, or the page itself."""
        client = self.clients[who]
        token = form_token(client.get(page or address))
        answer = client.post(address, data={"csrf_token": token, **fields})
        return answer.location or answer.text

    def draft(self, **changes: str) -> str:
        """Fill a draft in; answers its address."""
        draft = self.send("rowena", "/start").removesuffix("/country")
        for step in STEPS:
            self.send("rowena", f"{draft}/{step}", **{**TYPED, **DAYS, **changes})
        return draft

    def opened(self, name: str) -> tuple[str, str]:
        """Open a group, let its officers come, and write its paper; answers draft and group."""
        draft = self.draft()
        self.send("rowena", f"{draft}/opening", f"{draft}/check")
        group = f"/groups/{draft.rpartition('/')[2]}"
        for role in ("treasurer", "second_officer"):
            self.come(self.send("rowena", f"{draft}/invitations/{role}", f"{draft}/onward"), f"{name}-{role}")
        self.send("rowena", f"{group}/opening", **{**PAPER, **DAYS})
        return draft, group

    def come(self, page: str, name: str) -> None:
        """Somebody follows a link that stands on a page."""
        link = _link_on(page)
        self.clients[name] = self.house.app.test_client()
        self.send(name, "/join", link, token=link.partition("=")[2], name="Lourdes",
                  identifier=f"{name}@example.net", password="a mango a day")

    def text(self, name: str, language: str) -> str:
        """A page as its reader gets it."""
        who, address = self.pages[name]
        client = self.clients[who]
        client.set_cookie("language", language)
        return client.get(address).text

    def visit_each(
        self, page: Page, language: str = "en", *, only: frozenset[str] = frozenset(),
    ) -> Iterator[str]:
        """Open every page (or those named) as its reader, and say which."""
        token = self.house.app.extensions["cookie"]
        for name in only or self.pages:
            who, address = self.pages[name]
            kept = self.clients[who].get_cookie(token)
            cookies = {token: kept.value if kept else "", "language": language}
            page.context.add_cookies([{"name": key, "value": value, "url": self.house.address}
                                      for key, value in cookies.items()])
            page.goto(self.house.address + address)
            yield name


def _link_on(page: str) -> str:
    found = re.search(r"(/join\?token=[\w-]+)", page)
    assert found, page
    return found[1]


@contextmanager
def founded() -> Iterator[Founding]:
    """The house with everything in it that these pages show."""
    with (BACKENDS["sqlite"].place(house.of_the_thirty()) as place,
          house.opened(place, today=thirty.NEXT_SUNDAY, own=True) as it):
        founding = Founding(it, {"rowena": it.at_home("rowena"), "nobody": it.app.test_client()})
        draft = founding.draft()
        founding.pages = {step: ("rowena", f"{draft}/{step}") for step in WIZARD}
        unclear = founding.draft(**UNCLEAR)
        founding.pages |= {
            "refused": ("rowena", f"{unclear}/check"), "refused members": ("rowena", f"{unclear}/members"),
            "start a group": ("rowena", "/start"), "groups": ("rowena", "/")}
        _papers(founding)
        _administrator(founding)
        yield founding


def _administrator(founding: Founding) -> None:
    """Somebody who sees to the whole ledger, and may build the demo."""
    known, who = founding.house.app.extensions, uuid7(cast.NOW)
    with known["database"].write() as session:
        people.register_user(session, SYSTEM_IMPORT, people.RegisterUser(
            user_id=who, identifier=cast.identifier("ana"), display_name="Ana",
            password_hash=known["passwords"].hash(cast.PASSWORD), at=cast.NOW), vault=known["vault"])
        people.add_organisation(session, SYSTEM_IMPORT, cast.PARTNER, name="A partner", at=cast.NOW)
        people.employ(session, SYSTEM_IMPORT, who, organisation_id=cast.PARTNER,
                      role=people.StaffRole.ADMINISTRATOR, at=cast.NOW)
    founding.clients["ana"] = founding.house.app.test_client()
    cast.sign_in(founding.clients["ana"], "ana")
    founding.pages |= {"demo": ("ana", "/demo"), "groups of nobody": ("ana", "/")}


def _papers(founding: Founding) -> None:
    draft, group = founding.opened("open")
    founding.pages |= {"what comes next": ("rowena", f"{draft}/onward"),
                       "paper": ("open-treasurer", f"{group}/opening")}
    members = f"{group}/invitations"
    made = founding.send("open-treasurer", members, number="5", role="member")
    founding.pages |= {"invited": ("nobody", _link_on(made)), "no link": ("nobody", "/join?token=none"),
                       "invitations": ("open-treasurer", members)}
    _, waiting = founding.opened("waiting")
    founding.send("waiting-treasurer", f"{waiting}/opening/confirmation", f"{waiting}/opening",
                  **{**PAPER, **DAYS})
    founding.pages |= {"paper that waits": ("waiting-second_officer", f"{waiting}/opening"),
                       "group that waits": ("waiting-second_officer", waiting),
                       "welcome": ("rowena", "/welcome")}
