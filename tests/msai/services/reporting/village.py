"""The farm of the till with a pen of hogs and a field, and the month that Rosa reports of it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from msai.measures.production.activities import ActivityKind
from msai.permissions import Actor, Relation, Standing
from msai.services.farming.activities import open_activity
from msai.services.farming.batches import open_batch
from msai.services.farming.wanted import OpenActivity, OpenBatch, Said
from msai.services.reporting.said import BatchSaid, CostSaid, MonthSaid, WorkSaid
from msai.services.reporting.sending import Receipt, SendMonth, send_month
from msai.services.workforce.work import E4, Sex
from tests.msai.services.enterprise_money.till import AT, FARM, OPENED, ROSA, TODAY, Till, open_till

PEN, FIELD = UUID(int=0xBA1), UUID(int=0xBA2)
AUGUST, SEPTEMBER = date(2026, 8, 1), date(2026, 9, 1)
NINA = Actor(UUID(int=0x23), "Nina", standings={
    FARM: Standing(frozenset({Relation.FACILITATOR_NAMES}))})


def open_village(session: Session) -> Till:
    """The till with 36 hogs since January and a field of rice."""
    till = open_till(session)
    hogs = open_activity(session, ROSA, OpenActivity(
        book_id=FARM, kind=ActivityKind.HOGS, name="Hogs", unit="head", at=AT))
    rice = open_activity(session, ROSA, OpenActivity(
        book_id=FARM, kind=ActivityKind.PALAY, name="Palay", unit="kg", at=AT))
    open_batch(session, ROSA, OpenBatch(
        book_id=FARM, batch_id=PEN, activity_id=hogs, opened_on=OPENED, today=TODAY, at=AT, name="Pen 1",
        number=Said(Fraction(36), "head")))
    open_batch(session, ROSA, OpenBatch(
        book_id=FARM, batch_id=FIELD, activity_id=rice, opened_on=OPENED, today=TODAY, at=AT,
        area=Said(Fraction(6, 5), "ha")))
    return till


HOGS = BatchSaid(
    batch_id=PEN, unit="head", start=Fraction(36), added=Fraction(0), died=Fraction(1), sold=Fraction(24),
    eaten=Fraction(0), left=Fraction(11), sold_kg=Fraction(2_136), sold_minor=41_652_000)
RICE = BatchSaid(batch_id=FIELD, unit="kg", added=Fraction(5_400), sold=Fraction(3_000), sold_minor=6_900_000)
COSTS = (CostSaid(line_ref="inputs", code=5100, amount_minor=6_440_000),
         CostSaid(line_ref="other", code=5900, amount_minor=120_000))
WORK = (WorkSaid(line_ref="women", sex=Sex.WOMEN, people=3, hours_e4=240 * E4, wages_minor=882_500),
        WorkSaid(line_ref="men", sex=Sex.MEN, people=2, hours_e4=150 * E4, wages_minor=302_100))


def month(**changes: Any) -> MonthSaid:
    """August as the ten boxes say it."""
    said: dict[str, Any] = {
        "month": AUGUST, "batches": (HOGS, RICE), "costs": COSTS, "work": WORK, "place": "cash",
        "cash_minor": 40_800_000}
    return MonthSaid(**{**said, **changes})


def report_id(name: str = "august") -> UUID:
    """The id that a phone made."""
    return uuid5(FARM, name)


def send(session: Session, said: MonthSaid, *, name: str = "august", actor: Actor = ROSA) -> Receipt:
    """Send a report."""
    return send_month(session, actor, SendMonth(
        book_id=FARM, report_id=report_id(name), said=said, today=TODAY, at=AT))
