"""The land an enterprise holds on a day: of each piece what was said last of it for that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msai.models.people_and_land import LandParcel
from msai.services.workforce.keeping import holds


@dataclass(frozen=True, slots=True)
class ParcelHeld:
    """A piece of land as it is held since a day; hectares in whole ten-thousandths."""

    line_id: UUID
    parcel: str
    since: date
    tenure: str
    hectares_e4: int
    cultivated_e4: int | None
    organic_e4: int
    conversion_e4: int
    assurance: str


def read_parcels(session: Session, book_id: UUID, *, on: date) -> tuple[ParcelHeld, ...]:
    """The pieces of land held on a day, by name; what was given up is not among them."""
    rows = session.execute(
        select(LandParcel.line_id, LandParcel.parcel, LandParcel.holds_from, LandParcel.tenure,
               LandParcel.hectares_e4, LandParcel.cultivated_e4, LandParcel.organic_e4,
               LandParcel.conversion_e4, LandParcel.assurance)
        .where(LandParcel.book_id == book_id, LandParcel.holds_from <= on, holds(LandParcel, book_id))
        .order_by(LandParcel.holds_from, LandParcel.recorded_at, LandParcel.line_id))
    held = {row.parcel.casefold(): ParcelHeld(*row) for row in rows}
    return tuple(sorted((one for one in held.values() if one.hectares_e4), key=lambda one: one.parcel))
