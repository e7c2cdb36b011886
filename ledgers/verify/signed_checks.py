"""Checks against signed heads: those kept beside the book, and those people hold elsewhere.

A book that was cut short no longer reaches a checkpoint; one that was rewritten
reaches it with another hash.  A checkpoint counts only if a believed key signed it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ledgers.checkpoints import Checkpoint, PublicKeys, is_genuine, totals_text
from ledgers.verify.examined_book import ExaminedBook
from ledgers.verify.findings import Code, Finding, make_finding


def check_checkpoints(book: ExaminedBook) -> Iterator[Finding]:
    """Every checkpoint kept beside the book is signed and agrees with the postings."""
    for checkpoint in book.checkpoints:
        yield from _compare(book, checkpoint, "checkpoint")


def check_witnessed(book: ExaminedBook) -> Iterator[Finding]:
    """Every checkpoint that came from outside is signed, and the book still reaches it."""
    for checkpoint in book.witnessed:
        yield from _compare(book, checkpoint, "checkpoint_file")


def signature_faults(checkpoint: Checkpoint, keys: PublicKeys, table: str) -> Iterator[Finding]:
    """What is wrong with a checkpoint by itself, whatever the book says."""
    place: dict[str, Any] = {"key": str(checkpoint.seq), "book_id": checkpoint.book_id}
    if checkpoint.key_id not in keys:
        yield make_finding(Code.CHECKPOINT_KEY_UNKNOWN, table, **place, key_id=checkpoint.key_id)
    elif not is_genuine(checkpoint, keys):
        yield make_finding(Code.CHECKPOINT_SIGNATURE, table, **place)


def _compare(book: ExaminedBook, checkpoint: Checkpoint, table: str) -> Iterator[Finding]:
    yield from signature_faults(checkpoint, book.keys, table)
    seq, walked = checkpoint.seq, book.walked
    if seq > walked.last_seq:
        yield book.finding(Code.CHECKPOINT_MISSING_TAIL, table, seq, last_seq=walked.last_seq)
        return
    hash_, turnover = walked.marks.get(seq, (b"", {}))
    if hash_ != checkpoint.hash:
        yield book.finding(Code.CHECKPOINT_DIFFERS, table, seq, hash=hash_ or b"", signed=checkpoint.hash)
    if totals_text(turnover) != checkpoint.totals:
        yield book.finding(Code.CHECKPOINT_TOTALS, table, seq, totals=totals_text(turnover),
                           signed=checkpoint.totals)
