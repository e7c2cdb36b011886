"""A ledger that is open to visitors: a recorded past read in, its sign-ins made, a server in front.

It is put together as on the first start of a machine, by the same commands; only the clock
stands still, on the day the story happens.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, Page

from msai import cli, commands
from msai.i18n.web import COOKIE as LANGUAGE
from msai.settings import settings_for_tests
from tests.journeys import thirty
from tests.msai import cast
from tests.services.application import serving
from tests.services.browser import served
from tests.services.databases import Place


@dataclass
class Calendar:
    """The day on which the story is just now; it stands still until a test turns the leaf."""

    today: date

    def noon(self) -> int:
        """Its noon, as the clock of the ledger reads."""
        return int(datetime.combine(self.today, time(12), tzinfo=UTC).timestamp() * 1000)


@dataclass(frozen=True)
class House:
    """The ledger as visitors reach it, and what its people sign in with."""

    app: Flask
    address: str
    passwords: dict[str, str]
    calendar: Calendar

    def at_home(self, name: str) -> FlaskClient:
        """Somebody signed in without a screen, for what happened before the story begins."""
        client = self.app.test_client()
        cast.sign_in(client, name, self.passwords[cast.identifier(name)])
        return client

    def greet(self, visitor: BrowserContext, name: str, language: str = "en") -> None:
        """Let a browser be that of somebody who signed in and chose a language a while ago."""
        token = self.app.extensions["cookie"]
        kept = self.at_home(name).get_cookie(token)
        assert kept is not None
        cookies = {token: kept.value, LANGUAGE: language}
        visitor.add_cookies([{"name": key, "value": value, "url": self.address}
                             for key, value in cookies.items()])

    def sign_in(self, page: Page, name: str) -> None:
        """Sign in by the form, with taps and keys."""
        page.goto(self.address)
        for label, words in (("Phone number or e-mail", cast.identifier(name)),
                             ("Password", self.passwords[cast.identifier(name)])):
            page.get_by_label(label).tap()
            page.keyboard.type(words)
        page.get_by_role("button", name="Sign in").tap()
        page.get_by_role("heading", name="Your groups").wait_for()


@dataclass(frozen=True)
class ReadIn:
    """A past: a recorded history was read in, and its people got their sign-ins; tells their passwords."""

    history: bytes
    today: date

    def __call__(self, place: Place) -> dict[str, str]:
        """As on the first start of a machine."""
        at = Calendar(self.today).noon
        settings = settings_for_tests(database_url=place.url)
        with serving(settings, clock=at, own=True) as app, TemporaryDirectory() as folder:
            known, kept = app.extensions, Path(folder) / "sign_ins.json"
            cli.read_in(known["database"], self.history, quiet=True)
            made = list(commands.first_sign_ins(
                known["database"], known["passwords"], known["vault"], at=at(), kept_in=kept))
            assert made
            passwords: dict[str, str] = json.loads(kept.read_text(encoding="utf-8"))
        return passwords


def of_the_thirty() -> ReadIn:
    """The past of the thirty, up to the Sunday they are about to record."""
    return ReadIn(thirty.three_sundays().content, thirty.NEXT_SUNDAY)


@contextmanager
def opened(place: Place, *, today: date, own: bool = False) -> Iterator[House]:
    """The ledger on a database with a recorded past, at noon of a day; its `own` beyond one test."""
    calendar = Calendar(today)
    settings = settings_for_tests(database_url=place.url)
    with serving(settings, clock=calendar.noon, own=own) as app, served(app) as address:
        yield House(app, address, place.told, calendar)
