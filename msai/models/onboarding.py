"""How a group comes into the ledger: the wizard before there is a book, invitations, opening balances.

What the wizard was told belongs to the person who fills it in and is sealed with her key, because no group
exists yet. The opening balances belong to the group, and are sealed with the key of its papers. An invitation
is found by the digest of its link by somebody who has no sign-in yet; the link itself is kept nowhere.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import (
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

from ledgers.tables import BOOK, USER, Digest, Id, Instant
from msai.models.model import Model


class GroupDraft(Model):
    """A group that somebody is setting up; `book_id` names its book once it was opened."""

    __tablename__ = "group_draft"
    __table_args__ = (
        PrimaryKeyConstraint("user_id", "draft_id"),
        ForeignKeyConstraint(["user_id"], ["user_account.user_id"]),
        {"info": USER},
    )

    user_id: Mapped[UUID] = mapped_column(Id)
    draft_id: Mapped[UUID] = mapped_column(Id)
    body_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    saved_at: Mapped[int] = mapped_column(Instant)
    book_id: Mapped[UUID | None] = mapped_column(Id)


class Invitation(Model):
    """A link by which one person may take one place in one group, once and for a few days.

    `is_founding` says that it fills an office nobody holds yet; every other place is given by two officers
    after the invited person has shown who she is.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        PrimaryKeyConstraint("token_digest"),
        UniqueConstraint("invitation_id"),
        CheckConstraint("role IN ('treasurer', 'second_officer', 'member')", name="role_known"),
        CheckConstraint("(used_at IS NULL) = (used_by IS NULL)", name="used_by_somebody"),
        {"info": USER},
    )

    token_digest: Mapped[bytes] = mapped_column(Digest)
    invitation_id: Mapped[UUID] = mapped_column(Id)
    book_id: Mapped[UUID] = mapped_column(Id)
    role: Mapped[str] = mapped_column(String(24))
    member_id: Mapped[UUID | None] = mapped_column(Id)
    is_founding: Mapped[bool] = mapped_column(Boolean(create_constraint=False))
    made_by: Mapped[UUID] = mapped_column(Id)
    made_at: Mapped[int] = mapped_column(Instant)
    expires_at: Mapped[int] = mapped_column(Instant)
    revoked_at: Mapped[int | None] = mapped_column(Instant)
    used_at: Mapped[int | None] = mapped_column(Instant)
    used_by: Mapped[UUID | None] = mapped_column(Id)
    granted_at: Mapped[int | None] = mapped_column(Instant)


class GroupOpening(Model):
    """What a running group brings from its paper: drafted, confirmed by one officer, approved by another."""

    __tablename__ = "group_opening"
    __table_args__ = (
        PrimaryKeyConstraint("book_id"),
        ForeignKeyConstraint(["book_id"], ["savings_group.book_id"]),
        CheckConstraint("last_number >= 0", name="last_number_counted"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    as_of: Mapped[date] = mapped_column(Date)
    last_number: Mapped[int] = mapped_column(Integer)
    body_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    saved_at: Mapped[int] = mapped_column(Instant)
    saved_by: Mapped[UUID] = mapped_column(Id)
    posted_at: Mapped[int | None] = mapped_column(Instant)


Index(None, Invitation.book_id, Invitation.made_at)
