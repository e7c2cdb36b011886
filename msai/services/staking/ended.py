"""A stake of which nothing is left has ended: all repaid, bought back or given up, and nothing on its way.

A share of sales without a cap goes on after its principal is back; it ends when it is bought back.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session

from msai.models.enterprises import Remittance, Stake
from msai.models.remittances import Arriving
from msai.models.stakes import ExitOffer, ReturnNotice
from msai.services.staking.held import Held, read_held, receivable_of, terms_on
from msai.services.staking.terms import Instrument

UNDER_WAY = ("draft", "approved", "sent", "received", "disputed", "on_its_way")
"""The states of a remittance in which some of it may still move."""


def end_stake_without_claim(session: Session, book_id: UUID, stake_id: UUID, *, on: date) -> None:
    """Note the day on which the last of a stake came back; nothing where something of it is still there."""
    alias = session.scalar(select(Stake.alias).where(
        Stake.book_id == book_id, Stake.stake_id == stake_id, Stake.ended_on.is_(None)))
    if alias is None:
        return
    held = read_held(session, book_id, alias)
    if _stands(session, held) or _is_under_way(session, held) or _goes_on(session, held, on):
        return
    session.execute(update(Stake).where(
        Stake.book_id == book_id, Stake.stake_id == stake_id).values(ended_on=on))


def _stands(session: Session, held: Held) -> bool:
    now = held.now
    return bool(now.claim_minor or now.cost_minor or now.allowance_minor or receivable_of(session, held))


def _is_under_way(session: Session, held: Held) -> bool:
    row = held.row
    moving = sum(_count(session, table, row, table.state.in_(UNDER_WAY)) for table in (Remittance, Arriving))
    return bool(moving or _count(session, ReturnNotice, row, ReturnNotice.done_at.is_(None)))


def _count(session: Session, table: Any, row: Row[Any], *more: Any) -> int:
    return session.scalar(select(func.count()).select_from(table).where(
        table.book_id == row.book_id, table.stake_id == row.stake_id, *more)) or 0


def _goes_on(session: Session, held: Held, on: date) -> bool:
    """Whether a share of the sales is still due although the money itself is back."""
    row = held.row
    if row.instrument != Instrument.REVENUE_SHARE or terms_on(session, row, on).cap_multiple is not None:
        return False
    bought_back = session.scalar(select(func.count()).select_from(ExitOffer).where(
        ExitOffer.book_id == row.book_id, ExitOffer.about_id == row.stake_id, ExitOffer.state == "agreed"))
    return not bought_back
