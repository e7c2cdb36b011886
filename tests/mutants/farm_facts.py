"""A pen, an event of it and money put in, which the questions about sown faults are asked about."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from uuid import UUID

from ledgers.sharing.splits import Contribution
from msai.measures.production.activities import ActivityKind
from msai.measures.production.stock import EventKind
from msai.measures.production.units import Base, Quantity
from msai.services.farming.activities import KnownActivity
from msai.services.farming.reading import KeptEvent, KnownBatch
from tests.msai.services.reporting.village import PEN


def pen() -> KnownBatch:
    """A pen of hogs."""
    hogs = KnownActivity(UUID(int=7), ActivityKind.HOGS, "Hogs", Base.HEAD, "head")
    return KnownBatch(PEN, hogs, "Pen 1", date(2026, 1, 4), None, None)


def event(kind: EventKind) -> KeptEvent:
    """Something that happened to one hog."""
    return KeptEvent(
        UUID(int=1), PEN, kind, "animals", date(2026, 8, 3),
        Quantity(Fraction(1), "head", Fraction(1), Base.HEAD), None, None, None, None, UUID(int=2), "1",
        UUID(int=3), 0)


def put_in(holder: str, day: int) -> Contribution[str]:
    """A hundred put in on a day of August."""
    return Contribution(holder, date(2026, 8, day), 100)
