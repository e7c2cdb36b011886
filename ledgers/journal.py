"""The journal: the only writer of a book.

Posting locks the head of the book, numbers the entries, chains each to the one
before by its hash, writes entries and postings as multi-row statements, and keeps
balances and roll-up in the same transaction.  The number of statements does not
depend on how many postings there are.  The journal never decides what to post;
it refuses only what no book may hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    Executable,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import Account, BookKind, Holder, HolderKind
from ledgers.books import AccountNumbers
from ledgers.chart import CHARTS
from ledgers.entries import (
    EntryKind,
    JournalEntry,
    Link,
    Posting,
    Source,
    chain_hash,
    content_hash,
    posting_form,
)
from ledgers.errors import AlreadyReversed, IdempotencyConflict, UnknownBook, UnknownPosting


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry about to be posted, with the reference its maker chose for it."""

    entry: JournalEntry
    client_ref: str


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

    def lock(self) -> Head:
        """Lock the book's head, so that what is read from now on stays true until the end.

        Raises:
            UnknownBook: there is no such book.
        """
        if self._head is None:
            self._head = self._read_head()
        return self._head

    def _read_head(self) -> Head:
        row = self._connection.execute(_HEAD, {"book": self.book_id}).one_or_none()
        if row is None:
            raise UnknownBook(book_id=str(self.book_id))
        return Head(BookKind(row.kind), row.currency, row.last_seq, bytes(row.last_hash), row.last_account_no)

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
        hashes = {draft.client_ref: content_hash(draft.entry) for draft in drafts}
        known = self._find_posted(hashes)
        fresh = [draft for draft in drafts if draft.client_ref not in known]
        if fresh:
            known |= self._append(fresh, hashes, stamp)
        return tuple(known[draft.client_ref] for draft in drafts)

    def _find_posted(self, hashes: Mapping[str, bytes]) -> dict[str, Posted]:
        rows = self._connection.execute(_BY_REFERENCE, {"book": self.book_id, "refs": list(hashes)})
        posted = {}
        for row in rows:
            if bytes(row.content_hash) != hashes[row.client_ref]:
                raise IdempotencyConflict(client_ref=row.client_ref)
            posted[row.client_ref] = Posted(row.client_ref, row.seq, bytes(row.hash))
        return posted

    def _append(self, drafts: Sequence[Draft], hashes: Mapping[str, bytes], stamp: Stamp) -> dict[str, Posted]:
        head = self.lock()
        self._resolve_accounts(drafts)
        commitments = self._commitments(draft.entry.note_id for draft in drafts)
        seq, last_hash = head.last_seq, head.last_hash
        entries, postings, posted = [], [], {}
        for draft in drafts:
            seq += 1
            link = self._link(draft, hashes[draft.client_ref], stamp, seq, last_hash, commitments)
            forms = [posting_form(n, p) for n, p in enumerate(draft.entry.postings, start=1)]
            last_hash = chain_hash(link, forms)
            entries.append(_entry_row(link, draft.entry.occurred_on, last_hash))
            postings += self._posting_rows(seq, draft.entry.postings)
            posted[draft.client_ref] = Posted(draft.client_ref, seq, last_hash)
        self._write(entries, postings)
        self._keep_balances(drafts)
        self._move_head(seq, last_hash)
        return posted

    def _link(
        self, draft: Draft, content: bytes, stamp: Stamp, seq: int, prev_hash: bytes,
        commitments: Mapping[UUID, bytes],
    ) -> Link:
        head, entry, source = self.lock(), draft.entry, draft.entry.source
        return Link(
            self.book_id, head.kind, head.currency, seq, prev_hash, draft.client_ref, entry.kind.value,
            entry.closing, entry.occurred_on.isoformat(), stamp.recorded_at, stamp.posted_at, stamp.recorded_by,
            entry.note_id, commitments[entry.note_id] if entry.note_id else None,
            source.kind.value if source else None, source.id if source else None, content,
        )

    def _commitments(self, note_ids: Iterable[UUID | None]) -> dict[UUID, bytes]:
        wanted = {note_id for note_id in note_ids if note_id}
        if not wanted:
            return {}
        query = select(t.note.c.note_id, t.note.c.commitment).where(
            t.note.c.book_id == self.book_id, t.note.c.note_id.in_(wanted))
        return {row.note_id: bytes(row.commitment) for row in self._connection.execute(query)}

    def _resolve_accounts(self, drafts: Sequence[Draft]) -> None:
        wanted = {a for draft in drafts for p in draft.entry.postings for a in (p.debit, p.credit)}
        head = self.lock()
        chart = CHARTS[head.kind]
        for account in wanted:
            chart.check(account)
        last = self._numbers.resolve(wanted, last_no=head.last_account_no)
        self._head = replace(head, last_account_no=last)

    def _posting_rows(self, seq: int, postings: Sequence[Posting]) -> list[dict[str, Any]]:
        return [
            {"book_id": self.book_id, "seq": seq, "line": line, "fund": p.fund,
             "debit_no": self._numbers.of(p.debit), "credit_no": self._numbers.of(p.credit),
             "amount_minor": p.amount_minor, "line_ref": p.line_ref,
             "reverses_seq": p.reverses[0] if p.reverses else None,
             "reverses_line": p.reverses[1] if p.reverses else None}
            for line, p in enumerate(postings, start=1)
        ]

    def _write(self, entries: list[dict[str, Any]], postings: list[dict[str, Any]]) -> None:
        self._connection.execute(insert(t.entry), entries)
        try:
            self._connection.execute(insert(t.posting), postings)
        except IntegrityError as error:
            if "reverses" in str(error.orig):
                raise AlreadyReversed() from error
            raise

    def _keep_balances(self, drafts: Sequence[Draft]) -> None:
        by_account: dict[tuple[int, int, bool], list[int]] = defaultdict(lambda: [0, 0])
        by_code: dict[tuple[int, int, str, bool], list[int]] = defaultdict(lambda: [0, 0])
        for draft in drafts:
            month, closing = month_of(draft.entry.occurred_on), draft.entry.closing
            for p in draft.entry.postings:
                for side, account in enumerate((p.debit, p.credit)):
                    by_account[self._numbers.of(account), month, closing][side] += p.amount_minor
                    by_code[month, account.code, account.fund, closing][side] += p.amount_minor
        self._add(t.balance, ("account_no", "month", "closing"), by_account)
        self._add(t.rollup, ("month", "code", "fund", "closing"), by_code)

    def _add(self, table: Table, names: tuple[str, ...], sums: Mapping[Any, Sequence[int]]) -> None:
        rows = [
            {"book_id": self.book_id, **dict(zip(names, key, strict=True)), "debit_minor": debit,
             "credit_minor": credit}
            for key, (debit, credit) in sorted(sums.items())
        ]
        self._connection.execute(_upsert(table, self._connection.dialect.name), rows)

    def _move_head(self, seq: int, last_hash: bytes) -> None:
        head = self.lock()
        self._head = replace(head, last_seq=seq, last_hash=last_hash)
        self._connection.execute(
            update(t.book_head).where(t.book_head.c.book_id == self.book_id),
            {"last_seq": seq, "last_hash": last_hash, "last_account_no": head.last_account_no},
        )

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
        """The postings of the entry posted under a reference, as (seq, line); none when there is no such entry."""
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


def month_of(day: date) -> int:
    """The month of a date as kept with balances: 202511."""
    return day.year * 100 + day.month


def _entry_row(link: Link, occurred_on: date, hash_: bytes) -> dict[str, Any]:
    return {
        "book_id": link.book_id, "seq": link.seq, "client_ref": link.client_ref, "kind": link.kind,
        "closing": link.closing, "occurred_on": occurred_on, "recorded_at": link.recorded_at,
        "posted_at": link.posted_at, "recorded_by": link.recorded_by, "note_id": link.note_id,
        "source_kind": link.source_kind, "source_id": link.source_id, "content_hash": link.content_hash,
        "prev_hash": link.prev_hash, "hash": hash_,
    }


_HEAD = (
    select(t.book.c.kind, t.book.c.currency, t.book_head.c.last_seq, t.book_head.c.last_hash,
           t.book_head.c.last_account_no)
    .join_from(t.book_head, t.book, t.book_head.c.book_id == t.book.c.book_id)
    .where(t.book_head.c.book_id == bindparam("book"), t.book.c.book_id == bindparam("book"))
    .with_for_update(of=t.book_head)
)

_BY_REFERENCE = select(t.entry.c.client_ref, t.entry.c.seq, t.entry.c.content_hash, t.entry.c.hash).where(
    t.entry.c.book_id == bindparam("book"), t.entry.c.client_ref.in_(bindparam("refs", expanding=True)))


def _make_upsert(dialect: str, table: Table) -> Executable:
    statement = (sqlite if dialect == "sqlite" else postgresql).insert(table)
    added = {name: table.c[name] + statement.excluded[name] for name in ("debit_minor", "credit_minor")}
    # The RETURNING clause is what makes a list of rows one statement instead of one per row.
    return statement.on_conflict_do_update(
        index_elements=list(table.primary_key.columns), set_=added,
    ).returning(table.c.book_id)


_UPSERTS = {
    (dialect, table.name): _make_upsert(dialect, table)
    for dialect in ("sqlite", "postgresql") for table in (t.balance, t.rollup)
}


def _upsert(table: Table, dialect: str) -> Executable:
    return _UPSERTS[dialect, table.name]


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
        query = query.join(account, and_(account.c.book_id == t.posting.c.book_id, account.c.account_no == number))
        query = query.join(holder, and_(holder.c.book_id == account.c.book_id, holder.c.holder == account.c.holder))
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
