"""Enterprises, the stakes groups hold in them, and the money that travels between the two.

A stake lives in the group's book, its mirror in the enterprise's. A remittance lives in the book that sends,
its landing in the book that receives; the outbox is where one book leaves what the other must learn.
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
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from ledgers.tables import BOOK, Digest, Id, Instant
from msai.models.model import Model


class Enterprise(Model):
    """A social enterprise at home; its currency is its book's."""

    __tablename__ = "enterprise"
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
    activities: Mapped[str] = mapped_column(Text)


class Stake(Model):
    """What a group holds in an enterprise, and on which terms."""

    __tablename__ = "stake"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "stake_id"),
        ForeignKeyConstraint(["book_id", "stake_id"], ["holder.book_id", "holder.holder"]),
        UniqueConstraint("book_id", "alias"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    stake_id: Mapped[UUID] = mapped_column(Id)
    alias: Mapped[str] = mapped_column(String(100))
    enterprise_id: Mapped[UUID] = mapped_column(Id)
    enterprise_name: Mapped[str] = mapped_column(String(200))
    instrument: Mapped[str] = mapped_column(String(20))
    fund: Mapped[str] = mapped_column(String(32))
    claim_currency: Mapped[str] = mapped_column(String(3))
    terms: Mapped[str] = mapped_column(Text)
    opened_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)


class Backer(Model):
    """Who put capital into an enterprise: the mirror of a stake, or a funder outside the programme.

    `label` is what it is called here; `terms` are those of the stake, from the day they were last agreed.
    """

    __tablename__ = "backer"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "backer_id"),
        ForeignKeyConstraint(["book_id", "backer_id"], ["holder.book_id", "holder.holder"]),
        UniqueConstraint("book_id", "alias"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    backer_id: Mapped[UUID] = mapped_column(Id)
    alias: Mapped[str] = mapped_column(String(100))
    instrument: Mapped[str] = mapped_column(String(20))
    group_id: Mapped[UUID | None] = mapped_column(Id)
    stake_id: Mapped[UUID | None] = mapped_column(Id)
    since: Mapped[date] = mapped_column(Date)
    label: Mapped[str | None] = mapped_column(String(200))
    terms: Mapped[str | None] = mapped_column(Text)
    ended_on: Mapped[date | None] = mapped_column(Date)


class Remittance(Model):
    """Money on its way between a group and an enterprise, as its sender recorded it.

    What was read from a history has only the columns up to `approved_as`. `expected_minor` is what should
    land by the rate that was applied, in `other_currency`; it is empty where nobody noted the rate. A
    transfer believed lost is first asked for by one person (`lost_...`), and is lost when another agrees.
    """

    __tablename__ = "remittance"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "remittance_id"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        UniqueConstraint("book_id", "alias"),
        CheckConstraint("direction IN ('out', 'home')", name="direction_known"),
        CheckConstraint(
            "state IN ('draft', 'approved', 'sent', 'received', 'matched', 'disputed', 'returned', 'lost', "
            "'cancelled')",
            name="state_known",
        ),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    remittance_id: Mapped[UUID] = mapped_column(Id)
    alias: Mapped[str] = mapped_column(String(100))
    direction: Mapped[str] = mapped_column(String(8))
    purpose: Mapped[str] = mapped_column(String(16))
    stake_id: Mapped[UUID] = mapped_column(Id)
    other_book_id: Mapped[UUID | None] = mapped_column(Id)
    state: Mapped[str] = mapped_column(String(16))
    sent_on: Mapped[date] = mapped_column(Date)
    amount_minor: Mapped[int] = mapped_column(Instant)
    fee_minor: Mapped[int] = mapped_column(Instant)
    fee_on_top: Mapped[bool] = mapped_column(Boolean(create_constraint=False))
    tender: Mapped[str] = mapped_column(String(100))
    applied_rate: Mapped[str | None] = mapped_column(String(40))
    mid_rate: Mapped[str | None] = mapped_column(String(40))
    mid_source: Mapped[str | None] = mapped_column(String(100))
    mid_date: Mapped[date | None] = mapped_column(Date)
    approved_as: Mapped[str] = mapped_column(String(16))
    other_currency: Mapped[str | None] = mapped_column(String(3))
    expected_minor: Mapped[int | None] = mapped_column(BigInteger)
    claim_minor: Mapped[int | None] = mapped_column(BigInteger)
    obligation_id: Mapped[UUID | None] = mapped_column(Id)
    provider: Mapped[str | None] = mapped_column(String(100))
    channel: Mapped[str | None] = mapped_column(String(40))
    reference: Mapped[str | None] = mapped_column(String(100))
    custodian_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    proof_id: Mapped[UUID | None] = mapped_column(Id)
    pool_id: Mapped[UUID | None] = mapped_column(Id)
    approval_id: Mapped[UUID | None] = mapped_column(Id)
    note_id: Mapped[UUID | None] = mapped_column(Id)
    drafted_by: Mapped[UUID | None] = mapped_column(Id)
    drafted_at: Mapped[int | None] = mapped_column(Instant)
    decided_at: Mapped[int | None] = mapped_column(Instant)
    lost_on: Mapped[date | None] = mapped_column(Date)
    lost_approval_id: Mapped[UUID | None] = mapped_column(Id)
    lost_note_id: Mapped[UUID | None] = mapped_column(Id)


class RemittanceLanding(Model):
    """What arrived of a remittance, as its receiver confirmed it.

    It stands in the book that received it and, once that book told it, in the book that sent. `is_last` says
    that nothing more is expected; it is empty for what was read from a history.
    """

    __tablename__ = "remittance_landing"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "remittance_id", "landing_no"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    remittance_id: Mapped[UUID] = mapped_column(Id)
    landing_no: Mapped[int] = mapped_column(Integer)
    landed_on: Mapped[date] = mapped_column(Date)
    received_minor: Mapped[int] = mapped_column(Instant)
    receiving_fee_minor: Mapped[int] = mapped_column(Instant)
    carried_minor: Mapped[int | None] = mapped_column(Instant)
    confirmed_as: Mapped[str] = mapped_column(String(16))
    landing_id: Mapped[UUID | None] = mapped_column(Id)
    is_last: Mapped[bool | None] = mapped_column(Boolean(create_constraint=False))
    tender: Mapped[str | None] = mapped_column(String(100))
    confirmed_by: Mapped[UUID | None] = mapped_column(Id)
    confirmed_at: Mapped[int | None] = mapped_column(Instant)


class Outbox(Model):
    """What one book has to tell another; a sweeper delivers what a crash left behind.

    `body` is sealed with the key of the book it leaves. `tries` counts how often the other book could not
    take it yet, and `last_code` says why the last time.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "message_id"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    message_id: Mapped[UUID] = mapped_column(Id)
    recipient_id: Mapped[UUID] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(40))
    body: Mapped[str] = mapped_column(Text)
    made_at: Mapped[int] = mapped_column(Instant)
    done_at: Mapped[int | None] = mapped_column(Instant)
    tries: Mapped[int | None] = mapped_column(Integer)
    last_code: Mapped[str | None] = mapped_column(String(60))


class Document(Model):
    """A paper behind entries that is neither a sheet nor a remittance: a monthly report, a decision."""

    __tablename__ = "document"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "document_id"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        UniqueConstraint("book_id", "kind", "identity"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    document_id: Mapped[UUID] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(20))
    identity: Mapped[str] = mapped_column(String(200))
    dated_on: Mapped[date] = mapped_column(Date)
    body: Mapped[str] = mapped_column(Text)
    body_hash: Mapped[bytes] = mapped_column(Digest)
    received_at: Mapped[int] = mapped_column(Instant)
    received_from: Mapped[UUID] = mapped_column(Id)


class DeclaredReturn(Model):
    """A dividend, interest or share declared to a group, and what of it is still to come home."""

    __tablename__ = "declared_return"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "return_id"),
        ForeignKeyConstraint(["book_id", "stake_id"], ["stake.book_id", "stake.stake_id"]),
        UniqueConstraint("book_id", "stake_id", "position"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    return_id: Mapped[UUID] = mapped_column(Id)
    stake_id: Mapped[UUID] = mapped_column(Id)
    position: Mapped[int] = mapped_column(Integer)
    declared_on: Mapped[date] = mapped_column(Date)
    home_minor: Mapped[int] = mapped_column(Instant)
    host_minor: Mapped[int] = mapped_column(Instant)
    open_home_minor: Mapped[int] = mapped_column(Instant)
    open_host_minor: Mapped[int] = mapped_column(Instant)


class ImportedLine(Model):
    """A line of a history that was read into this book; the same line again changes nothing."""

    __tablename__ = "imported_line"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "identity"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    identity: Mapped[str] = mapped_column(String(250))
    line_hash: Mapped[bytes] = mapped_column(Digest)
    line_no: Mapped[int] = mapped_column(Integer)


Index(None, Remittance.book_id, Remittance.stake_id)
