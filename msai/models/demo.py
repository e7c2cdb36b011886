"""Which books and sign-ins belong to a demo programme, so that neither can be taken for a real one."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Integer, PrimaryKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from ledgers.tables import BOOK, USER, Id, Instant
from msai.models.model import Model


class DemoBook(Model):
    """A book of invented people; `build` counts the programmes, and a retired one is in nobody's list."""

    __tablename__ = "demo_book"
    __table_args__ = (
        PrimaryKeyConstraint("book_id"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        CheckConstraint("build > 0", name="build_positive"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    build: Mapped[int] = mapped_column(Integer)
    built_at: Mapped[int] = mapped_column(Instant)
    retired_at: Mapped[int | None] = mapped_column(Instant)


class DemoPerson(Model):
    """A sign-in of somebody invented, the same in every build; she has roles in demo books only."""

    __tablename__ = "demo_person"
    __table_args__ = (
        PrimaryKeyConstraint("user_id"),
        ForeignKeyConstraint(["user_id"], ["user_account.user_id"]),
        {"info": USER},
    )

    user_id: Mapped[UUID] = mapped_column(Id)
    nickname: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[int] = mapped_column(Instant)
