"""What the next meeting opens with, as programs read it; the `opening` is what its sheet has to say."""

from collections.abc import Sequence
from typing import Any

from marshmallow import fields

from ledgers.money import format_decimal
from msai.schemas import Shape
from msai.services.views.meeting_day.since_close import SinceClose
from msai.services.views.meeting_form import FormBook


class MovedShape(Shape):
    """Money that moved since the last close: out below nought; `member` by number where it is hers."""

    entry = fields.Integer(required=True)
    date = fields.Date(required=True)
    member = fields.Integer(required=True, allow_none=True)
    tender = fields.String(required=True)
    fund = fields.String(required=True)
    amount = fields.String(required=True)


class OpeningShape(Shape):
    """The next meeting's number, and what lies in each place for each fund, the movements included."""

    number = fields.Integer(required=True)
    opening = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    already_received = fields.List(fields.Nested(MovedShape), required=True)


def opening_answer(book: FormBook, since: Sequence[SinceClose]) -> dict[str, Any]:
    """The opening in the values that `OpeningShape` writes; amounts as text."""
    currency = book.group.currency
    return {
        "number": book.next_number,
        "opening": {f"{tender}/{fund}": format_decimal(minor, currency)
                    for (tender, fund), minor in sorted(book.opening.items())},
        "already_received": [
            {"entry": row.seq, "date": row.occurred_on, "member": row.member, "tender": row.tender,
             "fund": row.fund, "amount": format_decimal(row.amount_minor, currency)} for row in since],
    }
