"""What a group keeps around a meeting beside its sheet: drafts, witnesses, money that came in between.

What is said in drafts and receipts is sealed with the key of the group's papers, as its sheets are; what a
witness says is sealed with her own.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from ledgers.tables import BOOK, Digest, Id, Instant
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


class WitnessWord(Model):
    """What a member said of a closed meeting: that it is as she saw it, or that it is not.

    She may say something else later; every word stays, and the newest counts.  `seen_hash` is the proof of
    the record she was shown.
    """

    __tablename__ = "witness_word"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "meeting_id", "member_id", "said_at"),
        ForeignKeyConstraint(["book_id", "meeting_id"], ["meeting.book_id", "meeting.meeting_id"]),
        ForeignKeyConstraint(["book_id", "member_id"], ["member.book_id", "member.member_id"]),
        CheckConstraint("says IN ('agrees', 'disputes')", name="says_known"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    meeting_id: Mapped[UUID] = mapped_column(Id)
    member_id: Mapped[UUID] = mapped_column(Id)
    said_at: Mapped[int] = mapped_column(Instant)
    says: Mapped[str] = mapped_column(String(16))
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    own_phone: Mapped[bool] = mapped_column(Boolean)
    said_by: Mapped[UUID] = mapped_column(Id)
    seen_hash: Mapped[bytes] = mapped_column(Digest)


class PaidFor(Model):
    """A line of a sheet that somebody else paid: both passbooks say so, and the money is the saver's."""

    __tablename__ = "paid_for"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "meeting_id", "line_ref"),
        ForeignKeyConstraint(["book_id", "meeting_id"], ["meeting.book_id", "meeting.meeting_id"]),
        ForeignKeyConstraint(["book_id", "payer_id"], ["member.book_id", "member.member_id"]),
        ForeignKeyConstraint(["book_id", "member_id"], ["member.book_id", "member.member_id"]),
        CheckConstraint("payer_id <> member_id", name="two_members"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    meeting_id: Mapped[UUID] = mapped_column(Id)
    line_ref: Mapped[str] = mapped_column(String(60))
    payer_id: Mapped[UUID] = mapped_column(Id)
    member_id: Mapped[UUID] = mapped_column(Id)
    held_on: Mapped[date] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String(24))
    amount_minor: Mapped[int] = mapped_column(Instant)


class MoneyReceipt(Model):
    """Money of a member that reached the group between two meetings; `seq` is the entry it made."""

    __tablename__ = "money_receipt"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "receipt_id"),
        ForeignKeyConstraint(["book_id"], ["savings_group.book_id"]),
        ForeignKeyConstraint(["book_id", "member_id"], ["member.book_id", "member.member_id"]),
        ForeignKeyConstraint(["book_id", "seq"], ["entry.book_id", "entry.seq"]),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    receipt_id: Mapped[UUID] = mapped_column(Id)
    member_id: Mapped[UUID] = mapped_column(Id)
    seq: Mapped[int] = mapped_column(Instant)
    received_on: Mapped[date] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String(24))
    amount_minor: Mapped[int] = mapped_column(Instant)
    tender: Mapped[str] = mapped_column(String(100))
    reference_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    recorded_at: Mapped[int] = mapped_column(Instant)
    recorded_by: Mapped[UUID] = mapped_column(Id)


Index(None, PaidFor.book_id, PaidFor.payer_id)
Index(None, PaidFor.book_id, PaidFor.member_id)
