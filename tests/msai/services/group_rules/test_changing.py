"""A rule is changed by two people from a day on, and by nobody else and no earlier."""

from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledgers.errors import LedgerError
from msai.approvals import HOLDS_MS, Decide, Decision, State
from msai.models.governance import AuditLine
from msai.models.groups import GroupRule
from msai.permissions import SYSTEM_IMPORT, NotPermitted
from msai.services.group_books import load_group
from msai.services.group_rules.changing import (
    AskForRule,
    ChangeRule,
    RuleUnchanged,
    answer_rule,
    ask_for_rule,
    change_rule,
    read_rule_book,
)
from msai.services.views.rules.page import show_rules
from tests.msai.cast import NOW, Cast
from tests.msai.services import sundays
from tests.msai.sunday import SAVERS, SUNDAY

ASKED = UUID(int=0xE1)
NEXT_SUNDAY = date(2026, 11, 1)


def wish(**changes: Any) -> AskForRule:
    """A share is to cost 60.00 from the next Sunday."""
    plain: dict[str, Any] = {
        "approval_id": ASKED, "book_id": SAVERS, "name": "share_value", "value": 6000,
        "holds_from": NEXT_SUNDAY, "at": NOW}
    return AskForRule(**(plain | changes))


def answer(session: Session, cast: Cast, seen: bytes, **changes: Any) -> State:
    """Amina says yes to what she saw."""
    plain: dict[str, Any] = {
        "book_id": SAVERS, "approval_id": ASKED, "decision": Decision.APPROVE, "seen_digest": seen,
        "at": NOW + 5}
    return answer_rule(session, cast.actor(session, "amina", SAVERS), Decide(**(plain | changes)))


def value_on(session: Session, day: date, name: str = "share_value") -> Any:
    """What a rule says on a day."""
    return read_rule_book(session, SAVERS).texts_on(day).get(name)


def test_two_officers_change_a_rule(session: Session, cast: Cast, savers: Cast) -> None:
    """Asked, seen, approved: it holds from its day and not before."""
    seen = ask_for_rule(session, cast.actor(session, "lorna", SAVERS), wish())
    assert value_on(session, NEXT_SUNDAY) == '"50.00"'
    assert answer(session, cast, seen) is State.APPROVED

    assert [value_on(session, day) for day in (SUNDAY, NEXT_SUNDAY)] == ['"50.00"', '"60.00"']
    row = session.scalars(select(GroupRule).where(
        GroupRule.book_id == SAVERS, GroupRule.holds_from == NEXT_SUNDAY)).one()
    assert (row.recorded_by, row.recorded_at) == (cast.users["lorna"], NOW + 5)


def test_a_refused_change_leaves_no_rule(session: Session, cast: Cast, savers: Cast) -> None:
    """The request is answered, and that is all."""
    seen = ask_for_rule(session, cast.actor(session, "lorna", SAVERS), wish())

    assert answer(session, cast, seen, decision=Decision.REFUSE) is State.REFUSED
    assert value_on(session, NEXT_SUNDAY) == '"50.00"'


@pytest.mark.one_kind
@pytest.mark.parametrize(("changes", "code"), [
    ({"name": "favourite_colour"}, "unknown_rule"),
    ({"value": 5000}, "rule_unchanged"),
    ({"value": 0}, "rule_out_of_bounds"),
    ({"value": 10**12 + 1}, "rule_out_of_bounds"),
    ({"value": None}, "rule_missing"),
    ({"holds_from": date(2026, 1, 3)}, "rule_too_early"),
    ({"name": "saving", "value": "gold"}, "rule_not_chosen"),
    ({"name": "lending", "value": 1}, "rule_not_chosen"),
    ({"name": "meets", "value": "FREQ=DAILY"}, "rule_not_chosen"),
    ({"name": "shares_per_meeting", "value": (5, 2)}, "range_reversed"),
])
def test_what_cannot_be_asked(
    session: Session, cast: Cast, savers: Cast, changes: dict[str, Any], code: str,
) -> None:
    """Each with a code of its own, and nothing waits afterwards."""
    with pytest.raises(LedgerError) as refused:
        ask_for_rule(session, cast.actor(session, "lorna", SAVERS), wish(**changes))

    assert refused.value.code == code
    view = show_rules(session, cast.actor(session, "lorna", SAVERS), SAVERS, at=NOW, today=SUNDAY)
    assert view.waiting == ()


@pytest.mark.parametrize(("who", "changes", "code"), [
    ("lorna", {}, "own_request"),
    ("amina", {"seen_digest": bytes(32)}, "shown_differs"),
    ("amina", {"at": NOW + HOLDS_MS}, "approval_expired"),
    ("amina", {"approval_id": UUID(int=1)}, "not_found"),
    ("siti", {}, "not_permitted"),
])
def test_who_cannot_approve(
    session: Session, cast: Cast, savers: Cast, who: str, changes: dict[str, Any], code: str,
) -> None:
    """Not the one who asked, not what she did not see, not too late, and no member."""
    seen = ask_for_rule(session, cast.actor(session, "lorna", SAVERS), wish())
    said: dict[str, Any] = {
        "book_id": SAVERS, "approval_id": ASKED, "decision": Decision.APPROVE, "seen_digest": seen,
        "at": NOW}

    with pytest.raises(LedgerError) as refused:
        answer_rule(session, cast.actor(session, who, SAVERS), Decide(**(said | changes)))
    assert refused.value.code == code
    assert value_on(session, NEXT_SUNDAY) == '"50.00"'


def test_a_change_is_used_once(session: Session, cast: Cast, savers: Cast) -> None:
    """The second press changes nothing more."""
    seen = ask_for_rule(session, cast.actor(session, "lorna", SAVERS), wish())
    answer(session, cast, seen)

    with pytest.raises(LedgerError) as refused:
        answer(session, cast, seen)
    assert refused.value.code == "approval_decided"


def test_nobody_changes_a_rule_alone(session: Session, cast: Cast, savers: Cast) -> None:
    """Neither officer, and no member at all."""
    command = ChangeRule(book_id=SAVERS, name="share_value", value=6000, holds_from=NEXT_SUNDAY, at=NOW)
    with pytest.raises(LedgerError) as refused:
        change_rule(session, cast.actor(session, "lorna", SAVERS), command)
    assert refused.value.code == "approval_missing"

    with pytest.raises(NotPermitted):
        change_rule(session, cast.actor(session, "siti", SAVERS), command)


def test_an_approval_is_for_one_value(session: Session, cast: Cast, savers: Cast) -> None:
    """What Amina approved was sixty, not ninety."""
    seen = ask_for_rule(session, cast.actor(session, "lorna", SAVERS), wish())
    amina = cast.actor(session, "amina", SAVERS)
    answer(session, cast, seen, decision=Decision.REFUSE)
    command = ChangeRule(book_id=SAVERS, name="share_value", value=9000, holds_from=NEXT_SUNDAY, at=NOW,
                         approval_id=ASKED)

    with pytest.raises(LedgerError) as refused:
        change_rule(session, amina, command)
    assert refused.value.code == "approval_missing"


def test_it_is_noted_who_did_what(session: Session, cast: Cast, savers: Cast) -> None:
    """Asked, approved, changed: three lines about one rule."""
    answer(session, cast, ask_for_rule(session, cast.actor(session, "lorna", SAVERS), wish()))
    noted = session.scalar(select(func.count()).where(
        AuditLine.book_id == SAVERS, AuditLine.subject == "rule:share_value"))

    assert noted == 3


CHANGES = st.lists(
    st.tuples(st.sampled_from(["share_value", "social_contribution", "approval_from"]), st.integers(1, 10**6),
              st.dates(date(2026, 1, 12), date(2026, 12, 31))), max_size=6)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES)
def test_rules_of_tomorrow_move_nothing(session: Session, changes: list[tuple[str, int, date]]) -> None:
    """Whatever is settled after a Sunday, its balances and the rules of its day stay as they were."""
    with session.begin_nested() as inner:
        sundays.open_savers(session)
        sundays.close(session, sundays.Paper([sundays.save(sundays.SITI, 3)]))
        before = what_is(session)
        for at, (name, value, day) in enumerate(changes):
            with suppress(RuleUnchanged):
                change_rule(session, SYSTEM_IMPORT, ChangeRule(
                    book_id=sundays.GROUP, name=name, value=value, holds_from=day, at=NOW + at))
        after = what_is(session)
        inner.rollback()
    assert after == before


def what_is(session: Session) -> tuple[object, object]:
    """Every balance of the book, and the rules as they were on the first Sunday."""
    return (sundays.holdings(session),
            load_group(session, sundays.GROUP, sundays.FIRST).rules)


def test_a_system_may_settle_rules(session: Session) -> None:
    """A programme that builds a group out of its past says when each rule held."""
    sundays.open_savers(session)

    assert read_rule_book(session, sundays.GROUP).earliest == sundays.OPENED
