"""What a group decided at the end of a cycle, and what became later of the debts it kept back.

The book holds what was paid; these rows hold what was decided, sealed with the key of the group's papers, so
that the same share-out can be worked out again from the book as it stood.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from ledgers.tables import BOOK, Id, Instant
from msai.models.model import Model


class ShareOutRow(Model):
    """A share-out that one officer asked for; it has entries once another approved it.

    Charges raised with it come before `from_seq`: the book up to there is what it was worked out from.
    `posted_seq` is the entry in which members took what is theirs.
    """

    __tablename__ = "share_out"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "share_out_id"),
        UniqueConstraint("book_id", "posted_seq"),
        ForeignKeyConstraint(["book_id", "cycle_no"], ["cycle.book_id", "cycle.cycle_no"]),
        ForeignKeyConstraint(["book_id", "approval_id"], ["approval.book_id", "approval.approval_id"]),
        ForeignKeyConstraint(["book_id", "posted_seq"], ["entry.book_id", "entry.seq"]),
        CheckConstraint("(from_seq IS NULL) = (posted_seq IS NULL)", name="posted_or_not"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    share_out_id: Mapped[UUID] = mapped_column(Id)
    cycle_no: Mapped[int] = mapped_column(Integer)
    ended_on: Mapped[date] = mapped_column(Date)
    decisions_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    approval_id: Mapped[UUID] = mapped_column(Id)
    asked_by: Mapped[UUID] = mapped_column(Id)
    asked_at: Mapped[int] = mapped_column(Instant)
    from_seq: Mapped[int | None] = mapped_column(Instant)
    posted_seq: Mapped[int | None] = mapped_column(Instant)


class KeptBackStep(Model):
    """What is done later about debts kept back at a share-out: one is given up, or what came in is shared.

    `code` and `holder` name the account of a debt that is given up; what came in has none.
    """

    __tablename__ = "kept_back_step"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "step_id"),
        UniqueConstraint("book_id", "posted_seq"),
        ForeignKeyConstraint(["book_id", "share_out_id"], ["share_out.book_id", "share_out.share_out_id"]),
        ForeignKeyConstraint(["book_id", "note_id"], ["note.book_id", "note.note_id"]),
        ForeignKeyConstraint(["book_id", "approval_id"], ["approval.book_id", "approval.approval_id"]),
        ForeignKeyConstraint(["book_id", "posted_seq"], ["entry.book_id", "entry.seq"]),
        CheckConstraint("kind IN ('given_up', 'shared')", name="kind_known"),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("(kind = 'given_up') = (holder IS NOT NULL)", name="debt_named"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    step_id: Mapped[UUID] = mapped_column(Id)
    share_out_id: Mapped[UUID] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(16))
    code: Mapped[int | None] = mapped_column(Integer)
    holder: Mapped[UUID | None] = mapped_column(Id)
    amount_minor: Mapped[int] = mapped_column(Instant)
    note_id: Mapped[UUID | None] = mapped_column(Id)
    approval_id: Mapped[UUID] = mapped_column(Id)
    asked_by: Mapped[UUID] = mapped_column(Id)
    asked_at: Mapped[int] = mapped_column(Instant)
    posted_seq: Mapped[int | None] = mapped_column(Instant)


Index(None, ShareOutRow.book_id, ShareOutRow.cycle_no)
Index(None, KeptBackStep.book_id, KeptBackStep.share_out_id)
