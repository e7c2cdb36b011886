"""What a sheet may say besides its money: who stood for whom, pieces counted, notes, newcomers, a witness.

A sheet without any of it is as valid as before; nothing of it changes what the lines post.
"""

from collections import Counter
from typing import Any

from ledgers.errors import NotPositive
from msai.names import checked_name
from msai.schemas.parts import ListPart, ManyPart, Part, member_number, read_fields
from msai.schemas.problems import MissingField, NotText, UnknownAnswer
from msai.schemas.sheet_lines import read_amount, read_number
from msai.schemas.text import LONGEST_NOTE, clean_line
from msai.services.sheets import Newcomer, Said, SheetWitness

MOST_NOTES = 100


class RepresentedPart(ManyPart):
    """Who stood for a member who could not come, both by number."""

    def one(self, place: Any, value: Any) -> tuple[int, int]:
        """The member and her representative."""
        return member_number(place), read_number(value, least=1)


class PiecesPart(ManyPart):
    """How many notes and coins of each face were counted, the face in machine form."""

    def one(self, place: Any, value: Any) -> tuple[int, int]:
        """The face in minor units, and how many of it."""
        face = read_amount(place, self.currency)
        if face <= 0:
            raise NotPositive(amount_minor=face)
        return face, read_number(value)

    def whole(self, found: list[Any]) -> dict[int, int]:
        """One face may be written in two ways; its pieces belong together."""
        pieces: Counter[int] = Counter()
        for face, count in found:
            pieces[face] += count
        return dict(pieces)


class NotesPart(ListPart):
    """What was noted or decided, one line each; on a phone a line can be a whole paragraph."""

    most = MOST_NOTES

    def one(self, place: Any, value: Any) -> str:
        """A line that says something."""
        line = clean_line(value, longest=LONGEST_NOTE)
        if not line:
            raise MissingField(field=str(place))
        return line


class NewcomersPart(ListPart):
    """Who joins at the meeting."""

    def one(self, place: Any, value: Any) -> Newcomer:
        """Her number and name."""
        return Newcomer(**read_fields(value, _NEWCOMER, needed=frozenset(_NEWCOMER)))


class WitnessPart(Part):
    """What a member says of the count and the totals, on the phone of whoever records."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> SheetWitness:
        return SheetWitness(**read_fields(value, _WITNESS, needed=frozenset({"member", "says"})))


def _name(text: Any) -> str:
    if not isinstance(text, str):
        raise NotText()
    return checked_name(text)


def read_answer(text: Any) -> Said:
    """What a witness says: `agrees` or `disputes`.

    Raises:
        UnknownAnswer
    """
    if not isinstance(text, str) or text not in [said.value for said in Said]:
        raise UnknownAnswer(answer=str(text)[:40])
    return Said(text)


def _number(number: Any) -> int:
    return read_number(number, least=1)


_NEWCOMER = {"number": _number, "name": _name}
_WITNESS = {"member": _number, "says": read_answer, "words": clean_line}
