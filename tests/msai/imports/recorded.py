"""Driving the import as the command line does, and reading back what `expected.json` says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledgers.journal import Journal
from ledgers.tables import book_head, metadata
from msai import open_database
from msai.db import Database
from msai.imports.history_file import read_history
from msai.permissions import SYSTEM_IMPORT
from msai.services.books import balances_at, find_book
from msai.services.history import ImportDone, ImportHistory, import_history
from msai.settings import settings_for_tests
from tests.services.databases import BACKENDS

HISTORIES = Path(__file__).parents[2] / "histories"
IMPORTED_AT = 1_760_000_000_000


def recorded(name: str) -> bytes:
    """A recorded history as it lies on the disk."""
    return (HISTORIES / name / "history.jsonl").read_bytes()


def expected(name: str) -> dict[str, Any]:
    """What stands beside a recorded history."""
    found: dict[str, Any] = json.loads((HISTORIES / name / "expected.json").read_text())
    return found


def as_file(events: Sequence[Mapping[str, Any]]) -> bytes:
    """Events as a history file."""
    return "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events).encode()


@contextmanager
def fresh(kind: str = "sqlite") -> Iterator[Database]:
    """A database with nothing in it and the keys of a deployment."""
    with BACKENDS[kind].place() as place:
        database = open_database(settings_for_tests(database_url=place.url))
        yield database
        database.engine.dispose()


def read_in(database: Database, content: bytes, *, at: int = IMPORTED_AT) -> ImportDone:
    """Import a file in one transaction."""
    history = read_history(content)
    with database.write() as session:
        return import_history(session, SYSTEM_IMPORT, ImportHistory(
            history.group_id, history.currency, history.enterprise_ids, history.events, at))


def heads(database: Database) -> dict[UUID, tuple[int, bytes]]:
    """Where every book stands: its last number and hash."""
    with database.read() as session:
        found = session.execute(select(book_head).execution_options(scatter=True))
        return {row.book_id: (row.last_seq, bytes(row.last_hash)) for row in found}


def rows(database: Database) -> dict[str, int]:
    """How many rows each table has, empty ones left out."""
    with database.read() as session:
        counted = {table.name: session.scalar(
            select(func.count()).select_from(table).execution_options(scatter=True)) or 0
            for table in metadata.sorted_tables}
    return {name: count for name, count in counted.items() if count}


def told(database: Database, content: bytes, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What the books say where `expected.json` says something, in the same form."""
    history = read_history(content)
    with database.read() as session:
        answer = _distributions(session, content)
        for name, block in asked.items():
            if isinstance(block, dict) and "date" in block:
                day = date.fromisoformat(block["date"])
                answer[name] = _block(session, history.group_id, history.enterprise_ids, day, block)
    return answer


def only_figures(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The blocks of `expected.json` that the books can be asked about."""
    return {name: block for name, block in asked.items() if isinstance(block, dict)
            and ("date" in block or name.startswith("distribution"))}


def _block(
    session: Session, group_id: UUID, enterprises: Mapping[str, UUID], day: date, asked: Mapping[str, Any],
) -> dict[str, Any]:
    group = balances_at(session, SYSTEM_IMPORT, find_book(session, SYSTEM_IMPORT, str(group_id)), as_of=day)
    value = group.unit_value
    homes = {key: _money(session, book_id, day) for key, book_id in enterprises.items()}
    found = {
        "date": day.isoformat(), "group": dict(group.balances), "units_e4": dict(group.units_e4),
        "unit_value": f"{value.numerator}/{value.denominator}" if value is not None else None,
        "enterprise": next(iter(homes.values())), "enterprises": homes,
    }
    return {name: found[name] for name in asked}


def _money(session: Session, book_id: UUID, day: date) -> dict[str, int]:
    book = find_book(session, SYSTEM_IMPORT, str(book_id))
    return dict(balances_at(session, SYSTEM_IMPORT, book, as_of=day).balances)


def _distributions(session: Session, content: bytes) -> dict[str, Any]:
    """The parts of each distribution by member, from the entry made of its own paper."""
    history = read_history(content)
    journal = Journal(session, history.group_id)
    papers = [event for event in history.events if event.kind == "distribution"]
    return {f"distribution-{number}": _parts(journal, f"distribution:{event.id}:distributed")
            for number, event in enumerate(papers, start=1)}


def _parts(journal: Journal, reference: str) -> dict[str, int]:
    postings = journal.find_postings(journal.refs_of(reference)).values()
    return {p.credit.alias: p.amount_minor for p in postings if p.credit.code == 2100}
