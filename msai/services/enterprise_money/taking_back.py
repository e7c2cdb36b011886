"""An act is taken back: its postings are reversed today, with a reason, and both stay to be seen.

What came later must not rest on it: a bill that was paid since, an advance that was used, equipment that was
written down. Of a year that was closed, what is retained stands for income and costs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Row, and_, or_, select, update
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import Account
from ledgers.entries import EntryKind, JournalEntry, Posting, SourceKind
from ledgers.errors import EmptyEntry
from ledgers.rules.corrections import CycleThen, correction
from msai.models.money import MoneyAct
from msai.permissions import NotFound
from msai.services.enterprise_money.book import EQUIPMENT, MoneyBook
from msai.services.enterprise_money.errors import LaterMoneyRests, NotTakenBackHere, TakenBackAlready
from msai.services.enterprise_money.holdings import is_alive, read_equipment
from msai.services.enterprise_money.plan import MoneyPlan
from msai.services.enterprise_money.wanted import TYPES, MoneyKind, TakeBack
from msai.services.keys import journal_of
from msai.services.staking.kept import read_kept

_SOURCES = (SourceKind.MONEY.value, SourceKind.MONTHLY_REPORT.value)
_FIXED = (MoneyKind.YEAR.value, MoneyKind.TAKEN_BACK.value)
_FIXED_ENTRIES = (EntryKind.YEAR_CLOSED.value, EntryKind.CORRECTION.value)
_OWED_US, _OWED_BY_US = (1100, 1150, 1300, 1400), (2100, 2150, 1490, 2200, 2300, 3100)


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What is taken back: its postings by their places, its day and amount, and the act, where it has one."""

    named: dict[tuple[int, int], Posting]
    happened_on: date
    amount_minor: int
    act: Row[Any] | None = None


def plan_taken_back(session: Session, book: MoneyBook, wanted: TakeBack, today: date) -> MoneyPlan:
    """Take an act back, or an entry that was read from a history.

    Raises:
        NotFound: there is no such act or entry.
        NotTakenBackHere: it belongs to a paper of its own, or is a closing or a correction itself.
        TakenBackAlready
        LaterMoneyRests: what came later rests on it.
    """
    wrong = _of_act(session, book, UUID(wanted.act)) if wanted.act else _of_entry(session, book, wanted.seq)
    entry = _reversal(book, wrong, today)
    _require_nothing_rests(session, book, wrong, entry)

    def keep(session: Session, act_id: UUID) -> None:
        if wrong.act is not None:
            session.execute(
                update(MoneyAct).where(MoneyAct.book_id == book.book_id, MoneyAct.act_id == wrong.act.act_id)
                .values(taken_back_by=act_id))

    return MoneyPlan(
        wanted=wanted, happened_on=today, amount_minor=wrong.amount_minor, entry=entry, keep=keep,
        about_id=wrong.act.act_id if wrong.act else None, party=wrong.act.party if wrong.act else None,
        facts=(("seq", wanted.seq or 0),), wrong=read_kept(TYPES, wrong.act.wanted) if wrong.act else None)


def _of_act(session: Session, book: MoneyBook, act_id: UUID) -> _Wrong:
    lines, taken_back = t.posting, t.posting.alias("taken_back")
    rows = session.execute(
        select(*MoneyAct.__table__.columns, lines.c.line, taken_back.c.seq.label("taken_back_seq"))
        .outerjoin(lines, and_(
            lines.c.book_id == book.book_id, lines.c.seq == MoneyAct.posted_seq,
            or_(MoneyAct.line_ref.is_(None), lines.c.line_ref == MoneyAct.line_ref)))
        .outerjoin(taken_back, _takes_back(book.book_id, taken_back, lines))
        .where(MoneyAct.book_id == book.book_id, MoneyAct.act_id == act_id)
        .order_by(lines.c.line)).all()
    if not rows or rows[0].done_at is None:
        raise NotFound()
    act: Any = rows[0]
    if act.kind in _FIXED:
        raise NotTakenBackHere()
    if act.taken_back_by is not None or any(row.taken_back_seq is not None for row in rows):
        raise TakenBackAlready()
    refs = [(act.posted_seq, row.line) for row in rows if row.line is not None]
    return _Wrong(_postings(session, book, refs), act.happened_on, act.amount_minor, act)


def _of_entry(session: Session, book: MoneyBook, seq: int | None) -> _Wrong:
    lines, taken_back, noted = t.posting, t.posting.alias("taken_back"), MoneyAct
    rows = session.execute(
        select(t.entry.c.kind, t.entry.c.occurred_on, t.entry.c.source_kind, lines.c.line, noted.act_id,
               taken_back.c.seq.label("taken_back_seq"))
        .join(lines, and_(lines.c.book_id == book.book_id, lines.c.seq == t.entry.c.seq))
        .outerjoin(taken_back, _takes_back(book.book_id, taken_back, lines))
        .outerjoin(noted, and_(noted.book_id == book.book_id, noted.posted_seq == t.entry.c.seq))
        .where(t.entry.c.book_id == book.book_id, t.entry.c.seq == seq).order_by(lines.c.line)).all()
    if not rows or seq is None:
        raise NotFound()
    entry = rows[0]
    if entry.act_id is not None or entry.source_kind not in _SOURCES or entry.kind in _FIXED_ENTRIES:
        raise NotTakenBackHere()
    if any(row.taken_back_seq is not None for row in rows):
        raise TakenBackAlready()
    named = _postings(session, book, [(seq, row.line) for row in rows])
    return _Wrong(named, entry.occurred_on, sum(one.amount_minor for one in named.values()))


def _takes_back(book_id: UUID, taken_back: FromClause, lines: FromClause) -> ColumnElement[bool]:
    return and_(taken_back.c.book_id == book_id, taken_back.c.reverses_seq == lines.c.seq,
                taken_back.c.reverses_line == lines.c.line)


def _postings(
    session: Session, book: MoneyBook, refs: list[tuple[int, int]],
) -> dict[tuple[int, int], Posting]:
    return journal_of(session, book.book_id).find_postings(refs) if refs else {}


def _reversal(book: MoneyBook, wrong: _Wrong, today: date) -> JournalEntry | None:
    closed = book.closed_until is not None and wrong.happened_on <= book.closed_until
    try:
        return correction(today, wrong.named, cycle=CycleThen.CLOSED if closed else CycleThen.OPEN)
    except EmptyEntry:
        return None


def _require_nothing_rests(
    session: Session, book: MoneyBook, wrong: _Wrong, entry: JournalEntry | None,
) -> None:
    after = book.after(entry)
    moved = {side for one in (entry.postings if entry else ()) for side in (one.debit, one.credit)}
    if any(_stands_wrong(after, account) for account in moved):
        raise LaterMoneyRests()
    if wrong.act is None:
        return
    if _is_equipment(wrong) and not _is_new(session, book, wrong.act.act_id):
        raise LaterMoneyRests()
    if wrong.act.kind in (MoneyKind.COUNTED.value, MoneyKind.WEAR.value) and _later(session, book, wrong.act):
        raise LaterMoneyRests()


def _is_equipment(wrong: _Wrong) -> bool:
    """Whether equipment came by it: bought, or given in kind."""
    return any(one.debit.code == EQUIPMENT.code for one in wrong.named.values())


def _is_new(session: Session, book: MoneyBook, act_id: UUID) -> bool:
    """Whether equipment is there and nothing of its wear is posted."""
    return any(one.act_id == act_id and not one.worn_minor for one in read_equipment(session, book.book_id))


def _stands_wrong(book: MoneyBook, account: Account) -> bool:
    minor = book.stands_minor(account)
    return account.code in _OWED_US and minor < 0 or account.code in _OWED_BY_US and minor > 0


def _later(session: Session, book: MoneyBook, act: Row[Any]) -> bool:
    """Whether the same was counted or written down after it."""
    later = session.scalar(select(MoneyAct.act_id).where(
        MoneyAct.book_id == book.book_id, MoneyAct.kind == act.kind, is_alive(MoneyAct),
        MoneyAct.act_id != act.act_id, MoneyAct.happened_on >= act.happened_on,
        MoneyAct.done_at > act.done_at).limit(1))
    return later is not None
