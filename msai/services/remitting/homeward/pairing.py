"""The enterprise's paper comes after its money: which landing it is, and nothing is posted twice.

Exactly the amount sent, of the same thing, is the landing; among several the reference on both decides. Where
that does not tell, the treasurer is asked. What was sent beyond the landing is in transit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from msai import audit
from msai.models.remittances import Arriving, EarlyLanding
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.outbox import Letter, leave
from msai.services.remitting import documents as d
from msai.services.remitting.errors import LandingSaysMore, RemittanceMoved
from msai.services.remitting.homeward.posting import LANDING, post_sent, try_to_post
from msai.services.remitting.landing import (
    ConfirmLanding,
    keep_landing,
    landing_told,
    move_on,
    state_after,
)
from msai.services.staking.ended import end_stake_without_claim


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseLanding:
    """Which landing a paper is about, says the treasurer; None: none of them, the money is still to come."""

    book_id: UUID
    remittance_id: UUID
    landing_id: UUID | None
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rest:
    """What a paper says was sent beyond what its landing was noted to be."""

    book_id: UUID
    remittance_id: UUID
    alias: str
    stake_id: UUID
    purpose: str
    amount_minor: int
    claim_minor: int
    sent_on: date
    mid_rate: str | None


def list_candidates(session: Session, row: Any) -> Sequence[Row[Any]]:
    """The landings noted for the stake of a paper, for the same purpose, that no paper was found for yet."""
    return session.execute(
        select(*EarlyLanding.__table__.columns)
        .where(EarlyLanding.book_id == row.book_id, EarlyLanding.stake_id == row.stake_id,
               EarlyLanding.purpose == row.purpose, EarlyLanding.remittance_id.is_(None),
               EarlyLanding.taken_back_on.is_(None))
        .order_by(EarlyLanding.landed_on, EarlyLanding.alias)).all()


def find_landing(session: Session, actor: Actor, row: Row[Any], *, at: int) -> bool:
    """Bring a paper and its landing together, or note that the treasurer has to; whether either was done."""
    noted = list_candidates(session, row)
    exact = [one for one in noted if _is_exactly(one, row)]
    if len(exact) > 1:
        exact = [one for one in exact if _same_reference(one.reference, row.reference)]
    if len(exact) == 1:
        _pair(session, actor, row, exact[0], at=at)
    elif noted:
        d.change_row(session, Arriving, row.book_id, remittance_id=row.remittance_id, waits_for=LANDING)
    return bool(noted)


def _is_exactly(early: Row[Any], row: Row[Any]) -> bool:
    return (early.home_minor, early.obligation_id) == (row.amount_minor, row.obligation_id) and (
        early.landed_on >= row.sent_on)


def _same_reference(one: str | None, other: str | None) -> bool:
    return bool(one and other) and _plain(one) == _plain(other)


def _plain(reference: str | None) -> str:
    return "".join(sign for sign in (reference or "").casefold() if sign.isalnum())


def choose_landing(session: Session, actor: Actor, command: ChooseLanding) -> None:
    """The treasurer's answer; with none of them the paper is posted as money on its way.

    Raises:
        NotPermitted, NotFound
        RemittanceMoved: nothing has to be chosen any more.
        LandingSaysMore: more was noted as sent than the paper says.
        NothingDeclared, RateMissing: what was sent beyond it cannot be posted yet.
    """
    require(actor, Action.HOME_LAND, Target(command.book_id))
    row = d.arriving_row(session, command.book_id, command.remittance_id)
    if row.direction != "home":
        raise NotFound()
    if row.waits_for != LANDING:
        raise RemittanceMoved(state=row.state)
    if command.landing_id is None:
        try_to_post(session, actor, row, at=command.at)
    else:
        _pair(session, actor, row, _chosen(session, row, command.landing_id), at=command.at)
    audit.record(session, actor, book_id=row.book_id, action=Action.HOME_LAND, at=command.at,
                 subject=f"remittance:{row.remittance_id}")


def _chosen(session: Session, row: Row[Any], landing_id: UUID) -> Row[Any]:
    for one in list_candidates(session, row):
        if one.landing_id == landing_id:
            return one
    raise NotFound()


def _pair(session: Session, actor: Actor, row: Row[Any], early: Row[Any], *, at: int) -> None:
    """Note that they are one; nothing is posted but what was sent beyond the landing, which is in transit."""
    if early.home_minor > row.amount_minor:
        raise LandingSaysMore(landing=early.alias)
    rest = row.amount_minor - early.home_minor
    if rest:
        post_sent(session, actor, _rest(row, early, rest), at=at)
    command = ConfirmLanding(
        book_id=row.book_id, remittance_id=row.remittance_id, landing_id=early.landing_id,
        landed_on=early.landed_on, received_minor=early.received_minor, today=early.landed_on, at=at,
        receiving_fee_minor=early.fee_minor, tender=early.tender)
    state = d.DISPUTED if rest else state_after(row, [], command)
    keep_landing(session, actor, command, number=1, is_last=state == d.MATCHED,
                 carried_minor=early.carried_minor)
    session.execute(update(EarlyLanding).where(
        EarlyLanding.book_id == row.book_id, EarlyLanding.landing_id == early.landing_id,
    ).values(remittance_id=row.remittance_id))
    d.change_row(session, Arriving, row.book_id, remittance_id=row.remittance_id, waits_for=None,
                 early_id=early.landing_id)
    move_on(session, actor, Arriving, command, state=state)
    end_stake_without_claim(session, row.book_id, row.stake_id, on=early.landed_on)
    leave(session, Letter(
        book_id=row.book_id, recipient_id=row.sender_id, kind="landed_home", at=at,
        reference=f"remittance:{row.remittance_id}:landed:1", body=landing_told(command, 1, state)))


def _rest(row: Row[Any], early: Row[Any], rest_minor: int) -> _Rest:
    claim = max(0, (row.claim_minor or 0) - early.claim_minor)
    return _Rest(
        book_id=row.book_id, remittance_id=row.remittance_id, alias=row.alias, stake_id=row.stake_id,
        purpose=row.purpose, amount_minor=rest_minor, claim_minor=claim, sent_on=row.sent_on,
        mid_rate=row.mid_rate)
