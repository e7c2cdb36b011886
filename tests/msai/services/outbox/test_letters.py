"""What one book tells another arrives once, whatever stops in between."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msai.db import Database
from msai.models.enterprises import Outbox
from msai.permissions import Actor
from msai.sealing import add_person_keys
from msai.services import ServiceError
from msai.services.keys import vault_of
from msai.services.outbox import Letter, delivering, leave
from tests.msai.cast import FARM, GROUP, Cast
from tests.msai.services.sundays import AT

pytestmark = pytest.mark.one_kind


class NotYet(ServiceError):
    """The other book cannot take it in yet."""

    code = "not_yet"


class Stopped(Exception):
    """The server was switched off."""


@pytest.fixture
def heard(database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the farm's book took in; it refuses a letter that asks it to."""
    words: list[str] = []

    def hear(_session: Session, _actor: Actor, letter: Letter) -> None:
        if letter.body["word"] == "refuse":
            raise NotYet()
        words.append(letter.body["word"])

    monkeypatch.setattr(delivering, "HANDLERS", {"told": hear})
    with database.write() as session:
        add_person_keys(session, vault_of(session), GROUP, [GROUP])
    return words


def tell(database: Database, word: str, reference: str = "act:1") -> None:
    """The group leaves a letter for its farm."""
    with database.write() as session:
        leave(session, Letter(book_id=GROUP, recipient_id=FARM, kind="told", reference=reference,
                              body={"word": word}, at=AT))


def test_a_letter_is_delivered_once_however_often_it_is_left_and_swept(
    database: Database, heard: list[str],
) -> None:
    """The phone repeats what it never heard an answer to."""
    for _ in range(2):
        tell(database, "hello")
        delivering.sweep(database, at=AT)

    assert heard == ["hello"]


def test_a_letter_says_nothing_to_whoever_reads_the_table(database: Database, heard: list[str]) -> None:
    """It may hold people's words, and a stolen file must not."""
    tell(database, "hello")
    with database.read() as session:
        body = session.scalar(select(Outbox.body).where(Outbox.book_id == GROUP))

    assert "hello" not in str(body)
    assert heard == []


def test_what_the_other_book_refuses_waits_with_its_reason(database: Database, heard: list[str]) -> None:
    """Nothing is lost, and somebody sees why."""
    tell(database, "refuse")
    tell(database, "hello", "act:2")
    for _ in range(2):
        swept = delivering.deliver_from(database, frozenset({GROUP}), at=AT)
    with database.read() as session:
        row = session.execute(select(Outbox.tries, Outbox.last_code).where(
            Outbox.book_id == GROUP, Outbox.done_at.is_(None))).one()

    assert heard == ["hello"]
    assert [one.code for one in swept.waiting] == [row.last_code] == ["not_yet"]
    assert row.tries == 2


@pytest.mark.parametrize("commits", [0, 1])
def test_a_server_that_stops_between_two_steps_finishes_when_it_is_back(
    database: Database, heard: list[str], monkeypatch: pytest.MonkeyPatch, commits: int,
) -> None:
    """Before the farm took it in, or before the group noted that it did."""
    tell(database, "hello")
    with monkeypatch.context() as stopping:
        stopping.setattr(Database, "write", _stopping_after(commits, Database.write))
        with pytest.raises(Stopped):
            delivering.sweep(database, at=AT)
    swept = delivering.sweep(database, at=AT)

    assert heard == ["hello"]
    assert swept == delivering.Swept(1, ())
    assert delivering.sweep(database, at=AT) == delivering.Swept(0, ())


def test_only_letters_for_one_book_are_swept_when_asked(database: Database, heard: list[str]) -> None:
    """A group that typed a missing rate is waited for by letters to itself alone."""
    tell(database, "hello")

    assert delivering.sweep(database, at=AT, recipient_id=UUID(int=1)).delivered == 0
    assert delivering.sweep(database, at=AT, recipient_id=FARM).delivered == 1
    assert heard == ["hello"]


Writing = Callable[[Database], AbstractContextManager[Session]]


def _stopping_after(commits: int, write: Writing) -> Writing:
    done = [0]

    @contextmanager
    def stopping(self: Database) -> Iterator[Session]:
        if done[0] == commits:
            raise Stopped()
        done[0] += 1
        with write(self) as session:
            yield session

    return stopping
