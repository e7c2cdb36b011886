"""The monthly reports of a demo farm: in full, from paper, and one month of which nobody said anything.

Four months back a pen of piglets came and rice was planted, a month later all was well, then nothing was
heard; a paper form was typed in by the second person, and the last month is whole, with its pictures.
"""

from __future__ import annotations

from fractions import Fraction

from sqlalchemy.orm import Session

from msai.measures.production.stock import EventKind
from msai.permissions import Action, Actor, Target, require
from msai.services.demo.farm.begun import BANK
from msai.services.demo.farm.calendar import FarmYear
from msai.services.demo.farm.pictures import (
    hens_and_trays,
    pigs_in_their_pen,
    receipt,
    rice_before_the_harvest,
)
from msai.services.reporting.files import FileKind, KeepMonthFile, keep_month_file
from msai.services.reporting.lines import line_of_box
from msai.services.reporting.planning import PlanMonth, plan_month
from msai.services.reporting.said import BatchSaid, CostSaid, EventSaid, MonthSaid, WorkSaid
from msai.services.reporting.sending import SendMonth, send_month
from msai.services.workforce.work import AgeBand, Answer, Engagement, Role, Sex

FEED, TRANSPORT, OTHER = 5150, 5300, 5900
"""Sorts of cost by their numbers in the chart."""
_K = EventKind


def send_reports(session: Session, farm: FarmYear, cash: str) -> None:
    """Send what the farm has to say, the oldest month first; of the third month it says nothing.

    What was to be sold in the last one was planned at the end of the one before.

    Raises:
        NotPermitted: neither of the two may send it.
    """
    require(farm.manager, Action.MONTH_ENTER, Target(farm.book_id))
    plan_month(session, farm.manager, PlanMonth(
        book_id=farm.book_id, plan_id=farm.name("plan:0"), month=farm.first(0), sales_minor=520_000_00,
        today=farm.last(1), at=farm.at))
    _send(session, farm, farm.manager, 4, _planted(farm))
    _send(session, farm, farm.manager, 3, _grown(farm))
    _send(session, farm, farm.second, 1, _on_paper(farm, cash))
    _send(session, farm, farm.manager, 0, _harvested(farm))
    _show(session, farm)


def _send(session: Session, farm: FarmYear, who: Actor, back: int, said: MonthSaid) -> None:
    send_month(session, who, SendMonth(
        book_id=farm.book_id, report_id=farm.name(f"month:{back}"), said=said, today=farm.came(back),
        at=farm.at))


def _show(session: Session, farm: FarmYear) -> None:
    """Three pictures of the last month, and the receipt of what the hogs were sold for."""
    pictures = (pigs_in_their_pen(), rice_before_the_harvest(), hens_and_trays())
    for number, content in enumerate(pictures):
        keep_month_file(session, farm.manager, KeepMonthFile(
            book_id=farm.book_id, report_id=farm.name("month:0"), file_id=farm.name(f"photo:{number}"),
            kind=FileKind.PHOTO, content=content, at=farm.at + number))
    keep_month_file(session, farm.manager, KeepMonthFile(
        book_id=farm.book_id, report_id=farm.name("month:0"), file_id=farm.name("receipt"),
        kind=FileKind.RECEIPT, content=receipt(), at=farm.at,
        line_ref=line_of_box(farm.name("pen"), "sold")))


def _planted(farm: FarmYear) -> MonthSaid:
    return MonthSaid(
        month=farm.first(4), place=BANK,
        events=(_event(farm, "feed", "pen", _K.INPUT, 14, "sack-feed-50", minor=19_600_00),
                _event(farm, "seed", "field", _K.INPUT, 60, "kg", minor=3_600_00, product="seed")),
        costs=(CostSaid(line_ref="other", code=OTHER, amount_minor=3_100_00),),
        work=_plain_work(women=21_000_00, men=16_500_00))


def _grown(farm: FarmYear) -> MonthSaid:
    return MonthSaid(
        month=farm.first(3), place=BANK,
        batches=(BatchSaid(batch_id=farm.name("pen"), unit="head", start=Fraction(37), died=Fraction(1),
                           left=Fraction(36)),),
        events=(_event(farm, "feed", "pen", _K.INPUT, 31, "sack-feed-50", minor=43_400_00),
                _event(farm, "weighed", "pen", _K.WEIGHED, 10, "head", kg=385)),
        costs=(CostSaid(line_ref="transport", code=TRANSPORT, amount_minor=2_400_00),),
        work=_plain_work(women=22_400_00, men=17_200_00))


def _on_paper(farm: FarmYear, cash: str) -> MonthSaid:
    """Ten boxes on a form, brought by the manager; fifty pesos of the box are missing."""
    return MonthSaid(
        month=farm.first(1), place=cash, entered_for=farm.manager_name, cash_minor=8_450_00,
        batches=(BatchSaid(batch_id=farm.name("pen"), unit="head", start=Fraction(36), added=Fraction(0),
                           died=Fraction(0), sold=Fraction(0), eaten=Fraction(0), left=Fraction(36)),),
        costs=(CostSaid(line_ref="inputs", code=FEED, amount_minor=18_000_00),
               CostSaid(line_ref="other", code=OTHER, amount_minor=1_500_00)),
        work=(WorkSaid(line_ref="women", sex=Sex.WOMEN, people=3, hours_e4=260_0000, wages_minor=18_200_00),
              WorkSaid(line_ref="men", sex=Sex.MEN, people=3, hours_e4=180_0000, wages_minor=13_800_00)))


def _harvested(farm: FarmYear) -> MonthSaid:
    boxes = (
        BatchSaid(batch_id=farm.name("pen"), unit="head", start=Fraction(36), added=Fraction(0),
                  died=Fraction(1), sold=Fraction(24), eaten=Fraction(0), left=Fraction(11),
                  sold_kg=Fraction(2136), sold_minor=416_520_00),
        BatchSaid(batch_id=farm.name("field"), unit="cavan-50", added=Fraction(108), sold=Fraction(60),
                  left=Fraction(26), sold_minor=69_000_00),
        BatchSaid(batch_id=farm.name("hens"), unit="head", start=Fraction(60), died=Fraction(1),
                  left=Fraction(59)))
    return MonthSaid(
        month=farm.first(0), place=BANK, batches=boxes, events=_of_the_harvest(farm),
        costs=(CostSaid(line_ref="transport", code=TRANSPORT, amount_minor=6_300_00),
               CostSaid(line_ref="other", code=OTHER, amount_minor=2_900_00)),
        work=_told_work())


def _of_the_harvest(farm: FarmYear) -> tuple[EventSaid, ...]:
    return (
        _event(farm, "feed", "pen", _K.INPUT, 46, "sack-feed-50", minor=64_400_00),
        _event(farm, "hens-feed", "hens", _K.INPUT, 4, "sack-feed-50", minor=6_200_00),
        _event(farm, "milled", "field", _K.INTO_PROCESSING, 20, "cavan-50", product="palay"),
        _event(farm, "rice", "field", _K.OUT_OF_PROCESSING, 645, "kg", product="rice"),
        _event(farm, "eaten", "field", _K.OWN_USE, 45, "kg", product="rice"),
        _event(farm, "wages", "field", _K.GIVEN, 2, "cavan-50", minor=2_300_00, product="palay"),
        _event(farm, "eggs", "hens", _K.HARVEST, 48, "tray30", product="eggs"),
        _event(farm, "eggs-sold", "hens", _K.SOLD, 45, "tray30", minor=9_900_00, product="eggs"),
        _event(farm, "eggs-broken", "hens", _K.SPOILED, 22, "egg", product="eggs"))


def _plain_work(*, women: int, men: int) -> tuple[WorkSaid, ...]:
    return (WorkSaid(line_ref="women", sex=Sex.WOMEN, people=4, hours_e4=310_0000, wages_minor=women,
                     engagement=Engagement.PERMANENT),
            WorkSaid(line_ref="men", sex=Sex.MEN, people=3, hours_e4=235_0000, wages_minor=men,
                     engagement=Engagement.PERMANENT))


def _told_work() -> tuple[WorkSaid, ...]:
    """A month in which everything is known of who worked: two of the women came back from abroad."""
    return (
        WorkSaid(line_ref="manager", sex=Sex.WOMEN, people=1, hours_e4=165_0000, wages_minor=18_000_00,
                 returnee=Answer.YES, age_band=AgeBand.GROWN, engagement=Engagement.PERMANENT,
                 role=Role.MANAGER, minimum_pay=Answer.YES),
        WorkSaid(line_ref="women", sex=Sex.WOMEN, people=3, hours_e4=480_0000, wages_minor=36_500_00,
                 returnee=Answer.NO, age_band=AgeBand.GROWN, engagement=Engagement.PERMANENT,
                 role=Role.WORKER, minimum_pay=Answer.YES),
        WorkSaid(line_ref="returned", sex=Sex.WOMEN, people=1, hours_e4=120_0000, wages_minor=9_000_00,
                 returnee=Answer.YES, age_band=AgeBand.OLD, engagement=Engagement.CASUAL,
                 role=Role.WORKER, minimum_pay=Answer.UNKNOWN),
        WorkSaid(line_ref="men", sex=Sex.MEN, people=3, hours_e4=470_0000, wages_minor=36_900_00,
                 returnee=Answer.NO, age_band=AgeBand.GROWN, engagement=Engagement.PERMANENT,
                 role=Role.WORKER, minimum_pay=Answer.YES),
        WorkSaid(line_ref="harvest", sex=Sex.MEN, people=4, hours_e4=200_0000, wages_minor=12_400_00,
                 returnee=Answer.NO, age_band=AgeBand.YOUNG, engagement=Engagement.CASUAL,
                 role=Role.WORKER, minimum_pay=Answer.NO))


def _event(
    farm: FarmYear, ref: str, batch: str, kind: EventKind, number: int, unit: str, *, kg: int | None = None,
    minor: int | None = None, product: str | None = None,
) -> EventSaid:
    return EventSaid(
        line_ref=ref, batch_id=farm.name(batch), kind=kind, quantity=Fraction(number), unit=unit,
        kg=Fraction(kg) if kg else None, amount_minor=minor, product=product)
