"""Fields of a sheet, each read by the books' own readers, so that problems keep their class and place."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from marshmallow import ValidationError, fields

from ledgers.errors import LedgerError
from msai.schemas.problems import NotADate, NotAList, NotAnObject, NotAWholeNumber, TooMany, UnknownField
from msai.schemas.sheet_lines import read_amount, read_name, read_number
from msai.schemas.text import clean_line

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MEMBER = re.compile(r"[1-9][0-9]{0,8}")


class Part(fields.Field[Any]):
    """A field of the sheet, read by the books' own readers; problems keep their class and facts."""

    default_error_messages = {"required": "missing_field", "null": "missing_field"}

    @property
    def currency(self) -> str:
        """The currency of the book the sheet is for."""
        return str(getattr(self.root, "currency", ""))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            return self.read(value)
        except LedgerError as problem:
            raise ValidationError([problem]) from None

    def read(self, value: Any) -> Any:
        """The value, or the problem with it."""
        return value


class AmountPart(Part):
    """An amount in machine form."""

    def read(self, value: Any) -> int:
        """In minor units."""
        return read_amount(value, self.currency)


class DatePart(Part):
    """A day as 2026-11-22."""

    def read(self, value: Any) -> date:
        """The day, if the calendar has it."""
        try:
            if isinstance(value, str) and _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            raise NotADate(text=value) from None
        raise NotADate(text=str(value)[:40])


class NumberPart(Part):
    """A whole number from 1."""

    def read(self, value: Any) -> int:
        """The number."""
        return read_number(value, least=1)


class WordsPart(Part):
    """Words of a person."""

    def read(self, value: Any) -> str:
        """The words, cleaned."""
        return clean_line(value)


class NamePart(Part):
    """The name of a fund."""

    def read(self, value: Any) -> str:
        """The name, cleaned."""
        return read_name(value)


class ManyPart(Part):
    """Several things at once: each is read by itself, and every problem names its own place."""

    most = 10_000

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        places = list(self.places(value))
        if len(places) > self.most:
            raise ValidationError([TooMany(most=self.most)])
        found: list[Any] = []
        problems: dict[str, Any] = {}
        for place, inner in places:
            try:
                found.append(self.one(place, inner))
            except LedgerError as problem:
                problems[str(place)[:210]] = [problem]
            except ValidationError as refused:
                problems[str(place)[:210]] = refused.messages
        if problems:
            raise ValidationError(problems)
        return self.whole(found)

    def places(self, value: Any) -> Iterable[tuple[Any, Any]]:
        """What stands where: the items of an object."""
        return require_object(value).items()

    def one(self, place: Any, value: Any) -> Any:
        """One of them, or the problem with it; as it stands where nothing else is said."""
        return place, value

    def whole(self, found: list[Any]) -> Any:
        """All of them together: pairs as a mapping."""
        return dict(found)


class ListPart(ManyPart):
    """A list of things."""

    def places(self, value: Any) -> Iterable[tuple[Any, Any]]:
        """What stands where: the items of a list."""
        if not isinstance(value, list):
            raise ValidationError([NotAList()])
        return enumerate(value)

    def whole(self, found: list[Any]) -> Any:
        """All of them in order."""
        return tuple(found)


def require_object(value: Any) -> Mapping[Any, Any]:
    """The value as fields with names.

    Raises:
        ValidationError: it is something else.
    """
    if not isinstance(value, Mapping):
        raise ValidationError([NotAnObject()])
    return value


def member_number(text: Any) -> int:
    """A member's number where it stands as the name of a field.

    Raises:
        NotAWholeNumber
    """
    if not isinstance(text, str) or not _MEMBER.fullmatch(text):
        raise NotAWholeNumber(least=1)
    return int(text)


def read_fields(
    value: Any, readers: Mapping[str, Callable[[Any], Any]], *, needed: frozenset[str],
) -> dict[str, Any]:
    """The fields of an object inside the sheet; an empty optional one counts as left out.

    Raises:
        ValidationError: with every problem, by the field it stands at.
    """
    said = {str(name): inner for name, inner in require_object(value).items() if inner is not None}
    problems: dict[str, list[Any]] = {name[:40]: [UnknownField(field=name[:40])]
                                      for name in said.keys() - readers.keys()}
    problems |= {name: ["missing_field"] for name in needed - said.keys()}
    found = {}
    for name in readers.keys() & said.keys():
        try:
            found[name] = readers[name](said[name])
        except LedgerError as problem:
            problems[name] = [problem]
    if problems:
        raise ValidationError(dict(sorted(problems.items())))
    return found
