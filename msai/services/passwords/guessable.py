"""Passwords that anybody would try first are refused, whatever their length.

These are the ones found on every list of stolen passwords, a key pressed again and again, keys in the order
in which they lie, and the person's own name or number with little around it. Nothing else is asked of a
password: no sign, no capital, no end date.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from msai.services import ServiceError
from msai.services.passwords.common import COMMON

_OWN_WORDS = ("msai", "ledger")
_ROWS = ("01234567890", "09876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm",
         "qwertzuiop", "azertyuiop", "1qaz2wsx3edc4rfv5tgb", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0")
_LEAST_BESIDE = 4
"""So many letters have to stand beside a word that anybody would guess; digits are a year or a birthday."""
_FEW_SIGNS = 3
_SHORTEST_WORD = 3
_SWAPS = str.maketrans("013457$@!", "oieastsai")


class PasswordTooCommon(ServiceError):
    """Anybody would guess this password: it is well known, a row of keys, or made of her own name."""

    code = "password_too_common"


def require_hard_to_guess(password: str, about: Iterable[str] = ()) -> None:
    """Refuse a password that stands on every list, or that follows from `about`: names, numbers, addresses.

    Raises:
        PasswordTooCommon
    """
    said = _plain(password)
    if said in COMMON or said.translate(_SWAPS) in COMMON or _without_ends(said) in COMMON:
        raise PasswordTooCommon()
    if len(set(said)) <= _FEW_SIGNS or _repeats(said) or _follows_keys(said):
        raise PasswordTooCommon()
    for word in (*_OWN_WORDS, *_words(about)):
        if word in said and len(re.sub(r"[\W\d_]", "", said.replace(word, ""))) < _LEAST_BESIDE:
            raise PasswordTooCommon()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _without_ends(said: str) -> str:
    """The word without the digits and signs that people put behind it."""
    return re.sub(r"[\d\W_]+$", "", said)


def _repeats(said: str) -> bool:
    """Whether it is one short piece again and again: abcabcabc."""
    return any(said == (said[:size] * len(said))[:len(said)] for size in range(1, len(said) // 2 + 1))


def _follows_keys(said: str) -> bool:
    return any(said in row * 2 or said in row[::-1] * 2 for row in _ROWS)


def _words(about: Iterable[str]) -> Iterator[str]:
    """The words of names and addresses, and the digits of numbers, also without their country."""
    for text in about:
        for word in re.split(r"[\W_]+", _plain(text)):
            if len(word) >= _SHORTEST_WORD:
                yield word
        digits = re.sub(r"\D", "", _plain(text))
        if len(digits) >= 2 * _LEAST_BESIDE:
            yield digits[-2 * _LEAST_BESIDE:]
