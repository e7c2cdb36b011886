"""What was planned of a batch beside what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Row

from msai.measures.production.units import Base, Quantity
from msai.messages import N_, Message
from msai.services.views.farming.words import say_base, say_quantity


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One thing that was planned: a quantity, an amount or a day; `percent` is rounded down."""

    label: Message
    planned: Message | None = None
    actual: Message | None = None
    planned_minor: int | None = None
    actual_minor: int | None = None
    planned_on: date | None = None
    actual_on: date | None = None
    percent: int | None = None


def plan_lines(
    row: Row[Any], *, base: Base, made: Fraction | None, made_label: Message, sales_minor: int,
    costs_minor: int, ended_on: date | None,
) -> tuple[PlanLine, ...]:
    """The lines of a plan, only those of which something was planned."""
    lines = []
    if row.quantity is not None:
        planned = Quantity(Fraction(row.quantity), row.unit, Fraction(row.factor), base)
        there = made or Fraction(0)
        lines.append(PlanLine(made_label, say_quantity(planned), say_base(there, base),
                              percent=_percent(there, planned.in_base)))
    for label, wanted, found in ((N_("Sold, in money"), row.sales_minor, sales_minor),
                                 (N_("What goes into it"), row.costs_minor, costs_minor)):
        if wanted is not None:
            lines.append(PlanLine(Message(label), planned_minor=wanted, actual_minor=found,
                                  percent=_percent(Fraction(found), Fraction(wanted))))
    if row.ends_on is not None:
        lines.append(PlanLine(Message(N_("Ends")), planned_on=row.ends_on, actual_on=ended_on))
    return tuple(lines)


def _percent(found: Fraction, wanted: Fraction) -> int | None:
    return found * 100 // wanted if wanted else None
