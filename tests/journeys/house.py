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

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, Page

from msai import cli, commands
from msai.i18n.web import COOKIE as LANGUAGE
from msai.settings import settings_for_tests
from tests.msai import cast
from tests.services.application import serving
from tests.services.browser import served


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


@contextmanager
def opened(url: str, history: bytes, folder: Path, *, today: date) -> Iterator[House]:
    """The ledger on a database, with a recorded past, at noon of a day."""
    calendar = Calendar(today)
    kept = folder / "sign_ins.json"
    with serving(settings_for_tests(database_url=url), clock=calendar.noon) as app:
        database, known = app.extensions["database"], app.extensions
        cli.read_in(database, history, quiet=True)
        made = list(commands.first_sign_ins(
            database, known["passwords"], known["vault"], at=calendar.noon(), kept_in=kept))
        assert made
        with served(app) as address:
            yield House(app, address, json.loads(kept.read_text(encoding="utf-8")), calendar)
