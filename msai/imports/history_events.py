"""The shape of each event of a history, as marshmallow schemas.

Amounts and rates stay the decimal strings they are: which currency they are in is known
only to the importer.  Fields that a history adds for people are let through and kept
with the event.
"""

from __future__ import annotations

import re
from typing import Any

from marshmallow import INCLUDE, Schema, ValidationError, fields, validate

from ledgers.currencies import is_currency

SET_UP = frozenset({"group", "member", "enterprise", "stake"})

_DECIMAL = r"\d{1,15}(\.\d{1,12})?"
_ERRORS: dict[str, str | list[Any] | dict[Any, Any]] = {
    "required": "missing_field", "null": "missing_field", "invalid": "wrong_value", "type": "wrong_value",
    "invalid_uuid": "not_an_id", "format": "not_a_date", "too_large": "wrong_value", "special": "wrong_value",
}


def _known_currency(text: str) -> None:
    if not is_currency(text):
        raise ValidationError("unknown_currency")


def _text(**options: Any) -> fields.String:
    length = validate.Length(min=1, max=200, error="bad_text")
    return fields.String(required=True, error_messages=_ERRORS, validate=length, **options)


def _decimal(**options: Any) -> fields.String:
    return _shaped(_DECIMAL, error="not_an_amount", **options)


def _shaped(pattern: str, *, error: str, **options: Any) -> fields.String:
    # Digits are ASCII digits: an Arabic or full-width one is somebody's typing, not an export.
    shape = validate.Regexp(pattern + r"\Z", re.ASCII, error=error)
    return fields.String(required=True, error_messages=_ERRORS, validate=shape, **options)


def _one_of(*choices: str, error: str) -> fields.String:
    return fields.String(
        required=True, error_messages=_ERRORS, validate=validate.OneOf(choices, error=error))


def _day(**options: Any) -> fields.Date:
    return fields.Date("iso", required=True, error_messages=_ERRORS, **options)


def _truth() -> fields.Boolean:
    return fields.Boolean(required=True, truthy={True}, falsy={False}, error_messages=_ERRORS)


def _tender_or_none() -> fields.String:
    return fields.String(required=True, allow_none=True, error_messages=_ERRORS)


def _count(**options: Any) -> fields.Integer:
    return fields.Integer(required=True, strict=True, error_messages=_ERRORS,
                          validate=validate.Range(min=1, max=10**6, error="wrong_value"), **options)


class Event(Schema):
    """What every event has."""

    class Meta:
        """Fields for people are let through."""

        unknown = INCLUDE

    event = fields.String(required=True)


class TenderOfGroup(Schema):
    """A place where the group's money lies."""

    key = _text()
    kind = _one_of("cash", "bank", "wallet", "officer", "currency", error="unknown_tender_kind")


class GroupEvent(Event):
    """The group itself."""

    key = _text()
    name = _text()
    country = _shaped(r"[A-Z]{2}", error="unknown_country")
    currency = fields.String(required=True, validate=_known_currency, error_messages=_ERRORS)
    opened = _day()
    rules = fields.Dict(keys=fields.String(), required=True, error_messages=_ERRORS)
    tenders = fields.List(fields.Nested(TenderOfGroup), required=True, error_messages=_ERRORS)


class MemberEvent(Event):
    """Somebody who joins."""

    group = _text()
    number = _count()
    name = _text()
    sex = fields.String(
        allow_none=True, load_default=None, validate=validate.Length(max=16, error="bad_text"))
    joined = _day()


class EnterpriseEvent(Event):
    """An enterprise and what it grows."""

    key = _text()
    name = _text()
    country = _shaped(r"[A-Z]{2}", error="unknown_country")
    currency = fields.String(required=True, validate=_known_currency, error_messages=_ERRORS)
    activities = fields.List(fields.String(), load_default=list)


class StakeEvent(Event):
    """What the group holds in an enterprise."""

    key = _text()
    group = _text()
    enterprise = _text()
    instrument = _one_of(
        "equity", "coop_share", "loan", "revenue_share", "profit_share", error="unknown_instrument")
    opened = _day()


class MeetingEvent(Event):
    """A closed sheet; its inside is read as a sheet."""

    group = _text()
    id = fields.UUID(required=True, error_messages=_ERRORS)
    date = _day()


class Sold(Schema):
    """What a month sold."""

    class Meta:
        """Fields for people are let through."""

        unknown = INCLUDE

    amount = _decimal()


class Paid(Sold):
    """What a month paid in wages to women, or to men."""


class MonthEvent(Event):
    """A monthly report."""

    enterprise = _text()
    id = fields.UUID(required=True, error_messages=_ERRORS)
    month = _shaped(r"\d{4}-(0[1-9]|1[0-2])", error="not_a_month")
    date = _day()
    activity = _text()
    sold = fields.Nested(Sold, required=True, error_messages=_ERRORS)
    inputs = _decimal()
    wages = fields.Dict(
        keys=fields.String(), values=fields.Nested(Paid), required=True, error_messages=_ERRORS)
    other_costs = _decimal()


class Rated(Event):
    """An event with a mid rate, which may be missing and then says so."""

    mid_rate = _decimal(allow_none=True)
    mid_source = fields.String(required=True, allow_none=True, error_messages=_ERRORS)
    mid_date = _day(allow_none=True)


class SentEvent(Rated):
    """Capital sent home."""

    group = _text()
    stake = _text()
    key = _text()
    purpose = _text()
    date = _day()
    amount = _decimal()
    fee = _decimal()
    fee_on_top = _truth()
    tender = _text()
    applied_rate = fields.String(load_default=None, allow_none=True)


class LandedEvent(Event):
    """Capital that reached the enterprise."""

    key = _text()
    date = _day()
    received = _decimal()
    receiving_fee = _decimal()


class ReturnedEvent(Event):
    """A transfer that came back."""

    key = _text()
    date = _day()
    amount = _decimal()
    fee = _decimal()
    tender = _text()


class LostEvent(Event):
    """A transfer that never arrives."""

    key = _text()
    date = _day()


class DeclaredEvent(Rated):
    """A return declared to a backer."""

    stake = _text()
    date = _day()
    amount = _decimal()


class HomeEvent(Event):
    """Money an enterprise sends back; landed with the group or, for a backer outside, not told."""

    key = _text()
    stake = _text()
    purpose = _text()
    sent = _day()
    landed = _day(allow_none=True)
    amount = _decimal()
    received = _decimal(allow_none=True)
    fee = _decimal(allow_none=True)
    tender = _tender_or_none()


class CapitalBackEvent(HomeEvent, Rated):
    """Capital an enterprise gives back."""

    purpose = fields.String(load_default="principal")
    claim = _decimal()


class DistributionEvent(Event):
    """Income given to the members."""

    group = _text()
    date = _day()
    amount = _decimal()
    by = _one_of("units", error="wrong_value")
    pay = _truth()
    tender = _tender_or_none()


class WorthEvent(Event):
    """A stake written down, or worth more again."""

    stake = _text()
    date = _day()
    amount = _decimal()


class GivenUpEvent(Event):
    """A stake given up."""

    stake = _text()
    date = _day()


class LeftEvent(Event):
    """A member who leaves."""

    group = _text()
    number = _count()
    date = _day()
    pay = _truth()
    tender = _tender_or_none()


class FundClosedEvent(Event):
    """A fund whose income and costs go to its surplus."""

    group = _text()
    fund = _text()
    date = _day()


class SocialSharedEvent(Event):
    """Money of the social fund shared."""

    group = _text()
    date = _day()
    amount = _decimal()
    by = _one_of("equal", "paid_in", error="wrong_value")
    pay = _truth()
    tender = _tender_or_none()


class YearClosedEvent(Event):
    """The year of an enterprise ends."""

    enterprise = _text()
    date = _day()


class OwnerPaidInEvent(YearClosedEvent):
    """The owner puts money in."""

    amount = _decimal()


class BackerCapitalEvent(OwnerPaidInEvent):
    """Capital of a backer whose own book is elsewhere."""

    key = _text()


EVENTS: dict[str, Schema] = {
    "group": GroupEvent(),
    "member": MemberEvent(),
    "enterprise": EnterpriseEvent(),
    "stake": StakeEvent(),
    "meeting": MeetingEvent(),
    "monthly_report": MonthEvent(),
    "remittance_sent": SentEvent(),
    "remittance_landed": LandedEvent(),
    "remittance_returned": ReturnedEvent(),
    "remittance_lost": LostEvent(),
    "dividend_declared": DeclaredEvent(),
    "remittance_home": HomeEvent(),
    "capital_returned": CapitalBackEvent(),
    "distribution": DistributionEvent(),
    "stake_written_down": WorthEvent(),
    "stake_recovered": WorthEvent(),
    "stake_written_off": GivenUpEvent(),
    "member_left": LeftEvent(),
    "fund_closed": FundClosedEvent(),
    "social_shared": SocialSharedEvent(),
    "year_closed": YearClosedEvent(),
    "owner_paid_in": OwnerPaidInEvent(),
    "backer_capital": BackerCapitalEvent(),
}
