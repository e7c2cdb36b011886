"""House rules of the look: it turns round for Urdu, keeps to the paper, and obeys the policy of the page."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHEETS = sorted((ROOT / "msai" / "static" / "css").glob("*.css"))
PAGES = sorted((ROOT / "templates").rglob("*.html"))
SPRITE = (ROOT / "msai" / "static" / "vendor" / "lucide" / "sprite.svg").read_text("utf-8")

PHYSICAL = re.compile(
    r"(?<![-\w])(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)|left|right|float)\s*:"
)
PHYSICAL_TEXT = re.compile(r"text-align:\s*(?:left|right)")
NOT_ON_PAPER = re.compile(
    r"gradient\(|text-shadow|filter:|letter-spacing|text-transform|font-style:\s*italic|@import"
)
INLINE = re.compile(r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<script(?![^>]*\ssrc=)|<style|javascript:""")
ICON = re.compile(r"""icon\("([a-z0-9-]+)\"""")


def rules(sheet: Path) -> str:
    """A stylesheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_rule_knows_left_from_right(sheet):
    """One stylesheet serves both directions."""
    assert PHYSICAL.findall(rules(sheet)) + PHYSICAL_TEXT.findall(rules(sheet)) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_nothing_floats_or_leans(sheet):
    """No shadows of things in the air, no slanted or spaced letters: several scripts have none."""
    assert NOT_ON_PAPER.findall(rules(sheet)) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_text_on_screens_is_never_below_sixteen_pixels(sheet):
    """Sizes are in rem and at least one; paper has its own."""
    sizes = [float(size) for size in re.findall(r"font-size:\s*([\d.]+)rem", rules(sheet))]

    assert all(size >= 1 for size in sizes)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_carries_style_or_script_within(page):
    """The policy of the page forbids both, so they would be dropped without a word."""
    assert INLINE.findall(page.read_text("utf-8")) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_icon_of_a_page_is_in_the_sprite(page):
    """A name that is not there draws nothing, and nobody is told."""
    named = ICON.findall(page.read_text("utf-8"))

    assert [name for name in named if f'id="{name}"' not in SPRITE] == []
