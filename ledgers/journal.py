"""The journal: the only writer of a book.

Posting locks the head of the book, numbers the entries, chains each to the one
before by its hash, writes entries and postings as multi-row statements, and keeps
balances and roll-up in the same transaction.  The number of statements does not
depend on how many postings there are.  The journal never decides what to post;
it refuses only what no book may hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, Table, and_, bindparam, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import Account, BookKind, Holder, HolderKind
from ledgers.books import (
    AccountNumbers,
    accounts_of,
    before_posting,
    insert_rows,
    posted_before,
)
from ledgers.chart import CHARTS
from ledgers.entries import (
    EntryKind,
    JournalEntry,
    Link,
    Posting,
    Source,
    chain_hash_of_text,
    content_hash,
    postings_text,
)
from ledgers.errors import AlreadyReversed, IdempotencyConflict, UnknownBook, UnknownPosting
from ledgers.prepared import Prepared, fill_up, numbered
from ledgers.sums import Move, Side, Sides, SumsToKeep, moved_by, waiting_of


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry about to be posted, with the reference its maker chose for it."""

    entry: JournalEntry
    client_ref: str


@dataclass(frozen=True, slots=True)
class _Written:
    """A draft with its postings in canonical text, made once for both hashes, and the sides they move."""

    entry: JournalEntry
    client_ref: str
    moves: Sequence[Move]
    postings: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Posted:
    """The book's answer: the number and chain hash an entry got."""

    client_ref: str
    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who posts, when the server says it is, and what the device's clock said (ms, UTC)."""

    recorded_by: UUID
    posted_at: int
    recorded_at: int | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a book, read under its lock."""

    kind: BookKind
    currency: str
    last_seq: int
    last_hash: bytes
    last_account_no: int


class Journal:
    """The journal of one book inside one write transaction."""

    def __init__(self, session: Session, book_id: UUID) -> None:
        self.book_id = book_id
        self._connection: Connection = session.connection()
        self._head: Head | None = None
        self._numbers = AccountNumbers(self._connection, book_id)
        self._sides = Sides()
        self._sums = SumsToKeep()
        self._info = session.info
        self._all_posted: dict[str, tuple[bytes, Posted]] | None = None

    def lock(self) -> Head:
        """Lock the book's head, so that what is read from now on stays true until the end.

        Raises:
            UnknownBook: there is no such book.
        """
        if self._head is None:
            self._head = self._read_head()
            # Whoever is there from the first entry on need not ask the book what was posted.
            self._all_posted = {} if self._head.last_seq == 0 else None
        return self._head

    def _read_head(self) -> Head:
        rows = _HEAD.rows(self._connection, {"book": self.book_id})
        if not rows:
            raise UnknownBook(book_id=str(self.book_id))
        ((kind, currency, last_seq, last_hash, last_account_no),) = rows
        return Head(BookKind(kind), currency, last_seq, bytes(last_hash), last_account_no)

    def post(self, entry: JournalEntry, *, client_ref: str, stamp: Stamp) -> Posted:
        """Post one entry; see `post_all`."""
        return self.post_all([Draft(entry, client_ref)], stamp=stamp)[0]

    def post_all(self, drafts: Sequence[Draft], *, stamp: Stamp) -> tuple[Posted, ...]:
        """Post entries in their order, each exactly once.

        A reference that was posted before with the same content gives the answer it
        got then.

        Raises:
            IdempotencyConflict: a reference was used before for other content.
            UnknownAccount, HolderMismatch: an account no chart knows.
            AlreadyReversed: a posting is taken back twice.
        """
        self.lock()
        if not drafts:
            return ()
        written = [self._write_out(draft) for draft in drafts]
        known = self._find_posted(written)
        fresh = [one for one in written if one.client_ref not in known]
        if fresh:
            known |= self._append(fresh, stamp)
        return tuple(known[draft.client_ref] for draft in drafts)

    def _write_out(self, draft: Draft) -> _Written:
        known = self._sides
        moves = [(posting, known[posting.debit], known[posting.credit]) for posting in draft.entry.postings]
        text = postings_text((posting, debit.text, credit.text) for posting, debit, credit in moves)
        return _Written(draft.entry, draft.client_ref, moves, text, content_hash(draft.entry, text))

    def _find_posted(self, written: Sequence[_Written]) -> dict[str, Posted]:
        hashes = {one.client_ref: one.content for one in written}
        found, posted = self._posted_under(list(hashes), self._ask_accounts(written)), {}
        for reference, (content, answer) in found.items():
            if content != hashes[reference]:
                raise IdempotencyConflict(client_ref=reference)
            posted[reference] = answer
        return posted

    def _ask_accounts(self, written: Sequence[_Written]) -> list[Any]:
        return self._numbers.ask({side.account.holder for side in _without_number(written)})

    def _posted_under(
        self, references: Sequence[str], holders: Sequence[Any],
    ) -> dict[str, tuple[bytes, Posted]]:
        """What was posted under references; the accounts of `holders` are learned from the same statement."""
        known = self._all_posted
        if known is not None:
            if holders:
                self._numbers.learn(self._rows(accounts_of, holder=holders))
            return {reference: known[reference] for reference in references if reference in known}
        if not holders:
            return _answers(self._rows(posted_before, ref=references))
        rows = self._rows(before_posting, ref=references, holder=holders)
        self._numbers.learn(rows)
        return _answers(row[:4] for row in rows if row[5] is None)

    def _rows(self, statement: Callable[..., Prepared], **asked: Sequence[Any]) -> Sequence[Any]:
        """The rows of a statement that names so many values of each sort."""
        filled = {name: fill_up(values) for name, values in asked.items()}
        query = statement(*map(len, filled.values()))
        return query.rows(self._connection, {"book": self.book_id, **numbered(**filled)})

    def _append(self, written: Sequence[_Written], stamp: Stamp) -> dict[str, Posted]:
        head = self.lock()
        self._resolve_accounts(written)
        commitments = self._commitments(one.entry.note_id for one in written)
        seq, last_hash = head.last_seq, head.last_hash
        entries, postings, posted = [], [], {}
        for one in written:
            seq += 1
            link = self._link(one, stamp, seq, last_hash, commitments)
            last_hash = chain_hash_of_text(link, one.postings)
            entries.append(_entry_row(link, one.entry.occurred_on, last_hash))
            postings += _posting_rows(seq, one.moves)
            posted[one.client_ref] = Posted(one.client_ref, seq, last_hash)
        self._write(entries, postings)
        self._add_up(written)
        self._move_head(seq, last_hash)
        if self._all_posted is not None:
            self._all_posted |= {one.client_ref: (one.content, posted[one.client_ref]) for one in written}
        return posted

    def _link(
        self, one: _Written, stamp: Stamp, seq: int, prev_hash: bytes, commitments: Mapping[UUID, bytes],
    ) -> Link:
        head, entry, source = self.lock(), one.entry, one.entry.source
        return Link(
            self.book_id, head.kind, head.currency, seq, prev_hash, one.client_ref, entry.kind.value,
            entry.closing, entry.occurred_on.isoformat(), stamp.recorded_at, stamp.posted_at,
            stamp.recorded_by, entry.note_id, commitments[entry.note_id] if entry.note_id else None,
            source.kind.value if source else None, source.id if source else None, one.content,
        )

    def _commitments(self, note_ids: Iterable[UUID | None]) -> dict[UUID, bytes]:
        wanted = {note_id for note_id in note_ids if note_id}
        if not wanted:
            return {}
        query = select(t.note.c.note_id, t.note.c.commitment).where(
            t.note.c.book_id == self.book_id, t.note.c.note_id.in_(wanted))
        return {row.note_id: bytes(row.commitment) for row in self._connection.execute(query)}

    def _resolve_accounts(self, written: Sequence[_Written]) -> None:
        fresh = list(_without_number(written))
        head = self.lock()
        numbers, last = self._numbers.resolve(
            [side.account for side in fresh], last_no=head.last_account_no, chart=CHARTS[head.kind])
        for side, number in zip(fresh, numbers, strict=True):
            side.number = number
        self._head = replace(head, last_account_no=last)

    def _write(self, entries: list[tuple[Any, ...]], postings: list[tuple[Any, ...]]) -> None:
        self._insert(t.entry, entries)
        try:
            self._insert(t.posting, postings)
        except IntegrityError as error:
            if "reverses" in str(error.orig):
                raise AlreadyReversed() from error
            raise

    def _insert(self, table: Table, rows: Sequence[tuple[Any, ...]], otherwise: str = "") -> None:
        insert_rows(table, rows, book_id=self.book_id, connection=self._connection, otherwise=otherwise)

    def _add_up(self, written: Sequence[_Written]) -> None:
        waiting = waiting_of(self._info)
        for one in written:
            self._sums.add(one.entry.occurred_on, one.moves, closing=one.entry.closing)
            if waiting is not None:
                waiting.wait(self.book_id, moved_by(one.moves), keep=self._keep_sums)
        if waiting is None:
            self._keep_sums()

    def _keep_sums(self) -> None:
        balances, by_code = self._sums.take_rows()
        self._insert(t.balance, balances, _ADDED[t.balance.name])
        self._insert(t.rollup, by_code, _ADDED[t.rollup.name])

    def _move_head(self, seq: int, last_hash: bytes) -> None:
        head = self.lock()
        self._head = replace(head, last_seq=seq, last_hash=last_hash)
        _MOVE_HEAD.run(self._connection, {
            "book": self.book_id, "seq": seq, "hash": last_hash, "account_no": head.last_account_no})

    def find_postings(self, refs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Posting]:
        """The postings known as (seq, line), with their accounts.

        Raises:
            UnknownPosting: one of them is not in this book.
        """
        named = or_(*(and_(t.posting.c.seq == seq, t.posting.c.line == line) for seq, line in refs))
        query = _postings_with_accounts().where(t.posting.c.book_id == self.book_id, named)
        found = {(row.seq, row.line): _posting(row, self.book_id) for row in self._connection.execute(query)}
        for ref in refs:
            if ref not in found:
                raise UnknownPosting(seq=ref[0], line=ref[1])
        return found

    def refs_of(self, client_ref: str) -> list[tuple[int, int]]:
        """The postings of the entry posted under a reference, as (seq, line); none without such an entry."""
        query = (
            select(t.posting.c.seq, t.posting.c.line)
            .join(t.entry, and_(t.entry.c.book_id == t.posting.c.book_id, t.entry.c.seq == t.posting.c.seq))
            .where(t.posting.c.book_id == self.book_id, t.entry.c.book_id == self.book_id,
                   t.entry.c.client_ref == client_ref)
            .order_by(t.posting.c.line)
        )
        return [(row.seq, row.line) for row in self._connection.execute(query)]

    def reverse(
        self, refs: Sequence[tuple[int, int]], *, occurred_on: date, client_ref: str, stamp: Stamp,
        put_right: tuple[Posting, ...] = (), source: Source | None = None, note_id: UUID | None = None,
    ) -> Posted:
        """Take named postings back and post the right ones, in one entry.

        Raises:
            UnknownPosting: a posting is not in this book.
            AlreadyReversed: a posting was taken back before.
        """
        found = self.find_postings(refs)
        taken_back = tuple(found[ref].reversed_as(*ref) for ref in refs)
        entry = JournalEntry(EntryKind.CORRECTION, occurred_on, taken_back + put_right,
                             source=source, note_id=note_id)
        return self.post(entry, client_ref=client_ref, stamp=stamp)


def _without_number(written: Sequence[_Written]) -> dict[Side, None]:
    """The sides whose number is not known yet, each once."""
    found: dict[Side, None] = {}
    for one in written:
        for _, debit, credit in one.moves:
            if not debit.number:
                found[debit] = None
            if not credit.number:
                found[credit] = None
    return found


def _posting_rows(
    seq: int, moves: Sequence[Move],
) -> list[tuple[Any, ...]]:
    rows = []
    for line, (posting, debit, credit) in enumerate(moves, start=1):
        reversed_seq, reversed_line = posting.reverses or (None, None)
        rows.append((seq, line, debit.fund, debit.number, credit.number, posting.amount_minor,
                     posting.line_ref, reversed_seq, reversed_line))
    return rows


def _entry_row(link: Link, occurred_on: date, hash_: bytes) -> tuple[Any, ...]:
    return (link.seq, link.client_ref, link.kind, link.closing, occurred_on, link.recorded_at, link.posted_at,
            link.recorded_by, link.note_id, link.source_kind, link.source_id, link.content_hash,
            link.prev_hash, hash_)


_HEAD = Prepared(
    select(t.book.c.kind, t.book.c.currency, t.book_head.c.last_seq, t.book_head.c.last_hash,
           t.book_head.c.last_account_no)
    .join_from(t.book_head, t.book, t.book_head.c.book_id == t.book.c.book_id)
    .where(t.book_head.c.book_id == bindparam("book"), t.book.c.book_id == bindparam("book"))
    .with_for_update(of=t.book_head)
)

def _answers(rows: Iterable[Any]) -> dict[str, tuple[bytes, Posted]]:
    return {reference: (bytes(content), Posted(reference, seq, bytes(hash_)))
            for reference, seq, content, hash_ in rows}


_MOVE_HEAD = Prepared(update(t.book_head).where(t.book_head.c.book_id == bindparam("book")).values(
    last_seq=bindparam("seq"), last_hash=bindparam("hash"), last_account_no=bindparam("account_no")))


def _added_to(table: Table) -> str:
    key = ", ".join(column.name for column in table.primary_key)
    sums = (f"{name} = {table.name}.{name} + excluded.{name}" for name in ("debit_minor", "credit_minor"))
    return f" ON CONFLICT ({key}) DO UPDATE SET {', '.join(sums)}"


_ADDED = {table.name: _added_to(table) for table in (t.balance, t.rollup)}
"""Sums that are there already grow by what is added."""


def _postings_with_accounts() -> Select[Any]:
    debit, credit = t.account.alias("debit"), t.account.alias("credit")
    debit_holder, credit_holder = t.holder.alias("debit_holder"), t.holder.alias("credit_holder")
    query = select(
        t.posting,
        debit.c.code.label("debit_code"), debit_holder.c.holder.label("debit_holder"),
        debit_holder.c.kind.label("debit_kind"), debit_holder.c.alias.label("debit_alias"),
        credit.c.code.label("credit_code"), credit_holder.c.holder.label("credit_holder"),
        credit_holder.c.kind.label("credit_kind"), credit_holder.c.alias.label("credit_alias"),
    ).select_from(t.posting)
    sides = ((debit, debit_holder, t.posting.c.debit_no), (credit, credit_holder, t.posting.c.credit_no))
    for account, holder, number in sides:
        query = query.join(
            account, and_(account.c.book_id == t.posting.c.book_id, account.c.account_no == number))
        query = query.join(
            holder, and_(holder.c.book_id == account.c.book_id, holder.c.holder == account.c.holder))
    return query


def _posting(row: Row[Any], book_id: UUID) -> Posting:
    def side(code: int, holder: UUID, kind: str, alias: str) -> Account:
        who = None if holder == book_id else Holder(holder, HolderKind(kind), alias)
        return Account(code, row.fund, who)

    return Posting(
        side(row.debit_code, row.debit_holder, row.debit_kind, row.debit_alias),
        side(row.credit_code, row.credit_holder, row.credit_kind, row.credit_alias),
        row.amount_minor, row.line_ref,
    )
