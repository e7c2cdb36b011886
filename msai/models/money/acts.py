"""What an enterprise notes of its money: each act as it was said, who buys and sells, where money lies."""

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
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from ledgers.tables import BOOK, Id, Instant
from msai.models.model import Model


class MoneyAct(Model):
    """One thing that happened with the money of an enterprise, or was asked for.

    `wanted` says it as JSON; `line_ref` names its postings in `posted_seq`, where the entry holds those of
    other acts too. Without `approval_id` one person was enough. `about_id` is the act it takes back, or the
    equipment it is about; `taken_back_by` the act that took this one back.
    """

    __tablename__ = "money_act"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "act_id"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        ForeignKeyConstraint(["book_id", "receipt_id"], ["attachment.book_id", "attachment.attachment_id"]),
        ForeignKeyConstraint(["book_id", "note_id"], ["note.book_id", "note.note_id"]),
        ForeignKeyConstraint(["book_id", "approval_id"], ["approval.book_id", "approval.approval_id"]),
        ForeignKeyConstraint(["book_id", "posted_seq"], ["entry.book_id", "entry.seq"]),
        CheckConstraint("posted_seq IS NULL OR done_at IS NOT NULL", name="posted_when_done"),
        CheckConstraint("taken_back_by IS NULL OR done_at IS NOT NULL", name="taken_back_when_done"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    act_id: Mapped[UUID] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(20))
    happened_on: Mapped[date] = mapped_column(Date)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    party: Mapped[str | None] = mapped_column(String(100))
    about_id: Mapped[UUID | None] = mapped_column(Id)
    report_id: Mapped[UUID | None] = mapped_column(Id)
    wanted: Mapped[str] = mapped_column(Text)
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    receipt_id: Mapped[UUID | None] = mapped_column(Id)
    note_id: Mapped[UUID | None] = mapped_column(Id)
    approval_id: Mapped[UUID | None] = mapped_column(Id)
    asked_by: Mapped[UUID] = mapped_column(Id)
    asked_at: Mapped[int] = mapped_column(Instant)
    done_at: Mapped[int | None] = mapped_column(Instant)
    posted_seq: Mapped[int | None] = mapped_column(BigInteger)
    line_ref: Mapped[str | None] = mapped_column(String(60))
    taken_back_by: Mapped[UUID | None] = mapped_column(Id)


class MoneyParty(Model):
    """Somebody an enterprise sells to, buys from or trusts with money; the name is sealed."""

    __tablename__ = "money_party"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "party_id"),
        ForeignKeyConstraint(["book_id", "party_id"], ["holder.book_id", "holder.holder"]),
        UniqueConstraint("book_id", "alias"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    party_id: Mapped[UUID] = mapped_column(Id)
    alias: Mapped[str] = mapped_column(String(100))
    name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    named_at: Mapped[int] = mapped_column(Instant)


class MoneyPlace(Model):
    """A place where an enterprise's money lies: a box, a bank account, a wallet, as its people call it."""

    __tablename__ = "money_place"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "place_id"),
        ForeignKeyConstraint(["book_id", "place_id"], ["holder.book_id", "holder.holder"]),
        UniqueConstraint("book_id", "alias"),
        {"info": {**BOOK, "append_only": True}},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    place_id: Mapped[UUID] = mapped_column(Id)
    alias: Mapped[str] = mapped_column(String(100))
    code: Mapped[int] = mapped_column(SmallInteger)
    label: Mapped[str] = mapped_column(String(100))
    named_at: Mapped[int] = mapped_column(Instant)


Index(None, MoneyAct.book_id, MoneyAct.happened_on)
Index(None, MoneyAct.book_id, MoneyAct.posted_seq)
