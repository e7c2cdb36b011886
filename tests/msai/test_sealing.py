"""Names and notes are unreadable without the person's key, and gone for good when it is destroyed."""

import time
from hashlib import sha256
from uuid import UUID

import pytest
from sqlalchemy import select

from ledgers.books import SealedNote
from msai.models.people import PersonKey, User
from msai.sealing import (
    KeyDestroyed,
    Unreadable,
    Vault,
    add_person_keys,
    destroy_person_key,
    make_note,
    person_key,
    person_keys,
    read_note,
)
from tests.msai.cast import GROUP, NOW

SITI, DEWI = UUID(int=7), UUID(int=8)


@pytest.fixture
def keys(session, vault):
    return add_person_keys(session, vault, GROUP, [SITI, DEWI])


def test_what_is_sealed_opens_with_the_same_key_and_place(session, vault, keys):
    sealed = keys[SITI].seal("Siti Rahayu", "name")

    assert b"Siti" not in sealed
    assert person_key(session, vault, GROUP, SITI).open(sealed, "name") == "Siti Rahayu"


def test_the_same_name_sealed_twice_looks_different(keys):
    """Or the table would show who shares a name, or when a note was repeated."""
    assert keys[SITI].seal("Siti", "name") != keys[SITI].seal("Siti", "name")


@pytest.mark.parametrize(
    "damage", ["another person", "another place", "a flipped byte", "cut off", "nothing"]
)
def test_what_was_moved_or_damaged_does_not_open(keys, damage):
    sealed = keys[SITI].seal("Siti Rahayu", "name")
    key = keys[DEWI] if damage == "another person" else keys[SITI]
    place = "nominee" if damage == "another place" else "name"
    bytes_ = {"a flipped byte": sealed[:-1] + bytes([sealed[-1] ^ 1]), "cut off": sealed[:9], "nothing": b""}

    with pytest.raises(Unreadable):
        key.open(bytes_.get(damage, sealed), place)


def test_another_master_key_opens_nothing(session, keys):
    """A stolen database or backup is worth nothing by itself."""
    with pytest.raises(Unreadable):
        person_key(session, Vault(b"another master key".ljust(32)), GROUP, SITI)


def test_a_destroyed_key_takes_her_data_and_nobody_elses(session, vault, keys):
    destroy_person_key(session, GROUP, SITI, at=NOW)

    assert set(person_keys(session, vault, GROUP)) == {DEWI}
    with pytest.raises(KeyDestroyed):
        person_key(session, vault, GROUP, SITI)
    row = session.scalars(
        select(PersonKey).where(PersonKey.book_id == GROUP, PersonKey.person_id == SITI)
    ).one()
    assert (row.wrapped, row.erased_at) == (None, NOW)


def test_a_key_belongs_to_its_person(session, vault, keys):
    """Whoever may write to the table cannot hand one person another's key."""
    wrapped = session.scalars(
        select(PersonKey.wrapped).where(PersonKey.book_id == GROUP, PersonKey.person_id == DEWI)
    ).one()

    with pytest.raises(Unreadable):
        vault.unwrap(wrapped, SITI)


def test_opening_forty_names_is_cheap(session, vault):
    people = [UUID(int=100 + number) for number in range(40)]
    sealed = {
        person: key.seal(f"Member {person.int}", "name")
        for person, key in add_person_keys(session, vault, GROUP, people).items()
    }

    began = time.perf_counter()
    keys = person_keys(session, vault, GROUP)
    names = [keys[person].open(sealed[person], "name") for person in people]

    assert names[0] == "Member 100"
    assert time.perf_counter() - began < 0.2


def test_a_note_is_committed_to_without_being_told(keys):
    note = make_note(keys[SITI], UUID(int=5), "Siti was ill")

    assert note.commitment == sha256(note.salt + b"Siti was ill").digest()
    assert b"ill" not in note.sealed
    assert read_note(keys[SITI], note) == "Siti was ill"


def test_another_text_does_not_fit_the_commitment(keys):
    note = make_note(keys[SITI], UUID(int=5), "Siti was ill")
    changed = SealedNote(note.note_id, b"other salt", note.sealed, note.commitment)

    with pytest.raises(Unreadable):
        read_note(keys[SITI], changed)


def test_a_dump_of_the_table_shows_neither_name_nor_address(session, vault, cast):
    user = session.scalars(select(User).where(User.user_id == cast.users["lorna"])).one()

    assert b"orna" not in user.name_sealed + user.identifier_sealed + user.identifier_digest
    assert vault.unwrap(user.wrapped_key, user.user_id).open(user.identifier_sealed, "identifier") == (
        "lorna@example.org"
    )
