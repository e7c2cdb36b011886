"""Every test that touches a database runs on each kind the ledger supports, on one of its own."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from hypothesis import settings
from playwright.sync_api import Browser
from sqlalchemy import Engine, NullPool
from sqlalchemy.orm import Session

from msai.db import Database, make_engine
from tests.services import pinning, postgres, run_folder
from tests.services.browser import chromium
from tests.services.databases import BACKENDS, Backend, Past, Place, wanted

pinning.watch_every_engine()
# A slow machine is no fault of what is tested; and what decides over a change must not change by itself.
settings.register_profile("ledger", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("ledger")
RARELY = (10_000, 20, 20)
"""So many new objects before a search for garbage, and so many searches before a longer one."""


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """Make the run's folder before any worker starts, and clear what a killed run left."""
    if not _is_worker(config):
        for folder in run_folder.abandoned():
            postgres.stop(folder)
            run_folder.remove(folder)
        run_folder.make()


def pytest_collection_finish() -> None:
    """Leave what was read in to run the tests out of searches for garbage: a tenth of a run went there."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and give the memory back when the last worker is done."""
    if not _is_worker(config):
        postgres.stop(run_folder.current())
        run_folder.remove(run_folder.current())


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for a database, however far away, runs once on each kind, unless its marks say less.

    What a browser sees is the same on each kind; that every page and act works on each is for the tests
    without a browser, and for the journeys marked `every_kind`.
    """
    if "backend" in metafunc.fixturenames:
        marks = {mark.name for mark in metafunc.definition.iter_markers()}
        one = "one_kind" in marks or ("browser" in marks and "every_kind" not in marks)
        metafunc.parametrize("backend", wanted(books="books" in marks, one=one), indirect=True)


@pytest.fixture
def backend(request: pytest.FixtureRequest) -> Backend:
    """The kind of database this test runs on."""
    return BACKENDS[request.param]


@pytest.fixture
def past() -> Past | None:
    """What happened before this test begins: nothing, unless the tests of a folder or a module say what."""
    return None


@pytest.fixture
def place(backend: Backend, past: Past | None) -> Iterator[Place]:
    """This test's own database: its name, its two addresses, and what its past told."""
    with backend.place(past) as place:
        yield place


@pytest.fixture
def database(place: Place) -> Iterator[Database]:
    """This test's own database, opened as the application opens it."""
    engine = make_engine(place.url)
    yield Database(engine)
    engine.dispose()


@pytest.fixture
def owner_engine(place: Place) -> Iterator[Engine]:
    """The same database, opened by the owner of the schema, who may change what the application may not."""
    engine = make_engine(place.owner_url, poolclass=NullPool)
    yield engine
    engine.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One write transaction that lasts as long as the test."""
    with database.write() as session:
        yield session


@pytest.fixture
def new_database(backend: Backend) -> Iterator[Callable[[], Database]]:
    """Makes one more empty database at each call, for a test that needs many; all go at its end."""
    with ExitStack() as stack:

        def make() -> Database:
            engine = make_engine(stack.enter_context(backend.place()).url, poolclass=NullPool)
            stack.callback(engine.dispose)
            return Database(engine)

        yield make


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One chromium for all tests of a worker; `tests.services.browser.screen` opens a visitor in it."""
    with chromium() as browser:
        yield browser
