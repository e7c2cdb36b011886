"""Names of people and groups as they write them themselves, without what only deceives.

A name in any script passes unchanged but for its normal form and its spaces. What cannot be seen, or turns
the text around it, is refused: two members could look alike on the screen and differ in the book. Letters of
two scripts in one word are refused for the same reason.
"""

import unicodedata
from functools import lru_cache
from itertools import pairwise

from msai.services import ServiceError

LONGEST = 100
_MOST_MARKS = 4
_JOINERS = "\u200c\u200d"
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
}
_REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINED_SCRIPTS = frozenset({"ARABIC", "BENGALI", "DEVANAGARI", "GUJARATI", "GURMUKHI", "KANNADA"}) | {
    "KHMER", "MALAYALAM", "MYANMAR", "ORIYA", "SINHALA", "TAMIL", "TELUGU",
}  # fmt: skip
_EAST_ASIAN = frozenset({"BOPOMOFO", "CJK", "HALFWIDTH", "HANGUL", "HIRAGANA", "IDEOGRAPHIC", "KATAKANA"}) | {
    "KATAKANA-HIRAGANA",
}  # fmt: skip
_OF_NO_SCRIPT = frozenset(["COMBINING", "FEMININE", "MASCULINE", "MICRO", "MODIFIER"])
_LOOK_ALIKES = str.maketrans(
    "авекмнорстухіјѕԁɡαβεικνορτυχ0135ı|",
    "abekmhopctyxijsdgabeikvoptuxoiesil",
)


class NameMissing(ServiceError):
    """A name has at least one letter."""

    code = "name_missing"


class NameTooLong(ServiceError):
    """The name has more than `longest` letters, or more marks on one letter than any script puts there."""

    code = "name_too_long"


class NameHasHiddenCharacters(ServiceError):
    """The name holds characters that nobody can see, or that turn the text around them."""

    code = "name_has_hidden_characters"


class NameMixesScripts(ServiceError):
    """One word of the name is written in two scripts, so that it can pass for another."""

    code = "name_mixes_scripts"


def checked_name(text: str) -> str:
    """The name in its normal form, with single spaces and none at the ends.

    Raises:
        NameMissing, NameTooLong, NameHasHiddenCharacters, NameMixesScripts: what the reader can put right.
    """
    name = _with_single_spaces(unicodedata.normalize("NFC", text))
    if any(_is_hidden(name, place) for place in range(len(name))):
        raise NameHasHiddenCharacters()
    if not any(mark.isalpha() for mark in name):
        raise NameMissing()
    if _letters(name) > LONGEST or _most_marks(name) > _MOST_MARKS:
        raise NameTooLong(longest=LONGEST)
    if any(len(_scripts(word)) > 1 for word in name.split(" ")):
        raise NameMixesScripts()
    return name


def look_alike(one: str, other: str) -> bool:
    """Whether a hurried reader could take one name for the other; a reason to warn, never to refuse."""
    return _skeleton(one) == _skeleton(other)


def _with_single_spaces(text: str) -> str:
    spaced = "".join(" " if unicodedata.category(mark) == "Zs" else mark for mark in text)
    return " ".join(part for part in spaced.split(" ") if part)


def _is_hidden(name: str, place: int) -> bool:
    mark = name[place]
    if mark in _JOINERS:
        around = name[place - 1 : place] + name[place + 1 : place + 2]
        return len(around) < 2 or any(_script(neighbour) not in _JOINED_SCRIPTS for neighbour in around)
    return mark in _INVISIBLE or unicodedata.category(mark) in _REFUSED_CATEGORIES


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M") or character in _JOINERS


def _letters(name: str) -> int:
    return sum(not _is_mark(character) for character in name)


def _most_marks(name: str) -> int:
    run = most = 0
    for character in name:
        run = run + 1 if _is_mark(character) else 0
        most = max(most, run)
    return most


def _scripts(word: str) -> set[str]:
    found = {_script(character) for character in word if character.isalpha()} - _OF_NO_SCRIPT
    return {"east asian" if script in _EAST_ASIAN else script for script in found}


def _script(character: str) -> str:
    """The first word of a character's name is its script, for all letters that people are called by."""
    first = unicodedata.name(character, "?").split(" ")[0]
    return "LATIN" if first == "FULLWIDTH" else first


@lru_cache(maxsize=2048)
def _skeleton(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(character for character in bare if character.isalnum())
    folded = kept.translate(_LOOK_ALIKES).replace("rn", "m")
    return "".join(first for first, second in pairwise(folded + " ") if first != second)
