"""What an enterprise declared to those behind it, and what of it is still owed to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msai.messages import N_, Message
from msai.models.enterprises import Backer
from msai.models.stakes import Declaration, OwedHome
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.backing.backers import read_backers
from msai.services.backing.declaring import distributable_minor
from msai.services.views.backers.table import offered_kinds
from msai.services.views.facts import read_enterprise
from msai.services.views.labels import Text
from msai.services.views.naming import names_of_backers
from msai.services.views.stakes.acts import ActLine, list_acts

_SHOWN = 24
_KINDS: Mapping[str, str] = {
    "dividend": N_("Dividend"), "interest": N_("Interest"), "revenue_share": N_("Share of sales"),
    "crop_share": N_("Share of a harvest"),
    "profit_share": N_("Share of a batch"), "principal": N_("Money lent, going back"),
}


@dataclass(frozen=True, slots=True)
class DeclarationLine:
    """One declaration; `act_id` leads to how it was decided."""

    act_id: UUID
    title: Message
    whose: Text | None
    declared_on: date
    record_on: date
    amount_minor: int
    basis_minor: int | None


@dataclass(frozen=True, slots=True)
class OwedLine:
    """What is owed to a backer and has still to be sent: `kind` is income, principal or capital."""

    label: Text
    kind: str
    agreed_on: date
    amount_minor: int
    open_minor: int


@dataclass(frozen=True, slots=True)
class DeclarationsView:
    """The page of an enterprise's declarations, minor units of home money."""

    book_id: UUID
    name: str
    currency: str
    room_minor: int
    lines: tuple[DeclarationLine, ...]
    owed: tuple[OwedLine, ...]
    acts: tuple[ActLine, ...]
    kinds: frozenset[str]
    may_record: bool

    @property
    def open_minor(self) -> int:
        """All that has still to be sent."""
        return sum(line.open_minor for line in self.owed)


def show_declarations(session: Session, actor: Actor, book_id: UUID, *, at: int) -> DeclarationsView:
    """What an enterprise declared and owes.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id)
    require(actor, Action.ENTERPRISE_VIEW, target)
    facts, backers = read_enterprise(session, book_id), read_backers(session, book_id)
    names = names_of_backers(session, book_id)
    ids: dict[UUID, Text] = {backers.holder(alias).id: name for alias, name in names.items()}
    may_record = is_allowed(actor, Action.BACKING_RECORD, target)
    return DeclarationsView(
        book_id, facts.name, facts.currency, distributable_minor(session, book_id),
        _lines(session, book_id, ids), _owed(session, book_id, names),
        list_acts(session, actor, book_id, at=at) if may_record else (),
        offered_kinds(backers) if may_record else frozenset(), may_record)


def _lines(session: Session, book_id: UUID, ids: dict[UUID, Text]) -> tuple[DeclarationLine, ...]:
    rows = session.execute(
        select(*Declaration.__table__.columns).where(Declaration.book_id == book_id)
        .order_by(Declaration.declared_at.desc()).limit(_SHOWN))
    return tuple(
        DeclarationLine(row.declaration_id, Message(_KINDS[row.kind]), ids.get(row.backer_id),
                        row.declared_on, row.record_on, row.amount_minor, row.basis_minor) for row in rows)


def _owed(session: Session, book_id: UUID, names: dict[str, Text]) -> tuple[OwedLine, ...]:
    rows = session.execute(
        select(Backer.alias, OwedHome.kind, OwedHome.agreed_on, OwedHome.amount_minor, OwedHome.open_minor)
        .join(Backer, (Backer.book_id == book_id) & (Backer.backer_id == OwedHome.backer_id))
        .where(OwedHome.book_id == book_id, OwedHome.open_minor > 0)
        .order_by(OwedHome.agreed_on, OwedHome.obligation_id))
    return tuple(
        OwedLine(names.get(row.alias, row.alias), row.kind, row.agreed_on, row.amount_minor, row.open_minor)
        for row in rows)
