"""The recorded years are clean, and a paper that was changed afterwards is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from ledgers.checkpoints import list_checkpoints, write_file
from msai.db import Database, make_engine
from msai.imports.history_file import read_history
from msai.permissions import ANONYMOUS, SYSTEM_IMPORT, SignInRequired
from msai.services.history import ImportDone, ImportHistory, import_history
from msai.services.verification import VerifyBooks, verify_books, verify_everything
from tests.ledgers.damage import shadow, undone
from tests.ledgers.kept_books import KEY

HISTORIES = Path(__file__).parents[1] / "histories"
IMPORTED_AT = 1_760_000_000_000
ALL = VerifyBooks()


@pytest.fixture
def year(session: Session) -> ImportDone:
    """A recorded year of eighteen members in Korea and their farm."""
    history = read_history((HISTORIES / "korea" / "history.jsonl").read_bytes())
    return import_history(session, SYSTEM_IMPORT, ImportHistory(
        history.group_id, history.currency, history.enterprise_ids, history.events, IMPORTED_AT))


def codes(session: Session, command: VerifyBooks = ALL) -> set[str]:
    """The codes that the command line would print."""
    return {finding.code for finding in verify_books(session, SYSTEM_IMPORT, command)}


@pytest.mark.books
def test_a_recorded_year_is_clean(session: Session, year: ImportDone) -> None:
    """Sheets, documents, meetings, stakes and remittances agree with both books."""
    witnessed = write_file(list_checkpoints(session, year.group_id))

    assert codes(session, VerifyBooks(checkpoint_text=witnessed)) == set()
    assert codes(session, VerifyBooks(book_ids=(year.group_id,))) == set()


CHANGES = {
    "UPDATE document SET body = '{}'": "document_differs",
    "UPDATE sheet SET body_hash = content_hash FROM entry": "sheet_differs",
    "UPDATE sheet SET body_sealed = other FROM (SELECT hash AS other FROM entry) AS e": "sheet_unreadable",
    "UPDATE person_key SET wrapped = NULL, erased_at = 1": "sheet_unreadable",
    "UPDATE sheet SET state = 'held'": "meeting_without_sheet",
    "UPDATE meeting SET total_in_minor = total_in_minor + 1 WHERE number = 3": "meeting_differs",
    "UPDATE meeting SET last_hash = hash FROM entry WHERE entry.seq = 1": "receipt_differs",
    "DELETE FROM meeting WHERE number = 3": "meeting_missing",
    "DELETE FROM remittance_landing": "landing_missing",
}
A_LITTLE_IN_TRANSIT = (
    "UPDATE posting SET amount_minor = amount_minor + 1 WHERE debit_no IN "
    "(SELECT account_no FROM account WHERE code = 1200)")


def test_a_paper_changed_afterwards_is_named(session: Session, year: ImportDone) -> None:
    """The books are whole, and the paper behind them says something else."""
    named = {change: code for change, code in CHANGES.items() if code in _after(session, change)}

    assert named == CHANGES


def _after(session: Session, change: str) -> set[str]:
    with undone(session):
        session.execute(text(change))
        session.info.pop("book_keys", None)
        return codes(session)


def test_money_in_transit_belongs_to_a_transfer_on_its_way(session: Session, year: ImportDone) -> None:
    """Nobody can point at money that is on no way, or that has landed."""
    shadow(session)
    session.execute(text(A_LITTLE_IN_TRANSIT))

    assert "transit_differs" in codes(session)
    session.execute(text("DELETE FROM remittance"))
    assert "transit_without_remittance" in codes(session)


def test_a_checkpoint_file_of_something_else_is_named(session: Session) -> None:
    """The wrong file was picked; nothing is verified against it."""
    assert codes(session, VerifyBooks(checkpoint_text="a photo")) == {"checkpoint_unreadable"}


def test_only_the_installation_verifies(session: Session, database: Database) -> None:
    """A finding names amounts of every group."""
    with pytest.raises(SignInRequired):
        verify_books(session, ANONYMOUS, VerifyBooks())
    with pytest.raises(SignInRequired):
        verify_everything(database, ANONYMOUS, VerifyBooks())


def test_a_database_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """The command prints a code, also when there is nothing left to read."""
    photo = tmp_path / "photo.db"
    photo.write_bytes(b"\xff\xd8\xff\xe0" * 4096)
    engine = make_engine(f"sqlite:///{photo}")

    found = verify_everything(Database(engine, signing_key=KEY), SYSTEM_IMPORT, ALL)
    assert [f.code for f in found] == ["database_damaged"]
    engine.dispose()
