"""The meeting sheet as it travels: from a phone, from the plain form, from a recorded history.

All three send the same JSON.  It is read into the one value that closing a meeting takes,
or refused with every problem and its place; whether the group may do it is asked later.
"""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from marshmallow import ValidationError, fields

from ledgers.errors import LedgerError
from ledgers.money import format_decimal
from msai.schemas import Shape
from msai.schemas.meeting_day import (
    MOST_NOTES,
    NewcomersPart,
    NotesPart,
    PiecesPart,
    RepresentedPart,
    WitnessPart,
)
from msai.schemas.parts import (
    AmountPart,
    DatePart,
    ManyPart,
    NamePart,
    NumberPart,
    Part,
    WordsPart,
    member_number,
)
from msai.schemas.problems import (
    MissingField,
    NotAList,
    NotAnObject,
    NotAWholeNumber,
    NotYesOrNo,
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
)
from msai.schemas.text import LONGEST_NOTE
from msai.services.sheets import Attendance, Receipt, Said, Sheet, SheetLine

_BESIDE_A_SHEET = ("event", "group", "id")
"""What a recorded history adds to its lines, beside the sheet itself."""

_ATTENDANCE = {state.value: state for state in Attendance}
_CODES: Mapping[str, type[LedgerError]] = {
    kind.code: kind for kind in (MissingField, UnknownField, NotAnObject, NotAWholeNumber)
}


class AttendancePart(ManyPart):
    """The roll call: how each member, by number, stood to the meeting."""

    def one(self, place: Any, value: Any) -> tuple[int, Attendance]:
        """A member and her attendance."""
        number = member_number(place)
        if not isinstance(value, str) or value not in _ATTENDANCE:
            raise UnknownAttendance(state=str(value)[:40])
        return number, _ATTENDANCE[value]


class OpeningPart(ManyPart):
    """Cash at the opening: `tender/fund` and the amount that lay there."""

    def one(self, place: Any, value: Any) -> tuple[tuple[str, str], int]:
        """A place and what lay in it, in minor units."""
        tender, _, fund = str(place).rpartition("/")
        return (read_name(tender), read_name(fund)), read_amount(value, self.currency)


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


class YesPart(Part):
    """Something that is so, or is not."""

    def read(self, value: Any) -> bool:
        """True or false, and nothing that only looks like it."""
        if not isinstance(value, bool):
            raise NotYesOrNo()
        return value


_AMOUNT = {"type": ["string", "null"], "pattern": r"^-?\d+(\.\d+)?$"}
_LINES_OF_WORDS = {
    "type": "array", "maxItems": MOST_NOTES,
    "items": {"type": "string", "minLength": 1, "maxLength": LONGEST_NOTE}}
_NEWCOMERS = {"type": "array", "items": {
    "type": "object", "required": ["number", "name"], "additionalProperties": False, "properties": {
        "number": {"type": "integer", "minimum": 1}, "name": {"type": "string", "maxLength": 100}}}}
_WITNESS = {
    "type": ["object", "null"], "required": ["member", "says"], "additionalProperties": False, "properties": {
        "member": {"type": "integer", "minimum": 1}, "says": {"type": "string", "enum": list(Said)},
        "words": {"type": ["string", "null"], "maxLength": 400}}}
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
    cash_count = PiecesPart(load_default=dict, metadata={
        "type": "object", "additionalProperties": {"type": "integer", "minimum": 0},
        "description": "How many pieces of each face: {\"500\": 3, \"0.50\": 7}"})
    difference_reason = WordsPart(
        load_default=None, allow_none=True, metadata={"type": ["string", "null"], "maxLength": 400})
    difference_fund = NamePart(
        load_default=None, allow_none=True, metadata={"type": ["string", "null"], "maxLength": 100})
    represented_by = RepresentedPart(load_default=dict, metadata={
        "type": "object", "additionalProperties": {"type": "integer", "minimum": 1},
        "description": "Who stood for a member, both by number"})
    notes = NotesPart(load_default=tuple, metadata=_LINES_OF_WORDS)
    decisions = NotesPart(load_default=tuple, metadata=_LINES_OF_WORDS)
    new_members = NewcomersPart(load_default=tuple, metadata=_NEWCOMERS)
    witness = WitnessPart(load_default=None, allow_none=True, metadata=_WITNESS)
    other_day = YesPart(load_default=False, metadata={
        "type": "boolean", "description": "The group met on a day that is not its own, and means it"})
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


def kept_json(body: bytes) -> dict[str, Any]:
    """The JSON of a sheet as it was kept, without what a recorded history wrote beside it."""
    return {name: value for name, value in json.loads(body).items() if name not in _BESIDE_A_SHEET}


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
        pieces=said["cash_count"], represented_by=said["represented_by"], notes=said["notes"],
        decisions=said["decisions"], newcomers=said["new_members"], witness=said["witness"],
        other_day=said["other_day"],
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
    """The receipt as JSON, as `ReceiptShape` describes it; amounts as text."""
    counted = receipt.cash_counted_minor
    return {
        "state": "closed", "meeting_id": str(receipt.meeting_id), "number": receipt.number,
        "date": receipt.held_on.isoformat(), "present": receipt.present, "on_roll": receipt.on_roll,
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

