"""The pages on which officers compare what the bank showed at the end of a month with the book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from ledgers.money import parse_amount
from msai import auth
from msai.errors.sentences import message_of
from msai.ids import uuid7
from msai.messages import Message
from msai.permissions import NotFound, NotPermitted
from msai.schemas.answers import read_id
from msai.schemas.problems import MissingField
from msai.schemas.text import clean_line
from msai.services.reconciliation.items import LONGEST_WORDS, Item, ItemKind, ItemRefused
from msai.services.reconciliation.recording import MOST_ITEMS, ReconcileMonth, reconcile_month
from msai.services.views.facts import currency_of
from msai.services.views.reconciliation.month import ItemTyped, Typed, show_month
from msai.services.views.reconciliation.months import list_months

blueprint = Blueprint("reconciliations", __name__)
_ALL = "/groups/<uuid:book_id>/reconciliations"
_ONE = f"{_ALL}/<place>/<int:month>"
_FIELDS = {"fund_not_there": "fund-1", "month_closed": "kind-1", "negative_tender": "amount-1"}
"""The field at which a refusal stands; all others are about what was seen."""


class Reading:
    """What somebody typed, read one field at a time; what cannot be read is kept as an error of its field."""

    def __init__(self, form: Mapping[str, str], currency: str) -> None:
        self._form = form
        self._currency = currency
        self.errors: dict[str, Message] = {}

    def seen(self) -> int:
        """The balance that was seen; nought may be typed, nothing may not."""
        return self._amount("seen")

    def items(self) -> Iterator[Item]:
        """The reasons, row by row; a row without a kind and without anything else is left out."""
        for number, row in enumerate(self.rows(), start=1):
            words = self._words(f"words-{number}")
            if not row.kind and not row.amount and not words:
                continue
            kind = next((kind for kind in ItemKind if kind.value == row.kind), None)
            if kind is None:
                self._refuse(f"kind-{number}", MissingField(field="kind"))
                continue
            yield Item(kind, self._amount(f"amount-{number}"), words, row.fund)

    def rows(self) -> tuple[ItemTyped, ...]:
        """The rows as they were typed."""
        count = sum(name.startswith("kind-") for name in self._form)
        return tuple(
            ItemTyped(*(self._form.get(f"{name}-{number}", "")
                        for name in ("kind", "amount", "words", "fund")))
            for number in range(1, min(count, MOST_ITEMS) + 1))

    def _amount(self, name: str) -> int:
        text = self._form.get(name, "").strip()
        try:
            if not text:
                raise MissingField(field=name)
            return parse_amount(text, self._currency).minor
        except LedgerError as problem:
            self._refuse(name, problem)
        return 0

    def _words(self, name: str) -> str:
        try:
            return clean_line(self._form.get(name, ""), longest=LONGEST_WORDS)
        except LedgerError as problem:
            self._refuse(name, problem)
        return ""

    def _refuse(self, name: str, problem: LedgerError) -> None:
        self.errors[name] = message_of(problem.code, problem.params)


@blueprint.get(_ALL)
def index(book_id: UUID) -> str:
    """Every place with its months."""
    view = list_months(auth.reading(), auth.current_actor(), book_id, today=auth.today(), until=_until())
    return render_template("reconciliations/index.html", view=view)


@blueprint.get(_ONE)
def show(book_id: UUID, place: str, month: int) -> str:
    """One month of one place, with the form."""
    return _page(book_id, (place, month), Typed())


@blueprint.post(_ONE)
def send(book_id: UUID, place: str, month: int) -> Response:
    """Keep what was seen, or say at its field what is wrong."""
    reading = Reading(request.form.to_dict(), currency_of(auth.reading(), book_id))
    seen, items = reading.seen(), tuple(reading.items())
    errors = reading.errors or _kept(ReconcileMonth(
        book_id=book_id, reconciliation_id=read_id(request.form, "reconciliation_id"), tender=place,
        month=month, seen_minor=seen, after=request.form.get("after", 0, type=int), today=auth.today(),
        at=auth.now(), items=items))
    if errors:
        typed = Typed(request.form.get("seen", ""), reading.rows(), errors)
        return make_response(_page(book_id, (place, month), typed), 422)
    return redirect(url_for("reconciliations.show", book_id=book_id, place=place, month=month), code=303)


def _kept(command: ReconcileMonth) -> dict[str, Message]:
    """Keep it; what speaks against it, by field, where something does."""
    try:
        with auth.writing() as session:
            reconcile_month(session, auth.current_actor(), command)
    except (NotFound, NotPermitted):
        raise
    except ItemRefused as problem:
        name = f"{problem.params['field']}-{problem.params['position']}"
        return {name: message_of(problem.code, problem.params)}
    except LedgerError as problem:
        return {_FIELDS.get(problem.code, "seen"): message_of(problem.code, problem.params)}
    return {}


def _page(book_id: UUID, place: tuple[str, int], typed: Typed) -> str:
    view = show_month(auth.reading(), auth.current_actor(), book_id, place=place, typed=typed,
                      new_id=uuid7(auth.now()), today=auth.today())
    return render_template("reconciliations/month.html", view=view)


def _until() -> int | None:
    return request.args.get("until", type=int)
