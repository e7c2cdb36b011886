"""The recorded year of the sample, and the two sheets after it: one that waits for a second person, one held.

Every kind of page has something to show here. What is where is found as a visitor finds it: by
following the links.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient
from lxml import html
from playwright.sync_api import Page

from msai import commands
from msai.i18n.web import COOKIE as LANGUAGE
from tests.journeys import house
from tests.journeys.house import House
from tests.journeys.wrongs import say_and_ask
from tests.msai.sunday import form_of

TODAY = date(2026, 1, 4)
NOWHERE = "/nowhere"
_ID = re.compile("[0-9a-f-]{36}")
_LINK = re.compile(r'<a [^>]*href="(/[^"#]*)')
LONG = 100_000
"""Letters of a page that is only more of the same: a register of the whole book."""
BORROWS = {"line-0-kind": "loan", "line-0-member": "3", "line-0-amount": "100"}


@dataclass(frozen=True)
class Year:
    """The house, and the text of every page that links lead to, by its address, in the test language."""

    house: House
    pages: dict[str, str]

    def kinds(self) -> dict[str, str]:
        """A page of each kind: the largest but for the very long, for what can be cut is cut there first."""
        urls = self.house.app.url_map.bind("")
        kinds: dict[str, str] = {}
        for address in sorted(self.pages, key=lambda one: len(self.pages[one])):
            if len(self.pages[address]) < LONG:
                kind = urls.match(urlsplit(address).path)[0]
                is_held = kind == "meetings.show" and "status-refused" in self.pages[address]
                kinds["meetings.held" if is_held else kind] = address
        return kinds | {"nowhere": NOWHERE}

    def visit_each(self, page: Page, language: str = "en") -> Iterator[str]:
        """Open a page of each kind as its reader, and say which: Rosa the farm's, Amelia the rest."""
        present = ""
        for kind, address in self.kinds().items():
            reader = "rosa" if address.startswith("/enterprises/") else "amelia"
            if reader != present:
                self.house.greet(page.context, reader, language)
                present = reader
            page.goto(self.house.address + address)
            yield kind


@contextmanager
def opened(url: str, folder: Path) -> Iterator[Year]:
    """The year, served."""
    with house.opened(url, commands.sample_history(), folder, today=TODAY) as it:
        amelia = it.at_home("amelia")
        group = next(link for link in _links(amelia.get("/").text) if link.startswith("/groups/"))
        _send(amelia, group, **BORROWS)
        _send(amelia, group, cash_counted="1.00")
        say_and_ask(amelia, group)
        rosa = it.at_home("rosa")
        yield Year(it, walked(amelia) | walked(rosa))


def walked(client: FlaskClient) -> dict[str, str]:
    """Every page that links lead to from the first, by its address, as this visitor gets it."""
    client.set_cookie(LANGUAGE, "en_XA")
    pages: dict[str, str] = {}
    waiting = deque(["/"])
    seen = {"/"}
    while waiting:
        address = waiting.popleft()
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == 200, (address, answer.status)
        if answer.mimetype == "text/html":
            pages[address] = answer.text
            new = {_place(link): link for link in _links(answer.text)}
            waiting += [link for place, link in new.items() if place not in seen]
            seen |= new.keys()
    return pages


def _place(address: str) -> str:
    """The address of a page; of an empty form without its id, of statements and their registers without days.

    A statement links each figure to the entries of its own period: one period stands for all.  So does one
    print for all prints, one goal for all goals and one receipt for all receipts.
    """
    path, _, query = address.partition("?")
    if path.startswith("/check/"):
        return "/check"
    if path.endswith(("/print", "/goal")):
        return _ID.sub("one", path)
    # A form about a line, and the page on which a line is chosen, stand for all of their kind.
    if path.endswith(("/correction", "/dispute")) or query == "wrong=1":
        return f"{path.split('/')[3]} {query or path.rpartition('/')[2]}"
    if "/meetings/new" in path or "/statements/" in path:
        return path
    narrowed = parse_qs(query)
    return f"{path} {narrowed['code']}" if narrowed.keys() & {"from", "to", "against"} else address


def _links(text: str) -> list[str]:
    return [unescape(link) for link in dict.fromkeys(_LINK.findall(text))]


def _send(client: FlaskClient, group: str, **typed: str) -> None:
    """Close the meeting with the form as it is proposed and what is typed over it."""
    page = client.get(f"{group}/meetings/new")
    form = form_of(page) | typed
    action = html.fromstring(page.text).xpath("//form[contains(@action, '/meetings/')]/@action")[0]
    form.setdefault("cash_counted", "")
    counted = form["cash_counted"] or _expected(form)
    assert client.post(action, data=form | {"cash_counted": counted}).status_code == 303


def _expected(form: dict[str, str]) -> str:
    """What lies in the box after the meeting as proposed: shares of 50, the contributions, less a loan."""
    def total(start: str) -> float:
        return sum(float(value) for name, value in form.items() if name.startswith(start) and value)

    return f"{total('opening-box/') + 50 * total('savings-') + total('social-') - 100:.2f}"

