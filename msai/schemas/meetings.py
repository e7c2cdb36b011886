"""The meeting sheet as it travels: from a phone, from the plain form, from a recorded history.

All three send the same JSON.  It is read into the one value that closing a meeting takes,
or refused with every problem and its place; whether the group may do it is asked later.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from marshmallow import ValidationError, fields

from ledgers.errors import LedgerError
from ledgers.money import format_decimal
from msai.schemas import Shape
from msai.schemas.problems import (
    MissingField,
    NotADate,
    NotAList,
    NotAnObject,
    NotAWholeNumber,
    UnknownAttendance,
    UnknownField,
    UnreadableSheet,
)
from msai.schemas.sheet_lines import (
    LineUnreadable,
    line_shapes,
    read_amount,
    read_line,
    read_name,
    read_number,
)
from msai.schemas.text import clean_line
from msai.services.sheets import Attendance, Receipt, Sheet, SheetLine

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MEMBER = re.compile(r"[1-9][0-9]{0,8}")
_ATTENDANCE = {state.value: state for state in Attendance}
_CODES: Mapping[str, type[LedgerError]] = {
    kind.code: kind for kind in (MissingField, UnknownField, NotAnObject, NotAWholeNumber)
}


class Part(fields.Field[Any]):
    """A field of the sheet, read by the books' own readers; problems keep their class and facts."""

    default_error_messages = {"required": "missing_field", "null": "missing_field"}

    @property
    def currency(self) -> str:
        """The currency of the book the sheet is for."""
        schema = self.root
        return schema.currency if isinstance(schema, SheetShape) else ""

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


class AttendancePart(Part):
    """The roll call: how each member, by number, stood to the meeting."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[int, Attendance]:
        _require_object(value)
        problems = {str(number)[:40]: [problem] for number, problem in _roll_problems(value)}
        if problems:
            raise ValidationError(problems)
        return {int(number): _ATTENDANCE[state] for number, state in value.items()}


def _roll_problems(roll: Mapping[Any, Any]) -> Iterator[tuple[Any, LedgerError]]:
    for number, state in roll.items():
        if not isinstance(number, str) or not _MEMBER.fullmatch(number):
            yield number, NotAWholeNumber(least=1)
        elif not isinstance(state, str) or state not in _ATTENDANCE:
            yield number, UnknownAttendance(state=str(state)[:40])


class OpeningPart(Part):
    """Cash at the opening: `tender/fund` and the amount that lay there."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> dict[tuple[str, str], int]:
        _require_object(value)
        found, problems = {}, {}
        for place, text in value.items():
            try:
                found[_place(place)] = read_amount(text, self.currency)
            except LedgerError as problem:
                problems[str(place)[:210]] = [problem]
        if problems:
            raise ValidationError(problems)
        return found


def _place(place: Any) -> tuple[str, str]:
    tender, _, fund = str(place).rpartition("/")
    return read_name(tender), read_name(fund)


class LinesPart(Part):
    """The lines of the sheet, in order."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[SheetLine, ...]:
        if not isinstance(value, list):
            raise ValidationError([NotAList()])
        lines, problems, currency = [], {}, self.currency
        for position, line in enumerate(value):
            try:
                lines.append(read_line(position, line, currency))
            except LineUnreadable as unreadable:
                problems[str(position)] = unreadable.problems
        if problems:
            raise ValidationError(problems)
        return tuple(lines)


def _require_object(value: Any) -> None:
    if not isinstance(value, Mapping):
        raise ValidationError([NotAnObject()])


_AMOUNT = {"type": ["string", "null"], "pattern": r"^-?\d+(\.\d+)?$"}
_PLACES = {"type": "object", "additionalProperties": {"type": "string"}}


class SheetShape(Shape):
    """A whole meeting sheet."""

    error_messages = {"unknown": "unknown_field", "type": "not_an_object"}

    def __init__(self, currency: str = "") -> None:
        """A reader of sheets for books in one currency."""
        super().__init__()
        self.currency = currency

    number = NumberPart(
        load_default=None, allow_none=True, metadata={"type": ["integer", "null"], "minimum": 1})
    held_on = DatePart(
        required=True, data_key="date", metadata={"type": "string", "format": "date"})
    attendance = AttendancePart(required=True, metadata={
        "type": "object", "description": "By the member's number",
        "additionalProperties": {"type": "string", "enum": list(_ATTENDANCE)}})
    opening = OpeningPart(required=True, metadata={
        **_PLACES, "description": "Cash before the meeting, by tender and fund: \"box/savings\""})
    lines = LinesPart(required=True, metadata={"type": "array", "items": line_shapes()})
    cash_counted = AmountPart(load_default=None, allow_none=True, metadata=_AMOUNT)
    cash_difference = AmountPart(load_default=None, allow_none=True, metadata=_AMOUNT)
    difference_reason = WordsPart(
        load_default=None, allow_none=True, metadata={"type": ["string", "null"], "maxLength": 400})
    difference_fund = NamePart(
        load_default=None, allow_none=True, metadata={"type": ["string", "null"], "maxLength": 100})
    recorded_at = NumberPart(load_default=None, allow_none=True, metadata={
        "type": ["integer", "null"], "minimum": 1,
        "description": "The device's clock, milliseconds since 1970: a claim"})


@lru_cache(maxsize=64)
def _reader(currency: str) -> SheetShape:
    return SheetShape(currency)


def load_sheet(payload: Mapping[str, Any], *, currency: str, meeting_id: UUID) -> Sheet:
    """A sheet from its JSON; `currency` is the book's.

    Raises:
        LedgerError: the first problem, by its own class and code, with its place as `path` in the params.
    """
    try:
        return read_sheet(payload, currency=currency, meeting_id=meeting_id)
    except UnreadableSheet as unreadable:
        raise unreadable.problems[0] from None


def read_sheet(payload: Mapping[str, Any], *, currency: str, meeting_id: UUID) -> Sheet:
    """The same, for a form that shows everything at once.

    Raises:
        UnreadableSheet: with every problem, its code and its place.
    """
    try:
        said = _reader(currency).load(payload)
    except ValidationError as refused:
        raise UnreadableSheet(list(_problems(refused.messages, ""))) from None
    said.pop("recorded_at")
    fund = said.pop("difference_fund")
    return Sheet(
        meeting_id=meeting_id, held_on=said["held_on"], number=said["number"], attendance=said["attendance"],
        opening=said["opening"], lines=said["lines"], cash_counted_minor=said["cash_counted"],
        cash_difference_minor=said["cash_difference"], difference_reason=said["difference_reason"],
        **({"difference_fund": fund} if fund else {}),
    )


def recorded_at_of(payload: Mapping[str, Any]) -> int | None:
    """What the device's clock showed, in a sheet that was read without a problem."""
    said = payload.get("recorded_at")
    return int(said) if said is not None else None


def _problems(messages: Any, path: str) -> Iterator[LedgerError]:
    if isinstance(messages, Mapping):
        for name, below in messages.items():
            inner = "" if name == "_schema" else str(name)
            yield from _problems(below, ".".join(part for part in (path, inner) if part))
        return
    for message in messages:
        problem = message if isinstance(message, LedgerError) else _CODES[message]()
        problem.params["path"] = path
        yield problem


class FundTotalsShape(Shape):
    """What moved in one fund at a meeting, and what its money came to."""

    money_in = fields.String(required=True)
    money_out = fields.String(required=True)
    closing = fields.String(required=True)


class ReceiptShape(Shape):
    """The receipt of a closed meeting: the same sheet sent again gets the same one."""

    state = fields.Constant("closed")
    meeting_id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    date = fields.Date(required=True)
    present = fields.Integer(required=True)
    on_roll = fields.Integer(required=True)
    entries = fields.Integer(required=True)
    funds = fields.Dict(keys=fields.String(), values=fields.Nested(FundTotalsShape), required=True)
    cash_counted = fields.String(required=True, allow_none=True)
    cash_difference = fields.String(required=True)
    last_seq = fields.Integer(required=True)
    hash = fields.String(required=True)
    code = fields.String(required=True, metadata={"description": "Eight signs that people compare"})


def receipt_answer(receipt: Receipt, *, currency: str) -> dict[str, Any]:
    """The receipt in the values that `ReceiptShape` writes; amounts as text."""
    counted = receipt.cash_counted_minor
    return {
        "state": "closed", "meeting_id": receipt.meeting_id, "number": receipt.number,
        "date": receipt.held_on, "present": receipt.present, "on_roll": receipt.on_roll,
        "entries": receipt.entries,
        "funds": {fund: {"money_in": format_decimal(total.in_minor, currency),
                         "money_out": format_decimal(total.out_minor, currency),
                         "closing": format_decimal(total.closing_minor, currency)}
                  for fund, total in receipt.fund_totals.items()},
        "cash_counted": None if counted is None else format_decimal(counted, currency),
        "cash_difference": format_decimal(receipt.cash_difference_minor, currency),
        "last_seq": receipt.last_seq, "hash": receipt.hash.hex(), "code": receipt.code,
    }


class ReasonShape(Shape):
    """Why a sheet is held: where, which rule, and what to do."""

    path = fields.String(required=True)
    code = fields.String(required=True)
    message = fields.String(required=True)


class HeldShape(Shape):
    """A sheet that is kept whole and not posted: mend it and send it again."""

    state = fields.Constant("held")
    meeting_id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    reasons = fields.List(fields.Nested(ReasonShape), required=True)

