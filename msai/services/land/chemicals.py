"""What was sprayed, spread or given to animals: the kind, how much, when, and on how many hectares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from msai.permissions import Action, Actor, Target, require
from msai.services.farming.errors import BatchUnknown
from msai.services.farming.reading import read_batches
from msai.services.land.errors import AreaNegative, NothingUsed, TreatedAboveHectares
from msai.services.land.reading import read_parcels
from msai.services.workforce.incidents import require_day
from msai.services.workforce.keeping import LineKind, Said, keep_lines


class Chemical(StrEnum):
    """What kind of product it was; of a synthetic one organic land takes none."""

    INSECTICIDE = "insecticide"
    HERBICIDE = "herbicide"
    FUNGICIDE = "fungicide"
    FERTILISER = "fertiliser"
    MEDICINE = "medicine"
    DISINFECTANT = "disinfectant"
    NATURAL = "natural"
    OTHER = "other"


PESTICIDES = frozenset({Chemical.INSECTICIDE, Chemical.HERBICIDE, Chemical.FUNGICIDE})
"""Synthetic pesticides, for hectares treated in percent of hectares cultivated (IRIS+ OI2569)."""


class ChemicalUnit(StrEnum):
    """In what it was measured."""

    KILOGRAM = "kg"
    GRAM = "g"
    LITRE = "l"
    MILLILITRE = "ml"
    DOSE = "dose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """One use: `quantity_e4` ten-thousandths of the unit, `treated_e4` of a hectare, None where none was."""

    line_ref: str
    used_on: date
    kind: Chemical
    quantity_e4: int
    unit: ChemicalUnit
    treated_e4: int | None = None
    batch_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChemicals:
    """What a report or a form says was used; `today` is the day it came."""

    book_id: UUID
    source_id: UUID
    lines: Sequence[Used]
    today: date
    at: int


def record_chemicals(session: Session, actor: Actor, command: RecordChemicals) -> None:
    """Keep what was used; the same report or form again changes nothing.

    Raises:
        NotPermitted, NotFound, LinesDiffer
        RecordDayAhead, AreaNegative, NothingUsed
        TreatedAboveHectares: more was treated than there is land.
        BatchUnknown: a line names a batch that is not this enterprise's.
    """
    require(actor, Action.PEOPLE_RECORD, Target(command.book_id))
    for line in command.lines:
        _require_sound(line, command.today)
    _require_land(session, command)
    _require_batches(session, command)
    said = Said(book_id=command.book_id, source_id=command.source_id, at=command.at)
    keep_lines(session, actor, said, kind=LineKind.CHEMICAL, rows={
        line.line_ref: _row(line) for line in command.lines})


def _require_sound(line: Used, today: date) -> None:
    require_day(line.used_on, today=today, path="used_on")
    for path, number in (("quantity", line.quantity_e4), ("treated", line.treated_e4 or 0)):
        if number < 0:
            raise AreaNegative(path=path, line_ref=line.line_ref)
    if not line.quantity_e4:
        raise NothingUsed(path="quantity", line_ref=line.line_ref)


def _require_land(session: Session, command: RecordChemicals) -> None:
    """Where land is recorded, no more of it is treated at a time than there is."""
    treated = [line for line in command.lines if line.treated_e4]
    for line in treated:
        there = sum(one.hectares_e4 for one in read_parcels(session, command.book_id, on=line.used_on))
        if there and (line.treated_e4 or 0) > there:
            raise TreatedAboveHectares(path="treated", line_ref=line.line_ref)


def _require_batches(session: Session, command: RecordChemicals) -> None:
    named = {line.batch_id for line in command.lines if line.batch_id is not None}
    if len(read_batches(session, command.book_id, only=named) if named else ()) < len(named):
        raise BatchUnknown(path="batch")


def _row(line: Used) -> Mapping[str, Any]:
    return {"used_on": line.used_on, "kind": line.kind.value, "quantity_e4": line.quantity_e4,
            "unit": line.unit.value, "treated_e4": line.treated_e4, "batch_id": line.batch_id}
