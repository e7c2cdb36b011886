"""Verifying books with the papers that stand beside them.

The engine works out everything the books themselves promise.  Here the papers are
held against them: a sheet and a document still say what was received, a meeting's
summary is the sum of its entries, and money on its way to an enterprise is either
still in transit or arrived in the other book.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, and_, bindparam, case, func, select
from sqlalchemy.orm import Session

import msai.models  # noqa: F401  its tables belong to the schema
from ledgers import tables as t
from ledgers.accounts import TENDER_CODES, BookKind
from ledgers.checkpoints import CheckpointUnreadable, read_file
from ledgers.entries import EntryKind, SourceKind
from ledgers.tables import Id, metadata
from ledgers.verify import (
    BOOK_CHECKS,
    DATABASE_ERRORS,
    BookCheck,
    ExaminedBook,
    Finding,
    damage,
    make_finding,
    verify_book,
    verify_database,
)
from msai.db import Database
from msai.models.enterprises import Document, Remittance, RemittanceLanding
from msai.models.groups import Meeting, Sheet
from msai.models.remittances import Arriving
from msai.permissions import Action, Actor, Target, require
from msai.sealing import DataKey, KeyDestroyed, Unreadable
from msai.services.keys import book_key, signing_key_of

IN_TRANSIT = 1200
ENDED = frozenset({"matched", "returned", "lost", "cancelled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyBooks:
    """Which books to verify (all of the database when none is named), and checkpoints held outside it."""

    book_ids: tuple[UUID, ...] = ()
    checkpoint_text: str | None = None


def verify_books(session: Session, actor: Actor, command: VerifyBooks) -> list[Finding]:
    """Everything that is wrong with the books named, or with the whole database; nothing is repaired.

    Raises:
        NotPermitted: only the installation itself verifies books it does not keep.
    """
    for book_id in command.book_ids or (None,):
        require(actor, Action.BOOK_VERIFY, Target(book_id))
    keys = signing_key_of(session).public_keys
    try:
        witnessed = read_file(command.checkpoint_text) if command.checkpoint_text is not None else ()
    except CheckpointUnreadable as error:
        return [make_finding(error.code, "checkpoint_file", **error.params)]
    if not command.book_ids:
        return verify_database(session, keys=keys, witnessed=witnessed, checks=CHECKS, tables=_book_tables())
    return [finding for book_id in command.book_ids
            for finding in verify_book(session, book_id, keys=keys, witnessed=witnessed, checks=CHECKS)]


def verify_everything(database: Database, actor: Actor, command: VerifyBooks) -> list[Finding]:
    """Verify in a reading session of its own; a database that cannot even be opened is a finding."""
    require(actor, Action.BOOK_VERIFY)
    try:
        with database.read() as session:
            return verify_books(session, actor, command)
    except DATABASE_ERRORS as error:
        return [damage(error)]


def _book_tables() -> list[Table]:
    """The tables whose rows belong to a book by a foreign key."""
    return [table for table in metadata.sorted_tables
            if table is t.book or (table.info.get("shard") == "book" and table.foreign_keys)]


def check_documents(book: ExaminedBook) -> Iterator[Finding]:
    """A document says what it said when it was received."""
    for row in book.rows(_table(Document)):
        if _hash_of(row["body"]) != row["body_hash"]:
            yield book.finding("document_differs", "document", row["document_id"])


def check_sheets(book: ExaminedBook) -> Iterator[Finding]:
    """A sheet opens, and says what was sent on that Sunday."""
    rows = list(book.rows(_table(Sheet)))
    key = _key_of(book) if rows else None
    for row in rows:
        place = f"{row['meeting_id']}|{row['version']}"
        text = _opened(key, row["body_sealed"], f"sheet:{row['meeting_id']}:{row['version']}")
        if text is None:
            yield book.finding("sheet_unreadable", "sheet", place)
        elif _hash_of(text) != row["body_hash"]:
            yield book.finding("sheet_differs", "sheet", place)


def _key_of(book: ExaminedBook) -> DataKey | None:
    try:
        return book_key(book.session, book.book_id)
    except (KeyDestroyed, Unreadable):
        return None


def _opened(key: DataKey | None, sealed: bytes, context: str) -> str | None:
    try:
        return key.open(sealed, context) if key else None
    except (Unreadable, UnicodeDecodeError):
        return None


def _hash_of(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogateescape")).digest()


def check_meetings(book: ExaminedBook) -> Iterator[Finding]:
    """A meeting's summary is the sum of its entries, and its receipt names the last of them."""
    true = {row.source_id: row for row in book.session.execute(_MEETING_SUMS, {"book": book.book_id})}
    posted = {(row["meeting_id"], row["version"])
              for row in book.rows(_table(Sheet)) if row["state"] == "posted"}
    for row in book.rows(_table(Meeting)):
        meeting_id = row["meeting_id"]
        if (meeting_id, row["version"]) not in posted:
            yield book.finding("meeting_without_sheet", "meeting", meeting_id)
        found = true.pop(meeting_id, None)
        kept = (row["first_seq"], row["last_seq"], row["total_in_minor"], row["total_out_minor"])
        sums = (found.first_seq, found.last_seq, int(found.total_in), int(found.total_out)) if found else \
            (None, None, 0, 0)
        if kept != sums:
            yield book.finding("meeting_differs", "meeting", meeting_id, kept=kept, true=sums)
    for meeting_id in true:
        yield book.finding("meeting_missing", "meeting", meeting_id)
    yield from _check_receipts(book)


def _check_receipts(book: ExaminedBook) -> Iterator[Finding]:
    for meeting_id, given, true in book.session.execute(_RECEIPTS, {"book": book.book_id}):
        if true is None or bytes(given) != bytes(true):
            yield book.finding("receipt_differs", "meeting", meeting_id)


def check_transit(book: ExaminedBook) -> Iterator[Finding]:
    """What is in transit belongs to a remittance that has not ended, and is never less than nothing."""
    if not book.book_rows or book.book_rows[0]["kind"] != BookKind.GROUP:
        return
    states = {row["remittance_id"]: row["state"]
              for table in (Remittance, Arriving) for row in book.rows(_table(table))}
    for account, minor in book.balances.items():
        if account.code != IN_TRANSIT or account.holder is None or not minor:
            continue
        alias, state = account.holder.alias, states.get(account.holder.id)
        if state is None:
            yield book.finding("transit_without_remittance", "remittance", alias, minor=minor)
        elif minor < 0 or state in ENDED:
            yield book.finding("transit_differs", "remittance", alias, state=state, minor=minor)


def check_landings(book: ExaminedBook) -> Iterator[Finding]:
    """Capital that is matched here landed in the other book, and was posted there as often as it landed."""
    for row in book.rows(_table(Remittance)):
        if row["direction"] != "out" or row["state"] != "matched" or row["other_book_id"] is None:
            continue
        place = {"other": row["other_book_id"], "remittance": row["remittance_id"]}
        landed = book.session.scalar(_LANDINGS, place) or 0
        posted = book.session.scalar(_LANDED_ENTRIES, place) or 0
        if not landed or posted < landed:
            yield book.finding("landing_missing", "remittance", row["alias"], landed=landed, posted=posted)


CHECKS: Sequence[BookCheck] = (
    *BOOK_CHECKS, check_documents, check_sheets, check_meetings, check_transit, check_landings,
)
"""The checks of the engine, then those of the papers beside the books."""


def _table(model: Any) -> Table:
    table: Table = model.__table__
    return table


def _meeting_sums() -> Select[*tuple[Any, ...]]:
    """Per meeting its first and last entry, and what its tenders took in and gave out."""
    book, debit, credit = bindparam("book", type_=Id()), t.account.alias("debit"), t.account.alias("credit")
    into, out_of = debit.c.code.in_(TENDER_CODES), credit.c.code.in_(TENDER_CODES)
    counted = t.entry.c.kind != EntryKind.CASH_DIFFERENCE.value

    def moved(condition: Any) -> Any:
        return func.sum(case((and_(counted, condition), t.posting.c.amount_minor), else_=0))

    joined = t.entry.join(t.posting, and_(t.posting.c.book_id == book, t.posting.c.seq == t.entry.c.seq))
    for account, number in ((debit, t.posting.c.debit_no), (credit, t.posting.c.credit_no)):
        joined = joined.join(account, and_(account.c.book_id == book, account.c.account_no == number))
    seq = t.entry.c.seq
    columns = [
        t.entry.c.source_id, func.min(seq).label("first_seq"), func.max(seq).label("last_seq"),
        moved(and_(into, ~out_of)).label("total_in"), moved(and_(out_of, ~into)).label("total_out"),
    ]
    return (
        select(*columns).select_from(joined)
        .where(t.entry.c.book_id == book, t.entry.c.source_kind == SourceKind.MEETING.value)
        .group_by(t.entry.c.source_id)
    )


_MEETING_SUMS = _meeting_sums()

_RECEIPTS = (
    select(Meeting.meeting_id, Meeting.last_hash, t.entry.c.hash)
    .outerjoin(t.entry, and_(t.entry.c.book_id == Meeting.book_id, t.entry.c.seq == Meeting.last_seq))
    .where(Meeting.book_id == bindparam("book"), Meeting.last_seq.is_not(None))
)

_LANDINGS = select(func.count()).select_from(RemittanceLanding).where(
    RemittanceLanding.book_id == bindparam("other"),
    RemittanceLanding.remittance_id == bindparam("remittance"))

_LANDED_ENTRIES = select(func.count()).select_from(t.entry).where(
    t.entry.c.book_id == bindparam("other"), t.entry.c.source_id == bindparam("remittance"),
    t.entry.c.source_kind == SourceKind.REMITTANCE.value)
