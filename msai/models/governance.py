"""What two people decided together, and who did what: the traces a group can read about itself."""

from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from ledgers.tables import BOOK, USER, Digest, Id, Instant
from msai.models.model import Model


class Approval(Model):
    """One person asks, another answers; bound to a digest of what was shown, and used once.

    `open_key` is nought while the request waits and unique afterwards, so that the database itself refuses a
    second open request for the same act on the same object.
    """

    __tablename__ = "approval"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "approval_id"),
        UniqueConstraint("book_id", "action", "subject", "open_key"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        CheckConstraint("state IN ('pending', 'approved', 'refused', 'used', 'expired')", name="state_known"),
        CheckConstraint("checker_id IS NULL OR checker_id <> maker_id", name="two_people"),
        CheckConstraint("(state = 'pending') = (decided_at IS NULL)", name="decided_or_pending"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    approval_id: Mapped[UUID] = mapped_column(Id)
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(100))
    shown_digest: Mapped[bytes] = mapped_column(Digest)
    open_key: Mapped[bytes] = mapped_column(Digest)
    maker_id: Mapped[UUID] = mapped_column(Id)
    checker_id: Mapped[UUID | None] = mapped_column(Id)
    state: Mapped[str] = mapped_column(String(16))
    requested_at: Mapped[int] = mapped_column(Instant)
    expires_at: Mapped[int] = mapped_column(Instant)
    decided_at: Mapped[int | None] = mapped_column(Instant)
    used_at: Mapped[int | None] = mapped_column(Instant)


class Waiver(Model):
    """A charge that a member shall not have to pay, as one officer asks for it.

    `seq` and `line` name the posting that raised it; `posted_seq` the entry that let it go, once another
    officer agreed. Why is a note of the book.
    """

    __tablename__ = "waiver"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "waiver_id"),
        UniqueConstraint("book_id", "posted_seq"),
        ForeignKeyConstraint(["book_id", "member_id"], ["member.book_id", "member.member_id"]),
        ForeignKeyConstraint(["book_id", "seq", "line"], ["posting.book_id", "posting.seq", "posting.line"]),
        ForeignKeyConstraint(["book_id", "note_id"], ["note.book_id", "note.note_id"]),
        ForeignKeyConstraint(["book_id", "approval_id"], ["approval.book_id", "approval.approval_id"]),
        ForeignKeyConstraint(["book_id", "posted_seq"], ["entry.book_id", "entry.seq"]),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    waiver_id: Mapped[UUID] = mapped_column(Id)
    member_id: Mapped[UUID] = mapped_column(Id)
    seq: Mapped[int] = mapped_column(Instant)
    line: Mapped[int] = mapped_column(Integer)
    amount_minor: Mapped[int] = mapped_column(Instant)
    note_id: Mapped[UUID] = mapped_column(Id)
    approval_id: Mapped[UUID] = mapped_column(Id)
    asked_by: Mapped[UUID] = mapped_column(Id)
    asked_at: Mapped[int] = mapped_column(Instant)
    posted_seq: Mapped[int | None] = mapped_column(Instant)


class AuditLine(Model):
    """Somebody did, or tried, something in a book: ids and codes, no names and no amounts."""

    __tablename__ = "audit_line"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "audit_id"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    audit_id: Mapped[UUID] = mapped_column(Id)
    user_id: Mapped[UUID] = mapped_column(Id)
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(100))
    result: Mapped[str] = mapped_column(String(40))
    at: Mapped[int] = mapped_column(Instant)


class UserAuditLine(Model):
    """Somebody signed in or out, failed to, or changed a sign-in: what belongs to no book."""

    __tablename__ = "user_audit_line"
    __table_args__ = (
        PrimaryKeyConstraint("user_id", "audit_id"),
        {"info": USER},
    )

    user_id: Mapped[UUID] = mapped_column(Id)
    audit_id: Mapped[UUID] = mapped_column(Id)
    actor_id: Mapped[UUID] = mapped_column(Id)
    action: Mapped[str] = mapped_column(String(40))
    result: Mapped[str] = mapped_column(String(40))
    at: Mapped[int] = mapped_column(Instant)


Index(None, AuditLine.book_id, AuditLine.at)
Index(None, Waiver.book_id, Waiver.seq)
