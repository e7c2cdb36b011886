"""What an enterprise grows: its activities, its batches, what was planned, and what happened day by day.

Quantities are kept as they were said, with the unit, the factor used and the base quantity, as exact decimals
in machine form; nothing is converted again later. An event is never changed: what was wrong is taken back by
a further row that names it and says why, and the right one stands beside it.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from ledgers.tables import BOOK, Id, Instant
from msai.models.model import Model

_KEPT = {**BOOK, "append_only": True}
_DECIMAL = String(60)
_UNIT = String(40)


class Activity(Model):
    """Something the enterprise does, such as hogs; its id is that of the holder its sales are posted to.

    `base` is what its main product is counted in, `unit` the unit that is offered first.
    """

    __tablename__ = "activity"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "activity_id"),
        ForeignKeyConstraint(["book_id", "activity_id"], ["holder.book_id", "holder.holder"]),
        {"info": _KEPT},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    activity_id: Mapped[UUID] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(100))
    base: Mapped[str] = mapped_column(String(10))
    unit: Mapped[str] = mapped_column(_UNIT)
    opened_by: Mapped[UUID] = mapped_column(Id)
    opened_at: Mapped[int] = mapped_column(Instant)


class UnitFactor(Model):
    """How much a unit holds here from a day on: the enterprise's own word, and who said it."""

    __tablename__ = "unit_factor"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "factor_id"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        {"info": _KEPT},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    factor_id: Mapped[UUID] = mapped_column(Id)
    unit: Mapped[str] = mapped_column(_UNIT)
    base: Mapped[str] = mapped_column(String(10))
    factor: Mapped[str] = mapped_column(_DECIMAL)
    holds_from: Mapped[date] = mapped_column(Date)
    set_by: Mapped[UUID] = mapped_column(Id)
    set_at: Mapped[int] = mapped_column(Instant)


class Batch(Model):
    """What is raised or grown together: a pen of hogs, a season's field; closed when nothing of it is left.

    The number it begins with stands in its first event, `added`; an area is kept here.
    """

    __tablename__ = "batch"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "batch_id"),
        ForeignKeyConstraint(["book_id", "activity_id"], ["activity.book_id", "activity.activity_id"]),
        CheckConstraint("(area IS NULL) = (area_m2 IS NULL)", name="area_whole"),
        CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name="closed_after_opened"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    batch_id: Mapped[UUID] = mapped_column(Id)
    activity_id: Mapped[UUID] = mapped_column(Id)
    name: Mapped[str] = mapped_column(String(100))
    opened_on: Mapped[date] = mapped_column(Date)
    area: Mapped[str | None] = mapped_column(_DECIMAL)
    area_unit: Mapped[str | None] = mapped_column(_UNIT)
    area_factor: Mapped[str | None] = mapped_column(_DECIMAL)
    area_m2: Mapped[str | None] = mapped_column(_DECIMAL)
    opened_by: Mapped[UUID] = mapped_column(Id)
    opened_at: Mapped[int] = mapped_column(Instant)
    closed_on: Mapped[date | None] = mapped_column(Date)
    closed_by: Mapped[UUID | None] = mapped_column(Id)
    closed_at: Mapped[int | None] = mapped_column(Instant)


class BatchPlan(Model):
    """What was planned of a batch; another plan is another row, the newest holds."""

    __tablename__ = "batch_plan"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "plan_id"),
        ForeignKeyConstraint(["book_id", "batch_id"], ["batch.book_id", "batch.batch_id"]),
        CheckConstraint("(quantity IS NULL) = (base_quantity IS NULL)", name="quantity_whole"),
        {"info": _KEPT},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    plan_id: Mapped[UUID] = mapped_column(Id)
    batch_id: Mapped[UUID] = mapped_column(Id)
    ends_on: Mapped[date | None] = mapped_column(Date)
    quantity: Mapped[str | None] = mapped_column(_DECIMAL)
    unit: Mapped[str | None] = mapped_column(_UNIT)
    factor: Mapped[str | None] = mapped_column(_DECIMAL)
    base_quantity: Mapped[str | None] = mapped_column(_DECIMAL)
    sales_minor: Mapped[int | None] = mapped_column(BigInteger)
    costs_minor: Mapped[int | None] = mapped_column(BigInteger)
    planned_by: Mapped[UUID] = mapped_column(Id)
    planned_at: Mapped[int] = mapped_column(Instant)


class BatchEvent(Model):
    """What happened to a batch on a day.

    `product` is what it happened to: a product of the activity, or the kind of an input or of labour.
    `document_id` and `line_ref` say where it was written: a monthly report, or a form. `weight_kg` is the
    weight of heads, as in 24 hogs of 2,136 kg. `money_minor` is what was got or paid, which the books hold by
    their own entries.
    """

    __tablename__ = "batch_event"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "event_id"),
        ForeignKeyConstraint(["book_id", "batch_id"], ["batch.book_id", "batch.batch_id"]),
        ForeignKeyConstraint(["book_id", "reverses"], ["batch_event.book_id", "batch_event.event_id"]),
        UniqueConstraint("book_id", "document_id", "line_ref"),
        UniqueConstraint("book_id", "reverses"),
        CheckConstraint("money_minor >= 0", name="money_not_negative"),
        {"info": _KEPT},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    event_id: Mapped[UUID] = mapped_column(Id)
    batch_id: Mapped[UUID] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(20))
    product: Mapped[str] = mapped_column(String(20))
    happened_on: Mapped[date] = mapped_column(Date)
    quantity: Mapped[str] = mapped_column(_DECIMAL)
    unit: Mapped[str] = mapped_column(_UNIT)
    factor: Mapped[str] = mapped_column(_DECIMAL)
    base: Mapped[str] = mapped_column(String(10))
    base_quantity: Mapped[str] = mapped_column(_DECIMAL)
    weight: Mapped[str | None] = mapped_column(_DECIMAL)
    weight_unit: Mapped[str | None] = mapped_column(_UNIT)
    weight_factor: Mapped[str | None] = mapped_column(_DECIMAL)
    weight_kg: Mapped[str | None] = mapped_column(_DECIMAL)
    money_minor: Mapped[int | None] = mapped_column(BigInteger)
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    proof_id: Mapped[UUID | None] = mapped_column(Id)
    document_id: Mapped[UUID] = mapped_column(Id)
    line_ref: Mapped[str] = mapped_column(String(60))
    reverses: Mapped[UUID | None] = mapped_column(Id)
    recorded_by: Mapped[UUID] = mapped_column(Id)
    recorded_at: Mapped[int] = mapped_column(Instant)


Index(None, UnitFactor.book_id, UnitFactor.unit, UnitFactor.holds_from)
Index(None, Batch.book_id, Batch.activity_id)
Index(None, BatchPlan.book_id, BatchPlan.batch_id)
Index(None, BatchEvent.book_id, BatchEvent.batch_id, BatchEvent.happened_on)
