"""Activities of an enterprise: opened under the name its sales are posted to, as the books know them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import Holder, HolderKind
from ledgers.books import add_holders
from msai import audit
from msai.measures.production.activities import KINDS, PRODUCTS, ActivityKind, Product, base_of
from msai.measures.production.units import Base, quantity
from msai.models.enterprises import Enterprise
from msai.models.farming import Activity
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.schemas.text import LONGEST_NAME, clean_line
from msai.services.farming.errors import ActivityKnown, ActivityUnnamed
from msai.services.farming.units_here import read_units
from msai.services.farming.wanted import OpenActivity
from msai.services.holders import holder
from msai.services.meeting_records import NOBODY


@dataclass(frozen=True, slots=True)
class KnownActivity:
    """An activity as use cases and pages need it."""

    activity_id: UUID
    kind: ActivityKind
    name: str
    base: Base
    unit: str

    @property
    def main(self) -> Product:
        """Its main product."""
        return KINDS[self.kind].main

    @property
    def products(self) -> tuple[Product, ...]:
        """All it keeps count of."""
        return KINDS[self.kind].products

    def base_of(self, product: Product) -> Base:
        """What one of its products is counted in."""
        return base_of(product, own=self.base)


def open_activity(session: Session, actor: Actor, command: OpenActivity) -> UUID:
    """Begin to keep count of something the enterprise does; the same again changes nothing.

    Raises:
        NotPermitted: the actor does not report for this enterprise.
        ActivityUnnamed, ActivityKnown, UnitUnknown, UnitOfAnotherKind
    """
    require(actor, Action.ENTERPRISE_REPORT, Target(command.book_id))
    name = clean_line(command.name, longest=LONGEST_NAME)
    if not name:
        raise ActivityUnnamed()
    unit = read_units(session, command.book_id).unit(command.unit)
    base = unit.base if KINDS[command.kind].main is Product.OTHER else PRODUCTS[KINDS[command.kind].main].base
    quantity(0, unit, factor=unit.usual).require(base)
    who = holder(command.book_id, HolderKind.ACTIVITY, name)
    known = find_activity(session, command.book_id, who.id)
    if known is not None:
        if known.kind is not command.kind:
            raise ActivityKnown(name=name)
        return who.id
    _make_known(session, command.book_id, who)
    session.execute(insert(Activity).values(
        book_id=command.book_id, activity_id=who.id, kind=command.kind.value, name=name, base=base.value,
        unit=unit.code, opened_by=actor.user_id or NOBODY, opened_at=command.at))
    audit.record(session, actor, book_id=command.book_id, action=Action.ENTERPRISE_REPORT,
                 subject=f"activity:{who.id}", at=command.at)
    return who.id


def _make_known(session: Session, book_id: UUID, who: Holder) -> None:
    """Name the activity in the book, unless sales were posted to it before, and among what is done there.

    Raises:
        ActivityKnown: the name is that of something else in this book, such as its bank.
    """
    found = session.scalar(select(t.holder.c.kind).where(
        t.holder.c.book_id == book_id, t.holder.c.alias == who.alias))
    if found is None:
        add_holders(session, book_id, [who])
    elif found != HolderKind.ACTIVITY.value:
        raise ActivityKnown(name=who.alias)
    named = session.scalar(select(Enterprise.activities).where(Enterprise.book_id == book_id))
    if named is None:
        raise NotFound()
    names = json.loads(named)
    if who.alias not in names:
        session.execute(update(Enterprise).where(Enterprise.book_id == book_id).values(
            activities=json.dumps([*names, who.alias])))


def find_activity(session: Session, book_id: UUID, activity_id: UUID) -> KnownActivity | None:
    """One activity; None where there is none."""
    row = session.execute(_columns().where(
        Activity.book_id == book_id, Activity.activity_id == activity_id)).one_or_none()
    return None if row is None else activity_of(row)


def read_activities(session: Session, book_id: UUID) -> Sequence[KnownActivity]:
    """All activities of an enterprise, in the order in which they were opened."""
    rows = session.execute(_columns().where(Activity.book_id == book_id).order_by(
        Activity.opened_at, Activity.name))
    return [activity_of(row) for row in rows]


def _columns() -> Any:
    return select(Activity.activity_id, Activity.kind, Activity.name, Activity.base, Activity.unit)


def activity_of(row: Row[Any]) -> KnownActivity:
    """An activity from the columns of its row."""
    return KnownActivity(row.activity_id, ActivityKind(row.kind), row.name, Base(row.base), row.unit)
