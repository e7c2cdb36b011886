"""Who may decide about a fund, what the second officer sees, and two answers at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.errors import CycleClosed, LedgerError
from msai.approvals import AlreadyRequested, ApprovalDecided, Decision, OwnRequest, ShownDiffers, State
from msai.db import Database
from msai.permissions import NotPermitted, Relation
from msai.services.leaving.errors import OwnDue
from msai.services.units import AnswerUnitAct, AskUnitAct, answer_unit_act, ask_unit_act, get_unit_act
from msai.services.units.errors import FundNotThere, ReasonMissing
from msai.services.units.wanted import DealAtValuation, Distribute, RedeemUnits
from tests.msai.services.corrections.desk import SECOND_OFFICER, in_role
from tests.msai.services.sundays import (
    AMINA,
    AT,
    GROUP,
    LORNA,
    OPENED,
    SECOND,
    SITI,
    TREASURER,
    open_savers,
)
from tests.msai.services.units.desk import TODAY, approve, ask, earn, holdings, invest, planned, seen

THREE = {LORNA: "200.00", AMINA: "200.00", SITI: "100.00"}
ALL_OF_SITI = RedeemUnits(member=SITI, tender="box")


def test_nothing_is_posted_before_a_second_officer_agrees(session: Session) -> None:
    """Asked for is not done; refused is not done either, and may be asked for again."""
    invest(session, THREE)
    before = holdings(session)
    act_id = ask(session, ALL_OF_SITI)
    with pytest.raises(AlreadyRequested):
        ask(session, RedeemUnits(member=SITI), at=AT + 1)

    assert approve(session, act_id, decision=Decision.REFUSE) is State.REFUSED
    assert holdings(session) == before
    assert get_unit_act(session, GROUP, ask(session, ALL_OF_SITI, at=AT + 2)).posted_seq is None


def test_nobody_approves_her_own_and_nothing_is_answered_twice(session: Session) -> None:
    """Lorna asked; Amina answers once."""
    invest(session, THREE)
    act_id = ask(session, ALL_OF_SITI)
    command = AnswerUnitAct(book_id=GROUP, act_id=act_id, decision=Decision.APPROVE, on=TODAY, at=AT + 1,
                            seen_digest=seen(session, act_id))
    with pytest.raises(OwnRequest):
        answer_unit_act(session, TREASURER, command)

    answer_unit_act(session, SECOND_OFFICER, command)
    with pytest.raises(ApprovalDecided):
        answer_unit_act(session, SECOND_OFFICER, command)
    assert get_unit_act(session, GROUP, act_id).posted_seq is not None


def test_nobody_approves_money_for_herself(session: Session) -> None:
    """Lorna asks that Amina be paid for her units; Amina, though second officer, is not the one to agree."""
    invest(session, THREE)
    act_id = ask(session, RedeemUnits(member=AMINA, tender="box"))

    with pytest.raises(OwnDue):
        approve(session, act_id)


def test_a_book_that_moved_is_noticed(session: Session) -> None:
    """Between asking and answering the fund earned something: her units are worth more than was shown."""
    invest(session, THREE)
    act_id = ask(session, ALL_OF_SITI)
    digest = seen(session, act_id)
    earn(session, 500)
    before = holdings(session)

    with pytest.raises(ShownDiffers), session.begin_nested():
        approve(session, act_id, digest=digest)
    assert holdings(session) == before


def test_what_was_seen_is_what_was_asked(session: Session) -> None:
    """A screen that showed something else does not count."""
    invest(session, THREE)
    act_id = ask(session, ALL_OF_SITI)

    with pytest.raises(ShownDiffers):
        approve(session, act_id, digest=bytes(32))
    assert get_unit_act(session, GROUP, act_id).done_at is None


@pytest.mark.parametrize("relation", [Relation.MEMBER, Relation.FACILITATOR_NAMES, Relation.BACKER])
def test_only_officers_decide(session: Session, relation: Relation) -> None:
    """A member or a visitor asks for nothing and answers nothing."""
    invest(session, THREE)
    command = AskUnitAct(book_id=GROUP, act_id=UUID(int=1), wanted=ALL_OF_SITI, reason="x", on=TODAY, at=AT)

    with pytest.raises(NotPermitted):
        ask_unit_act(session, in_role(TREASURER, relation), command)
    assert session.scalar(select(func.count()).select_from(t.note).where(t.note.c.book_id == GROUP)) == 0


def test_a_reason_a_cycle_and_a_fund_are_needed(session: Session) -> None:
    """What nobody can follow, on a day without a cycle, or of no fund, is refused."""
    invest(session, THREE)
    with pytest.raises(ReasonMissing):
        ask(session, ALL_OF_SITI, reason="  ")
    with pytest.raises(CycleClosed):
        planned(session, ALL_OF_SITI, OPENED.replace(year=2025))
    for fund in ("savings", "investment-2"):
        with pytest.raises(FundNotThere):
            planned(session, Distribute(fund=fund, amount_minor=1))
    assert holdings(session)["1010|investment|box"] == 50_000


def test_who_valued_the_fund_is_kept_sealed(session: Session) -> None:
    """Her name stands in no column that can be read."""
    invest(session, THREE)
    act_id = ask(session, DealAtValuation(
        valued_on=SECOND, valued_minor=60_000, valued_by="Ramon Cruz", source="Report 7"))
    row = get_unit_act(session, GROUP, act_id)

    assert "Ramon" not in row.wanted
    assert b"Ramon" not in bytes(row.words_sealed)
    assert approve(session, act_id) is State.APPROVED


def test_of_two_answers_at_once_one_is_posted(database: Database) -> None:
    """Ten taps on one redemption: the units leave once."""
    with database.write() as session:
        open_savers(session)
        invest(session, THREE)
        act_id = ask(session, ALL_OF_SITI)
        digest = seen(session, act_id)

    def tap(_number: int) -> bool:
        try:
            with database.write() as session:
                approve(session, act_id, digest=digest)
        except LedgerError:
            return False
        return True

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(tap, range(10)))
    with database.read() as session:
        found = holdings(session)
    assert (answers.count(True), found["1010|investment|box"]) == (1, 40_000)
