"""Closing a meeting of thirty through the whole HTTP stack, beside the same rows by raw SQL.

Both servers start from a copy of one database with a year of Sundays in it, get the same
sheets over one connection each, in turns, and answer when the rows are durable.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import urlencode

from bench import floor
from bench.deployments import PASSWORD, TREASURER, Deployment
from bench.results import Result
from bench.serving import server
from bench.story import Story

BEFORE, MEASURED, WARM_UP = 52, 52, 4
_JSON = {"Content-Type": "application/json", "X-Requested-With": "bench"}


class Refused(Exception):
    """A server did not close the meeting: what is measured would be something else."""


def measure(folder: Path) -> list[Result]:
    """The median time of closing a meeting, through the ledger and by raw SQL."""
    story = Story("story")
    ledger, raw = Deployment.make(folder / "ledger"), folder / "raw"
    recorded = Deployment.make(folder / "recorded")
    group = ledger.read_in(story.history(BEFORE)).group_id
    recorded.read_in(Story("story").history(BEFORE + MEASURED))
    ledger.give_treasurer(group)
    ledger.copy(raw)
    sheets = {f"/api/v1/groups/{group}/meetings/{story.meeting_id(week)}": json.dumps(story.sheet(week))
              for week in range(BEFORE, BEFORE + MEASURED)}
    took = _race(ledger.folder, raw, recorded.folder, sheets)
    ledger_ms, raw_ms = (1000 * median(times[WARM_UP:]) for times in took)
    return [Result(
        f"close a meeting of {story.members} ({_postings(ledger):.0f} postings), HTTP",
        f"{ledger_ms:.1f} ms", f"{raw_ms:.1f} ms", ledger_ms / raw_ms, "<= 3, stretch 2")]


def _race(
    ledger: Path, raw: Path, recorded: Path, sheets: Mapping[str, str],
) -> tuple[list[float], list[float]]:
    ledger_s, raw_s = [], []
    with server("ledger", ledger) as to_ledger, server("raw", raw, recorded) as to_raw:
        signed_in = _JSON | {"Cookie": _sign_in(to_ledger)}
        for address, sheet in sheets.items():
            ledger_s.append(_put(to_ledger, address, sheet, signed_in))
            raw_s.append(_put(to_raw, address, sheet, _JSON))
    return ledger_s, raw_s


def _put(connection: HTTPConnection, address: str, sheet: str, headers: Mapping[str, str]) -> float:
    start = perf_counter()
    connection.request("PUT", address, sheet, deepcopy(dict(headers)))
    answer = connection.getresponse()
    body = answer.read()
    elapsed = perf_counter() - start
    if answer.status != 200:
        raise Refused(address, answer.status, body[:500])
    return elapsed


def _sign_in(connection: HTTPConnection) -> str:
    """Sign in as a browser does, and give the cookie of the session."""
    connection.request("GET", "/sign-in")
    form = connection.getresponse()
    page, cookie = form.read().decode(), _cookie(form.headers["Set-Cookie"])
    token = re.search(r'name="csrf_token" value="([0-9a-f]+)"', page)
    if token is None:
        raise Refused("/sign-in", form.status)
    fields = urlencode({"identifier": TREASURER, "password": PASSWORD, "csrf_token": token[1]})
    connection.request("POST", "/sign-in", fields, {
        "Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 303:
        raise Refused("/sign-in", answer.status)
    return _cookie(answer.headers["Set-Cookie"])


def _cookie(header: str) -> str:
    return header.partition(";")[0]


def _postings(deployment: Deployment) -> float:
    """How many postings a measured meeting has, on average."""
    with floor.connect(deployment.file) as connection:
        (found,) = connection.execute(
            "SELECT 1.0 * count(*) / count(DISTINCT source_id) FROM posting JOIN entry USING (book_id, seq) "
            "WHERE source_id IN (SELECT meeting_id FROM meeting WHERE number > ?)", (BEFORE,)).fetchone()
    return float(found)
