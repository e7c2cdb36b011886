"""One pool: its terms, its parts as far as the reader may see them, and what landed of it.

The group that opened it and the enterprise see every part, since they have to put the money together; any
other group sees its own part, and how many there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from ledgers.money import Money
from msai.messages import N_, Message
from msai.models.enterprises import Remittance, RemittanceLanding
from msai.models.remittances import Arriving
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.pooling import rows as p
from msai.services.remitting import documents as d
from msai.services.views.facts import read_enterprise, read_group
from msai.services.views.pools.listing import PoolState, say_pool
from msai.services.views.remittances.words import Fact, LandingSaid, StateSaid, say_rates, say_state

_PARTS = {p.DRAFTED: N_("Waits for the second person"), p.AGREED: N_("Agreed by both officers"),
          p.SENT: N_("Left with the others"), p.LEFT_OUT: N_("Left out")}


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part: whose, how much, its share of the fee once it is known, and where it stands."""

    remittance_id: UUID
    group: str
    amount: Money
    share: Money | None
    label: Message
    state: str
    is_own: bool
    may_record: bool


@dataclass(frozen=True, slots=True)
class PoolView:
    """One pool in a group's or an enterprise's book."""

    book_id: UUID
    name: str
    is_enterprise: bool
    currency: str
    home: str
    pool_id: UUID
    code: str
    organiser: str
    state: PoolState
    most_fee: Money
    fee_on_top: bool
    provider: str | None
    facts: tuple[Fact, ...]
    parts: tuple[PartLine, ...]
    landings: tuple[LandingSaid, ...]
    landing: StateSaid | None
    may_close: bool
    may_confirm: bool

    @property
    def agreed(self) -> tuple[PartLine, ...]:
        """The parts it could be closed with now."""
        return tuple(part for part in self.parts if part.state == p.AGREED)

    @property
    def can_close(self) -> bool:
        """Whether this reader may close it now."""
        return self.may_close and self.state.state == p.OPEN

    @property
    def can_land(self) -> bool:
        """Whether this reader may confirm a landing now."""
        return self.may_confirm and self.landing is not None and self.landing.state in (
            "on_its_way", d.RECEIVED, d.DISPUTED)

    @property
    def can_explain(self) -> bool:
        """Whether a difference waits for this reader's words."""
        return self.may_confirm and self.landing is not None and self.landing.state == d.DISPUTED


def show_pool(session: Session, actor: Actor, book_id: UUID, *, pool_id: UUID) -> PoolView:
    """A pool that a group opened or belongs to.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id)
    require(actor, Action.REMITTANCE_VIEW, target)
    facts, row = read_group(session, book_id), p.pool_row(session, book_id, pool_id)
    organises = row.organiser_id == book_id
    place = row.enterprise_id if organises else book_id
    may_send = is_allowed(actor, Action.REMITTANCE_SEND, target)
    approved = set(session.scalars(select(Remittance.remittance_id).where(
        Remittance.book_id == book_id, Remittance.pool_id == pool_id, Remittance.state == d.APPROVED)))
    parts = tuple(_part(part, row, own=book_id, to_record=approved if may_send else set())
                  for part in _parts(session, row, place, book_id))
    return _view(facts.name, row, parts, is_enterprise=False, may_close=organises and may_send)


def _parts(session: Session, pool: Row[Any], place: UUID, book_id: UUID) -> Sequence[Row[Any]]:
    """The parts as the enterprise has them, and drafts of this group that it was not told of."""
    found = list(p.parts_of(session, place, pool.pool_id))
    if place == book_id:
        return found
    known = {part.remittance_id for part in found}
    return found + [part for part in p.parts_of(session, book_id, pool.pool_id)
                    if part.remittance_id not in known and part.state == p.DRAFTED]


def show_pool_to_enterprise(session: Session, actor: Actor, book_id: UUID, *, pool_id: UUID) -> PoolView:
    """A pool on its way to an enterprise, with all its parts and what landed.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id)
    require(actor, Action.ARRIVING_VIEW, target)
    facts, row = read_enterprise(session, book_id), p.pool_row(session, book_id, pool_id)
    parts = tuple(_part(part, row, own=book_id, to_record=set())
                  for part in p.parts_of(session, book_id, pool_id))
    states = list(session.scalars(select(Arriving.state).where(
        Arriving.book_id == book_id, Arriving.pool_id == pool_id)))
    return _view(facts.name, row, parts, is_enterprise=True, landings=_landings(session, row, parts),
                 landing=_landing_state(states), may_confirm=is_allowed(
                     actor, Action.REMITTANCE_CONFIRM, target))


def _part(part: Row[Any], pool: Row[Any], *, own: UUID, to_record: set[UUID]) -> PartLine:
    share = None if part.fee_minor is None else Money(part.fee_minor, pool.currency)
    return PartLine(
        part.remittance_id, part.group_name, Money(part.amount_minor, pool.currency), share,
        Message(_PARTS[part.state]), part.state, part.group_id == own,
        part.state == p.SENT and part.remittance_id in to_record)


def _landings(session: Session, pool: Row[Any], parts: Sequence[PartLine]) -> tuple[LandingSaid, ...]:
    """What landed of all parts together, landing by landing."""
    found = session.execute(
        select(RemittanceLanding.landed_on, RemittanceLanding.confirmed_at,
               func.sum(RemittanceLanding.received_minor).label("received"),
               func.sum(RemittanceLanding.receiving_fee_minor).label("fee"))
        .where(RemittanceLanding.book_id == pool.book_id,
               RemittanceLanding.remittance_id.in_([part.remittance_id for part in parts]))
        .group_by(RemittanceLanding.landed_on, RemittanceLanding.confirmed_at)
        .order_by(RemittanceLanding.confirmed_at))
    return tuple(LandingSaid(row.landed_on, Money(int(row.received), pool.home),
                             Money(int(row.fee), pool.home), None) for row in found)


def _landing_state(states: Sequence[str]) -> StateSaid | None:
    """Where the whole of it stands: with the part of which least is settled."""
    for state in ("on_its_way", d.RECEIVED, d.DISPUTED, d.MATCHED, d.RETURNED, d.LOST):
        if state in states:
            return say_state(state)
    return None


def _view(
    name: str, row: Row[Any], parts: tuple[PartLine, ...], *, is_enterprise: bool,
    landings: tuple[LandingSaid, ...] = (), landing: StateSaid | None = None, may_close: bool = False,
    may_confirm: bool = False,
) -> PoolView:
    return PoolView(
        row.book_id, name, is_enterprise, row.currency, row.home, row.pool_id, p.code_of(row.pool_id),
        row.organiser_name, say_pool(row.state), Money(row.most_fee_minor, row.currency),
        bool(row.fee_on_top), row.provider, _facts(row), parts, landings, landing, may_close, may_confirm)


def _facts(row: Row[Any]) -> tuple[Fact, ...]:
    """The terms of a pool, and once it is closed what is true of the whole transfer."""
    opened = (Fact(Message(N_("Opened by")), text=row.organiser_name),)
    how = Message(N_("Fee, paid on top") if row.fee_on_top else N_("Fee, taken out of it"))
    if row.state != p.CLOSED:
        most = Message(N_("Fee of all together, at most")), Message(N_("How the fee is paid"))
        paid = Message(N_("On top of the amount") if row.fee_on_top else N_("Out of the amount"))
        return (*opened, Fact(most[0], money=Money(row.most_fee_minor, row.currency)),
                Fact(most[1], text=paid), *_through(row))
    landing = (Fact(Message(N_("Should land")), money=Money(row.expected_minor, row.home)),) if (
        row.expected_minor is not None) else ()
    return (
        *opened, Fact(Message(N_("Amount")), money=Money(row.amount_minor, row.currency)),
        Fact(how, money=Money(row.fee_minor, row.currency)), *landing,
        Fact(Message(N_("Sent on")), day=row.sent_on), *say_rates(row), *_through(row))


def _through(row: Row[Any]) -> tuple[Fact, ...]:
    named = ((N_("Through"), row.provider), (N_("Reference"), row.reference))
    return tuple(Fact(Message(label), text=text) for label, text in named if text)
