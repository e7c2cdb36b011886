"""A count that differs is said in words: less or more than expected, never by a sign."""

import re

import pytest
from flask.testing import FlaskClient

from tests.msai.sunday import MEETING, SAVERS, put, sheet

COUNTS = {"less": "340.00", "more": "440.00"}


def words(client: FlaskClient) -> str:
    """What a person reads on the page of the meeting."""
    page = client.get(f"/groups/{SAVERS}/meetings/{MEETING}").text
    return " ".join(re.sub(r"<[^>]+>", "", page).replace("\u202f", " ").replace("\xa0", " ").split())


@pytest.mark.parametrize("word", COUNTS)
def test_a_held_sheet_says_how_far_the_count_is(lorna: FlaskClient, word: str) -> None:
    """Who counted again knows which way to look."""
    assert put(lorna, sheet(cash_counted=COUNTS[word])).status_code == 202

    assert f"The count is HK$ 50.00 {word} than expected. Say why before closing." in words(lorna)


@pytest.mark.parametrize("word", COUNTS)
def test_a_closed_meeting_says_how_far_the_count_was(lorna: FlaskClient, word: str) -> None:
    """The record reads as it was said aloud."""
    counted = sheet(cash_counted=COUNTS[word], difference_reason="Change given from a purse")
    assert put(lorna, counted).status_code == 200

    assert f"HK$ 50.00 {word} than expected" in words(lorna)
