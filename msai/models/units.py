"""What two officers decide about an investment fund and its units, beside the entries that came of it.

The book holds what was posted. These rows hold what was asked for, why, and who agreed, and at which value
the group deals in units; what is said of people in it is sealed.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from ledgers.tables import BOOK, Id, Instant
from msai.models.model import Model

KINDS = ("distribution", "payment", "put_back", "redemption", "move", "dealing", "book_value", "restart",
         "savings")


class UnitAct(Model):
    """Something that one officer asked for and another answers: a distribution, a redemption, a new start.

    `wanted` says it as JSON, with numbers of members and no names; `words_sealed` is who valued a fund and
    by what. `posted_seq` names the first entry it became; a decision that posts nothing has only `done_at`.
    """

    __tablename__ = "unit_act"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "act_id"),
        UniqueConstraint("book_id", "posted_seq"),
        ForeignKeyConstraint(["book_id", "note_id"], ["note.book_id", "note.note_id"]),
        ForeignKeyConstraint(["book_id", "approval_id"], ["approval.book_id", "approval.approval_id"]),
        ForeignKeyConstraint(["book_id", "posted_seq"], ["entry.book_id", "entry.seq"]),
        CheckConstraint(f"kind IN {KINDS}", name="kind_known"),
        CheckConstraint("posted_seq IS NULL OR done_at IS NOT NULL", name="posted_when_done"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    act_id: Mapped[UUID] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(16))
    fund: Mapped[str] = mapped_column(String(32))
    wanted: Mapped[str] = mapped_column(Text)
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    note_id: Mapped[UUID] = mapped_column(Id)
    approval_id: Mapped[UUID] = mapped_column(Id)
    asked_by: Mapped[UUID] = mapped_column(Id)
    asked_at: Mapped[int] = mapped_column(Instant)
    done_at: Mapped[int | None] = mapped_column(Instant)
    posted_seq: Mapped[int | None] = mapped_column(BigInteger)


class UnitDealing(Model):
    """From a day on a fund deals at a signed valuation, or (nothing valued) at its book value again.

    `book_minor` are the net assets that the books showed at the end of the day the fund was valued; the last
    decision of a fund holds, a valuation until the end of `until`.
    """

    __tablename__ = "unit_dealing"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "act_id"),
        ForeignKeyConstraint(["book_id", "act_id"], ["unit_act.book_id", "unit_act.act_id"]),
        CheckConstraint(
            "(valued_on IS NULL) = (valued_minor IS NULL) AND (valued_on IS NULL) = (book_minor IS NULL) "
            "AND (valued_on IS NULL) = (until IS NULL)", name="valued_or_not"),
        CheckConstraint("valued_minor IS NULL OR valued_minor > 0", name="valued_positive"),
        {"info": {**BOOK, "append_only": True}},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    act_id: Mapped[UUID] = mapped_column(Id)
    fund: Mapped[str] = mapped_column(String(32))
    decided_on: Mapped[date] = mapped_column(Date)
    decided_at: Mapped[int] = mapped_column(Instant)
    valued_on: Mapped[date | None] = mapped_column(Date)
    valued_minor: Mapped[int | None] = mapped_column(BigInteger)
    book_minor: Mapped[int | None] = mapped_column(BigInteger)
    until: Mapped[date | None] = mapped_column(Date)


Index(None, UnitAct.book_id, UnitAct.asked_at)
