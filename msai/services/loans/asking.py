"""A member asks for a loan, and another person answers.

She asks herself or an officer asks for her; who answers is an officer, and neither the one who asked nor the
one who borrows.  What was approved is given out at a meeting or between two, once, as long as the
approval holds and as it was approved; the limits of the rules are asked again then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, case, func, insert, select, update
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, SOCIAL, HolderKind
from ledgers.entries import SourceKind
from ledgers.lending.terms import GracePays, LoanTerms
from ledgers.rules.lending import LoanIssue, loan_issued
from msai import audit
from msai.approvals import Decision, OwnRequest, ShownDiffers, digest_of
from msai.models.access import Membership
from msai.models.groups import Loan
from msai.models.loans import LoanRequest
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.sealing import person_key
from msai.services.group_books import GroupBook, MemberOnRoll, load_group
from msai.services.holders import holder
from msai.services.keys import journal_of, vault_of
from msai.services.loans.bound import agreement_of, holds_until, require_as_agreed, require_holds
from msai.services.loans.dates import require_past
from msai.services.loans.errors import (
    BorrowerNotThere,
    LendingOff,
    LoanFundUnknown,
    LoanNotApproved,
    LoanOverLimit,
    LoanRequestDecided,
    LoanTooLong,
    OwnLoan,
)
from msai.services.loans.on_sheets import ASKED_FOR, ISSUED, keep_terms, room_to_borrow
from msai.services.loans.rules_of_day import Wanted, is_too_long, terms_of_day
from msai.services.meeting_records import NOBODY
from msai.services.postings import Paper, post
from msai.services.sheets.book import UnknownTender

REQUESTED, APPROVED, REFUSED, WITHDRAWN = "requested", "approved", "refused", "withdrawn"
LONGEST_PURPOSE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class AskLoan:
    """Ask for a loan: for whom, how much, for how many weeks or months, what for in her own words."""

    book_id: UUID
    request_id: UUID
    member_id: UUID
    wanted: Wanted
    on: date
    at: int
    fund: str = SAVINGS
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideLoan:
    """The other officer's answer; `seen_digest` is of what her screen showed."""

    book_id: UUID
    request_id: UUID
    decision: Decision
    seen_digest: bytes
    on: date
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawLoan:
    """She does not want it any more."""

    book_id: UUID
    request_id: UUID
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLoan:
    """Give out an approved loan between two meetings, from one place."""

    book_id: UUID
    request_id: UUID
    tender: str
    on: date
    at: int


def request_loan(session: Session, actor: Actor, command: AskLoan) -> str:
    """Ask for a loan; answers the name it will have in the book.

    Raises:
        NotFound: the member is not the actor's to speak for.
        BorrowerNotThere, LendingOff, LoanFundUnknown, LoanTooLong, LoanOverLimit, LoanTermsImpossible
    """
    require(actor, Action.LOAN_REQUEST, Target(command.book_id, command.member_id))
    journal_of(session, command.book_id).lock()
    group = load_group(session, command.book_id, command.on)
    member = _member(group, command.member_id, command.on)
    terms = _require_within_rules(session, group, command, member)
    asked = session.scalar(select(func.count()).select_from(LoanRequest).where(
        LoanRequest.book_id == command.book_id)) or 0
    alias = f"{ASKED_FOR}{asked + 1}"
    wanted = command.wanted
    session.execute(insert(LoanRequest).values(
        book_id=command.book_id, request_id=command.request_id, alias=alias, member_id=command.member_id,
        fund=command.fund, amount_minor=wanted.amount_minor, periods=wanted.periods,
        grace_periods=wanted.grace_periods, grace_pays=wanted.grace_pays.value, asked_on=command.on,
        purpose_sealed=_sealed(session, command), state=REQUESTED, asked_by=actor.user_id or NOBODY,
        asked_at=command.at, decided_by=None, decided_at=None,
        agreement=agreement_of(terms, fund=command.fund)))
    _note(session, actor, command.book_id, command.request_id, Action.LOAN_REQUEST, at=command.at)
    return alias


def decide_loan(session: Session, actor: Actor, command: DecideLoan) -> None:
    """Approve or refuse a request, as another officer.

    Raises:
        NotFound, LoanRequestDecided: there is nothing to answer (any more).
        OwnRequest, OwnLoan: she asked for it, or it is for her.
        ShownDiffers: her screen showed something else.
        LendingOff, LoanTooLong, LoanOverLimit: the rules do not let it be approved (any more).
        LoanTermsChanged: by the rules of today it would cost something else than she was told.
    """
    require(actor, Action.APPROVE, Target(command.book_id))
    journal_of(session, command.book_id).lock()
    row = get_request(session, command.book_id, command.request_id)
    if row.state != REQUESTED:
        raise LoanRequestDecided()
    _require_other_person(session, actor, row)
    if digest_of(shown_request(row)) != command.seen_digest:
        raise ShownDiffers()
    if command.decision is Decision.APPROVE:
        group = load_group(session, command.book_id, command.on)
        member = _member(group, row.member_id, command.on)
        terms = _require_within_rules(session, group, _as_asked(row, command), member)
        require_as_agreed(row.alias, row.agreement, terms)
        _settle(session, row, APPROVED, decided_by=actor.user_id, at=command.at,
                until=holds_until(group.rules, command.on))
    else:
        _settle(session, row, REFUSED, decided_by=actor.user_id, at=command.at)
    _note(session, actor, command.book_id, command.request_id, Action.APPROVE, at=command.at)


def withdraw_loan(session: Session, actor: Actor, command: WithdrawLoan) -> None:
    """Take a request back, before the loan is given.

    Raises:
        NotFound: there is no such request, or it is not the actor's to take back.
        LoanRequestDecided: it was refused, given or taken back before.
    """
    require(actor, Action.LOAN_REQUEST, Target(command.book_id, _borrower(session, command)))
    journal_of(session, command.book_id).lock()
    row = get_request(session, command.book_id, command.request_id)
    if row.state not in {REQUESTED, APPROVED}:
        raise LoanRequestDecided()
    _settle(session, row, WITHDRAWN, decided_by=row.decided_by, at=command.at)
    _note(session, actor, command.book_id, command.request_id, Action.LOAN_REQUEST, at=command.at)


def issue_loan(session: Session, actor: Actor, command: IssueLoan) -> UUID:
    """Give out an approved loan, as it was approved.  Answers the loan's id.

    Raises:
        LoanNotApproved: nobody approved it, or it was given before.
        LoanApprovalLapsed, LoanTermsChanged: the approval does not hold any more.
        OwnLoan: the officer who gives it out is the one who approved it.
        LendingOff, LoanTooLong, LoanOverLimit: the rules do not allow it any more.
        UnknownTender, NegativeTender: it cannot be paid from there.
        CycleClosed: the group has no open cycle on that day.
    """
    require(actor, Action.LOAN_RECORD, Target(command.book_id))
    journal_of(session, command.book_id).lock()
    row = get_request(session, command.book_id, command.request_id)
    if row.state != APPROVED:
        raise LoanNotApproved(loan=row.alias)
    if row.decided_by == actor.user_id or _is_same_member(session, actor, row, row.decided_by):
        raise OwnLoan()
    require_past(session, command.book_id, command.on, at=command.at)
    require_holds(row.alias, row.holds_until, on=command.on)
    group = load_group(session, command.book_id, command.on)
    terms = _require_within_rules(
        session, group, _as_asked(row, command), _member(group, row.member_id, command.on))
    require_as_agreed(row.alias, row.agreement, terms)
    return _issue(session, actor, command, group, row=row, terms=terms)


def get_request(session: Session, book_id: UUID, request_id: UUID) -> Row[Any]:
    """The row of a request.

    Raises:
        NotFound: nobody asked for such a loan in this book.
    """
    query = select_requests(book_id).where(LoanRequest.request_id == request_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound()
    return row


def select_requests(book_id: UUID) -> Select[Any]:
    """All requests of a group; the state of one whose loan is there is that it was given."""
    state = case((Loan.loan_id.is_not(None), ISSUED), else_=LoanRequest.state).label("state")
    columns = [state if column.name == "state" else column for column in LoanRequest.__table__.columns]
    of_its_name = and_(Loan.book_id == book_id, Loan.alias == LoanRequest.alias)
    return select(*columns).outerjoin(Loan, of_its_name).where(LoanRequest.book_id == book_id)


def shown_request(row: Row[Any]) -> dict[str, Any]:
    """What the other officer is shown, and answers."""
    return {
        "request": str(row.request_id), "member": str(row.member_id), "fund": row.fund,
        "amount_minor": row.amount_minor, "periods": row.periods, "grace_periods": row.grace_periods,
        "grace_pays": row.grace_pays, "asked_on": row.asked_on.isoformat(), "agreement": row.agreement,
        "purpose": sha256(row.purpose_sealed).hexdigest() if row.purpose_sealed else None,
    }


def purpose_context(request_id: UUID) -> str:
    """Where the words of a request belong; they open nowhere else."""
    return f"loan:{request_id}"


def wanted_of(row: Row[Any]) -> Wanted:
    """What was asked for, as a value again."""
    return Wanted(amount_minor=row.amount_minor, periods=row.periods, grace_periods=row.grace_periods,
                  grace_pays=GracePays(row.grace_pays))


def _issue(
    session: Session, actor: Actor, command: IssueLoan, group: GroupBook, *, row: Row[Any], terms: LoanTerms,
) -> UUID:
    if command.tender not in group.tenders:
        raise UnknownTender(tender=command.tender)
    loan = holder(command.book_id, HolderKind.LOAN, row.alias)
    member = next(one for one in group.members.values() if one.holder.id == row.member_id)
    post(session, actor, command.book_id, entry=loan_issued(command.on, LoanIssue(
        loan, member.holder, group.tenders[command.tender], row.amount_minor, terms.charge_at_issue_minor,
        row.fund, row.alias)), paper=Paper(SourceKind.LOAN, loan.id, command.at), step="issued")
    session.execute(insert(Loan).values(
        book_id=command.book_id, loan_id=loan.id, alias=row.alias, member_id=row.member_id, fund=row.fund,
        issued_on=command.on, months=None))
    keep_terms(session, command.book_id, {loan.id: terms}, recorded_by=actor.user_id or NOBODY, at=command.at)
    _note(session, actor, command.book_id, command.request_id, Action.LOAN_RECORD, at=command.at)
    return loan.id


def _member(group: GroupBook, member_id: UUID, day: date) -> MemberOnRoll:
    for member in group.on_roll(day):
        if member.holder.id == member_id:
            return member
    raise BorrowerNotThere(day=day)


def _as_asked(row: Row[Any], command: DecideLoan | IssueLoan) -> AskLoan:
    return AskLoan(book_id=row.book_id, request_id=row.request_id, member_id=row.member_id,
                   wanted=wanted_of(row), on=command.on, at=command.at, fund=row.fund)


def _require_within_rules(
    session: Session, group: GroupBook, command: AskLoan, member: MemberOnRoll,
) -> LoanTerms:
    """The terms that the rules of the day give a loan, where they allow it."""
    rules, wanted = group.rules, command.wanted
    if not rules.lending:
        raise LendingOff()
    if command.fund not in {SAVINGS, SOCIAL}:
        raise LoanFundUnknown(fund=command.fund)
    terms = terms_of_day(rules, wanted, day=command.on)
    if is_too_long(rules, wanted.periods, day=command.on):
        raise LoanTooLong(months=rules.loan_longest_months)
    if command.fund == SAVINGS and rules.loan_limit_multiple:
        room = room_to_borrow(session, group, member.number)
        if terms.debt_minor > room:
            raise LoanOverLimit(member=member.number, multiple=rules.loan_limit_multiple)
    return terms


def _require_other_person(session: Session, actor: Actor, row: Row[Any]) -> None:
    """Another login is not enough: one member with two logins is still one person."""
    hers = actor.standings[row.book_id].member_id
    if actor.user_id == row.asked_by:
        raise OwnRequest()
    if hers is not None and hers == row.member_id:
        raise OwnLoan()
    if _is_same_member(session, actor, row, row.asked_by):
        raise OwnRequest()


def _is_same_member(session: Session, actor: Actor, row: Row[Any], user_id: UUID) -> bool:
    """Whether another sign-in is that of the same member."""
    hers = actor.standings[row.book_id].member_id
    return hers is not None and hers == session.scalar(select(Membership.member_id).where(
        Membership.book_id == row.book_id, Membership.user_id == user_id))


def _borrower(session: Session, command: WithdrawLoan) -> UUID:
    return session.scalar(select(LoanRequest.member_id).where(
        LoanRequest.book_id == command.book_id, LoanRequest.request_id == command.request_id)) or UUID(int=0)


def _settle(
    session: Session, row: Row[Any], state: str, *, decided_by: UUID | None, at: int,
    until: date | None = None,
) -> None:
    """Change the state only from the one that was read, so that two browsers cannot both succeed."""
    moved = session.execute(
        update(LoanRequest)
        .where(LoanRequest.book_id == row.book_id, LoanRequest.request_id == row.request_id,
               LoanRequest.state == row.state)
        .values(state=state, decided_by=decided_by, decided_at=at, holds_until=until)
        .returning(LoanRequest.request_id)).first()
    if moved is None:
        raise LoanRequestDecided()


def _sealed(session: Session, command: AskLoan) -> bytes | None:
    words = command.purpose.strip()[:LONGEST_PURPOSE]
    if not words:
        return None
    key = person_key(session, vault_of(session), command.book_id, command.member_id)
    return key.seal(words, purpose_context(command.request_id))


def _note(
    session: Session, actor: Actor, book_id: UUID, request_id: UUID, action: Action, *, at: int,
) -> None:
    audit.record(session, actor, book_id=book_id, action=action, subject=f"loan:{request_id}", at=at)
