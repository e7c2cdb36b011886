"""Who signs in, and the keys under which personal text is sealed.

A person's phone number or e-mail is kept twice: as a digest by which she is found, and sealed so that it can
be shown to her. A table dump gives away neither.
"""

from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from ledgers.tables import BOOK, USER, Digest, Id, Instant
from msai.models.model import Model


class User(Model):
    """A sign-in. What the person may do stands with the books and organisations, not here."""

    __tablename__ = "user_account"
    __table_args__ = (
        PrimaryKeyConstraint("user_id"),
        UniqueConstraint("identifier_digest"),
        {"info": USER},
    )

    user_id: Mapped[UUID] = mapped_column(Id)
    identifier_digest: Mapped[bytes] = mapped_column(Digest)
    identifier_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    locale: Mapped[str | None] = mapped_column(String(16))
    created_at: Mapped[int] = mapped_column(Instant)
    disabled_at: Mapped[int | None] = mapped_column(Instant)


class UserSession(Model):
    """One signed-in browser; only a digest of the token it holds is kept."""

    __tablename__ = "user_session"
    __table_args__ = (
        PrimaryKeyConstraint("token_digest"),
        ForeignKeyConstraint(["user_id"], ["user_account.user_id"]),
        UniqueConstraint("user_id", "session_id"),
        {"info": USER},
    )

    token_digest: Mapped[bytes] = mapped_column(Digest)
    user_id: Mapped[UUID] = mapped_column(Id)
    session_id: Mapped[UUID] = mapped_column(Id)
    device: Mapped[str] = mapped_column(String(200))
    idle_ms: Mapped[int] = mapped_column(Instant)
    created_at: Mapped[int] = mapped_column(Instant)
    proved_at: Mapped[int] = mapped_column(Instant)
    last_seen_at: Mapped[int] = mapped_column(Instant)
    expires_at: Mapped[int] = mapped_column(Instant)
    revoked_at: Mapped[int | None] = mapped_column(Instant)


class SignInAttempt(Model):
    """Failed sign-ins in a row, by account or by address, known or not; the subject is a digest."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (PrimaryKeyConstraint("subject"), {"info": USER})

    subject: Mapped[bytes] = mapped_column(Digest)
    failures: Mapped[int] = mapped_column(Instant)
    last_failed_at: Mapped[int] = mapped_column(Instant)


class Organisation(Model):
    """A partner that looks after groups and enterprises, or runs the programme."""

    __tablename__ = "organisation"
    __table_args__ = (PrimaryKeyConstraint("organisation_id"), {"info": USER})

    organisation_id: Mapped[UUID] = mapped_column(Id)
    name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[int] = mapped_column(Instant)


class OrganisationMember(Model):
    """Somebody's work in an organisation: facilitator, or programme administrator."""

    __tablename__ = "organisation_member"
    __table_args__ = (
        PrimaryKeyConstraint("user_id", "organisation_id", "role"),
        ForeignKeyConstraint(["user_id"], ["user_account.user_id"]),
        ForeignKeyConstraint(["organisation_id"], ["organisation.organisation_id"]),
        CheckConstraint("role IN ('facilitator', 'administrator')", name="role_known"),
        {"info": USER},
    )

    user_id: Mapped[UUID] = mapped_column(Id)
    organisation_id: Mapped[UUID] = mapped_column(Id)
    role: Mapped[str] = mapped_column(String(16))
    since: Mapped[int] = mapped_column(Instant)


class PersonKey(Model):
    """The wrapped data key of a person in a book; destroyed, it leaves the row and its date."""

    __tablename__ = "person_key"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "person_id"),
        ForeignKeyConstraint(["book_id"], ["book.book_id"]),
        CheckConstraint("(wrapped IS NULL) = (erased_at IS NOT NULL)", name="erased_or_kept"),
        {"info": BOOK},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    person_id: Mapped[UUID] = mapped_column(Id)
    wrapped: Mapped[bytes | None] = mapped_column(LargeBinary)
    erased_at: Mapped[int | None] = mapped_column(Instant)


Index(None, UserSession.user_id, UserSession.revoked_at)
Index(None, SignInAttempt.last_failed_at)
