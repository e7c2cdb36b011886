"""No desk takes a day of a year that was closed; what a history recorded is no business of the rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from msai.db import Database
from msai.measures.production.stock import EventKind
from msai.permissions import SYSTEM_IMPORT
from msai.services.backing.wanted import DeclareInterest
from msai.services.enterprise_money.errors import MoneyYearClosed
from msai.services.enterprise_money.wanted import (
    CloseYear,
    EquipmentBought,
    Grant,
    OwnerIn,
    Paid,
    Sold,
    StockCounted,
)
from msai.services.enterprise_money.years.closed import require_open_days
from msai.services.farming.events import record_events
from msai.services.farming.wanted import EventLine, RecordEvents, Said
from msai.services.remitting.landing import ConfirmLanding, land_part
from msai.services.workforce.work import RecordWork, Sex, WorkOf, record_work
from tests.msai.services.enterprise_money.till import AT, BEN, FARM, ROSA, TODAY, Till
from tests.msai.services.reporting.village import FIELD, month, open_village, send
from tests.msai.services.staking.desk import MANAGERS

pytestmark = pytest.mark.one_kind
AUGUST, SEPTEMBER = date(2026, 8, 31), date(2026, 9, 1)


def tell_sale(till: Till, day: date) -> None:
    """What was sold of the field, with its money."""
    record_events(till.session, ROSA, RecordEvents(
        book_id=FARM, document_id=FARM, today=TODAY, at=AT, lines=[
            EventLine(kind=EventKind.HARVEST, line_ref="in", batch_id=FIELD, happened_on=day,
                      said=Said(Fraction(2), "kg")),
            EventLine(kind=EventKind.SOLD, line_ref="out", batch_id=FIELD, happened_on=day,
                      said=Said(Fraction(2), "kg"), money_minor=70)]))


def tell_wages(till: Till, day: date) -> None:
    """What the women of a month earned."""
    record_work(till.session, ROSA, RecordWork(
        book_id=FARM, source_id=FARM, month=day.replace(day=1), today=TODAY, at=AT, lines=[
            WorkOf(line_ref="women", sex=Sex.WOMEN, people=1, hours_e4=10_000, wages_minor=500)]))


def land(till: Till, day: date) -> None:
    """Capital that Ben finds in the account."""
    land_part(till.session, BEN, SimpleNamespace(), ConfirmLanding(  # type: ignore[arg-type]
        book_id=FARM, remittance_id=FARM, landing_id=FARM, landed_on=day, received_minor=1, today=TODAY,
        at=AT), state="matched")


def noting(wanted: Callable[[date], Any]) -> Callable[[Till, date], object]:
    """An act of the money desk on a day."""
    return lambda till, day: till.note(wanted(day))


DESKS: dict[str, Callable[[Till, date], object]] = {
    "sale": noting(lambda day: Sold(activity="rice", amount_minor=1, happened_on=day, place="bank")),
    "cost": noting(lambda day: Paid(code=5200, amount_minor=1, happened_on=day, place="bank")),
    "equipment": noting(lambda day: EquipmentBought(
        name="Cart", amount_minor=5, happened_on=day, months=1, place="bank")),
    "grant": noting(lambda day: Grant(backer="", amount_minor=1, happened_on=day, place="bank")),
    "owner": noting(lambda day: OwnerIn(amount_minor=1, happened_on=day, place="bank")),
    "month": lambda till, day: send(till.session, month(month=day.replace(day=1))),
    "event": tell_sale, "wages": tell_wages, "landing": land,
    "declaration": lambda till, day: MANAGERS.plan(
        till.session, DeclareInterest(backer="", amount_minor=1), on=day),
}


def test_no_desk_takes_a_day_of_a_closed_year(database: Database) -> None:
    """Each refuses its last day with one sentence; the next day is open, and a history is not asked."""
    with database.write() as session:
        till = open_village(session)
        till.note(Sold(activity="rice", amount_minor=900, happened_on=AUGUST, place="bank"))
        till.note(StockCounted(what="nothing", amount_minor=0, valuing="cost", happened_on=AUGUST))
        till.ask(CloseYear(happened_on=AUGUST))
        before = till.stands()
        for name, desk in DESKS.items():
            with pytest.raises(MoneyYearClosed):
                desk(till, AUGUST)
            assert till.stands() == before, name
        for name in ("sale", "event", "wages"):
            DESKS[name](till, SEPTEMBER)
        require_open_days(session, SYSTEM_IMPORT, FARM, [AUGUST])
        assert till.is_sound()
