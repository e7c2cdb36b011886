"""Monthly reports of an enterprise: planned, filled in, sent with pictures, and what was undone of them.

A report that was sent is never changed. What was wrong is taken back by two persons with a reason, and
another report of the same month stands beside it with the next number. A month without a row is a month
without a report, which is something else than a month of nothing.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
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

from ledgers.tables import BOOK, Digest, Id, Instant
from msai.models.model import Model

_KEPT = {**BOOK, "append_only": True}


class MonthReport(Model):
    """A report of a month as it was sent, under the id that a phone or the form of the page gave it.

    `version_no` counts the reports of one month; only the last can stand. `reported_on` is the day its events
    and entries carry. `is_entered` says that somebody typed a paper form in for the manager. The report is
    sealed; its hash is that of its text.
    """

    __tablename__ = "month_report"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "report_id"),
        ForeignKeyConstraint(["book_id", "report_id"], ["document.book_id", "document.document_id"]),
        UniqueConstraint("book_id", "month", "version_no"),
        CheckConstraint("version_no > 0", name="version_positive"),
        {"info": _KEPT},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    report_id: Mapped[UUID] = mapped_column(Id)
    month: Mapped[date] = mapped_column(Date)
    version_no: Mapped[int] = mapped_column(Integer)
    reported_on: Mapped[date] = mapped_column(Date)
    is_entered: Mapped[bool] = mapped_column(Boolean(create_constraint=False))
    body_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    body_hash: Mapped[bytes] = mapped_column(Digest)
    sent_by: Mapped[UUID] = mapped_column(Id)
    sent_at: Mapped[int] = mapped_column(Instant)


class MonthTakeBack(Model):
    """A sent report that somebody asked to take back; once another person agreed, `done_at` says when."""

    __tablename__ = "month_take_back"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "take_back_id"),
        ForeignKeyConstraint(["book_id", "report_id"], ["month_report.book_id", "month_report.report_id"]),
        ForeignKeyConstraint(["book_id", "note_id"], ["note.book_id", "note.note_id"]),
        ForeignKeyConstraint(["book_id", "approval_id"], ["approval.book_id", "approval.approval_id"]),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    take_back_id: Mapped[UUID] = mapped_column(Id)
    report_id: Mapped[UUID] = mapped_column(Id)
    note_id: Mapped[UUID] = mapped_column(Id)
    approval_id: Mapped[UUID] = mapped_column(Id)
    asked_by: Mapped[UUID] = mapped_column(Id)
    asked_at: Mapped[int] = mapped_column(Instant)
    done_at: Mapped[int | None] = mapped_column(Instant)


class MonthDraft(Model):
    """What was filled in of a month so far, sealed; it goes when the report is sent.

    `version` counts the savings, so that a phone that knows an older one is told instead of overwriting.
    """

    __tablename__ = "month_draft"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "month"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        CheckConstraint("version > 0", name="version_positive"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    month: Mapped[date] = mapped_column(Date)
    report_id: Mapped[UUID] = mapped_column(Id)
    version: Mapped[int] = mapped_column(Integer)
    body_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    saved_by: Mapped[UUID] = mapped_column(Id)
    saved_at: Mapped[int] = mapped_column(Instant)


class MonthFile(Model):
    """A picture, a spoken note or the paper form that came after a report.

    `line_ref` names the amount whose receipt it is.
    """

    __tablename__ = "month_file"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "file_id"),
        ForeignKeyConstraint(["book_id", "file_id"], ["attachment.book_id", "attachment.attachment_id"]),
        ForeignKeyConstraint(["book_id", "report_id"], ["month_report.book_id", "month_report.report_id"]),
        {"info": _KEPT},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    file_id: Mapped[UUID] = mapped_column(Id)
    report_id: Mapped[UUID] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(12))
    line_ref: Mapped[str | None] = mapped_column(String(60))
    kept_by: Mapped[UUID] = mapped_column(Id)
    kept_at: Mapped[int] = mapped_column(Instant)


class MonthPlan(Model):
    """What the manager means to sell in a month, said before it is reported; the newest of a month holds."""

    __tablename__ = "month_plan"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "plan_id"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        CheckConstraint("sales_minor > 0", name="sales_positive"),
        {"info": _KEPT},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    plan_id: Mapped[UUID] = mapped_column(Id)
    month: Mapped[date] = mapped_column(Date)
    sales_minor: Mapped[int] = mapped_column(BigInteger)
    planned_by: Mapped[UUID] = mapped_column(Id)
    planned_at: Mapped[int] = mapped_column(Instant)


Index(None, MonthTakeBack.book_id, MonthTakeBack.report_id)
Index(None, MonthFile.book_id, MonthFile.report_id)
Index(None, MonthPlan.book_id, MonthPlan.month)
