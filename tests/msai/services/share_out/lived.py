"""Cycles as hypothesis draws them, and how a group lives through one, by the use cases that people call.

The rules, what everybody saves, gives and is fined, what is earned or lost, a loan with its charge, somebody
who joins late, somebody who leaves, and what the group decides on the last day: all of it is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, Account
from ledgers.balances import balances
from ledgers.entries import EntryKind, Posting
from ledgers.errors import NegativeTender
from msai.approvals import Decision, State, digest_of
from msai.services.group_books import load_group
from msai.services.holders import member_holder
from msai.services.joining.members import JoinGroup, join_group
from msai.services.joining.paying import PayEntry, pay_entry
from msai.services.leaving import AnswerExit, AskExit, WantedExit, answer_exit, ask_exit
from msai.services.leaving.plan import plan_exit
from msai.services.loans.asking import (
    AskLoan,
    DecideLoan,
    IssueLoan,
    decide_loan,
    get_request,
    issue_loan,
    request_loan,
    shown_request,
)
from msai.services.loans.paying import RepayLoan, repay_loan
from msai.services.loans.rules_of_day import Wanted
from msai.services.share_out import Basis, Decisions, KeptBack, SocialEnd, Way, WayKind
from tests.msai.services.share_out.table import (
    ANA,
    AT,
    CITRA,
    DECIDED,
    DEWI,
    ELENA,
    GROUP,
    OPENED,
    RULES,
    SECOND,
    SHARES,
    TREASURER,
    earn,
    fine,
    give_social,
    open_five,
    post,
    save_all,
)

BORROWED_ON, PAID_ON = date(2026, 6, 14), date(2026, 8, 2)
JOINED_ON, LEFT_ON = date(2026, 8, 16), date(2026, 10, 4)
REQUEST, EXIT, JOINER = UUID(int=0x71), UUID(int=0xE2), 6


@dataclass(frozen=True, kw_only=True)
class Borrowed:
    """A loan: who has it, how much of the box she is given and how much of it she pays back, per mille."""

    number: int
    of_box: int
    paid_back: int
    months: int


@dataclass(frozen=True, kw_only=True)
class Lived:
    """A cycle: its rules and what happens in it; amounts in cents, `result` per mille of what was saved.

    `saved` are shares of 50.00 and days of the cycle by number, or cents where the group saves by amount.
    `buys` is what somebody buys who joins late; none: nobody joins. `at_bank` and `kept_back` are per mille
    of the box at the end: what was brought to the bank, and what is kept back.
    """

    rules: Mapping[str, Any]
    saved: Mapping[int, tuple[int, int]]
    given: Mapping[int, int]
    fined: Mapping[int, int]
    result: int
    borrowed: Borrowed | None
    buys: int | None
    pays_entry: bool
    leaver: int | None
    at_bank: int
    kept_back: int
    decided: Decisions

    @property
    def by_shares(self) -> bool:
        """Whether the group saves in shares."""
        return bool(self.rules["saving"] == "shares")

    @property
    def roll(self) -> tuple[int, ...]:
        """Who is with the group on the last day."""
        numbers = (*SHARES, *(() if self.buys is None else (JOINER,)))
        return tuple(number for number in numbers if number != self.leaver)

    def traits(self) -> Iterator[str]:
        """What is particular about it: so that a run can say what it has seen."""
        decided = self.decided
        yield f"shared by {decided.basis}"
        yield f"social {decided.social}"
        yield f"paid from the {decided.usual.tender}"
        yield from (f"some {way.kind}" for way in set(decided.ways.values()))
        things = {
            "a loss": self.result < 0, "a gain": self.result > 0, "a loan": self.borrowed,
            "fines": self.fined, "a leaver": self.leaver, "a late joiner": self.buys is not None,
            "kept back": self.kept_back, "debts stay": decided.debts_stay}
        yield from (name for name, is_so in things.items() if is_so)


def _rules(by_shares: bool) -> st.SearchStrategy[Mapping[str, Any]]:
    drawn = st.fixed_dictionaries({
        "late_joiner": st.sampled_from(["free", "catch_up", "current_value", "entry_fee"]),
        "leaver": st.sampled_from(["face", "current_value"]),
        "leaver_percent": st.sampled_from(["0", "3", "12.5"]),
        "loan_charge_percent_per_month": st.sampled_from(["0", "1.5", "10"]),
        "loan_charge_basis": st.sampled_from(["declining", "flat"]),
        "loan_charge_taken": st.sampled_from(["when_paid", "when_due", "at_issue"]),
    })
    saving = RULES if by_shares else {"saving": "amount"}
    return drawn.map(lambda rules: {**rules, **saving, "entry_fee": "20.00"})


def _for_some(numbers: Mapping[int, int], amounts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.dictionaries(st.sampled_from(list(numbers)), amounts, max_size=len(numbers))


@st.composite
def _decisions(draw: st.DrawFn, by_shares: bool) -> Decisions:
    bases = list(Basis) if by_shares else [Basis.SAVINGS, Basis.SAVINGS_DAYS]
    ways = st.sampled_from([Way(WayKind.DUE), Way(WayKind.CARRIED_ON)])
    stay: list[frozenset[int]] = [frozenset(), frozenset(), frozenset({CITRA}), frozenset(SHARES)]
    return replace(
        DECIDED, basis=draw(st.sampled_from(bases)), social=draw(st.sampled_from(list(SocialEnd))),
        usual=draw(st.sampled_from([Way(WayKind.PAID, "box"), Way(WayKind.PAID, "bank")])),
        ways=draw(_for_some(SHARES, ways)), step_minor=draw(st.sampled_from([1, 5, 10, 100, 500])),
        share_value_minor=5_000 if by_shares else 0, debts_stay=draw(st.sampled_from(stay)))


@st.composite
def cycles(draw: st.DrawFn) -> Lived:
    """Any cycle that a group of five, or of six, could have."""
    by_shares = draw(st.booleans())
    amounts = st.integers(1, 60) if by_shares else st.integers(1, 300_000)
    saved = st.fixed_dictionaries(dict.fromkeys(SHARES, st.tuples(amounts, st.integers(0, 150))))
    borrowed = st.none() | st.builds(
        Borrowed, number=st.sampled_from([ANA, CITRA, DEWI, ELENA]), of_box=st.integers(1, 1_000),
        paid_back=st.integers(0, 1_000), months=st.integers(1, 9))
    return Lived(
        rules=draw(_rules(by_shares)), saved=draw(saved), borrowed=draw(borrowed),
        given=draw(_for_some(SHARES, st.integers(1, 5_000))),
        fined=draw(_for_some(SHARES, st.integers(1, 3_000))),
        result=draw(st.integers(-600, 1_200)), pays_entry=draw(st.booleans()),
        buys=draw(st.none() | st.integers(1, 40)), leaver=draw(st.sampled_from([None, CITRA, DEWI, ELENA])),
        at_bank=draw(st.sampled_from([0, 0, 300, 1_000])),
        kept_back=draw(st.sampled_from([0, 0, 0, 10, 250])), decided=draw(_decisions(by_shares)))


def live_through(session: Session, lived: Lived) -> Decisions:
    """All of it happens; answers what the group decides on its last day."""
    open_five(session, lived.rules)
    _save(session, lived)
    give_social(session, lived.given)
    for number, amount in lived.fined.items():
        fine(session, number, amount)
    result = _in_box(session) * lived.result // 1_000
    if result:
        earn(session, result)
    if lived.borrowed:
        _borrow(session, lived.borrowed)
    if lived.buys is not None:
        _join(session, lived)
    if lived.leaver:
        _leave(session, lived.leaver)
    decided = _decide(session, lived)
    _bring_to_bank(session, _in_box(session) * lived.at_bank // 1_000)
    return decided


def _decide(session: Session, lived: Lived) -> Decisions:
    kept = _in_box(session) * lived.kept_back // 1_000
    kept_back = (KeptBack("A lamp for the meeting room", kept),) if kept else ()
    return replace(lived.decided, roll=lived.roll, kept_back=kept_back)


def _save(session: Session, lived: Lived) -> None:
    box = load_group(session, GROUP, OPENED).tenders["box"].account(SAVINGS)
    for number, (held, day) in lived.saved.items():
        on = OPENED + timedelta(days=day)
        if lived.by_shares:
            save_all(session, {number: held}, on)
        else:
            saved = Account(3100, SAVINGS, member_holder(GROUP, number))
            post(session, EntryKind.SAVINGS, Posting(box, saved, held), on=on)


def _bring_to_bank(session: Session, amount: int) -> None:
    if amount:
        tenders = load_group(session, GROUP, OPENED).tenders
        box, bank = (tenders[name].account(SAVINGS) for name in ("box", "bank"))
        post(session, EntryKind.TRANSFER, Posting(bank, box, amount), on=LEFT_ON)


def _in_box(session: Session) -> int:
    return sum(minor for account, minor in balances(session, GROUP, codes=[1010]).items()
               if account.fund == SAVINGS)


def _borrow(session: Session, borrowed: Borrowed) -> None:
    """She asks, the other officer approves, she is given the money; later she brings some of it.

    What the treasurer brings of her own is written down by the other officer.
    """
    amount = max(1, _in_box(session) * borrowed.of_box // 1_000)
    request_loan(session, TREASURER, AskLoan(
        book_id=GROUP, request_id=REQUEST, member_id=member_holder(GROUP, borrowed.number).id,
        wanted=Wanted(amount_minor=amount, periods=borrowed.months), on=BORROWED_ON, at=AT))
    decide_loan(session, SECOND, DecideLoan(
        book_id=GROUP, request_id=REQUEST, decision=Decision.APPROVE, on=BORROWED_ON, at=AT,
        seen_digest=digest_of(shown_request(get_request(session, GROUP, REQUEST)))))
    loan_id = issue_loan(session, TREASURER, IssueLoan(
        book_id=GROUP, request_id=REQUEST, tender="box", on=BORROWED_ON, at=AT))
    if brought := amount * borrowed.paid_back // 1_000:
        repay_loan(session, SECOND if borrowed.number == ANA else TREASURER, RepayLoan(
            book_id=GROUP, loan_id=loan_id, payment_id=REQUEST, tender="box", amount_minor=brought,
            on=PAID_ON, at=AT))


def _join(session: Session, lived: Lived) -> None:
    bought = (lived.buys or 0) * (1 if lived.by_shares else 5_000)
    entry = join_group(session, TREASURER, JoinGroup(
        book_id=GROUP, name="Fay", joined_on=JOINED_ON, today=JOINED_ON, at=AT, bought=bought)).late_entry_id
    if entry and lived.pays_entry:
        pay_entry(session, TREASURER, PayEntry(
            book_id=GROUP, late_entry_id=entry, tender="box", paid_on=JOINED_ON, today=JOINED_ON, at=AT))


def _leave(session: Session, number: int) -> None:
    """She is paid from the box, or, where there is too little in it, the rest stays due to her."""
    wanted = WantedExit(book_id=GROUP, member_id=member_holder(GROUP, number).id, on=LEFT_ON, tender="box")
    try:
        plan = plan_exit(session, wanted, today=LEFT_ON)
    except NegativeTender:
        wanted = replace(wanted, tender=None)
        plan = plan_exit(session, wanted, today=LEFT_ON)
    ask_exit(session, TREASURER, AskExit(exit_id=EXIT, wanted=wanted, today=LEFT_ON, at=AT))
    answered = answer_exit(session, SECOND, AnswerExit(
        book_id=GROUP, exit_id=EXIT, decision=Decision.APPROVE, seen_digest=digest_of(plan.shown(None)),
        today=LEFT_ON, at=AT))
    assert answered is State.APPROVED
