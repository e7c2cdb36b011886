"""Money from an enterprise that was on a tender of the group before its sending was told.

It is posted at once, from what was expected of the stake. When the enterprise's paper comes, it finds its
landing here, and nothing is posted twice.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from ledgers.tables import BOOK, Id, Instant
from msai.models.model import Model


class EarlyLanding(Model):
    """A landing that the treasurer noted before the paper: for which stake, what for, and what reached her.

    `home_minor` is what the enterprise sent by her knowledge, `claim_minor` the part of the claim that ended;
    `cleared` says which declared returns were settled by it, as JSON. `remittance_id` is the paper that was
    found to be it, `taken_back_on` the day on which she said that the note was wrong.
    """

    __tablename__ = "early_landing"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "landing_id"),
        ForeignKeyConstraint(["book_id", "stake_id"], ["stake.book_id", "stake.stake_id"]),
        ForeignKeyConstraint(["book_id", "note_id"], ["note.book_id", "note.note_id"]),
        UniqueConstraint("book_id", "alias"),
        CheckConstraint("purpose IN ('income', 'principal', 'capital')", name="purpose_known"),
        CheckConstraint("home_minor > 0 AND received_minor > 0 AND fee_minor >= 0", name="amounts_there"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    landing_id: Mapped[UUID] = mapped_column(Id)
    alias: Mapped[str] = mapped_column(String(100))
    stake_id: Mapped[UUID] = mapped_column(Id)
    purpose: Mapped[str] = mapped_column(String(16))
    obligation_id: Mapped[UUID | None] = mapped_column(Id)
    home_minor: Mapped[int] = mapped_column(BigInteger)
    claim_minor: Mapped[int] = mapped_column(BigInteger)
    landed_on: Mapped[date] = mapped_column(Date)
    tender: Mapped[str] = mapped_column(String(100))
    received_minor: Mapped[int] = mapped_column(BigInteger)
    fee_minor: Mapped[int] = mapped_column(BigInteger)
    carried_minor: Mapped[int] = mapped_column(BigInteger)
    cleared: Mapped[str] = mapped_column(Text)
    reference: Mapped[str | None] = mapped_column(String(100))
    noted_by: Mapped[UUID] = mapped_column(Id)
    noted_at: Mapped[int] = mapped_column(Instant)
    remittance_id: Mapped[UUID | None] = mapped_column(Id)
    taken_back_on: Mapped[date | None] = mapped_column(Date)
    note_id: Mapped[UUID | None] = mapped_column(Id)


Index(None, EarlyLanding.book_id, EarlyLanding.stake_id)
