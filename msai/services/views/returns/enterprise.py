"""What came of an enterprise's backers' money, backer by backer, in its own money; no member is named.

Grants, matching money, things given and the owner's own are funding and earn no return, so they stand on the
page of the backers and not here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ledgers.balances import RegisterLine, register
from ledgers.money import decimal_text
from ledgers.returns.flows import BACKER_CODES, Movement, backer_movements
from ledgers.returns.results import Position, Returns, together, work_out
from ledgers.returns.values import ValueKind, ValuePart
from msai.models.enterprises import Backer
from msai.models.groups import Group
from msai.permissions import Action, Actor, Target, require
from msai.services.sheets import short_code
from msai.services.views.facts import read_enterprise
from msai.services.views.labels import Text, instrument_label
from msai.services.views.returns.measures import (
    MeasureLine,
    MeasureValue,
    list_measures,
    yearly_shown,
)

FUNDING = frozenset({"grant", "match", "in_kind", "owner"})


@dataclass(frozen=True, slots=True)
class BackerLine:
    """One backer, minor units of the enterprise's money; `due_minor` was declared and not yet sent."""

    label: Text
    instrument: Text
    put_in_minor: int
    sent_minor: int
    stands_minor: int
    due_minor: int
    gain_minor: int
    in_all: Decimal | None
    yearly: MeasureValue


@dataclass(frozen=True, slots=True)
class EnterpriseReturnsView:
    """The page of an enterprise's returns up to a day."""

    book_id: UUID
    name: str
    currency: str
    on: date
    today: date
    since: date | None
    backers: tuple[BackerLine, ...]
    measures: tuple[MeasureLine, ...]
    last_seq: int
    code: str

    @property
    def put_in_minor(self) -> int:
        """What all backers put in."""
        return sum(line.put_in_minor for line in self.backers)

    @property
    def sent_minor(self) -> int:
        """What was sent to all of them."""
        return sum(line.sent_minor for line in self.backers)

    @property
    def stands_minor(self) -> int:
        """What stands for them in the book."""
        return sum(line.stands_minor for line in self.backers)

    @property
    def due_minor(self) -> int:
        """What was declared to them and not yet sent."""
        return sum(line.due_minor for line in self.backers)

    @property
    def gain_minor(self) -> int:
        """What they gained together."""
        return sum(line.gain_minor for line in self.backers)


def show_enterprise_returns(
    session: Session, actor: Actor, book_id: UUID, *, on: date | None, today: date,
) -> EnterpriseReturnsView:
    """What came of the backers' money up to a day or up to today.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.ENTERPRISE_VIEW, Target(book_id))
    facts, day = read_enterprise(session, book_id), min(on or today, today)
    backers = session.execute(
        select(Backer.backer_id, Backer.alias, Backer.label, Backer.instrument, Group.name)
        .outerjoin(Group, Group.book_id == Backer.group_id)
        .where(Backer.book_id == book_id, Backer.instrument.not_in(FUNDING))
        .order_by(Backer.since, Backer.alias).execution_options(scatter=True)).all()
    lines = register(session, book_id, codes=BACKER_CODES, until=day)
    moved = backer_movements(lines, [row.backer_id for row in backers])
    positions = [_position(row.backer_id, lines, moved.get(row.backer_id, []), day) for row in backers]
    whole = together(positions, one_currency=False) if positions else None
    return EnterpriseReturnsView(
        book_id, facts.name, facts.currency, day, today, whole.since if whole else None,
        tuple(_line(row, position) for row, position in zip(backers, positions, strict=True)),
        list_measures(whole, no_home=None) if whole and whole.since else (), facts.last_seq,
        short_code(facts.last_hash))


def _position(
    backer_id: UUID, lines: Sequence[RegisterLine], movements: Sequence[Movement], on: date,
) -> Position:
    own = [line for line in lines if line.account.holder and line.account.holder.id == backer_id]

    def stands(day: date) -> int:
        return -sum(line.amount_minor for line in own if line.occurred_on <= day)

    due = -sum(line.amount_minor for line in own if line.account.code == 2400)
    parts = (ValuePart(ValueKind.AT_COST, stands(on) - due, 0), ValuePart(ValueKind.DECLARED, due, 0))
    return Position(on, movements, [part for part in parts if part.host], stands, home_known=False)


def _line(row: Row[*tuple[Any, ...]], position: Position) -> BackerLine:
    found: Returns = work_out(position)
    side = found.host
    due = sum(part.host for part in position.value if part.kind is ValueKind.DECLARED)
    return BackerLine(
        row.name or row.label or row.alias, instrument_label(row.instrument), side.put_in, side.came_back,
        side.still_there - due, due, int(side.gain.amount),
        Decimal(decimal_text(side.multiples.tvpi, places=2)) if side.multiples else None,
        yearly_shown(found, side))
