"""A manager's month on a phone, and a paper form that somebody types in for her."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from msai.db import Database
from msai.i18n.web import COOKIE
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


def assert_one_sheet(page: Page, file: Path) -> None:
    """A page prints on one A4."""
    page.pdf(path=file, prefer_css_page_size=True)
    info = [str(need("pdfinfo")), str(file)]
    facts = subprocess.run(info, check=True, capture_output=True, text=True).stdout
    assert "(A4)" in facts
    assert "Pages:           1\n" in facts


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
        assert_one_sheet(page, tmp_path / "month.pdf")
        visitor.add_cookies([{"name": COOKIE, "value": "en_XA", "url": farm}])
        page.set_viewport_size({"width": 320, "height": 740})
        for part in ("", "/fill"):
            page.goto(farm + SEPTEMBER + part)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, part
            assert "⟦" in page.locator("main").inner_text(), part


def test_a_paper_form_is_printed_and_typed_in(
    app: Flask, farm: str, browser: Browser, tmp_path: Path,
) -> None:
    """One sheet of A4 for the manager's hand; Ben types it in, and the report says for whom."""
    with screen(browser, PHONE) as visitor:
        let_in(app, visitor, "ben", farm)
        page = visitor.new_page()
        page.goto(f"{farm}{SEPTEMBER}/paper")
        assert_one_sheet(page, tmp_path / "paper.pdf")
        page.goto(f"{farm}{SEPTEMBER}/fill")
        fill_in(page, inputs="0", cash="0", entered_for="Rosa")
        page.get_by_role("button", name="Look at it before sending").tap()
        expect(page.get_by_text("Typed in for Rosa")).to_be_visible()
        page.get_by_role("button", name="Send the report").tap()
        expect(page.get_by_text("Typed in for")).to_be_visible()


def test_a_line_in_three_taps(app: Flask, farm: str, browser: Browser, tmp_path: Path) -> None:
    """What, how much in the unit of the last time, and a photo: nothing else is touched."""
    photo = tmp_path / "hogs.jpg"
    photo.write_bytes(picture())
    with screen(browser, PHONE) as visitor:
        let_in(app, visitor, "rosa", farm)
        page = visitor.new_page()
        page.goto(f"{farm}/enterprises/{HENS}/line")
        page.get_by_role("region", name="Hogs").get_by_role("link", name="Died").tap()
        page.get_by_label("How much?").tap()
        page.keyboard.type("2")
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Take a photo and record it").tap()
        chooser.value.set_files(photo)
        expect(page.get_by_role("heading", name="What was recorded")).to_be_visible()
        page.goto(f"{farm}/enterprises/{HENS}/line")
        expect(page.get_by_role("region", name="Hogs").get_by_role("link").first).to_contain_text(
            "Last time: 2 heads")


def test_photos_wait_for_their_report_and_for_a_signal(
    app: Flask, farm: str, browser: Browser, tmp_path: Path,
) -> None:
    """Chosen before sending, kept through a killed page and a lost signal, unseen by who signs in next."""
    photo, letter = tmp_path / "hogs.jpg", tmp_path / "letter.jpg"
    photo.write_bytes(picture())
    letter.write_text("no photo", encoding="utf-8")
    with screen(browser, PHONE) as visitor:
        let_in(app, visitor, "rosa", farm)
        page = visitor.new_page()
        page.goto(f"{farm}{SEPTEMBER}/fill")
        page.get_by_label("Photos for the backers").set_input_files([photo, letter])
        expect(page.get_by_text("letter.jpg: this is not a photo")).to_be_visible()
        expect(page.get_by_text("hogs.jpg: waits for the report")).to_be_visible()
        fill_in(page, **{f"{PEN.hex}_sold": "1", f"{PEN.hex}_amount": "9000"})
        page.get_by_role("button", name="Look at it before sending").tap()
        visitor.route("**/files", lambda route: route.abort())
        page.get_by_role("button", name="Send the report").tap()
        expect(page.locator(".status")).to_contain_text("1 photo waiting")
        page.get_by_role("link", name="Add a receipt").tap(trial=True)
        let_in(app, visitor, "ben", farm)
        page.reload()
        expect(page.locator(".status")).not_to_contain_text("waiting")
        let_in(app, visitor, "rosa", farm)
        page.reload()
        expect(page.locator(".status")).to_contain_text("1 photo waiting")
        visitor.unroute("**/files")
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(page.get_by_text("hogs.jpg: sent")).to_be_visible()
        expect(page.locator(".status")).not_to_contain_text("waiting")
        with page.expect_file_chooser() as chooser:
            page.get_by_role("link", name="Add a receipt").tap()
        chooser.value.set_files(photo)
        expect(page.get_by_text("hogs.jpg: sent")).to_have_count(2)
        page.reload()
        expect(page.get_by_role("link", name="Receipt", exact=True)).to_be_visible()
