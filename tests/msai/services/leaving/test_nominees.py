"""Whom Siti wants to be paid if she dies: her word, and what officers write down for her."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from msai.approvals import AlreadyRequested, Decision, OwnRequest, ShownDiffers, State
from msai.models.leaving import Nominee
from msai.permissions import Actor, NotFound, Relation, Standing
from msai.services.leaving.errors import PayeeMissing
from msai.services.leaving.nominees import (
    AnswerNominee,
    NameNominee,
    answer_nominee,
    find_nominee,
    find_waiting,
    name_nominee,
)
from msai.services.leaving.payee import Payee
from tests.msai.services.leaving.desk import AMINA_ID, SECOND_OFFICER, SISTER, SITI_ID, before_she_leaves
from tests.msai.services.sundays import AT, GROUP, TREASURER

SITI = Actor(UUID(int=0x19), "Siti", standings={GROUP: Standing(frozenset({Relation.MEMBER}), SITI_ID)})
SON = Payee("Budi Rahayu", "her son")


def name(
    session: Session, actor: Actor, person: Payee = SISTER, number: int = 1, *, member_id: UUID = SITI_ID,
) -> bool:
    """Somebody is named for her."""
    return name_nominee(session, actor, NameNominee(
        book_id=GROUP, member_id=member_id, nominee_id=UUID(int=number), person=person, at=AT + number))


def answer(session: Session, actor: Actor = SECOND_OFFICER, number: int = 1) -> State:
    """The second officer agrees to what waits."""
    waits = find_waiting(session, GROUP, SITI_ID, at=AT)
    assert waits is not None
    return answer_nominee(session, actor, AnswerNominee(
        book_id=GROUP, member_id=SITI_ID, nominee_id=UUID(int=number), decision=Decision.APPROVE,
        seen_digest=waits.seen_digest or b"", at=AT + 9))


def holds(session: Session) -> Payee | None:
    """Whom she named last, of what holds."""
    found = find_nominee(session, GROUP, SITI_ID)
    return found.person if found else None


def test_her_own_word_holds_and_is_sealed(session: Session) -> None:
    """The last one counts; nothing of it can be read in the database."""
    before_she_leaves(session)
    assert name(session, SITI)
    assert name(session, SITI, SON, 2)
    kept = session.scalars(select(Nominee.person_sealed).where(Nominee.book_id == GROUP)).all()

    assert holds(session) == SON
    assert not any(b"Rahayu" in bytes(sealed) for sealed in kept)


def test_two_officers_write_it_down(session: Session) -> None:
    """It does not hold before the other agreed, nor replaces her own word."""
    before_she_leaves(session)
    name(session, SITI, SON)
    assert not name(session, TREASURER, number=2)
    assert holds(session) == SON
    with pytest.raises(AlreadyRequested):
        name(session, TREASURER, number=3)
    with pytest.raises(OwnRequest):
        answer(session, TREASURER, 2)

    assert (answer(session, number=2), holds(session)) == (State.APPROVED, SISTER)


def test_what_was_changed_after_it_was_read_is_noticed(session: Session) -> None:
    """Nobody slips another name under an approval."""
    before_she_leaves(session)
    name(session, TREASURER)
    name(session, SITI, SON, 2)
    other = session.scalar(select(Nominee.person_sealed).where(
        Nominee.book_id == GROUP, Nominee.nominee_id == UUID(int=2)))
    waits = find_waiting(session, GROUP, SITI_ID, at=AT)
    session.execute(update(Nominee).where(
        Nominee.book_id == GROUP, Nominee.nominee_id == UUID(int=1)).values(person_sealed=other))
    assert waits is not None
    with pytest.raises(ShownDiffers):
        answer_nominee(session, SECOND_OFFICER, AnswerNominee(
            book_id=GROUP, member_id=SITI_ID, nominee_id=UUID(int=1), decision=Decision.APPROVE,
            seen_digest=waits.seen_digest or b"", at=AT + 9))


def test_nobody_names_for_a_stranger(session: Session) -> None:
    """Another member's is not hers to know of; nobody and nothing cannot be named."""
    before_she_leaves(session)
    with pytest.raises(NotFound):
        name(session, SITI, member_id=AMINA_ID)
    with pytest.raises(NotFound):
        name(session, TREASURER, member_id=UUID(int=0x99))
    with pytest.raises(PayeeMissing):
        name(session, SITI, Payee("Ana", ""))
