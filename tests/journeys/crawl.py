"""One visit of a page of each kind in English, and all that is to be seen on it: loading a page is dear.

A page is laid open on a phone, in light and in dark, then on a laptop, then on the narrowest and the widest
screen; meanwhile the browser's own complaints and whom it asked for anything are noted.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page

from tests.journeys.looks import ENDS, faults
from tests.journeys.year import Year
from tests.services.axe import COLOURS, findings
from tests.services.browser import LAPTOP, PHONE, screen

LAY_OPEN = "document.querySelectorAll('details.more').forEach(part => { part.open = true })"


@dataclass(frozen=True)
class Seen:
    """What was found on each kind of page, by its name, and what the browser reported."""

    on_the_phone: dict[str, list[str]] = field(default_factory=dict)
    in_the_dark: dict[str, list[str]] = field(default_factory=dict)
    on_the_laptop: dict[str, list[str]] = field(default_factory=dict)
    at_both_ends: dict[str, list[str]] = field(default_factory=dict)
    spoken: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def look_at(self, kind: str, page: Page) -> None:
        """Note all there is to see on a page that was just opened on a phone, and give the phone back."""
        self.spoken[kind] = spoken(page)
        page.evaluate(LAY_OPEN)
        self.on_the_phone[kind] = findings(page)
        page.emulate_media(color_scheme="dark")
        self.in_the_dark[kind] = findings(page, COLOURS)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(LAPTOP)
        self.on_the_laptop[kind] = findings(page)
        self.at_both_ends[kind] = faults(page, ENDS)
        page.set_viewport_size(PHONE)


def spoken(page: Page) -> tuple[str | None, str | None]:
    """The language a page says it is in, and the direction in which it is read."""
    root = page.locator("html")
    return root.get_attribute("lang"), root.get_attribute("dir")


def only_faulty(found: dict[str, list[str]]) -> dict[str, list[str]]:
    """The kinds of pages on which something was found."""
    return {kind: faults for kind, faults in found.items() if faults}


def crawled(browser: Browser, year: Year) -> Seen:
    """Look at a page of each kind once, and at the door first."""
    seen = Seen()
    with screen(browser, PHONE, color_scheme="light") as visitor:
        page = visitor.new_page()
        page.on("console", lambda message: seen.complaints.append(message.text))
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on("request", lambda request: seen.asked.append(request.url))
        page.goto(year.house.address + "/sign-in")
        for kind in year.visit_each(page):
            seen.look_at(kind, page)
    return seen
