"""What was noted of a month on single days before its report is filled in, box by box.

A report adds to what stands in the book. Whoever noted a death or a sale on its day sees it under the box, so
that she does not write it twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from msai.measures.production.stock import OF_STOCK, Boxes, boxes
from msai.measures.production.units import shown
from msai.models.money import MoneyAct
from msai.services.enterprise_money.calendar import end_of_month
from msai.services.enterprise_money.recording import wanted_of
from msai.services.enterprise_money.wanted import AdvanceUsed, MoneyKind, Paid, Sold
from msai.services.farming.reading import KeptEvent, KnownBatch
from msai.services.reporting.lines import INPUTS, WAGES
from msai.services.views.facts import BookFacts
from msai.services.workforce.reading import WorkTold, read_work
from msai.services.workforce.work import E4, Sex

_KINDS = (MoneyKind.SOLD.value, MoneyKind.PAID.value, MoneyKind.ADVANCE_USED.value)


@dataclass(frozen=True, slots=True)
class PeopleNoted:
    """People of a month who stand in the list already, with their hours as far as somebody said them."""

    people: int
    hours: Decimal


@dataclass(frozen=True, slots=True)
class MonthNoted:
    """Money and people of a month that were noted before its report; nought where nothing was.

    Amounts are minor units; `sold` is by activity, since money of a sale names no batch.
    """

    sold: Mapping[str, int]
    inputs: int
    other: int
    wages: int
    people: Mapping[str, PeopleNoted]

    @property
    def any(self) -> bool:
        """Whether there was something."""
        return bool(self.sold or self.inputs or self.other or self.wages or self.people)


def read_noted(session: Session, facts: BookFacts, month: date) -> MonthNoted:
    """What was noted of the money and the people of a month, reports left out; in three statements."""
    rows = session.execute(
        select(MoneyAct.wanted).where(
            MoneyAct.book_id == facts.book_id, MoneyAct.kind.in_(_KINDS),
            MoneyAct.happened_on >= month, MoneyAct.happened_on <= end_of_month(month),
            MoneyAct.done_at.is_not(None), MoneyAct.taken_back_by.is_(None), MoneyAct.report_id.is_(None)))
    acts = [wanted_of(row) for row in rows]
    work = read_work(session, facts.book_id, since=month, until=month, currency=facts.currency)
    costs = _by_code(act for act in acts if isinstance(act, (Paid, AdvanceUsed)))
    return MonthNoted(
        _by_activity(act for act in acts if isinstance(act, Sold)), costs.pop(INPUTS, 0),
        wages=costs.pop(WAGES, 0), other=sum(costs.values()), people=_people(work))


def noted_of_batch(batch: KnownBatch, events: Sequence[KeptEvent], month: date) -> Boxes:
    """What was noted of a batch in a month, in base units of its main product; its opening is its start."""
    return boxes([event.move for event in events_of_month(batch, events, month) if event.stands])


def events_of_month(batch: KnownBatch, events: Sequence[KeptEvent], month: date) -> list[KeptEvent]:
    """What happened in a month to the main product of a batch, without its opening, which is its start."""
    return [event for event in events
            if event.batch_id == batch.batch_id and event.document_id != batch.batch_id
            and event.product == batch.activity.main.value and event.kind in OF_STOCK
            and month <= event.happened_on <= end_of_month(month)]


def _by_activity(acts: Iterable[Sold]) -> dict[str, int]:
    found: dict[str, int] = {}
    for act in acts:
        found[act.activity] = found.get(act.activity, 0) + act.amount_minor
    return found


def _by_code(acts: Iterable[Paid | AdvanceUsed]) -> dict[int, int]:
    found: dict[int, int] = {}
    for act in acts:
        found[act.code] = found.get(act.code, 0) + act.amount_minor
    return found


def _people(work: Sequence[WorkTold]) -> dict[str, PeopleNoted]:
    found: dict[str, PeopleNoted] = {}
    for sex in Sex:
        lines = [line for line in work if line.sex is sex]
        if lines:
            hours = sum((line.hours_e4 or 0 for line in lines), 0)
            found[sex.value] = PeopleNoted(sum(line.people for line in lines), shown(Fraction(hours, E4)))
    return found
