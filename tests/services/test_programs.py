"""The outside programs do what the tests rely on, so that a failure elsewhere is about the ledger."""

from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.services import programs, run_folder
from tests.services.axe import COLOURS, findings
from tests.services.browser import PHONE, screen, served
from tests.services.office import recalculated


@pytest.mark.browser
def test_a_phone_reads_a_served_page(browser: Browser) -> None:
    """The browser, the server and the size of the screen are what a journey starts from."""
    app = Flask("one page")
    app.add_url_rule("/", view_func=lambda: "<title>Sunday</title><p>Savers")
    with served(app) as address, screen(browser, PHONE) as visitor:
        page = visitor.new_page()
        page.goto(address)

        assert page.title() == "Sunday"
        assert page.evaluate("[innerWidth, navigator.maxTouchPoints > 0]") == [360, True]


@pytest.mark.browser
def test_a_page_that_shuts_people_out_is_found(browser: Browser) -> None:
    """A check of pages that finds nothing has to be able to find something."""
    with screen(browser, PHONE) as visitor:
        page = visitor.new_page()
        page.set_content("<html lang=en><title>Sunday</title><main><h1>Savers</h1><img src=x></main>")

        assert findings(page) == ["image-alt: img"]


FAINT_IN_THE_DARK = """<html lang=en><title>Sunday</title><style>
@media (prefers-color-scheme: dark) { main { background: #333; color: #777 } }</style>
<main><h1>Savers</h1><p>Thirty people</p></main></html>"""


@pytest.mark.browser
def test_what_is_too_faint_in_the_dark_is_found_at_the_second_look(browser: Browser) -> None:
    """Too faint even for the plain rule, of which the enhanced one says nothing; in light all is well."""
    with screen(browser, PHONE, color_scheme="light") as visitor:
        page = visitor.new_page()
        page.set_content(FAINT_IN_THE_DARK)
        in_light = findings(page)
        page.emulate_media(color_scheme="dark")

        assert in_light == []
        assert findings(page, COLOURS) == ["color-contrast: h1", "color-contrast: p"]


@pytest.mark.office
def test_formulas_are_computed_anew(tmp_path: Path) -> None:
    """A value that came with the file must not pass for one that was computed."""
    workbook = openpyxl.Workbook()
    workbook.create_sheet("Sum").append([1, 2, "=A1+B1"])
    workbook.save(tmp_path / "sum.xlsx")

    [result] = recalculated([tmp_path / "sum.xlsx"], tmp_path)

    assert openpyxl.load_workbook(result, data_only=True)["Sum"]["C1"].value == 3


def test_a_missing_program_fails_where_everything_must_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """A skipped test counts as nothing, and nobody looks at it."""
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="apt-get install no-such-program"):
        programs.need("no-such-program")


def test_a_missing_program_skips_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who changes a sentence need not install an office."""
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install no-such-program"):
        programs.need("no-such-program")


def test_what_a_killed_run_left_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A server nobody stops holds memory until the machine restarts."""
    monkeypatch.setattr(run_folder, "memory_disk", lambda: tmp_path)
    gone, running = tmp_path / "msai-tests-999999999", tmp_path / "msai-tests-1"
    for folder in (gone, running):
        folder.mkdir()

    assert run_folder.abandoned() == [gone]
