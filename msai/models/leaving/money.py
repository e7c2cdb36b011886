"""What a late joiner pays, and what became of money that was due to a member for long."""

from datetime import date
from uuid import UUID

from sqlalchemy import (
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

_MEMBER = (["book_id", "member_id"], ["member.book_id", "member.member_id"])
_APPROVAL = (["book_id", "approval_id"], ["approval.book_id", "approval.approval_id"])
_ENTRY = (["book_id", "posted_seq"], ["entry.book_id", "entry.seq"])


class LateEntry(Model):
    """What a member who joined late pays by the rule of that day; posted once, when she pays it.

    `bought` counts shares, or minor units of savings where the group saves by amount.
    """

    __tablename__ = "late_entry"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "late_entry_id"),
        UniqueConstraint("book_id", "posted_seq"),
        ForeignKeyConstraint(*_MEMBER),
        ForeignKeyConstraint(*_ENTRY),
        CheckConstraint("policy IN ('catch_up', 'current_value', 'entry_fee')", name="policy_known"),
        CheckConstraint("savings_minor >= 0 AND fee_minor >= 0 AND bought >= 0", name="nothing_below_nought"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    late_entry_id: Mapped[UUID] = mapped_column(Id)
    member_id: Mapped[UUID] = mapped_column(Id)
    policy: Mapped[str] = mapped_column(String(16))
    joined_on: Mapped[date] = mapped_column(Date)
    bought: Mapped[int] = mapped_column(Instant)
    shares: Mapped[int] = mapped_column(Integer)
    savings_minor: Mapped[int] = mapped_column(Instant)
    fee_minor: Mapped[int] = mapped_column(Instant)
    tender: Mapped[str | None] = mapped_column(String(100))
    recorded_by: Mapped[UUID] = mapped_column(Id)
    recorded_at: Mapped[int] = mapped_column(Instant)
    settled_at: Mapped[int | None] = mapped_column(Instant)
    posted_seq: Mapped[int | None] = mapped_column(Instant)


class EntryWaiver(Model):
    """A late entry that a member shall not have to pay, as one officer asks for it; why is a note."""

    __tablename__ = "entry_waiver"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "waiver_id"),
        ForeignKeyConstraint(
            ["book_id", "late_entry_id"], ["late_entry.book_id", "late_entry.late_entry_id"]),
        ForeignKeyConstraint(*_MEMBER),
        ForeignKeyConstraint(["book_id", "note_id"], ["note.book_id", "note.note_id"]),
        ForeignKeyConstraint(*_APPROVAL),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    waiver_id: Mapped[UUID] = mapped_column(Id)
    late_entry_id: Mapped[UUID] = mapped_column(Id)
    member_id: Mapped[UUID] = mapped_column(Id)
    amount_minor: Mapped[int] = mapped_column(Instant)
    note_id: Mapped[UUID] = mapped_column(Id)
    approval_id: Mapped[UUID] = mapped_column(Id)
    asked_by: Mapped[UUID] = mapped_column(Id)
    asked_at: Mapped[int] = mapped_column(Instant)


class DueSettlement(Model):
    """Money due to a member is paid, or by decision becomes the group's; `of_id` names what is taken back."""

    __tablename__ = "due_settlement"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "settlement_id"),
        UniqueConstraint("book_id", "posted_seq"),
        ForeignKeyConstraint(*_MEMBER),
        ForeignKeyConstraint(*_APPROVAL),
        ForeignKeyConstraint(*_ENTRY),
        ForeignKeyConstraint(["book_id", "note_id"], ["note.book_id", "note.note_id"]),
        ForeignKeyConstraint(["book_id", "of_id"],
                             ["due_settlement.book_id", "due_settlement.settlement_id"]),
        CheckConstraint("becomes IN ('paid', 'income', 'donation', 'social', 'taken_back')",
                        name="becomes_known"),
        CheckConstraint("(becomes = 'taken_back') = (of_id IS NOT NULL)", name="taken_back_from"),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    settlement_id: Mapped[UUID] = mapped_column(Id)
    member_id: Mapped[UUID] = mapped_column(Id)
    fund: Mapped[str] = mapped_column(String(32))
    becomes: Mapped[str] = mapped_column(String(16))
    amount_minor: Mapped[int] = mapped_column(Instant)
    tender: Mapped[str | None] = mapped_column(String(100))
    of_id: Mapped[UUID | None] = mapped_column(Id)
    happens_on: Mapped[date] = mapped_column(Date)
    note_id: Mapped[UUID | None] = mapped_column(Id)
    approval_id: Mapped[UUID] = mapped_column(Id)
    asked_by: Mapped[UUID] = mapped_column(Id)
    asked_at: Mapped[int] = mapped_column(Instant)
    posted_seq: Mapped[int | None] = mapped_column(Instant)


Index(None, LateEntry.book_id, LateEntry.member_id)
Index(None, EntryWaiver.book_id, EntryWaiver.late_entry_id)
Index(None, DueSettlement.book_id, DueSettlement.member_id)
