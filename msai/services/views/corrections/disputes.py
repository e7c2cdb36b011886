"""One dispute: the line it is about, and all that was said of it, in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.errors import LedgerError
from msai.messages import N_, Message
from msai.models.corrections import Correction, Dispute, DisputeWord
from msai.permissions import Action, Actor, NotFound, Target, is_allowed, require
from msai.sealing import DataKey, KeyDestroyed, person_key
from msai.services.corrections.day_book import borrowers_of
from msai.services.corrections.lines import look_up_line
from msai.services.disputes import DisputeState, words_context
from msai.services.keys import vault_of
from msai.services.views.corrections.speakers import names_of
from msai.services.views.corrections.words import GroupWords, SaidLine, read_words, say_standing
from msai.services.views.happenings import entry_label
from msai.services.views.labels import Text
from msai.services.views.meetings import moment_of

LATE_AFTER_DAYS = 14
_DAY_MS = 86_400_000

STATES = {
    "open": N_("Waits for an answer"), "answered": N_("Answered"), "corrected": N_("Put right"),
    "withdrawn": N_("Taken back"),
}
_WORDS = {
    "raised": N_("This is wrong"), "answered": N_("Answer"), "corrected": N_("The line was put right"),
    "withdrawn": N_("Taken back"),
}


@dataclass(frozen=True, slots=True)
class DisputedLine:
    """The line as it stood, with the day it happened."""

    seq: int
    line: int
    occurred_on: date
    label: Text
    said: SaidLine | None


@dataclass(frozen=True, slots=True)
class WordRow:
    """One thing that was said; None where words are not needed or can no longer be read."""

    label: Text
    who: Text
    at: datetime
    words: str | None
    unreadable: bool


@dataclass(frozen=True, slots=True)
class DisputeView:
    """A dispute as the member and the officers see it, with the last correction asked for because of it."""

    book_id: UUID
    group_name: str
    currency: str
    dispute_id: UUID
    holder: UUID
    name: Text
    state: str
    state_label: Text
    late: bool
    line: DisputedLine
    words: tuple[WordRow, ...]
    correction_id: UUID | None
    is_own: bool
    may_answer: bool
    may_withdraw: bool
    may_correct: bool


@dataclass(frozen=True, slots=True)
class DisputeForm:
    """The form on which somebody says what is wrong with a line."""

    book_id: UUID
    group_name: str
    currency: str
    holder: UUID
    name: Text
    line: DisputedLine
    is_own: bool


def show_dispute(
    session: Session, actor: Actor, target: Target, *, dispute_id: UUID, at: int,
) -> DisputeView:
    """A dispute about a line of the member that `target` names.

    Raises:
        NotFound: there is no such dispute in her passbook, or it is not the reader's to know of.
    """
    require(actor, Action.DISPUTE_RAISE, target)
    row = _read(session, target, dispute_id)
    words = read_words(session, row.book_id)
    person = _person(words, row.member_id)
    own = _is_own(actor, target)
    officer = is_allowed(actor, Action.DISPUTE_ANSWER, target)
    is_open = row.state == DisputeState.OPEN
    return DisputeView(
        row.book_id, words.facts.name, words.facts.currency, dispute_id, row.member_id, person, row.state,
        Message(STATES[row.state]), is_open and is_late(row.raised_at, at),
        _line(session, words, seq=row.seq, line=row.line), _words(session, row),
        _correction(session, row) if officer else None, own, is_open and officer and not own,
        is_open and (own or actor.user_id == row.raised_by),
        is_open and is_allowed(actor, Action.REVERSE, target))


def draw_dispute_form(
    session: Session, actor: Actor, target: Target, *, seq: int, line: int,
) -> DisputeForm:
    """The form about a line in the passbook of the member that `target` names.

    Raises:
        NotFound: there is no such line or member, or she is not the reader's to speak for.
    """
    require(actor, Action.DISPUTE_RAISE, target)
    if target.book_id is None or target.holder is None:
        raise NotFound()
    words = read_words(session, target.book_id)
    return DisputeForm(
        target.book_id, words.facts.name, words.facts.currency, target.holder,
        _person(words, target.holder), _line(session, words, seq=seq, line=line), _is_own(actor, target))


def is_late(raised_at: int, at: int) -> bool:
    """Whether a dispute has waited for more than a fortnight."""
    return at - raised_at > LATE_AFTER_DAYS * _DAY_MS


def _read(session: Session, target: Target, dispute_id: UUID) -> Any:
    query = select(*Dispute.__table__.columns).where(
        Dispute.book_id == target.book_id, Dispute.dispute_id == dispute_id,
        Dispute.member_id == target.holder)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound()
    return row


def _person(words: GroupWords, holder: UUID) -> Text:
    person = next((one for one in words.roll.values() if one.holder == holder), None)
    if person is None:
        raise NotFound()
    return person.name


def _is_own(actor: Actor, target: Target) -> bool:
    standing = actor.standings.get(target.book_id) if target.book_id else None
    return standing is not None and standing.member_id == target.holder


def _line(session: Session, words: GroupWords, *, seq: int, line: int) -> DisputedLine:
    book_id = words.facts.book_id
    entry = session.execute(select(t.entry.c.kind, t.entry.c.occurred_on).where(
        t.entry.c.book_id == book_id, t.entry.c.seq == seq)).one_or_none()
    if entry is None:
        raise NotFound()
    return DisputedLine(seq, line, entry.occurred_on, entry_label(entry.kind),
                        _said(session, words, seq=seq, line=line))


def _said(session: Session, words: GroupWords, *, seq: int, line: int) -> SaidLine | None:
    """What the line says; a line that came from another paper is known by its entry alone."""
    try:
        found = look_up_line(session, words.facts.book_id, seq=seq, line=line)
        return say_standing(found, borrowers_of(session, found), words)
    except NotFound:
        raise
    except LedgerError:
        return None


def _words(session: Session, row: Any) -> tuple[WordRow, ...]:
    said = session.execute(
        select(*DisputeWord.__table__.columns)
        .where(DisputeWord.book_id == row.book_id, DisputeWord.dispute_id == row.dispute_id)
        .order_by(DisputeWord.no)).all()
    names, key = names_of(session, [word.said_by for word in said]), _key(session, row)
    return tuple(
        WordRow(Message(_WORDS[word.kind]), names[word.said_by], moment_of(word.said_at), _opened(key, word),
                word.words_sealed is not None and key is None)
        for word in said)


def _key(session: Session, row: Any) -> DataKey | None:
    try:
        return person_key(session, vault_of(session), row.book_id, row.member_id)
    except KeyDestroyed:
        return None


def _opened(key: DataKey | None, word: Any) -> str | None:
    if key is None or word.words_sealed is None:
        return None
    return key.open(word.words_sealed, words_context(word.dispute_id, word.no))


def _correction(session: Session, row: Any) -> UUID | None:
    return session.scalar(
        select(Correction.correction_id)
        .where(Correction.book_id == row.book_id, Correction.dispute_id == row.dispute_id)
        .order_by(Correction.asked_at.desc()).limit(1))
