"""A member says that a line is wrong: her words are kept until she has an answer, and after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid5

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from msai.db import Database
from msai.models.corrections import DisputeWord
from msai.permissions import Actor, NotFound, NotPermitted, Relation, Standing, Target
from msai.sealing import destroy_person_key
from msai.services.disputes import (
    AlreadyDisputed,
    DisputeSettled,
    OwnDispute,
    RaiseDispute,
    SettleDispute,
    WordsMissing,
    WordsTooLong,
    answer_dispute,
    raise_dispute,
    withdraw_dispute,
)
from msai.services.holders import member_holder
from msai.services.views.corrections.disputes import DisputeView, show_dispute
from tests.msai.services.corrections.desk import SECOND_OFFICER, as_member, place_of, put_right, saving
from tests.msai.services.sundays import (
    AMINA,
    AT,
    FOUR,
    GROUP,
    SITI,
    TREASURER,
    begun,
)

HERS = as_member(SITI)
WORDS = "I paid three shares that day."
FORTNIGHT_MS = 14 * 86_400_000


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction in which the first Sunday was closed."""
    with begun(database, FOUR) as session:
        yield session


def say(session: Session, actor: Actor = HERS, member: int = SITI, words: str = WORDS) -> UUID:
    """Say that Siti's savings of the day are wrong."""
    seq, line = place_of(session, "3")
    dispute_id = uuid5(GROUP, f"{words}{actor.user_id}{seq}")
    raise_dispute(session, actor, RaiseDispute(
        book_id=GROUP, dispute_id=dispute_id, member_id=member_holder(GROUP, member).id, seq=seq, line=line,
        words=words, at=AT))
    return dispute_id


def settle(dispute_id: UUID, words: str = "You paid four; see the sheet.") -> SettleDispute:
    """An answer, or words to take it back with."""
    return SettleDispute(book_id=GROUP, dispute_id=dispute_id, words=words, at=AT + 1)


def page(session: Session, dispute_id: UUID, actor: Actor = HERS, at: int = AT) -> DisputeView:
    """The page of a dispute as somebody sees it."""
    target = Target(GROUP, member_holder(GROUP, SITI).id)
    return show_dispute(session, actor, target, dispute_id=dispute_id, at=at)


def spoken(session: Session, dispute_id: UUID) -> list[tuple[str, str | None]]:
    """What was said, as the page shows it."""
    return [(row.label.id, row.words) for row in page(session, dispute_id).words]  # type: ignore[union-attr]


def test_her_words_reach_both_officers_sealed(session: Session) -> None:
    """They read them; the database does not."""
    dispute_id = say(session)

    for officer in (TREASURER, SECOND_OFFICER):
        assert page(session, dispute_id, officer).words[0].words == WORDS
    sealed = session.scalar(select(DisputeWord.words_sealed).where(DisputeWord.book_id == GROUP))
    assert b"three" not in bytes(sealed or b"three")


def test_an_answer_in_words(session: Session) -> None:
    """She sees it beside what she said, and nothing can be said after it."""
    dispute_id = say(session)
    answer_dispute(session, SECOND_OFFICER, settle(dispute_id))

    assert spoken(session, dispute_id) == [
        ("This is wrong", WORDS), ("Answer", "You paid four; see the sheet.")]
    for late in (answer_dispute, withdraw_dispute):
        with pytest.raises((DisputeSettled, NotFound)):
            late(session, SECOND_OFFICER, settle(dispute_id))


def test_a_correction_is_an_answer(session: Session) -> None:
    """The line is put right, and the dispute says so by itself."""
    dispute_id = say(session)
    put_right(session, "3", saving(3))

    found = page(session, dispute_id, TREASURER)
    assert (found.state, found.correction_id is not None, found.may_answer) == ("corrected", True, False)
    assert [row.words for row in found.words] == [WORDS, None]


def test_she_takes_it_back_herself(session: Session) -> None:
    """It was right after all; what she said stays."""
    dispute_id = say(session)
    with pytest.raises(NotFound):
        withdraw_dispute(session, TREASURER, settle(dispute_id, ""))
    withdraw_dispute(session, HERS, settle(dispute_id, ""))

    assert spoken(session, dispute_id) == [("This is wrong", WORDS), ("Taken back", None)]


def test_an_officer_says_it_for_her(session: Session) -> None:
    """She has no phone; the officer who said it for her may take it back for her."""
    dispute_id = say(session, SECOND_OFFICER)
    assert page(session, dispute_id).may_withdraw

    withdraw_dispute(session, SECOND_OFFICER, settle(dispute_id, "She found her receipt."))
    assert page(session, dispute_id).state == "withdrawn"


def test_a_fortnight_without_an_answer_is_marked(session: Session) -> None:
    """Fourteen days are patience, the fifteenth is not."""
    dispute_id = say(session)

    assert not page(session, dispute_id, at=AT + FORTNIGHT_MS).late
    assert page(session, dispute_id, at=AT + FORTNIGHT_MS + 1).late


def test_one_line_waits_once(session: Session) -> None:
    """She and an officer say the same; after an answer she may say it again."""
    dispute_id = say(session)
    with pytest.raises(AlreadyDisputed):
        say(session, SECOND_OFFICER)
    answer_dispute(session, SECOND_OFFICER, settle(dispute_id))

    assert say(session, words="I still do not agree.")


@pytest.mark.parametrize(("words", "refusal"), [(" ", WordsMissing), ("a" * 1001, WordsTooLong)])
def test_words_of_a_length(session: Session, words: str, refusal: type[Exception]) -> None:
    """Something, and not a book."""
    with pytest.raises(refusal):
        say(session, words=words)


def test_nobody_speaks_of_anothers_passbook(session: Session) -> None:
    """Not as another member, and not of a line that is not in the passbook named."""
    with pytest.raises(NotFound):
        say(session, as_member(AMINA))
    with pytest.raises(NotFound):
        say(session, TREASURER, member=AMINA)


def test_who_answers(session: Session) -> None:
    """An officer, and not about her own passbook."""
    dispute_id = say(session)
    siti = member_holder(GROUP, SITI).id
    officer = Standing(frozenset({Relation.SECOND_OFFICER}), siti)

    with pytest.raises(NotPermitted):
        answer_dispute(session, HERS, settle(dispute_id))
    with pytest.raises(OwnDispute):
        answer_dispute(session, replace(HERS, standings={GROUP: officer}), settle(dispute_id))


def test_who_was_erased_left_words_nobody_reads(session: Session) -> None:
    """Her key is gone; that she spoke stays."""
    dispute_id = say(session)
    destroy_person_key(session, GROUP, member_holder(GROUP, SITI).id, at=AT)

    found = page(session, dispute_id, TREASURER)
    assert [(row.words, row.unreadable) for row in found.words] == [(None, True)]


def test_what_was_said_cannot_be_changed(session: Session) -> None:
    """The application may add words and never touch them."""
    say(session)
    for change in ("UPDATE dispute_word SET no = 7", "DELETE FROM dispute_word"):
        with pytest.raises(DatabaseError, match="append_only|denied"), session.begin_nested():
            session.execute(text(change))

    assert session.scalar(select(DisputeWord.no).where(DisputeWord.book_id == GROUP)) == 1
