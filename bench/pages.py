"""What a page of thirty rows costs the server, beside the bare template.

The whole request is taken through the application in this process, and its processor time
is held against that of the same template rendered again with the same values.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any
from uuid import UUID

from flask import Flask, template_rendered
from flask.testing import FlaskClient
from jinja2 import Template

from bench.closing import Refused
from bench.deployments import PASSWORD, TREASURER, Deployment
from bench.results import Result
from bench.story import Story
from msai import create_app
from msai.services.holders import member_holder

ROUNDS, SUNDAYS = 40, 52
Rendered = tuple[Template, dict[str, Any]]


def measure(folder: Path) -> list[Result]:
    """The page of a group and the passbook of a member, a year of Sundays old."""
    deployment = Deployment.make(folder / "ledger")
    group = deployment.read_in(Story("story").history(SUNDAYS)).group_id
    deployment.give_treasurer(group)
    app = create_app(deployment.settings)
    client = app.test_client()
    _sign_in(client)
    return [_compare(app, client, name, address) for name, address in _addresses(group).items()]


def _addresses(group: UUID) -> dict[str, str]:
    return {"group page": f"/groups/{group}",
            "passbook of a year": f"/groups/{group}/passbooks/{member_holder(group, 7).id}"}


def _compare(app: Flask, client: FlaskClient, name: str, address: str) -> Result:
    rendered = _rendered(app, client, address)
    whole_s, bare_s = [], []
    with app.test_request_context(address):
        for _ in range(ROUNDS):
            bare_s.append(_processor_time(lambda: rendered[0].render(rendered[1])))
    for _ in range(ROUNDS):
        whole_s.append(_processor_time(lambda: _page(client, address)))
    whole_ms, bare_ms = 1000 * median(whole_s), 1000 * median(bare_s)
    return Result(f"{name}, processor time", f"{whole_ms:.1f} ms", f"{bare_ms:.1f} ms (template)",
                  whole_ms / bare_ms, "<= 3, stretch 1.5")


def _processor_time(act: Callable[[], object]) -> float:
    start = process_time()
    act()
    return process_time() - start


def _rendered(app: Flask, client: FlaskClient, address: str) -> Rendered:
    """The template of a page and the values it was rendered with."""
    found: list[Rendered] = []

    def note(_app: Flask, template: Template, context: dict[str, Any], **_more: object) -> None:
        found.append((template, dict(context)))

    with template_rendered.connected_to(note, app):
        _page(client, address)
    return found[-1]


def _page(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise Refused(address, answer.status_code)


def _sign_in(client: FlaskClient) -> None:
    token = re.search(r'name="csrf_token" value="([0-9a-f]+)"', client.get("/sign-in").text)
    if token is None:
        raise Refused("/sign-in")
    answer = client.post("/sign-in", data={
        "identifier": TREASURER, "password": PASSWORD, "csrf_token": token[1]})
    if answer.status_code != 303:
        raise Refused("/sign-in", answer.status_code)
