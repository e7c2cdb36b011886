"""One pass over the journal of a book, in the order of truth.

Entries and postings stream by together, so a book of a million postings is
verified in little memory.  On the way every link of the chain is computed anew
from the columns, and the sums are taken that balances, roll-up and checkpoints
are then compared with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from ledgers.accounts import Account, is_memo_fund
from ledgers.entries import GENESIS_HASH, EntryKind, Link, SourceKind, chain_hash, digest, side_form
from ledgers.verify.findings import Code, Finding, FindingList, make_finding
from ledgers.verify.raw_rows import RawRow

Values = Mapping[str, Any]
BETWEEN_FUNDS = 3900
ENTRY_KINDS = frozenset(kind.value for kind in EntryKind)
SOURCE_KINDS = frozenset(kind.value for kind in SourceKind)


@dataclass(frozen=True, slots=True)
class Side:
    """One account as the walk needs it: its parts and the form in which it is hashed."""

    account: Account
    form: list[Any]

    @classmethod
    def of(cls, account: Account) -> Side:
        """The side of an account."""
        return cls(account, side_form(account))


@dataclass(frozen=True, slots=True)
class BookFacts:
    """What a walk has to know of a book besides its journal."""

    book_id: UUID
    kind: Any
    currency: Any
    sides: Mapping[int, Side]
    commitments: Mapping[UUID, bytes]
    marks: frozenset[int]


@dataclass(slots=True)
class Walked:
    """What a walk found: sums by (account, month, closing), what moved in each fund, the end of the chain.

    `last_met` is the last day from which the sheet of a meeting was posted.
    `marks` holds, for each number asked for, the hash of that entry and what had moved by then.
    """

    sums: dict[tuple[int, int, bool], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    turnover: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    marks: dict[int, tuple[bytes, dict[str, int]]] = field(default_factory=dict)
    last_seq: int = 0
    last_hash: bytes = GENESIS_HASH
    last_met: date | None = None
    findings: FindingList = field(default_factory=FindingList)


class JournalWalk:
    """The pass itself."""

    def __init__(self, facts: BookFacts) -> None:
        self._facts = facts
        self._between = 0
        self._between_reported = False
        self.result = Walked()

    def run(self, entries: Iterable[RawRow], postings: Iterable[RawRow]) -> Walked:
        """Walk entries (by seq) and postings (by seq and line) from the first to the last."""
        groups = self._groups(postings)
        waiting = next(groups, None)
        for entry in self._readable(entries, "entry", ("seq",)):
            seq = entry.values["seq"]
            while waiting and waiting[0] < seq:
                self._report(Code.POSTING_WITHOUT_ENTRY, "posting", str(waiting[0]))
                waiting = next(groups, None)
            lines: list[RawRow] = []
            if waiting and waiting[0] == seq:
                lines, waiting = waiting[1], next(groups, None)
            self._entry(seq, entry, lines)
        while waiting:
            self._report(Code.POSTING_WITHOUT_ENTRY, "posting", str(waiting[0]))
            waiting = next(groups, None)
        return self.result

    def _groups(self, postings: Iterable[RawRow]) -> Iterator[tuple[int, list[RawRow]]]:
        readable = self._readable(postings, "posting", ("seq", "line"))
        for seq, rows in groupby(readable, key=lambda row: row.values["seq"]):
            yield seq, list(rows)

    def _readable(self, rows: Iterable[RawRow], table: str, key: tuple[str, ...]) -> Iterator[RawRow]:
        for row in rows:
            if row.faults:
                name = "|".join(str(row.values[part]) for part in key)
                self._report(Code.CELL_UNREADABLE, table, name, columns=",".join(row.faults))
            if not set(key) & set(row.faults):
                yield row

    def _report(self, code: Code, table: str, key: str, **params: Any) -> None:
        self.result.findings.add(make_finding(code, table, key=key, book_id=self._facts.book_id, **params))

    def _entry(self, seq: int, entry: RawRow, lines: list[RawRow]) -> None:
        walked = self.result
        if seq != walked.last_seq + 1:
            self._report(Code.SEQUENCE_GAP, "entry", str(seq), expected=walked.last_seq + 1)
        if entry.values["prev_hash"] != walked.last_hash:
            self._report(Code.CHAIN_BROKEN, "entry", str(seq))
        for finding in _entry_faults(self._facts, seq, entry.values, bool(lines)):
            walked.findings.add(finding)
        forms = self._postings(seq, entry, lines)
        if not entry.faults:
            self._hashes(seq, entry.values, forms)
        walked.last_seq, walked.last_hash = seq, entry.values["hash"]
        walked.last_met = _later(walked.last_met, entry.values)
        if seq in self._facts.marks:
            walked.marks[seq] = (walked.last_hash, dict(walked.turnover))

    def _hashes(self, seq: int, values: Values, forms: list[list[Any]]) -> None:
        if content_digest(values, forms) != values["content_hash"]:
            self._report(Code.CONTENT_HASH_DIFFERS, "entry", str(seq))
        if chain_hash(_link(self._facts, values), forms) != values["hash"]:
            self._report(Code.ENTRY_HASH_DIFFERS, "entry", str(seq))

    def _postings(self, seq: int, entry: RawRow, lines: list[RawRow]) -> list[list[Any]]:
        day, closing = entry.values["occurred_on"], entry.values["closing"]
        period = None if day is None or closing is None else (day.year * 100 + day.month, closing)
        forms = [self._posting(row, period) for row in lines]
        if self._between and not self._between_reported:
            self._between_reported = True
            self._report(Code.BETWEEN_FUNDS_OPEN, "entry", str(seq), minor=self._between)
        return forms

    def _posting(self, row: RawRow, period: tuple[int, bool] | None) -> list[Any]:
        values = row.values
        amount, fund = values["amount_minor"], values["fund"]
        debit, credit = (self._facts.sides.get(values[name]) for name in ("debit_no", "credit_no"))
        if not row.faults and not (debit and credit and amount > 0 and debit is not credit
                                   and debit.account.fund == fund == credit.account.fund):
            for code, params in _posting_faults(values, debit, credit):
                self._report(code, "posting", f"{values['seq']}|{values['line']}", **params)
        if not row.faults:
            self._add(values, period)
            self._pass_between_funds(debit, credit, amount)
        return [values["line"], amount, values["line_ref"], values["reverses_seq"], values["reverses_line"],
                debit.form if debit else None, credit.form if credit else None]

    def _add(self, values: Values, period: tuple[int, bool] | None) -> None:
        walked, amount = self.result, values["amount_minor"]
        walked.turnover[values["fund"]] += amount
        if period is not None:
            walked.sums[values["debit_no"], *period][0] += amount
            walked.sums[values["credit_no"], *period][1] += amount

    def _pass_between_funds(self, debit: Side | None, credit: Side | None, amount: int) -> None:
        for side, signed in ((debit, amount), (credit, -amount)):
            if side and side.account.code == BETWEEN_FUNDS and not is_memo_fund(side.account.fund):
                self._between += signed



def _later(day: date | None, values: Values) -> date | None:
    """The later of a day and that of an entry, where the entry is of a meeting."""
    if values["source_kind"] != SourceKind.MEETING.value or values["occurred_on"] is None:
        return day
    found: date = values["occurred_on"]
    return found if day is None else max(day, found)


def _posting_faults(
    values: Values, debit: Side | None, credit: Side | None,
) -> Iterator[tuple[Code, dict[str, Any]]]:
    if values["amount_minor"] <= 0:
        yield Code.POSTING_AMOUNT, {"minor": values["amount_minor"]}
    if values["debit_no"] == values["credit_no"]:
        yield Code.POSTING_SAME_ACCOUNT, {"account_no": values["debit_no"]}
    for side, name in ((debit, "debit_no"), (credit, "credit_no")):
        if side is None:
            yield Code.ACCOUNT_MISSING, {"account_no": values[name]}
        elif side.account.fund != values["fund"]:
            yield Code.POSTING_FUND_DIFFERS, {"fund": values["fund"], "account": side.account.key}


def _entry_faults(facts: BookFacts, seq: int, values: Values, has_lines: bool) -> Iterator[Finding]:
    def found(code: Code, **params: Any) -> Finding:
        return make_finding(code, "entry", key=str(seq), book_id=facts.book_id, **params)

    source_kind, note_id = values["source_kind"], values["note_id"]
    if not has_lines:
        yield found(Code.ENTRY_EMPTY)
    if values["kind"] not in ENTRY_KINDS:
        yield found(Code.ENTRY_UNKNOWN_KIND, kind=values["kind"])
    if (source_kind is None) != (values["source_id"] is None) or source_kind not in SOURCE_KINDS | {None}:
        yield found(Code.ENTRY_UNKNOWN_SOURCE, kind=source_kind)
    if note_id is not None and note_id not in facts.commitments:
        yield found(Code.NOTE_MISSING, note_id=note_id)


def content_digest(values: Values, forms: list[list[Any]]) -> bytes:
    """The hash of what an entry says, from its columns and the forms of its postings.

    The same bytes as `ledgers.entries.content_hash`, which needs an entry that could be posted.
    """
    source_id, note_id = values["source_id"], values["note_id"]
    return digest([
        "msai-content/1", values["kind"], values["occurred_on"].isoformat(), values["closing"],
        values["source_kind"], source_id.hex if source_id else None, note_id.hex if note_id else None, forms,
    ])


def _link(facts: BookFacts, values: Values) -> Link:
    note_id = values["note_id"]
    commitment = facts.commitments.get(note_id) if note_id else None
    return Link(
        facts.book_id, facts.kind, facts.currency, values["seq"], values["prev_hash"], values["client_ref"],
        values["kind"], values["closing"], values["occurred_on"].isoformat(), values["recorded_at"],
        values["posted_at"], values["recorded_by"], note_id, commitment,
        values["source_kind"], values["source_id"], values["content_hash"],
    )
