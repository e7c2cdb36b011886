"""Two sweepers at once, and a letter that is refused today and taken in tomorrow."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.tables import note
from msai.db import Database
from msai.models.enterprises import Outbox
from msai.permissions import Actor
from msai.sealing import add_person_keys
from msai.services import ServiceError
from msai.services.keys import vault_of
from msai.services.outbox import Letter, delivering, leave
from msai.services.two_officers import keep_reason
from tests.msai.cast import FARM, GROUP, Cast
from tests.msai.services.sundays import AT

LETTERS = 6


class NotYet(ServiceError):
    """The other book cannot take it in yet."""

    code = "not_yet"


class Ear:
    """The farm's book: what it took in stands there as notes, and once in a while it refuses."""

    def __init__(self) -> None:
        self.refuses = False
        self.together = Barrier(2)

    def hear(self, session: Session, _actor: Actor, letter: Letter) -> None:
        """Take a letter in when both sweepers have it in hand, as far as the database lets them."""
        try:
            self.together.wait(timeout=0.05)
        except BrokenBarrierError:
            self.together.reset()
        if self.refuses:
            raise NotYet()
        keep_reason(session, FARM, letter.body["word"], at=AT)


@pytest.fixture
def ear(database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Ear:
    """Some letters of the group for its farm, and the farm that hears them."""
    ear = Ear()
    monkeypatch.setattr(delivering, "HANDLERS", {"told": ear.hear})
    with database.write() as session:
        add_person_keys(session, vault_of(session), GROUP, [GROUP])
        add_person_keys(session, vault_of(session), FARM, [FARM])
        for number in range(LETTERS):
            leave(session, Letter(book_id=GROUP, recipient_id=FARM, kind="told", at=AT,
                                  reference=f"act:{number}", body={"word": "hello"}))
    return ear


def taken(database: Database) -> tuple[int, Counter[tuple[bool, str | None]]]:
    """How many notes the farm has, and how the letters stand: done or not, and with which refusal."""
    with database.read() as session:
        notes = session.scalars(select(note.c.note_id).where(note.c.book_id == FARM)).all()
        rows = session.execute(select(Outbox.done_at, Outbox.last_code).where(Outbox.book_id == GROUP)).all()
    return len(notes), Counter((row.done_at is not None, row.last_code) for row in rows)


def test_two_sweepers_at_once_deliver_each_letter_once(database: Database, ear: Ear) -> None:
    """Whoever comes second finds it in the inbox; together they count what there was."""
    with ThreadPoolExecutor(2) as both:
        found = list(both.map(lambda _: delivering.sweep(database, at=AT), range(2)))

    assert taken(database) == (LETTERS, Counter({(True, None): LETTERS}))
    assert sum(one.delivered for one in found) == LETTERS
    assert delivering.sweep(database, at=AT) == delivering.Swept(0, ())


def test_what_is_refused_today_is_taken_in_tomorrow(database: Database, ear: Ear) -> None:
    """Also where one sweeper was refused while another got through: what is done shows no refusal."""
    ear.refuses = True
    refused = delivering.sweep(database, at=AT)
    waiting = taken(database)
    ear.refuses = False
    late = next(iter(refused.waiting))
    accepted = delivering.sweep(database, at=AT)
    delivering._note_refusal(
        database, delivering._Place(late.book_id, late.message_id, late.kind), "not_yet")

    assert {one.code for one in refused.waiting} == {"not_yet"}
    assert waiting == (0, Counter({(False, "not_yet"): LETTERS}))
    assert (accepted.delivered, accepted.waiting) == (LETTERS, ())
    assert taken(database) == (LETTERS, Counter({(True, None): LETTERS}))
