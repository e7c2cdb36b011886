"""Test languages that show what a real translation would break.

A page in the lengthened language is still readable English, but half as long again, in
letters outside ASCII and between brackets: a text without brackets was never translatable,
a text with a bracket missing was cut. The mirrored language is written in Arabic letters, so
that the page must really turn round. Neither has a catalogue: both are made from the English
text while the programme runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msai.i18n.languages import Disguise

KEPT = re.compile(r"%\([a-z_]+\)s|%%|<[^>]+>|&[a-z]+;|\n")
ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "åƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ",
)
ARABIC = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ?,",
    "ابچدهفگحيجکلمنوپقرستثوويژزابچدهفگحيجکلمنوپقرستثوويژز؟،",
)
FILLER = "one two three four five six seven eight nine ten eleven twelve"


def disguised(text: str, disguise: Disguise) -> str:
    """The English text in a test language; places such as %(name)s and mark-up stay as they are."""
    return _DISGUISES[disguise](text)


def _lengthened(text: str) -> str:
    visible = len(KEPT.sub("", text))
    wanted = max(visible // 2, 1)
    filler = (FILLER * (wanted // len(FILLER) + 1))[:wanted].strip()
    return f"⟦{_outside_places(text, ACCENTED)} {filler}⟧"


def _mirrored(text: str) -> str:
    return f"⟦{_outside_places(text, ARABIC)}⟧"


def _outside_places(text: str, letters: dict[int, int]) -> str:
    kept = KEPT.findall(text) + [""]
    pieces = KEPT.split(text)
    return "".join(piece.translate(letters) + place for piece, place in zip(pieces, kept, strict=True))


_DISGUISES: dict[Disguise, Callable[[str], str]] = {
    Disguise.LENGTHENED: _lengthened,
    Disguise.MIRRORED: _mirrored,
}
