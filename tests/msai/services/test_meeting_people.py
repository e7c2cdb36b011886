"""What a sheet says of people: who joined, who stood or paid for another, who witnessed; and the tricks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msai.db import Database
from msai.models.governance import AuditLine
from msai.models.groups import Meeting, Member
from msai.models.meetings import PaidFor, WitnessWord
from msai.permissions import SYSTEM_IMPORT, Action, Relation, Standing
from msai.sealing import person_key
from msai.services.groups import mark_left
from msai.services.holders import member_holder
from msai.services.keys import vault_of
from msai.services.meeting_day.witnessing import context_of
from msai.services.sheets import HeldSheet, Receipt
from msai.services.verification import VerifyBooks, verify_books
from tests.msai.services.sundays import (
    AMINA,
    FIRST,
    GROUP,
    LORNA,
    RULES,
    SECOND,
    SITI,
    TREASURER,
    Paper,
    begun,
    close,
    holdings,
    open_savers,
    reasons,
    save,
)

NEW = 4
JOINS: dict[str, Any] = {
    "new_members": [{"number": NEW, "name": "Dewi  Lestari"}],
    "attendance": {str(number): "present" for number in (LORNA, AMINA, SITI, NEW)},
}
LORNA_HERSELF = replace(TREASURER, standings={
    GROUP: Standing(frozenset({Relation.TREASURER}), member_holder(GROUP, LORNA).id)})


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A Sunday morning: three members, nothing in the box."""
    with begun(database) as session:
        yield session


def rows(session: Session, model: type[Any]) -> list[Any]:
    """Every row of a table."""
    return list(session.scalars(select(model).where(model.book_id == GROUP)))


def test_a_new_member_joins_and_saves_at_once(session: Session) -> None:
    """She came with her cousin and has her fifty dollars in her hand."""
    receipt = close(session, Paper([save(NEW)]).saying(**JOINS))

    new = session.get_one(Member, (GROUP, member_holder(GROUP, NEW).id))
    assert isinstance(receipt, Receipt)
    assert (receipt.present, receipt.on_roll, new.joined_on) == (4, 4, FIRST)
    assert person_key(session, vault_of(session), GROUP, new.member_id).open(new.name_sealed, "name") == (
        "Dewi Lestari")
    assert holdings(session)["3100|savings|member-4"] == -5000


def test_who_took_a_member_in_stands_in_the_audit(session: Session) -> None:
    """A name on the roll is somebody's doing."""
    close(session, Paper([save(NEW)]).saying(**JOINS))

    noted = {(line.action, line.subject) for line in rows(session, AuditLine)}
    assert (Action.MEMBER_CHANGE.value, f"member:{member_holder(GROUP, NEW).id}") in noted


def test_nobody_joins_by_a_sheet_that_is_held(session: Session) -> None:
    """The count differs: nothing of the sheet happened yet, her joining neither."""
    answer = close(session, Paper([save(NEW)]).saying(**JOINS, cash_counted="1.00"))

    assert reasons(answer) == {("difference_reason", "reason_missing")}
    assert len(rows(session, Member)) == 3
    assert isinstance(close(session, Paper([save(NEW)]).saying(**JOINS)), Receipt)


def test_who_was_there_for_whom_is_kept(session: Session) -> None:
    """Siti is at work; Amina brings her share and answers for her."""
    siti = {**save(SITI), "payer": AMINA}
    receipt = close(session, Paper([siti]).saying(
        attendance={"1": "present", "2": "present", "3": "represented"}, represented_by={"3": AMINA},
        notes=["The room is free again."], decisions=["We meet at ten."], cash_count={"20": 2, "10": 1}))

    kept = rows(session, PaidFor)
    assert isinstance(receipt, Receipt)
    assert [(row.line_ref, row.amount_minor, row.kind, row.payer_id) for row in kept] == [
        ("1", 5000, "savings", member_holder(GROUP, AMINA).id)]
    assert holdings(session)["3100|savings|member-3"] == -5000


@pytest.mark.parametrize(("says", "state"), [("agrees", "witnessed"), ("disputes", "disputed")])
def test_the_word_of_a_witness_is_kept(session: Session, says: str, state: str) -> None:
    """Amina counted along; her words are hers, sealed with her own key."""
    witness = {"member": AMINA, "says": says, "words": "I counted twice."}
    close(session, Paper([save(SITI)]).saying(witness=witness), LORNA_HERSELF)

    meeting, [word] = rows(session, Meeting)[0], rows(session, WitnessWord)
    key = person_key(session, vault_of(session), GROUP, word.member_id)
    assert (meeting.witnessed, word.says, word.own_phone) == (state, says, False)
    assert bytes(word.seen_hash) == bytes(meeting.last_hash)
    assert key.open(word.words_sealed, context_of(meeting.meeting_id)) == "I counted twice."


def test_the_books_are_whole_after_all_of_it(session: Session) -> None:
    """Verification finds nothing to say."""
    siti = {**save(SITI), "payer": AMINA}
    said = JOINS | {"witness": {"member": AMINA, "says": "agrees"}}
    assert isinstance(close(session, Paper([siti, save(NEW)]).saying(**said)), Receipt)

    assert verify_books(session, SYSTEM_IMPORT, VerifyBooks(book_ids=(GROUP,))) == []


TRICKS: dict[str, tuple[dict[str, Any], str, str]] = {
    "a number somebody has": (
        {"new_members": [{"number": SITI, "name": "Dewi"}]}, "new_members.0.number", "member_number_taken"),
    "one number twice": (
        JOINS | {"new_members": [{"number": NEW, "name": "Dewi"}, {"number": NEW, "name": "Maya"}]},
        "new_members.1.number", "member_number_taken"),
    "pieces that do not add up": ({"cash_count": {"20": 3}}, "cash_count", "pieces_differ"),
    "a witness who records": (
        {"witness": {"member": LORNA, "says": "agrees"}}, "witness.member", "witness_is_recorder"),
    "a witness who stayed at home": (
        {"witness": {"member": SITI, "says": "agrees"}}, "witness.member", "witness_not_here"),
    "a witness nobody knows": (
        {"witness": {"member": 99, "says": "agrees"}}, "witness.member", "unknown_member"),
    "represented while here": ({"represented_by": {"2": LORNA}}, "represented_by.2", "not_represented"),
    "represented by somebody absent": (
        {"represented_by": {"2": SITI}, "attendance": {"1": "present", "2": "represented", "3": "absent"}},
        "represented_by.2", "representative_not_here"),
    "paid for by herself": (
        {"lines": [{**save(AMINA), "payer": AMINA}]}, "lines.0.payer", "payer_is_member"),
    "paid for by nobody the group knows": (
        {"lines": [{**save(AMINA), "payer": 99}]}, "lines.0.payer", "unknown_member"),
    "a fine that nobody paid": (
        {"lines": [{"kind": "fine", "member": AMINA, "amount": "5.00", "tender": None, "payer": LORNA}]},
        "lines.0.payer", "payer_without_payment"),
}


@pytest.mark.one_kind
@pytest.mark.parametrize("trick", TRICKS)
def test_what_a_sheet_cannot_say_of_people_is_held(session: Session, trick: str) -> None:
    """Each trick has a reason of its own and its place, and nothing is posted."""
    said, path, code = TRICKS[trick]
    everybody = {"attendance": {"1": "present", "2": "present", "3": "absent"}}
    answer = close(session, Paper([save(AMINA)]).saying(**everybody | said), LORNA_HERSELF)

    assert isinstance(answer, HeldSheet)
    assert (path, code) in reasons(answer)
    assert holdings(session) == {}
    assert len(rows(session, Member)) == 3


def test_a_payer_who_has_left_is_named(session: Session) -> None:
    """She went home; somebody else handed the money over."""
    mark_left(session, GROUP, AMINA, on=FIRST)
    said = {"attendance": {"1": "present", "3": "present"}}
    answer = close(session, Paper([{**save(SITI), "payer": AMINA}]).saying(**said))

    assert reasons(answer) == {("lines.0.payer", "member_left")}


def test_a_group_may_want_its_second_officer_as_witness(database: Database) -> None:
    """By its rules only she witnesses; Siti, who is no officer, does not."""
    with database.write() as session:
        open_savers(session, rules={**RULES, "witness": "second_officer"})
        said = {"witness": {"member": SITI, "says": "agrees"}}

        assert reasons(close(session, Paper([save(SITI)]).saying(**said), LORNA_HERSELF)) == {
            ("witness.member", "witness_not_chosen")}


def test_a_sheet_without_any_of_it_asks_for_no_more(session: Session) -> None:
    """An ordinary Sunday writes nothing into the new tables."""
    close(session, Paper([save(SITI)]))
    close(session, Paper([save(SITI)], held_on=SECOND))

    for model in (PaidFor, WitnessWord):
        assert session.scalar(select(func.count()).select_from(model).where(model.book_id == GROUP)) == 0
