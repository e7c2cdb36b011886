"""A group, its enterprise and the people around both, as most tests of the application need them.

Lorna keeps the record of Sunday Savers, Amina is its second officer, Siti saves. Rosa manages the farm they
back and Ben checks for her. Tess looks after the group and may see totals, Nina may see names; Ana runs the
programme. Rajesh signs in here, but belongs to another group.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import Session

from msai import create_app, open_database
from msai.db import Database
from msai.sealing import Vault
from msai.settings import Settings, settings_for_tests
from tests.msai.cast import Cast, Clock, settle
from tests.services.databases import Place


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


@pytest.fixture(scope="session")
def compiled_pages(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates are compiled once for all applications of the run."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("pages")))


@pytest.fixture
def app(settings: Settings, clock: Clock, compiled_pages: FileSystemBytecodeCache) -> Iterator[Flask]:
    """The application as it is served."""
    app = create_app(settings, clock=clock)
    app.jinja_env.bytecode_cache = compiled_pages
    yield app
    app.extensions["database"].engine.dispose()


@pytest.fixture
def vault(settings: Settings) -> Vault:
    """What seals personal text in this deployment."""
    return Vault(settings.master_key)


@pytest.fixture
def cast(database: Database, settings: Settings) -> Cast:
    """Everybody, registered and in her place, in a transaction that is over."""
    with database.write() as session:
        return settle(session, settings)


@pytest.fixture
def session(cast: Cast, database: Database) -> Iterator[Session]:
    """One write transaction that begins when the cast is in its place."""
    with database.write() as session:
        yield session


@pytest.fixture
def client(app: Flask, cast: Cast) -> FlaskClient:
    """A browser nobody has signed in with yet."""
    return app.test_client()
