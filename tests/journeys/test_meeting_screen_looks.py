"""The meeting screen holds: long words, right to left, large letters, the strictest rules, few bytes."""

import gzip
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.house import House
from tests.journeys.looks import FAULTS, LARGER
from tests.services.axe import findings
from tests.services.browser import PHONE, screen

pytestmark = pytest.mark.browser

GROUP = re.compile(r"/groups/[0-9a-f-]{36}")
NARROW = {"width": 320, "height": 740}
LAST = 9
MOST_BYTES = 60_000
FILL = {1: "[data-part=all]", 2: "[data-part=fill]", 3: "[data-part=fill]"}
OPEN = {1: ".state", 3: "[data-part=open]", 5: "[data-add=loan]", 7: "[data-add=between_funds]"}
TYPE = {3: ("savings.3", "21"), 6: ("invest.2", "1,234"), 8: ("count.1000", "3")}


@pytest.fixture
def page(browser: Browser, hall: House) -> Iterator[Page]:
    """Amelia's phone."""
    with screen(browser, PHONE) as visitor:
        yield visitor.new_page()


def open_screen(page: Page, hall: House, language: str = "en") -> None:
    """The sheet of the next meeting, in a language."""
    hall.greet(page.context, "amelia", language)
    group = GROUP.search(hall.at_home("amelia").get("/").text)
    assert group is not None
    page.goto(f"{hall.address}{group[0]}/meetings/hold")
    page.locator("#meeting[data-ready]").wait_for(state="attached")


def each_step(page: Page) -> Iterator[int]:
    """Go through all steps; on some of them things are filled in, laid open, or wrong."""
    for step in range(LAST + 1):
        if step:
            page.evaluate("document.querySelector('#next').click()")
            page.evaluate("document.querySelector('[data-part=yes]')?.click()")
            page.evaluate(f"document.querySelector('[data-open={STEPS[step]}]').click()")
        for target in (FILL.get(step), OPEN.get(step)):
            if target:
                page.locator(target).locator("visible=true").first.click()
        if step in TYPE:
            cell, words = TYPE[step]
            page.locator(f"[data-cell='{cell}']").fill(words)
        yield step


STEPS = ["start", "roll", "social", "savings", "repayments", "loans", "invest", "others", "count", "close"]


@pytest.mark.parametrize(("language", "sizes"), [
    ("fil", ("100%",)), ("en_XA", ("100%", "200%")), ("ar_XB", ("100%",))])
def test_every_step_holds_on_a_narrow_screen(
    page: Page, hall: House, language: str, sizes: tuple[str, ...],
) -> None:
    """320 pixels: words half as long again, also in letters of twice the size; Filipino; from the right."""
    open_screen(page, hall, language)
    page.set_viewport_size(NARROW)
    found = []
    for step in each_step(page):
        for size in sizes:
            page.evaluate(LARGER, size)
            found += [f"{STEPS[step]}, {size}: {fault}" for fault in page.evaluate(FAULTS)]
        page.evaluate(LARGER, "")

    assert found == []


def test_every_step_is_open_to_everybody(page: Page, hall: House) -> None:
    """Contrast, names, order, targets: the strictest rules, with rows opened and amounts in doubt."""
    open_screen(page, hall)
    found = {STEPS[step]: findings(page) for step in each_step(page)}

    assert {step: faults for step, faults in found.items() if faults} == {}


def test_the_first_load_is_light(page: Page, hall: House) -> None:
    """Page, styles, icons and all modules, packed: what a phone fetches in the park."""
    sizes: dict[str, int] = {}
    page.on("response", lambda answer: sizes.update(
        {answer.url: len(gzip.compress(answer.body(), 9))} if answer.status == 200 else {}))
    open_screen(page, hall)
    fetched = {url: size for url, size in sizes.items() if "/static/" in url or url.endswith("/hold")}

    assert len(fetched) > 10
    assert sum(fetched.values()) <= MOST_BYTES, fetched
