"""What was asked to be put right and what somebody said is wrong, beside the entries that came of it.

The book holds what was taken back and posted; these rows hold who asked, why, and what was said to whom.
Reasons are notes of the book, the words of a dispute are sealed with the key of the member it is about.
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
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from ledgers.tables import BOOK, Id, Instant
from msai.models.model import Model


class Dispute(Model):
    """Somebody says that a line of a member's passbook is wrong; `line` and `seq` name its posting."""

    __tablename__ = "dispute"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "dispute_id"),
        ForeignKeyConstraint(["book_id", "member_id"], ["member.book_id", "member.member_id"]),
        ForeignKeyConstraint(["book_id", "seq", "line"], ["posting.book_id", "posting.seq", "posting.line"]),
        CheckConstraint("state IN ('open', 'answered', 'corrected', 'withdrawn')", name="state_known"),
        CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_or_open"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    dispute_id: Mapped[UUID] = mapped_column(Id)
    member_id: Mapped[UUID] = mapped_column(Id)
    seq: Mapped[int] = mapped_column(Instant)
    line: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(16))
    raised_by: Mapped[UUID] = mapped_column(Id)
    raised_at: Mapped[int] = mapped_column(Instant)
    settled_at: Mapped[int | None] = mapped_column(Instant)


class DisputeWord(Model):
    """One thing said in a dispute, in order; it is never changed and never taken away."""

    __tablename__ = "dispute_word"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "dispute_id", "no"),
        ForeignKeyConstraint(["book_id", "dispute_id"], ["dispute.book_id", "dispute.dispute_id"]),
        CheckConstraint("kind IN ('raised', 'answered', 'corrected', 'withdrawn')", name="kind_known"),
        {"info": {**BOOK, "append_only": True}},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    dispute_id: Mapped[UUID] = mapped_column(Id)
    no: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(16))
    said_by: Mapped[UUID] = mapped_column(Id)
    said_at: Mapped[int] = mapped_column(Instant)
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class Correction(Model):
    """A line that is to be put right: what it becomes, and the entry it became once two people agreed.

    `root_seq` and `root_line` name the line as it was first written, `seq` and `line` what stands for it now;
    both are the same until a correction is itself corrected. `meeting_id` is the meeting whose count may
    explain it. `becomes` is the right line as JSON, none where nothing should have been written.
    """

    __tablename__ = "correction"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "correction_id"),
        UniqueConstraint("book_id", "posted_seq"),
        ForeignKeyConstraint(["book_id", "seq", "line"], ["posting.book_id", "posting.seq", "posting.line"]),
        ForeignKeyConstraint(["book_id", "root_seq", "root_line"],
                             ["posting.book_id", "posting.seq", "posting.line"]),
        ForeignKeyConstraint(["book_id", "note_id"], ["note.book_id", "note.note_id"]),
        ForeignKeyConstraint(["book_id", "approval_id"], ["approval.book_id", "approval.approval_id"]),
        ForeignKeyConstraint(["book_id", "dispute_id"], ["dispute.book_id", "dispute.dispute_id"]),
        ForeignKeyConstraint(["book_id", "posted_seq"], ["entry.book_id", "entry.seq"]),
        CheckConstraint("cash IN ('as_counted', 'handed_over')", name="cash_known"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    correction_id: Mapped[UUID] = mapped_column(Id)
    seq: Mapped[int] = mapped_column(Instant)
    line: Mapped[int] = mapped_column(Integer)
    root_seq: Mapped[int] = mapped_column(Instant)
    root_line: Mapped[int] = mapped_column(Integer)
    meeting_id: Mapped[UUID | None] = mapped_column(Id)
    held_on: Mapped[date] = mapped_column(Date)
    becomes: Mapped[str | None] = mapped_column(Text)
    cash: Mapped[str] = mapped_column(String(16))
    note_id: Mapped[UUID] = mapped_column(Id)
    approval_id: Mapped[UUID] = mapped_column(Id)
    dispute_id: Mapped[UUID | None] = mapped_column(Id)
    asked_by: Mapped[UUID] = mapped_column(Id)
    asked_at: Mapped[int] = mapped_column(Instant)
    posted_seq: Mapped[int | None] = mapped_column(Instant)


Index(None, Dispute.book_id, Dispute.member_id)
Index(None, Dispute.book_id, Dispute.seq)
Index(None, Correction.book_id, Correction.seq)
Index(None, Correction.book_id, Correction.meeting_id)
