"""The two ledgers of the journeys: thirty people on a Sunday, and a recorded year to look at."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys import thirty, year
from tests.journeys.house import House, opened
from tests.journeys.year import Year
from tests.services.databases import BACKENDS, Place


@pytest.fixture
def hall(place: Place, tmp_path: Path) -> Iterator[House]:
    """The ledger of the thirty, on a Sunday they are about to record."""
    past = thirty.three_sundays()
    with opened(place.url, past.content, tmp_path, today=thirty.NEXT_SUNDAY) as house:
        yield house


@pytest.fixture(scope="session")
def recorded_year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    """The sample year with a sheet that is held and one that waits; for tests that change nothing."""
    with BACKENDS["sqlite"].place() as place, year.opened(place.url, tmp_path_factory.mktemp("year")) as it:
        yield it
