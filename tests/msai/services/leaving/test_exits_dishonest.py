"""Exits that nobody may settle like this, and the words they are refused with."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from ledgers.errors import CycleClosed, NegativeTender
from msai.approvals import AlreadyRequested, ApprovalDecided, Decision, OwnRequest, ShownDiffers, State
from msai.models.access import Membership
from msai.models.leaving import MemberExit
from msai.permissions import Actor, NotFound, NotPermitted, Relation, Standing
from msai.services.holders import member_holder
from msai.services.leaving import Cause, preview_exit
from msai.services.leaving.errors import (
    AlreadyLeft,
    ExitBeforeLastDay,
    ExitNotOnThatDay,
    OfficeFirst,
    OwnExit,
    PayeeMissing,
)
from msai.services.leaving.payee import Payee, checked_payee
from tests.msai.services.corrections.desk import TODAY, put_right, saving
from tests.msai.services.leaving.desk import (
    LEAVES_ON,
    SITI_ID,
    answer,
    ask,
    before_she_leaves,
    wanted,
)
from tests.msai.services.sundays import (
    AMINA,
    AT,
    GROUP,
    LORNA,
    OPENED,
    SECOND,
    SITI,
    THIRD,
    TREASURER,
    Paper,
    close,
    holdings,
    save,
)

SITI_AS_OFFICER = Actor(UUID(int=0x19), "Siti", standings={
    GROUP: Standing(frozenset({Relation.SECOND_OFFICER}), SITI_ID)})
MEMBER = Actor(UUID(int=0x20), "Maya", standings={
    GROUP: Standing(frozenset({Relation.MEMBER}), member_holder(GROUP, 4).id)})


def test_nobody_settles_her_own_exit(session: Session) -> None:
    """Neither by asking, nor by approving what another asked."""
    before_she_leaves(session)
    with pytest.raises(OwnExit):
        ask(session, SITI_AS_OFFICER)
    ask(session)
    with pytest.raises(OwnExit):
        answer(session, SITI_AS_OFFICER)


def test_who_asked_does_not_approve(session: Session) -> None:
    """Two people, as for all money that goes out."""
    before_she_leaves(session)
    ask(session)
    with pytest.raises(OwnRequest):
        answer(session, TREASURER)


def test_a_member_settles_nothing(session: Session) -> None:
    """It is the officers' work."""
    before_she_leaves(session)
    with pytest.raises(NotPermitted):
        preview_exit(session, MEMBER, wanted(), today=LEAVES_ON)


def test_nobody_leaves_twice(session: Session) -> None:
    """The same request is answered once, and a second one meets somebody who has gone."""
    before_she_leaves(session)
    ask(session)
    with pytest.raises(AlreadyRequested):
        ask(session, exit_id=UUID(int=0xE2))
    assert answer(session) is State.APPROVED
    after = holdings(session)
    with pytest.raises(AlreadyLeft):
        ask(session, exit_id=UUID(int=0xE2))

    assert holdings(session) == after


def test_what_was_answered_is_not_answered_again(session: Session) -> None:
    """A refusal moves nothing and is final; somebody may ask anew."""
    before_she_leaves(session)
    ask(session)
    assert answer(session, decision=Decision.REFUSE) is State.REFUSED
    with pytest.raises(ApprovalDecided):
        answer(session)

    assert ask(session, exit_id=UUID(int=0xE2)) == UUID(int=0xE2)


def test_a_book_that_moved_on_is_noticed(session: Session) -> None:
    """She saved more after the officers looked: what was agreed is not what would be posted."""
    before_she_leaves(session)
    ask(session)
    close(session, Paper([save(SITI)], held_on=LEAVES_ON, said={"other_day": True}))
    before = holdings(session)
    with pytest.raises(ShownDiffers):
        answer(session)

    assert holdings(session) == before


def test_nobody_leaves_before_she_was_last_seen(session: Session) -> None:
    """She saved on the Sunday after, and came to the next one; the day of that one will do."""
    before_she_leaves(session)
    ask(session)
    close(session, Paper([save(SITI)], held_on=SECOND))
    with pytest.raises(ExitBeforeLastDay) as refused:
        answer(session)
    assert refused.value.params == {"last": SECOND}
    close(session, Paper(held_on=THIRD))
    with pytest.raises(ExitBeforeLastDay) as refused:
        preview_exit(session, TREASURER, wanted(on=SECOND), today=THIRD)
    assert refused.value.params == {"last": THIRD}

    assert preview_exit(session, TREASURER, wanted(on=THIRD), today=THIRD).worth.savings_minor == 155000


def test_a_line_that_was_another_s_keeps_nobody(session: Session) -> None:
    """Amina's money was written as Siti's, who had gone home by then; once it is put right she may leave."""
    before_she_leaves(session)
    there = {"attendance": {str(LORNA): "present", str(AMINA): "present", str(SITI): "absent"}}
    close(session, Paper([save(SITI)], held_on=SECOND, said=there))
    with pytest.raises(ExitBeforeLastDay):
        preview_exit(session, TREASURER, wanted(), today=TODAY)
    put_right(session, "1", saving(1, AMINA))

    assert preview_exit(session, TREASURER, wanted(), today=TODAY).worth.savings_minor == 150000


def test_an_office_is_handed_on_first(session: Session) -> None:
    """A group without its second officer could agree to nothing any more."""
    before_she_leaves(session)
    session.execute(insert(Membership).values(
        book_id=GROUP, user_id=UUID(int=0x19), role="second_officer", member_id=SITI_ID, since=AT))
    with pytest.raises(OfficeFirst):
        ask(session)


def test_an_office_is_found_behind_a_second_login(session: Session) -> None:
    """Siti signs in as a member as well, and that login is the older one."""
    before_she_leaves(session)
    for user, role in ((0x15, "member"), (0x19, "second_officer")):
        session.execute(insert(Membership).values(
            book_id=GROUP, user_id=UUID(int=user), role=role, member_id=SITI_ID, since=AT))
    with pytest.raises(OfficeFirst):
        ask(session)


@pytest.mark.parametrize(("on", "refused"), [
    (LEAVES_ON + timedelta(days=1), ExitNotOnThatDay), (OPENED - timedelta(days=1), CycleClosed),
])
def test_a_day_that_cannot_be(session: Session, on: object, refused: type[Exception]) -> None:
    """Not tomorrow, and not before the group began."""
    before_she_leaves(session)
    with pytest.raises(refused):
        preview_exit(session, TREASURER, wanted(on=on), today=LEAVES_ON)


def test_a_place_pays_what_it_has(session: Session) -> None:
    """The bank account of the group is empty; she can be paid from the box, or later."""
    before_she_leaves(session)
    with pytest.raises(NegativeTender):
        ask(session, tender="bank")
    with pytest.raises(NotFound):
        ask(session, tender="purse")


def test_a_stranger_cannot_leave(session: Session) -> None:
    """She is nobody's member."""
    before_she_leaves(session)
    with pytest.raises(NotFound):
        ask(session, member_id=UUID(int=0x99))


@pytest.mark.parametrize("payee", [None, Payee("", "her sister"), Payee("Ana", " ")])
def test_after_a_death_somebody_is_named(payee: Payee | None) -> None:
    """A name, and what this person was to her."""
    with pytest.raises(PayeeMissing):
        checked_payee(payee)


def test_two_officers_see_the_same_payee(session: Session) -> None:
    """Who is paid after a death cannot be changed once it was agreed."""
    before_she_leaves(session)
    exit_id = ask(session, cause=Cause.DIED)
    session.execute(update(MemberExit).where(MemberExit.book_id == GROUP).values(payee_sealed=b"another"))
    with pytest.raises(ShownDiffers):
        answer(session, exit_id=exit_id)
