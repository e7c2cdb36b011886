"""Money out and changes of history need two people, and the second gets what she was shown."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import func, select

from msai import approvals, auth
from msai.approvals import (
    AlreadyRequested,
    ApprovalDecided,
    ApprovalExpired,
    ApprovalMissing,
    ApprovalUsed,
    Decide,
    Decision,
    OwnRequest,
    RequestApproval,
    ShownDiffers,
    State,
    Subject,
    UseApproval,
    digest_of,
)
from msai.models.access import Membership
from msai.models.governance import Approval, AuditLine
from msai.permissions import SYSTEM_IMPORT, Action, NotFound, NotPermitted
from msai.services import memberships
from msai.services.memberships import GrantRole, Role
from tests.msai.cast import GROUP, HOUR, NOW, OTHER_GROUP, sign_in

LOAN = UUID(int=0x10)
SUBJECT = Subject(GROUP, Action.REVERSE, "entry:17")
SHOWN = {"entry": 17, "amount_minor": 50_000, "reason": "counted twice"}
REQUEST = RequestApproval(approval_id=LOAN, subject=SUBJECT, shown=SHOWN, at=NOW)
YES = Decide(
    book_id=GROUP,
    approval_id=LOAN,
    decision=Decision.APPROVE,
    seen_digest=digest_of(SHOWN),
    at=NOW + HOUR,
)
USE = UseApproval(subject=SUBJECT, approval_id=LOAN, about_to_happen=SHOWN, at=NOW + 2 * HOUR)


@pytest.fixture
def lorna(session, cast):
    return cast.actor(session, "lorna")


@pytest.fixture
def amina(session, cast):
    return cast.actor(session, "amina")


@pytest.fixture
def requested(session, lorna):
    """Lorna asked to reverse an entry."""
    approvals.request_approval(session, lorna, REQUEST)


@pytest.fixture
def approved(session, amina, requested):
    """And Amina approved it."""
    approvals.decide(session, amina, YES)


def state(session) -> str:
    return session.scalar(
        select(Approval.state).where(Approval.book_id == GROUP, Approval.approval_id == LOAN)
    )


def test_what_one_asks_and_another_approves_may_be_done_once(session, lorna, approved):
    approvals.use_approval(session, lorna, USE)

    assert state(session) == "used"
    with pytest.raises(ApprovalUsed):
        approvals.use_approval(session, lorna, USE)


def test_nobody_approves_her_own_request(session, lorna, requested):
    with pytest.raises(OwnRequest):
        approvals.decide(session, lorna, YES)
    assert state(session) == "pending"


def test_two_logins_of_one_member_are_one_person(session, cast, lorna, requested):
    """A treasurer with a second phone and number must not be her own second officer."""
    session.execute(
        Membership.__table__.update()
        .where(Membership.book_id == GROUP, Membership.user_id == cast.users["amina"])
        .values(member_id=cast.members["lorna"])
    )
    with pytest.raises(OwnRequest):
        approvals.decide(session, cast.actor(session, "amina"), YES)


def test_a_member_approves_nothing(session, cast, requested):
    with pytest.raises(NotPermitted):
        approvals.decide(session, cast.actor(session, "siti"), YES)


def test_another_groups_officer_finds_nothing_to_approve(session, cast, requested):
    with pytest.raises(NotFound):
        approvals.decide(session, cast.actor(session, "rajesh", GROUP), YES)
    elsewhere = replace(YES, book_id=OTHER_GROUP)
    with pytest.raises(NotFound):
        approvals.decide(session, cast.actor(session, "rajesh", OTHER_GROUP), elsewhere)


def test_asking_needs_the_right_to_do_it(session, cast):
    """The second officer does not record meetings; she cannot have one approved either."""
    recording = replace(REQUEST, subject=Subject(GROUP, Action.MEETING_RECORD, "meeting:1"))
    with pytest.raises(NotPermitted):
        approvals.request_approval(session, cast.actor(session, "amina"), recording)


def test_the_same_request_does_not_wait_twice(session, lorna, requested):
    with pytest.raises(AlreadyRequested):
        approvals.request_approval(session, lorna, replace(REQUEST, approval_id=UUID(int=2)))

    assert session.scalar(select(func.count()).select_from(Approval).where(Approval.book_id == GROUP)) == 1


def test_a_refused_request_may_be_made_again(session, lorna, amina, requested):
    approvals.decide(session, amina, replace(YES, decision=Decision.REFUSE))
    approvals.request_approval(session, lorna, replace(REQUEST, approval_id=UUID(int=2), at=NOW + HOUR))

    assert state(session) == "refused"
    with pytest.raises(ApprovalMissing):
        approvals.use_approval(session, lorna, USE)


def test_an_answer_is_given_once(session, amina, approved):
    with pytest.raises(ApprovalDecided):
        approvals.decide(session, amina, replace(YES, decision=Decision.REFUSE))
    assert state(session) == "approved"


def test_what_was_shown_is_what_is_approved(session, amina, requested):
    """Her screen showed another amount: the request was changed under her eyes."""
    other = replace(YES, seen_digest=digest_of({**SHOWN, "amount_minor": 5_000}))

    with pytest.raises(ShownDiffers):
        approvals.decide(session, amina, other)


@pytest.mark.parametrize("change", [{"amount_minor": 50_001}, {"entry": 18}, {"reason": ""}, {"more": None}])
def test_what_is_approved_is_what_happens(session, lorna, approved, change):
    with pytest.raises(ShownDiffers):
        approvals.use_approval(session, lorna, replace(USE, about_to_happen={**SHOWN, **change}))
    assert state(session) == "approved"


@pytest.mark.parametrize(
    "subject",
    [Subject(GROUP, Action.REVERSE, "entry:18"), Subject(GROUP, Action.CYCLE_CLOSE, "entry:17")],
    ids=["another object", "another act"],
)
def test_an_approval_is_good_for_its_own_subject_alone(session, lorna, approved, subject):
    with pytest.raises(ApprovalMissing):
        approvals.use_approval(session, lorna, replace(USE, subject=subject))


@pytest.mark.parametrize("approval_id", [None, LOAN])
def test_without_an_answer_nothing_happens(session, lorna, requested, approval_id):
    with pytest.raises(ApprovalMissing):
        approvals.use_approval(session, lorna, replace(USE, approval_id=approval_id))


def test_a_request_expires_after_72_hours(session, lorna, amina, requested):
    with pytest.raises(ApprovalExpired):
        approvals.decide(session, amina, replace(YES, at=NOW + 72 * HOUR))

    assert approvals.list_pending(session, amina, GROUP, at=NOW + 72 * HOUR) == []
    approvals.request_approval(session, lorna, replace(REQUEST, approval_id=UUID(int=2), at=NOW + 72 * HOUR))
    assert state(session) == State.EXPIRED.value


def test_an_approval_holds_for_72_hours(session, lorna, approved):
    approvals.use_approval(session, lorna, replace(USE, at=NOW + 72 * HOUR - 1))
    assert state(session) == "used"


def test_an_old_approval_no_longer_holds(session, lorna, approved):
    with pytest.raises(ApprovalExpired):
        approvals.use_approval(session, lorna, replace(USE, at=NOW + 72 * HOUR))


def test_what_waits_is_listed_for_the_officers(session, amina, requested):
    waiting = approvals.list_pending(session, amina, GROUP, at=NOW + HOUR)

    assert [(one.subject, bytes(one.shown_digest)) for one in waiting] == [("entry:17", digest_of(SHOWN))]


@pytest.mark.books
def test_two_browsers_cannot_spend_one_approval(database, cast):
    """The state moves only from the one that was read, in the database itself."""
    with database.write() as session:
        lorna, amina = cast.actor(session, "lorna"), cast.actor(session, "amina")
        approvals.request_approval(session, lorna, REQUEST)
        approvals.decide(session, amina, YES)
        stale = approvals._get(session, GROUP, LOAN)
        session.expunge(stale)
        approvals.use_approval(session, lorna, USE)
        with pytest.raises(ApprovalUsed):
            approvals._move(session, stale, State.APPROVED, {"state": "used"})


def test_each_step_leaves_a_line_for_the_group(session, approved):
    lines = session.scalars(
        select(AuditLine.subject).where(AuditLine.book_id == GROUP, AuditLine.action == "approve")
    ).all()
    assert lines == ["entry:17", "entry:17"]


def test_a_look_at_personal_data_leaves_a_line_too(app, client, database, cast):
    sign_in(client, "amina")
    with app.test_request_context(headers={"Cookie": f"msai={client.get_cookie('msai').value}"}):
        auth.note_reading(Action.PASSBOOK_VIEW, book_id=GROUP, subject="member:1")

    lines = select(AuditLine).where(AuditLine.book_id == GROUP, AuditLine.subject == "member:1")
    with database.read() as session:
        line = session.scalars(lines).one()
    assert (line.user_id, line.action, line.result) == (cast.users["amina"], "passbook_view", "done")


@pytest.mark.parametrize("inexact", [1.5, {1: 2}, [object()], b"bytes"])
def test_only_what_has_one_exact_form_can_be_approved(inexact):
    with pytest.raises(TypeError):
        digest_of({"amount": inexact})


def test_the_order_of_what_is_shown_does_not_matter():
    assert digest_of({"a": 1, "b": [1, {"c": None}]}) == digest_of({"b": [1, {"c": None}], "a": 1})


GRANT = GrantRole(
    book_id=GROUP, user_id=UUID(int=9), role=Role.SECOND_OFFICER, at=NOW + HOUR, approval_id=LOAN
)


def test_a_role_is_given_by_two_people(session, lorna, amina):
    subject = Subject(GROUP, Action.ROLES_CHANGE, f"user:{GRANT.user_id}")
    shown = memberships.grant_shown(GRANT)
    approvals.request_approval(session, lorna, replace(REQUEST, subject=subject, shown=shown))
    approvals.decide(session, amina, replace(YES, seen_digest=digest_of(shown)))

    with pytest.raises(ShownDiffers):
        memberships.grant_role(session, lorna, replace(GRANT, role=Role.TREASURER))
    memberships.grant_role(session, lorna, GRANT)
    assert state(session) == "used"


def test_nobody_gives_a_role_alone(session, lorna):
    with pytest.raises(ApprovalMissing):
        memberships.grant_role(session, lorna, replace(GRANT, approval_id=None))


def test_the_installation_gives_the_first_roles(session):
    memberships.grant_role(session, SYSTEM_IMPORT, replace(GRANT, approval_id=None))
    roles = select(Membership.role).where(Membership.book_id == GROUP, Membership.user_id == GRANT.user_id)

    assert session.scalars(roles).all() == ["second_officer"]
