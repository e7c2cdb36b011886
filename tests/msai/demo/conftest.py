"""A demo that stands, built through the application, and browsers of its people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from msai import open_database
from msai.db import Database
from msai.demonstration.building import Built, build_demo
from msai.permissions import SYSTEM_IMPORT
from msai.services.passwords import Passwords
from msai.settings import Settings, settings_for_tests
from tests.msai import pasts
from tests.msai.cast import NOW, Cast, form_token
from tests.services.databases import Past, Place

Visit = Callable[..., FlaskClient]


@dataclass(frozen=True)
class Stands:
    """What is there when a demo was built beside the real people of all tests."""

    cast: Cast
    built: Built


def today() -> date:
    """The day on which the clock of these tests stands."""
    return datetime.fromtimestamp(NOW / 1000, tz=UTC).date()


def build(settings: Settings, database: Database) -> Built:
    """Build the demo now."""
    return build_demo(database, SYSTEM_IMPORT, passwords=Passwords(settings), today=today(), at=NOW)


def demo_stands(place: Place) -> Stands:
    """A past: everybody came, and the demo was built beside them."""
    settings = settings_for_tests(database_url=place.url)
    cast = pasts.everybody(place)
    database = open_database(settings)
    built = build(settings, database)
    database.engine.dispose()
    return Stands(cast, built)


@pytest.fixture
def past(request: pytest.FixtureRequest) -> Past:
    """A demo where a test asks for one, which is built once; else the people alone."""
    return demo_stands if "built" in request.fixturenames else pasts.everybody


@pytest.fixture
def cast(place: Place) -> Cast:
    """Everybody, whether a demo stands beside them or not."""
    told = place.told.cast if isinstance(place.told, Stands) else place.told
    assert isinstance(told, Cast)
    return told


@pytest.fixture
def built(place: Place) -> Built:
    """The demo, beside the real people of all tests."""
    assert isinstance(place.told, Stands)
    return place.told.built


@pytest.fixture
def visit(app: Flask, built: Built) -> Visit:
    """Sign somebody of the demo in."""

    def browser(nickname: str, password: str = built.password) -> FlaskClient:
        client = app.test_client()
        client.post("/sign-in", data={"identifier": f"{nickname}@demo.example", "password": password,
                                      "csrf_token": form_token(client.get("/sign-in"))})
        return client

    return browser
