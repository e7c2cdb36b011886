"""Words that people type beside a figure: what for, why, which fine.

Control signs, signs that turn the direction of writing and signs without a shape are
refused: they make one line look like another.  Everything else passes unchanged, joiners
included where a script needs them.  Names of people have stricter rules of their own.
"""

import unicodedata

from msai.schemas.problems import BadText, NotText, TextTooLong

LONGEST_NAME = 100
LONGEST_LINE = 400

_JOINERS = "\u200c\u200d"
_JOINED = frozenset({
    "ARABIC", "SYRIAC", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU",
    "KANNADA", "MALAYALAM", "SINHALA", "KHMER", "MYANMAR", "MONGOLIAN", "TIBETAN",
})
"""Scripts in which a joiner between two letters changes how a word is written."""

_SHAPELESS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_REFUSED = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


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
    if not (line.isascii() and line.isprintable()) and not _is_seen(line):
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
