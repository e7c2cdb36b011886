"""A manager's month on a phone, and a paper form that somebody types in for her."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from msai.db import Database
from tests.msai.cast import Cast, sign_in
from tests.msai.corridor import HENS
from tests.msai.pages.months import open_farm
from tests.msai.services.farming.pen import PEN
from tests.msai.services.reporting.test_files import picture
from tests.services.browser import PHONE, screen, served
from tests.services.programs import need

pytestmark = [pytest.mark.browser, pytest.mark.one_kind]
SEPTEMBER = f"/enterprises/{HENS}/months/2026-09"


@pytest.fixture
def farm(app: Flask, savers: Cast, database: Database) -> Iterator[str]:
    """The farm behind a real server; answers its address."""
    with database.write() as session:
        open_farm(session, savers)
    with served(app) as address:
        yield address


def let_in(app: Flask, visitor: BrowserContext, name: str, address: str) -> None:
    """Let a browser be that of somebody who signed in a while ago."""
    client, token = app.test_client(), app.extensions["cookie"]
    sign_in(client, name)
    kept = client.get_cookie(token)
    assert kept is not None
    visitor.add_cookies([{"name": token, "value": kept.value, "url": address}])


def fill_in(page: Page, **typed: str) -> None:
    """Type into boxes by their names."""
    for name, text in typed.items():
        page.locator(f"[name='{name}']").fill(text)


def test_the_managers_month(app: Flask, farm: str, browser: Browser, tmp_path: Path) -> None:
    """Filled in, the browser killed, gone on with, looked at, sent; then a photo with a bar of its own."""
    with screen(browser, PHONE) as visitor:
        let_in(app, visitor, "rosa", farm)
        page = visitor.new_page()
        page.goto(f"{farm}{SEPTEMBER}/fill")
        fill_in(page, **{f"{PEN.hex}_died": "1", f"{PEN.hex}_sold": "24", f"{PEN.hex}_amount": "416520"})
        expect(page.locator(".status")).to_have_text("Saved")
    with screen(browser, PHONE) as visitor:
        let_in(app, visitor, "rosa", farm)
        page = visitor.new_page()
        page.goto(f"{farm}{SEPTEMBER}/fill")
        expect(page.locator(f"[name='{PEN.hex}_sold']")).to_have_value("24")
        fill_in(page, **{f"{PEN.hex}_left": "10", "women_people": "3", "women_wages": "8825"})
        page.get_by_role("button", name="Look at it before sending").tap()
        expect(page.get_by_text("1 to explain")).to_be_visible()
        page.get_by_role("button", name="Send the report").tap()
        expect(page.locator(".status")).to_contain_text("Report sent")
        photo = tmp_path / "hogs.jpg"
        photo.write_bytes(picture())
        page.get_by_label("Choose it").set_input_files(photo)
        page.get_by_role("button", name="Add it").tap()
        expect(page.get_by_text("hogs.jpg: sent")).to_be_visible()
        page.reload()
        expect(page.get_by_alt_text("Photo 1")).to_be_visible()


def test_a_paper_form_is_printed_and_typed_in(
    app: Flask, farm: str, browser: Browser, tmp_path: Path,
) -> None:
    """One sheet of A4 for the manager's hand; Ben types it in, and the report says for whom."""
    with screen(browser, PHONE) as visitor:
        let_in(app, visitor, "ben", farm)
        page = visitor.new_page()
        page.goto(f"{farm}{SEPTEMBER}/paper")
        file = tmp_path / "paper.pdf"
        page.pdf(path=file, prefer_css_page_size=True)
        info = [need("pdfinfo"), str(file)]
        facts = subprocess.run(info, check=True, capture_output=True, text=True).stdout
        assert "(A4)" in facts
        assert "Pages:           1\n" in facts
        page.goto(f"{farm}{SEPTEMBER}/fill")
        fill_in(page, inputs="0", cash="0", entered_for="Rosa")
        page.get_by_role("button", name="Look at it before sending").tap()
        expect(page.get_by_text("Typed in for Rosa")).to_be_visible()
        page.get_by_role("button", name="Send the report").tap()
        expect(page.get_by_text("Typed in for")).to_be_visible()
