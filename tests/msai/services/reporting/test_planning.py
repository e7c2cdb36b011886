"""What is to be sold in a month is said before its report, by the manager, and the newest plan holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from ledgers.errors import LedgerError
from msai.db import Database
from msai.services.reporting.planning import PlanMonth, plan_month, planned_minor
from tests.msai.services.enterprise_money.till import AT, BEN, FARM, ROSA, TODAY
from tests.msai.services.reporting.village import AUGUST, NINA, SEPTEMBER, month, open_village, send

pytestmark = pytest.mark.one_kind


def test_a_month_is_planned_before_it_is_told(database: Database) -> None:
    """The newest plan holds; once a report stands, or by somebody else, or for nothing, there is none."""
    plan = PlanMonth(
        book_id=FARM, plan_id=UUID(int=1), month=AUGUST, sales_minor=52_000_000, today=TODAY, at=AT)
    later = replace(plan, plan_id=UUID(int=2), sales_minor=48_000_000, at=AT + 1)
    with database.write() as session:
        open_village(session)
        for one in (plan, plan, later):
            plan_month(session, ROSA, one)
        assert planned_minor(session, FARM, AUGUST) == 48_000_000
        assert planned_minor(session, FARM, SEPTEMBER) is None
        send(session, month())
        for actor, refused, code in (
                (ROSA, replace(plan, plan_id=UUID(int=3)), "month_reported"),
                (ROSA, replace(plan, sales_minor=0), "not_positive"),
                (ROSA, replace(plan, month=date(2028, 1, 1)), "report_month_ahead"),
                (BEN, plan, "not_permitted"), (NINA, plan, "not_permitted")):
            with pytest.raises(LedgerError) as error:
                plan_month(session, actor, refused)
            assert error.value.code == code
