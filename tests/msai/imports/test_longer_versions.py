"""A history that grows: wherever the first version ended, the whole one continues the book."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from msai.permissions import SYSTEM_IMPORT
from msai.services.verification import VerifyBooks, verify_books
from tests.msai.imports.recorded import (
    as_file,
    expected,
    fresh,
    only_figures,
    read_in,
    recorded,
    told,
)
from tests.oracle.arithmetic import expected as computed
from tests.oracle.generator import dates_of, generate

WAITS = ("remittance_home", "capital_returned")


def cuts_of(content: bytes) -> list[int]:
    """Where to end the first version: after each transfer home, and at places between."""
    events = [json.loads(line) for line in content.splitlines()]
    after = {number + more for number, event in enumerate(events, start=1) for more in (0, 1)
             if event["event"] in WAITS}
    spread = range(1, len(events), max(1, len(events) // 4))
    return sorted(cut for cut in after | set(spread) if cut < len(events))


def first_lines(content: bytes, count: int) -> bytes:
    """A shorter version of a file."""
    return b"".join(content.splitlines(keepends=True)[:count])


@pytest.mark.parametrize("name", ["hong-kong", "korea"])
def test_a_longer_version_continues_the_book(name: str) -> None:
    """The group sends its file every month; money may be on its way home when it does."""
    content, asked = recorded(name), only_figures(expected(name))
    with fresh() as database:
        for cut in cuts_of(content):
            read_in(database, first_lines(content, cut))

        done = read_in(database, content)

        assert done.imported > 0
        assert told(database, content, asked) == asked
        with database.read() as session:
            assert verify_books(session, SYSTEM_IMPORT, VerifyBooks()) == []


@pytest.mark.parametrize("cut", cuts_of(recorded("korea")))
def test_a_history_may_be_cut_anywhere(cut: int) -> None:
    """One shorter version, then the whole file."""
    content, asked = recorded("korea"), only_figures(expected("korea"))
    with fresh() as database:
        read_in(database, first_lines(content, cut))
        read_in(database, content)

        assert told(database, content, asked) == asked


@pytest.mark.parametrize("seed", range(60, 68))
def test_a_generated_history_may_be_cut_anywhere(seed: int) -> None:
    """Four versions, each longer, of a history with returns, exits and several backers."""
    events = generate(seed)
    content, asked = as_file(events), only_figures(computed(events, dates_of(events)))
    with fresh() as database:
        for cut in _some_cuts(seed, events):
            read_in(database, first_lines(content, cut))
        read_in(database, content)

        assert told(database, content, asked) == asked


def _some_cuts(seed: int, events: Sequence[Mapping[str, Any]]) -> list[int]:
    chosen = random.Random(seed)
    waiting = [number for number, event in enumerate(events, start=1) if event["event"] in WAITS]
    places = [*chosen.sample(range(1, len(events)), 2), *chosen.sample(waiting, min(2, len(waiting)))]
    return sorted({cut for cut in places if cut < len(events)})
