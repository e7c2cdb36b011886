"""Closing a cycle alone, otherwise than was agreed, twice, or half: none of it works."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, SOCIAL, Account
from ledgers.balances import balances
from ledgers.cycles import CycleState, list_cycles
from ledgers.entries import EntryKind, Posting
from ledgers.errors import LedgerError
from ledgers.tables import metadata
from msai.approvals import (
    AlreadyRequested,
    Decision,
    OwnRequest,
    ShownDiffers,
    State,
)
from msai.db import Database
from msai.models.share_out import ShareOutRow
from msai.permissions import Actor, NotPermitted, Relation, Standing
from msai.services.holders import member_holder
from msai.services.keys import book_key
from msai.services.share_out import Way, WayKind
from msai.services.share_out.closing import SEALED_AS
from msai.services.share_out.decisions import as_text
from tests.msai.services.share_out.table import (
    BELA,
    DECIDED,
    ELENA,
    ENDED,
    GROUP,
    SECOND,
    TREASURER,
    answer,
    ask,
    earn,
    give_social,
    open_five,
    post,
    save_all,
    standing,
)

DUE = Way(WayKind.DUE)


def test_nobody_approves_what_she_asked_for(session: Session) -> None:
    """Ana asks; Ana cannot answer, and neither can she with another sign-in."""
    waiting = ask(session)
    again = replace(SECOND, user_id=UUID(int=0x99), standings=TREASURER.standings | {GROUP: Standing(
        frozenset({Relation.SECOND_OFFICER}), SECOND.standings[GROUP].member_id)})
    with pytest.raises(OwnRequest):
        answer(session, waiting, TREASURER)

    assert answer(session, waiting, again) is State.APPROVED


@pytest.mark.parametrize("relation", [Relation.MEMBER, Relation.FACILITATOR_NAMES])
def test_only_officers_close(session: Session, relation: Relation) -> None:
    """A member and a facilitator may read, and not ask."""
    somebody = Actor(UUID(int=0x77), standings={GROUP: Standing(frozenset({relation}))})
    with pytest.raises(NotPermitted):
        ask(session, actor=somebody)

    assert len(list_cycles(session, GROUP)) == 1


def test_a_changed_list_is_noticed(session: Session) -> None:
    """Somebody writes Elena down as absent after Bela has read it: nothing is posted."""
    waiting = ask(session)
    changed = book_key(session, GROUP).seal(as_text(replace(DECIDED, ways={ELENA: DUE})), SEALED_AS)
    session.execute(update(ShareOutRow).where(
        ShareOutRow.book_id == GROUP, ShareOutRow.share_out_id == waiting).values(decisions_sealed=changed))
    before = standing(session)
    with pytest.raises(ShownDiffers), session.begin_nested():
        answer(session, waiting)

    assert standing(session) == before


def test_what_was_posted_since_is_noticed(session: Session) -> None:
    """A fine comes in between: the share-out is another one, and has to be asked for again."""
    waiting = ask(session)
    earn(session, 500)
    with pytest.raises(ShownDiffers), session.begin_nested():
        answer(session, waiting)

    assert answer(session, waiting, decision=Decision.REFUSE) is State.REFUSED
    assert answer(session, ask(session, replace(DECIDED, ways={BELA: DUE}))) is State.APPROVED


def test_one_request_at_a_time(session: Session) -> None:
    """Two share-outs of one cycle never wait side by side."""
    ask(session)

    with pytest.raises(AlreadyRequested):
        ask(session, replace(DECIDED, ways={ELENA: DUE}))


def test_nothing_is_dated_into_a_cycle_that_is_over(session: Session) -> None:
    """A meeting of the last Sunday comes too late."""
    answer(session, ask(session))
    open_days = [cycle.opened_on for cycle in list_cycles(session, GROUP) if cycle.state is CycleState.OPEN]

    assert open_days == [date(2026, 12, 28)]
    with pytest.raises(LedgerError):
        ask(session, replace(DECIDED, ended_on=ENDED))


@pytest.mark.parametrize("code", [3500, 3900])
def test_what_is_between_funds_is_settled_first(session: Session, code: int) -> None:
    """Money that another fund has lent, or an opening that does not balance, would be shared out too."""
    box = next(iter(balances(session, GROUP, codes=[1010])))
    give_social(session, {ELENA: 700})
    lent = Posting(Account(3900, SOCIAL), box._replace(fund=SOCIAL), 700)
    post(session, EntryKind.BETWEEN_FUNDS, Posting(box, Account(code, SAVINGS), 700),
         *([lent] if code == 3900 else []))
    with pytest.raises(LedgerError) as refused:
        ask(session)

    assert refused.value.code == "share_out_not_ready"


def test_who_owes_back_what_she_was_paid_settles_first(session: Session) -> None:
    """Her debt would stand as money that is not there."""
    box = next(iter(balances(session, GROUP, codes=[1010])))
    hers = Account(2100, SAVINGS, member_holder(GROUP, ELENA))
    post(session, EntryKind.PAYOUT, Posting(hers, box, 300))
    with pytest.raises(LedgerError) as refused:
        ask(session)

    assert refused.value.code == "share_out_not_ready"


def test_killed_in_the_middle_nothing_is_there(database: Database) -> None:
    """The power fails after the postings and before the next cycle is open."""
    with database.write() as session:
        open_five(session)
        save_all(session)
        waiting = ask(session)
        before = standing(session)
        session.execute(metadata.tables["cycle"].insert().values(
            book_id=GROUP, cycle_no=2, opened_on=date(2030, 1, 1), state="closing", row_hash=bytes(32)))
    with pytest.raises(Exception, match="cycle"), database.write() as session:
        answer(session, waiting)

    with database.read() as session:
        assert standing(session) == before
