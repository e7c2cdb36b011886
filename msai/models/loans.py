"""What a group agreed about its loans, beside what the book says is owed.

Terms are frozen when a loan is given and never changed: a new schedule is another version, from its own day.
A request holds what a member asked for and who answered; an act, what two people decided about a loan that
runs.  Purposes are sealed with the key of the member who asked.
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


class LoanTermsRow(Model):
    """The terms of a loan from a day; the newest version holds, the older ones stay.

    Percents are decimal texts a period. `days_late` is how late the loan was when these terms began.
    """

    __tablename__ = "loan_terms"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "loan_id", "version"),
        ForeignKeyConstraint(["book_id", "loan_id"], ["loan.book_id", "loan.loan_id"]),
        CheckConstraint("version > 0", name="version_positive"),
        CheckConstraint("principal_minor > 0", name="principal_positive"),
        CheckConstraint("grace_periods >= 0 AND grace_periods < periods", name="grace_within"),
        {"info": {**BOOK, "append_only": True}},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    loan_id: Mapped[UUID] = mapped_column(Id)
    version: Mapped[int] = mapped_column(Integer)
    starts_on: Mapped[date] = mapped_column(Date)
    principal_minor: Mapped[int] = mapped_column(Instant)
    rate_percent: Mapped[str] = mapped_column(String(40))
    method: Mapped[str] = mapped_column(String(16))
    period: Mapped[str] = mapped_column(String(8))
    periods: Mapped[int] = mapped_column(Integer)
    first_due_on: Mapped[date | None] = mapped_column(Date)
    grace_periods: Mapped[int] = mapped_column(Integer)
    grace_pays: Mapped[str] = mapped_column(String(16))
    taken: Mapped[str] = mapped_column(String(16))
    late_percent: Mapped[str] = mapped_column(String(40))
    grace_days: Mapped[int] = mapped_column(Integer)
    settled_early: Mapped[str] = mapped_column(String(16))
    days_late: Mapped[int] = mapped_column(Integer)
    recorded_at: Mapped[int] = mapped_column(Instant)
    recorded_by: Mapped[UUID] = mapped_column(Id)


class LoanRequest(Model):
    """A member asks for a loan. `alias` is the name the loan will have in the book, kept free for it.

    `agreement` is what the loan costs and how it comes back, as JSON, by the rules of the day on which she
    asked; `holds_until` the last day on which it may be given once it was approved. Whether it was given is
    not kept here: the loan of its name says so. Rows from before this was kept have neither.
    """

    __tablename__ = "loan_request"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "request_id"),
        UniqueConstraint("book_id", "alias"),
        ForeignKeyConstraint(["book_id", "member_id"], ["member.book_id", "member.member_id"]),
        CheckConstraint("decided_by IS NULL OR decided_by <> asked_by OR state = 'withdrawn'",
                        name="two_people"),
        CheckConstraint(
            "state IN ('requested', 'approved', 'refused', 'issued', 'withdrawn')", name="state_known"),
        CheckConstraint("amount_minor > 0 AND periods > 0", name="amount_positive"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    request_id: Mapped[UUID] = mapped_column(Id)
    alias: Mapped[str] = mapped_column(String(100))
    member_id: Mapped[UUID] = mapped_column(Id)
    fund: Mapped[str] = mapped_column(String(32))
    amount_minor: Mapped[int] = mapped_column(Instant)
    periods: Mapped[int] = mapped_column(Integer)
    grace_periods: Mapped[int] = mapped_column(Integer)
    grace_pays: Mapped[str] = mapped_column(String(16))
    asked_on: Mapped[date] = mapped_column(Date)
    purpose_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(16))
    asked_by: Mapped[UUID] = mapped_column(Id)
    asked_at: Mapped[int] = mapped_column(Instant)
    decided_by: Mapped[UUID | None] = mapped_column(Id)
    decided_at: Mapped[int | None] = mapped_column(Instant)
    agreement: Mapped[str | None] = mapped_column(Text)
    holds_until: Mapped[date | None] = mapped_column(Date)


class LoanAct(Model):
    """Something about a running loan that takes two people: a new schedule, giving it up, money after that.

    `body` is what was asked for, as JSON; `posted_seq` the entry it made, none where it makes none.
    """

    __tablename__ = "loan_act"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "act_id"),
        UniqueConstraint("book_id", "posted_seq"),
        ForeignKeyConstraint(["book_id", "loan_id"], ["loan.book_id", "loan.loan_id"]),
        ForeignKeyConstraint(["book_id", "note_id"], ["note.book_id", "note.note_id"]),
        ForeignKeyConstraint(["book_id", "approval_id"], ["approval.book_id", "approval.approval_id"]),
        ForeignKeyConstraint(["book_id", "posted_seq"], ["entry.book_id", "entry.seq"]),
        CheckConstraint("kind IN ('rescheduled', 'written_off', 'recovered')", name="kind_known"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    act_id: Mapped[UUID] = mapped_column(Id)
    loan_id: Mapped[UUID] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(16))
    body: Mapped[str] = mapped_column(Text)
    note_id: Mapped[UUID] = mapped_column(Id)
    approval_id: Mapped[UUID] = mapped_column(Id)
    asked_by: Mapped[UUID] = mapped_column(Id)
    asked_at: Mapped[int] = mapped_column(Instant)
    posted_seq: Mapped[int | None] = mapped_column(Instant)


Index(None, LoanRequest.book_id, LoanRequest.member_id)
Index(None, LoanAct.book_id, LoanAct.loan_id)
