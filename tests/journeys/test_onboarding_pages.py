"""Every page that brings a group into the ledger, for every eye and in languages that no one speaks."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize

from ledgers.currencies import CURRENCIES
from tests.journeys.founding import UNCLEAR, Founding, founded
from tests.journeys.looks import ENDS, faults
from tests.journeys.test_accessibility import found_on
from tests.journeys.wording import bare_words
from tests.msai.onboarding.twelve import NAMES
from tests.services.browser import LAPTOP, PHONE, screen

pytestmark = pytest.mark.browser

DATA = frozenset({*NAMES, *CURRENCIES, "\n".join(NAMES), UNCLEAR["members"], "EN"})
WIDE = frozenset({"groups", "paper", "paper that waits", "invitations"})
"""Pages that are laid out in another way on a laptop; the others stand in one column everywhere."""

EVERY: frozenset[str] = frozenset()


@pytest.fixture(scope="module")
def founding() -> Iterator[Founding]:
    """Groups in every state on their way into the ledger; nothing here changes them."""
    with founded() as it:
        yield it


@pytest.mark.parametrize(("size", "wanted"), [(PHONE, EVERY), (LAPTOP, WIDE)], ids=["phone", "laptop"])
def test_nothing_is_in_anybodys_way(
    browser: Browser, founding: Founding, size: ViewportSize, wanted: frozenset[str],
) -> None:
    """The strictest rules, in light and in dark, empty and refused."""
    with screen(browser, size) as visitor:
        page = visitor.new_page()
        found = {name: found_on(page) for name in founding.visit_each(page, only=wanted)}

    assert {name: seen for name, seen in found.items() if seen} == {}


@pytest.mark.parametrize("language", ["fil", "en_XA", "ar_XB"])
def test_pages_hold_on_every_screen(browser: Browser, founding: Founding, language: str) -> None:
    """On an old phone and a laptop, from both sides, with letters of twice the size."""
    with screen(browser, PHONE) as visitor:
        page = visitor.new_page()
        found = {name: faults(page, ENDS) for name in founding.visit_each(page, language)}

    assert {name: seen for name, seen in found.items() if seen} == {}


def test_what_the_demo_is_signed_in_with_can_be_read_by_everybody(
    browser: Browser, founding: Founding,
) -> None:
    """One press of the administrator, and a list of names in many scripts."""
    with screen(browser, PHONE) as visitor:
        page = visitor.new_page()
        assert list(founding.visit_each(page, only=frozenset({"demo"}))) == ["demo"]
        page.get_by_role("button", name="Build the demo").tap()
        page.get_by_text("lorna@demo.example").wait_for()

        assert found_on(page) + faults(page, ENDS) == []


def test_every_word_can_be_translated(founding: Founding) -> None:
    """Names, codes and amounts stand as they are; nothing else does."""
    bare = {name: bare_words(founding.text(name, "en_XA"), DATA) for name in founding.pages}

    assert {name: words for name, words in bare.items() if words} == {}
