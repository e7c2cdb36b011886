"""An invitation is one person's, once, for a week; and nobody gets a place in secret."""

from typing import Any
from uuid import UUID

import pytest

from ledgers.errors import LedgerError
from msai.approvals import Decision, State
from msai.models.onboarding import Invitation
from msai.permissions import Actor, NotFound, NotPermitted, Relation
from msai.services.memberships import Role, met
from msai.services.onboarding.invitations import (
    LASTS_MS,
    Invite,
    NewInvitation,
    accept_invitation,
    invite,
    invite_first_officer,
    revoke_first_invitation,
    revoke_invitation,
    see_invitation,
)
from msai.services.onboarding.places import (
    AnswerPlace,
    InvitationRow,
    Standing,
    answer_place,
    ask_for_place,
    first_invitations,
    list_invitations,
)
from tests.msai.cast import NOW
from tests.msai.onboarding.conftest import Desk
from tests.msai.onboarding.twelve import DRAFT, NAMES, TYPED

NOBODY_YET = Actor(None)


@pytest.fixture
def opened(desk: Desk) -> Desk:
    """A group without officers."""
    desk.open(kind="new")
    return desk


def code_of(act: Any) -> str:
    """The code by which something is refused."""
    with pytest.raises(LedgerError) as refused:
        act()
    return refused.value.code


def seen(desk: Desk, made: NewInvitation, *, at: int = NOW) -> Any:
    """What somebody without a sign-in sees behind the link."""
    return see_invitation(desk.session, NOBODY_YET, made.token, at=at)


def invite_member(desk: Desk, officer: Actor, number: int = 5, role: Role = Role.MEMBER) -> NewInvitation:
    """An officer's invitation."""
    return invite(desk.session, officer, Invite(book_id=DRAFT, role=role, number=number, at=NOW))


def members_row(desk: Desk, officer: Actor) -> InvitationRow:
    """The one invitation to a member's place, as an officer sees it."""
    rows = list_invitations(desk.session, officer, DRAFT, at=NOW)
    return next(row for row in rows if row.role is Role.MEMBER)


def test_the_link_says_whose_place_it_is(opened: Desk) -> None:
    """The group, the place, the member, and no more."""
    found = seen(opened, opened.invite(Role.TREASURER))

    assert (found.group_name, found.role, found.member_name) == (TYPED["name"], Role.TREASURER, NAMES[0])


def test_the_link_itself_is_kept_nowhere(opened: Desk) -> None:
    """A stolen database opens no door."""
    made = opened.invite(Role.TREASURER)
    row = opened.session.query(Invitation).one()

    assert made.token.encode() not in bytes(row.token_digest)
    assert not any(made.token in str(value) for value in vars(row).values())


def test_the_first_two_take_their_offices_at_once(opened: Desk) -> None:
    """Nobody else is there who could agree."""
    lourdes, fatima = opened.officers()

    assert lourdes.standings[DRAFT].relations == {Relation.TREASURER}
    assert fatima.standings[DRAFT].relations == {Relation.SECOND_OFFICER}
    places = first_invitations(opened.session, opened.tess, DRAFT, at=NOW)
    assert {place.standing for place in places.values()} == {Standing.GIVEN}


def test_a_link_opens_once(opened: Desk) -> None:
    """The second who tries is told."""
    made = opened.invite(Role.TREASURER)
    opened.join(made, "lourdes")

    assert code_of(lambda: seen(opened, made)) == "invitation_used"
    assert code_of(lambda: opened.join(made, "fatima")) == "invitation_used"


def test_a_link_ends_after_a_week(opened: Desk) -> None:
    """It lies in a chat for ever."""
    made = opened.invite(Role.TREASURER)

    assert seen(opened, made, at=NOW + LASTS_MS - 1).role is Role.TREASURER
    assert code_of(lambda: seen(opened, made, at=NOW + LASTS_MS)) == "invitation_expired"
    assert code_of(lambda: opened.join(made, "lourdes", at=NOW + LASTS_MS)) == "invitation_expired"


def test_a_link_can_be_taken_back(opened: Desk) -> None:
    """It went to the wrong number."""
    made = opened.invite(Role.TREASURER)
    revoke_first_invitation(opened.session, opened.tess, DRAFT, invitation_id=made.invitation_id, at=NOW)

    assert code_of(lambda: seen(opened, made)) == "invitation_revoked"


def test_a_new_link_ends_the_one_before(opened: Desk) -> None:
    """One place has one open link."""
    first, second = opened.invite(Role.TREASURER), opened.invite(Role.TREASURER)

    assert code_of(lambda: seen(opened, first)) == "invitation_revoked"
    assert seen(opened, second).role is Role.TREASURER


def test_a_made_up_link_is_nothing(opened: Desk) -> None:
    """And it costs nothing to say so."""
    assert code_of(lambda: see_invitation(opened.session, NOBODY_YET, "x" * 32, at=NOW)) == (
        "invitation_unknown")


def test_nobody_takes_the_place_she_gave_away(opened: Desk) -> None:
    """A facilitator must not make herself treasurer."""
    made = opened.invite(Role.TREASURER)

    assert code_of(lambda: accept_invitation(opened.session, opened.tess, made.token, at=NOW)) == (
        "own_invitation")


def test_one_person_does_not_hold_both_offices(opened: Desk) -> None:
    """Two people keep a group's money safe."""
    lourdes = opened.join(opened.invite(Role.TREASURER), "lourdes")
    second = opened.invite(Role.SECOND_OFFICER)

    assert code_of(lambda: accept_invitation(opened.session, lourdes, second.token, at=NOW)) == (
        "already_in_group")


def test_a_facilitator_gives_each_office_once(opened: Desk) -> None:
    """Afterwards the two officers decide."""
    opened.officers()

    assert code_of(lambda: opened.invite(Role.TREASURER)) == "office_taken"


def test_another_facilitator_invites_nobody(opened: Desk) -> None:
    """It is not her group; it answers like one that does not exist."""
    nina = opened.cast.actor(opened.session, "nina", DRAFT)

    with pytest.raises(NotFound):
        invite_first_officer(opened.session, nina, DRAFT, role=Role.TREASURER, at=NOW)


def test_a_later_place_waits_for_two_officers(opened: Desk) -> None:
    """Who opened the link is named to both before she sees anything."""
    lourdes, fatima = opened.officers()
    maya = opened.join(invite_member(opened, lourdes), "maya")
    came = members_row(opened, lourdes)
    assert (came.standing, came.came, maya.standings[DRAFT].relations) == (Standing.CAME, "Maya", frozenset())

    ask_for_place(opened.session, lourdes, DRAFT, invitation_id=came.invitation_id, at=NOW)
    assert _answer(opened, fatima) is State.APPROVED
    assert met(opened.session, maya, DRAFT).standings[DRAFT].relations == {Relation.MEMBER}


def _answer(desk: Desk, officer: Actor, decision: Decision = Decision.APPROVE) -> State:
    row = members_row(desk, officer)
    assert row.approval_id is not None
    return answer_place(desk.session, officer, AnswerPlace(
        book_id=DRAFT, invitation_id=row.invitation_id, approval_id=row.approval_id,
        seen_digest=bytes.fromhex(row.seen_digest), decision=decision, at=NOW))


def test_who_asked_does_not_answer(opened: Desk) -> None:
    """One officer is not two."""
    lourdes, _ = opened.officers()
    made = invite_member(opened, lourdes)
    opened.join(made, "maya")
    ask_for_place(opened.session, lourdes, DRAFT, invitation_id=made.invitation_id, at=NOW)

    assert code_of(lambda: _answer(opened, lourdes)) == "own_request"


def test_a_place_that_is_refused_is_not_given(opened: Desk) -> None:
    """It was not Maya who came."""
    lourdes, fatima = opened.officers()
    made = invite_member(opened, lourdes)
    maya = opened.join(made, "maya")
    ask_for_place(opened.session, lourdes, DRAFT, invitation_id=made.invitation_id, at=NOW)

    assert _answer(opened, fatima, Decision.REFUSE) is State.REFUSED
    assert met(opened.session, maya, DRAFT).standings[DRAFT].relations == frozenset()


def test_officers_invite_members_of_their_own_group(opened: Desk, stranger: Actor) -> None:
    """Nobody else's, and nobody who signs in already."""
    lourdes, _ = opened.officers()

    assert code_of(lambda: invite_member(opened, lourdes, number=99)) == "not_found"
    assert code_of(lambda: invite_member(opened, lourdes, number=1)) == "member_signs_in"
    assert code_of(lambda: invite_member(opened, lourdes, role=Role.ENTERPRISE_MANAGER)) == "not_a_group_role"
    with pytest.raises(NotFound):
        invite_member(opened, stranger)


def test_the_facilitator_does_not_invite_into_a_group_that_has_officers(opened: Desk) -> None:
    """She sees names; the doors are theirs."""
    opened.officers()

    with pytest.raises(NotPermitted):
        invite_member(opened, opened.tess)


def test_an_officer_takes_an_invitation_back(opened: Desk) -> None:
    """Once; the second time there is nothing to take back."""
    lourdes, _ = opened.officers()
    made = invite_member(opened, lourdes)
    revoke_invitation(opened.session, lourdes, DRAFT, invitation_id=made.invitation_id, at=NOW)

    assert code_of(lambda: seen(opened, made)) == "invitation_revoked"
    assert code_of(lambda: revoke_invitation(
        opened.session, lourdes, DRAFT, invitation_id=made.invitation_id, at=NOW)) == "not_found"
    assert code_of(lambda: ask_for_place(
        opened.session, lourdes, DRAFT, invitation_id=UUID(int=1), at=NOW)) == "not_found"
