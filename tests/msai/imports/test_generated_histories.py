"""Histories nobody recorded, with every kind of event, against separate arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from msai.imports.history_file import read_history
from msai.permissions import SYSTEM_IMPORT
from msai.services.verification import VerifyBooks, verify_books
from tests.msai.imports.recorded import as_file, fresh, heads, only_figures, read_in, told
from tests.msai.imports.traces import unsound_traces
from tests.oracle.arithmetic import expected
from tests.oracle.generator import dates_of, generate

SEEDS = range(50)


Judged = tuple[dict[str, Any], dict[str, Any], list[str]]


def judged(kind: str, events: Sequence[Mapping[str, Any]]) -> Judged:
    """What the books of a history say, what the arithmetic says, and what verification and traces find."""
    content, asked = as_file(events), only_figures(expected(list(events), dates_of(list(events))))
    with fresh(kind) as database:
        read_in(database, content)
        with database.read() as session:
            found = [finding.code for finding in verify_books(session, SYSTEM_IMPORT, VerifyBooks())]
            found += unsound_traces(session, read_history(content).group_id)
        return told(database, content, asked), asked, found


@pytest.mark.parametrize("seed", SEEDS)
def test_a_generated_history_ends_where_the_arithmetic_ends(seed: int) -> None:
    """All books of the file at every date, units, unit values and distributions."""
    said, asked, found = judged("sqlite", generate(seed))

    assert said == asked
    assert found == []


@pytest.mark.parametrize("kind", ["postgresql", "partitioned"])
@pytest.mark.parametrize("seed", [5, 50, 51])
def test_a_generated_history_on_a_server(kind: str, seed: int) -> None:
    """The big installation counts like the small one."""
    said, asked, found = judged(kind, generate(seed))

    assert said == asked
    assert found == []


@pytest.mark.parametrize("seed", [1, 7, 23])
def test_a_generated_history_again_changes_nothing(seed: int) -> None:
    """Returns, losses and exits are known again as sheets are."""
    content = as_file(generate(seed))
    with fresh() as database:
        read_in(database, content)
        before = heads(database)

        read_in(database, content)

        assert heads(database) == before
