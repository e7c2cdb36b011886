"""The words of a page that nobody could translate, found in the test language by its brackets.

Names, amounts, days and codes are data and carry marks of their own: they may stand anywhere. In a title
nothing can be marked; a day there is the one that the page marks at its head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

DATA = {"bdi", "time", "script", "style"}
CODES = {"seat", "hash"}
SPOKEN = ("aria-label", "alt", "title", "placeholder", "data-label")
OPENS, CLOSES = "⟦", "⟧"
MONTH = re.compile(r"\d{4}-\d{2}")
"""A month in a list of choices is data too, and nothing can mark it there."""


def bare_words(text: str, data: frozenset[str]) -> set[str]:
    """Texts of a page outside the brackets; `data` are names that may stand in lists of choices."""
    page = html.fromstring(text)
    found = [*_outside(page), *_attributes(page)]
    return {words for words in found if any(map(str.isalpha, words)) and words not in data}


def _outside(page: html.HtmlElement) -> Iterator[str]:
    depth = 0
    for words in _texts(page.body):
        depth, bare = _stripped(words, depth)
        yield from bare


def _texts(part: html.HtmlElement) -> Iterator[str]:
    if part.tag in DATA or part.get("lang") or CODES & set(part.get("class", "").split()):
        return
    if part.tag == "option" and MONTH.fullmatch(part.get("value", "")):
        return
    yield part.text or ""
    for inner in part:
        yield from _texts(inner)
        yield inner.tail or ""


def _stripped(words: str, depth: int) -> tuple[int, list[str]]:
    """What of a text stands outside the brackets, some of which it may open or close."""
    bare = [""]
    for letter in words:
        depth += (letter == OPENS) - (letter == CLOSES)
        if letter in (OPENS, CLOSES):
            bare.append("")
        elif depth == 0:
            bare[-1] += letter
    return depth, [part.strip(": \n") for part in bare]


def _attributes(page: html.HtmlElement) -> Iterator[str]:
    for name in SPOKEN:
        for words in page.xpath(f"//body//*/@{name}"):
            yield from _stripped(words, 0)[1]
    marked = page.xpath("//h1//time/text()")
    for title in page.xpath("//head/title/text()"):
        yield from () if OPENS in title else (part for part in title.split(" - ") if part not in marked)
