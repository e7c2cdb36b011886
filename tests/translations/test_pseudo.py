"""Test languages, and the pages seen through them."""

import re

import pytest

from msai.i18n.catalogues import catalogue
from msai.i18n.languages import LANGUAGES, TEST_LANGUAGES, Disguise
from msai.i18n.pseudo import disguised

TAGS = re.compile(r"<(script|style|svg|bdi|time|title)\b.*?</\1>|<[^>]+>", re.DOTALL)
OUTSIDE_BRACKETS = re.compile(r"⟦[^⟧]*⟧")


def untranslated(page: str) -> list[str]:
    """Words of a page that stand outside the brackets of the test language."""
    texts = OUTSIDE_BRACKETS.sub("", TAGS.sub("\n", page)).split("\n")
    return [text.strip() for text in texts if re.search(r"[^\W\d_]", text)]


@pytest.mark.parametrize("disguise", Disguise)
def test_places_and_mark_up_survive(disguise):
    """A value must still find its place."""
    text = disguised("%(member)s saved <b>%(amount)s</b> &amp; left.\n", disguise)

    assert text.count("%(member)s") == text.count("%(amount)s") == 1
    assert "<b>" in text
    assert "&amp;" in text
    assert (text[0], text[-1]) == ("⟦", "⟧")


def test_the_lengthened_language_is_half_as_long_again():
    """What fits in it fits in Tamil."""
    plain = "Where the money is, and who brought it"

    assert len(disguised(plain, Disguise.LENGTHENED)) >= 1.5 * len(plain)


def test_the_mirrored_language_is_written_from_the_right():
    """No Latin letter is left that would hide a page that did not turn."""
    assert not re.search("[A-Za-z]", disguised("Where my money is", Disguise.MIRRORED))


def test_counted_and_distinguished_texts_are_disguised_too():
    """Every way to a text leads through the disguise."""
    texts = catalogue("en_XA")

    assert texts.ngettext("share", "shares", 1) == texts.gettext("share")
    assert texts.ngettext("share", "shares", 2) == texts.gettext("shares")
    assert texts.pgettext("cash", "box") == texts.gettext("box")
    assert texts.npgettext("cash", "box", "boxes", 2) == texts.gettext("boxes")


def test_no_word_of_the_door_is_left_untranslated(browser):
    """The first page anyone sees."""
    page = browser.get("/door?lang=en_XA").text
    names_of_languages = {language.native for language in (*LANGUAGES.values(), *TEST_LANGUAGES.values())}

    assert [text for text in untranslated(page) if text not in names_of_languages] == []


@pytest.mark.parametrize(
    ("language", "frame"), [("en", 'lang="en" dir="ltr"'), ("ar_XB", 'lang="ar-XB" dir="rtl"')]
)
def test_the_page_says_its_language_and_direction(browser, language, frame):
    """Readers aloud and the layout both go by it."""
    assert f"<html {frame}>" in browser.get(f"/door?lang={language}").text
