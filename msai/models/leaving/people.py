"""Who left, died or came back, and whom a member named.

The book holds what was posted; these rows hold who asked and who agreed.  Whom a member named, and to whom
money was paid after a death, is sealed with her own key.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import (
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

_MEMBER = (["book_id", "member_id"], ["member.book_id", "member.member_id"])
_APPROVAL = (["book_id", "approval_id"], ["approval.book_id", "approval.approval_id"])
_ENTRY = (["book_id", "posted_seq"], ["entry.book_id", "entry.seq"])


class MemberExit(Model):
    """An exit that one officer asked for; settled once another agreed.

    `posted_seq` is empty where there was nothing to post; `payee_sealed` says to whom money is paid after a
    death, in the member's own key. `value_before` and `value_after` are exact fractions of minor units that
    one share (or one minor unit saved) was worth for those who stay, as they were when it was settled.
    """

    __tablename__ = "member_exit"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "exit_id"),
        UniqueConstraint("book_id", "posted_seq"),
        ForeignKeyConstraint(*_MEMBER),
        ForeignKeyConstraint(*_APPROVAL),
        ForeignKeyConstraint(*_ENTRY),
        CheckConstraint("cause IN ('left', 'died')", name="cause_known"),
        CheckConstraint("(cause = 'died') = (payee_sealed IS NOT NULL)", name="payee_after_death"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    exit_id: Mapped[UUID] = mapped_column(Id)
    member_id: Mapped[UUID] = mapped_column(Id)
    cause: Mapped[str] = mapped_column(String(16))
    left_on: Mapped[date] = mapped_column(Date)
    tender: Mapped[str | None] = mapped_column(String(100))
    payee_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    approval_id: Mapped[UUID] = mapped_column(Id)
    asked_by: Mapped[UUID] = mapped_column(Id)
    asked_at: Mapped[int] = mapped_column(Instant)
    settled_at: Mapped[int | None] = mapped_column(Instant)
    posted_seq: Mapped[int | None] = mapped_column(Instant)
    value_before: Mapped[str | None] = mapped_column(String(80))
    value_after: Mapped[str | None] = mapped_column(String(80))


class MemberAbsence(Model):
    """The time between leaving and coming back; her number stayed hers."""

    __tablename__ = "member_absence"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "member_id", "left_on"),
        ForeignKeyConstraint(*_MEMBER),
        CheckConstraint("came_back_on >= left_on", name="left_before_coming_back"),
        {"info": {**BOOK, "append_only": True}},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    member_id: Mapped[UUID] = mapped_column(Id)
    left_on: Mapped[date] = mapped_column(Date)
    came_back_on: Mapped[date] = mapped_column(Date)
    recorded_by: Mapped[UUID] = mapped_column(Id)
    recorded_at: Mapped[int] = mapped_column(Instant)


class Nominee(Model):
    """Whom a member wants to be paid if she dies: name and relation, in her own key.

    What officers wrote down for her holds once another agreed (`holds_since`); her own word holds at once.
    """

    __tablename__ = "nominee"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "nominee_id"),
        ForeignKeyConstraint(*_MEMBER),
        ForeignKeyConstraint(*_APPROVAL),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    nominee_id: Mapped[UUID] = mapped_column(Id)
    member_id: Mapped[UUID] = mapped_column(Id)
    person_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    approval_id: Mapped[UUID | None] = mapped_column(Id)
    said_by: Mapped[UUID] = mapped_column(Id)
    said_at: Mapped[int] = mapped_column(Instant)
    holds_since: Mapped[int | None] = mapped_column(Instant)


Index(None, MemberExit.book_id, MemberExit.member_id)
Index(None, Nominee.book_id, Nominee.member_id)
