"""Money that came between two meetings: an officer records it on the day the bank or a member says so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from ledgers.money import parse_amount
from msai import auth
from msai.errors.sentences import message_of
from msai.ids import uuid7
from msai.messages import Message
from msai.schemas.answers import read_id
from msai.schemas.problems import MissingField, NotADate
from msai.schemas.text import clean_line
from msai.services.group_rules import BY_SHARES
from msai.services.meeting_day.receipts import (
    RECEIVED,
    ReceiptKnown,
    ReceiptRefused,
    RecordReceipt,
    record_receipt,
)
from msai.services.sheets import LineKind, SheetLine
from msai.services.two_officers.own_money import OwnMoney
from msai.services.views.form_fields import FormState
from msai.services.views.meeting_day.receipts import show_receipts
from msai.services.views.meeting_form import FormBook, read_receipt_book

blueprint = Blueprint("received", __name__)

Errors = dict[str, tuple[Message, ...]]
_FIELD_OF = {
    "date": "received_on", "member": "member", "amount": "amount", "shares": "amount", "loan": "loan",
    "fund": "kind", "lines": "amount",
}
"""Which field of the form a rule is about, by the last part of the place it names."""


@dataclass
class Typed:
    """What somebody typed, read one field at a time; what cannot be read is kept as an error of its field."""

    form: Mapping[str, str]
    currency: str
    errors: Errors = field(default_factory=dict)

    def refuse(self, name: str, problem: LedgerError) -> None:
        """Keep what is wrong with a field."""
        self.errors[name] = (message_of(problem.code, problem.params),)

    def amount(self, name: str, *, needed: bool = True) -> int:
        """An amount in minor units; nought where it is empty or cannot be read."""
        text = self.form.get(name, "").strip()
        try:
            if text:
                return parse_amount(text, self.currency).minor
            if needed:
                raise MissingField(field=name)
        except LedgerError as problem:
            self.refuse(name, problem)
        return 0

    def day(self, name: str) -> date:
        """A day; the first of all days where it cannot be read."""
        try:
            return date.fromisoformat(self.form.get(name, ""))
        except ValueError:
            self.refuse(name, NotADate(text=self.form.get(name, "")[:40]))
        return date.min

    def words(self, name: str) -> str:
        """A line of words."""
        try:
            return clean_line(self.form.get(name, ""), longest=100)
        except LedgerError as problem:
            self.refuse(name, problem)
        return ""

    def line(self, book: FormBook) -> SheetLine:
        """The line that a meeting would have for this money."""
        kind = next((kind for kind in RECEIVED if kind.value == self.form.get("kind")), None)
        number = self.form.get("member", "")
        for name, found in (("kind", kind is not None), ("member", number.isdecimal())):
            if not found:
                self.refuse(name, MissingField(field=name))
        return _line(self, book, kind or LineKind.HELD, int(number) if number.isdecimal() else None)


@blueprint.get("/groups/<uuid:book_id>/received")
def index(book_id: UUID) -> str:
    """The form, what came since the last meeting, and what came before."""
    book = _book(book_id)
    state = FormState({"received_on": auth.today().isoformat()})
    return _page(book, uuid7(auth.now()), state)


@blueprint.post("/groups/<uuid:book_id>/received")
def record(book_id: UUID) -> Response:
    """Record what came, and show it in the list."""
    book, receipt_id = _book(book_id), read_id(request.form, "receipt_id")
    typed = Typed(request.form.to_dict(), book.group.currency)
    command = RecordReceipt(
        book_id=book_id, receipt_id=receipt_id, received_on=typed.day("received_on"), line=typed.line(book),
        at=auth.now(), reference=typed.words("reference"), again=request.form.get("again") == "1")
    errors = typed.errors or _recorded(command)
    if errors:
        return make_response(_page(book, receipt_id, FormState(typed.form, errors)), 422)
    return redirect(url_for("received.index", book_id=book_id, _anchor="since"), code=303)


def _book(book_id: UUID) -> FormBook:
    return read_receipt_book(auth.reading(), auth.current_actor(), book_id, today=auth.today())


def _page(book: FormBook, receipt_id: UUID, state: FormState) -> str:
    view = show_receipts(auth.reading(), auth.current_actor(), book, receipt_id=receipt_id, state=state)
    return render_template("received/index.html", view=view)


def _line(typed: Typed, book: FormBook, kind: LineKind, member: int | None) -> SheetLine:
    rules, amount = book.group.rules, typed.amount("amount")
    by_shares = kind is LineKind.SAVINGS and rules.saving == BY_SHARES and rules.share_value_minor
    interest = typed.amount("interest", needed=False) if kind is LineKind.REPAYMENT else 0
    loan = typed.form.get("loan") if kind is LineKind.REPAYMENT else None
    return SheetLine(
        kind=kind, ref="1", member=member, tender=typed.form.get("tender"), amount_minor=amount,
        shares=amount // rules.share_value_minor if by_shares else 0,
        loan=loan, fund=book.loan_funds.get(loan or ""), interest_minor=interest,
        principal_minor=amount - interest if kind is LineKind.REPAYMENT else 0)


def _recorded(command: RecordReceipt) -> Errors:
    """Record it; what speaks against it, by field, where something does."""
    try:
        with auth.writing() as session:
            record_receipt(session, auth.current_actor(), command)
    except ReceiptRefused as refused:
        return dict(_by_field(refused))
    except ReceiptKnown as known:
        return {"again": (message_of(known.code, known.params),)}
    except LedgerError as problem:
        if problem.code == OwnMoney.code:
            return {"member": (message_of(problem.code, problem.params),)}
        if problem.code in {"not_positive", "empty_entry", "unknown_loan", "unknown_tender"}:
            return {"loan" if problem.code == "unknown_loan" else "amount": (
                message_of(problem.code, problem.params),)}
        raise
    return {}


def _by_field(refused: ReceiptRefused) -> Iterator[tuple[str, tuple[Message, ...]]]:
    for reason in refused.reasons:
        name = _FIELD_OF.get(reason.path.rpartition(".")[2], "amount")
        yield name, (message_of(reason.code, reason.params),)
