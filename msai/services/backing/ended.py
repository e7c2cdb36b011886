"""A backer of whom nothing is left in an enterprise is none any more: all went back, or was given up.

A share of sales without a cap goes on after its principal is back; it ends when it is bought back.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session

from ledgers.balances import balances
from msai.models.enterprises import Backer, Remittance
from msai.models.remittances import Arriving
from msai.models.stakes import ExitOffer, OwedHome
from msai.services.backing.backers import terms_of_backer
from msai.services.staking.ended import UNDER_WAY
from msai.services.staking.terms import Instrument

_BACKED = (2200, 2400, 3100)


def end_backer_without_money(
    session: Session, book_id: UUID, backer_id: UUID, *, on: date, for_good: bool = False,
) -> None:
    """Note the day on which the last of a backer's money left; nothing where something is still there.

    `for_good` says that a share of sales ends as well.
    """
    row = session.execute(select(*Backer.__table__.columns).where(
        Backer.book_id == book_id, Backer.backer_id == backer_id, Backer.ended_on.is_(None))).one_or_none()
    if row is None or _is_there(session, row) or not for_good and _goes_on(session, row, on):
        return
    session.execute(update(Backer).where(
        Backer.book_id == book_id, Backer.backer_id == backer_id).values(ended_on=on))


def _is_there(session: Session, row: Row[Any]) -> bool:
    """Whether it has money in the enterprise, or some is owed to it or on its way."""
    owed = _count(session, OwedHome, row.book_id, OwedHome.backer_id == row.backer_id,
                  OwedHome.open_minor > 0)
    coming = _count(session, Arriving, row.book_id, Arriving.backer_id == row.backer_id,
                    Arriving.state.in_(UNDER_WAY))
    going = _count(session, Remittance, row.book_id, Remittance.stake_id == row.backer_id,
                   Remittance.state.in_(UNDER_WAY))
    return bool(owed or coming or going
                or any(balances(session, row.book_id, codes=_BACKED, holders=[row.backer_id]).values()))


def _goes_on(session: Session, row: Row[Any], on: date) -> bool:
    """Whether a share of the sales is still due although the money itself went back."""
    if row.instrument != Instrument.REVENUE_SHARE or terms_of_backer(row.terms, on).cap_multiple is not None:
        return False
    return not _count(session, ExitOffer, row.book_id, ExitOffer.about_id == row.backer_id,
                      ExitOffer.state == "agreed")


def _count(session: Session, table: Any, book_id: UUID, *more: Any) -> int:
    return session.scalar(select(func.count()).select_from(table).where(table.book_id == book_id, *more)) or 0
