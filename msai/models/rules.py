"""How a group settles its own ways: a rule that waits for the second officer, and where members sit."""

from datetime import date
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from ledgers.tables import BOOK, Id, Instant
from msai.models.model import Model


class RuleChange(Model):
    """A rule as one officer would have it from a day on; what became of it is the approval's state."""

    __tablename__ = "rule_change"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "approval_id"),
        ForeignKeyConstraint(["book_id", "approval_id"], ["approval.book_id", "approval.approval_id"]),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    approval_id: Mapped[UUID] = mapped_column(Id)
    name: Mapped[str] = mapped_column(String(60))
    holds_from: Mapped[date] = mapped_column(Date)
    value: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[int | None] = mapped_column(Instant)


class Seat(Model):
    """Where a member sits in the round; members without a seat follow by their numbers."""

    __tablename__ = "seat"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "member_id"),
        ForeignKeyConstraint(["book_id", "member_id"], ["member.book_id", "member.member_id"]),
        UniqueConstraint("book_id", "position"),
        CheckConstraint("position > 0", name="position_counted"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    member_id: Mapped[UUID] = mapped_column(Id)
    position: Mapped[int] = mapped_column(Integer)
