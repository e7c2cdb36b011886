"""Everything of a group that waits for an officer's answer, in one statement, whatever it is.

Each kind of thing is kept in a table of its own; one list says where. What is asked for and stands in no
such table is found by its approval alone, so that nothing ever waits unseen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Row,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from ledgers import tables as t
from msai.approvals import State
from msai.models.access import Membership
from msai.models.corrections import Correction, Dispute
from msai.models.enterprises import Remittance
from msai.models.governance import Approval, Waiver
from msai.models.groups import Loan, Member
from msai.models.leaving import DueSettlement, EntryWaiver, MemberExit, Nominee
from msai.models.loans import LoanAct, LoanRequest
from msai.models.remittances import Arriving
from msai.models.rules import RuleChange
from msai.models.share_out import KeptBackStep, ShareOutRow
from msai.models.stakes import ReturnNotice, StakeAct
from msai.models.units import UnitAct
from msai.permissions import Action, Actor, Target, require
from msai.services.holders import member_holder
from msai.services.units.wanted import MoveUnits, PayDue, RedeemUnits, from_text

LATE_SHOWN_MS = 30 * 24 * 3600 * 1000
_BOOK = bindparam("book", type_=t.Id)


class Kind(StrEnum):
    """What can wait for an answer."""

    CORRECTION = "correction"
    WAIVER = "waiver"
    LATE_ENTRY = "late_entry"
    EXIT = "exit"
    SETTLEMENT = "settlement"
    NOMINEE = "nominee"
    LOAN_ACT = "loan_act"
    LOAN_REQUEST = "loan_request"
    UNIT_ACT = "unit_act"
    STAKE_ACT = "stake_act"
    REMITTANCE = "remittance"
    LOST_TRANSFER = "lost_transfer"
    LOST_HOME = "lost_home"
    SHARE_OUT = "share_out"
    KEPT_BACK = "kept_back"
    RULE = "rule"
    DISPUTE = "dispute"
    PAY_OUTS = "pay_outs"
    OPENING = "opening"
    PLACE = "place"
    RATE = "rate"
    OTHER = "other"


# A debt is put right by somebody else than the debtor, any other line by whichever officer did not ask.
_DEBTS = (1100, 1150)
_BY_ACTION = {
    Action.MEETING_RECORD.value: Kind.PAY_OUTS, Action.OPENING_CONFIRM.value: Kind.OPENING,
    Action.ROLES_CHANGE.value: Kind.PLACE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One thing that waits, or that nobody answered in time.

    `said` and `on` are what its kind says of it (a rule's name, the kind of an act; the day it is about);
    `subject_id` is the object of an approval that stands in no table of its own. What another book told
    nobody asked for here.
    """

    kind: Kind
    thing_id: UUID | None
    place_id: UUID | None
    subject_id: UUID | None
    member_id: UUID | None
    amount_minor: int | None
    said: str | None
    on: date | None
    asked_by: UUID | None
    asked_at: int
    is_late: bool
    may_answer: bool


def list_waiting(session: Session, actor: Actor, book_id: UUID, *, at: int) -> tuple[Waiting, ...]:
    """What waits for an answer, the oldest first, with what nobody answered in time within thirty days.

    Raises:
        NotPermitted: only officers answer.
    """
    require(actor, Action.APPROVE, Target(book_id))
    rows = session.execute(_everything(), {"book": book_id, "late_since": at - LATE_SHOWN_MS}).all()
    told = {row.approval_id for row in rows if row.kind != Kind.OTHER}
    found = [_waiting(actor, row, book_id, at=at) for row in rows
             if row.kind != Kind.OTHER or row.approval_id not in told]
    return tuple(sorted(found, key=lambda one: (one.asked_at, one.kind)))


def count_waiting(session: Session, actor: Actor, book_id: UUID, *, at: int) -> tuple[int, int]:
    """How much waits for this officer, and how much for another; what came too late waits for nobody.

    Raises:
        NotPermitted: only officers answer.
    """
    open_ones = [one for one in list_waiting(session, actor, book_id, at=at) if not one.is_late]
    hers = sum(one.may_answer for one in open_ones)
    return hers, len(open_ones) - hers


@cache
def _everything() -> Select[*tuple[Any, ...]]:
    """All that waits in a book; what stands in a table of its own comes again as an approval alone.

    Composing it takes far longer than running it, so that is done once.
    """
    kinds = [branch.where(Approval.expires_at > bindparam("late_since", type_=BigInteger)) for branch in (
        *_of_members(), *_of_the_group(), _loan_acts(), _kept_back(), _corrections(), _approvals())]
    return select(union_all(*kinds, _loan_requests(), _disputes(), _unrated()).subquery())


def _of_members() -> list[Select[*tuple[Any, ...]]]:
    return [
        _asked(Kind.WAIVER, Waiver, _told(
            Waiver.waiver_id, member=Waiver.member_id, amount=Waiver.amount_minor)),
        _asked(Kind.LATE_ENTRY, EntryWaiver, _told(
            EntryWaiver.late_entry_id, member=EntryWaiver.member_id, amount=EntryWaiver.amount_minor)),
        _asked(Kind.EXIT, MemberExit, _told(
            MemberExit.exit_id, member=MemberExit.member_id, said=MemberExit.cause, on=MemberExit.left_on)),
        _asked(Kind.SETTLEMENT, DueSettlement, _told(
            DueSettlement.settlement_id, member=DueSettlement.member_id,
            amount=DueSettlement.amount_minor, said=DueSettlement.becomes, on=DueSettlement.happens_on)),
        _asked(Kind.NOMINEE, Nominee, _told(
            Nominee.nominee_id, member=Nominee.member_id, anybody=literal(1))),
    ]


def _of_the_group() -> list[Select[*tuple[Any, ...]]]:
    return [
        _asked(Kind.UNIT_ACT, UnitAct, _told(UnitAct.act_id, said=UnitAct.wanted)),
        _asked(Kind.REMITTANCE, Remittance, _told(
            Remittance.remittance_id, amount=Remittance.amount_minor, said=Remittance.alias)),
        _lost(Kind.LOST_TRANSFER, Remittance), _lost(Kind.LOST_HOME, Arriving),
        _asked(Kind.STAKE_ACT, StakeAct, _told(StakeAct.act_id, said=StakeAct.kind)),
        _asked(Kind.SHARE_OUT, ShareOutRow, _told(
            ShareOutRow.share_out_id, said=cast(ShareOutRow.cycle_no, String), on=ShareOutRow.ended_on)),
        _asked(Kind.RULE, RuleChange, _told(
            RuleChange.approval_id, said=RuleChange.name, on=RuleChange.holds_from)),
    ]


def _lost(kind: Kind, table: Any) -> Select[*tuple[Any, ...]]:
    """Transfers that one officer believes are lost, by the approval of their loss.

    What was sent home counts in home money, so its amount is not said here.
    """
    amount = None if kind is Kind.LOST_HOME else table.amount_minor
    columns = (
        *_head(kind, Approval.maker_id, Approval.requested_at),
        *_told(table.remittance_id, amount=amount, said=table.alias))
    found = select(*columns).join_from(Approval, table, and_(
        table.book_id == _BOOK, table.lost_approval_id == Approval.approval_id))
    return _with_maker(found, Approval.maker_id).where(
        Approval.book_id == _BOOK, Approval.state == State.PENDING.value)


def _loan_acts() -> Select[*tuple[Any, ...]]:
    said = _told(LoanAct.act_id, member=Loan.member_id, said=LoanAct.kind)
    return _asked(Kind.LOAN_ACT, LoanAct, said).join(
        Loan, and_(Loan.book_id == _BOOK, Loan.loan_id == LoanAct.loan_id))


def _kept_back() -> Select[*tuple[Any, ...]]:
    """A step about a debt names a loan, or a member who owes a charge."""
    said = _told(
        KeptBackStep.step_id, place=KeptBackStep.share_out_id, said=KeptBackStep.kind,
        member=func.coalesce(Loan.member_id, KeptBackStep.holder), amount=KeptBackStep.amount_minor)
    return _asked(Kind.KEPT_BACK, KeptBackStep, said).outerjoin(
        Loan, and_(Loan.book_id == _BOOK, Loan.loan_id == KeptBackStep.holder))


def _corrections() -> Select[*tuple[Any, ...]]:
    """Lines to be put right, with whom they are about: the member, or whose loan it is, on either side."""
    root, posting = t.entry.alias("root"), t.posting.alias("wrong")
    debit, credit, loan = t.account.alias("debit"), t.account.alias("credit"), aliased(Loan)
    said = _told(
        Correction.correction_id, member=func.coalesce(Member.member_id, loan.member_id),
        amount=posting.c.amount_minor, said=root.c.kind, on=Correction.held_on,
        anybody=case((or_(debit.c.code.in_(_DEBTS), credit.c.code.in_(_DEBTS)), 0), else_=1))
    return (
        _asked(Kind.CORRECTION, Correction, said)
        .join(root, and_(root.c.book_id == _BOOK, root.c.seq == Correction.root_seq))
        .join(posting, and_(posting.c.book_id == _BOOK, posting.c.seq == Correction.seq,
                            posting.c.line == Correction.line))
        .join(debit, and_(debit.c.book_id == _BOOK, debit.c.account_no == posting.c.debit_no))
        .join(credit, and_(credit.c.book_id == _BOOK, credit.c.account_no == posting.c.credit_no))
        .outerjoin(Member, and_(Member.book_id == _BOOK, or_(
            Member.member_id == debit.c.holder, Member.member_id == credit.c.holder)))
        .outerjoin(loan, and_(loan.book_id == _BOOK, or_(
            loan.loan_id == debit.c.holder, loan.loan_id == credit.c.holder)))
    )


def _approvals() -> Select[*tuple[Any, ...]]:
    """Every approval that waits; what it is about stands in its subject."""
    return _with_maker(
        select(*_head(Kind.OTHER, Approval.maker_id, Approval.requested_at),
               *_told(None, said=Approval.action)), Approval.maker_id).where(
        Approval.book_id == _BOOK, Approval.state == State.PENDING.value)


def _loan_requests() -> Select[*tuple[Any, ...]]:
    columns = (
        *_head(Kind.LOAN_REQUEST, LoanRequest.asked_by, LoanRequest.asked_at, approved=False),
        *_told(LoanRequest.request_id, member=LoanRequest.member_id, amount=LoanRequest.amount_minor,
               on=LoanRequest.asked_on))
    return _with_maker(select(*columns), LoanRequest.asked_by).where(
        LoanRequest.book_id == _BOOK, LoanRequest.state == "requested")


def _disputes() -> Select[*tuple[Any, ...]]:
    columns = (
        *_head(Kind.DISPUTE, Dispute.raised_by, Dispute.raised_at, approved=False),
        *_told(Dispute.dispute_id, member=Dispute.member_id, said=t.entry.c.kind, on=t.entry.c.occurred_on))
    found = select(*columns).join(t.entry, and_(t.entry.c.book_id == _BOOK, t.entry.c.seq == Dispute.seq))
    return _with_maker(found, Dispute.raised_by).where(
        Dispute.book_id == _BOOK, Dispute.state == "open")


def _unrated() -> Select[*tuple[Any, ...]]:
    """Returns that an enterprise declared, each until an officer types the mid rate of its day."""
    nobody = cast(null(), t.Id)
    columns = (
        *_head(Kind.RATE, nobody, ReturnNotice.told_at, approved=False),
        *_told(ReturnNotice.notice_id, place=ReturnNotice.stake_id, on=ReturnNotice.declared_on))
    return _with_maker(select(*columns), nobody).where(
        ReturnNotice.book_id == _BOOK, ReturnNotice.done_at.is_(None))


def _asked(
    kind: Kind, table: Any, said: Sequence[ColumnElement[Any]],
) -> Select[*tuple[Any, ...]]:
    """What waits of one table, by its approval."""
    found = select(*_head(kind, Approval.maker_id, Approval.requested_at), *said).join_from(
        Approval, table, and_(table.book_id == _BOOK, table.approval_id == Approval.approval_id))
    return _with_maker(found, Approval.maker_id).where(
        Approval.book_id == _BOOK, Approval.state == State.PENDING.value)


def _with_maker(found: Select[*tuple[Any, ...]], maker: Any) -> Select[*tuple[Any, ...]]:
    return found.outerjoin(Membership, and_(Membership.book_id == _BOOK, Membership.user_id == maker))


def _head(kind: Kind, maker: Any, since: Any, *, approved: bool = True) -> tuple[ColumnElement[Any], ...]:
    """The columns that say what waits, who asked and until when; a request without approval never ends."""
    subject = cast(Approval.subject if approved else null(), String)
    return (
        cast(literal(kind.value), String).label("kind"), maker.label("asked_by"), since.label("asked_at"),
        Membership.member_id.label("maker_member"),
        cast(Approval.approval_id if approved else null(), t.Id).label("approval_id"),
        cast(Approval.expires_at if approved else null(), BigInteger).label("expires_at"),
        subject.label("subject"),
    )


def _told(
    thing: Any, *, place: Any = None, member: Any = None, amount: Any = None, said: Any = None,
    on: Any = None, anybody: Any = None,
) -> tuple[ColumnElement[Any], ...]:
    """The columns that say what it is about; null where its kind says nothing of that.

    `anybody` is one where an officer whom it concerns may answer as well.
    """
    wanted: Sequence[tuple[str, Any, Any]] = (
        ("thing_id", thing, t.Id), ("place_id", place, t.Id), ("member_id", member, t.Id),
        ("amount_minor", amount, BigInteger), ("said", said, String), ("on_day", on, Date),
        ("anybody", anybody, BigInteger))
    return tuple((cast(null(), type_) if column is None else type_coerce(column, type_)).label(name)
                 for name, column, type_ in wanted)


def _waiting(actor: Actor, row: Row[Any], book_id: UUID, *, at: int) -> Waiting:
    kind = Kind(row.kind)
    if kind is Kind.OTHER:
        kind = _BY_ACTION.get(row.said, Kind.OTHER)
    is_late = row.expires_at is not None and row.expires_at <= at
    member = _taker(row, book_id) if kind is Kind.UNIT_ACT else row.member_id
    return Waiting(
        kind=kind, thing_id=row.thing_id, place_id=row.place_id, subject_id=_subject_id(row.subject),
        member_id=member, amount_minor=row.amount_minor, said=row.said, on=row.on_day,
        asked_by=row.asked_by, asked_at=row.asked_at, is_late=is_late,
        may_answer=not is_late and not _is_hers(actor, row, book_id, member=member))


def _is_hers(actor: Actor, row: Row[Any], book_id: UUID, *, member: UUID | None) -> bool:
    """Whether she asked for it, by this or another sign-in, or it concerns herself."""
    hers = actor.standings[book_id].member_id
    if row.asked_by == actor.user_id or (hers is not None and row.maker_member == hers):
        return True
    return hers is not None and member == hers and not row.anybody


def _taker(row: Row[Any], book_id: UUID) -> UUID | None:
    """Who is paid, or gets units, by a decision about the investment fund."""
    wanted = from_text(row.said)
    if isinstance(wanted, (PayDue, RedeemUnits)):
        return member_holder(book_id, wanted.member).id
    return member_holder(book_id, wanted.taker).id if isinstance(wanted, MoveUnits) else None


def _subject_id(subject: str | None) -> UUID | None:
    """The id in the subject of an approval, as in `meeting:0190...`."""
    try:
        return UUID((subject or "").partition(":")[2])
    except ValueError:
        return None
