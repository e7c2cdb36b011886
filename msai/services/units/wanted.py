"""What an officer may ask for about an investment fund, as values that can be kept and read again.

Members are named by their numbers. What is said of people outside (who valued a fund, by what) travels apart,
because it is kept sealed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, TypeAlias

from ledgers.accounts import INVESTMENT


class ActKind(StrEnum):
    """The decisions there are, by the word in their address."""

    DISTRIBUTION = "distribution"
    PAYMENT = "payment"
    PUT_BACK = "put_back"
    REDEMPTION = "redemption"
    MOVE = "move"
    DEALING = "dealing"
    BOOK_VALUE = "book_value"
    RESTART = "restart"
    SAVINGS = "savings"


class Because(StrEnum):
    """Why units pass from one member to another."""

    GIFT = "gift"
    SALE = "sale"
    INHERITANCE = "inheritance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribute:
    """Give money to all holders by their units; `tender` is empty where it stays due to them."""

    kind: ClassVar[ActKind] = ActKind.DISTRIBUTION
    fund: str = INVESTMENT
    amount_minor: int
    tender: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayDue:
    """Pay a member what the fund owes her."""

    kind: ClassVar[ActKind] = ActKind.PAYMENT
    fund: str = INVESTMENT
    member: int
    amount_minor: int
    tender: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PutBackDue:
    """Let a member leave in the fund what it owes her, for units."""

    kind: ClassVar[ActKind] = ActKind.PUT_BACK
    fund: str = INVESTMENT
    member: int
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RedeemUnits:
    """Give a member money for units: for so much, or for all she has; due to her where no tender is named."""

    kind: ClassVar[ActKind] = ActKind.REDEMPTION
    fund: str = INVESTMENT
    member: int
    amount_minor: int | None = None
    tender: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveUnits:
    """Let units worth so much, or all of them, pass from one member to another."""

    kind: ClassVar[ActKind] = ActKind.MOVE
    fund: str = INVESTMENT
    member: int
    taker: int
    because: Because
    amount_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealAtValuation:
    """Deal from now on at what a signed paper says the fund was worth on a day."""

    kind: ClassVar[ActKind] = ActKind.DEALING
    fund: str = INVESTMENT
    valued_on: date
    valued_minor: int
    valued_by: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DealAtBookValue:
    """Deal from now on at what the books say again."""

    kind: ClassVar[ActKind] = ActKind.BOOK_VALUE
    fund: str = INVESTMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class StartAnew:
    """Cancel all units of a fund that is worth nothing."""

    kind: ClassVar[ActKind] = ActKind.RESTART
    fund: str = INVESTMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnSavings:
    """Turn savings into investment: of one member with her consent, or (none named) of all by a decision.

    Either `percent` of what each saved, or `amount_minor` of each.
    """

    kind: ClassVar[ActKind] = ActKind.SAVINGS
    fund: str = INVESTMENT
    tender: str
    member: int | None = None
    percent: int | None = None
    amount_minor: int | None = None


Wanted: TypeAlias = (
    Distribute | PayDue | PutBackDue | RedeemUnits | MoveUnits | DealAtValuation | DealAtBookValue | StartAnew
    | TurnSavings)

_TYPES: Mapping[ActKind, type[Wanted]] = {
    one.kind: one for one in (
        Distribute, PayDue, PutBackDue, RedeemUnits, MoveUnits, DealAtValuation, DealAtBookValue, StartAnew,
        TurnSavings)}
_SEALED = ("valued_by", "source")


def said_of(wanted: Wanted) -> dict[str, Any]:
    """Everything that is asked for, as plain values."""
    plain = {name: value.isoformat() if isinstance(value, date) else value
             for name, value in asdict(wanted).items()}
    return {"kind": wanted.kind.value, **plain}


def as_text(wanted: Wanted) -> str:
    """What is kept of it in the open."""
    return json.dumps({name: value for name, value in said_of(wanted).items() if name not in _SEALED},
                      sort_keys=True)


def words_of(wanted: Wanted) -> str | None:
    """What is kept of it sealed; None where nothing is."""
    if not isinstance(wanted, DealAtValuation):
        return None
    return json.dumps([wanted.valued_by, wanted.source])


def from_text(text: str, words: str | None = None) -> Wanted:
    """The value again."""
    plain = json.loads(text)
    type_ = _TYPES[ActKind(plain.pop("kind"))]
    if words is not None:
        plain |= dict(zip(_SEALED, json.loads(words), strict=True))
    if "valued_on" in plain:
        plain["valued_on"] = date.fromisoformat(plain["valued_on"])
    if "because" in plain:
        plain["because"] = Because(plain["because"])
    known = {one.name for one in fields(type_)}
    return type_(**{name: value for name, value in plain.items() if name in known})
