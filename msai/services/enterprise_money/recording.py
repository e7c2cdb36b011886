"""An act with the money of an enterprise is noted once: at once where one person is enough, else asked for.

Whatever is sent twice under one id is noted once. What takes a second person waits for her answer, bound to
what both were shown; what she approves is in the book at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from ledgers.cycles import get_open
from ledgers.entries import Source, SourceKind
from ledgers.errors import IdempotencyConflict
from ledgers.journal import Stamp
from msai import audit
from msai.approvals import Shown, State, Subject
from msai.models.money import MoneyAct
from msai.permissions import Action, Actor, Target, require
from msai.services.attachments import KeepFile, keep_file
from msai.services.enterprise_money.book import read_money_book
from msai.services.enterprise_money.desk import plan_money
from msai.services.enterprise_money.errors import MoneyReasonMissing, ReceiptThere
from msai.services.enterprise_money.parties import NameParty, name_party
from msai.services.enterprise_money.plan import MoneyPlan
from msai.services.enterprise_money.wanted import TYPES
from msai.services.keys import book_key, journal_of
from msai.services.meeting_records import NOBODY
from msai.services.staking.kept import as_text, read_kept
from msai.services.two_officers import (
    Answer,
    Question,
    answer,
    asked_row,
    keep_reason,
    put_before_another,
    read_reason,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMoney:
    """An act under an id that its form chose: what happened, words beside it, and a picture of its receipt.

    `new_party` names somebody who is not in the list yet and takes the place of its `party`. `on` is today.
    """

    book_id: UUID
    act_id: UUID
    wanted: Any
    on: date
    at: int
    words: str = ""
    new_party: str = ""
    receipt: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddReceipt:
    """A picture of a receipt that comes later."""

    book_id: UUID
    act_id: UUID
    content: bytes
    receipt_id: UUID
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerMoney(Answer):
    """The second person's answer; `on` is the day on which it takes effect."""

    act_id: UUID
    on: date


def preview_money(session: Session, actor: Actor, *, book_id: UUID, wanted: Any, on: date) -> MoneyPlan:
    """What an act would do, for who would note it; nothing is kept.

    Raises:
        NotPermitted: she does not keep the money of this enterprise.
        LedgerError: as its kind says.
    """
    require(actor, Action.ENTERPRISE_MONEY, Target(book_id))
    return plan_money(session, read_money_book(session, book_id), wanted, on)


def record_money(session: Session, actor: Actor, command: RecordMoney) -> None:
    """Note an act, or ask for it where it takes a second person; the same id again changes nothing.

    Raises:
        NotPermitted: she does not keep the money of this enterprise.
        IdempotencyConflict: the id was used for something else.
        MoneyReasonMissing: a second person is asked without words that say why.
        AlreadyRequested: the same waits for an answer already.
        FileTooLarge, FileNotReadable, FileNotSafe: the receipt cannot be kept.
        LedgerError: as its kind says.
    """
    book_id = command.book_id
    require(actor, Action.ENTERPRISE_MONEY, Target(book_id))
    journal_of(session, book_id).lock()
    if _is_noted(session, command):
        return
    wanted = command.wanted
    if command.new_party.strip():
        alias = name_party(session, actor, NameParty(
            book_id=book_id, name=command.new_party, at=command.at))
        wanted = replace(wanted, party=alias)
    get_open(session, book_id, on=command.on)
    plan = plan_money(session, read_money_book(session, book_id), wanted, command.on)
    if plan.alone:
        _note_alone(session, actor, command, plan)
    else:
        _ask(session, actor, command, plan)
    audit.record(session, actor, book_id=book_id, action=Action.ENTERPRISE_MONEY,
                 subject=f"money_act:{command.act_id}", at=command.at)


def answer_money(session: Session, actor: Actor, command: AnswerMoney) -> State:
    """Answer as the second person; what she approves takes effect at once.

    Raises:
        NotFound: nothing of that id was asked for.
        OwnRequest, ApprovalDecided, ApprovalExpired: she may not answer, or not any more.
        ShownDiffers: her screen showed something else, or the book moved since it was asked for.
        LedgerError: it can no longer take effect.
    """
    return answer(session, actor, command, _QUESTION)


def add_receipt(session: Session, actor: Actor, command: AddReceipt) -> None:
    """Keep the picture of a receipt with an act that has none.

    Raises:
        NotPermitted, NotFound
        ReceiptThere: one is kept already.
        FileTooLarge, FileNotReadable, FileNotSafe
    """
    require(actor, Action.ENTERPRISE_MONEY, Target(command.book_id))
    journal_of(session, command.book_id).lock()
    row = asked_row(session, MoneyAct, command.book_id, act_id=command.act_id)
    if row.receipt_id is not None:
        raise ReceiptThere()
    kept = keep_file(session, actor, KeepFile(
        book_id=command.book_id, attachment_id=command.receipt_id, action=Action.ENTERPRISE_MONEY,
        content=command.content, at=command.at))
    session.execute(
        update(MoneyAct).where(MoneyAct.book_id == command.book_id, MoneyAct.act_id == command.act_id)
        .values(receipt_id=kept))
    audit.record(session, actor, book_id=command.book_id, action=Action.ENTERPRISE_MONEY,
                 subject=f"receipt:{kept}", at=command.at)


def wanted_of(row: Row[Any]) -> Any:
    """What a kept act says, as a value again."""
    return read_kept(TYPES, row.wanted)


def words_of(session: Session, row: Row[Any]) -> str:
    """The words beside an act; empty where there are none."""
    if row.words_sealed is None:
        return ""
    return book_key(session, row.book_id).open(bytes(row.words_sealed), _context(row.act_id))


def keep_act(
    session: Session, actor: Actor, act: dict[str, Any], *, plan: MoneyPlan, words: str = "",
) -> None:
    """Keep the row of an act; `act` names its book, id and moment, and what else is known of it."""
    sealed = book_key(session, act["book_id"]).seal(words, _context(act["act_id"])) if words else None
    empty = dict.fromkeys((
        "receipt_id", "note_id", "approval_id", "done_at", "posted_seq", "line_ref", "report_id"))
    session.execute(insert(MoneyAct).values(
        **{**empty, **act}, kind=plan.wanted.kind.value, happened_on=plan.happened_on,
        amount_minor=plan.amount_minor, party=plan.party, about_id=plan.about_id, wanted=as_text(plan.wanted),
        words_sealed=sealed, asked_by=actor.user_id or NOBODY, taken_back_by=None))


def _is_noted(session: Session, command: RecordMoney) -> bool:
    said = session.scalar(select(MoneyAct.wanted).where(
        MoneyAct.book_id == command.book_id, MoneyAct.act_id == command.act_id))
    if said is None:
        return False
    noted, again = read_kept(TYPES, said), command.wanted
    if command.new_party.strip() and hasattr(noted, "party"):
        again = replace(again, party=noted.party)
    if noted != again:
        raise IdempotencyConflict(client_ref=_reference(command.act_id))
    return True


def _note_alone(session: Session, actor: Actor, command: RecordMoney, plan: MoneyPlan) -> None:
    receipt_id = None
    if command.receipt:
        receipt_id = keep_file(session, actor, KeepFile(
            book_id=command.book_id, attachment_id=command.act_id, action=Action.ENTERPRISE_MONEY,
            content=command.receipt, at=command.at))
    seq = _post(session, plan, command.book_id, command.act_id, Stamp(actor.user_id or NOBODY, command.at))
    keep_act(session, actor, {
        "book_id": command.book_id, "act_id": command.act_id, "receipt_id": receipt_id,
        "asked_at": command.at, "done_at": command.at, "posted_seq": seq,
    }, plan=plan, words=command.words.strip())
    plan.keep(session, command.act_id)


def _ask(session: Session, actor: Actor, command: RecordMoney, plan: MoneyPlan) -> None:
    if not command.words.strip():
        raise MoneyReasonMissing()
    note = keep_reason(session, command.book_id, command.words, at=command.at)
    approval_id = put_before_another(
        session, actor, Subject(command.book_id, Action.ENTERPRISE_MONEY, plan.subject),
        shown=plan.shown(note.commitment), at=command.at)
    keep_act(session, actor, {
        "book_id": command.book_id, "act_id": command.act_id, "note_id": note.note_id,
        "approval_id": approval_id, "asked_at": command.at}, plan=plan)


def _post(
    session: Session, plan: MoneyPlan, book_id: UUID, act_id: UUID, stamp: Stamp,
    note_id: UUID | None = None,
) -> int | None:
    if plan.entry is None:
        return None
    entry = replace(plan.entry, source=Source(SourceKind.MONEY, act_id), note_id=note_id)
    return journal_of(session, book_id).post(entry, client_ref=_reference(act_id), stamp=stamp).seq


def _carry_out(session: Session, said: AnswerMoney, row: Row[Any], plan: MoneyPlan) -> None:
    stamp = Stamp(row.asked_by, said.at, row.asked_at)
    seq = _post(session, plan, said.book_id, said.act_id, stamp, row.note_id)
    session.execute(
        update(MoneyAct).where(MoneyAct.book_id == said.book_id, MoneyAct.act_id == said.act_id)
        .values(done_at=said.at, posted_seq=seq, happened_on=plan.happened_on))
    plan.keep(session, said.act_id)


def _binds(session: Session, row: Row[Any], plan: MoneyPlan) -> tuple[Subject, Shown]:
    commitment = read_reason(session, row.book_id, row.note_id).commitment
    return Subject(row.book_id, Action.ENTERPRISE_MONEY, plan.subject), plan.shown(commitment)


_QUESTION: Question[AnswerMoney, MoneyPlan] = Question(
    find=lambda session, said: asked_row(session, MoneyAct, said.book_id, act_id=said.act_id),
    plan=lambda session, said, row: plan_money(
        session, read_money_book(session, said.book_id), wanted_of(row), said.on),
    binds=_binds, carry_out=_carry_out, noted=lambda said: f"money_act:{said.act_id}")


def _reference(act_id: UUID) -> str:
    return f"money:{act_id}"


def _context(act_id: UUID) -> str:
    return f"money_act:{act_id}"
