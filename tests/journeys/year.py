"""The recorded year of the sample, and the two sheets after it: one that waits for a second person, one held.

Every kind of page has something to show here. What is where is found as a visitor finds it: by
following the links.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from flask.testing import FlaskClient
from lxml import html
from playwright.sync_api import Page

from msai import commands
from msai.i18n.web import COOKIE as LANGUAGE
from tests.journeys import house
from tests.journeys.farm import fill_in, tend
from tests.journeys.house import House, ReadIn
from tests.journeys.wrongs import say_and_ask
from tests.msai.sunday import form_of
from tests.services.databases import BACKENDS

TODAY = date(2026, 1, 4)
NOWHERE, ATTENTION = "/nowhere", "/attention"
_ID = re.compile("[0-9a-f-]{36}|(?<=/)[0-9A-Z]{4}-[0-9A-Z]{4}$")
_NUMBER = re.compile(r"(?<=/)\d+")
_FORM = re.compile(r"/(print|goal|correction|dispute|new)\b|/check/|[?&](page|wrong|from|to)=")
_LINK = re.compile(r'<a [^>]*href="(/[^"#]*)')
MOST, ONE = 6, 1
"""Of how many addresses of a shape the pages are looked at; forms and later pages are all alike."""
LONG = 40_000
"""Letters of a page that is only more of the same: a register of the whole book."""
KEPT_SECONDS = 3600
"""How long the browsers that look at hundreds of pages keep styles and scripts without asking again."""
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
            kind = urls.match(urlsplit(address).path)[0]
            is_held = kind == "meetings.show" and "status-refused" in self.pages[address]
            kind = "meetings.held" if is_held else kind
            if kind not in kinds or len(self.pages[address]) < LONG:
                kinds[kind] = address
        return kinds | {"nowhere": NOWHERE}

    def visit_each(self, page: Page, language: str = "en") -> Iterator[str]:
        """Open a page of each kind as its reader, and say which."""
        present = ""
        for kind, address in self.kinds().items():
            reader = reader_of(address)
            if reader != present:
                self.house.greet(page.context, reader, language)
                present = reader
            page.goto(self.house.address + address)
            yield kind


def reader_of(address: str) -> str:
    """Rosa looks at the farm's pages, Rowena at what needs a facilitator, Amelia at the rest."""
    if address == ATTENTION:
        return "rowena"
    return "rosa" if address.startswith("/enterprises/") else "amelia"


@contextmanager
def opened() -> Iterator[Year]:
    """The year, served for as long as a worker runs."""
    read = ReadIn(commands.sample_history(), TODAY)
    with BACKENDS["sqlite"].place(read) as place, house.opened(place, today=TODAY, own=True) as it:
        it.app.config["SEND_FILE_MAX_AGE_DEFAULT"] = KEPT_SECONDS
        amelia = it.at_home("amelia")
        group = next(link for link in _links(amelia.get("/").text) if link.startswith("/groups/"))
        _send(amelia, group, **BORROWS)
        _send(amelia, group, cash_counted="1.00")
        say_and_ask(amelia, group)
        fill_in(amelia, f"{group}/pools", most_fee="60", provider="Sunday Remit")
        rosa = it.at_home("rosa")
        tend(rosa, next(link for link in _links(rosa.get("/").text) if link.startswith("/enterprises/")))
        rowena = it.at_home("rowena")
        rowena.set_cookie(LANGUAGE, "en_XA")
        yield Year(it, walked(amelia) | walked(rosa) | {ATTENTION: rowena.get(ATTENTION).text})


def walked(client: FlaskClient) -> dict[str, str]:
    """Pages of every shape that links lead to from the first, by address, as this visitor gets them."""
    client.set_cookie(LANGUAGE, "en_XA")
    pages: dict[str, str] = {}
    waiting = deque(["/"])
    seen = Counter({"/": MOST})
    while waiting:
        address = waiting.popleft()
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == 200, (address, answer.status)
        if answer.mimetype == "text/html":
            pages[address] = answer.text
            waiting += list(_wanted(_links(answer.text), seen))
    return pages


def _wanted(links: list[str], seen: Counter[str]) -> Iterator[str]:
    """Those of the links that nobody followed, up to as many of a shape as are looked at; notes them."""
    for link in links:
        if not seen[link]:
            seen[link] = 1
            shape = _shape(link)
            seen[shape] += 1
            if seen[shape] <= (ONE if _FORM.search(link) else MOST):
                yield link


def _shape(address: str) -> str:
    """What pages of a kind have in common: the path without ids and numbers, and what is asked for.

    The year has hundreds of entries, registers and receipts, each a page of its own.  What a page is
    narrowed by counts, not to which day, fund or person; which rule is changed does count.
    """
    path, _, query = address.partition("?")
    asked = (f"{name}={words if name == 'change' else ''}" for name, words in parse_qsl(query))
    return _NUMBER.sub("0", _ID.sub("one", path)) + "?" + "&".join(sorted(set(asked)))


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

