"""Money on its way home that two officers of the group believe is lost: it leaves the group's book.

The enterprise has paid and owes it no more; it is told. The second officer is shown how much it is, and why.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ledgers.rules.remittance import Transit, capital_lost
from msai import audit
from msai.approvals import Shown, State, Subject
from msai.models.enterprises import Remittance
from msai.models.remittances import Arriving
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.backing.ended import end_backer_without_money
from msai.services.group_books import load_group, require_open_cycle
from msai.services.outbox import Letter, leave
from msai.services.postings import post
from msai.services.remitting import documents as d
from msai.services.remitting.drafting import AnswerRemittance
from msai.services.remitting.ending import GiveUp, lost_subject, shown_as_lost
from msai.services.remitting.errors import ExplanationMissing, LandedBeforeSent, RemittanceMoved
from msai.services.staking.ended import end_stake_without_claim
from msai.services.two_officers import Question, answer, keep_reason, put_before_another

_MAY_BE_LOST = ("on_its_way", d.RECEIVED, d.DISPUTED)


def ask_lost_home(session: Session, actor: Actor, command: GiveUp) -> None:
    """Put it before the second officer that money on its way home is lost; nothing is posted.

    Raises:
        NotPermitted, NotFound, LandedBeforeSent, RemittanceDayAhead
        RemittanceMoved: nothing of it is in transit.
        ExplanationMissing: no words say why.
        AlreadyRequested: it waits for an answer already.
    """
    require(actor, Action.REMITTANCE_LOSE, Target(command.book_id))
    row = _coming(session, command.book_id, command.remittance_id)
    if not command.reason.strip():
        raise ExplanationMissing()
    if command.on < row.sent_on:
        raise LandedBeforeSent(sent_on=row.sent_on.isoformat())
    d.require_day(command.on, command.today)
    note = keep_reason(session, command.book_id, command.reason, at=command.at)
    shown = shown_as_lost(row, _way(session, row), on=command.on, note_id=note.note_id)
    approval_id = put_before_another(session, actor, lost_subject(row), shown=shown, at=command.at)
    d.change_row(session, Arriving, row.book_id, remittance_id=row.remittance_id, lost_on=command.on,
                 lost_approval_id=approval_id, lost_note_id=note.note_id)


def _coming(session: Session, book_id: UUID, remittance_id: UUID) -> Row[Any]:
    row = d.arriving_row(session, book_id, remittance_id)
    if row.direction != "home":
        raise NotFound()
    if row.state not in _MAY_BE_LOST:
        raise RemittanceMoved(state=row.state)
    return row


def _way(session: Session, row: Row[Any]) -> Transit:
    held, _stake = d.held_stake(session, row.book_id, row.stake_id)
    way = d.in_transit(session, row, held.stake.fund)
    if way.carrying_minor <= 0:
        raise RemittanceMoved(state=row.state)
    return way


def lost_home_shown(session: Session, row: Row[Any]) -> Shown:
    """What the second officer is shown of money on its way home that is believed lost.

    Raises:
        RemittanceMoved: nothing of it is in transit any more.
    """
    return shown_as_lost(row, _way(session, row), on=row.lost_on, note_id=row.lost_note_id)


def answer_lost_home(session: Session, actor: Actor, said: AnswerRemittance) -> State:
    """The second officer agrees that it is lost, and it is posted, or she does not.

    Raises:
        NotFound, RemittanceMoved, CycleClosed
        OwnRequest, ApprovalDecided, ApprovalExpired, ShownDiffers
    """
    return answer(session, actor, said, Question(
        find=_find, plan=_plan, binds=_binds, noted=lambda said: f"remittance:{said.remittance_id}",
        carry_out=lambda session, said, row, way: _lose(session, actor, said, row, way)))


def _find(session: Session, said: AnswerRemittance) -> Any:
    _coming(session, said.book_id, said.remittance_id)
    row = session.execute(
        select(*Arriving.__table__.columns, Arriving.lost_approval_id.label("approval_id"))
        .where(Arriving.book_id == said.book_id, Arriving.remittance_id == said.remittance_id)).one()
    if row.approval_id is None:
        raise NotFound()
    return row


def _plan(session: Session, _said: AnswerRemittance, row: Row[Any]) -> Transit:
    require_open_cycle(session, load_group(session, row.book_id, row.lost_on), on=row.lost_on)
    return _way(session, row)


def _binds(_session: Session, row: Row[Any], way: Transit) -> tuple[Subject, Shown]:
    return lost_subject(row), shown_as_lost(row, way, on=row.lost_on, note_id=row.lost_note_id)


def _lose(session: Session, actor: Actor, said: AnswerRemittance, row: Row[Any], way: Transit) -> None:
    post(session, actor, row.book_id, entry=capital_lost(row.lost_on, way), paper=d.paper_of(row, said.at),
         step=d.LOST)
    _end(session, actor, Arriving, row, at=said.at, note_id=row.lost_note_id)
    end_stake_without_claim(session, row.book_id, row.stake_id, on=row.lost_on)
    audit.record(session, actor, book_id=row.book_id, action=Action.REMITTANCE_LOSE, at=said.at,
                 subject=f"remittance:{row.remittance_id}:{d.LOST}")
    leave(session, Letter(
        book_id=row.book_id, recipient_id=row.sender_id, kind="home_lost", at=said.at,
        reference=f"remittance:{row.remittance_id}:{d.LOST}",
        body={"remittance_id": str(row.remittance_id), "on": row.lost_on.isoformat()}))


def _end(
    session: Session, actor: Actor, table: Any, row: Row[Any], *, at: int, note_id: UUID | None = None,
) -> None:
    d.change_row(session, table, row.book_id, remittance_id=row.remittance_id, state=d.LOST)
    d.note_step(session, actor, d.Step(
        book_id=row.book_id, remittance_id=row.remittance_id, state=d.LOST, at=at, note_id=note_id))


def take_home_lost(session: Session, actor: Actor, letter: Letter) -> None:
    """The group told the enterprise that what it sent is lost; it was paid, and is not owed again.

    Raises:
        RemittanceMoved: the enterprise wrote it down as come back meanwhile.
    """
    require(actor, Action.HISTORY_IMPORT, Target(letter.recipient_id))
    book_id, on = letter.recipient_id, date.fromisoformat(letter.body["on"])
    row = d.remittance_row(session, book_id, UUID(letter.body["remittance_id"]))
    if row.state not in d.ON_ITS_WAY:
        raise RemittanceMoved(state=row.state)
    _end(session, actor, Remittance, row, at=letter.at)
    end_backer_without_money(session, book_id, row.stake_id, on=on)
