"""What an officer typed into the form of a decision, read into the value it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ledgers.errors import LedgerError
from ledgers.money import parse_amount
from msai.errors.sentences import message_of
from msai.messages import Message
from msai.schemas.problems import MissingField
from msai.schemas.text import clean_line
from msai.services.units.wanted import (
    ActKind,
    Because,
    DealAtBookValue,
    DealAtValuation,
    Distribute,
    MoveUnits,
    PayDue,
    PutBackDue,
    RedeemUnits,
    StartAnew,
    TurnSavings,
    Wanted,
)

LONGEST = 200
ALL = "all"


class Typed:
    """The fields of a form, read one by one; what cannot be read is kept as an error of its field."""

    def __init__(self, form: Mapping[str, str], currency: str) -> None:
        self._form = form
        self._currency = currency
        self.errors: dict[str, Message] = {}

    def amount(self, name: str = "amount") -> int:
        """An amount; nothing typed is an error."""
        text = self._form.get(name, "").strip()
        try:
            if not text:
                raise MissingField(field=name)
            return parse_amount(text, self._currency).minor
        except LedgerError as problem:
            self._refuse(name, problem)
        return 0

    def some(self) -> int | None:
        """An amount, or None for all of it."""
        return None if self._form.get("how") == ALL else self.amount()

    def number(self, name: str) -> int:
        """A member's number, or a percent."""
        text = self._form.get(name, "").strip()
        if text.isdecimal() and len(text) <= 6:
            return int(text)
        self._refuse(name, MissingField(field=name))
        return 0

    def words(self, name: str) -> str:
        """A line of text."""
        try:
            return clean_line(self._form.get(name, "").replace("\r\n", " "), longest=LONGEST)
        except LedgerError as problem:
            self._refuse(name, problem)
        return ""

    def day(self, name: str) -> date:
        """A day."""
        try:
            return date.fromisoformat(self._form.get(name, ""))
        except ValueError:
            self._refuse(name, MissingField(field=name))
        return date.min

    def because(self) -> Because:
        """Why units pass on."""
        found = next((one for one in Because if one.value == self._form.get("because")), None)
        if found is None:
            self._refuse("because", MissingField(field="because"))
        return found or Because.GIFT

    def tender(self) -> str | None:
        """A place, or None where nothing is chosen."""
        return self._form.get("tender") or None

    def has(self, name: str) -> bool:
        """Whether something was typed."""
        return bool(self._form.get(name, "").strip())

    def _refuse(self, name: str, problem: LedgerError) -> None:
        self.errors[name] = message_of(problem.code, problem.params)


def read_wanted(typed: Typed, kind: ActKind, fund: str) -> Wanted:
    """What a form asks for; the errors of `typed` say what could not be read."""
    if kind is ActKind.DISTRIBUTION:
        return Distribute(fund=fund, amount_minor=typed.amount(), tender=typed.tender())
    if kind is ActKind.DEALING:
        return DealAtValuation(
            fund=fund, valued_on=typed.day("valued_on"), valued_minor=typed.amount("value"),
            valued_by=typed.words("valued_by"), source=typed.words("source"))
    if kind is ActKind.BOOK_VALUE:
        return DealAtBookValue(fund=fund)
    if kind is ActKind.RESTART:
        return StartAnew(fund=fund)
    if kind is ActKind.SAVINGS:
        return _savings(typed, fund)
    return _of_member(typed, kind, fund)


def _of_member(typed: Typed, kind: ActKind, fund: str) -> Wanted:
    member = typed.number("member")
    if kind is ActKind.PAYMENT:
        return PayDue(fund=fund, member=member, amount_minor=typed.amount(), tender=typed.tender() or "")
    if kind is ActKind.PUT_BACK:
        return PutBackDue(fund=fund, member=member, amount_minor=typed.amount())
    if kind is ActKind.REDEMPTION:
        return RedeemUnits(fund=fund, member=member, amount_minor=typed.some(), tender=typed.tender())
    return MoveUnits(fund=fund, member=member, taker=typed.number("taker"), because=typed.because(),
                     amount_minor=typed.some())


def _savings(typed: Typed, fund: str) -> Wanted:
    """Of one member or of all, by percent where one is typed, else by amount."""
    by_percent = typed.has("percent")
    return TurnSavings(
        fund=fund, tender=typed.tender() or "",
        member=typed.number("member") if typed.has("member") else None,
        percent=typed.number("percent") if by_percent else None,
        amount_minor=None if by_percent else typed.amount())
