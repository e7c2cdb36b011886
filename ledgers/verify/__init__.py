"""Verifying: everything the books promise, worked out anew and compared.

Each check is a small function in a list; a programme that keeps more beside the
books adds its own.  Whatever is wrong becomes a finding with a stable code, never an
exception, also in a damaged file; nothing is ever repaired here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from sqlalchemy import Table
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from ledgers.checkpoints import Checkpoint, PublicKeys
from ledgers.tables import BOOK_TABLES
from ledgers.verify.database_checks import check_file, check_orphans, list_books
from ledgers.verify.examined_book import ExaminedBook
from ledgers.verify.findings import Code, Finding, FindingList, make_finding
from ledgers.verify.journal_checks import check_chain, check_references, check_reversals
from ledgers.verify.raw_rows import tolerant_text
from ledgers.verify.row_checks import (
    check_accounts,
    check_book,
    check_cycles,
    check_head,
    check_holders,
    check_notes,
)
from ledgers.verify.signed_checks import check_checkpoints, check_witnessed, signature_faults
from ledgers.verify.sum_checks import check_balances, check_memo_totals, check_rollup, check_tenders

BookCheck = Callable[[ExaminedBook], Iterable[Finding]]
DatabaseCheck = Callable[[Session, Sequence[Table]], Iterable[Finding]]

BOOK_CHECKS: tuple[BookCheck, ...] = (
    check_book, check_holders, check_accounts, check_notes, check_cycles, check_chain, check_references,
    check_reversals, check_head, check_balances, check_rollup, check_memo_totals, check_tenders,
    check_checkpoints, check_witnessed,
)
DATABASE_CHECKS: tuple[DatabaseCheck, ...] = (check_file, check_orphans)

DATABASE_ERRORS = (SQLAlchemyError, sqlite3.Error, UnicodeDecodeError)
"""What a database raises when it cannot be read; over torn bytes a driver stumbles in its own words."""

__all__ = [
    "BOOK_CHECKS", "DATABASE_CHECKS", "DATABASE_ERRORS", "BookCheck", "Code", "ExaminedBook", "Finding",
    "damage", "list_books", "make_finding", "verify_book", "verify_database",
]


def verify_book(
    session: Session, book_id: UUID, *, keys: PublicKeys, witnessed: Sequence[Checkpoint] = (),
    checks: Sequence[BookCheck] = BOOK_CHECKS,
) -> list[Finding]:
    """Everything that is wrong with one book; an empty list when nothing is.

    `keys` are the public keys whose signatures are believed; `witnessed` are
    checkpoints from outside the database.
    """
    found = FindingList()
    try:
        with tolerant_text(session):
            book = ExaminedBook(session, book_id, keys=keys, witnessed=witnessed)
            for check in checks:
                _run(check, book, found)
            found.extend(book.unreadable.all())
    except DATABASE_ERRORS as error:
        found.add(damage(error, book_id))
    return found.all()


def _run(check: BookCheck, book: ExaminedBook, found: FindingList) -> None:
    """Run one check; a check that fails over a damaged book is itself a finding."""
    try:
        found.extend(check(book))
    except DATABASE_ERRORS:
        raise
    except Exception as error:
        found.add(book.finding(
            Code.CHECK_FAILED, "", getattr(check, "__name__", ""), error=type(error).__name__))


def damage(error: Exception, book_id: UUID | None = None) -> Finding:
    """The finding that stands for a database that cannot be read on."""
    reason = getattr(error, "orig", None) or error
    return make_finding(Code.DATABASE_DAMAGED, "", book_id=book_id, problem=reason)


def verify_database(
    session: Session, *, keys: PublicKeys, witnessed: Sequence[Checkpoint] = (),
    checks: Sequence[BookCheck] = BOOK_CHECKS, tables: Sequence[Table] = BOOK_TABLES,
) -> list[Finding]:
    """Everything that is wrong with any book, and with what belongs to none.

    `tables` are those whose rows have to belong to a book.
    """
    found = FindingList()
    books: list[UUID] = []
    try:
        with tolerant_text(session):
            for check in DATABASE_CHECKS:
                found.extend(check(session, tables))
            books = list_books(session)
    except DATABASE_ERRORS as error:
        found.add(damage(error))
    for book_id in books:
        found.extend(verify_book(session, book_id, keys=keys, witnessed=witnessed, checks=checks))
    found.extend(_of_missing_books(witnessed, books, keys))
    return found.all()


def _of_missing_books(
    witnessed: Sequence[Checkpoint], books: Sequence[UUID], keys: PublicKeys,
) -> Iterable[Finding]:
    for checkpoint in witnessed:
        if checkpoint.book_id not in books:
            yield make_finding(Code.CHECKPOINT_BOOK_MISSING, "checkpoint_file", key=str(checkpoint.seq),
                               book_id=checkpoint.book_id)
            yield from signature_faults(checkpoint, keys, "checkpoint_file")
