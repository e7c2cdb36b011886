"""What units hold at one enterprise, day by day: its own word, or a definition, and never a guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from msai import audit
from msai.measures.production.catalogue import UNITS
from msai.measures.production.units import (
    Base,
    FactorNotPositive,
    Quantity,
    Unit,
    exact_text,
    quantity,
    shown,
)
from msai.messages import Message
from msai.models.farming import UnitFactor
from msai.permissions import Action, Actor, Target, require
from msai.schemas.text import clean_line
from msai.services.farming.errors import (
    FactorAbsurd,
    FactorFarOff,
    UnitIsFixed,
    UnitUnknown,
    UnitWithoutFactor,
)
from msai.services.farming.wanted import Said, SetFactor
from msai.services.meeting_records import NOBODY

LONGEST_UNIT = 40
FAR_OFF = 5
"""So many times what is usual, or as small a part of it, is asked about before it is kept."""
LARGEST_FACTOR = Fraction(1_000_000)
"""Base units of which nothing that people carry, fill or plough holds more."""


@dataclass(frozen=True, slots=True)
class OwnFactor:
    """What the enterprise said a unit holds, from a day on."""

    unit: str
    base: Base
    factor: Fraction
    holds_from: date
    set_by: UUID
    set_at: int


@dataclass(frozen=True)
class UnitsHere:
    """The units of an enterprise: those of the catalogue, and its own; factors from the oldest on."""

    own: Mapping[str, tuple[OwnFactor, ...]]

    def unit(self, code: str) -> Unit:
        """A unit by its code.

        Raises:
            UnitUnknown
        """
        if code in UNITS:
            return UNITS[code]
        if code not in self.own:
            raise UnitUnknown(unit=code)
        last = self.own[code][-1]
        return Unit(code, code, last.base, last.factor, False, "here", "the enterprise itself")

    def factor(self, code: str, on: date) -> Fraction | None:
        """What one held on a day by the enterprise's own word; None where it had said nothing yet."""
        held = [one.factor for one in self.own.get(code, ()) if one.holds_from <= on]
        return held[-1] if held else None

    def measure(self, said: Said, on: date) -> Quantity:
        """What was said, in base units by the factor of the day.

        Raises:
            UnitUnknown, NotAQuantity
            UnitWithoutFactor: the unit varies, and nobody has said what it held that day.
        """
        unit = self.unit(said.unit)
        factor = None if unit.is_fixed else self.factor(unit.code, on)
        if factor is None and not unit.is_fixed:
            raise UnitWithoutFactor(unit=unit_label(unit.code), day=on)
        return quantity(said.quantity, unit, factor=factor)


def unit_label(code: str) -> Message | str:
    """What a unit is called: its name in the catalogue, or the enterprise's own word as it stands."""
    return Message(UNITS[code].label) if code in UNITS else code


def read_units(session: Session, book_id: UUID) -> UnitsHere:
    """The units of an enterprise, in one statement."""
    rows = session.execute(
        select(UnitFactor.unit, UnitFactor.base, UnitFactor.factor, UnitFactor.holds_from, UnitFactor.set_by,
               UnitFactor.set_at)
        .where(UnitFactor.book_id == book_id)
        .order_by(UnitFactor.holds_from, UnitFactor.set_at, UnitFactor.factor_id))
    own: dict[str, list[OwnFactor]] = {}
    for row in rows:
        own.setdefault(row.unit, []).append(OwnFactor(
            row.unit, Base(row.base), Fraction(row.factor), row.holds_from, row.set_by, row.set_at))
    return UnitsHere({unit: tuple(factors) for unit, factors in own.items()})


def set_factor(session: Session, actor: Actor, command: SetFactor) -> None:
    """Keep what a unit holds here from a day on; what was recorded before stays as it was converted.

    Raises:
        NotPermitted: the actor does not report for this enterprise.
        FactorNotPositive, UnitIsFixed, UnitUnknown
        UnitOfAnotherKind: the unit holds something else.
        FactorAbsurd: no unit holds so much, or so little.
        FactorFarOff: it is far from what is usual, or from what was said before, and nobody said it is meant.
    """
    require(actor, Action.ENTERPRISE_REPORT, Target(command.book_id))
    code = clean_line(command.unit, longest=LONGEST_UNIT)
    if not code:
        raise UnitUnknown(unit=code)
    if command.factor <= 0:
        raise FactorNotPositive(unit=code)
    known = read_units(session, command.book_id)
    if code in UNITS or code in known.own:
        _require_changeable(known.unit(code), command.base)
    if _is_kept(session, command):
        return
    _require_believable(known, code, command)
    session.execute(insert(UnitFactor).values(
        book_id=command.book_id, factor_id=command.factor_id, unit=code, base=command.base.value,
        factor=exact_text(command.factor), holds_from=command.holds_from, set_by=actor.user_id or NOBODY,
        set_at=command.at))
    audit.record(session, actor, book_id=command.book_id, action=Action.ENTERPRISE_REPORT,
                 subject=f"unit_factor:{command.factor_id}", at=command.at)


def _require_changeable(unit: Unit, base: Base) -> None:
    if unit.is_fixed:
        raise UnitIsFixed(unit=unit_label(unit.code))
    quantity(0, unit, factor=unit.usual).require(base)


def _require_believable(known: UnitsHere, code: str, command: SetFactor) -> None:
    """A slip of the finger turns a cavan into five tonnes; what was recorded with it would stay so."""
    usual = known.unit(code).usual if code in UNITS or code in known.own else None
    is_far = usual is not None and not usual / FAR_OFF <= command.factor <= usual * FAR_OFF
    if not 1 / LARGEST_FACTOR <= command.factor <= LARGEST_FACTOR:
        raise FactorAbsurd()
    if usual is not None and is_far and not command.is_sure:
        raise FactorFarOff(usual=shown(usual), factor=shown(command.factor))


def _is_kept(session: Session, command: SetFactor) -> bool:
    return session.scalar(select(UnitFactor.factor_id).where(
        UnitFactor.book_id == command.book_id, UnitFactor.factor_id == command.factor_id)) is not None
