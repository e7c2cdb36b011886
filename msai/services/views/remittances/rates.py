"""The mid rates that a group typed, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msai.models.enterprises import Stake
from msai.models.remittances import MidRate
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.views.facts import read_group

_LISTED = 60


@dataclass(frozen=True, slots=True)
class RateLine:
    """One rate: home money for one unit of the group's."""

    currency: str
    dated_on: date
    rate: str
    source: str


@dataclass(frozen=True, slots=True)
class RatesView:
    """The rates of a group, and the home currencies it may type one for."""

    book_id: UUID
    name: str
    currency: str
    currencies: tuple[str, ...]
    rates: tuple[RateLine, ...]
    may_enter: bool


def show_rates(session: Session, actor: Actor, book_id: UUID) -> RatesView:
    """What a group knows of rates.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id)
    require(actor, Action.REMITTANCE_VIEW, target)
    facts = read_group(session, book_id)
    homes = session.scalars(
        select(Stake.claim_currency).where(Stake.book_id == book_id).distinct()
        .order_by(Stake.claim_currency)).all()
    rows = session.execute(
        select(MidRate.currency, MidRate.dated_on, MidRate.rate, MidRate.source)
        .where(MidRate.book_id == book_id)
        .order_by(MidRate.dated_on.desc(), MidRate.entered_at.desc()).limit(_LISTED))
    return RatesView(
        book_id, facts.name, facts.currency, tuple(home for home in homes if home != facts.currency),
        tuple(RateLine(row.currency, row.dated_on, row.rate, row.source) for row in rows),
        is_allowed(actor, Action.RATE_ENTER, target))
