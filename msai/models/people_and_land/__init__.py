"""Who works for an enterprise, what it buys from neighbours, its land, its certificates, and what went wrong.

Counts and hours, no names: nobody can be found again in these rows, so they hold no case, no address and no
story. A line is never changed. What was wrong is taken back with a reason, and the right line stands beside
it; hours, hectares and quantities are whole ten-thousandths.
"""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from ledgers.tables import BOOK, Id, Instant
from msai.models.model import Model

_KEPT = {**BOOK, "append_only": True}


def _line(*more: Any) -> tuple[Any, ...]:
    """The keys of a line: its id, and what said it with its place there."""
    return (
        PrimaryKeyConstraint("book_id", "line_id"), ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        UniqueConstraint("book_id", "source_id", "line_ref"), *more, {"info": _KEPT})


class Line:
    """What every line has: `source_id` is the monthly report, or the form, that said it."""

    book_id: Mapped[UUID] = mapped_column(Id)
    line_id: Mapped[UUID] = mapped_column(Id)
    source_id: Mapped[UUID] = mapped_column(Id)
    line_ref: Mapped[str] = mapped_column(String(40))
    recorded_by: Mapped[UUID] = mapped_column(Id)
    recorded_at: Mapped[int] = mapped_column(Instant)


class WorkLine(Line, Model):
    """People who worked in a month, alike in what is known of them; `unknown` where nobody said.

    A box of a monthly report ("wages of women: 3 people, 240 hours, 8,825") is one line; more detail is more
    lines. Hours and wages are those of all of them together, None where nobody said.
    """

    __tablename__ = "work_line"
    __table_args__ = _line(
        CheckConstraint("people >= 0 AND hours_e4 >= 0 AND wages_minor >= 0", name="not_negative"))

    month: Mapped[date] = mapped_column(Date)
    sex: Mapped[str] = mapped_column(String(12))
    returnee: Mapped[str] = mapped_column(String(12))
    age_band: Mapped[str] = mapped_column(String(12))
    engagement: Mapped[str] = mapped_column(String(12))
    role: Mapped[str] = mapped_column(String(12))
    minimum_pay: Mapped[str] = mapped_column(String(12))
    people: Mapped[int] = mapped_column(Integer)
    hours_e4: Mapped[int | None] = mapped_column(BigInteger)
    wages_minor: Mapped[int | None] = mapped_column(BigInteger)


class FullTimeHours(Model):
    """From a month on, so many hours a month are full work here; what was stated last for a month holds."""

    __tablename__ = "full_time_hours"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "stated_id"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        CheckConstraint("hours_e4 > 0", name="hours_positive"),
        {"info": _KEPT},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    stated_id: Mapped[UUID] = mapped_column(Id)
    holds_from: Mapped[date] = mapped_column(Date)
    hours_e4: Mapped[int] = mapped_column(BigInteger)
    stated_by: Mapped[UUID] = mapped_column(Id)
    stated_at: Mapped[int] = mapped_column(Instant)


class SupplierPurchase(Line, Model):
    """What was bought in a month from one kind of supplier; the money itself stands in the book."""

    __tablename__ = "supplier_purchase"
    __table_args__ = _line(
        CheckConstraint("amount_minor > 0 AND suppliers >= 0", name="amount_there"),
        CheckConstraint("women_suppliers BETWEEN 0 AND suppliers", name="women_within_suppliers"))

    month: Mapped[date] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String(16))
    supplier: Mapped[str] = mapped_column(String(16))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    suppliers: Mapped[int] = mapped_column(Integer)
    women_suppliers: Mapped[int | None] = mapped_column(Integer)


class WorkIncident(Line, Model):
    """Injuries or complaints by their number alone, or (with `settles_id`) how many of them are settled."""

    __tablename__ = "work_incident"
    __table_args__ = _line(
        ForeignKeyConstraint(["book_id", "settles_id"], ["work_incident.book_id", "work_incident.line_id"]),
        CheckConstraint("kind IN ('injury', 'complaint')", name="kind_known"),
        CheckConstraint("number > 0", name="number_positive"))

    kind: Mapped[str] = mapped_column(String(12))
    topic: Mapped[str] = mapped_column(String(16))
    happened_on: Mapped[date] = mapped_column(Date)
    number: Mapped[int] = mapped_column(Integer)
    settles_id: Mapped[UUID | None] = mapped_column(Id)


class LandParcel(Line, Model):
    """A piece of land as it is held from a day on; no hectares are a piece that was given up.

    `assurance` says who vouches that the organic part is organic. Land of suppliers counts apart.
    """

    __tablename__ = "land_parcel"
    __table_args__ = _line(
        CheckConstraint("hectares_e4 >= 0 AND cultivated_e4 >= 0", name="not_negative"),
        CheckConstraint(
            "organic_e4 >= 0 AND conversion_e4 >= 0 AND organic_e4 + conversion_e4 <= hectares_e4",
            name="organic_within_hectares"))

    parcel: Mapped[str] = mapped_column(String(60))
    holds_from: Mapped[date] = mapped_column(Date)
    tenure: Mapped[str] = mapped_column(String(12))
    hectares_e4: Mapped[int] = mapped_column(BigInteger)
    cultivated_e4: Mapped[int | None] = mapped_column(BigInteger)
    organic_e4: Mapped[int] = mapped_column(BigInteger)
    conversion_e4: Mapped[int] = mapped_column(BigInteger)
    assurance: Mapped[str] = mapped_column(String(12))


class Certificate(Line, Model):
    """A certificate or the standing in a participatory guarantee system, with its first and last day."""

    __tablename__ = "certificate"
    __table_args__ = _line(CheckConstraint("valid_until >= valid_from", name="ends_after_it_begins"))

    kind: Mapped[str] = mapped_column(String(12))
    scheme: Mapped[str] = mapped_column(String(100))
    number: Mapped[str] = mapped_column(String(60))
    scope: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date] = mapped_column(Date)


class ChemicalUse(Line, Model):
    """What was put on a field or given to animals on a day; `treated_e4` are the hectares it was put on."""

    __tablename__ = "chemical_use"
    __table_args__ = _line(
        CheckConstraint("quantity_e4 > 0 AND treated_e4 >= 0", name="quantity_positive"))

    used_on: Mapped[date] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String(24))
    quantity_e4: Mapped[int] = mapped_column(BigInteger)
    unit: Mapped[str] = mapped_column(String(12))
    treated_e4: Mapped[int | None] = mapped_column(BigInteger)
    batch_id: Mapped[UUID | None] = mapped_column(Id)


class LineTakenBack(Model):
    """A line that does not hold any more, with who took it back; the note says why."""

    __tablename__ = "line_taken_back"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "line_id"),
        ForeignKeyConstraint(["book_id", "note_id"], ["note.book_id", "note.note_id"]),
        {"info": _KEPT},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    line_id: Mapped[UUID] = mapped_column(Id)
    note_id: Mapped[UUID] = mapped_column(Id)
    taken_by: Mapped[UUID] = mapped_column(Id)
    taken_at: Mapped[int] = mapped_column(Instant)


Index(None, WorkLine.book_id, WorkLine.month)
Index(None, SupplierPurchase.book_id, SupplierPurchase.month)
Index(None, WorkIncident.book_id, WorkIncident.happened_on)
Index(None, ChemicalUse.book_id, ChemicalUse.used_on)
