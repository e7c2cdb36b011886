"""The recorded histories, read in: to the cent what stands beside them, and nothing twice."""

from __future__ import annotations

import pytest

from msai.db import Database
from msai.imports.history_file import read_history
from msai.permissions import SYSTEM_IMPORT
from msai.services.verification import VerifyBooks, verify_books
from tests.msai.imports.recorded import expected, fresh, heads, only_figures, read_in, recorded, rows, told
from tests.msai.imports.traces import unsound_traces

NAMES = ["hong-kong", "korea"]


@pytest.mark.books
@pytest.mark.parametrize("name", NAMES)
def test_both_books_stand_where_the_year_ended(database: Database, name: str) -> None:
    """Balances at both dates, units and their value, distributions, traces: without a cent between."""
    content, asked = recorded(name), only_figures(expected(name))

    read_in(database, content)

    assert told(database, content, asked) == asked
    with database.read() as session:
        assert verify_books(session, SYSTEM_IMPORT, VerifyBooks()) == []
        assert unsound_traces(session, read_history(content).group_id) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_same_file_again_changes_nothing(name: str) -> None:
    """Somebody runs the command twice, or a week later from another machine."""
    content = recorded(name)
    with fresh() as database:
        first = read_in(database, content)
        before = heads(database), rows(database)

        again = read_in(database, content, at=1_770_000_000_000)

        assert (heads(database), rows(database)) == before
        assert (again.imported, again.known) == (0, first.imported)
        assert again.group_id == first.group_id


def test_two_histories_lie_side_by_side() -> None:
    """One installation serves many groups; none of them moves another."""
    asked = {name: only_figures(expected(name)) for name in NAMES}
    with fresh() as database:
        for name in NAMES:
            read_in(database, recorded(name))

        assert {name: told(database, recorded(name), asked[name]) for name in NAMES} == asked


def test_books_are_named_by_their_set_up_lines() -> None:
    """Two machines that read one file give its books the same ids."""
    first, again = read_history(recorded("korea")), read_history(recorded("korea"))

    assert (first.group_id, first.enterprise_ids) == (again.group_id, again.enterprise_ids)
    assert first.group_id.version == 5
    assert {book_id.version for book_id in first.enterprise_ids.values()} == {5}
    assert first.group_id != read_history(recorded("hong-kong")).group_id
