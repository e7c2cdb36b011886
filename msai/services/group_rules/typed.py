"""From what somebody typed about a rule to its value, or to what has to be put right, field by field.

A rule is asked for in one or a few fields, named after it (`share_value`,
`shares_per_meeting-least`, `fines-late`).  Amounts are read by the books' one parser for
people; native digits are digits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from ledgers.errors import LedgerError
from ledgers.money import Money, parse_amount
from msai.names import checked_name
from msai.services import ServiceError
from msai.services.group_rules.forms import RuleForm, RuleKind, RuleValue
from msai.services.group_rules.meeting_days import WEEKDAYS, MeetingDays, Rhythm, read_days, write_days
from msai.services.group_rules.words import FINE_LABELS

OWN_FINES = 3
"""How many fines of its own naming a group can have."""

_LONGEST_NAME = 40


class RuleOutOfBounds(ServiceError):
    """The value is smaller or larger than this rule can be."""

    code: ClassVar[str] = "rule_out_of_bounds"


class RuleNotChosen(ServiceError):
    """None of the answers was chosen, or one that is not offered."""

    code: ClassVar[str] = "rule_not_chosen"


class RuleMissing(ServiceError):
    """The rule has to have a value, and the field is empty."""

    code: ClassVar[str] = "rule_missing"


class RuleNotACount(ServiceError):
    """What was typed is not a whole number."""

    code: ClassVar[str] = "rule_not_a_count"


class RangeReversed(ServiceError):
    """The least is more than the most."""

    code: ClassVar[str] = "range_reversed"


class FineNameUnclear(ServiceError):
    """A fine has an amount and no name, a name twice, or a name too long to be read out."""

    code: ClassVar[str] = "fine_name_unclear"


@dataclass(frozen=True, slots=True)
class Typed:
    """What was understood: the value, and the problems by the name of the field they stand in."""

    value: RuleValue
    problems: Mapping[str, LedgerError] = field(default_factory=dict)


def read_typed(form: RuleForm, typed: Mapping[str, str], currency: str) -> Typed:
    """The value that the fields of a rule describe, or what has to be put right in them."""
    reading = _Reading(form, typed, currency)
    value = _READERS[form.kind](reading)
    return Typed(None if reading.problems else value, reading.problems)


def check_value(form: RuleForm, value: RuleValue, currency: str) -> None:
    """Refuse a value that the rule cannot have, wherever it came from.

    Raises:
        RuleOutOfBounds, RuleNotChosen, RuleMissing, RangeReversed, FineNameUnclear
    """
    if form.kind is RuleKind.CHOICE and value not in {choice.value for choice in form.choices}:
        raise RuleNotChosen()
    if form.kind is RuleKind.FLAG and not isinstance(value, bool):
        raise RuleNotChosen()
    if form.kind is RuleKind.DAYS and (not isinstance(value, str) or read_days(value) is None):
        raise RuleNotChosen()
    if value is None and not form.optional:
        raise RuleMissing()
    if isinstance(value, tuple) and form.kind is RuleKind.RANGE and value[0] > value[-1]:
        raise RangeReversed(least=value[0], most=value[-1])
    for number in _numbers(value):
        _require_within(form, number, currency)
    if isinstance(value, Mapping) and any(len(kind) > _LONGEST_NAME for kind in value):
        raise FineNameUnclear()


def _numbers(value: RuleValue) -> Iterator[int]:
    if isinstance(value, bool):
        return
    if isinstance(value, int):
        yield value
    elif isinstance(value, tuple):
        yield from value
    elif isinstance(value, Mapping):
        yield from value.values()


def _require_within(form: RuleForm, number: int, currency: str) -> None:
    if not form.least <= number <= form.most:
        is_money = form.kind in (RuleKind.AMOUNT, RuleKind.FINES)
        ends = (Money(end, currency) if is_money else end for end in (form.least, form.most))
        raise RuleOutOfBounds(**dict(zip(("least", "most"), ends, strict=True)))


@dataclass
class _Reading:
    """The fields of one rule while they are read."""

    form: RuleForm
    typed: Mapping[str, str]
    currency: str
    problems: dict[str, LedgerError] = field(default_factory=dict)

    def text(self, part: str = "") -> str:
        return self.typed.get(self.name(part), "").strip()

    def name(self, part: str = "") -> str:
        return f"{self.form.name}-{part}" if part else self.form.name

    def checked(self, value: RuleValue, part: str = "") -> RuleValue:
        try:
            check_value(self.form, value, self.currency)
        except LedgerError as problem:
            self.problems[self.name(part)] = problem
        return value

    def amount(self, part: str = "") -> int | None:
        text = self.text(part)
        if not text:
            return None
        try:
            return parse_amount(text, self.currency).minor
        except LedgerError as problem:
            self.problems[self.name(part)] = problem
            return None

    def count(self, part: str = "") -> int | None:
        text = self.text(part)
        if text and not (text.isdecimal() and len(text) < 10):
            self.problems[self.name(part)] = RuleNotACount()
            return None
        return int(text) if text else None


def _amount(reading: _Reading) -> RuleValue:
    found = reading.amount()
    if reading.problems:
        return None
    return reading.checked(_nought(reading.form) if found is None else found)


def _count(reading: _Reading) -> RuleValue:
    found = reading.count()
    if reading.problems:
        return None
    return reading.checked(_nought(reading.form) if found is None else found)


def _nought(form: RuleForm) -> int | None:
    """What an empty field says: nothing at all, where nothing is an answer."""
    return 0 if form.least == 0 else None


def _percent(reading: _Reading) -> RuleValue:
    text = reading.text().replace(",", ".")
    whole, _, decimals = text.partition(".")
    if text and not (whole.isdecimal() and (not decimals or decimals.isdecimal()) and len(decimals) < 4):
        reading.problems[reading.name()] = RuleNotACount()
        return None
    percent = ".".join(_latin(part) for part in (whole, decimals) if part) if text else None
    if percent is not None and int(whole) > reading.form.most:
        reading.problems[reading.name()] = RuleOutOfBounds(least=reading.form.least, most=reading.form.most)
    return percent


def _latin(digits: str) -> str:
    return "".join(str(int(digit)) for digit in digits)


def _choice(reading: _Reading) -> RuleValue:
    return reading.checked(reading.text())


def _flag(reading: _Reading) -> RuleValue:
    return reading.checked({"yes": True, "no": False}.get(reading.text()))


def _range(reading: _Reading) -> RuleValue:
    least, most = reading.count("least"), reading.count("most")
    if reading.problems or least is most is None:
        return None
    if most is None:
        reading.problems[reading.name("most")] = RuleMissing()
        return None
    return reading.checked((reading.form.least if least is None else least, most), "most")


def _days(reading: _Reading) -> RuleValue:
    rhythm, weekday = reading.text("rhythm"), reading.text("weekday")
    for part, chosen, offered in (("rhythm", rhythm, set(Rhythm)), ("weekday", weekday, set(WEEKDAYS))):
        if chosen not in offered:
            reading.problems[reading.name(part)] = RuleNotChosen()
    return None if reading.problems else write_days(MeetingDays(Rhythm(rhythm), weekday))


def _months(reading: _Reading) -> RuleValue:
    return tuple(month for month in range(1, 13) if reading.text(str(month)))


def _fines(reading: _Reading) -> RuleValue:
    found = {kind: reading.amount(kind) for kind in FINE_LABELS}
    for position in range(OWN_FINES):
        kind, amount = _own_name(reading, f"name-{position}"), reading.amount(f"own-{position}")
        if amount and (not kind or kind in found):
            reading.problems.setdefault(reading.name(f"name-{position}"), FineNameUnclear())
        elif kind and amount:
            found[kind] = amount
    fines = {kind: amount for kind, amount in found.items() if amount}
    return fines if reading.problems else reading.checked(fines)


def _own_name(reading: _Reading, part: str) -> str | None:
    text = reading.text(part)
    try:
        return checked_name(text) if text else None
    except ServiceError as problem:
        reading.problems[reading.name(part)] = problem
        return None


_READERS: Mapping[RuleKind, Callable[[_Reading], RuleValue]] = {
    RuleKind.AMOUNT: _amount, RuleKind.COUNT: _count, RuleKind.PERCENT: _percent, RuleKind.CHOICE: _choice,
    RuleKind.FLAG: _flag, RuleKind.RANGE: _range, RuleKind.DAYS: _days, RuleKind.MONTHS: _months,
    RuleKind.FINES: _fines,
}
