"""What a member saves for: an amount, a day, and words that are hers alone to read out."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKeyConstraint, LargeBinary, PrimaryKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ledgers.tables import BOOK, Id, Instant
from msai.models.model import Model


class Goal(Model):
    """The one goal a member has at a time; its words are sealed with her own key."""

    __tablename__ = "goal"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "member_id"),
        ForeignKeyConstraint(["book_id", "member_id"], ["member.book_id", "member.member_id"]),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    member_id: Mapped[UUID] = mapped_column(Id)
    amount_minor: Mapped[int] = mapped_column(Instant)
    due_on: Mapped[date | None] = mapped_column(Date)
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    set_by: Mapped[UUID] = mapped_column(Id)
    set_at: Mapped[int] = mapped_column(Instant)
