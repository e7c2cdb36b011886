"""What comes out of the printer: one sheet of A5 with all that belongs on it, and records on A4."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.year import Year
from tests.services.browser import LAPTOP, screen
from tests.services.programs import need

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, recorded_year: Year) -> Iterator[Page]:
    """An officer's screen."""
    with screen(browser, LAPTOP) as visitor:
        recorded_year.house.greet(visitor, "amelia")
        yield visitor.new_page()


def printed(page: Page, address: str, folder: Path) -> tuple[dict[str, str], str]:
    """What a printer gets: the facts of the file, and its text."""
    page.goto(address)
    file = folder / "paper.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    facts = subprocess.run([need("pdfinfo"), str(file)], check=True, capture_output=True, text=True).stdout
    to_text = [str(need("pdftotext")), "-layout", str(file), "-"]
    text = subprocess.run(to_text, check=True, capture_output=True, text=True)
    pairs = (line.partition(":") for line in facts.splitlines())
    return {name: value.strip() for name, _, value in pairs}, text.stdout


def last_figure(page: str, words: str) -> str:
    """The figure at the end of the line with these words."""
    return next(line for line in page.splitlines() if words in line).split()[-1]


def address_of(year: Year, kind: str) -> str:
    """A page of this kind."""
    return year.house.address + year.kinds()[kind].partition("?")[0]


def test_a_passbook_is_one_sheet_of_a5(page: Page, recorded_year: Year, tmp_path: Path) -> None:
    """The amount, thirteen entries at most, the code, where to check it and whom to tell."""
    facts, text = printed(page, address_of(recorded_year, "prints.passbook"), tmp_path)

    assert facts["Pages"] == "1"
    assert facts["Page size"].endswith("(A5)")
    assert all(words in text for words in ("avings", "Brought forward", "This page", "Scan the square"))
    assert "Sign out" not in text


def test_a_cycle_takes_thirteen_entries_a_page_and_carries_them_on(
    page: Page, recorded_year: Year, tmp_path: Path,
) -> None:
    """Each page fits its sheet, has its head and begins where the one before ended."""
    facts, text = printed(page, address_of(recorded_year, "prints.passbook") + "?all=1", tmp_path)
    pages = text.split("\f")[:-1]
    begins, ends = ([last_figure(one, words) for one in pages] for words in ("Brought forward", "This page"))

    assert facts["Pages"] == str(len(pages))
    assert len(pages) > 3
    assert begins[1:] == ends[:-1]
    assert all(f"page {number}" in one for number, one in enumerate(pages, start=1))


@pytest.mark.parametrize("kind", ["prints.meeting", "statements.show"])
def test_records_and_statements_are_a4(
    page: Page, recorded_year: Year, tmp_path: Path, kind: str,
) -> None:
    """Nothing to tap comes out of a printer."""
    facts, text = printed(page, address_of(recorded_year, kind), tmp_path)

    assert facts["Page size"].endswith("(A4)")
    assert "Sunday Savers" in text
    assert not [word for word in ("Sign out", "This cycle", "Other days", "Skip") if word in text]
