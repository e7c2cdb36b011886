"""A demo that stands, built through the application, and browsers of its people."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from msai import auth
from msai.db import Database
from msai.demonstration.building import Built, build_demo
from msai.permissions import SYSTEM_IMPORT
from tests.msai.cast import NOW, Cast, form_token

Visit = Callable[..., FlaskClient]


def build(app: Flask, database: Database) -> Built:
    """Build the demo now."""
    with app.app_context():
        return build_demo(
            database, SYSTEM_IMPORT, passwords=app.extensions["passwords"], today=auth.today(), at=NOW)


@pytest.fixture
def built(app: Flask, cast: Cast, database: Database) -> Built:
    """The demo, beside the real people of all tests."""
    return build(app, database)


@pytest.fixture
def visit(app: Flask, built: Built) -> Visit:
    """Sign somebody of the demo in."""

    def browser(nickname: str, password: str = built.password) -> FlaskClient:
        client = app.test_client()
        client.post("/sign-in", data={"identifier": f"{nickname}@demo.example", "password": password,
                                      "csrf_token": form_token(client.get("/sign-in"))})
        return client

    return browser
