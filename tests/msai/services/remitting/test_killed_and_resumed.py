"""Whatever happens between three groups and two farms, and wherever the server stops: the money adds up.

Each act leaves letters; their delivery is cut off after any number of transactions, and swept up later.
Nothing is posted twice, nothing is lost, and every book is sound.
"""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from msai.db import Database
from msai.permissions import SYSTEM_IMPORT
from msai.services.outbox import delivering
from msai.services.verification import VerifyBooks, verify_everything
from tests.msai.services.remitting.story import Story, rate, record_parts
from tests.msai.services.remitting.sums import everything_adds_up
from tests.msai.services.remitting.world import GROUPS, settle
from tests.msai.services.sundays import AT

KINDS = (*("next",) * 9, "capital", "capital", "pool", "part", "explain", "back", "cancel", "lose", "declare",
         "declare", "rate", "revalue", "exit", "home", "home")
EVENT = st.tuples(st.sampled_from(KINDS), st.integers(0, 5), st.sampled_from((0, 1, 2, 3, 5, 8, 99)))
EVENTS = st.lists(EVENT, min_size=40, max_size=40)
WANTED = {
    "capital", "send", "land", "part", "explain", "back", "lost", "cancel", "pool", "join", "close", "record",
    "pool land", "declare", "rate", "revalue", "exit", "exit agreed", "home", "send home", "land home"}
"""Each of these has to be let through at least once; rounds are played until they were, or for too long."""
MOST = 12


@pytest.fixture
def story(database: Database) -> Iterator[Story]:
    """All books, opened once; every round goes on where the last one ended, and all are sound after it."""
    yield Story(settle(database))
    assert verify_everything(database, SYSTEM_IMPORT, VerifyBooks()) == []


def play(story: Story, number: int) -> None:
    """A round of events by a seed of its own, until nothing waits but what people have to decide.

    The first story of a round is the simplest there is, in which nothing happens.
    """

    @seed(number)
    @settings(max_examples=3, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(events=EVENTS)
    def told(events: list[tuple[str, int, int]]) -> None:
        for kind, which, commits in events:
            story.tell(kind, which, commits)
        resume(story)

    told()


def resume(story: Story) -> None:
    """The server is back: everything is swept up, rates are typed, and parts that left are written down."""
    delivering.sweep(story.world.database, at=AT)
    for thread in story.threads:
        if thread.kind == "pool":
            record_parts(story, thread, 99)
    for number in range(len(GROUPS)):
        rate(story, number, 99)
    with story.world.database.read() as session:
        everything_adds_up(session)
    assert delivering.sweep(story.world.database, at=AT).delivered == 0


def missing(story: Story) -> set[str]:
    """What was never let through yet."""
    return WANTED - {name for name, is_done in story.tally if is_done}


def test_any_events_killed_anywhere_and_resumed_conserve_the_money(story: Story) -> None:
    """Also on PostgreSQL; the acts that the books refuse are part of the story."""
    for number in range(MOST):
        if number < 2 or missing(story):
            play(story, number)

    assert missing(story) == set()
