"""Words beside a figure: pictures of phones pass, what nobody can see does not."""

import pytest

from msai.schemas.problems import BadText
from msai.schemas.text import clean_line


@pytest.mark.parametrize("words", [
    "Salamat \u2764\ufe0f", "\u2600\ufe0f", "\U0001f469\u200d\U0001f33e \U0001f44d\U0001f3fd",
    "1\ufe0f\u20e3", "\U0001f1f5\U0001f1ed", "\U0001fae8", "\u203c\ufe0f", "नेपाल\u200dी",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
])
def test_what_a_phone_offers_is_kept(words: str) -> None:
    """A heart in a note does not keep a meeting from being closed."""
    assert clean_line(words) == words


@pytest.mark.parametrize("words", [
    "a\ufe0f", "a\u200db", "\u2764\u200d", "\u200d\u2764", "\u2764\ufe0f\ufe0f", "\u2764\u202e", "x\u200b",
    "\ufe0f", "\u2800", "\ufeff1", "a\tb", "1\ufe0f",
])
def test_what_nobody_sees_is_refused(words: str) -> None:
    """Two lines that look alike are alike."""
    with pytest.raises(BadText):
        clean_line(words)
