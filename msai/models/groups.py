"""A savings group beside its money: its rules, members, tenders, loans, sheets and meetings.

Everything is kept under the group's book. Names and sheets are sealed; numbers, dates and states are not.
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
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from ledgers.tables import BOOK, Digest, Id, Instant
from msai.models.model import Model


class Group(Model):
    """A group and where it meets; its currency is its book's."""

    __tablename__ = "savings_group"
    __table_args__ = (
        PrimaryKeyConstraint("book_id"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    alias: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2))
    opened_on: Mapped[date] = mapped_column(Date)
    locale: Mapped[str | None] = mapped_column(String(16))
    time_zone: Mapped[str | None] = mapped_column(String(60))


class GroupRule(Model):
    """One rule of the group and the day from which it holds; the past keeps its own rules."""

    __tablename__ = "group_rule"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "name", "holds_from", "recorded_at"),
        ForeignKeyConstraint(["book_id"], ["savings_group.book_id"]),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    name: Mapped[str] = mapped_column(String(60))
    holds_from: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[int] = mapped_column(Instant)
    recorded_by: Mapped[UUID] = mapped_column(Id)
    value: Mapped[str] = mapped_column(Text)


class TenderRow(Model):
    """A place where the money of a book lies: a box, a bank account, a wallet."""

    __tablename__ = "tender"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "tender_id"),
        ForeignKeyConstraint(["book_id", "tender_id"], ["holder.book_id", "holder.holder"]),
        UniqueConstraint("book_id", "alias"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    tender_id: Mapped[UUID] = mapped_column(Id)
    alias: Mapped[str] = mapped_column(String(100))
    code: Mapped[int] = mapped_column(SmallInteger)
    position: Mapped[int] = mapped_column(Integer)


class Member(Model):
    """Somebody who saves with the group. Her name is sealed with her own key."""

    __tablename__ = "member"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "member_id"),
        ForeignKeyConstraint(["book_id", "member_id"], ["holder.book_id", "holder.holder"]),
        UniqueConstraint("book_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    member_id: Mapped[UUID] = mapped_column(Id)
    number: Mapped[int] = mapped_column(Integer)
    name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    sex: Mapped[str | None] = mapped_column(String(16))
    joined_on: Mapped[date] = mapped_column(Date)
    left_on: Mapped[date | None] = mapped_column(Date)


class Loan(Model):
    """A loan to a member: what was agreed. What is owed stands in the book."""

    __tablename__ = "loan"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "loan_id"),
        ForeignKeyConstraint(["book_id", "loan_id"], ["holder.book_id", "holder.holder"]),
        ForeignKeyConstraint(["book_id", "member_id"], ["member.book_id", "member.member_id"]),
        UniqueConstraint("book_id", "alias"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    loan_id: Mapped[UUID] = mapped_column(Id)
    alias: Mapped[str] = mapped_column(String(100))
    member_id: Mapped[UUID] = mapped_column(Id)
    fund: Mapped[str] = mapped_column(String(32))
    issued_on: Mapped[date] = mapped_column(Date)
    months: Mapped[int | None] = mapped_column(Integer)


class Sheet(Model):
    """A meeting sheet exactly as it was received, sealed, and what became of it."""

    __tablename__ = "sheet"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "meeting_id", "version"),
        ForeignKeyConstraint(["book_id"], ["savings_group.book_id"]),
        CheckConstraint("state IN ('posted', 'held', 'received')", name="state_known"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    meeting_id: Mapped[UUID] = mapped_column(Id)
    version: Mapped[int] = mapped_column(Integer)
    body_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    body_hash: Mapped[bytes] = mapped_column(Digest)
    received_at: Mapped[int] = mapped_column(Instant)
    received_from: Mapped[UUID] = mapped_column(Id)
    state: Mapped[str] = mapped_column(String(16))
    reasons: Mapped[str] = mapped_column(Text)


class Meeting(Model):
    """A closed meeting: the summary of its sheet and the receipt the group was given."""

    __tablename__ = "meeting"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "meeting_id"),
        ForeignKeyConstraint(["book_id"], ["savings_group.book_id"]),
        UniqueConstraint("book_id", "number"),
        UniqueConstraint("book_id", "held_on"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    meeting_id: Mapped[UUID] = mapped_column(Id)
    number: Mapped[int] = mapped_column(Integer)
    held_on: Mapped[date] = mapped_column(Date)
    version: Mapped[int] = mapped_column(Integer)
    attendance: Mapped[str] = mapped_column(Text)
    present: Mapped[int] = mapped_column(Integer)
    on_roll: Mapped[int] = mapped_column(Integer)
    total_in_minor: Mapped[int] = mapped_column(Instant)
    total_out_minor: Mapped[int] = mapped_column(Instant)
    cash_counted_minor: Mapped[int | None] = mapped_column(Instant)
    cash_difference_minor: Mapped[int] = mapped_column(Instant)
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    witnessed: Mapped[str] = mapped_column(String(16))
    fund_totals: Mapped[str] = mapped_column(Text)
    first_seq: Mapped[int | None] = mapped_column(Instant)
    last_seq: Mapped[int | None] = mapped_column(Instant)
    last_hash: Mapped[bytes] = mapped_column(Digest)
    recorded_by: Mapped[UUID] = mapped_column(Id)
    closed_at: Mapped[int] = mapped_column(Instant)


Index(None, Loan.book_id, Loan.member_id)
