"""What the people of an enterprise may record or ask for about those behind it, as values that can be kept.

Backers are named by their aliases; amounts are minor units of the enterprise's currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar


class BackingKind(StrEnum):
    """What there is to record or decide, by the word in its address."""

    FUNDER = "funder"
    DIVIDEND = "dividend"
    INTEREST = "interest"
    REVENUE_SHARE = "revenue_share"
    CROP_SHARE = "crop_share"
    PROFIT_SHARE = "profit_share"
    PRINCIPAL = "principal"
    PAID = "paid"
    EXIT_ANSWER = "exit_answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameFunder:
    """Somebody else who funds the enterprise: by a grant, a match, in kind, or by a loan from outside."""

    kind: ClassVar[BackingKind] = BackingKind.FUNDER
    label: str
    instrument: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareDividend:
    """A dividend on shares, to who held them on the record date."""

    kind: ClassVar[BackingKind] = BackingKind.DIVIDEND
    amount_minor: int
    record_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareInterest:
    """Interest on a loan."""

    kind: ClassVar[BackingKind] = BackingKind.INTEREST
    backer: str
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareRevenueShare:
    """The share of what was sold that is due to a backer by its terms."""

    kind: ClassVar[BackingKind] = BackingKind.REVENUE_SHARE
    backer: str
    sales_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareCropShare:
    """The parts of a harvest of a crop that are due, by what it was sold for."""

    kind: ClassVar[BackingKind] = BackingKind.CROP_SHARE
    crop: str
    sales_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareProfitShare:
    """The end of a batch: its profit, or (below nought) its loss, and the principal back."""

    kind: ClassVar[BackingKind] = BackingKind.PROFIT_SHARE
    backer: str
    result_minor: int
    principal_back: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RepayPrincipal:
    """Principal of a loan is due to go home; None is all that is left of it."""

    kind: ClassVar[BackingKind] = BackingKind.PRINCIPAL
    backer: str
    amount_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayReturn:
    """What was declared is paid to the owner, or to a backer who has no book here, from a place of money."""

    kind: ClassVar[BackingKind] = BackingKind.PAID
    backer: str
    amount_minor: int
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerExit:
    """Whether capital is given back as a group asked."""

    kind: ClassVar[BackingKind] = BackingKind.EXIT_ANSWER
    offer_id: str
    agreed: bool


TYPES: Mapping[str, type[Any]] = {
    one.kind: one for one in (
        NameFunder, DeclareDividend, DeclareInterest, DeclareRevenueShare, DeclareCropShare,
        DeclareProfitShare, RepayPrincipal, PayReturn, AnswerExit)}
