"""What units hold at an enterprise: its own words by date, and what is usual where it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from msai.measures.production.catalogue import UNITS
from msai.measures.production.units import BASE_LABELS, Base, exact_decimal
from msai.messages import Message
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.farming.units_here import read_units, unit_label
from msai.services.views.facts import read_enterprise
from msai.services.views.labels import Text
from msai.services.views.meetings import moment_of
from msai.services.views.naming import recorder_name


@dataclass(frozen=True, slots=True)
class FactorRow:
    """What one of a unit holds here, from a day on, and who said so when; `is_now` says it holds today."""

    unit: Text
    factor: Decimal
    base: Message
    holds_from: date
    is_now: bool
    set_by: Text
    set_on: date


@dataclass(frozen=True, slots=True)
class UsualRow:
    """A unit that is used in this country, with what is usual, and who says so."""

    code: str
    unit: Text
    usual: Decimal
    base: Message
    source: str


@dataclass(frozen=True, slots=True)
class UnitsView:
    """The units of an enterprise."""

    book_id: UUID
    name: str
    factors: tuple[FactorRow, ...]
    usual: tuple[UsualRow, ...]
    choices: Mapping[str, Text]
    bases: Mapping[str, Text]
    may_record: bool


def show_units(session: Session, actor: Actor, book_id: UUID, *, today: date) -> UnitsView:
    """What units hold here, the newest word first, and the units one may speak of.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id)
    require(actor, Action.ENTERPRISE_VIEW, target)
    facts, units = read_enterprise(session, book_id), read_units(session, book_id)
    spoken = [one for factors in units.own.values() for one in factors]
    said = {user: recorder_name(session, user) for user in sorted({one.set_by for one in spoken})}
    rows = tuple(FactorRow(
        unit_label(one.unit), exact_decimal(one.factor), Message(BASE_LABELS[one.base]), one.holds_from,
        units.factor(one.unit, today) == one.factor and one.holds_from <= today, said[one.set_by],
        moment_of(one.set_at).date())
        for one in sorted(spoken, key=lambda one: (one.holds_from, one.set_at), reverse=True))
    varying = [unit for unit in UNITS.values() if not unit.is_fixed]
    here = [unit for unit in varying if facts.country in unit.regions.replace(",", " ").split()]
    rest = [unit for unit in varying if unit not in here and unit.regions == "all"]
    return UnitsView(
        book_id, facts.name, rows,
        tuple(UsualRow(unit.code, unit_label(unit.code), exact_decimal(unit.usual),
                       Message(BASE_LABELS[unit.base]), unit.source) for unit in [*here, *rest]),
        {unit.code: unit_label(unit.code) for unit in [*here, *rest]},
        {base.value: Message(BASE_LABELS[base]) for base in Base},
        is_allowed(actor, Action.ENTERPRISE_REPORT, target))
