"""What an officer of a group may ask for about its stakes, as values that can be kept and read again.

Stakes are named by their aliases. Amounts are minor units: of the group's currency where they end in `_minor`
alone, of the enterprise's where they begin with `home_`, `claim_` or `price_`, of an account's own where they
begin with `there_`. Rates are home per 1 host.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from ledgers.accounts import INVESTMENT
from msai.services.staking.terms import Terms


class ActKind(StrEnum):
    """The decisions there are, by the word in their address."""

    TAKE_UP = "take_up"
    TERMS = "terms"
    VALUATION = "valuation"
    WRITE_DOWN = "write_down"
    RECOVERY = "recovery"
    WRITE_OFF = "write_off"
    REVALUATION = "revaluation"
    REINVESTMENT = "reinvestment"
    EXIT = "exit"
    DECLARED = "declared"
    REVALUE_TENDER = "revalue_tender"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeUp:
    """Take up a stake in an enterprise: one with a book here (`enterprise_id`), or one by name alone."""

    kind: ClassVar[ActKind] = ActKind.TAKE_UP
    enterprise_id: str | None = None
    enterprise_name: str = ""
    instrument: str
    currency: str
    fund: str = INVESTMENT
    terms: Terms = Terms()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTerms:
    """Agree on other terms from a day on; what held before stays written down."""

    kind: ClassVar[ActKind] = ActKind.TERMS
    stake: str
    terms: Terms
    holds_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """Sign what a stake was worth on a day: a memo, never an entry."""

    kind: ClassVar[ActKind] = ActKind.VALUATION
    stake: str
    valued_on: date
    home_minor: int
    mid_rate: str | None = None
    mid_source: str = ""
    valued_by: str = ""
    method: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteDown:
    """A stake is thought to be worth less than it cost."""

    kind: ClassVar[ActKind] = ActKind.WRITE_DOWN
    stake: str
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recover:
    """A stake that was written down is worth more again, up to its cost."""

    kind: ClassVar[ActKind] = ActKind.RECOVERY
    stake: str
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOff:
    """Give a stake up: a part of its claim at home, or all that is left of it."""

    kind: ClassVar[ActKind] = ActKind.WRITE_OFF
    stake: str
    claim_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revalue:
    """Let a claim on money follow the exchange rate: what was lent, and what was declared."""

    kind: ClassVar[ActKind] = ActKind.REVALUATION
    stake: str
    mid_rate: str
    mid_source: str
    rated_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevalueTender:
    """Let an account follow the rate of its own currency, in which `there_minor` stands on it."""

    kind: ClassVar[ActKind] = ActKind.REVALUE_TENDER
    tender: str
    currency: str
    there_minor: int
    mid_rate: str
    mid_source: str
    rated_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reinvest:
    """Leave a declared return in the enterprise; it is named by its id."""

    kind: ClassVar[ActKind] = ActKind.REINVESTMENT
    stake: str
    return_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskExit:
    """Ask the enterprise for capital back: a part of the claim (none named: all of it), at a price."""

    kind: ClassVar[ActKind] = ActKind.EXIT
    stake: str
    claim_minor: int | None = None
    price_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDeclared:
    """Note what an enterprise without a book here declared to the group."""

    kind: ClassVar[ActKind] = ActKind.DECLARED
    stake: str
    home_minor: int
    declared_on: date
    mid_rate: str
    mid_source: str


TYPES: Mapping[str, type[Any]] = {
    one.kind: one for one in (TakeUp, ChangeTerms, Value, WriteDown, Recover, WriteOff, Revalue, Reinvest,
                              AskExit, NoteDeclared, RevalueTender)}
