"""What was typed about a remittance, read field by field; what cannot be read is said at its field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from ledgers.errors import LedgerError
from ledgers.money import parse_amount
from msai import auth
from msai.ids import uuid7
from msai.pages.loans.typed import Typed
from msai.permissions import Action, NotFound, NotPermitted
from msai.schemas.answers import read_decision, read_seen
from msai.schemas.text import clean_line
from msai.services.attachments import KeepFile, keep_file
from msai.services.remitting.drafting import AnswerRemittance
from msai.services.remitting.landing import ConfirmLanding
from msai.services.remitting.rates import Rates, read_rate

LONGEST = 100
FIELDS: Mapping[str, str] = {
    "fee_not_below_amount": "fee", "unknown_tender": "tender", "tender_twice": "tender",
    "no_more_into_stake": "stake", "remittance_day_ahead": "on", "landed_before_sent": "on",
    "cycle_closed": "on", "mid_rate_unsourced": "mid_source", "rate_day_ahead": "mid_date",
    "rate_day_long_past": "mid_date",
    "rate_of_one_currency": "applied", "rate_missing": "mid",
    "more_than_expected": "home", "landed_before_agreed": "on", "explanation_missing": "explanation",
    "pool_unknown": "code", "pool_needs_book": "stake", "pool_fee_over": "fee", "pool_changed": "part",
    "file_not_readable": "proof", "file_too_large": "proof", "file_not_safe": "proof", "files_full": "proof",
}
"""The field at which a refusal stands; all others are about the amount."""


class Paper(Typed):
    """The fields of a form about a remittance; `amounts` are in its currency unless another is named."""

    def some(self, name: str, currency: str) -> int:
        """An amount that may be left empty: nought then."""
        text = self.form.get(name, "").strip()
        try:
            return parse_amount(text, currency).minor if text else 0
        except LedgerError as problem:
            self.refuse(name, problem)
        return 0

    def text(self, name: str) -> str:
        """A short line of text."""
        try:
            return clean_line(self.form.get(name, ""), longest=LONGEST)
        except LedgerError as problem:
            self.refuse(name, problem)
        return ""

    def channel(self, offered: Collection[str]) -> str:
        """The way that was chosen; nothing where none of those offered was."""
        chosen = self.form.get("channel", "")
        return chosen if chosen in offered else ""

    def rate(self, name: str) -> str | None:
        """A rate; None where nothing was typed."""
        text = self.form.get(name, "").strip()
        try:
            return read_rate(text) if text else None
        except LedgerError as problem:
            self.refuse(name, problem)
        return None

    def rates(self) -> Rates:
        """Both rates, as far as somebody knew them."""
        applied, mid = self.rate("applied"), self.rate("mid")
        return Rates(
            applied=applied, mid=mid, mid_source=(self.text("mid_source") or None) if mid else None,
            mid_date=self.day("mid_date") if mid else None, is_sure=self.form.get("is_sure") == "1")

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
            self.refuse(field_of(problem), problem)
            return False
        return True


def field_of(problem: LedgerError) -> str:
    """The field that a refusal is about."""
    if problem.code in ("rate_upside_down", "rate_far_off"):
        return "applied" if problem.params.get("path") == "applied_rate" else "mid"
    return FIELDS.get(problem.code, "amount")


def keep_proof(session: Session, book_id: UUID, action: Action) -> UUID | None:
    """The file that came with the form, kept; None where none was chosen."""
    sent = request.files.get("proof")
    if sent is None or not sent.filename:
        return None
    return keep_file(session, auth.current_actor(), KeepFile(
        book_id=book_id, attachment_id=uuid7(auth.now()), action=action, content=sent.read(), at=auth.now()))


def read_landing(typed: Paper, book_id: UUID, remittance_id: UUID, currency: str) -> ConfirmLanding:
    """What landed, as it was typed."""
    return ConfirmLanding(
        book_id=book_id, remittance_id=remittance_id, landing_id=typed.who("landing"),
        landed_on=typed.day("on"), received_minor=typed.amount(), today=auth.today(), at=auth.now(),
        receiving_fee_minor=typed.some("fee", currency), is_last=typed.form.get("more") != "1",
        explanation=typed.words("explanation"), tender=typed.form.get("tender", ""))


def read_answer(book_id: UUID, remittance_id: UUID) -> AnswerRemittance:
    """What the other person answered about a paper."""
    return AnswerRemittance(
        book_id=book_id, remittance_id=remittance_id, decision=read_decision(request.form),
        seen_digest=read_seen(request.form), at=auth.now())
