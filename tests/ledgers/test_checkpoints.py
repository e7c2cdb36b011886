"""A signed head outside the database shows what an insider did to the inside of it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from ledgers.checkpoints import (
    Checkpoint,
    CheckpointUnreadable,
    SigningKey,
    is_genuine,
    list_checkpoints,
    read_file,
    to_text,
    totals_text,
    turnover_by_fund,
    write_file,
)
from tests.ledgers.damage import undone
from tests.ledgers.kept_books import KEY, KeptBook, findings, keep_group, name, verified

STRANGER = SigningKey.from_seed(bytes(32))


@pytest.mark.books
def test_checkpoints_are_kept_as_they_were_signed(session: Session) -> None:
    """What Amina's phone holds and what the book holds are one text."""
    group, signed = keep_group(session)

    assert list_checkpoints(session, group.book_id) == signed
    assert read_file(write_file(signed)) == tuple(signed)
    assert read_file(to_text(signed[0])) == (signed[0],)


def test_totals_say_what_moved_in_each_fund(session: Session) -> None:
    """They come from the roll-up, and verifying works them out from the postings."""
    group, signed = keep_group(session)

    assert json.loads(signed[0].totals) == {
        "claims.PHP": 64350, "investment": 9000, "savings": 94509, "shares": 9, "units": 900000,
    }
    assert totals_text(turnover_by_fund(session, group.book_id)) == signed[-1].totals


def test_one_line_of_it_fits_a_qr_code(session: Session) -> None:
    """The witness photographs it from the treasurer's screen."""
    assert max(len(to_text(checkpoint)) for checkpoint in keep_group(session)[1]) < 700


def test_only_a_believed_key_counts(session: Session) -> None:
    """Anybody can sign; the question is who."""
    signed = keep_group(session)[1][0]

    assert is_genuine(signed, KEY.public_keys)
    assert not is_genuine(signed, STRANGER.public_keys)
    assert not is_genuine(replace(signed, signed_at=1), KEY.public_keys)
    assert len(KEY.key_id) == 16


def _witnessed(session: Session) -> tuple[Checkpoint, ...]:
    """The checkpoints of a book that is then taken away again, as if it had never been."""
    with undone(session):
        return tuple(keep_group(session)[1])


def _keep_sundays(session: Session, *weeks: int) -> None:
    group = KeptBook(session, "Sunday Savers")
    group.cycles()
    for week in weeks:
        group.sunday(week)


def test_a_tail_cut_off_neatly_is_found_by_the_file_alone(session: Session) -> None:
    """The corrections and the closing are gone, and the database by itself is whole."""
    witnessed = _witnessed(session)
    _keep_sundays(session, 0, 1, 2)

    assert verified(session) == []
    assert [f"{f.code} {f.key}" for f in findings(session, witnessed)] == [
        f"checkpoint_missing_tail {seq}" for seq in (4, 5, 6, 7)]


def test_a_rewritten_history_is_found(session: Session) -> None:
    """The same people on other Sundays: a whole new chain that agrees with itself."""
    witnessed = _witnessed(session)
    _keep_sundays(session, 1, 2, 3)

    assert verified(session) == []
    assert [f.code for f in findings(session, witnessed[:1])] == ["checkpoint_differs", "checkpoint_totals"]


def test_a_forged_checkpoint_is_found(session: Session) -> None:
    """A file that says what its author likes is not believed."""
    signed = keep_group(session)[1]
    forged = replace(signed[0], signed_at=7)
    foreign = replace(signed[1], key_id=STRANGER.key_id)

    assert [f.code for f in findings(session, (forged,))] == ["checkpoint_signature"]
    assert [f.code for f in findings(session, (foreign,))] == ["checkpoint_key_unknown"]


def test_a_checkpoint_of_a_book_that_is_gone_is_found(session: Session) -> None:
    """A whole book can be cut off as well."""
    signed = _witnessed(session)[0]

    assert [f.code for f in findings(session, (signed,))] == ["checkpoint_book_missing"]
    lost = replace(signed, book_id=name("never"))
    assert "checkpoint_signature" in [f.code for f in findings(session, (lost,))]


@pytest.mark.parametrize("damaged", [
    "", "{", "7", "null", '"text"', "[[]]", '{"book_id": "x"}', "[" * 100_000, '{"a": 1}',
])
def test_a_file_of_something_else_is_refused(damaged: str) -> None:
    """Whatever is picked by mistake, the answer is a code."""
    with pytest.raises(CheckpointUnreadable):
        read_file(damaged)


@pytest.mark.one_kind
@pytest.mark.parametrize(("field", "value"), [
    ("seq", "1"), ("seq", True), ("signed_at", None), ("totals", 7), ("key_id", None), ("hash", "xyz"),
    ("signature", 7), ("book_id", 7),
])
def test_a_field_of_another_sort_is_refused(session: Session, field: str, value: object) -> None:
    """A number in quotes is not that number."""
    plain = json.loads(to_text(keep_group(session)[1][0])) | {field: value}

    with pytest.raises(CheckpointUnreadable):
        read_file(json.dumps(plain))
