"""A group at a glance, as programs read it."""

from typing import Any

from marshmallow import fields

from ledgers.money import format_decimal
from msai.schemas import Shape
from msai.services.views.group import GroupView


class FundShape(Shape):
    """What one fund has, over all places."""

    fund = fields.String(required=True)
    total = fields.String(required=True)


class LastMeetingShape(Shape):
    """A closed meeting in a line."""

    meeting_id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    date = fields.Date(required=True)
    present = fields.Integer(required=True)
    on_roll = fields.Integer(required=True)
    cash_difference = fields.String(required=True)


class GroupShape(Shape):
    """A group: what it has by fund, and its last meetings; totals only, no names."""

    book_id = fields.UUID(required=True)
    name = fields.String(required=True)
    country = fields.String(required=True)
    currency = fields.String(required=True)
    members = fields.Integer(required=True)
    meetings = fields.Integer(required=True)
    funds = fields.List(fields.Nested(FundShape), required=True)
    total = fields.String(required=True)
    last_meetings = fields.List(fields.Nested(LastMeetingShape), required=True)


def group_answer(view: GroupView) -> dict[str, Any]:
    """A group's page in the values that `GroupShape` writes; amounts as text."""
    columns = zip(view.money.columns, view.money.totals, strict=True)
    return {
        "book_id": view.book_id, "name": view.name, "country": view.country, "currency": view.currency,
        "members": view.member_count, "meetings": view.meeting_count,
        "funds": [{"fund": column.fund, "total": format_decimal(total.amount_minor, view.currency)}
                  for column, total in columns],
        "total": format_decimal(view.money.total_minor, view.currency),
        "last_meetings": [
            {"meeting_id": row.meeting_id, "number": row.number, "date": row.held_on, "present": row.present,
             "on_roll": row.on_roll, "cash_difference": format_decimal(row.difference_minor, view.currency)}
            for row in view.meetings],
    }
