"""What landed of a pool is confirmed once, and split among its parts by amount.

Each part's share is posted for its own backer, and each group hears of its own. Whether all of it differs
from what should have come is judged of the whole transfer, since cents go to one part or the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ledgers.money import allocate
from msai.models.remittances import Arriving
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.keys import journal_of
from msai.services.pooling import rows as p
from msai.services.remitting import documents as d
from msai.services.remitting.errors import AlreadyLanded, LandedMoreThanSent, NothingDisputed, NothingLanded
from msai.services.remitting.landing import (
    ConfirmLanding,
    is_confirmed,
    land_part,
    most_promised,
    require_landing,
)
from msai.services.remitting.matching import Explain, explain_arrival

_EXPECTED = ("on_its_way", d.RECEIVED, d.DISPUTED)


def confirm_pool(session: Session, actor: Actor, command: ConfirmLanding) -> None:
    """Post what reached the enterprise's account of a whole pool, and tell every group its part.

    `command.remittance_id` is the id of the pool; net sum and fee are of the one landing. Parts that came
    back or were given up as lost take no share.

    Raises:
        NotPermitted: the enterprise's second person confirms.
        NotFound: no such pool was closed.
        AlreadyLanded, NothingLanded, LandedBeforeSent, RemittanceDayAhead, LandedMoreThanSent
        IdempotencyConflict: the same landing was confirmed with other content.
    """
    book_id = command.book_id
    require(actor, Action.REMITTANCE_CONFIRM, Target(book_id))
    journal_of(session, book_id).lock()
    pool = p.pool_row(session, book_id, command.remittance_id)
    parts = arriving_parts(session, pool)
    if _is_confirmed(session, parts, command):
        return
    expected = [part for part in parts if part.state in _EXPECTED]
    if not expected:
        raise AlreadyLanded(remittance=p.code_of(pool.pool_id))
    _require_pool(session, pool, expected, command)
    state = _state_after(session, expected, command)
    for part, said in zip(expected, split(expected, command), strict=True):
        require_landing(part, [], said, most=None)
        land_part(session, actor, part, said, state=state)


def arriving_parts(session: Session, pool: Row[Any]) -> list[Row[Any]]:
    """The parts of a closed pool as the enterprise expects them, in their order.

    Raises:
        NotFound: it was not closed.
    """
    if pool.state != p.CLOSED:
        raise NotFound()
    order = {part.remittance_id: part.part_no
             for part in p.parts_of(session, pool.book_id, pool.pool_id)}
    found = session.execute(select(*Arriving.__table__.columns).where(
        Arriving.book_id == pool.book_id, Arriving.pool_id == pool.pool_id)).all()
    return sorted(found, key=lambda row: order[row.remittance_id])


def split(parts: Sequence[Row[Any]], command: ConfirmLanding) -> list[ConfirmLanding]:
    """One landing as those of its parts: net sum and fee by amount, largest remainder, the first part first.

    Raises:
        NothingLanded: it is so little that nothing is left for one of them.
    """
    if command.received_minor <= 0 or command.receiving_fee_minor < 0:
        raise NothingLanded()
    weights = [part.amount_minor for part in parts]
    received = allocate(command.received_minor, weights)
    fees = allocate(command.receiving_fee_minor, weights)
    if 0 in received:
        raise NothingLanded()
    return [replace(command, remittance_id=part.remittance_id, received_minor=net, receiving_fee_minor=fee,
                    landing_id=uuid5(command.landing_id, str(part.remittance_id)))
            for part, net, fee in zip(parts, received, fees, strict=True)]


def _is_confirmed(session: Session, parts: Sequence[Row[Any]], command: ConfirmLanding) -> bool:
    """Whether this very landing is in the book, with the parts that took a share of it."""
    known = {row.landing_id: part for part in parts
             for row in d.landings_of(session, part.book_id, part.remittance_id)}
    took = [part for part in parts if uuid5(command.landing_id, str(part.remittance_id)) in known]
    if not took:
        return False
    return all(is_confirmed(d.landings_of(session, part.book_id, part.remittance_id), said)
               for part, said in zip(took, split(took, command), strict=True))


def _require_pool(
    session: Session, pool: Row[Any], parts: Sequence[Row[Any]], command: ConfirmLanding,
) -> None:
    """Let a landing pass that is not a fifth more than all parts that are expected promise."""
    most = [most_promised(session, part) for part in parts]
    if None in most:
        return
    if 5 * _gross(session, parts, command) > 6 * sum(one for one in most if one is not None):
        raise LandedMoreThanSent(remittance=p.code_of(pool.pool_id))


def _gross(session: Session, parts: Sequence[Row[Any]], command: ConfirmLanding) -> int:
    before: int = sum(row.received_minor + row.receiving_fee_minor for part in parts
                      for row in d.landings_of(session, part.book_id, part.remittance_id))
    return before + command.received_minor + command.receiving_fee_minor


def _state_after(session: Session, parts: Sequence[Row[Any]], command: ConfirmLanding) -> str:
    """Where all parts stand after this landing, by what the whole of them should have brought."""
    if not command.is_last:
        return d.RECEIVED
    hoped = [part.expected_minor for part in parts]
    whole = None if None in hoped else sum(hoped)
    off = d.differs(_gross(session, parts, command), whole)
    return d.DISPUTED if off and not command.explanation.strip() else d.MATCHED


def explain_pool(session: Session, actor: Actor, command: Explain) -> None:
    """Say once for all parts that are disputed why what landed differs; each group is told.

    `command.remittance_id` is the id of the pool.

    Raises:
        NotPermitted, NotFound, ExplanationMissing
        NothingDisputed: none of them waits for an explanation.
    """
    require(actor, Action.REMITTANCE_CONFIRM, Target(command.book_id))
    journal_of(session, command.book_id).lock()
    pool = p.pool_row(session, command.book_id, command.remittance_id)
    disputed = [part for part in arriving_parts(session, pool) if part.state == d.DISPUTED]
    if not disputed:
        raise NothingDisputed(remittance=p.code_of(pool.pool_id))
    for part in disputed:
        explain_arrival(session, actor, replace(command, remittance_id=_id(part)))


def _id(part: Row[Any]) -> UUID:
    found: UUID = part.remittance_id
    return found
