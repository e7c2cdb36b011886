"""What a farm's manager does on a phone: hogs and rice named, a pen and a field opened, a month recorded."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient

from tests.msai.cast import form_token

FIELDS = frozenset({"Hogs", "Rice field", "Pen 1", "Hogs, Pen 1"})
"""What its manager calls what is done there."""
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
_SELECT = re.compile(r'<select[^>]* name="(\w+)"(.*?)</select>', re.DOTALL)
_CHOSEN, _FIRST = re.compile(r'value="([^"]*)" selected'), re.compile(r'value="([^"]*)"')


def fill_in(client: FlaskClient, path: str, **typed: Any) -> str:
    """Open a form as a browser does and send it with what was typed; answers where it leads."""
    page = client.get(path)
    chosen = {name: _CHOSEN.search(part) or _FIRST.search(part) for name, part in _SELECT.findall(page.text)}
    offered = {name: found[1] for name, found in chosen.items() if found}
    sent = client.post(path, data={
        **dict(_HIDDEN.findall(page.text)), **offered, "csrf_token": form_token(page), **typed})
    assert sent.status_code == 303, sent.text
    return str(sent.location)


def tend(rosa: FlaskClient, farm: str) -> tuple[str, str]:
    """A pen of hogs that adds up and a field with something to explain; the addresses of both."""
    fill_in(rosa, f"{farm}/activities/new", name="Hogs", kind="hogs")
    pen = fill_in(rosa, f"{farm}/batches/new", on="2025-09-01", quantity="36", weight="720", name="Pen 1",
                  amount="115200")
    fill_in(rosa, f"{farm}/units", unit="sack-feed-50", factor="50", on="2025-09-01")
    fill_in(rosa, f"{farm}/units", unit="cavan-50", factor="48.5", on="2025-09-01")
    fill_in(rosa, f"{pen}/record/input", product="feed", quantity="46", unit="sack-feed-50", amount="64400",
            on="2025-11-03")
    fill_in(rosa, f"{pen}/record/died", quantity="9", on="2025-10-05", words="At night, after the storm")
    fill_in(rosa, f"{pen}/record/sold", quantity="16", weight="1424", amount="277680", on="2025-12-20")
    fill_in(rosa, f"{pen}/plan", quantity="34", sales="520000", ends_on="2026-02-28")
    said = f"{farm}/people-and-land/record"
    fill_in(rosa, f"{said}/incident", number="1", happened_on="2025-10-05")
    fill_in(rosa, f"{said}/parcel", parcel="Rice field", holds_from="2025-09-01", hectares="1.5", organic="1")
    fill_in(rosa, f"{farm}/activities/new", name="Rice field", kind="palay")
    offered = dict(re.findall(r'<option value="([0-9a-f-]{36})"[^>]*>([^<]*)<', rosa.get(
        f"{farm}/batches/new").text))
    rice = next(activity for activity, name in offered.items() if name == "Rice field")
    field = fill_in(rosa, f"{farm}/batches/new?activity={rice}", activity=rice, on="2025-09-01", area="1.2",
                    area_unit="ha")
    fill_in(rosa, f"{field}/record/harvest", product="palay", quantity="108", unit="cavan-50",
            on="2025-12-10")
    fill_in(rosa, f"{field}/record/sold", product="palay", quantity="60", unit="cavan-50", amount="69000",
            on="2025-12-20")
    fill_in(rosa, f"{field}/record/counted", product="palay", quantity="2100", unit="kg", on="2025-12-31")
    return pen, field
