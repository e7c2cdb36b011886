"""A book while it is being verified: what every check may ask of it.

Small tables are read whole, once; the journal is walked once.  Cells that cannot be
read are noted here, so that no check has to think of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Table
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import Account, Holder, HolderKind
from ledgers.checkpoints import Checkpoint, PublicKeys
from ledgers.verify.findings import Code, Finding, FindingList, make_finding
from ledgers.verify.journal_walk import BookFacts, JournalWalk, Side, Walked
from ledgers.verify.raw_rows import read_rows

Values = Mapping[str, Any]


class ExaminedBook:
    """One book under examination; `witnessed` are checkpoints that came from outside the database."""

    def __init__(
        self, session: Session, book_id: UUID, *, keys: PublicKeys, witnessed: Sequence[Checkpoint] = (),
    ) -> None:
        self.session = session
        self.book_id = book_id
        self.keys = keys
        self.witnessed = tuple(checkpoint for checkpoint in witnessed if checkpoint.book_id == book_id)
        self.unreadable = FindingList()

    def finding(self, code: Code | str, table: str, key: object = "", **params: Any) -> Finding:
        """A finding about a row of this book."""
        return make_finding(code, table, key=str(key), book_id=self.book_id, **params)

    def rows(self, table: Table) -> Iterator[Values]:
        """The readable rows of a table by their key; what is unreadable or there twice is noted."""
        names = key_names(table)
        before = None
        for row in read_rows(self.session, table, self.book_id, order_by=names):
            key = "|".join(str(row.values[name]) for name in names)
            if row.faults:
                self._note(Code.CELL_UNREADABLE, table, key, columns=",".join(row.faults))
            elif key == before:
                self._note(Code.ROW_TWICE, table, key)
            else:
                yield row.values
            before = key

    def _note(self, code: Code, table: Table, key: str, **params: Any) -> None:
        self.unreadable.add(self.finding(code, table.name, key, **params))

    @cached_property
    def book_rows(self) -> list[Values]:
        """The row of the book itself, or none."""
        return list(self.rows(t.book))

    @cached_property
    def head_rows(self) -> list[Values]:
        """The row of the book's head."""
        return list(self.rows(t.book_head))

    @cached_property
    def holder_rows(self) -> list[Values]:
        """The rows of its holders."""
        return list(self.rows(t.holder))

    @cached_property
    def account_rows(self) -> list[Values]:
        """The rows of its accounts."""
        return list(self.rows(t.account))

    @cached_property
    def cycle_rows(self) -> list[Values]:
        """The rows of its cycles."""
        return list(self.rows(t.cycle))

    @cached_property
    def checkpoints(self) -> list[Checkpoint]:
        """The checkpoints kept beside the book."""
        return [Checkpoint(self.book_id, **row) for row in self.rows(t.checkpoint)]

    @cached_property
    def commitments(self) -> dict[UUID, bytes]:
        """The commitment of each note."""
        return {row["note_id"]: row["commitment"] for row in self.rows(t.note)}

    @cached_property
    def holders(self) -> dict[UUID, Holder]:
        """The holders whose kind is known."""
        return {
            row["holder"]: Holder(row["holder"], HolderKind(row["kind"]), row["alias"])
            for row in self.holder_rows if is_holder_kind(row["kind"])
        }

    @cached_property
    def accounts(self) -> dict[int, Account]:
        """The accounts whose holder is known."""
        found = {}
        for row in self.account_rows:
            holder = self.holders.get(row["holder"])
            if holder is not None:
                nobody = row["holder"] == self.book_id
                found[row["account_no"]] = Account(row["code"], row["fund"], None if nobody else holder)
        return found

    @cached_property
    def balances(self) -> dict[Account, int]:
        """The balance of each account, debit positive, worked out from the postings."""
        sums: dict[Account, int] = {}
        for (number, _, _), (debit, credit) in self.walked.sums.items():
            account = self.accounts.get(number)
            if account is not None:
                sums[account] = sums.get(account, 0) + debit - credit
        return sums

    @cached_property
    def walked(self) -> Walked:
        """What the one pass over the journal found."""
        row: Values = self.book_rows[0] if self.book_rows else {"kind": None, "currency": None}
        marks = frozenset(checkpoint.seq for checkpoint in (*self.checkpoints, *self.witnessed))
        facts = BookFacts(
            self.book_id, row["kind"], row["currency"],
            {number: Side.of(account) for number, account in self.accounts.items()}, self.commitments, marks,
        )
        return JournalWalk(facts).run(
            read_rows(self.session, t.entry, self.book_id, order_by=("seq",)),
            read_rows(self.session, t.posting, self.book_id, order_by=("seq", "line")),
        )


def key_names(table: Table) -> tuple[str, ...]:
    """The columns that name a row within its book."""
    return tuple(column.name for column in table.primary_key if column.name != "book_id")


def is_holder_kind(kind: str) -> bool:
    """Whether a holder of this kind can be read."""
    return kind in HolderKind._value2member_map_
