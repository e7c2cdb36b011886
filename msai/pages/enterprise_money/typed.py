"""What was typed into a form about the money of an enterprise, read into the act it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msai.pages.stakes.typed import Typed
from msai.services.enterprise_money import wanted as w
from msai.services.enterprise_money.wanted import MoneyKind
from msai.services.views.enterprise_money.form import OWED

K = MoneyKind


class MoneyTyped(Typed):
    """The fields of such a form, read one by one; what cannot be read is kept as an error of its field."""

    def place(self) -> str | None:
        """Where the money is; None where it is owed."""
        chosen = self.choice("place")
        return None if chosen == OWED else chosen

    def party(self) -> str | None:
        """Who owes it or is owed, where it is not paid yet; "" where a new name takes the place."""
        if self.text("place") != OWED:
            return None
        return "" if self.has("new_party") else self.choice("party")

    def someone(self) -> str:
        """Who it is; "" where a new name takes the place."""
        return "" if self.has("new_party") else self.choice("party")

    def code(self) -> int:
        """The sort of cost; 0 where nothing known was chosen."""
        chosen = self.choice("code")
        return int(chosen) if chosen.isdecimal() and chosen.isascii() else 0

    def rest(self) -> int:
        """What something is worth at the end; nothing typed is nothing."""
        return self.amount("rest") if self.has("rest") else 0

    def hours_e2(self) -> int:
        """Hours in hundredths, rounded down."""
        hours = self.number("hours")
        return int(hours * 100) if hours is not None else 0


def read_act(typed: MoneyTyped, kind: MoneyKind) -> Any:
    """What a form says; the errors of `typed` say what could not be read."""
    return _ACTS[kind](typed)


def _of_party(act: Callable[..., Any], *, placed: bool = False, coded: bool = False) -> Callable[..., Any]:
    """Acts that name somebody, an amount and a day, and perhaps a place or a sort of cost."""
    def read(typed: MoneyTyped) -> Any:
        more: dict[str, Any] = {"place": typed.choice("place")} if placed else {}
        if coded:
            more["code"] = typed.code()
        return act(party=typed.someone(), amount_minor=typed.amount(), happened_on=typed.day("happened_on"),
                   **more)

    return read


def _of_activity(act: Callable[..., Any]) -> Callable[..., Any]:
    return lambda typed: act(activity=typed.choice("activity"), amount_minor=typed.amount(),
                             happened_on=typed.day("happened_on"))


def _placed(act: Callable[..., Any], *, of_funder: bool = False) -> Callable[..., Any]:
    """Acts of an amount at a place, and perhaps of who gave or lent it."""
    def read(typed: MoneyTyped) -> Any:
        more = {"backer": typed.choice("backer")} if of_funder else {}
        return act(amount_minor=typed.amount(), happened_on=typed.day("happened_on"),
                   place=typed.choice("place"), **more)

    return read


_ACTS: Mapping[MoneyKind, Callable[[MoneyTyped], Any]] = {
    K.SOLD: lambda typed: w.Sold(
        activity=typed.choice("activity"), amount_minor=typed.amount(), place=typed.place(),
        party=typed.party(), happened_on=typed.day("happened_on")),
    K.PAID: lambda typed: w.Paid(
        code=typed.code(), amount_minor=typed.amount(), place=typed.place(), party=typed.party(),
        happened_on=typed.day("happened_on")),
    K.COLLECTED: _of_party(w.Collected, placed=True), K.BAD_DEBT: _of_party(w.BadDebt),
    K.BILL_PAID: _of_party(w.BillPaid, placed=True), K.ADVANCE: _of_party(w.Advance, placed=True),
    K.ADVANCE_USED: _of_party(w.AdvanceUsed, coded=True),
    K.ADVANCE_BACK: _of_party(w.AdvanceBack, placed=True),
    K.WAGES_IN_KIND: _of_activity(w.WagesInKind), K.OWN_USE: _of_activity(w.OwnUse),
    K.EQUIPMENT: lambda typed: w.EquipmentBought(
        name=typed.choice("name"), amount_minor=typed.amount(), months=typed.months("months"),
        rest_minor=typed.rest(), place=typed.place(), party=typed.party(),
        happened_on=typed.day("happened_on")),
    K.EQUIPMENT_SOLD: lambda typed: w.EquipmentSold(
        equipment=typed.choice("equipment"), amount_minor=typed.amount(), place=typed.choice("place"),
        happened_on=typed.day("happened_on")),
    K.WEAR: lambda typed: w.Wear(happened_on=typed.day("happened_on")),
    K.LOST: lambda typed: w.Lost(amount_minor=typed.amount(), happened_on=typed.day("happened_on")),
    K.COUNTED: lambda typed: w.StockCounted(
        what=typed.choice("what"), valuing=typed.choice("valuing"), amount_minor=typed.amount(),
        happened_on=typed.day("happened_on")),
    K.CASH_COUNTED: lambda typed: w.CashCounted(
        place=typed.choice("place"), amount_minor=typed.amount(), happened_on=typed.day("happened_on")),
    K.MOVED: lambda typed: w.Moved(
        place=typed.choice("place"), into=typed.choice("into"), amount_minor=typed.amount(),
        happened_on=typed.day("happened_on")),
    K.FAMILY: lambda typed: w.FamilyWorked(
        hours_e2=typed.hours_e2(), amount_minor=typed.amount(), happened_on=typed.day("happened_on")),
    K.OWNER_IN: _placed(w.OwnerIn), K.OWNER_OUT: _placed(w.OwnerOut),
    K.GRANT: _placed(w.Grant, of_funder=True), K.GRANT_RETURNED: _placed(w.GrantReturned, of_funder=True),
    K.GRANT_USED: lambda typed: w.GrantUsed(
        backer=typed.choice("backer"), amount_minor=typed.amount(), happened_on=typed.day("happened_on")),
    K.GRANT_IN_KIND: lambda typed: w.GrantInKind(
        backer=typed.choice("backer"), in_kind=typed.choice("in_kind"), name=typed.choice("name"),
        amount_minor=typed.amount(), months=typed.months("months"), rest_minor=typed.rest(),
        happened_on=typed.day("happened_on")),
    K.BORROWED: _placed(w.Borrowed, of_funder=True),
    K.LOAN_PAID: lambda typed: w.LoanPaid(
        backer=typed.choice("backer"), amount_minor=typed.amount(), place=typed.choice("place"),
        interest_minor=typed.amount("interest") if typed.has("interest") else 0,
        happened_on=typed.day("happened_on")),
    K.YEAR: lambda typed: w.CloseYear(happened_on=typed.day("happened_on")),
}
