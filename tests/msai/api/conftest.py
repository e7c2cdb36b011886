"""Programs that speak for people of a real group."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from msai.db import Database
from tests.msai.cast import Cast, sign_in
from tests.msai.sunday import open_savers


@pytest.fixture
def savers(cast: Cast, database: Database) -> None:
    """The group, opened in a transaction that is over."""
    with database.write() as session:
        open_savers(session, cast)


@pytest.fixture
def lorna(app: Flask, savers: None) -> FlaskClient:
    """Lorna's phone, signed in."""
    client = app.test_client()
    sign_in(client, "lorna")
    return client
