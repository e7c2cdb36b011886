"""What can happen with the money of an enterprise, as values that can be kept.

People, places and activities are named by their aliases; amounts are minor units of the book's currency.
Where money moves at once a `place` is named, where it is owed a `party`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

TAX_OFFICE = "tax-office"
"""Who is owed taxes and contributions; no party has this alias."""

COST_CODES = (5100, 5150, 5200, 5250, 5300, 5350, 5400, 5800, 5850, 5900)
"""The sorts of cost that a person chooses from, by their numbers in the chart."""


NOTHING = "nothing"
"""What was counted where nothing is in store and nothing grows."""


class MoneyKind(StrEnum):
    """What there is to note, by the word in its address."""

    SOLD = "sold"
    COLLECTED = "collected"
    BAD_DEBT = "bad_debt"
    PAID = "paid"
    BILL_PAID = "bill_paid"
    ADVANCE = "advance"
    ADVANCE_USED = "advance_used"
    ADVANCE_BACK = "advance_back"
    WAGES_IN_KIND = "wages_in_kind"
    OWN_USE = "own_use"
    EQUIPMENT = "equipment"
    EQUIPMENT_SOLD = "equipment_sold"
    WEAR = "wear"
    LOST = "lost"
    COUNTED = "counted"
    CASH_COUNTED = "cash_counted"
    MOVED = "moved"
    FAMILY = "family"
    OWNER_IN = "owner_in"
    OWNER_OUT = "owner_out"
    GRANT = "grant"
    GRANT_IN_KIND = "grant_in_kind"
    GRANT_USED = "grant_used"
    GRANT_RETURNED = "grant_returned"
    BORROWED = "borrowed"
    LOAN_PAID = "loan_paid"
    YEAR = "year"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """Produce was sold, for money at a place or to a buyer who owes it."""

    kind: ClassVar[MoneyKind] = MoneyKind.SOLD
    activity: str
    amount_minor: int
    happened_on: date
    place: str | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """A buyer paid what he owed, or part of it."""

    kind: ClassVar[MoneyKind] = MoneyKind.COLLECTED
    party: str
    amount_minor: int
    happened_on: date
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BadDebt:
    """A buyer will not pay what he owes, or part of it."""

    kind: ClassVar[MoneyKind] = MoneyKind.BAD_DEBT
    party: str
    amount_minor: int
    happened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """A cost was paid, or is owed to a supplier, a worker or the tax office; `code` is its sort."""

    kind: ClassVar[MoneyKind] = MoneyKind.PAID
    code: int
    amount_minor: int
    happened_on: date
    place: str | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BillPaid:
    """What was owed to a supplier, a worker or the tax office was paid, or part of it."""

    kind: ClassVar[MoneyKind] = MoneyKind.BILL_PAID
    party: str
    amount_minor: int
    happened_on: date
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """Money was given to somebody in advance, for purchases or work."""

    kind: ClassVar[MoneyKind] = MoneyKind.ADVANCE
    party: str
    amount_minor: int
    happened_on: date
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceUsed:
    """Somebody accounted for an advance: it was spent on a sort of cost."""

    kind: ClassVar[MoneyKind] = MoneyKind.ADVANCE_USED
    party: str
    code: int
    amount_minor: int
    happened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceBack:
    """What was left of an advance came back."""

    kind: ClassVar[MoneyKind] = MoneyKind.ADVANCE_BACK
    party: str
    amount_minor: int
    happened_on: date
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WagesInKind:
    """Workers were paid in produce, at its price."""

    kind: ClassVar[MoneyKind] = MoneyKind.WAGES_IN_KIND
    activity: str
    amount_minor: int
    happened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnUse:
    """The owner's household took produce, at its price."""

    kind: ClassVar[MoneyKind] = MoneyKind.OWN_USE
    activity: str
    amount_minor: int
    happened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentBought:
    """Equipment or a land improvement was bought: how long it lasts, and what it is worth at the end."""

    kind: ClassVar[MoneyKind] = MoneyKind.EQUIPMENT
    name: str
    amount_minor: int
    happened_on: date
    months: int
    rest_minor: int = 0
    place: str | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentSold:
    """Equipment was sold for a price, or given up for nothing; `equipment` is its id."""

    kind: ClassVar[MoneyKind] = MoneyKind.EQUIPMENT_SOLD
    equipment: str
    amount_minor: int
    happened_on: date
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wear:
    """What equipment lost in value up to the end of a month, as the straight line has it."""

    kind: ClassVar[MoneyKind] = MoneyKind.WEAR
    happened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """Animals died or crops were lost, at what they stood at in the book."""

    kind: ClassVar[MoneyKind] = MoneyKind.LOST
    amount_minor: int
    happened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StockCounted:
    """What is in store (`produce`) or grows (`growing`) was counted and valued, at `cost` or `price`.

    With `nothing` somebody says that neither is there.
    """

    kind: ClassVar[MoneyKind] = MoneyKind.COUNTED
    what: str
    amount_minor: int
    valuing: str
    happened_on: date

    @property
    def counts(self) -> tuple[str, ...]:
        """What it says the amount of."""
        return ("produce", "growing") if self.what == NOTHING else (self.what,)


@dataclass(frozen=True, slots=True, kw_only=True)
class CashCounted:
    """The money at a place was counted."""

    kind: ClassVar[MoneyKind] = MoneyKind.CASH_COUNTED
    place: str
    amount_minor: int
    happened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Money was carried from one place to another."""

    kind: ClassVar[MoneyKind] = MoneyKind.MOVED
    place: str
    into: str
    amount_minor: int
    happened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyWorked:
    """The family worked without pay: hours in hundredths, and what it says they are worth."""

    kind: ClassVar[MoneyKind] = MoneyKind.FAMILY
    hours_e2: int
    amount_minor: int
    happened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerIn:
    """The owner put money in, and holds a share for each whole unit of it."""

    kind: ClassVar[MoneyKind] = MoneyKind.OWNER_IN
    amount_minor: int
    happened_on: date
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerOut:
    """The owner took money out for the household."""

    kind: ClassVar[MoneyKind] = MoneyKind.OWNER_OUT
    amount_minor: int
    happened_on: date
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A grant or a match came in money; `backer` names who gave it."""

    kind: ClassVar[MoneyKind] = MoneyKind.GRANT
    backer: str
    amount_minor: int
    happened_on: date
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantInKind:
    """`equipment` or `supplies` were given, at a stated value; equipment wears out from then on."""

    kind: ClassVar[MoneyKind] = MoneyKind.GRANT_IN_KIND
    backer: str
    in_kind: str
    name: str
    amount_minor: int
    happened_on: date
    months: int = 0
    rest_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantUsed:
    """A grant was used for what it was given for."""

    kind: ClassVar[MoneyKind] = MoneyKind.GRANT_USED
    backer: str
    amount_minor: int
    happened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantReturned:
    """What was not used of a grant went back."""

    kind: ClassVar[MoneyKind] = MoneyKind.GRANT_RETURNED
    backer: str
    amount_minor: int
    happened_on: date
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Borrowed:
    """A bank, or another lender who keeps no book here, lent money."""

    kind: ClassVar[MoneyKind] = MoneyKind.BORROWED
    backer: str
    amount_minor: int
    happened_on: date
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanPaid:
    """What such a lender lent was paid back, or part of it, with the interest that was paid beside it."""

    kind: ClassVar[MoneyKind] = MoneyKind.LOAN_PAID
    backer: str
    amount_minor: int
    happened_on: date
    place: str
    interest_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseYear:
    """The year that ends on a day is closed."""

    kind: ClassVar[MoneyKind] = MoneyKind.YEAR
    happened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack:
    """An act is taken back by its id; an entry without one, read from a history, by its number."""

    kind: ClassVar[MoneyKind] = MoneyKind.TAKEN_BACK
    act: str | None = None
    seq: int | None = None


TYPES: Mapping[str, type[Any]] = {
    one.kind: one for one in (
        Sold, Collected, BadDebt, Paid, BillPaid, Advance, AdvanceUsed, AdvanceBack, WagesInKind, OwnUse,
        EquipmentBought, EquipmentSold, Wear, Lost, StockCounted, CashCounted, Moved, FamilyWorked, OwnerIn,
        OwnerOut, Grant, GrantInKind, GrantUsed, GrantReturned, Borrowed, LoanPaid, CloseYear, TakeBack)}

TWO_PERSONS = frozenset({
    MoneyKind.BAD_DEBT, MoneyKind.EQUIPMENT_SOLD, MoneyKind.OWNER_OUT, MoneyKind.GRANT_RETURNED,
    MoneyKind.YEAR, MoneyKind.TAKEN_BACK,
})
"""What takes a second person: what gives something up, and what changes the past."""

OF_FUNDERS = frozenset({
    MoneyKind.GRANT, MoneyKind.GRANT_IN_KIND, MoneyKind.GRANT_USED, MoneyKind.GRANT_RETURNED,
    MoneyKind.BORROWED, MoneyKind.LOAN_PAID,
})
"""What names somebody outside who gave or lent."""

IN_REPORT = (frozenset(MoneyKind) - TWO_PERSONS - OF_FUNDERS
             - {MoneyKind.WEAR, MoneyKind.EQUIPMENT, MoneyKind.OWNER_IN})
"""What a monthly report may say."""
