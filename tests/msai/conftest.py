"""A group, its enterprise and the people around both, as most tests of the application need them.

Lorna keeps the record of Sunday Savers, Amina is its second officer, Siti saves. Rosa manages the farm they
back and Ben checks for her. Tess looks after the group and may see totals, Nina may see names; Ana runs the
programme. Rajesh signs in here, but belongs to another group.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from msai import open_database
from msai.db import Database
from msai.sealing import Vault
from msai.settings import Settings, settings_for_tests
from tests.msai import pasts
from tests.msai.cast import Cast, Clock, sign_in
from tests.services.application import serving
from tests.services.databases import Past, Place


@pytest.fixture
def past(request: pytest.FixtureRequest) -> Past | None:
    """As much as the test asks for: a group, the people alone, or an empty database."""
    if "savers" in request.fixturenames:
        return pasts.savers
    return pasts.everybody if "cast" in request.fixturenames else None


@pytest.fixture
def settings(place: Place) -> Settings:
    """A deployment on this test's own database."""
    return settings_for_tests(database_url=place.url)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """The test's own database with the keys of its deployment, as services meet it."""
    database = open_database(settings)
    yield database
    database.engine.dispose()


@pytest.fixture
def clock() -> Clock:
    """A Sunday afternoon that only the test moves on."""
    return Clock()


@pytest.fixture
def app(settings: Settings, clock: Clock) -> Iterator[Flask]:
    """The application as it is served."""
    with serving(settings, clock=clock) as app:
        yield app


@pytest.fixture
def vault(settings: Settings) -> Vault:
    """What seals personal text in this deployment."""
    return Vault(settings.master_key)


@pytest.fixture
def cast(place: Place) -> Cast:
    """Everybody, registered and in her place, in a transaction that is over."""
    assert isinstance(place.told, Cast)
    return place.told


@pytest.fixture
def savers(cast: Cast) -> Cast:
    """The people of the group that meets on Sundays, which was opened in a transaction that is over."""
    return cast


@pytest.fixture
def lorna(app: Flask, savers: Cast) -> FlaskClient:
    """Lorna's browser or phone, signed in."""
    client = app.test_client()
    sign_in(client, "lorna")
    return client


@pytest.fixture
def session(cast: Cast, database: Database) -> Iterator[Session]:
    """One write transaction that begins when the cast is in its place."""
    with database.write() as session:
        yield session


@pytest.fixture
def client(app: Flask, cast: Cast) -> FlaskClient:
    """A browser nobody has signed in with yet."""
    return app.test_client()
