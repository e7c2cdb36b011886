"""The two ledgers of the journeys: thirty people on a Sunday, and a recorded year to look at."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys import thirty, year
from tests.journeys.crawl import Seen, crawled
from tests.journeys.house import House, of_the_thirty, opened
from tests.journeys.year import Year
from tests.services.databases import Past, Place


@pytest.fixture
def past() -> Past:
    """Thirty people met on three Sundays."""
    return of_the_thirty()


@pytest.fixture
def hall(place: Place) -> Iterator[House]:
    """The ledger of the thirty, on a Sunday they are about to record."""
    with opened(place, today=thirty.NEXT_SUNDAY) as house:
        yield house


@pytest.fixture(scope="session")
def recorded_year() -> Iterator[Year]:
    """The sample year with a sheet that is held and one that waits; for tests that change nothing."""
    with year.opened() as it:
        yield it


@pytest.fixture(scope="session")
def seen_in_english(browser: Browser, recorded_year: Year) -> Seen:
    """What one visit of a page of each kind of that year shows."""
    return crawled(browser, recorded_year)
