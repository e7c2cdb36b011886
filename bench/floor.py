"""The floor of the machine: the rows the ledger wrote, written again by sqlite3 alone.

The rows are read from a database that the ledger has filled, grouped by the paper they
were made from, and written again into the same tables (keys, indexes, triggers and all)
in one transaction each, with balances kept.  Nothing is checked, hashed or sealed: this
is what is left when everything the ledger does for its users is taken away.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

PRAGMAS = ("journal_mode=wal", "synchronous=full", "foreign_keys=on", "recursive_triggers=on")
JOURNAL = ("holder", "account", "sheet", "entry", "posting", "checkpoint", "loan", "meeting", "audit_line")
"""What is written again, in an order that the foreign keys allow."""

SUMS = {"balance": ("account_no", "month", "closing"), "rollup": ("month", "code", "fund", "closing")}
Row = tuple[Any, ...]


@dataclass
class Paper:
    """The rows of one meeting or other paper, by table, and what it adds to each kept sum."""

    source: bytes
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    sums: dict[str, dict[Row, list[int]]] = field(
        default_factory=lambda: {name: defaultdict(lambda: [0, 0]) for name in SUMS})
    heads: dict[bytes, Row] = field(default_factory=dict)


def connect(file: Path) -> sqlite3.Connection:
    """Open a database as durable as the ledger's own."""
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    for pragma in PRAGMAS:
        connection.execute(f"pragma {pragma}")
    return connection


class Recording:
    """The papers of a filled database, in the order in which they were posted."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.row_factory = sqlite3.Row
        self._accounts = {(row["book_id"], row["account_no"]): row for row in self._all("account")}
        self._holders = {(row["book_id"], row["holder"]): row for row in self._all("holder")}
        self._opened: set[tuple[bytes, int]] = set()
        self._known: set[tuple[bytes, bytes]] = set()

    def papers(self) -> list[Paper]:
        """The papers; accounts and holders stand with the first one that moves them."""
        papers: list[Paper] = []
        postings = _grouped(self._all("posting"), "seq")
        for entry in self._connection.execute("SELECT * FROM entry ORDER BY rowid"):
            if not papers or papers[-1].source != entry["source_id"]:
                papers.append(Paper(entry["source_id"]))
            papers[-1].rows["entry"].append(tuple(entry))
            papers[-1].heads[entry["book_id"]] = (entry["seq"], entry["hash"])
            for posting in postings[entry["book_id"], entry["seq"]]:
                self._take(papers[-1], entry, posting)
        self._beside({paper.source: paper for paper in papers})
        return papers

    def _take(self, paper: Paper, entry: sqlite3.Row, posting: sqlite3.Row) -> None:
        paper.rows["posting"].append(tuple(posting))
        book, month = entry["book_id"], int(entry["occurred_on"][:7].replace("-", ""))
        for side, name in enumerate(("debit_no", "credit_no")):
            account = self._accounts[book, posting[name]]
            self._open(paper, account)
            number, code, fund = account["account_no"], account["code"], account["fund"]
            balance = paper.sums["balance"][book, number, month, entry["closing"]]
            rollup = paper.sums["rollup"][book, month, code, fund, entry["closing"]]
            balance[side] += posting["amount_minor"]
            rollup[side] += posting["amount_minor"]

    def _open(self, paper: Paper, account: sqlite3.Row) -> None:
        number, holder = (account["book_id"], account["account_no"]), (account["book_id"], account["holder"])
        if number not in self._opened:
            self._opened.add(number)
            paper.rows["account"].append(tuple(account))
        if holder not in self._known:
            self._known.add(holder)
            paper.rows["holder"].append(tuple(self._holders[holder]))

    def _beside(self, papers: Mapping[bytes, Paper]) -> None:
        days = {row["held_on"]: row["meeting_id"] for row in self._all("meeting")}
        for table in ("meeting", "sheet"):
            for row in self._all(table):
                papers[row["meeting_id"]].rows[table].append(tuple(row))
        for row in self._all("loan"):
            papers[days[row["issued_on"]]].rows["loan"].append(tuple(row))
        ends = {(book, end[0]): paper for paper in papers.values() for book, end in paper.heads.items()}
        for row in self._all("checkpoint"):
            ends[row["book_id"], row["seq"]].rows["checkpoint"].append(tuple(row))
        for row in self._all("audit_line"):
            kind, _, name = row["subject"].partition(":")
            if kind == "meeting":
                papers[UUID(name).bytes].rows["audit_line"].append(tuple(row))

    def _all(self, table: str) -> list[sqlite3.Row]:
        return self._connection.execute(f"SELECT * FROM {table}").fetchall()


def _grouped(rows: Iterable[sqlite3.Row], name: str) -> Mapping[tuple[bytes, int], list[sqlite3.Row]]:
    found: dict[tuple[bytes, int], list[sqlite3.Row]] = defaultdict(list)
    for row in rows:
        found[row["book_id"], row[name]].append(row)
    return found


def write(connection: sqlite3.Connection, paper: Paper) -> None:
    """Write the rows of a paper in one durable transaction."""
    connection.execute("BEGIN IMMEDIATE")
    for table in JOURNAL:
        rows = paper.rows.get(table)
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    for table, statement in UPSERTS.items():
        connection.executemany(statement, [(*key, *both) for key, both in paper.sums[table].items()])
    for book, (seq, hash_) in paper.heads.items():
        connection.execute(MOVE_HEAD, (seq, hash_, book))
    connection.execute("COMMIT")


MOVE_HEAD = "UPDATE book_head SET last_seq = ?, last_hash = ? WHERE book_id = ?"


def _upsert(table: str, key: Sequence[str]) -> str:
    columns = ("book_id", *key)
    return (
        f"INSERT INTO {table} ({', '.join(columns)}, debit_minor, credit_minor) "
        f"VALUES ({', '.join('?' * (len(columns) + 2))}) ON CONFLICT ({', '.join(columns)}) DO UPDATE SET "
        "debit_minor = debit_minor + excluded.debit_minor, "
        "credit_minor = credit_minor + excluded.credit_minor"
    )


UPSERTS = {table: _upsert(table, key) for table, key in SUMS.items()}


def copy_set_up(source: Path, target: sqlite3.Connection) -> None:
    """Copy what belongs to no paper (groups, members, keys) into an empty database; heads start anew."""
    target.execute("pragma foreign_keys=off")
    target.execute("ATTACH ? AS filled", (str(source),))
    for table in _tables_beside(target):
        target.execute(f"INSERT INTO main.{table} SELECT * FROM filled.{table}")
    target.execute("UPDATE book_head SET last_seq = 0")
    target.execute("DETACH filled")
    target.execute("pragma foreign_keys=on")


def _tables_beside(target: sqlite3.Connection) -> Iterator[str]:
    written = {*JOURNAL, *SUMS, "alembic_version"}
    names = target.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return (name for (name,) in names if name not in written)
