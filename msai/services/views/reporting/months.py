"""The months of an enterprise: each with its report or without one, and how long nothing was heard."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.errors import LedgerError
from ledgers.money import amount_from_decimal
from msai.models.enterprises import Stake
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.reporting.reading import (
    SentMonth,
    is_silent,
    last_word,
    read_reports,
)
from msai.services.reporting.who import may_report
from msai.services.views.charts.bars import MOST_MONTHS as DRAWN_MONTHS
from msai.services.views.charts.bars import MonthSales
from msai.services.views.facts import read_enterprise

MOST_MONTHS = 36


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month: the report that stands, and how many were taken back; without one it has no report."""

    month: date
    report: SentMonth | None
    taken_back: int
    sold_minor: int | None


@dataclass(frozen=True, slots=True)
class MonthsView:
    """The months of an enterprise, the newest first; `silent_since` is set where the backers should know."""

    book_id: UUID
    name: str
    currency: str
    rows: tuple[MonthRow, ...]
    silent_since: date | None
    may_fill: bool
    may_note: bool


@dataclass(frozen=True, slots=True)
class Silence:
    """An enterprise of which nothing was heard since a day."""

    book_id: UUID
    name: str
    silent_since: date


def show_months(session: Session, actor: Actor, book_id: UUID, *, today: date) -> MonthsView:
    """The months of an enterprise up to this one.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.ENTERPRISE_VIEW, Target(book_id))
    facts, reports = read_enterprise(session, book_id), read_reports(session, book_id)
    months = months_up_to(today, since=facts.opened_on)
    standing = [one for one in reports if one.stands]
    last = max((one.came_on for one in standing), default=facts.opened_on)
    return MonthsView(
        book_id, facts.name, facts.currency, tuple(_row(month, reports, facts.currency) for month in months),
        last if is_silent(last, today=today) else None,
        is_allowed(actor, Action.MONTH_ENTER, Target(book_id)), may_report(actor, book_id))


def months_up_to(today: date, *, since: date) -> tuple[date, ...]:
    """First days of months, this one first, back to that of a day or some years."""
    first, months = since.replace(day=1), [today.replace(day=1)]
    while months[-1] > first and len(months) < MOST_MONTHS:
        last = months[-1]
        months.append(date(last.year - (last.month == 1), (last.month - 2) % 12 + 1, 1))
    return tuple(month for month in months if month >= first)


def _row(month: date, reports: Sequence[SentMonth], currency: str) -> MonthRow:
    of_month = [one for one in reports if one.month == month]
    report = next((one for one in of_month if one.stands), None)
    return MonthRow(month, report, sum(not one.stands for one in of_month),
                    sold_minor(report.totals, currency) if report else None)


def sold_minor(totals: Mapping[str, Any], currency: str) -> int | None:
    """What a report says was sold; None where it says nothing of it."""
    said = (totals.get("sold") or {}).get("amount")
    try:
        return None if said is None else amount_from_decimal(str(said), currency)
    except LedgerError:
        return None


def sales_up_to(
    reports: Sequence[SentMonth], month: date, *, since: date, currency: str,
) -> tuple[MonthSales, ...]:
    """What was sold in a month and the five before it since the enterprise is there, the oldest first."""
    standing = {one.month: one for one in reports if one.stands}
    months = reversed(months_up_to(month, since=since)[:DRAWN_MONTHS])
    return tuple(MonthSales(
        first, sold_minor(standing[first].totals, currency) if first in standing else None, first in standing)
        for first in months)


def list_silent_behind(session: Session, book_id: UUID, *, today: date) -> tuple[Silence, ...]:
    """Enterprises a group backs of which nothing was heard for too long; the caller has asked permission."""
    backed = set(session.scalars(select(Stake.enterprise_id).where(
        Stake.book_id == book_id, Stake.ended_on.is_(None))))
    return silent_among(session, backed, today=today)


def silent_among(session: Session, books: Collection[UUID], *, today: date) -> tuple[Silence, ...]:
    """Those of some enterprises of which nothing was heard for too long, the longest first."""
    heard = last_word(session, books) if books else {}
    found = (Silence(book_id, one.enterprise, one.on) for book_id, one in heard.items()
             if is_silent(one.on, today=today))
    return tuple(sorted(found, key=lambda one: (one.silent_since, one.name)))
