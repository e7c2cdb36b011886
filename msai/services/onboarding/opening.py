"""A running group starts from its paper: drafted by whoever helps, agreed to by two officers, then posted.

The facilitator may write the paper, and can never post money alone. One officer confirms it; from then on
nothing on it changes, and the other officer approves exactly what stands there, or sends it back. Only then
do the loans, the stakes and the one opening entry come into the book, all in one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from ledgers.accounts import HolderKind
from ledgers.books import add_holders, add_note
from ledgers.entries import JournalEntry, Source, SourceKind
from ledgers.errors import OpeningNotBalanced
from ledgers.journal import Stamp
from ledgers.rules.opening import opening, opening_with_rest
from msai.approvals import (
    Decide,
    Decision,
    RequestApproval,
    State,
    Subject,
    UseApproval,
    decide,
    digest_of,
    request_approval,
    use_approval,
)
from msai.audit import record
from msai.ids import uuid7
from msai.models.governance import Approval
from msai.models.groups import Loan
from msai.models.onboarding import GroupOpening
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.sealing import make_note
from msai.services import ServiceError
from msai.services.group_books import load_group
from msai.services.holders import holder, member_holder
from msai.services.keys import book_key, journal_of
from msai.services.loans.agreed import columns_of
from msai.services.loans.on_sheets import keep_terms
from msai.services.meeting_records import NOBODY
from msai.services.onboarding.drafts import LARGEST_DRAFT, DraftTooLarge
from msai.services.onboarding.opening_fields import is_field
from msai.services.onboarding.opening_paper import read_paper
from msai.services.onboarding.opening_told import LoanTold, OpeningBook, OpeningPaper
from msai.services.stakes import OpenStake, open_stake


class OpeningPosted(ServiceError):
    """The opening balances stand in the book; what was wrong with them is put right there."""

    code = "opening_posted"


class OpeningWaits(ServiceError):
    """One officer confirmed the paper; until the other has answered, nothing on it changes."""

    code = "opening_waits"


class OpeningUnclear(ServiceError):
    """Some fields of the paper could not be understood; they come first."""

    code = "opening_unclear"


class OpeningEmpty(ServiceError):
    """The paper says nothing; a group without anything is a new one."""

    code = "opening_empty"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One officer's word on the paper, waiting for the other's."""

    approval_id: UUID
    maker_id: UUID
    digest: bytes


@dataclass(frozen=True, slots=True)
class OpeningDesk:
    """The paper with everything around it; `waiting` is the request that is open now."""

    book: OpeningBook
    typed: Mapping[str, str]
    last_number: int
    posted_at: int | None
    waiting: Waiting | None

    @property
    def paper(self) -> OpeningPaper:
        """What the fields say."""
        return read_paper(self.typed, self.book)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOpening:
    """The second officer's word on the paper that her screen showed."""

    book_id: UUID
    approval_id: UUID
    seen_digest: bytes
    decision: Decision
    at: int


def read_opening(session: Session, actor: Actor, book_id: UUID, *, at: int) -> OpeningDesk:
    """The paper of a running group.

    Raises:
        NotFound: the group did not start from a paper.
    """
    require(actor, Action.OPENING_DRAFT, Target(book_id))
    return _desk(session, book_id, at=at)


def find_opening(session: Session, actor: Actor, book_id: UUID, *, at: int) -> OpeningDesk | None:
    """The paper of a group, or None where it did not start from one."""
    require(actor, Action.OPENING_DRAFT, Target(book_id))
    if session.scalar(select(GroupOpening.book_id).where(GroupOpening.book_id == book_id)) is None:
        return None
    return _desk(session, book_id, at=at)


def save_opening(
    session: Session, actor: Actor, book_id: UUID, *, changes: Mapping[str, str], at: int,
) -> OpeningDesk:
    """Keep what was typed; fields the form does not have are left out, an emptied one is taken out.

    Raises:
        OpeningPosted, OpeningWaits: the paper no longer changes.
        DraftTooLarge: nobody typed this.
    """
    require(actor, Action.OPENING_DRAFT, Target(book_id))
    desk = _changing(session, book_id, at=at)
    known = {name: text for name, text in changes.items()
             if is_field(name, desk.book.numbers, desk.book.tenders)}
    typed = {name: text for name, text in {**desk.typed, **known}.items() if text.strip()}
    body = json.dumps(typed, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace").decode("utf-8")
    if len(body.encode("utf-8")) > LARGEST_DRAFT:
        raise DraftTooLarge(largest=LARGEST_DRAFT)
    sealed = book_key(session, book_id).seal(body, _context(book_id))
    session.execute(update(GroupOpening).where(GroupOpening.book_id == book_id).values(
        body_sealed=sealed, saved_at=at, saved_by=actor.user_id or NOBODY))
    record(session, actor, book_id=book_id, action=Action.OPENING_DRAFT, subject=f"opening:{book_id}", at=at)
    return OpeningDesk(desk.book, typed, desk.last_number, None, None)


def confirm_opening(session: Session, actor: Actor, book_id: UUID, *, at: int) -> UUID:
    """One officer says that the paper is right; answers the request that the other one approves.

    Raises:
        OpeningPosted, OpeningWaits: the paper no longer changes.
        OpeningUnclear, OpeningEmpty, OpeningNotBalanced: it is not ready.
    """
    require(actor, Action.OPENING_CONFIRM, Target(book_id))
    desk = _changing(session, book_id, at=at)
    _entry_of(desk)
    approval_id = uuid7(at)
    request_approval(session, actor, RequestApproval(
        approval_id=approval_id, subject=_subject(book_id), shown=shown_opening(desk), at=at))
    return approval_id


def answer_opening(session: Session, actor: Actor, command: AnswerOpening) -> State:
    """The other officer approves the paper, and it is posted; or sends it back to be mended.

    Raises:
        NotFound, ApprovalDecided, ApprovalExpired, OwnRequest, ShownDiffers: as `decide`.
        OpeningPosted: it stands in the book already.
    """
    require(actor, Action.OPENING_CONFIRM, Target(command.book_id))
    desk = _desk(session, command.book_id, at=command.at)
    if desk.posted_at is not None:
        raise OpeningPosted()
    state = decide(session, actor, Decide(
        book_id=command.book_id, approval_id=command.approval_id, decision=command.decision,
        seen_digest=command.seen_digest, at=command.at))
    if state is State.APPROVED:
        _post(session, actor, desk, command)
    return state


def shown_opening(desk: OpeningDesk) -> Mapping[str, Any]:
    """What the second officer is shown, and approves: the day, every balance, the loans, the stakes."""
    paper = desk.paper
    return {
        "as_of": desk.book.as_of.isoformat(), "last_number": desk.last_number, "decision": paper.decision,
        "balances": {account.key: minor for account, minor in paper.balances.items()},
        "loans": [_shown_loan(told) for told in paper.loans],
        "between": [[told.lender, told.borrower, told.amount_minor] for told in paper.between],
        "stakes": [[told.alias, told.enterprise, told.instrument, told.claim_currency]
                   for told in paper.stakes],
    }


def seen_digest(desk: OpeningDesk) -> bytes:
    """The digest that binds an answer to the paper on the screen."""
    return digest_of(shown_opening(desk))


def _shown_loan(told: LoanTold) -> list[Any]:
    terms = {name: str(value) for name, value in columns_of(told.terms).items()} if told.terms else None
    return [told.alias, told.number, told.fund, told.issued_on.isoformat(), told.months, terms]


def _subject(book_id: UUID) -> Subject:
    return Subject(book_id, Action.OPENING_CONFIRM, f"opening:{book_id}")


def _context(book_id: UUID) -> str:
    return f"group_opening:{book_id}"


def _desk(session: Session, book_id: UUID, *, at: int) -> OpeningDesk:
    row = session.scalar(
        select(GroupOpening).where(GroupOpening.book_id == book_id)
        .execution_options(populate_existing=True))
    if row is None:
        raise NotFound()
    typed = json.loads(book_key(session, book_id).open(row.body_sealed, _context(book_id)))
    book = _book(session, book_id, as_of=row.as_of)
    return OpeningDesk(book, typed, row.last_number, row.posted_at, _waiting(session, book_id, at=at))


def _book(session: Session, book_id: UUID, *, as_of: date) -> OpeningBook:
    group = load_group(session, book_id, as_of)
    return OpeningBook(
        book_id, group.currency, as_of, group.rules, tuple(sorted(group.members)), group.tenders)


def _waiting(session: Session, book_id: UUID, *, at: int) -> Waiting | None:
    row = session.scalar(select(Approval).where(
        Approval.book_id == book_id, Approval.action == Action.OPENING_CONFIRM.value,
        Approval.state == State.PENDING.value, Approval.expires_at > at))
    return Waiting(row.approval_id, row.maker_id, bytes(row.shown_digest)) if row is not None else None


def _changing(session: Session, book_id: UUID, *, at: int) -> OpeningDesk:
    desk = _desk(session, book_id, at=at)
    if desk.posted_at is not None:
        raise OpeningPosted()
    if desk.waiting is not None:
        raise OpeningWaits()
    return desk


def _entry_of(desk: OpeningDesk) -> JournalEntry:
    """The one entry of the paper, which is made to find out whether it can be."""
    paper = desk.paper
    if paper.problems:
        raise OpeningUnclear(count=len(paper.problems))
    if not paper.balances:
        raise OpeningEmpty()
    if not paper.rests_minor:
        return opening(desk.book.as_of, paper.balances)
    if not paper.decision:
        raise OpeningNotBalanced(rests_minor=paper.rests_minor)
    return opening_with_rest(desk.book.as_of, paper.balances)


def _post(session: Session, actor: Actor, desk: OpeningDesk, command: AnswerOpening) -> None:
    use_approval(session, actor, UseApproval(
        subject=_subject(command.book_id), approval_id=command.approval_id,
        about_to_happen=shown_opening(desk), at=command.at))
    entry = _entry_of(desk)
    _open_stakes(session, actor, desk)
    _keep_loans(session, desk, recorded_by=actor.user_id or NOBODY, at=command.at)
    entry = JournalEntry(
        entry.kind, entry.occurred_on, entry.postings, source=Source(SourceKind.OPENING, command.book_id),
        note_id=_note(session, desk, at=command.at))
    journal_of(session, command.book_id).post(
        entry, client_ref=f"opening:{command.book_id}", stamp=Stamp(actor.user_id or NOBODY, command.at))
    session.execute(
        update(GroupOpening).where(GroupOpening.book_id == command.book_id).values(posted_at=command.at))
    record(session, actor, book_id=command.book_id, action=Action.OPENING_CONFIRM,
           subject=f"opening:{command.book_id}", at=command.at)


def _note(session: Session, desk: OpeningDesk, *, at: int) -> UUID | None:
    """Why a rest went to the surplus is kept with the entry, in the words of the group."""
    decision = desk.paper.decision
    if not decision or not desk.paper.rests_minor:
        return None
    note = make_note(book_key(session, desk.book.book_id), uuid7(at), decision)
    add_note(session, desk.book.book_id, note)
    return note.note_id


def _open_stakes(session: Session, actor: Actor, desk: OpeningDesk) -> None:
    installation = Actor(actor.user_id, actor.display, system=True)
    for told in desk.paper.stakes:
        # The enterprise's own book may come later, or never; until then the stake names it alone.
        open_stake(session, installation, OpenStake(
            book_id=desk.book.book_id, alias=told.alias,
            enterprise_id=uuid5(desk.book.book_id, f"enterprise:{told.enterprise}"),
            enterprise_name=told.enterprise, instrument=told.instrument,
            claim_currency=told.claim_currency, opened_on=desk.book.as_of))


def _keep_loans(session: Session, desk: OpeningDesk, *, recorded_by: UUID, at: int) -> None:
    book_id, loans = desk.book.book_id, desk.paper.loans
    who = {told.alias: holder(book_id, HolderKind.LOAN, told.alias) for told in loans}
    add_holders(session, book_id, list(who.values()))
    if loans:
        session.execute(insert(Loan), [
            {"book_id": book_id, "loan_id": who[told.alias].id, "alias": told.alias,
             "member_id": member_holder(book_id, told.number).id, "fund": told.fund,
             "issued_on": told.issued_on, "months": told.months}
            for told in loans])
    keep_terms(session, book_id, {who[told.alias].id: told.terms for told in loans if told.terms},
               recorded_by=recorded_by, at=at)
