"""Dewi's debt was more than her part: what she pays later, and what is given up, worked by hand.

After the share-out of OWN-14 she owes 2,666.50, and the surplus of 2,666.60 waits for it.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

import pytest
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, Account, HolderKind
from ledgers.balances import balances
from ledgers.entries import EntryKind, Posting
from ledgers.errors import LedgerError
from msai.approvals import Decision, OwnRequest, ShownDiffers, State
from msai.models.governance import Approval
from msai.models.share_out import KeptBackStep
from msai.permissions import Actor, Relation, Standing
from msai.services.dues.errors import OwnCharge
from msai.services.holders import holder, member_holder
from msai.services.loans.acts import ActKind, LoanChange, plan_act
from msai.services.loans.errors import OwnLoan
from msai.services.share_out import Recovered
from msai.services.share_out.closing import get_share_out
from msai.services.share_out.errors import NothingKeptBack
from msai.services.share_out.kept_back import (
    AnswerStep,
    AskStep,
    StepKind,
    answer_step,
    ask_step,
    read_kept_back,
)
from tests.msai.services.share_out.table import (
    AT,
    DEWI,
    GROUP,
    SECOND,
    TREASURER,
    earn,
    fine,
    lend,
    post,
    share_it_out,
    standing,
)

LATER = date(2027, 1, 10)
LOAN = holder(GROUP, HolderKind.LOAN, "loan-1")


@pytest.fixture
def share_out_id(session: Session) -> UUID:
    """The share-out of OWN-14, whose later money belongs to the members of that cycle."""
    lend(session, DEWI, 500_000)
    earn(session, 303_750)
    return share_it_out(session, recovered=Recovered.OLD_HOLDERS)


def pay(session: Session, amount_minor: int) -> None:
    """Dewi brings something on a Sunday of the next cycle."""
    box = next(account for account in balances(session, GROUP, codes=[1010]))
    post(session, EntryKind.REPAYMENT, Posting(box, Account(1100, SAVINGS, LOAN), amount_minor), on=LATER)


def ask(
    session: Session, share_out_id: UUID, kind: StepKind = StepKind.GIVEN_UP, reason: str = "She went home.",
    loan: UUID | None = LOAN.id,
) -> UUID:
    """Ask for a step; answers the id under which it waits."""
    step_id = uuid5(share_out_id, f"{kind}{reason}{len(standing(session))}")
    ask_step(session, TREASURER, AskStep(
        book_id=GROUP, share_out_id=share_out_id, step_id=step_id, kind=kind, reason=reason, on=LATER, at=AT,
        holder=loan if kind is StepKind.GIVEN_UP else None))
    return step_id


def answer(session: Session, step_id: UUID, actor: Actor = SECOND) -> State:
    """Approve what was asked for."""
    row = session.get_one(KeptBackStep, (GROUP, step_id))
    seen = session.get_one(Approval, (GROUP, row.approval_id)).shown_digest
    return answer_step(session, actor, AnswerStep(
        book_id=GROUP, step_id=step_id, decision=Decision.APPROVE, seen_digest=bytes(seen), on=LATER,
        at=AT + 1))


def test_what_is_given_up_is_borne_by_the_surplus(session: Session, share_out_id: UUID) -> None:
    """She pays 666.50 and goes home: 2,000.00 are given up, and no member of the new cycle pays for it."""
    pay(session, 66_650)
    answer(session, ask(session, share_out_id))

    assert standing(session) == {"1010|savings|box": 66_660, "3400|savings|None": -66_660}


def test_what_comes_in_goes_to_the_old_holders(session: Session, share_out_id: UUID) -> None:
    """She pays it all: 2,666.50 over 200 shares, 13.3325 each, by largest remainder."""
    pay(session, 266_650)
    answer(session, ask(session, share_out_id, StepKind.SHARED, reason=""))

    assert standing(session) == {
        "1010|savings|box": 266_660, "3400|savings|None": -10,
        "2100|savings|member-1": -79_995, "2100|savings|member-2": -49_330, "2100|savings|member-3": -69_329,
        "2100|savings|member-4": -59_996, "2100|savings|member-5": -8_000}


def test_each_payment_is_shared_once(session: Session, share_out_id: UUID) -> None:
    """Ten dollars in two halves are ten dollars."""
    for _ in range(2):
        pay(session, 500)
        answer(session, ask(session, share_out_id, StepKind.SHARED, reason=f"{len(standing(session))}"))
    found = read_kept_back(session, get_share_out(session, GROUP, share_out_id))

    assert (found.came_in_minor, found.shared_minor, found.to_share_minor) == (1_000, 1_000, 0)
    assert [debt.left_minor for debt in found.debts] == [265_650]


def test_what_comes_back_after_all_goes_to_those_who_bore_it(session: Session, share_out_id: UUID) -> None:
    """Given up; two weeks later 20.00 come: 10 cents a share, nothing for the pot of the new cycle."""
    answer(session, ask(session, share_out_id))
    back = plan_act(session, GROUP, loan_id=LOAN.id, change=LoanChange(
        kind=ActKind.RECOVERED, on=LATER, amount_minor=2_000, tender="box"))

    assert back.entry is not None
    assert [(one.credit.key, one.amount_minor) for one in back.entry.postings] == [
        ("2100|savings|member-1", 600), ("2100|savings|member-2", 370), ("2100|savings|member-3", 520),
        ("2100|savings|member-4", 450), ("2100|savings|member-5", 60)]


def test_to_the_pot_means_nobody_shares_it(session: Session) -> None:
    """Where the rule says so, it is surplus of the next cycle."""
    lend(session, DEWI, 500_000)
    earn(session, 303_750)
    share_out_id = share_it_out(session, recovered=Recovered.POT)
    pay(session, 1_000)
    with pytest.raises(LedgerError) as refused:
        ask(session, share_out_id, StepKind.SHARED)

    assert refused.value.code == "nothing_kept_back"


@pytest.mark.parametrize(("reason", "loan", "code"), [
    ("", LOAN.id, "giving_up_without_reason"), ("Gone", UUID(int=9), "nothing_kept_back")])
def test_what_cannot_be_given_up(
    session: Session, share_out_id: UUID, reason: str, loan: UUID, code: str,
) -> None:
    """Without a reason, or a debt that was never kept back."""
    with pytest.raises(LedgerError) as refused:
        ask(session, share_out_id, reason=reason, loan=loan)

    assert refused.value.code == code


def test_it_takes_two_and_nothing_may_come_between(session: Session, share_out_id: UUID) -> None:
    """Ana cannot approve it herself, and a payment in between makes it another amount."""
    waiting = ask(session, share_out_id)
    with pytest.raises(OwnRequest):
        answer(session, waiting, TREASURER)
    pay(session, 100)

    with pytest.raises(ShownDiffers), session.begin_nested():
        answer(session, waiting)
    assert standing(session)["1100|savings|loan-1"] == 266_550


def test_a_payment_that_was_taken_back_is_not_shared(session: Session, share_out_id: UUID) -> None:
    """The 10.00 never came: nothing waits for the old holders, and she owes all of it again."""
    pay(session, 1_000)
    box = next(account for account in balances(session, GROUP, codes=[1010]))
    post(session, EntryKind.CORRECTION, Posting(Account(1100, SAVINGS, LOAN), box, 1_000), on=LATER)
    found = read_kept_back(session, get_share_out(session, GROUP, share_out_id))

    assert (found.to_share_minor, found.debts[0].left_minor) == (0, 266_650)
    with pytest.raises(NothingKeptBack):
        ask(session, share_out_id, StepKind.SHARED, reason="")


def dewi_in_office() -> Actor:
    """Dewi, who owes, as second officer of the next cycle."""
    relations = frozenset({Relation.SECOND_OFFICER})
    return Actor(UUID(int=0x24), "Dewi", standings={
        GROUP: Standing(relations, member_holder(GROUP, DEWI).id)})


def test_nobody_gives_up_her_own_loan(session: Session, share_out_id: UUID) -> None:
    """Dewi became second officer; what she owes is for another to answer."""
    with pytest.raises(OwnLoan):
        answer(session, ask(session, share_out_id), dewi_in_office())


def test_nobody_gives_up_her_own_fine(session: Session) -> None:
    """The same with a fine that was larger than her part."""
    fine(session, DEWI, 900_000)
    share_out_id = share_it_out(session, recovered=Recovered.POT)
    waiting = ask(session, share_out_id, loan=member_holder(GROUP, DEWI).id)

    with pytest.raises(OwnCharge):
        answer(session, waiting, dewi_in_office())
