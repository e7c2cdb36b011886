"""Land as it is held from a day on: owned, leased, used or a supplier's, and how much of it is organic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from msai.permissions import Action, Actor, Target, require
from msai.services.land.errors import (
    AreaNegative,
    CultivatedAboveHectares,
    OrganicAboveHectares,
    ParcelUnnamed,
)
from msai.services.workforce.incidents import require_day
from msai.services.workforce.keeping import LineKind, Said, keep_lines


class Tenure(StrEnum):
    """By which right land is worked; that of suppliers is not the enterprise's own."""

    OWNED = "owned"
    LEASED = "leased"
    USED = "used"
    SUPPLIERS = "suppliers"


class Assurance(StrEnum):
    """Who vouches that land is organic."""

    THIRD_PARTY = "third_party"
    PGS = "pgs"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordParcel:
    """A piece of land from a day on, in place of what was said of it before; `today` is the day it is said.

    No hectares are a piece that was given up. `cultivated_e4` is None where nobody said.
    """

    book_id: UUID
    source_id: UUID
    parcel: str
    holds_from: date
    tenure: Tenure
    hectares_e4: int
    organic_e4: int
    conversion_e4: int
    assurance: Assurance
    today: date
    at: int
    cultivated_e4: int | None = None


def record_parcel(session: Session, actor: Actor, command: RecordParcel) -> None:
    """Keep how a piece of land is held from a day on.

    Raises:
        NotPermitted, NotFound, LinesDiffer
        ParcelUnnamed, RecordDayAhead, AreaNegative, OrganicAboveHectares, CultivatedAboveHectares
    """
    require(actor, Action.PEOPLE_RECORD, Target(command.book_id))
    parcel = command.parcel.strip()
    if not parcel:
        raise ParcelUnnamed(path="parcel")
    require_day(command.holds_from, today=command.today, path="holds_from")
    _require_sound(command)
    said = Said(book_id=command.book_id, source_id=command.source_id, at=command.at)
    keep_lines(session, actor, said, kind=LineKind.PARCEL, rows={"1": {
        "parcel": parcel, "holds_from": command.holds_from, "tenure": command.tenure.value,
        "hectares_e4": command.hectares_e4, "cultivated_e4": command.cultivated_e4,
        "organic_e4": command.organic_e4, "conversion_e4": command.conversion_e4,
        "assurance": command.assurance.value}})


def _require_sound(command: RecordParcel) -> None:
    areas = {"hectares": command.hectares_e4, "organic": command.organic_e4,
             "conversion": command.conversion_e4, "cultivated": command.cultivated_e4 or 0}
    for path, area in areas.items():
        if area < 0:
            raise AreaNegative(path=path)
    if command.organic_e4 + command.conversion_e4 > command.hectares_e4:
        raise OrganicAboveHectares(path="organic")
    if (command.cultivated_e4 or 0) > command.hectares_e4:
        raise CultivatedAboveHectares(path="cultivated")
