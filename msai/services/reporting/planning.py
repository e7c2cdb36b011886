"""What an enterprise means to sell in a month: one amount, said before the month is reported.

A plan that is made once the figures are known is none, so that it is refused while a report stands. Another
plan of the month takes the place of the first; both are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ledgers.errors import NotPositive
from msai import audit
from msai.models.reporting import MonthPlan
from msai.permissions import Action, Actor, Target, require
from msai.services.meeting_records import NOBODY
from msai.services.reporting.errors import MonthReported, ReportMonthAhead
from msai.services.reporting.reading import read_reports

FARTHEST_MONTHS = 12
"""So many months ahead can be planned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMonth:
    """An amount, in minor units of home currency, to be sold for in a month, under an id made by the page."""

    book_id: UUID
    plan_id: UUID
    month: date
    sales_minor: int
    today: date
    at: int


def plan_month(session: Session, actor: Actor, command: PlanMonth) -> None:
    """Keep what is to be sold in a month; the same plan again changes nothing.

    Raises:
        NotPermitted, NotFound: she does not report for this enterprise.
        NotPositive: nothing, or less.
        ReportMonthAhead: the month is farther away than one plans.
        MonthReported: its report stands already.
    """
    require(actor, Action.ENTERPRISE_REPORT, Target(command.book_id))
    if command.sales_minor <= 0:
        raise NotPositive()
    if command.month.day != 1 or _months_between(command.today, command.month) > FARTHEST_MONTHS:
        raise ReportMonthAhead(month=command.month)
    book_id, plan_id = command.book_id, command.plan_id
    known = session.scalar(select(MonthPlan.plan_id).where(
        MonthPlan.book_id == book_id, MonthPlan.plan_id == plan_id))
    if known is not None:
        return
    if any(one.stands for one in read_reports(session, book_id, month=command.month)):
        raise MonthReported(month=command.month)
    session.execute(insert(MonthPlan).values(
        book_id=book_id, plan_id=plan_id, month=command.month, sales_minor=command.sales_minor,
        planned_by=actor.user_id or NOBODY, planned_at=command.at))
    audit.record(session, actor, book_id=book_id, action=Action.ENTERPRISE_REPORT,
                 subject=f"month_plan:{plan_id}", at=command.at)


def planned_minor(session: Session, book_id: UUID, month: date) -> int | None:
    """What is to be sold for in a month, by its newest plan; the caller has asked permission."""
    return session.scalar(
        select(MonthPlan.sales_minor).where(MonthPlan.book_id == book_id, MonthPlan.month == month)
        .order_by(MonthPlan.planned_at.desc(), MonthPlan.plan_id.desc()).limit(1))


def _months_between(day: date, month: date) -> int:
    return (month.year - day.year) * 12 + month.month - day.month
