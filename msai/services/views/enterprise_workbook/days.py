"""For which days an enterprise's workbook can be had with one tap: months, years, everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from msai.messages import N_, Message
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.views.facts import read_enterprise
from msai.services.views.labels import Text
from msai.services.views.statements.kinds import Span


@dataclass(frozen=True, slots=True)
class DaysChoice:
    """A workbook that one tap brings: its days in words, and as its address says them."""

    label: Text
    days: dict[str, str]


@dataclass(frozen=True, slots=True)
class WorkbookDays:
    """The page on which the days of the workbook are chosen; `is_own` says that names stand in it."""

    book_id: UUID
    name: str
    choices: tuple[DaysChoice, ...]
    years: tuple[DaysChoice, ...]
    is_own: bool
    today: date


def show_workbook_days(session: Session, actor: Actor, book_id: UUID, *, today: date) -> WorkbookDays:
    """The months and years of an enterprise up to now.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id)
    require(actor, Action.ENTERPRISE_VIEW, target)
    facts = read_enterprise(session, book_id)
    spans = ((Span.MONTH, N_("This month")), (Span.LAST_MONTH, N_("Last month")),
             (Span.ALL, N_("Everything")))
    years = range(today.year, min(facts.opened_on.year, today.year) - 1, -1)
    return WorkbookDays(
        book_id, facts.name,
        tuple(DaysChoice(Message(label), {"period": span.value}) for span, label in spans),
        tuple(DaysChoice(str(year), {"from": f"{year}-01-01", "to": f"{year}-12-31"}) for year in years),
        is_allowed(actor, Action.ENTERPRISE_REGISTER_VIEW, target), today)
