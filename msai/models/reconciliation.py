"""What the screen of the bank or the wallet showed at the end of a month, and how it fits the book.

Nothing here is ever changed: who looks again writes a further version beside the first, and both stay.
"""

from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from ledgers.tables import BOOK, Id, Instant
from msai.models.model import Model

KINDS = ("charge", "interest", "in_not_shown", "out_not_shown", "in_not_recorded", "out_not_recorded",
         "more_shown", "less_shown")


class Reconciliation(Model):
    """One look at a place where money lies: what it showed on the last day of a month.

    `month` is written as with the balances (202511), `version` counts the looks at one month, `book_minor`
    is what the book said of that day just then, and `drawn_seq` the last entry it was drawn from.
    """

    __tablename__ = "reconciliation"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "reconciliation_id"),
        UniqueConstraint("book_id", "tender_id", "month", "version"),
        ForeignKeyConstraint(["book_id", "tender_id"], ["tender.book_id", "tender.tender_id"]),
        CheckConstraint("version > 0", name="version_positive"),
        CheckConstraint("month BETWEEN 190001 AND 999912", name="month_plausible"),
        {"info": {**BOOK, "append_only": True}},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    reconciliation_id: Mapped[UUID] = mapped_column(Id)
    tender_id: Mapped[UUID] = mapped_column(Id)
    month: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)
    seen_minor: Mapped[int] = mapped_column(BigInteger)
    book_minor: Mapped[int] = mapped_column(BigInteger)
    drawn_seq: Mapped[int] = mapped_column(BigInteger)
    recorded_at: Mapped[int] = mapped_column(Instant)
    recorded_by: Mapped[UUID] = mapped_column(Id)


class ReconciliationItem(Model):
    """One reason why the screen showed something else than the book.

    `amount_minor` is positive where the screen showed more.  What was posted names its entry, and is then a
    part of the book's own balance; the others explain what is left.
    """

    __tablename__ = "reconciliation_item"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "reconciliation_id", "item_no"),
        UniqueConstraint("book_id", "posted_seq"),
        ForeignKeyConstraint(
            ["book_id", "reconciliation_id"],
            ["reconciliation.book_id", "reconciliation.reconciliation_id"]),
        ForeignKeyConstraint(["book_id", "posted_seq"], ["entry.book_id", "entry.seq"]),
        CheckConstraint(f"kind IN {KINDS}", name="kind_known"),
        CheckConstraint("amount_minor <> 0", name="amount_not_zero"),
        CheckConstraint("(kind IN ('charge', 'interest')) = (posted_seq IS NOT NULL)", name="posted_or_said"),
        {"info": {**BOOK, "append_only": True}},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    reconciliation_id: Mapped[UUID] = mapped_column(Id)
    item_no: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(20))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    posted_seq: Mapped[int | None] = mapped_column(BigInteger)
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
