"""The step that brings lines about people and land can be taken back with rows in it, and be taken again."""

from datetime import date
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session

from ledgers.accounts import BookKind
from ledgers.books import add_note, open_book
from ledgers.tables import metadata
from msai import db
from msai.db import schema
from msai.models.people_and_land import LineTakenBack
from msai.sealing import DataKey, make_note
from tests.services import postgres

FARM, DAY = UUID(int=0xF), date(2026, 10, 1)
UNKNOWN = dict.fromkeys(("sex", "returnee", "age_band", "engagement", "role", "minimum_pay"), "unknown")
ROWS: dict[str, dict[str, Any]] = {
    "work_line": {"month": DAY, **UNKNOWN, "people": 3},
    "supplier_purchase": {"month": DAY, "kind": "feed", "supplier": "smallholder", "amount_minor": 5,
                          "suppliers": 2},
    "work_incident": {"kind": "injury", "topic": "first_aid", "happened_on": DAY, "number": 1},
    "land_parcel": {"parcel": "Lower field", "holds_from": DAY, "tenure": "owned", "hectares_e4": 10_000,
                    "organic_e4": 1, "conversion_e4": 0, "assurance": "pgs"},
    "certificate": {"kind": "pgs", "scheme": "PGS", "number": "1", "scope": "rice", "valid_from": DAY,
                    "valid_until": DAY},
    "chemical_use": {"used_on": DAY, "kind": "natural", "quantity_e4": 1, "unit": "kg"},
}


def say_everything(session: Session) -> None:
    """A farm with one line of each kind, one of which was taken back."""
    open_book(session, FARM, kind=BookKind.ENTERPRISE, currency="PHP", opened_at=1)
    add_note(session, FARM, make_note(DataKey(AESGCM(bytes(32))), FARM, "It was four."))
    said = {"book_id": FARM, "line_id": FARM, "source_id": FARM, "line_ref": "1", "recorded_by": FARM,
            "recorded_at": 1}
    for name, row in ROWS.items():
        session.execute(insert(metadata.tables[name]).values(**said, **row))
    session.execute(insert(metadata.tables["full_time_hours"]).values(
        book_id=FARM, stated_id=FARM, holds_from=DAY, hours_e4=1_760_000, stated_by=FARM, stated_at=1))
    session.execute(insert(LineTakenBack).values(
        book_id=FARM, line_id=FARM, note_id=FARM, taken_by=FARM, taken_at=1))


def test_lines_go_and_come_without_touching_the_book(owner_engine: Engine) -> None:
    """A deployment that goes back loses the lines and keeps the book."""
    names = [*ROWS, "full_time_hours", "line_taken_back", "book"]
    counts = [select(func.count()).where(metadata.tables[name].c.book_id == FARM) for name in names]
    with db.Database(owner_engine).write() as session:
        say_everything(session)
        before = [session.scalar(count) for count in counts]
    schema.downgrade(owner_engine, "0022")
    schema.upgrade(owner_engine, app_role=postgres.APP)

    with owner_engine.connect() as connection:
        after = [connection.scalar(count) for count in counts]
    assert (before, after) == ([1] * len(names), [0] * (len(names) - 1) + [1])
    assert schema.check(owner_engine) == []
