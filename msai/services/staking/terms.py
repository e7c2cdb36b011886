"""What was agreed about a stake: by which instrument, for which part, and from when anything is due.

Terms are dated and never rewritten; those that hold on a day decide what may be declared or asked for on it.
They are kept as plain values, in percent and months, as people say them.
"""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction


class Instrument(StrEnum):
    """How money stands in an enterprise."""

    EQUITY = "equity"
    COOP_SHARE = "coop_share"
    LOAN = "loan"
    REVENUE_SHARE = "revenue_share"
    PROFIT_SHARE = "profit_share"
    GRANT = "grant"
    MATCH = "match"
    IN_KIND = "in_kind"
    OWNER = "owner"


OF_GROUPS = (Instrument.EQUITY, Instrument.COOP_SHARE, Instrument.LOAN, Instrument.REVENUE_SHARE,
             Instrument.PROFIT_SHARE)
"""What a group may hold."""

LENT = frozenset({Instrument.LOAN, Instrument.REVENUE_SHARE, Instrument.PROFIT_SHARE})
"""Money lent (1310 with the group, 2200 with the enterprise); the rest is capital (1300, 3100)."""

GIVEN = frozenset({Instrument.GRANT, Instrument.MATCH, Instrument.IN_KIND})
"""Funding that no backer gets back (2300 with the enterprise)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was agreed; percents as people say them ("5" of a hundred), what was not agreed is None.

    `percent` is the part of the enterprise, of its sales or of its profit, as the instrument has it;
    `interest_percent` is for a year; `cap_multiple` of the principal ends a share of sales;
    `gestation_months` from the start nothing is due, for `lock_in_months` nothing can be asked back;
    `per_crop` is the part of the harvest of a crop; `share_price_minor` is home money for one share.
    """

    percent: Fraction | None = None
    interest_percent: Fraction | None = None
    cap_multiple: Fraction | None = None
    gestation_months: int = 0
    lock_in_months: int = 0
    per_crop: tuple[tuple[str, Fraction], ...] = ()
    share_price_minor: int | None = None

    def gestation_until(self, started: date) -> date:
        """The day from which a return may be due."""
        return months_later(started, self.gestation_months)

    def lock_in_until(self, started: date) -> date:
        """The day from which the capital may be asked back."""
        return months_later(started, self.lock_in_months)

    def plain(self) -> dict[str, object]:
        """The terms as plain values, those not agreed left out."""
        numbers = {"percent": self.percent, "interest_percent": self.interest_percent,
                   "cap_multiple": self.cap_multiple}
        said: dict[str, object] = {name: str(value) for name, value in numbers.items() if value is not None}
        whole = {"gestation_months": self.gestation_months, "lock_in_months": self.lock_in_months,
                 "share_price_minor": self.share_price_minor}
        said |= {name: value for name, value in whole.items() if value}
        if self.per_crop:
            said["per_crop"] = {crop: str(percent) for crop, percent in self.per_crop}
        return said

    def text(self) -> str:
        """The terms as they are kept."""
        return json.dumps(self.plain(), sort_keys=True)


def read_terms(text: str | None) -> Terms:
    """Terms as they were kept; what a recorded history says besides is left where it stands."""
    said = json.loads(text) if text else {}
    return terms_of(said if isinstance(said, Mapping) else {})


def terms_of(said: Mapping[str, object]) -> Terms:
    """Terms from plain values."""
    crops = said.get("per_crop")
    return Terms(
        percent=_number(said, "percent"), interest_percent=_number(said, "interest_percent"),
        cap_multiple=_number(said, "cap_multiple"), gestation_months=_whole(said, "gestation_months") or 0,
        lock_in_months=_whole(said, "lock_in_months") or 0,
        per_crop=tuple(sorted((str(crop), Fraction(str(percent))) for crop, percent in crops.items()))
        if isinstance(crops, Mapping) else (),
        share_price_minor=_whole(said, "share_price_minor"))


def months_later(day: date, months: int) -> date:
    """The same day so many months later; of a shorter month its last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _number(said: Mapping[str, object], name: str) -> Fraction | None:
    value = said.get(name)
    return None if value is None else Fraction(str(value))


def _whole(said: Mapping[str, object], name: str) -> int | None:
    value = said.get(name)
    return None if value is None else int(str(value))
