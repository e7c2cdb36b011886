"""What a browser reports while every kind of page is looked at: no rule broken, nobody else asked."""

import pytest

from tests.journeys.crawl import Seen
from tests.journeys.year import Year

pytestmark = pytest.mark.browser

EXPECTED = "the server responded with a status of 404"


def test_pages_keep_to_themselves(seen_in_english: Seen, recorded_year: Year) -> None:
    """No complaint of the content security policy, no fault of a script, no request to anybody else."""
    asked, address = seen_in_english.asked, recorded_year.house.address

    assert len(asked) > len(recorded_year.kinds())
    assert [url for url in asked if not url.startswith(address)] == []
    assert [text for text in seen_in_english.complaints if EXPECTED not in text] == []
