"""What becomes of a debt that was kept back at a share-out: it is paid, or two officers give it up.

The surplus waits for it. What is given up is borne by that surplus and by nobody else; what is paid belongs
to the pot, or to the members of the old cycle by their shares, as the rule said on the day of the share-out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, TENDER_CODES, Account
from ledgers.balances import register
from ledgers.cycles import get_open
from ledgers.entries import EntryKind, JournalEntry, Source, SourceKind
from ledgers.journal import Stamp
from ledgers.money import allocate
from ledgers.rules.dues import BorneBy, Charge, Due, waived
from ledgers.rules.lending import LoanWriteOff, loan_written_off
from ledgers.rules.movements import entry_of, move
from ledgers.rules.savings import SURPLUS, due_to
from msai import audit
from msai.approvals import Shown, State, Subject
from msai.models.groups import Loan
from msai.models.share_out import KeptBackStep
from msai.permissions import Action, Actor, Target, require
from msai.services.dues.errors import OwnCharge
from msai.services.keys import journal_of
from msai.services.loans.errors import OwnLoan
from msai.services.meeting_records import NOBODY
from msai.services.share_out.again import plan_again
from msai.services.share_out.closing import get_share_out
from msai.services.share_out.decisions import Recovered
from msai.services.share_out.errors import GivingUpWithoutReason, NothingKeptBack
from msai.services.share_out.plan import Plan
from msai.services.two_officers import Answer, Question, answer, asked_row, keep_reason, put_before_another

_LOAN, _CHARGED, _SURPLUS = 1100, 1150, 3400
_CAME_IN = frozenset({*TENDER_CODES, 2100, 3100})


class StepKind(StrEnum):
    """What can be done: give a debt up, or share among the old holders what came in."""

    GIVEN_UP = "given_up"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class KeptDebt:
    """A debt that was kept back, by the number of its member; amounts in minor units."""

    account: Account
    number: int
    kept_minor: int
    came_in_minor: int
    given_up_minor: int

    @property
    def left_minor(self) -> int:
        """What is still waited for."""
        return self.kept_minor - self.came_in_minor - self.given_up_minor


@dataclass(frozen=True, slots=True)
class KeptBackStanding:
    """All debts kept back at one share-out, and what of them was shared among its members since."""

    share_out_id: UUID
    plan: Plan
    debts: tuple[KeptDebt, ...]
    shared_minor: int

    @property
    def came_in_minor(self) -> int:
        """What was paid of them in all."""
        return sum(debt.came_in_minor for debt in self.debts)

    @property
    def to_share_minor(self) -> int:
        """What the members of the old cycle have still to get; nothing where it belongs to the pot."""
        if self.plan.decided.recovered is not Recovered.OLD_HOLDERS:
            return 0
        return self.came_in_minor - self.shared_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class AskStep:
    """Ask for a step; `holder` names the debt (the loan, or the member) that is given up, with a reason."""

    book_id: UUID
    share_out_id: UUID
    step_id: UUID
    kind: StepKind
    holder: UUID | None = None
    reason: str = ""
    on: date
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerStep(Answer):
    """The second officer's answer; `on` is the day on which it is posted."""

    step_id: UUID
    on: date


def read_kept_back(session: Session, row: Row[Any]) -> KeptBackStanding:
    """How the debts of a posted share-out stand now.

    Raises:
        NotFound: it was never posted.
    """
    plan = plan_again(session, row)
    kept = dict(_kept(plan))
    moved = _moved(session, row, [account for account in kept if account.holder])
    debts = []
    for account, (number, minor) in kept.items():
        came_in, given_up = moved[account]
        came_in = min(minor, came_in)
        debts.append(KeptDebt(account, number, minor, came_in, min(minor - came_in, given_up)))
    return KeptBackStanding(row.share_out_id, plan, tuple(debts), _shared(session, row))


def ask_step(session: Session, actor: Actor, command: AskStep) -> JournalEntry:
    """Put a step before the second officer.

    Raises:
        GivingUpWithoutReason: no words say why a debt is given up.
        NothingKeptBack: there is no such debt, or nothing to share.
        AlreadyRequested: the same waits for an answer already.
        CycleClosed: no cycle is open on that day.
    """
    require(actor, Action.CYCLE_CLOSE, Target(command.book_id))
    if command.kind is StepKind.GIVEN_UP and not command.reason.strip():
        raise GivingUpWithoutReason()
    journal_of(session, command.book_id).lock()
    standing = read_kept_back(session, get_share_out(session, command.book_id, command.share_out_id))
    entry, account = _entry(session, standing, command.kind, holder=command.holder, on=command.on)
    note_id = _keep_reason(session, command)
    approval_id = put_before_another(
        session, actor, _subject(command.book_id, command.share_out_id, command.holder),
        shown=shown_step(entry, note_id), at=command.at)
    session.execute(insert(KeptBackStep).values(
        book_id=command.book_id, step_id=command.step_id, share_out_id=command.share_out_id,
        kind=command.kind.value, code=account.code if account else None, holder=command.holder,
        amount_minor=sum(posting.amount_minor for posting in entry.postings), note_id=note_id,
        approval_id=approval_id, asked_by=actor.user_id or NOBODY, asked_at=command.at, posted_seq=None))
    _note(session, actor, command)
    return entry


def answer_step(session: Session, actor: Actor, command: AnswerStep) -> State:
    """Answer as the second officer; what she approves is posted at once.

    Raises:
        NotFound: nothing of that id was asked for.
        OwnLoan, OwnCharge: it is her own debt that is given up.
        OwnRequest, ApprovalDecided, ApprovalExpired: she may not answer, or not any more.
        ShownDiffers: her screen showed something else, or the debt changed since it was asked for.
        NothingKeptBack, CycleClosed: it can no longer be posted.
    """
    return answer(session, actor, command, _STEPS)


def _require_not_hers(session: Session, actor: Actor, row: Row[Any]) -> None:
    hers = actor.standings[row.book_id].member_id
    if hers is None or row.holder is None:
        return
    if row.holder == hers:
        raise OwnCharge()
    borrower = session.scalar(
        select(Loan.member_id).where(Loan.book_id == row.book_id, Loan.loan_id == row.holder))
    if borrower == hers:
        raise OwnLoan()


def _keep_reason(session: Session, command: AskStep) -> UUID | None:
    if not command.reason.strip():
        return None
    return keep_reason(session, command.book_id, command.reason, at=command.at).note_id


def shown_step(entry: JournalEntry, note_id: UUID | None) -> dict[str, Any]:
    """What the approval of a step is bound to: its postings and its reason; the day is that of posting."""
    return {"kind": entry.kind.value, "note": str(note_id or ""),
            "postings": [[one.debit.key, one.credit.key, one.amount_minor] for one in entry.postings]}


def _kept(plan: Plan) -> Iterator[tuple[Account, tuple[int, int]]]:
    """The debts that were left, by account: whose, and how much."""
    for part in plan.parts:
        taken = {debt.account: debt.amount_minor for debt in part.set_off}
        for account, owed in plan.book.debts_of(part.member):
            if owed > taken.get(account, 0):
                yield account, (part.number, owed - taken.get(account, 0))


def _moved(session: Session, row: Row[Any], accounts: list[Account]) -> dict[Account, tuple[int, int]]:
    """What was paid on these accounts since the share-out, and what was given up."""
    found: dict[Account, tuple[int, int]] = defaultdict(lambda: (0, 0))
    if not accounts:
        return found
    holders = [account.holder.id for account in accounts if account.holder]
    for line in register(session, row.book_id, holders=holders, codes=[_LOAN, _CHARGED], since=row.ended_on):
        if line.seq <= row.posted_seq or line.account not in accounts:
            continue
        came_in, given_up = found[line.account]
        # A payment that was taken back counts against what came in; other additions are new debts.
        if line.counter_code in _CAME_IN:
            found[line.account] = (came_in - line.amount_minor, given_up)
        elif line.amount_minor < 0 or line.counter_code == _SURPLUS:
            found[line.account] = (came_in, given_up - line.amount_minor)
    return found


def _shared(session: Session, row: Row[Any]) -> int:
    query = select(func.coalesce(func.sum(KeptBackStep.amount_minor), 0)).where(
        KeptBackStep.book_id == row.book_id, KeptBackStep.share_out_id == row.share_out_id,
        KeptBackStep.kind == StepKind.SHARED.value, KeptBackStep.posted_seq.is_not(None))
    return int(session.scalar(query) or 0)


def _entry(
    session: Session, standing: KeptBackStanding, kind: StepKind, *, holder: UUID | None, on: date,
) -> tuple[JournalEntry, Account | None]:
    get_open(session, standing.plan.book.book_id, on=on)
    if kind is StepKind.SHARED:
        return _share(standing, on), None
    debt = next((one for one in standing.debts
                 if one.account.holder and one.account.holder.id == holder and one.left_minor > 0), None)
    if debt is None or debt.account.holder is None:
        raise NothingKeptBack()
    if debt.account.code == _LOAN:
        given_up = LoanWriteOff(debt.account.holder, debt.left_minor)
        return loan_written_off(on, BorneBy.KEPT_BACK, given_up), debt.account
    charge = Charge(debt.account.holder, debt.left_minor, Due.FINE)
    return waived(on, BorneBy.KEPT_BACK, charge), debt.account


def _share(standing: KeptBackStanding, on: date) -> JournalEntry:
    """What came in goes to the members of the old cycle by their shares: 3400 / 2100."""
    if standing.to_share_minor <= 0:
        raise NothingKeptBack()
    parts = standing.plan.parts
    amounts = allocate(standing.to_share_minor, [part.weight for part in parts])
    return entry_of(EntryKind.SHARE_OUT, on, parts=(
        move(Account(SURPLUS, SAVINGS), due_to(part.member, SAVINGS), amount_minor=amount)
        for part, amount in zip(parts, amounts, strict=True)))


def _plan(session: Session, command: AnswerStep, row: Row[Any]) -> JournalEntry:
    standing = read_kept_back(session, get_share_out(session, row.book_id, row.share_out_id))
    return _entry(session, standing, StepKind(row.kind), holder=row.holder, on=command.on)[0]


def _binds(_session: Session, row: Row[Any], entry: JournalEntry) -> tuple[Subject, Shown]:
    return _subject(row.book_id, row.share_out_id, row.holder), shown_step(entry, row.note_id)


def _post(session: Session, command: AnswerStep, row: Row[Any], entry: JournalEntry) -> None:
    sourced = replace(entry, source=Source(SourceKind.CYCLE, row.share_out_id), note_id=row.note_id)
    posted = journal_of(session, row.book_id).post(
        sourced, client_ref=f"kept_back:{row.step_id}",
        stamp=Stamp(row.asked_by, command.at, row.asked_at))
    session.execute(
        update(KeptBackStep).where(KeptBackStep.book_id == row.book_id, KeptBackStep.step_id == row.step_id)
        .values(posted_seq=posted.seq))


def _subject(book_id: UUID, share_out_id: UUID, holder: UUID | None) -> Subject:
    return Subject(book_id, Action.CYCLE_CLOSE, f"kept_back:{share_out_id}:{holder or 'shared'}")


_STEPS: Question[AnswerStep, JournalEntry] = Question(
    find=lambda session, said: asked_row(session, KeptBackStep, said.book_id, step_id=said.step_id),
    bars=_require_not_hers, plan=_plan, binds=_binds, carry_out=_post,
    noted=lambda said: f"kept_back:{said.step_id}")


def _note(session: Session, actor: Actor, command: AskStep) -> None:
    audit.record(session, actor, book_id=command.book_id, action=Action.CYCLE_CLOSE,
                 subject=f"kept_back:{command.step_id}", at=command.at)
