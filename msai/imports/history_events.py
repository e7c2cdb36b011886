"""The shape of each event of a history, as marshmallow schemas.

Amounts and rates stay the decimal strings they are: which currency they are in is known only to the
importer. Fields that a history adds for people are let through and kept with the event.
"""

from __future__ import annotations

import json
import re
from typing import Any

from marshmallow import INCLUDE, Schema, ValidationError, fields, validate, validates_schema

from ledgers.accounts import SAVINGS, SOCIAL, is_investment_fund
from ledgers.currencies import is_currency
from ledgers.errors import LedgerError
from ledgers.money import rate_from_decimal
from msai.schemas.text import clean_line
from msai.services.group_rules import read_rules

SET_UP = frozenset({"group", "member", "enterprise", "stake"})

_DECIMAL = r"\d{1,15}(\.\d{1,12})?"
_ERRORS: dict[str, str | list[Any] | dict[Any, Any]] = {
    "required": "missing_field", "null": "missing_field", "invalid": "wrong_value", "type": "wrong_value",
    "invalid_uuid": "not_an_id", "format": "not_a_date", "too_large": "wrong_value", "special": "wrong_value",
}


def _known_currency(text: str) -> None:
    if not is_currency(text):
        raise ValidationError("unknown_currency")


def _readable(text: str, longest: int = 200) -> None:
    # The words themselves stay as the file has them: what a line is known by is taken from them.
    try:
        if not clean_line(text, longest=longest):
            raise ValidationError("missing_field")
    except LedgerError as problem:
        raise ValidationError(problem.code) from None


def _known_fund(text: str) -> None:
    if text not in (SAVINGS, SOCIAL) and not is_investment_fund(text):
        raise ValidationError("unknown_fund")


def _text(longest: int = 200, **options: Any) -> fields.String:
    options = {"required": True, "error_messages": _ERRORS, **options}
    return fields.String(validate=lambda text: _readable(text, longest), **options)


def _key() -> fields.String:
    return _text(60)


def _decimal(**options: Any) -> fields.String:
    return _shaped(_DECIMAL, error="not_an_amount", **options)


def _shaped(pattern: str, *, error: str, **options: Any) -> fields.String:
    # Digits are ASCII digits: an Arabic or full-width one is somebody's typing, not an export.
    shape = validate.Regexp(pattern + r"\Z", re.ASCII, error=error)
    return fields.String(required=True, error_messages=_ERRORS, validate=shape, **options)


def _one_of(*choices: str, error: str) -> fields.String:
    return fields.String(
        required=True, error_messages=_ERRORS, validate=validate.OneOf(choices, error=error))


def _rate(**options: Any) -> fields.String:
    options = {"required": True, "error_messages": _ERRORS, **options}
    return fields.String(validate=[validate.Length(max=40, error="not_a_rate"), _above_zero], **options)


def _above_zero(text: str) -> None:
    try:
        rate_from_decimal(text)
    except LedgerError as problem:
        raise ValidationError(problem.code) from None


def _day(**options: Any) -> fields.Date:
    messages = {**_ERRORS, "invalid": "not_a_date"}
    return fields.Date("iso", required=True, error_messages=messages, **options)


def _truth() -> fields.Boolean:
    return fields.Boolean(required=True, truthy={True}, falsy={False}, error_messages=_ERRORS)


def _tender_or_none() -> fields.String:
    return _text(60, allow_none=True)


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

    key = _key()
    kind = _one_of("cash", "bank", "wallet", "officer", "currency", error="unknown_tender_kind")


class GroupEvent(Event):
    """The group itself."""

    key = _key()
    name = _text()
    country = _shaped(r"[A-Z]{2}", error="unknown_country")
    currency = fields.String(required=True, validate=_known_currency, error_messages=_ERRORS)
    opened = _day()
    rules = fields.Dict(keys=_key(), required=True, error_messages=_ERRORS)
    tenders = fields.List(fields.Nested(TenderOfGroup), required=True, error_messages=_ERRORS)

    @validates_schema(skip_on_field_errors=True)
    def _whole(self, said: dict[str, Any], **_options: Any) -> None:
        if len({tender["key"] for tender in said["tenders"]}) < len(said["tenders"]):
            raise ValidationError("tender_twice", "tenders")
        try:
            texts = {name: json.dumps(rule) for name, rule in said["rules"].items()}
            if read_rules(texts, said["currency"]).lowest_amount_minor < 0:
                raise ValidationError("not_positive", "rules")
        except LedgerError as problem:
            raise ValidationError(problem.code, "rules") from None
        except (TypeError, ValueError, AttributeError):
            raise ValidationError("wrong_value", "rules") from None


class MemberEvent(Event):
    """Somebody who joins."""

    group = _key()
    number = _count()
    name = _text()
    sex = _text(16, required=False, load_default=None, allow_none=True)
    joined = _day()


class EnterpriseEvent(Event):
    """An enterprise and what it grows."""

    key = _key()
    name = _text()
    country = _shaped(r"[A-Z]{2}", error="unknown_country")
    currency = fields.String(required=True, validate=_known_currency, error_messages=_ERRORS)
    activities = fields.List(_key(), load_default=list)


class StakeEvent(Event):
    """What the group holds in an enterprise."""

    key = _key()
    group = _key()
    enterprise = _key()
    instrument = _one_of(
        "equity", "coop_share", "loan", "revenue_share", "profit_share", error="unknown_instrument")
    opened = _day()


class MeetingEvent(Event):
    """A closed sheet; its inside is read as a sheet."""

    group = _key()
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

    enterprise = _key()
    id = fields.UUID(required=True, error_messages=_ERRORS)
    month = _shaped(r"\d{4}-(0[1-9]|1[0-2])", error="not_a_month")
    date = _day()
    activity = _key()
    sold = fields.Nested(Sold, required=True, error_messages=_ERRORS)
    inputs = _decimal()
    wages = fields.Dict(
        keys=fields.String(), values=fields.Nested(Paid), required=True, error_messages=_ERRORS)
    other_costs = _decimal()


class Rated(Event):
    """An event with a mid rate, which may be missing and then says so."""

    mid_rate = _rate(allow_none=True)
    mid_source = _text(100, allow_none=True)
    mid_date = _day(allow_none=True)


class SentEvent(Rated):
    """Capital sent home."""

    group = _key()
    stake = _key()
    key = _key()
    purpose = _text(16)
    date = _day()
    amount = _decimal()
    fee = _decimal()
    fee_on_top = _truth()
    tender = _text()
    applied_rate = _rate(required=False, load_default=None, allow_none=True)


class LandedEvent(Event):
    """Capital that reached the enterprise."""

    key = _key()
    date = _day()
    received = _decimal()
    receiving_fee = _decimal()


class ReturnedEvent(Event):
    """A transfer that came back."""

    key = _key()
    date = _day()
    amount = _decimal()
    fee = _decimal()
    tender = _text()


class LostEvent(Event):
    """A transfer that never arrives."""

    key = _key()
    date = _day()


class DeclaredEvent(Rated):
    """A return declared to a backer."""

    stake = _key()
    date = _day()
    amount = _decimal()


class HomeEvent(Event):
    """Money an enterprise sends back; landed with the group or, for a backer outside, not told."""

    key = _key()
    stake = _key()
    purpose = _text(16)
    sent = _day()
    landed = _day(allow_none=True)
    amount = _decimal()
    received = _decimal(allow_none=True)
    fee = _decimal(allow_none=True)
    tender = _tender_or_none()

    @validates_schema(skip_on_field_errors=True)
    def _whole(self, said: dict[str, Any], **_options: Any) -> None:
        told = [name for name in ("landed", "received", "fee", "tender") if said[name] is not None]
        if len(told) not in (0, 4):
            raise ValidationError("missing_field", "landed")
        if said["landed"] is not None and said["landed"] < said["sent"]:
            raise ValidationError("landed_before_sent", "landed")


class CapitalBackEvent(HomeEvent, Rated):
    """Capital an enterprise gives back."""

    purpose = _text(16, required=False, load_default="principal")
    claim = _decimal()


class DistributionEvent(Event):
    """Income given to the members."""

    group = _key()
    date = _day()
    amount = _decimal()
    by = _one_of("units", error="wrong_value")
    pay = _truth()
    tender = _tender_or_none()


class WorthEvent(Event):
    """A stake written down, or worth more again."""

    stake = _key()
    date = _day()
    amount = _decimal()


class GivenUpEvent(Event):
    """A stake given up."""

    stake = _key()
    date = _day()


class LeftEvent(Event):
    """A member who leaves."""

    group = _key()
    number = _count()
    date = _day()
    pay = _truth()
    tender = _tender_or_none()


class FundClosedEvent(Event):
    """A fund whose income and costs go to its surplus."""

    group = _key()
    fund = fields.String(required=True, validate=_known_fund, error_messages=_ERRORS)
    date = _day()


class SocialSharedEvent(Event):
    """Money of the social fund shared."""

    group = _key()
    date = _day()
    amount = _decimal()
    by = _one_of("equal", "paid_in", error="wrong_value")
    pay = _truth()
    tender = _tender_or_none()


class YearClosedEvent(Event):
    """The year of an enterprise ends."""

    enterprise = _key()
    date = _day()


class OwnerPaidInEvent(YearClosedEvent):
    """The owner puts money in."""

    amount = _decimal()


class BackerCapitalEvent(OwnerPaidInEvent):
    """Capital of a backer whose own book is elsewhere."""

    key = _key()


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
