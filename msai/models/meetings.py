"""What a group keeps around a meeting beside its sheet: the draft that is still being written.

What is said in these rows is sealed with the key of the group's papers, as its sheets are.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKeyConstraint, Integer, LargeBinary, PrimaryKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ledgers.tables import BOOK, Id, Instant
from msai.models.model import Model


class SheetDraft(Model):
    """The sheet of a meeting that is still going on, as a phone saved it last; it goes with the close.

    `version` counts the savings, so that a phone that knows an older one is told instead of overwriting.
    """

    __tablename__ = "sheet_draft"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "meeting_id"),
        ForeignKeyConstraint(["book_id"], ["savings_group.book_id"]),
        CheckConstraint("version > 0", name="version_positive"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    meeting_id: Mapped[UUID] = mapped_column(Id)
    version: Mapped[int] = mapped_column(Integer)
    held_on: Mapped[date | None] = mapped_column(Date)
    body_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    saved_at: Mapped[int] = mapped_column(Instant)
    saved_by: Mapped[UUID] = mapped_column(Id)
