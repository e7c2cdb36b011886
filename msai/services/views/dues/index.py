"""Who owes what, since when: fines, fees and interest that were charged and are not paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from msai.messages import N_, Message
from msai.models.governance import Approval, Waiver
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.dues.owed import Owed, list_owed
from msai.services.dues.regular import FeeDay, fees_due
from msai.services.group_books import load_group
from msai.services.views.corrections.speakers import names_of
from msai.services.views.dues.words import DUES, OwedRows, due_label, owed_rows, read_words
from msai.services.views.facts import read_group
from msai.services.views.labels import Text, fund_label
from msai.services.views.meetings import moment_of
from msai.services.views.naming import read_roll

SHOWN = 20


@dataclass(frozen=True, slots=True)
class DuesWanted:
    """What is asked for: one fund, one kind of charge, one member; nothing asks for all."""

    fund: str | None = None
    due: str | None = None
    holder: UUID | None = None


@dataclass(frozen=True, slots=True)
class FundSum:
    """What is owed in one fund: all of it, and what is shown of it."""

    fund: str
    label: Message
    minor: int
    shown_minor: int


@dataclass(frozen=True, slots=True)
class WaiverRow:
    """A charge that shall be let go, or was, at a glance; `mine` where the reader asked for it herself."""

    waiver_id: UUID
    name: Text
    amount_minor: int
    raised_on: date
    asked_by: Text
    asked_at: datetime
    state: str
    mine: bool


@dataclass(frozen=True, slots=True)
class DuesView:
    """The page of the dues of a group."""

    book_id: UUID
    group_name: str
    currency: str
    wanted: DuesWanted
    kinds: tuple[tuple[str, Message], ...]
    funds: tuple[FundSum, ...]
    members: tuple[tuple[str, Text], ...]
    rows: tuple[OwedRows, ...]
    waiting: frozenset[tuple[int, int]]
    waivers: tuple[WaiverRow, ...]
    may_charge: bool
    may_open_entries: bool
    fees: tuple[FeeDay, ...] = ()
    """Fees by rule that have fallen due and that nobody raised yet, for whoever may."""

    @property
    def is_filtered(self) -> bool:
        """Whether less than everything was asked for."""
        return self.wanted != DuesWanted()


def show_dues(
    session: Session, actor: Actor, book_id: UUID, *, wanted: DuesWanted, today: date, at: int,
) -> DuesView:
    """What members owe today.

    Raises:
        NotPermitted: only those who see each member's statement see what she owes.
    """
    require(actor, Action.MEMBER_STATEMENTS_VIEW, Target(book_id))
    facts = read_group(session, book_id)
    names = {person.holder: person.name for person in read_roll(session, book_id).values()}
    is_officer = is_allowed(actor, Action.DUES_WAIVE, Target(book_id))
    owed = list_owed(session, book_id, on=today)
    words = read_words(session, book_id, _entries(owed)) if is_officer else {}
    waivers = _waivers(session, actor, book_id, names, at=at) if is_officer else ()
    asked = _asked(owed, wanted)
    may_charge = is_allowed(actor, Action.DUES_CHARGE, Target(book_id))
    return DuesView(
        book_id, facts.name, facts.currency, wanted,
        (("", Message(N_("Everything"))), *((due.value, due_label(due)) for due in DUES if due is not None)),
        _sums(owed, asked), _choices(owed, names),
        tuple(owed_rows(one, names.get(one.member.id, ""), words) for one in asked),
        frozenset(place for place, row in waivers if row.state == "pending"),
        tuple(row for _, row in waivers)[:SHOWN],
        may_charge, is_allowed(actor, Action.REGISTER_VIEW, Target(book_id)),
        fees_due(session, load_group(session, book_id, today), on=today) if may_charge else ())


def _entries(owed: Iterable[Owed]) -> list[int]:
    return [part.seq for one in owed for part in one.parts]


def _choices(owed: Iterable[Owed], names: dict[UUID, Text]) -> tuple[tuple[str, Text], ...]:
    """Everybody, and each member who owes something, once."""
    members = {one.member.id: names.get(one.member.id, "") for one in owed}
    return ("", Message(N_("Everybody"))), *((str(member), name) for member, name in members.items())


def _asked(owed: Iterable[Owed], wanted: DuesWanted) -> list[Owed]:
    found = []
    for one in owed:
        if wanted.fund not in (None, one.fund) or wanted.holder not in (None, one.member.id):
            continue
        parts = tuple(part for part in one.parts if wanted.due in (None, part.due))
        if wanted.due is None:
            found.append(one)
        elif parts:
            found.append(Owed(one.member, one.fund, sum(part.left_minor for part in parts), parts))
    return found


def _sums(owed: Iterable[Owed], asked: Iterable[Owed]) -> tuple[FundSum, ...]:
    whole: dict[str, int] = defaultdict(int)
    shown: dict[str, int] = defaultdict(int)
    for one in owed:
        whole[one.fund] += one.amount_minor
    for one in asked:
        shown[one.fund] += one.amount_minor
    return tuple(FundSum(fund, fund_label(fund), minor, shown[fund]) for fund, minor in sorted(whole.items()))


def _waivers(
    session: Session, actor: Actor, book_id: UUID, names: dict[UUID, Text], *, at: int,
) -> tuple[tuple[tuple[int, int], WaiverRow], ...]:
    rows = session.execute(
        select(*Waiver.__table__.columns, Approval.state, Approval.expires_at, t.entry.c.occurred_on)
        .join(Approval, and_(Approval.book_id == book_id, Approval.approval_id == Waiver.approval_id))
        .join(t.entry, and_(t.entry.c.book_id == book_id, t.entry.c.seq == Waiver.seq))
        .where(Waiver.book_id == book_id).order_by(Waiver.asked_at.desc())).all()
    speakers = names_of(session, [row.asked_by for row in rows])
    return tuple(((row.seq, row.line), _waiver(row, names, speakers, actor, at=at)) for row in rows)


def _waiver(
    row: Any, names: dict[UUID, Text], speakers: dict[UUID, Text], actor: Actor, *, at: int,
) -> WaiverRow:
    late = row.state == "pending" and row.expires_at <= at
    return WaiverRow(
        row.waiver_id, names.get(row.member_id, ""), row.amount_minor, row.occurred_on,
        speakers[row.asked_by], moment_of(row.asked_at), "expired" if late else row.state,
        row.asked_by == actor.user_id)
