"""A charge is let go by two people, once, and borne by whoever has to bear it that day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from ledgers.accounts import Account
from ledgers.entries import EntryKind, JournalEntry, Posting
from ledgers.errors import NotPositive
from ledgers.journal import Stamp
from ledgers.rules.dues import BorneBy
from msai.approvals import (
    AlreadyRequested,
    ApprovalDecided,
    Decision,
    OwnRequest,
    ShownDiffers,
    State,
    digest_of,
)
from msai.db import Database, savepoint
from msai.permissions import NotFound, NotPermitted, Relation, Standing
from msai.services.dues.errors import ChargeNotOpen, ChargeWithoutWords, LetsGoMore, OwnCharge
from msai.services.dues.letting_go import plan_letting_go
from msai.services.dues.owed import list_owed
from msai.services.holders import member_holder
from msai.services.keys import journal_of
from tests.msai.services.corrections.desk import SECOND_OFFICER, TODAY, as_member
from tests.msai.services.dues.desk import answer, ask, fee, fine, let_go, oldest, pay, seen, sunday
from tests.msai.services.sundays import (
    AMINA,
    AT,
    FIRST,
    GROUP,
    LORNA,
    SECOND,
    SITI,
    THIRD,
    holdings,
    open_savers,
    save,
)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction in which Siti was fined on the first Sunday."""
    with database.write() as session:
        open_savers(session)
        sunday(session, FIRST, fine(SITI, "10.00"))
        yield session


def test_what_two_officers_agree_to_is_posted_once(session: Session) -> None:
    """Her income is taken back; she owes nothing; a second answer finds it decided."""
    waiver_id = ask(session, oldest(session))
    assert answer(session, waiver_id) is State.APPROVED

    assert holdings(session) == {}
    with pytest.raises(ApprovalDecided):
        answer(session, waiver_id, screen=bytes(32))


def test_the_charge_that_is_named_is_let_go(session: Session) -> None:
    """A part of the fine goes; the rest of it stays beside the later fee."""
    sunday(session, SECOND, fee(SITI, "4.00"))
    let_go(session, 300)

    [owed] = list_owed(session, GROUP, on=TODAY)
    assert [(part.due, part.left_minor) for part in owed.parts] == [("fine", 700), ("fee", 400)]


def test_refused_nothing_is_posted_and_it_can_be_asked_again(session: Session) -> None:
    """The second officer says no."""
    assert answer(session, ask(session, oldest(session)), decision=Decision.REFUSE) is State.REFUSED
    assert holdings(session)["1150|savings|member-3"] == 1000

    let_go(session, 200)
    assert holdings(session)["1150|savings|member-3"] == 800


def test_once_the_income_was_closed_it_is_a_cost(session: Session) -> None:
    """A later year bears it."""
    _close_the_fund(session, EntryKind.FUND_CLOSED)
    assert plan_letting_go(session, oldest(session), on=TODAY).borne_by is BorneBy.COSTS

    let_go(session)
    assert holdings(session) == {"3400|savings|None": -1000, "5400|savings|None": 1000}


def test_once_shared_out_the_surplus_kept_back_bears_it(session: Session) -> None:
    """Nobody got that part of the surplus, and nobody of a later cycle pays for it."""
    _close_the_fund(session, EntryKind.FUND_CLOSED)
    sunday(session, SECOND, save(LORNA))
    _share_out(session)
    assert plan_letting_go(session, oldest(session), on=TODAY).borne_by is BorneBy.KEPT_BACK

    let_go(session)
    assert "3400|savings|None" not in holdings(session)


def _close_the_fund(session: Session, kind: EntryKind) -> None:
    income = Account(4200, "savings", member_holder(GROUP, SITI))
    _post(session, kind, Posting(income, Account(3400, "savings"), 1000))


def _share_out(session: Session) -> None:
    saved, due = (Account(code, "savings", member_holder(GROUP, LORNA)) for code in (3100, 2100))
    _post(session, EntryKind.SHARE_OUT, Posting(saved, due, 5000))


def _post(session: Session, kind: EntryKind, posting: Posting) -> None:
    entry = JournalEntry(kind, SECOND, (posting,), closing=kind is EntryKind.FUND_CLOSED)
    journal_of(session, GROUP).post(entry, client_ref=f"closing:{kind}", stamp=Stamp(UUID(int=1), AT))


def test_nobody_lets_go_what_she_asked_for(session: Session) -> None:
    """Not with her other sign-in as a member either."""
    waiver_id = ask(session, oldest(session), SECOND_OFFICER)
    with pytest.raises(OwnRequest):
        answer(session, waiver_id)
    assert holdings(session)["1150|savings|member-3"] == 1000


def test_nobody_lets_go_what_she_owes_herself(session: Session) -> None:
    """Amina's own fine: the treasurer asks for her, and a third officer has to agree."""
    let_go(session)
    sunday(session, SECOND, fine(AMINA, "10.00"))
    waiver_id = ask(session, oldest(session))
    for decision in Decision:
        with pytest.raises(OwnCharge):
            answer(session, waiver_id, decision=decision)
    third = replace(SECOND_OFFICER, user_id=UUID(int=0x55), standings={
        GROUP: Standing(frozenset({Relation.SECOND_OFFICER}), member_holder(GROUP, LORNA).id)})
    assert answer(session, waiver_id, third) is State.APPROVED


def test_a_charge_waits_for_one_answer_at_a_time(session: Session) -> None:
    """Two requests for one fine could let it go twice."""
    ask(session, oldest(session))
    with pytest.raises(AlreadyRequested):
        ask(session, oldest(session, 100))


def test_what_was_paid_meanwhile_is_not_let_go(session: Session) -> None:
    """She paid a part since it was asked for: the other officer agreed to something else."""
    wanted = oldest(session, 300)
    waiver_id = ask(session, wanted)
    screen = seen(session, waiver_id)
    sunday(session, SECOND, pay(SITI, "4.00"))
    with pytest.raises(ShownDiffers), savepoint(session):
        answer(session, waiver_id, screen=screen)
    sunday(session, THIRD, pay(SITI, "6.00"))
    with pytest.raises(ChargeNotOpen):
        plan_letting_go(session, wanted, on=TODAY)


def test_another_sum_than_the_one_shown_is_not_posted(session: Session) -> None:
    """Her screen said three; the request says five."""
    waiver_id = ask(session, oldest(session, 500))
    small = plan_letting_go(session, oldest(session, 300), on=TODAY)
    with pytest.raises(ShownDiffers):
        answer(session, waiver_id, screen=digest_of(small.shown(bytes(32))))


def test_what_cannot_be_asked_for(session: Session) -> None:
    """More than is left, nothing, something that is not there, or without a word why."""
    wanted = oldest(session)
    for error, asked in ((LetsGoMore, replace(wanted, amount_minor=1001)),
                         (NotPositive, replace(wanted, amount_minor=0)),
                         (ChargeNotOpen, replace(wanted, seq=99))):
        with pytest.raises(error):
            ask(session, asked)
    with pytest.raises(ChargeWithoutWords):
        ask(session, wanted, reason=" ")


def test_only_officers_ask_and_answer(session: Session) -> None:
    """A member asks an officer; she does not let her own fine go."""
    with pytest.raises(NotPermitted):
        ask(session, oldest(session), as_member(SITI))
    waiver_id = ask(session, oldest(session))
    with pytest.raises(NotPermitted):
        answer(session, waiver_id, as_member(LORNA))
    with pytest.raises(NotFound):
        answer(session, UUID(int=1), screen=bytes(32))


