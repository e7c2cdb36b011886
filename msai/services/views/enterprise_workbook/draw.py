"""The workbook of an enterprise, drawn in one go, so that each sheet stands on the same entry of its book."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from msai.exports.enterprise.book import EnterpriseBook, Sheet, Tie
from msai.messages import N_, Message
from msai.permissions import Action, Actor, Target, require
from msai.services.demo.marks import is_demo_book
from msai.services.sheets import short_code
from msai.services.views.enterprise_workbook.backers import backers_sheet
from msai.services.views.enterprise_workbook.cover import cover_sheet, reports_data, reports_sheet
from msai.services.views.enterprise_workbook.land import land_sheet
from msai.services.views.enterprise_workbook.money import (
    account_lines,
    balances_data,
    books_sheet,
    cash_book_sheet,
    grants_sheet,
    movements_data,
    trial_balance_sheet,
)
from msai.services.views.enterprise_workbook.people import Work, people_sheet, work_data
from msai.services.views.enterprise_workbook.production import (
    events_data,
    measures_sheet,
    production_sheet,
    stock_sheet,
)
from msai.services.views.enterprise_workbook.reading import FarmReading, read_farm
from msai.services.views.enterprise_workbook.sales import sales_sheet
from msai.services.views.statements.period import PeriodWanted, label_of

Tied = tuple[Sheet, tuple[Tie, ...]]


def draw_enterprise_workbook(
    session: Session, actor: Actor, book_id: UUID, *, wanted: PeriodWanted, today: date, version: str,
    right_to_left: bool = False,
) -> EnterpriseBook:
    """Everything of an enterprise over a period, as far as this reader may take it away.

    `version` is that of the programme. Lines of the cash book and names of people are for those who keep
    the enterprise's record.

    Raises:
        NotFound, NotPermitted
        PeriodUpsideDown: the period ends before it begins.
    """
    require(actor, Action.ENTERPRISE_VIEW, Target(book_id))
    farm = read_farm(session, actor, book_id, wanted=wanted, today=today)
    period = label_of(farm.period, today=today, of_a_day=False)
    made = Message(N_("Made on %(day)s by MSAI Ledger %(version)s"), {"day": today, "version": version})
    work, lines = Work(farm), account_lines(farm)
    tied: list[Tied] = [
        (cover_sheet(farm, work, period=period, made=made), ()), (production_sheet(farm), ()),
        (measures_sheet(farm), ()), sales_sheet(farm), stock_sheet(farm), people_sheet(work),
        (land_sheet(farm), ()), books_sheet(farm), trial_balance_sheet(farm, lines),
        *([cash_book_sheet(farm)] if farm.is_own else []), grants_sheet(farm), backers_sheet(farm),
        reports_sheet(farm)]
    return EnterpriseBook(
        farm.facts.name, farm.facts.drawn(farm.period.until), period, _origin(farm, period),
        tuple(sheet for sheet, _ties in tied),
        (events_data(farm), work_data(work), reports_data(farm), balances_data(farm, lines),
         movements_data(farm)),
        tuple(tie for _sheet, ties in tied for tie in ties), right_to_left, is_demo_book(session, book_id))


def _origin(farm: FarmReading, period: Message) -> Message:
    return Message(N_("%(period)s, drawn after entry %(seq)s, code %(code)s"), {
        "period": period, "seq": farm.facts.last_seq, "code": short_code(farm.facts.last_hash)})
