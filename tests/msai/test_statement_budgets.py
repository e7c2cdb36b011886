"""How often a page or a sheet asks the database: a number that the size of a group must not change."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, insert
from sqlalchemy.orm import Session

from msai.approvals import Decision, digest_of
from msai.db import Database
from msai.models.groups import GroupRule
from msai.services.goals import SetGoal, set_goal
from msai.services.holders import member_holder
from msai.services.loans.asking import (
    AskLoan,
    DecideLoan,
    decide_loan,
    get_request,
    request_loan,
    shown_request,
)
from msai.services.loans.rules_of_day import Wanted
from msai.services.views.statements.kinds import StatementKind
from msai.settings import settings_for_tests
from tests.msai import pasts
from tests.msai.cast import NOW, Cast, Clock, sign_in
from tests.msai.sunday import MEETING, OTHER_MEETING, open_savers, put, sheet
from tests.services.application import serving
from tests.services.databases import Past, Place

SMALL, LARGE = (UUID(int=number) for number in (0xD2, 0xD3))
SIZES = {SMALL: 10, LARGE: 40}
PAGE, CLOSING = 15, 24

PAGES: dict[str, Callable[[UUID], str]] = {
    "group": lambda book: f"/groups/{book}",
    "meeting": lambda book: f"/groups/{book}/meetings/{MEETING}",
    "rules": lambda book: f"/groups/{book}/rules?change=fines",
    "seats": lambda book: f"/groups/{book}/seats",
    "own passbook": lambda book: f"/groups/{book}/passbooks/{member_holder(book, 1).id}",
    "another's passbook": lambda book: f"/groups/{book}/passbooks/{member_holder(book, 3).id}",
    "on paper": lambda book: f"/groups/{book}/passbooks/{member_holder(book, 3).id}/print",
    "a goal's form": lambda book: f"/groups/{book}/passbooks/{member_holder(book, 3).id}/goal",
    "her name": lambda book: f"/groups/{book}/passbooks/{member_holder(book, 3).id}/name",
    "statements": lambda book: f"/groups/{book}/statements",
    "register": lambda book: f"/groups/{book}/register?code=1010&code=1020&code=1030",
    "passbooks": lambda book: f"/groups/{book}/passbooks",
    "investment": lambda book: f"/groups/{book}/investment",
    "ratios": lambda book: f"/groups/{book}/ratios",
    "what came of it": lambda book: f"/groups/{book}/returns",
    "what came of hers": lambda book: f"/groups/{book}/passbooks/{member_holder(book, 3).id}/returns",
    "what sending cost": lambda book: f"/groups/{book}/sending-cost",
    "where her money is": lambda book: f"/groups/{book}/passbooks/{member_holder(book, 3).id}/money",
    "where everybody's is": lambda book: f"/groups/{book}/investment/trace",
    "somebody leaves": lambda book: f"/groups/{book}/passbooks/{member_holder(book, 3).id}/exit?tender=box",
    "whom she named": lambda book: f"/groups/{book}/passbooks/{member_holder(book, 3).id}/nominee",
    "somebody joins": lambda book: f"/groups/{book}/members/new",
    "due to members": lambda book: f"/groups/{book}/due-to-members?all=1",
} | {
    f"statement: {kind.value}": lambda book, kind=kind: f"/groups/{book}/statements/{kind.value}"
    for kind in StatementKind
}


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements that reach the driver, with what begins and ends a transaction.

    A pragma sets the connection and reads no row; it is not counted.
    """
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("pragma"):
            said.append(statement)

    def end(_connection: Any) -> None:
        said.append("COMMIT")

    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "commit", end)
    event.listen(engine, "rollback", end)
    yield said
    for name, listener in (("before_cursor_execute", note), ("commit", end), ("rollback", end)):
        event.remove(engine, name, listener)


def two_groups(place: Place) -> Cast:
    """A group of ten and one of forty were opened, each held a meeting, and somebody in each has a goal."""
    cast = pasts.everybody(place)
    pasts.written(place, lambda session: [
        open_with_a_goal(session, cast, book_id, members) for book_id, members in SIZES.items()])
    with serving(settings_for_tests(database_url=place.url), clock=Clock()) as app:
        client = app.test_client()
        sign_in(client, "lorna")
        for book_id, members in SIZES.items():
            assert put(client, sheet(members), book_id=book_id).status_code == 200
    return cast


def open_with_a_goal(session: Session, cast: Cast, book_id: UUID, members: int) -> None:
    """The group, one of whose members saves for a roof."""
    open_savers(session, cast, members, book_id)
    set_goal(session, cast.actor(session, "lorna", book_id), SetGoal(
        book_id=book_id, member_id=member_holder(book_id, 3).id, amount_minor=100_000, at=NOW,
        due_on=date(2026, 12, 20), words="a roof", today=date(2026, 10, 26)))


@pytest.fixture
def past() -> Past:
    """Two groups, alike but for their size."""
    return two_groups


def statements(app: Flask, ask: Callable[[UUID], Any]) -> dict[UUID, list[str]]:
    """What each of the two groups costs."""
    found = {}
    for book_id in SIZES:
        with counted(app.extensions["database"].engine) as said:
            assert ask(book_id).status_code == 200
        found[book_id] = said
    return found


@pytest.mark.parametrize("page", PAGES)
def test_a_page_keeps_its_budget(app: Flask, lorna: FlaskClient, page: str) -> None:
    """Forty members read as quickly as ten."""
    found = statements(app, lambda book_id: lorna.get(PAGES[page](book_id)))

    assert len(found[SMALL]) == len(found[LARGE])
    assert len(found[LARGE]) <= PAGE, "\n".join(found[LARGE])


@pytest.mark.parametrize("kinds", [
    (), ("loan",), ("loan", "social_grant", "withdrawal", "repayment"), ("asked", "social_grant"),
    ("limited", "loan", "social_grant", "withdrawal", "repayment")])
def test_closing_a_meeting_keeps_its_budget(
    app: Flask, lorna: FlaskClient, cast: Cast, database: Database, kinds: tuple[str, ...],
) -> None:
    """A sheet of a hundred lines asks no more often than one of thirty, also where money leaves the group."""
    for book_id in SIZES:
        with database.write() as session:
            if "asked" in kinds:
                approve_a_loan(session, cast, book_id)
            if "limited" in kinds:
                limit_loans(session, book_id)

    def close(book_id: UUID) -> Any:
        return put(lorna, second_sheet(SIZES[book_id], kinds), OTHER_MEETING, book_id)

    found = statements(app, close)

    assert len(found[SMALL]) == len(found[LARGE])
    assert len(found[LARGE]) <= CLOSING, "\n".join(each[:100] for each in found[LARGE])


PAID = {
    "asked": {"kind": "loan", "loan": "loan-r1", "member": 3, "amount": "100.00", "tender": "box"},
    "loan": {"kind": "loan", "loan": "loan-1", "member": 2, "amount": "100.00", "tender": "box", "months": 3},
    "social_grant": {"kind": "social_grant", "member": 3, "amount": "20.00", "tender": "box"},
    "withdrawal": {"kind": "withdrawal", "member": 4, "amount": "50.00", "shares": 1, "tender": "box"},
    "repayment": {"kind": "repayment", "loan": "loan-1", "member": 2, "principal": "40.00",
                  "interest": "0.00", "amount": "40.00", "tender": "box"},
}
LEFT = {"asked": -100, "loan": -100, "social_grant": -20, "withdrawal": -50, "repayment": 40}


def approve_a_loan(session: Session, cast: Cast, book_id: UUID) -> None:
    """The treasurer asked for a loan for the third member, and the second officer approved it."""
    day = date(2026, 10, 26)
    request_loan(session, cast.actor(session, "lorna", book_id), AskLoan(
        book_id=book_id, request_id=book_id, member_id=member_holder(book_id, 3).id, on=day, at=NOW,
        wanted=Wanted(amount_minor=10_000, periods=3)))
    decide_loan(session, cast.actor(session, "amina", book_id), DecideLoan(
        book_id=book_id, request_id=book_id, decision=Decision.APPROVE, on=day, at=NOW,
        seen_digest=digest_of(shown_request(get_request(session, book_id, book_id)))))


def limit_loans(session: Session, book_id: UUID) -> None:
    """Nobody borrows more than four times her own savings."""
    session.execute(insert(GroupRule).values(
        book_id=book_id, name="loan_limit_multiple", value="4", holds_from=date(2026, 1, 4), recorded_at=NOW,
        recorded_by=book_id))


def second_sheet(members: int, kinds: tuple[str, ...] = ()) -> dict[str, Any]:
    """The Sunday after the first: everybody saves again, and some are paid."""
    opening = {"box/savings": 50, "box/social": 5, "box/investment": 10}
    kinds = tuple(kind for kind in kinds if kind in PAID)
    counted = 130 * members + sum(LEFT[kind] for kind in kinds)
    whole = sheet(
        members, number=2, date="2026-10-26", other_day=True, cash_counted=f"{counted}.00",
        opening={place: f"{each * members}.00" for place, each in opening.items()})
    return {**whole, "lines": [*whole["lines"], *(PAID[kind] for kind in kinds)]}
