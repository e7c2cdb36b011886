"""What was typed about a batch, read field by field; what cannot be read is said at its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from ledgers.errors import LedgerError
from ledgers.money import parse_amount
from msai import auth
from msai.ids import uuid7
from msai.measures.production.units import read_quantity
from msai.pages.loans.typed import Typed
from msai.permissions import Action, NotFound, NotPermitted
from msai.schemas.problems import MissingField
from msai.schemas.text import LONGEST_NAME, clean_line
from msai.services.attachments import KeepFile, keep_file
from msai.services.farming.wanted import Said

FIELDS: Mapping[str, str] = {
    "farm_day_ahead": "on", "before_batch": "on", "closed_before_events": "on", "plan_ends_before": "ends_on",
    "farm_words_missing": "words", "event_not_of_product": "product", "unit_of_another_kind": "unit",
    "unit_without_factor": "unit", "unit_unknown": "unit", "unit_is_fixed": "unit",
    "factor_not_positive": "factor", "activity_unnamed": "name", "activity_known": "name",
    "move_into_itself": "into", "move_other_kind": "into", "batch_unknown": "into",
    "batch_name_taken": "name", "factor_far_off": "factor", "factor_absurd": "factor", "area_missing": "area",
    "file_not_readable": "proof", "file_too_large": "proof", "file_not_safe": "proof",
}
"""The field at which a refusal stands; all others are about the quantity."""


class FarmPaper(Typed):
    """The fields of a form about a batch."""

    def number(self, name: str) -> Fraction:
        """A quantity; nothing typed is an error."""
        return self.some_number(name) or self._nothing(name)

    def some_number(self, name: str) -> Fraction | None:
        """A quantity, or None where nothing was typed."""
        text = self.form.get(name, "").strip()
        try:
            return read_quantity(text) if text else None
        except LedgerError as problem:
            self.refuse(name, problem)
        return None

    def said(self, name: str = "quantity", unit: str = "unit") -> Said:
        """A quantity with its unit; nothing typed is an error."""
        return Said(self.number(name), self.form.get(unit, ""))

    def some_said(self, name: str, unit: str) -> Said | None:
        """A quantity with its unit, or None where nothing was typed."""
        found = self.some_number(name)
        return None if found is None else Said(found, self.form.get(unit, ""))

    def some_amount(self, name: str = "amount") -> int | None:
        """An amount, or None where nothing was typed."""
        text = self.form.get(name, "").strip()
        try:
            return parse_amount(text, self._currency).minor if text else None
        except LedgerError as problem:
            self.refuse(name, problem)
        return None

    def line(self, name: str) -> str:
        """A short line of text."""
        try:
            return clean_line(self.form.get(name, ""), longest=LONGEST_NAME)
        except LedgerError as problem:
            self.refuse(name, problem)
        return ""

    def try_to(self, work: Callable[[Session], object]) -> bool:
        """Do it where everything could be read; whether it was done. A refusal stands at its field."""
        if self.errors:
            return False
        try:
            with auth.writing() as session:
                work(session)
        except (NotFound, NotPermitted):
            raise
        except LedgerError as problem:
            self.refuse(FIELDS.get(problem.code, "quantity"), problem)
            return False
        return True

    def _nothing(self, name: str) -> Fraction:
        if name not in self.errors and not self.form.get(name, "").strip():
            self.refuse(name, MissingField(field=name))
        return Fraction(0)


def keep_photo(session: Session, book_id: UUID) -> UUID | None:
    """The picture that came with the form, kept; None where none was chosen."""
    sent = request.files.get("proof")
    if sent is None or not sent.filename:
        return None
    return keep_file(session, auth.current_actor(), KeepFile(
        book_id=book_id, attachment_id=uuid7(auth.now()), action=Action.ENTERPRISE_REPORT,
        content=sent.read(), at=auth.now()))
