"""What an officer who wants the book to say something else tries, and what happens to her."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from ledgers.errors import AlreadyReversed, LedgerError
from msai.approvals import (
    AlreadyRequested,
    ApprovalDecided,
    ApprovalExpired,
    Decision,
    OwnRequest,
    ShownDiffers,
    State,
)
from msai.db import Database
from msai.models.corrections import Correction
from msai.permissions import SYSTEM_IMPORT, NotFound, NotPermitted, Relation
from msai.services.corrections import Cash, Wanted
from msai.services.corrections.errors import CorrectionWithoutReason, LineNotCorrectable
from msai.services.corrections.right_line import as_text
from msai.services.verification import VerifyBooks, verify_books
from tests.msai.services.corrections.desk import (
    SECOND_OFFICER,
    approve,
    as_member,
    ask,
    in_role,
    place_of,
    put_right,
    saving,
    seen_by_the_second,
    wanted,
)
from tests.msai.services.sundays import (
    AMINA,
    AT,
    FOUR,
    GROUP,
    SITI,
    TREASURER,
    begun,
    holdings,
)

OTHERS = UUID(int=0x5B)
THREE_DAYS_MS = 72 * 3600 * 1000


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction in which the first Sunday was closed."""
    with begun(database, FOUR) as session:
        yield session


def test_nobody_approves_her_own(session: Session) -> None:
    """Neither under the same sign-in, nor as an officer again."""
    asked = ask(session, wanted(session, "3", saving(3)))

    for again in (in_role(TREASURER, Relation.SECOND_OFFICER), TREASURER):
        with pytest.raises(OwnRequest):
            approve(session, asked, again)


@pytest.mark.parametrize("actor", [
    as_member(SITI), in_role(SECOND_OFFICER, Relation.FACILITATOR_NAMES), replace(TREASURER, standings={})])
def test_who_is_no_officer_neither_asks_nor_answers(session: Session, actor: object) -> None:
    """Not the member it is about, not who looks after the group, not somebody else's treasurer."""
    asked = ask(session, wanted(session, "3", saving(3)))

    with pytest.raises((NotPermitted, NotFound)):
        ask(session, wanted(session, "2", saving(1, AMINA)), actor)  # type: ignore[arg-type]
    with pytest.raises((NotPermitted, NotFound)):
        approve(session, asked, actor)  # type: ignore[arg-type]


def test_what_was_approved_cannot_be_changed_afterwards(session: Session) -> None:
    """Somebody edits the row between the question and the answer: what would happen is not what was shown."""
    asked = ask(session, wanted(session, "3", saving(3)))
    seen = seen_by_the_second(session, asked)
    session.execute(update(Correction).where(Correction.book_id == GROUP).values(becomes=as_text(saving(5))))

    with pytest.raises(ShownDiffers):
        approve(session, asked, seen=seen)


def test_a_book_that_moved_asks_again(session: Session) -> None:
    """Another correction explained the same count meanwhile."""
    first = ask(session, wanted(session, "3", saving(3)))
    second = ask(session, wanted(session, "2", saving(3, AMINA)))
    seen = seen_by_the_second(session, second)
    approve(session, first)

    with pytest.raises(ShownDiffers):
        approve(session, second, seen=seen)


def test_an_answer_is_given_once_and_in_time(session: Session) -> None:
    """Pressing twice posts once; after three days it is asked again."""
    asked = ask(session, wanted(session, "3", saving(3)))
    seen = seen_by_the_second(session, asked)
    with pytest.raises(ApprovalExpired):
        approve(session, asked, seen=seen, at=AT + THREE_DAYS_MS)
    assert approve(session, asked, seen=seen) is State.APPROVED

    with pytest.raises(ApprovalDecided):
        approve(session, asked, seen=seen)
    assert holdings(session)["9400|shares|member-3"] == 3


def test_a_refusal_changes_nothing(session: Session) -> None:
    """The line stays, and may be asked about again."""
    before = holdings(session)
    asked = ask(session, wanted(session, "3", saving(3)))

    assert approve(session, asked, decision=Decision.REFUSE) is State.REFUSED
    assert holdings(session) == before
    assert ask(session, wanted(session, "3", saving(3)), reason="Please look again.")


def test_one_line_waits_for_one_answer(session: Session) -> None:
    """Two questions about one line would let the second officer be asked until she says yes."""
    ask(session, wanted(session, "3", saving(3)))

    with pytest.raises(AlreadyRequested):
        ask(session, wanted(session, "3", saving(2)), reason="Another one.")


def test_why_has_to_be_said(session: Session) -> None:
    """Blanks are no reason."""
    with pytest.raises(CorrectionWithoutReason):
        ask(session, wanted(session, "3", saving(3)), reason="  ")


def test_a_line_of_another_group_is_not_there(session: Session) -> None:
    """A treasurer names an entry of a book that is not hers: to her there is none."""
    foreign = replace(wanted(session, "3", saving(3)), book_id=OTHERS)

    with pytest.raises(NotFound):
        ask(session, foreign)


def test_shares_alone_and_what_is_not_there(session: Session) -> None:
    """A count of shares moves with its money or not at all; what was never posted cannot be taken back."""
    missing = replace(wanted(session, "3", None), seq=99)
    nobody = uuid4()

    with pytest.raises(NotFound):
        ask(session, missing)
    with pytest.raises(NotFound):
        approve(session, nobody, seen=b"nothing")


def test_the_difference_a_correction_left_is_no_line(session: Session) -> None:
    """It is what the count shows; it goes when the line that made it is put right."""
    put_right(session, "3", saving(3))
    seq, _ = place_of(session, "3")
    left = replace(wanted(session, "3", None), seq=seq, line=5)

    with pytest.raises(LineNotCorrectable):
        ask(session, left)


def test_two_officers_correct_one_line_at_once(database: Database) -> None:
    """Both read it as it was and have the other's approval; one of them wins, and verify finds nothing."""
    with begun(database, FOUR) as session:
        asked = [wanted(session, "3", saving(shares), Cash.HANDED_OVER) for shares in (2, 3)]
    start = Barrier(2)

    def correct(what: Wanted) -> str:
        start.wait()
        try:
            with database.write() as session:
                waiting = ask(session, what)
            with database.write() as session:
                approve(session, waiting)
        except LedgerError as refused:
            return refused.code
        return "posted"

    with ThreadPoolExecutor(2) as threads:
        outcomes = set(threads.map(correct, asked))

    assert outcomes in ({"posted", AlreadyRequested.code}, {"posted", AlreadyReversed.code})
    with database.read() as session:
        assert verify_books(session, SYSTEM_IMPORT, VerifyBooks(book_ids=(GROUP,))) == []
