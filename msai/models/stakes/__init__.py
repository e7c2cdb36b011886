"""What two persons decide about stakes and backers, what was agreed, declared and valued, beside the entries.

A group's decisions about its stakes stand in the group's book, an enterprise's about its backers in the
enterprise's; what one has to know of the other comes as a letter. What is said of people is sealed.
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
)
from sqlalchemy.orm import Mapped, mapped_column

from ledgers.tables import BOOK, Id, Instant
from msai.models.model import Model


class StakeAct(Model):
    """Something decided about a stake or a backer: asked for by one person and answered by another.

    `wanted` says it as JSON, `words_sealed` what of it is said of people. Without `approval_id` one person
    was enough. `about_id` is the stake or the backer; `posted_seq` the first entry it became.
    """

    __tablename__ = "stake_act"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "act_id"),
        ForeignKeyConstraint(["book_id", "note_id"], ["note.book_id", "note.note_id"]),
        ForeignKeyConstraint(["book_id", "approval_id"], ["approval.book_id", "approval.approval_id"]),
        ForeignKeyConstraint(["book_id", "posted_seq"], ["entry.book_id", "entry.seq"]),
        CheckConstraint("posted_seq IS NULL OR done_at IS NOT NULL", name="posted_when_done"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    act_id: Mapped[UUID] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(16))
    about_id: Mapped[UUID | None] = mapped_column(Id)
    wanted: Mapped[str] = mapped_column(Text)
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    note_id: Mapped[UUID] = mapped_column(Id)
    approval_id: Mapped[UUID | None] = mapped_column(Id)
    asked_by: Mapped[UUID] = mapped_column(Id)
    asked_at: Mapped[int] = mapped_column(Instant)
    done_at: Mapped[int | None] = mapped_column(Instant)
    posted_seq: Mapped[int | None] = mapped_column(BigInteger)


class StakeTerms(Model):
    """What was agreed about a stake, from a day on; what held before stays as it was."""

    __tablename__ = "stake_terms"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "act_id"),
        ForeignKeyConstraint(["book_id", "stake_id"], ["stake.book_id", "stake.stake_id"]),
        {"info": {**BOOK, "append_only": True}},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    act_id: Mapped[UUID] = mapped_column(Id)
    stake_id: Mapped[UUID] = mapped_column(Id)
    holds_from: Mapped[date] = mapped_column(Date)
    terms: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[int] = mapped_column(Instant)


class StakeValuation(Model):
    """What a stake was found to be worth on a day, signed by two officers: a memo, never an entry.

    `words_sealed` says who valued it and how. Without a mid rate its worth in the group's money is not known.
    """

    __tablename__ = "stake_valuation"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "valuation_id"),
        ForeignKeyConstraint(["book_id", "stake_id"], ["stake.book_id", "stake.stake_id"]),
        CheckConstraint("home_minor >= 0", name="home_not_negative"),
        CheckConstraint("(host_minor IS NULL) = (mid_rate IS NULL)", name="host_by_rate"),
        {"info": {**BOOK, "append_only": True}},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    valuation_id: Mapped[UUID] = mapped_column(Id)
    stake_id: Mapped[UUID] = mapped_column(Id)
    valued_on: Mapped[date] = mapped_column(Date)
    home_minor: Mapped[int] = mapped_column(BigInteger)
    host_minor: Mapped[int | None] = mapped_column(BigInteger)
    mid_rate: Mapped[str | None] = mapped_column(String(40))
    mid_source: Mapped[str | None] = mapped_column(String(100))
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    signed_at: Mapped[int] = mapped_column(Instant)


class Declaration(Model):
    """What an enterprise declared to its backers; `basis_minor` is the sales or the result it goes by.

    A result below nought is a loss. `backer_id` is empty for a dividend, which goes to all who hold shares.
    """

    __tablename__ = "declaration"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "declaration_id"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        {"info": {**BOOK, "append_only": True}},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    declaration_id: Mapped[UUID] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(16))
    declared_on: Mapped[date] = mapped_column(Date)
    record_on: Mapped[date] = mapped_column(Date)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    basis_minor: Mapped[int | None] = mapped_column(BigInteger)
    backer_id: Mapped[UUID | None] = mapped_column(Id)
    declared_at: Mapped[int] = mapped_column(Instant)


class OwedHome(Model):
    """What an enterprise owes a backer and has still to send: income, principal, or capital at a price.

    `claim_minor` is the part of the claim that ends with it: nothing for income.
    """

    __tablename__ = "owed_home"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "obligation_id"),
        ForeignKeyConstraint(["book_id", "backer_id"], ["backer.book_id", "backer.backer_id"]),
        CheckConstraint("kind IN ('income', 'principal', 'capital')", name="kind_known"),
        CheckConstraint("amount_minor >= 0 AND open_minor >= 0 AND open_minor <= amount_minor",
                        name="open_within_amount"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    obligation_id: Mapped[UUID] = mapped_column(Id)
    backer_id: Mapped[UUID] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(16))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    open_minor: Mapped[int] = mapped_column(BigInteger)
    claim_minor: Mapped[int] = mapped_column(BigInteger)
    agreed_on: Mapped[date] = mapped_column(Date)
    declaration_id: Mapped[UUID | None] = mapped_column(Id)
    act_id: Mapped[UUID | None] = mapped_column(Id)


class ReturnNotice(Model):
    """What a group was told its enterprise declared; posted once the mid rate of the day is known.

    `kind` is that of what is owed; of principal nothing is posted before it is sent. `done_at` is empty while
    the rate is missing.
    """

    __tablename__ = "return_notice"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "notice_id"),
        ForeignKeyConstraint(["book_id", "stake_id"], ["stake.book_id", "stake.stake_id"]),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    notice_id: Mapped[UUID] = mapped_column(Id)
    stake_id: Mapped[UUID] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(16))
    declared_on: Mapped[date] = mapped_column(Date)
    home_minor: Mapped[int] = mapped_column(BigInteger)
    told_at: Mapped[int] = mapped_column(Instant)
    done_at: Mapped[int | None] = mapped_column(Instant)


class ExitOffer(Model):
    """A group asks for its capital back at a price, in the group's book and in the enterprise's alike.

    `about_id` is the stake, or the backer; `claim_minor` the part of the claim that would end, home money.
    """

    __tablename__ = "exit_offer"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "offer_id"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        CheckConstraint("state IN ('open', 'agreed', 'refused')", name="state_known"),
        CheckConstraint("price_minor >= 0 AND claim_minor > 0", name="amounts_there"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    offer_id: Mapped[UUID] = mapped_column(Id)
    about_id: Mapped[UUID] = mapped_column(Id)
    offered_on: Mapped[date] = mapped_column(Date)
    price_minor: Mapped[int] = mapped_column(BigInteger)
    claim_minor: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(16))
    told_at: Mapped[int] = mapped_column(Instant)
    answered_at: Mapped[int | None] = mapped_column(Instant)


Index(None, StakeAct.book_id, StakeAct.asked_at)
Index(None, StakeTerms.book_id, StakeTerms.stake_id)
Index(None, StakeValuation.book_id, StakeValuation.stake_id)
Index(None, OwedHome.book_id, OwedHome.backer_id)
Index(None, ReturnNotice.book_id, ReturnNotice.stake_id)
