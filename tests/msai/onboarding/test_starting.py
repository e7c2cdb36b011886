"""A group is opened from a whole draft, in one go, and by whoever drafted it."""

from dataclasses import replace
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import select

from ledgers.errors import LedgerError
from msai.models.access import BookAccess
from msai.permissions import NotFound, NotPermitted
from msai.services import people
from msai.services.group_books import load_group
from msai.services.onboarding.drafts import discard_draft, get_draft, list_drafts, save_draft, start_draft
from msai.services.onboarding.settling import Step, StepNotReady, problems_of, unsettled
from msai.services.onboarding.starting import open_from_draft
from msai.services.views.naming import read_roll
from tests.msai.cast import NOW, PARTNER, SECOND_PARTNER
from tests.msai.onboarding.conftest import TODAY, Desk
from tests.msai.onboarding.twelve import DRAFT, NAMES, TYPED


def test_a_group_comes_with_its_rules_its_places_and_its_people(desk: Desk) -> None:
    """What was typed in any script stands in the book as it was typed."""
    book_id = desk.open()
    group = load_group(desk.session, book_id, TODAY)

    assert [person.name for person in read_roll(desk.session, book_id).values()] == list(NAMES)
    assert (group.name, group.currency, list(group.tenders)) == (
        TYPED["name"], "HKD", ["box", "bank", "payme"])
    assert (group.rules.share_value_minor, group.rules.shares_max, group.rules.fines_minor) == (
        50_00, 5, {"late": 10_00})


def test_opening_it_twice_opens_one_group(desk: Desk) -> None:
    """The button is pressed again while the page loads."""
    assert desk.open() == desk.open_again()


def test_the_organisation_sees_what_the_group_agreed_to(desk: Desk) -> None:
    """Names, or totals alone."""
    desk.open(scope="totals")
    standing = desk.tess.standings[DRAFT]

    assert {relation.value for relation in standing.relations} == {"facilitator_totals"}


@pytest.mark.one_kind
@pytest.mark.parametrize(("changes", "step", "field", "code"), [
    ({"country": "AQ"}, Step.COUNTRY, "country", "unknown_country"),
    ({"country": ""}, Step.COUNTRY, "country", "answer_missing"),
    ({"name": "..."}, Step.NAME, "name", "name_missing"),
    ({"other_wallet": "Bank"}, Step.PLACES, "other_wallet", "wallet_repeated"),
    ({"other_wallet": "!!"}, Step.PLACES, "other_wallet", "name_missing"),
    ({"members": "A\nA"}, Step.MEMBERS, "members", "member_list_not_ready"),
    ({"members": ""}, Step.MEMBERS, "members", "member_list_empty"),
    ({"treasurer": "99"}, Step.START, "treasurer", "answer_missing"),
    ({"second_officer": "1"}, Step.START, "second_officer", "same_officer"),
    ({"opens_on": "2026-10-26"}, Step.START, "opens_on", "day_not_plausible"),
    ({"opens_on": "soon"}, Step.START, "opens_on", "day_not_plausible"),
    ({"last_number": "-1"}, Step.START, "last_number", "number_not_plausible"),
    ({"kind": ""}, Step.START, "kind", "answer_missing"),
])  # fmt: skip
def test_what_a_step_lacks_is_told_by_its_field(
    desk: Desk, changes: dict[str, str], step: Step, field: str, code: str,
) -> None:
    """And the group is not opened by it."""
    desk.type_in(**changes)
    draft = get_draft(desk.session, desk.tess, DRAFT)

    assert problems_of(draft, step, today=TODAY)[field].code == code
    with pytest.raises(StepNotReady):
        desk.open_again()


def test_every_step_can_be_entered_with_nothing_before_it(desk: Desk) -> None:
    """A wizard that breaks when it is entered in the middle is no help."""
    start_draft(desk.session, desk.tess, DRAFT, at=NOW)
    draft = get_draft(desk.session, desk.tess, DRAFT)

    assert unsettled(draft, today=TODAY) == [
        Step.COUNTRY, Step.NAME, Step.RULES, Step.MEMBERS, Step.START]


def test_a_draft_is_its_makers_alone(desk: Desk) -> None:
    """Another facilitator finds nothing; who facilitates nothing may not even ask."""
    desk.type_in()
    nina, lorna = (desk.cast.actor(desk.session, name, DRAFT) for name in ("nina", "lorna"))

    assert list_drafts(desk.session, nina) == []
    with pytest.raises(NotFound):
        get_draft(desk.session, nina, DRAFT)
    with pytest.raises(NotPermitted):
        list_drafts(desk.session, lorna)


def test_an_opened_group_is_no_longer_a_draft(desk: Desk) -> None:
    """From then on the group decides."""
    desk.open()

    for change in (lambda: save_draft(desk.session, desk.tess, DRAFT, changes={"name": "Else"}, at=NOW),
                   lambda: discard_draft(desk.session, desk.tess, DRAFT)):
        with pytest.raises(LedgerError) as refused:
            change()
        assert refused.value.code == "group_opened_already"


def test_a_draft_can_be_thrown_away(desk: Desk) -> None:
    """Nothing of it stays."""
    desk.type_in()
    discard_draft(desk.session, desk.tess, DRAFT)

    assert list_drafts(desk.session, desk.tess) == []


def test_who_works_for_two_organisations_says_which_of_them_may_look(desk: Desk) -> None:
    """One or both of hers; with none named the group is not opened, and a stranger's is none of hers."""
    both = replace(desk.tess, facilitates=frozenset({PARTNER, SECOND_PARTNER}))
    desk.type_in()
    opening = partial(open_from_draft, desk.session, both, DRAFT, today=TODAY, at=NOW)
    for named in ("", str(UUID(int=0xC9))):
        save_draft(desk.session, both, DRAFT, changes={"organisations": named}, at=NOW)
        with pytest.raises(StepNotReady):
            opening()
    save_draft(desk.session, both, DRAFT, changes={"organisations": str(SECOND_PARTNER)}, at=NOW)
    opening()

    shared = select(BookAccess.organisation_id).where(BookAccess.book_id == DRAFT)
    assert desk.session.scalars(shared).all() == [SECOND_PARTNER]
    assert people.name_own_organisations(desk.session, both) == {
        PARTNER: "A partner", SECOND_PARTNER: "A partner"}
