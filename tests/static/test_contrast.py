"""Savings are read in the sun at noon: every pair of colours is reckoned from the stylesheet."""

import re
from pathlib import Path

import pytest

STYLESHEET = Path(__file__).parents[2] / "msai" / "static" / "css" / "tokens.css"
TEXT = 7.0
LARGE_TEXT = 4.5
CONTROL = 3.0

LIGHT_PAIRS = [
    ("ink", "page mat page-2 leaf-tint sun-tint brick-tint stamp-tint quiet sun", TEXT),
    ("ink-2", "page page-2 mat sun-tint brick-tint leaf-tint quiet", TEXT),
    ("leaf", "page mat leaf-tint", TEXT),
    ("on-leaf", "leaf leaf-press", TEXT),
    ("on-cover", "cover", TEXT),
    ("on-cover-2", "cover", TEXT),
    ("sun", "cover", LARGE_TEXT),
    ("on-sun", "sun", TEXT),
    ("sun-ink", "sun-tint page", TEXT),
    ("brick", "page mat brick-tint", TEXT),
    ("on-brick", "brick", TEXT),
    ("stamp", "page stamp-tint", TEXT),
    ("edge", "page mat", CONTROL),
]
DARK_PAIRS = [pair for pair in LIGHT_PAIRS if pair[0] != "ink"] + [
    ("ink", "page mat page-2 leaf-tint sun-tint brick-tint stamp-tint quiet", TEXT)
]
STATED = {
    ("ink", "page"): 16.6,
    ("ink", "mat"): 14.6,
    ("ink", "sun"): 9.4,
    ("ink-2", "quiet"): 7.2,
    ("leaf", "leaf-tint"): 7.5,
    ("on-cover-2", "cover"): 9.3,
    ("sun", "cover"): 6.9,
    ("sun-ink", "sun-tint"): 8.8,
    ("brick", "brick-tint"): 7.4,
    ("stamp", "stamp-tint"): 8.7,
    ("edge", "mat"): 3.6,
}


def colours(selector: str) -> dict[str, str]:
    """The colours declared under one selector."""
    block = re.search(re.escape(selector) + r"\s*\{([^}]*)\}", STYLESHEET.read_text("utf-8"))
    assert block is not None
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9A-Fa-f]{6});", block.group(1)))


LIGHT = colours(":root")
DARK = LIGHT | colours(':root[data-theme="dark"]')


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio by WCAG 2.2."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("scheme", "pairs"), [(LIGHT, LIGHT_PAIRS), (DARK, DARK_PAIRS)], ids=["light", "dark"]
)
def test_every_text_can_be_read_and_every_control_be_seen(scheme, pairs):
    """Seven to one for text, three to one for the edge of what can be touched."""
    faint = [
        f"{ink} on {ground}"
        for ink, grounds, least in pairs
        for ground in grounds.split()
        if contrast(scheme[ink], scheme[ground]) < least
    ]

    assert faint == []


@pytest.mark.parametrize(("ink", "ground"), STATED)
def test_the_ratios_are_those_the_design_states(ink, ground):
    """A colour changed by hand shows here, even where it stays readable."""
    assert round(contrast(LIGHT[ink], LIGHT[ground]), 1) == STATED[ink, ground]


def test_both_ways_into_the_dark_lead_to_the_same_colours():
    """A device set to dark and the reader's own switch are written twice in the stylesheet."""
    assert colours(':root:not([data-theme="light"])') == colours(':root[data-theme="dark"]')
