"""The lines of a sheet: which fields each kind has, and how each is read.

A sheet has a hundred lines and is read while a treasurer waits, so a line is read by a
table and not by a schema of its own.  The same table describes the lines to the
interface's description, so the two cannot differ.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ledgers.errors import AmbiguousAmount, LedgerError, NotAnAmount
from ledgers.money import amount_from_decimal, parse_amount
from msai.schemas.problems import (
    MissingField,
    NotAnObject,
    NotAWholeNumber,
    PartsDiffer,
    UnknownField,
    UnknownKind,
)
from msai.schemas.text import LONGEST_NAME, clean_line
from msai.services.sheets import LineKind, SheetLine

LARGEST_NUMBER = 10**15
Reader = Callable[[Any, str], object]


def read_amount(text: object, currency: str) -> int:
    """An amount in machine form ("50.00"), in minor units.

    Raises:
        NotAnAmount, TooManyDecimals, AmountOutOfRange: as the books say.
        AmbiguousAmount: it is not in machine form, and people would read it in two ways.
    """
    if not isinstance(text, str):
        raise NotAnAmount(text=str(text)[:40], currency=currency)
    try:
        return _known_amount(text, currency)
    except NotAnAmount as refused:
        _refuse_ambiguous(text, currency)
        raise refused


@lru_cache(maxsize=4096)
def _known_amount(text: str, currency: str) -> int:
    # Shares and contributions are the same few amounts on every sheet.
    return amount_from_decimal(text, currency)


def _refuse_ambiguous(text: str, currency: str) -> None:
    try:
        parse_amount(text, currency)
    except AmbiguousAmount:
        raise
    except LedgerError:
        return


def read_number(number: object, least: int = 0) -> int:
    """A whole number of things.

    Raises:
        NotAWholeNumber
    """
    if type(number) is not int or not least <= number <= LARGEST_NUMBER:
        raise NotAWholeNumber(least=least)
    return number


def read_name(text: object, currency: str = "") -> str:
    """The name of a tender, fund or loan.

    Raises:
        NotText, TextTooLong, BadText, MissingField
    """
    return _known_name(text) if isinstance(text, str) else clean_line(text)


@lru_cache(maxsize=1024)
def _known_name(text: str) -> str:
    name = clean_line(text, longest=LONGEST_NAME)
    if not name:
        raise MissingField()
    return name


def _words(text: object, _currency: str) -> str:
    return clean_line(text)


def _count(number: object, _currency: str) -> int:
    return read_number(number)


def _one_or_more(number: object, _currency: str) -> int:
    if type(number) is int and 0 < number <= LARGEST_NUMBER:
        return number
    raise NotAWholeNumber(least=1)


_AMOUNT = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "examples": ["50.00"]}
_NAME = {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME}
_WORDS = {"type": "string", "maxLength": 400}
_WHOLE = {"type": "integer", "minimum": 0}
_POSITIVE = {"type": "integer", "minimum": 1}


@dataclass(frozen=True, slots=True)
class LineField:
    """One field of lines: the attribute it fills, its reader, and its shape for programs."""

    attribute: str
    read: Reader
    shape: Mapping[str, Any]


FIELDS: Mapping[str, LineField] = {
    "member": LineField("member", _one_or_more, _POSITIVE),
    "payer": LineField("payer", _one_or_more, _POSITIVE),
    "amount": LineField("amount_minor", read_amount, _AMOUNT),
    "principal": LineField("principal_minor", read_amount, _AMOUNT),
    "interest": LineField("interest_minor", read_amount, _AMOUNT),
    "tender": LineField("tender", read_name, _NAME),
    "from_tender": LineField("from_tender", read_name, _NAME),
    "to_tender": LineField("to_tender", read_name, _NAME),
    "fund": LineField("fund", read_name, _NAME),
    "from_fund": LineField("from_fund", read_name, _NAME),
    "to_fund": LineField("to_fund", read_name, _NAME),
    "loan": LineField("loan", read_name, _NAME),
    "shares": LineField("shares", _count, _WHOLE),
    "months": LineField("months", _one_or_more, _POSITIVE),
    "units_e4": LineField("units_e4", _one_or_more, _POSITIVE),
    "what": LineField("words", _words, _WORDS),
    "reason": LineField("words", _words, _WORDS),
    "fine": LineField("words", _words, _WORDS),
    "fee": LineField("words", _words, _WORDS),
}


@dataclass(frozen=True, slots=True)
class LineForm:
    """The fields of one kind: `needed` stand on every line, `unpaid` ones may be null (not paid yet)."""

    needed: frozenset[str]
    known: frozenset[str]
    unpaid: frozenset[str] = frozenset()


def _form(needed: str, optional: str = "", unpaid: str = "") -> LineForm:
    must, may = frozenset(needed.split()), frozenset(unpaid.split())
    return LineForm(must, must | may | frozenset(optional.split()) | {"kind"}, may)


FORMS: Mapping[LineKind, LineForm] = {
    LineKind.SAVINGS: _form("member amount tender", "shares payer"),
    LineKind.SOCIAL: _form("member amount tender", "payer"),
    LineKind.FINE: _form("member amount", "fine fund payer", unpaid="tender"),
    LineKind.FINE_PAID: _form("member amount tender", "fund payer"),
    LineKind.FEE: _form("member amount", "fee fund payer", unpaid="tender"),
    LineKind.FEE_PAID: _form("member amount tender", "fund payer"),
    LineKind.REPAYMENT: _form("loan member principal interest amount tender", "fund payer"),
    LineKind.INVESTMENT: _form("member amount tender", "fund payer"),
    LineKind.LOAN: _form("loan member amount tender", "months fund reason"),
    LineKind.INTEREST_DUE: _form("member amount", "loan fund"),
    LineKind.LOAN_WRITE_OFF: _form("loan", "member fund reason"),
    LineKind.RECOVERY: _form("amount tender", "loan member fund"),
    LineKind.SOCIAL_GRANT: _form("member amount tender", "reason"),
    LineKind.WITHDRAWAL: _form("member amount tender", "shares reason"),
    LineKind.LATE_ENTRY: _form("member amount tender", "payer"),
    LineKind.HELD: _form("member amount tender", "fund what payer"),
    LineKind.PAYOUT: _form("member amount tender", "fund what"),
    LineKind.REDEMPTION: _form("member units_e4 tender", "fund"),
    LineKind.EXPENSE: _form("amount tender", "what fund"),
    LineKind.TRANSFER: _form("amount from_tender to_tender", "fund what"),
    LineKind.BETWEEN_FUNDS: _form("amount from_fund to_fund tender", "what"),
    LineKind.DONATION: _form("amount tender", "fund what"),
    LineKind.BANK_INTEREST: _form("amount tender", "fund what"),
    LineKind.BANK_CHARGE: _form("amount tender", "fund what"),
}


class LineUnreadable(Exception):
    """Inside this package: the problems of one line, by the field they stand at."""

    def __init__(self, problems: Mapping[str, list[LedgerError]]) -> None:
        super().__init__(problems)
        self.problems = dict(problems)


def read_line(position: int, line: object, currency: str) -> SheetLine:
    """One line; its reference is its place on the sheet, counted from 1.

    Raises:
        LineUnreadable: with every problem of the line; the empty name stands for the line itself.
    """
    # What is a dictionary, as all JSON is, need not be asked whether it is a mapping.
    if type(line) is not dict and not isinstance(line, Mapping):
        raise LineUnreadable({"": [NotAnObject()]})
    kind, form = _kind(line)
    values = [kind, str(position + 1), *_EMPTY]
    problems: dict[str, list[LedgerError]] = {}
    if not form.needed <= line.keys() <= form.known:
        problems.update(_misfits(line, form))
    for name, value in line.items():
        if value is None:
            if name in form.needed:
                problems[name] = [MissingField(field=name)]
        elif name != "kind" and name not in problems:
            place, read = _READERS[name]
            try:
                values[place] = read(value, currency)
            except LedgerError as problem:
                problems[name] = [problem]
    if problems:
        raise LineUnreadable(problems)
    return _whole(SheetLine._make(values))


def _kind(line: Mapping[Any, Any]) -> tuple[LineKind, LineForm]:
    if "kind" not in line:
        raise LineUnreadable({"kind": [MissingField(field="kind")]})
    said = line["kind"]
    found = _KINDS.get(said) if isinstance(said, str) else None
    if found is None:
        raise LineUnreadable({"kind": [UnknownKind(kind=str(said)[:40])]})
    return found


_KINDS = {kind.value: (kind, form) for kind, form in FORMS.items()}
_READERS = {name: (SheetLine._fields.index(field.attribute), field.read) for name, field in FIELDS.items()}
"""Where on a line the value of each field stands, and how it is read."""

_EMPTY = tuple(SheetLine._field_defaults.values())
_REPAYMENT = LineKind.REPAYMENT


def _misfits(line: Mapping[Any, Any], form: LineForm) -> Iterator[tuple[str, list[LedgerError]]]:
    for name in line.keys() - form.known:
        yield str(name)[:40], [UnknownField(field=str(name)[:40])]
    for name in form.needed - line.keys():
        yield name, [MissingField(field=name)]


def _whole(line: SheetLine) -> SheetLine:
    if line.kind is _REPAYMENT and line.principal_minor + line.interest_minor != line.amount_minor:
        raise LineUnreadable({"amount": [PartsDiffer()]})
    return line


def line_shapes() -> dict[str, Any]:
    """The lines as the interface's description tells them: one shape per kind."""
    return {"oneOf": [_shape(kind, form) for kind, form in FORMS.items()]}


def _shape(kind: LineKind, form: LineForm) -> dict[str, Any]:
    properties: dict[str, Any] = {"kind": {"const": kind.value}}
    for name in sorted(form.known - {"kind"}):
        shape = dict(FIELDS[name].shape)
        properties[name] = shape if name in form.needed else {**shape, "type": [shape["type"], "null"]}
    return {
        "type": "object", "title": f"{kind.value} line", "properties": properties,
        "required": ["kind", *sorted(form.needed)], "additionalProperties": False,
    }
