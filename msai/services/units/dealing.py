"""The paper by which a fund deals just now, with who valued it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from msai.models.units import UnitAct, UnitDealing
from msai.services.keys import book_key


@dataclass(frozen=True, slots=True)
class Dealing:
    """A valuation in force: what the fund was worth by a paper and by its books that day."""

    act_id: UUID
    valued_on: date
    valued_minor: int
    book_minor: int
    until: date
    decided_on: date
    valued_by: str
    source: str

    @property
    def above_book_minor(self) -> int:
        """What the paper found above the books; below nought where it found less."""
        return self.valued_minor - self.book_minor


def find_dealing(session: Session, book_id: UUID, *, fund: str, on: date) -> Dealing | None:
    """The valuation by which a fund deals on a day; None where it goes by its book."""
    query = (
        select(UnitDealing.act_id, UnitDealing.valued_on, UnitDealing.valued_minor, UnitDealing.book_minor,
               UnitDealing.until, UnitDealing.decided_on, UnitAct.words_sealed)
        .join(UnitAct, and_(UnitAct.book_id == book_id, UnitAct.act_id == UnitDealing.act_id))
        .where(UnitDealing.book_id == book_id, UnitDealing.fund == fund, UnitDealing.decided_on <= on)
        .order_by(UnitDealing.decided_at.desc()).limit(1))
    row = session.execute(query).one_or_none()
    if row is None or row.until is None or on > row.until:
        return None
    words = book_key(session, book_id).open(bytes(row.words_sealed), f"unit_act:{row.act_id}")
    by, source = json.loads(words)
    return Dealing(row.act_id, row.valued_on, row.valued_minor, row.book_minor, row.until, row.decided_on,
                   by, source)
