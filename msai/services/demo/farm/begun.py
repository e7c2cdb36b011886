"""A demo farm sets itself up: what it raises, what its sacks hold, its pens and fields, and what it bought.

Everything is done by its invented manager through the use cases that her screens call.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from msai.measures.production.activities import ActivityKind
from msai.measures.production.units import Base
from msai.permissions import Action, Target, require
from msai.services.backing.backers import read_backers
from msai.services.backing.desk import ENTERPRISE_DESK
from msai.services.backing.wanted import NameFunder
from msai.services.demo.farm.calendar import FarmYear
from msai.services.demo.farm.pictures import receipt
from msai.services.enterprise_money.parties import AddPlace, NameParty, add_place, name_party
from msai.services.enterprise_money.recording import RecordMoney, record_money
from msai.services.enterprise_money.wanted import (
    EquipmentBought,
    Grant,
    GrantUsed,
    Moved,
    Paid,
    Sold,
    StockCounted,
    Wear,
)
from msai.services.farming.activities import open_activity
from msai.services.farming.batches import open_batch, plan_batch
from msai.services.farming.units_here import set_factor
from msai.services.farming.wanted import OpenActivity, OpenBatch, PlanBatch, Said, SetFactor
from msai.services.staking.acting import AskAct, ask_act

BANK = "bank"
GRANTOR = "Provincial agriculture office"
_RAISED = ((ActivityKind.HOGS, "hogs", "head"), (ActivityKind.PALAY, "palay", "kg"),
           (ActivityKind.LAYERS, "laying hens", "head"))
YOUNG_ANIMALS = 5100


def begin_farm(session: Session, farm: FarmYear) -> str:
    """Pens, a field and hens with what was planned of them; answers the place of the cash box.

    Raises:
        NotPermitted: she does not report for the farm.
    """
    require(farm.manager, Action.ENTERPRISE_REPORT, Target(farm.book_id))
    activities = {name: open_activity(session, farm.manager, OpenActivity(
        book_id=farm.book_id, kind=kind, name=name, unit=unit, at=farm.at)) for kind, name, unit in _RAISED}
    for unit, base, holds in (("cavan-50", Base.KG, 50), ("sack-feed-50", Base.KG, 50),
                              ("tray30", Base.EGG, 30)):
        set_factor(session, farm.manager, SetFactor(
            book_id=farm.book_id, factor_id=farm.name(f"unit:{unit}"), unit=unit, base=base,
            factor=Fraction(holds), holds_from=farm.first(4), at=farm.at))
    _open_batches(session, farm, activities)
    return add_place(session, farm.manager, AddPlace(
        book_id=farm.book_id, kind="cash", label="Tin box in the store", at=farm.at))


def _open_batches(session: Session, farm: FarmYear, activities: dict[str, UUID]) -> None:
    def begin(what: str, of: str, on: date, **more: Any) -> None:
        open_batch(session, farm.manager, OpenBatch(
            book_id=farm.book_id, batch_id=farm.name(what), activity_id=activities[of], opened_on=on,
            today=farm.today, at=farm.at, **more))

    begin("pen", "hogs", farm.day(4, 2), name="Pen by the road", number=_said(37, "head"),
          weight=_said(425, "kg"), cost_minor=144_300_00)
    begin("field", "palay", farm.day(4, 6), name="Wet season", area=_said("1.2", "ha"))
    begin("hens", "laying hens", farm.day(1, 3), name="Brown hens", number=_said(60, "head"),
          cost_minor=30_000_00)
    for what, output, sales_minor, back in (
            ("pen", _said(36, "head"), 560_000_00, -1), ("field", _said(110, "cavan-50"), 126_000_00, 0)):
        plan_batch(session, farm.manager, PlanBatch(
            book_id=farm.book_id, plan_id=farm.name(f"plan:{what}"), batch_id=farm.name(what), at=farm.at,
            ends_on=farm.last(back), output=output, sales_minor=sales_minor))


def buy_before(session: Session, farm: FarmYear, cash: str) -> None:
    """What was bought and given before the reports: piglets, a feed mill, hens; a grant, and cash in the box.

    Raises:
        NotPermitted: she does not keep the farm's money.
    """
    require(farm.manager, Action.ENTERPRISE_MONEY, Target(farm.book_id))
    _take_grant(session, farm)
    _note(session, farm, "piglets", Paid(
        code=YOUNG_ANIMALS, amount_minor=144_300_00, happened_on=farm.day(4, 2), place=BANK),
        receipt=receipt())
    _note(session, farm, "mill", EquipmentBought(
        name="Feed mill", amount_minor=96_000_00, happened_on=farm.day(4, 9), months=60,
        rest_minor=6_000_00, place=BANK))
    _note(session, farm, "to-cash", Moved(
        place=BANK, into=cash, amount_minor=60_000_00, happened_on=farm.day(1, 2)))
    _note(session, farm, "hens", Paid(
        code=YOUNG_ANIMALS, amount_minor=30_000_00, happened_on=farm.day(1, 3), place=BANK))


def _take_grant(session: Session, farm: FarmYear) -> None:
    """A grant for the mill and the fence, of which the fence is still to be built."""
    ask_act(session, farm.manager, ENTERPRISE_DESK, command=AskAct(
        book_id=farm.book_id, act_id=farm.name("act:grantor"), on=farm.day(4, 1), at=farm.at,
        wanted=NameFunder(label=GRANTOR, instrument="grant"),
        reason="Their letter about the feed mill and the fence is in the folder."))
    grantor = next(one.alias for one in read_backers(session, farm.book_id).all if one.label == GRANTOR)
    _note(session, farm, "grant", Grant(
        backer=grantor, amount_minor=80_000_00, happened_on=farm.day(4, 1), place=BANK))
    _note(session, farm, "grant-used", GrantUsed(
        backer=grantor, amount_minor=45_000_00, happened_on=farm.day(4, 9)))


def owe_and_count(session: Session, farm: FarmYear) -> None:
    """What a buyer owes and a bill that is open; what the mill lost, and what is in store and grows.

    Counted at the end of the month, and again today, since a dividend is declared.

    Raises:
        NotPermitted: she does not keep the farm's money.
    """
    require(farm.manager, Action.ENTERPRISE_MONEY, Target(farm.book_id))
    buyer, supplier = (name_party(session, farm.manager, NameParty(
        book_id=farm.book_id, name=name, at=farm.at)) for name in ("Carinderia ni Aling Belen",
                                                                 "San Roque Feeds"))
    _note(session, farm, "on-credit", Sold(
        activity="palay", amount_minor=11_500_00, happened_on=farm.day(0, 24), party=buyer))
    _note(session, farm, "bill", Paid(
        code=5400, amount_minor=4_200_00, happened_on=farm.day(0, 26), party=supplier))
    _note(session, farm, "wear", Wear(happened_on=farm.last(0)))
    for what, minor in (("produce", 28_500_00), ("growing", 96_000_00)):
        for day in sorted({farm.last(0), farm.today}):
            _note(session, farm, f"counted:{what}:{day}", StockCounted(
                what=what, amount_minor=minor, valuing="cost", happened_on=day))


def _said(number: int | str, unit: str) -> Said:
    return Said(Fraction(number), unit)


def _note(session: Session, farm: FarmYear, what: str, wanted: Any, *, receipt: bytes | None = None) -> None:
    record_money(session, farm.manager, RecordMoney(
        book_id=farm.book_id, act_id=farm.name(f"money:{what}"), wanted=wanted, on=farm.today, at=farm.at,
        receipt=receipt))

