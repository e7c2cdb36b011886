"""A transfer that came back to the group, or that two people believe is lost.

What came back is what reached the tender; the rest of what stood in transit is fee and exchange difference.
Lost money leaves the books only when a second officer agrees, who is shown how much it is and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ledgers.rules.remittance import Transit, capital_lost, capital_returned
from ledgers.rules.stakes import Arrival
from msai import audit
from msai.approvals import Shown, State, Subject
from msai.models.enterprises import Remittance
from msai.models.remittances import Arriving
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.group_books import load_group, require_open_cycle
from msai.services.outbox import Letter, leave
from msai.services.postings import post
from msai.services.remitting import documents as d
from msai.services.remitting.drafting import AnswerRemittance, tender_of
from msai.services.remitting.errors import (
    ExplanationMissing,
    LandedBeforeSent,
    NothingLanded,
    NotSentYet,
    RemittanceMoved,
)
from msai.services.two_officers import Question, answer, keep_reason, put_before_another


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack:
    """Money of a transfer that came back: what reached the tender, and the fee kept on the way."""

    book_id: UUID
    remittance_id: UUID
    on: date
    tender: str
    received_minor: int
    today: date
    at: int
    fee_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveUp:
    """One officer believes that a transfer is lost, from this day on."""

    book_id: UUID
    remittance_id: UUID
    on: date
    reason: str
    today: date
    at: int


def take_back(session: Session, actor: Actor, command: TakeBack) -> None:
    """Post a transfer that came back to the group; everything still in transit of it ends.

    Raises:
        NotPermitted, NotFound, UnknownTender
        NotSentYet, RemittanceMoved: nothing of it is on its way.
        NothingLanded, LandedBeforeSent, RemittanceDayAhead, CycleClosed
    """
    require(actor, Action.REMITTANCE_SEND, Target(command.book_id))
    row = _on_its_way(session, command.book_id, command.remittance_id)
    if row.state == d.RETURNED:
        return
    if command.received_minor <= 0 or command.fee_minor < 0:
        raise NothingLanded()
    _require_day(row, command.on, command.today)
    group = load_group(session, command.book_id, command.on)
    require_open_cycle(session, group, on=command.on)
    arrival = Arrival(tender_of(group, command.tender), command.received_minor, command.fee_minor)
    entry = capital_returned(command.on, _way(session, row), arrival=arrival)
    post(session, actor, row.book_id, entry=entry, paper=d.paper_of(row, command.at), step=d.RETURNED)
    _end(session, actor, row, state=d.RETURNED, at=command.at)


def _on_its_way(session: Session, book_id: UUID, remittance_id: UUID) -> Row[Any]:
    """A remittance of which something may be on its way, or that came back already."""
    row = d.remittance_row(session, book_id, remittance_id)
    if row.direction != "out":
        raise NotFound()
    if row.state in (d.DRAFT, d.APPROVED):
        raise NotSentYet(remittance=row.alias)
    if row.state not in (*d.ON_ITS_WAY, d.RETURNED):
        raise RemittanceMoved(state=row.state)
    return row


def _require_day(row: Row[Any], on: date, today: date) -> None:
    if on < row.sent_on:
        raise LandedBeforeSent(sent_on=row.sent_on.isoformat())
    d.require_day(on, today)


def _way(session: Session, row: Row[Any]) -> Transit:
    held, _stake = d.held_stake(session, row.book_id, row.stake_id)
    way = d.in_transit(session, row, held.stake.fund)
    if way.carrying_minor <= 0:
        raise RemittanceMoved(state=row.state)
    return way


def ask_lost(session: Session, actor: Actor, command: GiveUp) -> None:
    """Put it before the second officer that a transfer is lost; nothing is posted.

    Raises:
        NotPermitted, NotFound, NotSentYet, RemittanceMoved, LandedBeforeSent, RemittanceDayAhead
        ExplanationMissing: no words say why.
        AlreadyRequested: it waits for an answer already.
    """
    require(actor, Action.REMITTANCE_LOSE, Target(command.book_id))
    row = _on_its_way(session, command.book_id, command.remittance_id)
    if not command.reason.strip():
        raise ExplanationMissing()
    _require_day(row, command.on, command.today)
    note = keep_reason(session, command.book_id, command.reason, at=command.at)
    shown = shown_as_lost(row, _way(session, row), on=command.on, note_id=note.note_id)
    approval_id = put_before_another(session, actor, lost_subject(row), shown=shown, at=command.at)
    d.change_row(session, Remittance, row.book_id, remittance_id=row.remittance_id, lost_on=command.on,
                 lost_approval_id=approval_id, lost_note_id=note.note_id)


def lost_subject(row: Any) -> Subject:
    """What the approval of a loss is about."""
    return Subject(row.book_id, Action.REMITTANCE_LOSE, f"remittance:{row.remittance_id}")


def lost_shown(session: Session, row: Row[Any]) -> Shown:
    """What the second officer is shown of a transfer that is believed lost.

    Raises:
        RemittanceMoved: nothing of it is in transit any more.
    """
    return shown_as_lost(row, _way(session, row), on=row.lost_on, note_id=row.lost_note_id)


def shown_as_lost(row: Any, way: Transit, *, on: date, note_id: UUID) -> Shown:
    """How much would leave the book as lost, on which day, and why."""
    return {"remittance": str(row.remittance_id), "alias": row.alias, "lost_minor": way.carrying_minor,
            "on": on.isoformat(), "why": str(note_id)}


def answer_lost(session: Session, actor: Actor, said: AnswerRemittance) -> State:
    """The second officer agrees that a transfer is lost, and it is posted, or she does not.

    Raises:
        NotFound, RemittanceMoved, CycleClosed
        OwnRequest, ApprovalDecided, ApprovalExpired, ShownDiffers
    """
    return answer(session, actor, said, Question(
        find=_find_lost, plan=_plan_lost, binds=_bind_lost, noted=_noted,
        carry_out=lambda session, said, row, way: _lose(session, actor, said, row, way)))


def _find_lost(session: Session, said: AnswerRemittance) -> Any:
    """The remittance, with the approval of its loss under the name that every question uses."""
    _on_its_way(session, said.book_id, said.remittance_id)
    columns = [column for column in Remittance.__table__.columns if column.name != "approval_id"]
    row = session.execute(
        select(*columns, Remittance.lost_approval_id.label("approval_id"))
        .where(Remittance.book_id == said.book_id, Remittance.remittance_id == said.remittance_id)).one()
    if row.approval_id is None:
        raise NotFound()
    return row


def _plan_lost(session: Session, _said: AnswerRemittance, row: Row[Any]) -> Transit:
    require_open_cycle(session, load_group(session, row.book_id, row.lost_on), on=row.lost_on)
    return _way(session, row)


def _bind_lost(_session: Session, row: Row[Any], way: Transit) -> tuple[Subject, Shown]:
    return lost_subject(row), shown_as_lost(row, way, on=row.lost_on, note_id=row.lost_note_id)


def _noted(said: AnswerRemittance) -> str:
    return f"remittance:{said.remittance_id}"


def _lose(session: Session, actor: Actor, said: AnswerRemittance, row: Row[Any], way: Transit) -> None:
    post(session, actor, row.book_id, entry=capital_lost(row.lost_on, way), paper=d.paper_of(row, said.at),
         step=d.LOST)
    _end(session, actor, row, state=d.LOST, at=said.at, note_id=row.lost_note_id)


def _end(
    session: Session, actor: Actor, row: Row[Any], *, state: str, at: int, note_id: UUID | None = None,
) -> None:
    d.change_row(session, Remittance, row.book_id, remittance_id=row.remittance_id, state=state)
    d.note_step(session, actor, d.Step(
        book_id=row.book_id, remittance_id=row.remittance_id, state=state, at=at, note_id=note_id))
    audit.record(session, actor, book_id=row.book_id, action=Action.REMITTANCE_SEND, at=at,
                 subject=f"remittance:{row.remittance_id}:{state}")
    if row.other_book_id is not None:
        leave(session, Letter(
            book_id=row.book_id, recipient_id=row.other_book_id, kind="transfer_ended",
            reference=f"remittance:{row.remittance_id}:{state}", at=at,
            body={"remittance_id": str(row.remittance_id), "state": state}))


def take_ended(session: Session, actor: Actor, letter: Letter) -> None:
    """The group told the enterprise that a transfer came back, or is lost: nothing more of it will land."""
    require(actor, Action.HISTORY_IMPORT, Target(letter.recipient_id))
    remittance_id, state = UUID(letter.body["remittance_id"]), letter.body["state"]
    d.arriving_row(session, letter.recipient_id, remittance_id)
    d.change_row(session, Arriving, letter.recipient_id, remittance_id=remittance_id, state=state)
    d.note_step(session, actor, d.Step(
        book_id=letter.recipient_id, remittance_id=remittance_id, state=state, at=letter.at))
