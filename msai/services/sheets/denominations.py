"""The notes and coins that lie in a box, so that cash is counted as hands count it: piece by piece.

What circulates changes: a note is withdrawn, a coin comes. Each piece therefore has the days from which
and until which it is offered for counting; what is no longer offered can still be counted within a total.
Faces and withdrawals follow the issuers' own lists (Hong Kong Monetary Authority, Bank of Korea, Central
Bank of the Republic of China, Monetary Authority of Singapore, Bank Negara Malaysia, European Central Bank,
Federal Reserve, Bank of Canada, Bank of England, Swiss National Bank, Bank of Japan, Bangko Sentral ng
Pilipinas, Bank Indonesia, Bank of Thailand) as they stood in January 2026. The hues are those of the notes,
as a person would name them, and only help the eye.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Hue(StrEnum):
    """The colour one would name a note by."""

    GOLD = "gold"
    BROWN = "brown"
    RED = "red"
    GREEN = "green"
    BLUE = "blue"
    PURPLE = "purple"
    ORANGE = "orange"
    GREY = "grey"
    TEAL = "teal"
    COIN = "coin"


@dataclass(frozen=True, slots=True)
class Piece:
    """A note or coin: its face in machine form ("0.50"), its hue, and the days on which it is counted."""

    face: str
    hue: Hue
    since: date | None = None
    until: date | None = None

    def circulates(self, day: date) -> bool:
        """Whether it is offered for counting on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


_HUES: Final = {hue.value: hue for hue in Hue}
_WITHDRAWN: Final[Mapping[tuple[str, str], date]] = {
    ("EUR", "500"): date(2019, 4, 26), ("SGD", "1000"): date(2020, 12, 31), ("CAD", "0.01"): date(2013, 2, 4),
}
"""The last day on which the issuer put a piece into circulation, where it stopped; boxes hold some."""


def _series(currency: str, notes: str, coins: str) -> tuple[Piece, ...]:
    pieces = [(face, _HUES[hue]) for face, _, hue in (note.partition(":") for note in notes.split())]
    pieces += [(face, Hue.COIN) for face in coins.split()]
    return tuple(Piece(face, hue, until=_WITHDRAWN.get((currency, face))) for face, hue in pieces)


_PIECES: Final[Mapping[str, tuple[Piece, ...]]] = {
    currency: _series(currency, notes, coins) for currency, notes, coins in (
        ("HKD", "1000:gold 500:brown 100:red 50:green 20:blue 10:purple", "10 5 2 1 0.50 0.20 0.10"),
        ("KRW", "50000:gold 10000:green 5000:orange 1000:blue", "500 100 50 10"),
        ("TWD", "2000:purple 1000:blue 500:brown 200:green 100:red", "50 10 5 1"),
        ("SGD", "1000:purple 100:orange 50:blue 10:red 5:green 2:purple", "1 0.50 0.20 0.10 0.05"),
        ("MYR", "100:purple 50:teal 20:orange 10:red 5:green 1:blue", "0.50 0.20 0.10 0.05"),
        ("EUR", "500:purple 200:gold 100:green 50:orange 20:blue 10:red 5:grey",
         "2 1 0.50 0.20 0.10 0.05 0.02 0.01"),
        ("USD", "100:teal 50:purple 20:green 10:orange 5:purple 1:grey", "1 0.25 0.10 0.05 0.01"),
        ("CAD", "100:brown 50:red 20:green 10:purple 5:blue", "2 1 0.25 0.10 0.05 0.01"),
        ("GBP", "50:red 20:purple 10:orange 5:teal", "2 1 0.50 0.20 0.10 0.05 0.02 0.01"),
        ("CHF", "1000:purple 200:brown 100:blue 50:green 20:red 10:gold", "5 2 1 0.50 0.20 0.10 0.05"),
        ("JPY", "10000:brown 5000:purple 2000:green 1000:blue", "500 100 50 10 5 1"),
        ("PHP", "1000:blue 500:gold 200:green 100:purple 50:red 20:orange", "20 10 5 1 0.25 0.05 0.01"),
        ("IDR", "100000:red 50000:blue 20000:green 10000:purple 5000:brown 2000:grey 1000:teal",
         "1000 500 200 100"),
        ("THB", "1000:grey 500:purple 100:red 50:blue 20:green", "10 5 2 1 0.50 0.25"),
    )
}


def pieces_of(currency: str, day: date) -> tuple[Piece, ...]:
    """The notes and coins to count on a day, the largest first; none where the currency's are not known.

    A note and a coin of one face (ten dollars in Hong Kong, twenty pesos) are counted in one row.
    """
    rows: dict[str, Piece] = {}
    for piece in _PIECES.get(currency, ()):
        if piece.circulates(day):
            rows.setdefault(piece.face, piece)
    return tuple(rows.values())
