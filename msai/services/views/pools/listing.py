"""The pools of a book, and what the forms to open or join one offer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.money import Money
from msai.messages import N_, Message
from msai.models.remittances import PooledTransfer
from msai.permissions import Action, Actor, Target, require
from msai.services.pooling import rows as p
from msai.services.views.facts import read_group
from msai.services.views.remittances.form import CapitalForm, draw_capital_form

_STATES = {
    p.OPEN: (N_("Open: groups can still join"), "waiting", "clock"),
    p.CLOSING: (N_("Being closed"), "waiting", "clock"),
    p.CLOSED: (N_("Closed: it has left"), "agreed", "check"),
    p.GIVEN_UP: (N_("Given up"), "quiet", "ban"),
}
_LISTED = 30


@dataclass(frozen=True, slots=True)
class PoolState:
    """Where a pool stands, in words, with the look and the sign of it."""

    state: str
    label: Message
    tone: str
    symbol: str


@dataclass(frozen=True, slots=True)
class PoolLine:
    """A pool in a list; `amount` is of all parts, known once it is closed."""

    pool_id: UUID
    code: str
    organiser: str
    on: date
    state: PoolState
    amount: Money


@dataclass(frozen=True, slots=True)
class PoolsView:
    """The pools of a group, newest first, with what its forms offer."""

    book_id: UUID
    name: str
    currency: str
    pools: tuple[PoolLine, ...]
    form: CapitalForm


def say_pool(state: str) -> PoolState:
    """Where a pool stands."""
    label, tone, symbol = _STATES[state]
    return PoolState(state, Message(label), tone, symbol)


def show_pools(session: Session, actor: Actor, book_id: UUID, *, today: date) -> PoolsView:
    """The pools that a group opened or joined.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.REMITTANCE_SEND, Target(book_id))
    facts = read_group(session, book_id)
    return PoolsView(book_id, facts.name, facts.currency, list_pools(session, book_id),
                     draw_capital_form(session, actor, book_id, today=today))


def list_pools(session: Session, book_id: UUID) -> tuple[PoolLine, ...]:
    """The pools a book knows of, newest first."""
    rows = session.execute(
        select(*PooledTransfer.__table__.columns)
        .where(PooledTransfer.book_id == book_id, PooledTransfer.state.is_not(None))
        .order_by(PooledTransfer.opened_at.desc(), PooledTransfer.pool_id).limit(_LISTED))
    return tuple(
        PoolLine(row.pool_id, p.code_of(row.pool_id), row.organiser_name, row.sent_on, say_pool(row.state),
                 Money(row.amount_minor, row.currency)) for row in rows)
