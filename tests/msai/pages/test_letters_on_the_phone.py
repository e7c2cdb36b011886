"""A backer reads the letter of a month on her phone, with its picture and her group's part, and prints it."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from msai.db import Database
from tests.msai.cast import Cast, sign_in
from tests.msai.pages.letters import open_backed_farm
from tests.msai.pages.test_letters import OF_SEPTEMBER, PRINT, RICE
from tests.msai.pages.test_months import SEPTEMBER, TYPED, fill, hidden
from tests.msai.pages.test_months_on_the_phone import let_in
from tests.msai.services.reporting.test_files import picture
from tests.services.browser import PHONE, screen, served
from tests.services.programs import need

pytestmark = [pytest.mark.browser, pytest.mark.one_kind]


@pytest.fixture
def reported(app: Flask, savers: Cast, database: Database) -> None:
    """Rosa reported September, with a picture."""
    with database.write() as session:
        open_backed_farm(session, savers)
    rosa = app.test_client()
    sign_in(rosa, "rosa")
    fill(rosa, "send", **TYPED, **RICE)
    rosa.post(f"{SEPTEMBER}/files", data={
        **hidden(rosa.get(SEPTEMBER)), "what": "photo", "file": (BytesIO(picture()), "hogs.jpg")})


@pytest.mark.usefixtures("reported")
def test_the_backers_letter(app: Flask, browser: Browser, tmp_path: Path) -> None:
    """Siti goes on from the enterprise's page, sees what was grown and whose it is, and prints one sheet."""
    with served(app) as address, screen(browser, PHONE) as visitor:
        let_in(app, visitor, "siti", address)
        page = visitor.new_page()
        page.goto(address + OF_SEPTEMBER.rpartition("/letters")[0])
        page.get_by_role("link", name="The letters of its months").tap()
        expect(page.get_by_alt_text("Photo 1")).to_be_visible()
        expect(page.get_by_text("Sunday Savers has a part of 50.0%")).to_be_visible()
        page.get_by_text("Show as a table").tap()
        expect(page.get_by_role("cell", name="no report").first).to_be_visible()
        page.get_by_role("link", name="A letter to Sunday Savers, for paper").tap()
        expect(page).to_have_url(address + PRINT)
        file = tmp_path / "letter.pdf"
        page.pdf(path=file, prefer_css_page_size=True)
    facts, text = (subprocess.run([need(program), *map(str, said)], check=True, capture_output=True,
                                  text=True).stdout for program, said in (
        ("pdfinfo", [file]), ("pdftotext", ["-layout", file, "-"])))
    assert "(A4)" in facts
    assert "Pages:           1\n" in facts
    assert "To Sunday Savers" in text
    assert "486" in text
    assert "2,700" in text
