"""The tables of the books, and the one MetaData both packages share.

One schema serves SQLite, PostgreSQL and a distributed PostgreSQL: every table
says where its rows live (`info={"shard": ...}`), and in a `book` table every
primary key, unique and foreign key begins with `book_id`.  A posting names both
of its accounts and its fund, so no database can hold an unbalanced posting or
one that crosses funds.  What is written once may never be changed: SQLite is
given triggers, PostgreSQL privileges.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import UUID as NativeUuid
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Dialect,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)

BOOK = {"shard": "book"}
USER = {"shard": "user"}
REFERENCE = {"shard": "reference"}


class Id(TypeDecorator[UUID]):
    """A UUID in sixteen bytes: the native type on PostgreSQL, a blob on SQLite."""

    impl = LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column's type on this database."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(NativeUuid(as_uuid=True))
        return dialect.type_descriptor(LargeBinary(16))

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        """What is sent to the database."""
        if value is None or dialect.name == "postgresql":
            return value
        return value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        """What comes back from the database."""
        if value is None or isinstance(value, UUID):
            return value
        return _uuid_of(value)


@lru_cache(maxsize=8192)
def _uuid_of(value: bytes) -> UUID:
    """A page names the same few people and papers hundreds of times."""
    return UUID(bytes=value)


Instant = BigInteger
"""Milliseconds since 1970-01-01 UTC."""

Digest = LargeBinary(32)
"""A SHA-256."""


def _book_id() -> Column[Any]:
    return Column("book_id", Id, nullable=False)


book = Table(
    "book", metadata,
    _book_id(),
    Column("kind", String(16), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("chart_version", SmallInteger, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("row_hash", Digest, nullable=False),
    PrimaryKeyConstraint("book_id"),
    CheckConstraint("kind IN ('group', 'enterprise')", name="kind_known"),
    info=BOOK,
)

book_head = Table(
    "book_head", metadata,
    _book_id(),
    Column("last_seq", BigInteger, nullable=False),
    Column("last_hash", Digest, nullable=False),
    Column("last_account_no", Integer, nullable=False),
    PrimaryKeyConstraint("book_id"),
    ForeignKeyConstraint(["book_id"], ["book.book_id"]),
    info=BOOK,
)

holder = Table(
    "holder", metadata,
    _book_id(),
    Column("holder", Id, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("alias", String(100), nullable=False),
    Column("row_hash", Digest, nullable=False),
    PrimaryKeyConstraint("book_id", "holder"),
    UniqueConstraint("book_id", "alias"),
    ForeignKeyConstraint(["book_id"], ["book.book_id"]),
    info=BOOK,
)

account = Table(
    "account", metadata,
    _book_id(),
    Column("account_no", Integer, nullable=False),
    Column("code", SmallInteger, nullable=False),
    Column("fund", String(32), nullable=False),
    Column("holder", Id, nullable=False),
    Column("row_hash", Digest, nullable=False),
    PrimaryKeyConstraint("book_id", "account_no"),
    UniqueConstraint("book_id", "code", "fund", "holder"),
    UniqueConstraint("book_id", "fund", "account_no"),
    ForeignKeyConstraint(["book_id", "holder"], ["holder.book_id", "holder.holder"]),
    Index(None, "book_id", "holder"),
    info=BOOK,
)

note = Table(
    "note", metadata,
    _book_id(),
    Column("note_id", Id, nullable=False),
    Column("salt", LargeBinary(32), nullable=False),
    Column("sealed_text", LargeBinary, nullable=False),
    Column("commitment", Digest, nullable=False),
    Column("row_hash", Digest, nullable=False),
    PrimaryKeyConstraint("book_id", "note_id"),
    ForeignKeyConstraint(["book_id"], ["book.book_id"]),
    info=BOOK,
)

entry = Table(
    "entry", metadata,
    _book_id(),
    Column("seq", BigInteger, nullable=False),
    Column("client_ref", String(200), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("closing", Boolean(create_constraint=False), nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("recorded_at", Instant),
    Column("posted_at", Instant, nullable=False),
    Column("recorded_by", Id, nullable=False),
    Column("note_id", Id),
    Column("source_kind", String(20)),
    Column("source_id", Id),
    Column("content_hash", Digest, nullable=False),
    Column("prev_hash", Digest, nullable=False),
    Column("hash", Digest, nullable=False),
    PrimaryKeyConstraint("book_id", "seq"),
    UniqueConstraint("book_id", "client_ref"),
    ForeignKeyConstraint(["book_id"], ["book.book_id"]),
    ForeignKeyConstraint(["book_id", "note_id"], ["note.book_id", "note.note_id"]),
    CheckConstraint("seq > 0", name="seq_positive"),
    Index(None, "book_id", "occurred_on", "seq"),
    Index(None, "book_id", "source_id"),
    info=BOOK,
)

posting = Table(
    "posting", metadata,
    _book_id(),
    Column("seq", BigInteger, nullable=False),
    Column("line", Integer, nullable=False),
    Column("fund", String(32), nullable=False),
    Column("debit_no", Integer, nullable=False),
    Column("credit_no", Integer, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("line_ref", String(60)),
    Column("reverses_seq", BigInteger),
    Column("reverses_line", Integer),
    PrimaryKeyConstraint("book_id", "seq", "line"),
    UniqueConstraint("book_id", "reverses_seq", "reverses_line"),
    ForeignKeyConstraint(["book_id", "seq"], ["entry.book_id", "entry.seq"]),
    ForeignKeyConstraint(
        ["book_id", "fund", "debit_no"], ["account.book_id", "account.fund", "account.account_no"],
    ),
    ForeignKeyConstraint(
        ["book_id", "fund", "credit_no"], ["account.book_id", "account.fund", "account.account_no"],
    ),
    ForeignKeyConstraint(
        ["book_id", "reverses_seq", "reverses_line"], ["posting.book_id", "posting.seq", "posting.line"],
    ),
    CheckConstraint("amount_minor > 0", name="amount_positive"),
    CheckConstraint("debit_no <> credit_no", name="two_accounts"),
    CheckConstraint("(reverses_seq IS NULL) = (reverses_line IS NULL)", name="reversal_whole"),
    Index(None, "book_id", "debit_no", "seq"),
    Index(None, "book_id", "credit_no", "seq"),
    info=BOOK,
)

balance = Table(
    "balance", metadata,
    _book_id(),
    Column("account_no", Integer, nullable=False),
    Column("month", Integer, nullable=False),
    Column("closing", Boolean(create_constraint=False), nullable=False),
    Column("debit_minor", BigInteger, nullable=False),
    Column("credit_minor", BigInteger, nullable=False),
    PrimaryKeyConstraint("book_id", "account_no", "month", "closing"),
    ForeignKeyConstraint(["book_id", "account_no"], ["account.book_id", "account.account_no"]),
    info=BOOK,
)

rollup = Table(
    "rollup", metadata,
    _book_id(),
    Column("month", Integer, nullable=False),
    Column("code", SmallInteger, nullable=False),
    Column("fund", String(32), nullable=False),
    Column("closing", Boolean(create_constraint=False), nullable=False),
    Column("debit_minor", BigInteger, nullable=False),
    Column("credit_minor", BigInteger, nullable=False),
    PrimaryKeyConstraint("book_id", "month", "code", "fund", "closing"),
    ForeignKeyConstraint(["book_id"], ["book.book_id"]),
    info=BOOK,
)

cycle = Table(
    "cycle", metadata,
    _book_id(),
    Column("cycle_no", Integer, nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("closed_on", Date),
    Column("state", String(16), nullable=False),
    Column("row_hash", Digest, nullable=False),
    PrimaryKeyConstraint("book_id", "cycle_no"),
    ForeignKeyConstraint(["book_id"], ["book.book_id"]),
    CheckConstraint("state IN ('open', 'closing', 'shared_out')", name="state_known"),
    info=BOOK,
)

checkpoint = Table(
    "checkpoint", metadata,
    _book_id(),
    Column("seq", BigInteger, nullable=False),
    Column("hash", Digest, nullable=False),
    Column("totals", String(1000), nullable=False),
    Column("signed_at", Instant, nullable=False),
    Column("key_id", String(32), nullable=False),
    Column("signature", LargeBinary(64), nullable=False),
    PrimaryKeyConstraint("book_id", "seq"),
    ForeignKeyConstraint(["book_id", "seq"], ["entry.book_id", "entry.seq"]),
    info=BOOK,
)

BOOK_TABLES = (book, book_head, holder, account, note, entry, posting, balance, rollup, cycle, checkpoint)
"""The tables of this package, in the order in which they can be made."""

APPEND_ONLY = (book, holder, account, note, entry, posting, checkpoint)
"""Tables whose rows are never changed or removed."""
