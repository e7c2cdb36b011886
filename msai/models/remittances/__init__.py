"""What surrounds a remittance: how it was paid, its steps, what the other book told, its rates and papers.

The remittance itself and its landings stand in `msai.models.enterprises`. What the sender's book told the
receiver's stands here as `arriving`; a message taken in stands in `inbox`, so that it is never taken twice.
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
)
from sqlalchemy.orm import Mapped, mapped_column

from ledgers.tables import BOOK, Digest, Id, Instant
from msai.models.model import Model
from msai.models.remittances.early import EarlyLanding

__all__ = ["Arriving", "Attachment", "EarlyLanding", "Inbox", "MidRate", "PooledTransfer", "RemittanceEvent",
           "RemittanceLeg"]

ARRIVING_STATES = ("on_its_way", "received", "disputed", "matched", "returned", "lost")


class RemittanceLeg(Model):
    """One payment by which a remittance left: from which tender, how much, at what fee, through whom."""

    __tablename__ = "remittance_leg"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "remittance_id", "leg_no"),
        ForeignKeyConstraint(
            ["book_id", "remittance_id"], ["remittance.book_id", "remittance.remittance_id"]),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("fee_minor >= 0", name="fee_not_negative"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    remittance_id: Mapped[UUID] = mapped_column(Id)
    leg_no: Mapped[int] = mapped_column(Integer)
    tender: Mapped[str] = mapped_column(String(100))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    fee_minor: Mapped[int] = mapped_column(BigInteger)
    fee_on_top: Mapped[bool] = mapped_column(Boolean(create_constraint=False))
    provider: Mapped[str | None] = mapped_column(String(100))
    channel: Mapped[str | None] = mapped_column(String(40))
    reference: Mapped[str | None] = mapped_column(String(100))
    sent_on: Mapped[date | None] = mapped_column(Date)


class RemittanceEvent(Model):
    """A step of a remittance in the book that keeps it: its new state, when, and by whom."""

    __tablename__ = "remittance_event"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "remittance_id", "event_no"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        ForeignKeyConstraint(["book_id", "note_id"], ["note.book_id", "note.note_id"]),
        {"info": {**BOOK, "append_only": True}},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    remittance_id: Mapped[UUID] = mapped_column(Id)
    event_no: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(16))
    by_id: Mapped[UUID | None] = mapped_column(Id)
    told_at: Mapped[int] = mapped_column(Instant)
    note_id: Mapped[UUID | None] = mapped_column(Id)


class Arriving(Model):
    """Money that another book said is on its way here, as it told it.

    `stake_id` is the group's stake, also in the enterprise's book; `backer_id` its mirror there. Amount and
    fee are in the sender's `currency`; `expected_minor`, `claim_minor` and what lands are in the receiver's.
    Money coming home is posted as sent once nothing is missing for it: `waits_for` says what is. `early_id`
    is the landing that was noted before the paper came; `lost_...` as with a remittance.
    """

    __tablename__ = "arriving"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "remittance_id"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        CheckConstraint("direction IN ('out', 'home')", name="direction_known"),
        CheckConstraint(f"state IN {ARRIVING_STATES}", name="state_known"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    remittance_id: Mapped[UUID] = mapped_column(Id)
    alias: Mapped[str] = mapped_column(String(100))
    sender_id: Mapped[UUID] = mapped_column(Id)
    sender_name: Mapped[str] = mapped_column(String(200))
    direction: Mapped[str] = mapped_column(String(8))
    purpose: Mapped[str] = mapped_column(String(16))
    stake_id: Mapped[UUID] = mapped_column(Id)
    backer_id: Mapped[UUID | None] = mapped_column(Id)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    fee_minor: Mapped[int] = mapped_column(BigInteger)
    fee_on_top: Mapped[bool] = mapped_column(Boolean(create_constraint=False))
    applied_rate: Mapped[str | None] = mapped_column(String(40))
    mid_rate: Mapped[str | None] = mapped_column(String(40))
    mid_source: Mapped[str | None] = mapped_column(String(100))
    mid_date: Mapped[date | None] = mapped_column(Date)
    provider: Mapped[str | None] = mapped_column(String(100))
    reference: Mapped[str | None] = mapped_column(String(100))
    expected_minor: Mapped[int | None] = mapped_column(BigInteger)
    claim_minor: Mapped[int | None] = mapped_column(BigInteger)
    proof_sha256: Mapped[bytes | None] = mapped_column(Digest)
    sent_on: Mapped[date] = mapped_column(Date)
    pool_id: Mapped[UUID | None] = mapped_column(Id)
    state: Mapped[str] = mapped_column(String(16))
    note_id: Mapped[UUID | None] = mapped_column(Id)
    told_at: Mapped[int] = mapped_column(Instant)
    obligation_id: Mapped[UUID | None] = mapped_column(Id)
    waits_for: Mapped[str | None] = mapped_column(String(16))
    early_id: Mapped[UUID | None] = mapped_column(Id)
    lost_on: Mapped[date | None] = mapped_column(Date)
    lost_approval_id: Mapped[UUID | None] = mapped_column(Id)
    lost_note_id: Mapped[UUID | None] = mapped_column(Id)


class Inbox(Model):
    """A message that this book took in; the same message again changes nothing."""

    __tablename__ = "inbox"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "message_id"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        {"info": {**BOOK, "append_only": True}},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    message_id: Mapped[UUID] = mapped_column(Id)
    received_at: Mapped[int] = mapped_column(Instant)


class PooledTransfer(Model):
    """Money of several groups sent together, as each book concerned knows it; each group has its remittance.

    The enterprise's book decides what belongs to it. `amount_minor`, `fee_minor` and `parts` are of all parts
    once it is closed; `most_fee_minor` is what the groups agreed to share at most. Rates, provider, reference
    and day are those of the one transfer. Amounts and fees are in the groups' `currency`, `expected_minor` in
    the enterprise's (`home`).
    """

    __tablename__ = "pooled_transfer"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "pool_id"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    pool_id: Mapped[UUID] = mapped_column(Id)
    currency: Mapped[str] = mapped_column(String(3))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    fee_minor: Mapped[int] = mapped_column(BigInteger)
    parts: Mapped[int] = mapped_column(Integer)
    provider: Mapped[str | None] = mapped_column(String(100))
    reference: Mapped[str | None] = mapped_column(String(100))
    sent_on: Mapped[date] = mapped_column(Date)
    home: Mapped[str | None] = mapped_column(String(3))
    enterprise_id: Mapped[UUID | None] = mapped_column(Id)
    organiser_id: Mapped[UUID | None] = mapped_column(Id)
    organiser_name: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[str | None] = mapped_column(String(16))
    most_fee_minor: Mapped[int | None] = mapped_column(BigInteger)
    fee_on_top: Mapped[bool | None] = mapped_column(Boolean(create_constraint=False))
    applied_rate: Mapped[str | None] = mapped_column(String(40))
    mid_rate: Mapped[str | None] = mapped_column(String(40))
    mid_source: Mapped[str | None] = mapped_column(String(100))
    mid_date: Mapped[date | None] = mapped_column(Date)
    expected_minor: Mapped[int | None] = mapped_column(BigInteger)
    opened_at: Mapped[int | None] = mapped_column(Instant)


class PoolPart(Model):
    """One group's part of a pooled transfer, in its own book and in the enterprise's.

    `part_no` is its place in the order in which parts were agreed; it decides where a cent can go to either.
    Fee and expected landing are its shares, computed when the pool is closed.
    """

    __tablename__ = "pool_part"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "pool_id", "remittance_id"),
        ForeignKeyConstraint(
            ["book_id", "pool_id"], ["pooled_transfer.book_id", "pooled_transfer.pool_id"]),
        CheckConstraint("state IN ('drafted', 'agreed', 'sent', 'left_out')", name="state_known"),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    pool_id: Mapped[UUID] = mapped_column(Id)
    remittance_id: Mapped[UUID] = mapped_column(Id)
    part_no: Mapped[int] = mapped_column(Integer)
    group_id: Mapped[UUID] = mapped_column(Id)
    group_name: Mapped[str] = mapped_column(String(200))
    alias: Mapped[str] = mapped_column(String(100))
    stake_id: Mapped[UUID] = mapped_column(Id)
    backer_id: Mapped[UUID | None] = mapped_column(Id)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    fee_minor: Mapped[int | None] = mapped_column(BigInteger)
    expected_minor: Mapped[int | None] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(16))
    told_at: Mapped[int] = mapped_column(Instant)


class Attachment(Model):
    """A file kept with a book, sealed with the book's key; its hash is of the bytes that open from it."""

    __tablename__ = "attachment"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "attachment_id"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        {"info": {**BOOK, "append_only": True}},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    attachment_id: Mapped[UUID] = mapped_column(Id)
    sha256: Mapped[bytes] = mapped_column(Digest)
    media_type: Mapped[str] = mapped_column(String(40))
    size_bytes: Mapped[int] = mapped_column(Integer)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    kept_by: Mapped[UUID] = mapped_column(Id)
    kept_at: Mapped[int] = mapped_column(Instant)


class MidRate(Model):
    """A mid rate that people typed: home money for one unit of the book's money on a day, and who says so."""

    __tablename__ = "mid_rate"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "rate_id"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        {"info": {**BOOK, "append_only": True}},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    rate_id: Mapped[UUID] = mapped_column(Id)
    currency: Mapped[str] = mapped_column(String(3))
    dated_on: Mapped[date] = mapped_column(Date)
    rate: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(100))
    entered_by: Mapped[UUID] = mapped_column(Id)
    entered_at: Mapped[int] = mapped_column(Instant)


Index(None, MidRate.book_id, MidRate.currency, MidRate.dated_on)
