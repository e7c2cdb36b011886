"""Every page in every language that is offered, and in two that no one speaks: one half as long again as
English, one from the right."""

import json

import pytest
from lxml import html
from playwright.sync_api import Browser

from ledgers.currencies import CURRENCIES
from msai import commands
from msai.i18n.catalogues import offered_codes
from msai.i18n.languages import TEST_LANGUAGES
from tests.journeys.crawl import Seen, only_faulty, spoken
from tests.journeys.farm import FIELDS
from tests.journeys.looks import ENDS, SCREENS, faults
from tests.journeys.wording import bare_words
from tests.journeys.year import Year
from tests.services.browser import PHONE, screen

pytestmark = pytest.mark.browser

TAGS = {"en": ("en", "ltr"), "fil": ("fil", "ltr"), "en_XA": ("en-XA", "ltr"), "ar_XB": ("ar-XB", "rtl")}
NAMES_OF_OTHERS = {"EN", "Philippines", "Hong Kong SAR China", *CURRENCIES}
"""A code of a language, those of currencies, and names of countries: not the ledger's to translate."""


def people() -> frozenset[str]:
    """Names as they stand in lists of choices, where nothing can mark them."""
    events = [json.loads(line) for line in commands.sample_history().splitlines()]
    done = {name for event in events for name in event.get("activities", ())}
    return frozenset(event["name"] for event in events if "name" in event) | done | FIELDS | NAMES_OF_OTHERS


def test_every_word_of_every_page_can_be_translated(recorded_year: Year) -> None:
    """All kinds of pages that links lead to, each with several things to show."""
    known = people()
    bare = {address: bare_words(text, known) for address, text in recorded_year.pages.items()}

    assert len(bare) > 150
    assert {address: words for address, words in bare.items() if words} == {}


def test_every_page_offers_every_language(recorded_year: Year) -> None:
    """Whoever is handed a phone with an unknown language on it finds her own on the page she is on."""
    choice = "//form//button[@name='lang']/@value"
    wanted = {*offered_codes(), *TAGS}
    lacking = {
        address for address, text in recorded_year.pages.items()
        if not wanted <= set(html.fromstring(text).xpath(choice))
    }

    assert lacking == set()


def test_pages_in_english_hold_on_the_narrowest_and_the_widest_screen(seen_in_english: Seen) -> None:
    """From an old phone with letters of twice the size to a laptop."""
    assert set(seen_in_english.spoken.values()) == {TAGS["en"]}
    assert only_faulty(seen_in_english.at_both_ends) == {}


@pytest.mark.parametrize("language", sorted(TAGS.keys() - {"en"}))
def test_pages_hold_on_every_screen_in_every_direction(
    browser: Browser, recorded_year: Year, language: str,
) -> None:
    """From an old phone to a laptop, also for eyes that need letters of twice the size.

    Words of the test languages are longer than those of any other, and run both ways: they are tried on
    every screen, the others on the narrowest and the widest.
    """
    with screen(browser, PHONE) as visitor:
        page = visitor.new_page()
        found = {}
        for kind in recorded_year.visit_each(page, language):
            assert spoken(page) == TAGS[language]
            found[kind] = faults(page, SCREENS if language in TEST_LANGUAGES else ENDS)

    assert only_faulty(found) == {}


def test_the_door_holds_on_every_screen(browser: Browser, recorded_year: Year) -> None:
    """The first page is the one that every language comes to."""
    found = []
    for language in TAGS:
        with screen(browser, PHONE) as visitor:
            page = visitor.new_page()
            page.goto(f"{recorded_year.house.address}/sign-in?lang={language}")
            assert spoken(page) == TAGS[language]
            found += faults(page)

    assert found == []
