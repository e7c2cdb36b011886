"""Who belongs to which book, and what a group agreed that an organisation may see.

The rows beside the book are the authority. The person's own list of books is an index for her first page,
kept on her side because her books may live on several machines.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKeyConstraint, Index, PrimaryKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from ledgers.tables import BOOK, USER, Id, Instant
from msai.models.model import Model


class Membership(Model):
    """One person's role in one book; an officer who also saves names the member she is."""

    __tablename__ = "membership"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "user_id"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        CheckConstraint(
            "role IN ('treasurer', 'second_officer', 'member', 'enterprise_manager', 'enterprise_second')",
            name="role_known",
        ),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    user_id: Mapped[UUID] = mapped_column(Id)
    role: Mapped[str] = mapped_column(String(24))
    member_id: Mapped[UUID | None] = mapped_column(Id)
    since: Mapped[int] = mapped_column(Instant)


class BookAccess(Model):
    """What a group agreed to share with the organisation that looks after it: totals, or names as well."""

    __tablename__ = "book_access"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "organisation_id"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        CheckConstraint("scope IN ('totals', 'names')", name="scope_known"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    organisation_id: Mapped[UUID] = mapped_column(Id)
    scope: Mapped[str] = mapped_column(String(8))
    agreed_on: Mapped[date] = mapped_column(Date)


class BookBacker(Model):
    """A group that put money into an enterprise: its people may look at what became of it."""

    __tablename__ = "book_backer"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "group_id"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    group_id: Mapped[UUID] = mapped_column(Id)
    since: Mapped[date] = mapped_column(Date)


class UserBook(Model):
    """Which books a person (or an organisation) sees on her first page; never a permission."""

    __tablename__ = "user_book"
    __table_args__ = (
        PrimaryKeyConstraint("viewer_id", "book_id"),
        {"info": USER},
    )

    viewer_id: Mapped[UUID] = mapped_column(Id)
    book_id: Mapped[UUID] = mapped_column(Id)
    since: Mapped[int] = mapped_column(Instant)


Index(None, UserBook.book_id)
