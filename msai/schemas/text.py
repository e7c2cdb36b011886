"""Words that people type beside a figure: what for, why, which fine.

Control signs, signs that turn the direction of writing and signs without a shape are
refused: they make one line look like another.  Everything else passes unchanged, joiners
included where a script needs them, and the little pictures that phones offer, which are several
signs each.  Names of people have stricter rules of their own.
"""

import re
import unicodedata

from msai.schemas.problems import BadText, NotText, TextTooLong

LONGEST_NAME = 100
LONGEST_LINE = 400
LONGEST_NOTE = 2000

_JOINERS = "\u200c\u200d"
_JOINED = frozenset({
    "ARABIC", "SYRIAC", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU",
    "KANNADA", "MALAYALAM", "SINHALA", "KHMER", "MYANMAR", "MONGOLIAN", "TIBETAN",
})
"""Scripts in which a joiner between two letters changes how a word is written."""

_SHAPELESS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_REFUSED = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})

_PICTURE = (
    r"[\u203c\u2049\u2122\u2139\u2190-\u27ff\u2900-\u2bff\u3030\u303d\u3297\u3299"
    r"\U0001f000-\U0001faff]")
_PICTURES = re.compile(
    rf"{_PICTURE}\ufe0f?[\U0001f3fb-\U0001f3ff]?(?:\u200d{_PICTURE}\ufe0f?[\U0001f3fb-\U0001f3ff]?)*"
    r"|[0-9#*]\ufe0f?\u20e3")
"""A picture as it is typed: a sign, perhaps in colour, of some skin, joined to others; or a digit on a key.

Pictures are newer than any table of signs; what lies in their blocks is one.
"""


def clean_line(text: object, *, longest: int = LONGEST_LINE) -> str:
    """A line of words as it is kept: composed, without blanks around it.

    Raises:
        NotText, TextTooLong, BadText
    """
    if not isinstance(text, str):
        raise NotText()
    line = text.strip(" ")
    if not line.isascii():
        line = unicodedata.normalize("NFC", line)
    if len(line) > longest and _letters(line) > longest:
        raise TextTooLong(longest=longest)
    if not (line.isascii() and line.isprintable()) and not _is_seen(_PICTURES.sub(" ", line)):
        raise BadText()
    return line


def _letters(line: str) -> int:
    """How many signs a reader sees: marks upon a letter belong to it."""
    return sum(not unicodedata.category(sign).startswith("M") for sign in line)


def _is_seen(line: str) -> bool:
    neighbours = zip(" " + line, line, line[1:] + " ", strict=False)
    return all(_joins(before, after) if sign in _JOINERS else _has_shape(sign)
               for before, sign, after in neighbours)


def _joins(before: str, after: str) -> bool:
    return _script(before) in _JOINED and _script(after) in _JOINED


def _has_shape(sign: str) -> bool:
    if sign in _SHAPELESS or "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef":
        return False
    return unicodedata.category(sign) not in _REFUSED


def _script(sign: str) -> str:
    """The script in which a sign is at home: the first word of its name."""
    return unicodedata.name(sign, "").partition(" ")[0]
