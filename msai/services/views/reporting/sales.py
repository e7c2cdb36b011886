"""What was sold in a month beside what was planned of it, and the picture of six months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from msai.services.reporting.planning import planned_minor
from msai.services.reporting.reading import SentMonth
from msai.services.views.charts.bars import MonthChart, draw_months
from msai.services.views.facts import BookFacts
from msai.services.views.reporting.months import sales_up_to


@dataclass(frozen=True, slots=True)
class SalesOfMonth:
    """Sales of a month in minor units; None where nobody said or planned anything.

    `chart` is None where none of six months says what was sold.
    """

    sold_minor: int | None
    planned_minor: int | None
    chart: MonthChart | None

    @property
    def percent(self) -> int | None:
        """How much of the plan was sold, rounded down: 99.9 is not 100."""
        if self.sold_minor is None or not self.planned_minor:
            return None
        return max(self.sold_minor, 0) * 100 // self.planned_minor


def sales_of_month(
    session: Session, facts: BookFacts, reports: Sequence[SentMonth], month: date,
) -> SalesOfMonth:
    """A month beside its plan, from all reports of the enterprise; the caller has asked permission.

    A report that was sent carries the plan of its month; only for another month the plan is read.
    """
    months = sales_up_to(reports, month, since=facts.opened_on, currency=facts.currency)
    sent = next((one for one in reports if one.month == month and one.version_no), None)
    planned = sent.planned_minor if sent else planned_minor(session, facts.book_id, month)
    return SalesOfMonth(
        months[-1].sold_minor if months else None, planned, draw_months(months, facts.currency))
