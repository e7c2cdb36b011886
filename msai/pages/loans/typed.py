"""What was typed into a form about a loan, read field by field; what cannot be read is said at its field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from ledgers.errors import LedgerError
from ledgers.money import parse_amount
from msai.errors.sentences import message_of
from msai.messages import Message
from msai.schemas.problems import MissingField
from msai.schemas.text import clean_line

LONGEST_REASON = 300
_MOST_PERIODS = 1000


class Typed:
    """The fields of a form, and the errors found in them."""

    def __init__(self, form: Mapping[str, str], currency: str) -> None:
        self.form = form
        self.errors: dict[str, tuple[Message, ...]] = {}
        self._currency = currency

    def amount(self, name: str = "amount") -> int:
        """An amount in minor units; nought where it cannot be read."""
        try:
            if not self.form.get(name, "").strip():
                raise MissingField(field=name)
            return parse_amount(self.form[name], self._currency).minor
        except LedgerError as problem:
            self.refuse(name, problem)
        return 0

    def count(self, name: str, *, least: int = 1) -> int:
        """A whole number of weeks or months."""
        text = self.form.get(name, "").strip() or ("0" if least == 0 else "")
        if text.isdecimal() and len(text) < 7 and least <= int(text) <= _MOST_PERIODS:
            return int(text)
        self.refuse(name, MissingField(field=name))
        return least

    def percent(self, name: str) -> str | None:
        """A percent as it is stored; None where the field is empty."""
        text = self.form.get(name, "").strip().replace(",", ".")
        if not text:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            self.refuse(name, MissingField(field=name))
            return None
        # Not-a-number reads as a decimal and cannot be compared with one.
        if not value.is_finite() or not 0 <= value <= 100 or len(text) > 10:
            self.refuse(name, MissingField(field=name))
            return None
        return f"{value:f}"

    def day(self, name: str) -> date:
        """A day."""
        try:
            return date.fromisoformat(self.form.get(name, ""))
        except ValueError:
            self.refuse(name, MissingField(field=name))
        return date.min

    def words(self, name: str) -> str:
        """A line of text."""
        try:
            return clean_line(self.form.get(name, "").replace("\r\n", " "), longest=LONGEST_REASON)
        except LedgerError as problem:
            self.refuse(name, problem)
        return ""

    def who(self, name: str) -> UUID:
        """A member."""
        try:
            return UUID(self.form.get(name, ""))
        except ValueError:
            self.refuse(name, MissingField(field=name))
        return UUID(int=0)

    def refuse(self, name: str, problem: LedgerError) -> None:
        """Say at a field what is wrong with it."""
        self.errors[name] = (message_of(problem.code, problem.params),)
