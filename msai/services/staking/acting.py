"""A decision about a stake or a backer: asked for by one person, answered by another, and then in the book.

Groups and enterprises decide in the same way, each in its own book; a `Desk` says what is particular to one.
What one person may do alone (an enterprise noting a grant that came) happens when she sends it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from ledgers.accounts import Account
from ledgers.books import SealedNote
from ledgers.cycles import get_open
from ledgers.entries import JournalEntry, Source, SourceKind
from ledgers.journal import Draft, Posted, Stamp
from msai import audit
from msai.approvals import Shown, State, Subject
from msai.models.stakes import StakeAct
from msai.permissions import Action, Actor, Target, require
from msai.services.keys import book_key, journal_of
from msai.services.meeting_records import NOBODY
from msai.services.staking.errors import ActKnown, StakeReasonMissing
from msai.services.staking.kept import as_text, read_kept, said_of, words_of
from msai.services.two_officers import (
    Answer,
    Question,
    answer,
    asked_row,
    keep_reason,
    put_before_another,
    read_reason,
)


@dataclass(frozen=True, slots=True)
class Done:
    """The moment a decision takes effect: which one it is, on which day, and when it was told (ms, UTC)."""

    book_id: UUID
    act_id: UUID
    on: date
    at: int
    asked_by: UUID


Keep = Callable[[Session, Done], None]


def _nothing(_session: Session, _done: Done) -> None:
    """The entries are all there is to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A decision as it would take effect on a day: its entries, and what else is kept with them.

    `about` names the stake or backer for the approval, `facts` the sums a person has to see besides.
    `alone` says that one person is enough; `moves` are what accounts changed of old, to be shown.
    """

    wanted: Any
    about: str
    about_id: UUID | None
    entries: tuple[JournalEntry, ...] = ()
    facts: tuple[tuple[str, int | str], ...] = ()
    alone: bool = False
    keep: Keep = _nothing

    def shown(self, commitment: bytes) -> dict[str, Any]:
        """What an approval is bound to, the commitment to the reason included."""
        return {
            "wanted": said_of(self.wanted), "reason": commitment.hex(),
            "facts": [list(fact) for fact in self.facts],
            "postings": [
                [entry.kind.value, posting.debit.key, posting.credit.key, posting.amount_minor]
                for entry in self.entries for posting in entry.postings]}

    def changes(self) -> dict[Account, int]:
        """What each account gains or loses, debit positive."""
        moved: dict[Account, int] = {}
        for entry in self.entries:
            for posting in entry.postings:
                moved[posting.debit] = moved.get(posting.debit, 0) + posting.amount_minor
                moved[posting.credit] = moved.get(posting.credit, 0) - posting.amount_minor
        return {account: minor for account, minor in moved.items() if minor}


Planner = Callable[[Session, UUID, Any, date], Plan]
Questioner = Callable[[Session, UUID, Any, date], None]


def _any_day(_session: Session, _book_id: UUID, _day: date) -> None:
    """Every day of an open cycle is one on which something can be decided."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where decisions of one kind of book are made: what it takes, their types by kind, and their plans.

    A questioner refuses what may be a slip of whoever asks, until she says that it is meant; the guard
    refuses days on which nothing is decided, beside those outside every open cycle.
    """

    action: Action
    types: Mapping[str, type[Any]]
    planners: Mapping[str, Planner]
    questioners: Mapping[str, Questioner] = field(default_factory=dict)
    guard: Callable[[Session, UUID, date], None] = _any_day


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAct:
    """Ask for a decision; `reason` is for the second person and for the book.

    `is_sure` says that who asks was questioned about it, and means it.
    """

    book_id: UUID
    act_id: UUID
    wanted: Any
    reason: str
    on: date
    at: int
    is_sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerAct(Answer):
    """The second person's answer; `on` is the day on which it takes effect."""

    act_id: UUID
    on: date


def plan_act(session: Session, desk: Desk, book_id: UUID, *, wanted: Any, on: date) -> Plan:
    """Work out what a decision would do on a day, with every refusal it would meet.

    Raises:
        CycleClosed: no cycle is open on the day.
        LedgerError: as its kind says.
    """
    get_open(session, book_id, on=on)
    desk.guard(session, book_id, on)
    return desk.planners[wanted.kind](session, book_id, wanted, on)


def preview_act(
    session: Session, actor: Actor, desk: Desk, *, book_id: UUID, wanted: Any, on: date,
    is_sure: bool = False,
) -> Plan:
    """As `plan_act`, for who would ask; nothing is kept.

    Raises:
        NotPermitted: she does not decide in this book.
        LedgerError: as its kind says, and what may be a slip, unless she is sure.
    """
    require(actor, desk.action, Target(book_id))
    plan = plan_act(session, desk, book_id, wanted=wanted, on=on)
    if not is_sure and wanted.kind in desk.questioners:
        desk.questioners[wanted.kind](session, book_id, wanted, on)
    return plan


def ask_act(session: Session, actor: Actor, desk: Desk, *, command: AskAct) -> Plan:
    """Put a decision before a second person, or take it at once where one is enough.

    Raises:
        StakeReasonMissing: no words say why.
        ActKnown: it was sent before, by the same form.
        AlreadyRequested: the same waits for an answer already.
        LedgerError
    """
    book_id = command.book_id
    require(actor, desk.action, Target(book_id))
    if not command.reason.strip():
        raise StakeReasonMissing()
    journal_of(session, book_id).lock()
    if _is_known(session, command):
        raise ActKnown()
    plan = preview_act(session, actor, desk, book_id=book_id, wanted=command.wanted, on=command.on,
                       is_sure=command.is_sure)
    note = keep_reason(session, book_id, command.reason, at=command.at)
    approval_id = None if plan.alone else put_before_another(
        session, actor, _subject(desk, book_id, plan), shown=plan.shown(note.commitment), at=command.at)
    _keep(session, actor, command, plan, note=note, approval_id=approval_id)
    if plan.alone:
        _carry_out(session, plan, Done(
            book_id, command.act_id, command.on, command.at, actor.user_id or NOBODY), note_id=note.note_id,
            asked_at=command.at)
    audit.record(session, actor, book_id=book_id, action=desk.action, subject=f"stake_act:{command.act_id}",
                 at=command.at)
    return plan


def _is_known(session: Session, command: AskAct) -> bool:
    found = session.scalar(select(StakeAct.asked_at).where(
        StakeAct.book_id == command.book_id, StakeAct.act_id == command.act_id))
    return found is not None


def answer_act(session: Session, actor: Actor, desk: Desk, *, command: AnswerAct) -> State:
    """Answer as the second person; what she approves takes effect at once.

    Raises:
        NotFound: nothing of that id was asked for.
        OwnRequest, ApprovalDecided, ApprovalExpired: she may not answer, or not any more.
        ShownDiffers: her screen showed something else, or the book moved since it was asked for.
        LedgerError: it can no longer take effect.
    """
    return answer(session, actor, command, _question(desk))


def wanted_of(session: Session, desk: Desk, row: Row[Any]) -> Any:
    """What was asked for, as a value again."""
    words = None if row.words_sealed is None else book_key(session, row.book_id).open(
        bytes(row.words_sealed), _context(row.act_id))
    return read_kept(desk.types, row.wanted, words)


def _question(desk: Desk) -> Question[AnswerAct, Plan]:
    def carry_out(session: Session, said: AnswerAct, row: Row[Any], plan: Plan) -> None:
        _carry_out(session, plan, Done(said.book_id, said.act_id, said.on, said.at, row.asked_by),
                   note_id=row.note_id, asked_at=row.asked_at)

    def binds(session: Session, row: Row[Any], plan: Plan) -> tuple[Subject, Shown]:
        commitment = read_reason(session, row.book_id, row.note_id).commitment
        return _subject(desk, row.book_id, plan), plan.shown(commitment)

    return Question(
        find=lambda session, said: asked_row(session, StakeAct, said.book_id, act_id=said.act_id),
        plan=lambda session, said, row: plan_act(
            session, desk, said.book_id, wanted=wanted_of(session, desk, row), on=said.on),
        binds=binds, carry_out=carry_out, noted=lambda said: f"stake_act:{said.act_id}")


def _subject(desk: Desk, book_id: UUID, plan: Plan) -> Subject:
    return Subject(book_id, desk.action, f"stake:{plan.wanted.kind}:{plan.about}")


def _context(act_id: UUID) -> str:
    return f"stake_act:{act_id}"


def _keep(
    session: Session, actor: Actor, command: AskAct, plan: Plan, *, note: SealedNote,
    approval_id: UUID | None,
) -> None:
    words, key = words_of(command.wanted), book_key(session, command.book_id)
    session.execute(insert(StakeAct).values(
        book_id=command.book_id, act_id=command.act_id, kind=str(command.wanted.kind),
        about_id=plan.about_id, wanted=as_text(command.wanted),
        words_sealed=None if words is None else key.seal(words, _context(command.act_id)),
        note_id=note.note_id, approval_id=approval_id, asked_by=actor.user_id or NOBODY,
        asked_at=command.at, done_at=None, posted_seq=None))


def _carry_out(session: Session, plan: Plan, done: Done, *, note_id: UUID, asked_at: int) -> None:
    posted = _post(session, plan, done, note_id=note_id, asked_at=asked_at)
    plan.keep(session, done)
    session.execute(
        update(StakeAct).where(StakeAct.book_id == done.book_id, StakeAct.act_id == done.act_id)
        .values(done_at=done.at, posted_seq=posted[0].seq if posted else None))


def _post(
    session: Session, plan: Plan, done: Done, *, note_id: UUID, asked_at: int,
) -> tuple[Posted, ...]:
    source = Source(SourceKind.STAKE, done.act_id)
    drafts = [
        Draft(replace(entry, source=source, note_id=note_id), f"stake:{done.act_id}:{number}")
        for number, entry in enumerate(plan.entries, start=1)]
    if not drafts:
        return ()
    return journal_of(session, done.book_id).post_all(drafts, stamp=Stamp(done.asked_by, done.at, asked_at))
