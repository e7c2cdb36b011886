"""A group's part of a pool: told to the enterprise when two officers agreed, taken out again, recorded.

The enterprise's book is where joining, leaving and closing meet: whichever it takes in first holds, and the
others hear from it. A part that asked to leave stays agreed until the answer comes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row, update
from sqlalchemy.orm import Session

from ledgers.money import allocate
from msai import audit
from msai.models.enterprises import Remittance
from msai.models.remittances import RemittanceLeg
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.keys import journal_of
from msai.services.outbox import Letter, leave
from msai.services.pooling import rows as p
from msai.services.pooling.errors import PoolClosed, PoolOpen
from msai.services.remitting import documents as d
from msai.services.remitting.rates import Rates
from msai.services.remitting.telling import backer_of


def tell_agreed(session: Session, row: Row[Any], facts: dict[str, Any], *, at: int) -> None:
    """Tell the enterprise that two officers agreed to a part; the pool may be closed with it from now on."""
    p.change_part(session, row.book_id, row.remittance_id, state=p.AGREED)
    said = {name: getattr(row, name) for name in (
        "remittance_id", "pool_id", "alias", "stake_id", "amount_minor")}
    leave(session, _letter(row, "pool_part_agreed", "agreed", at, d.text_of(said | facts)))


def _letter(row: Row[Any], kind: str, step: str, at: int, body: dict[str, Any]) -> Letter:
    return Letter(book_id=row.book_id, recipient_id=row.other_book_id, kind=kind,
                  reference=f"remittance:{row.remittance_id}:{step}", at=at, body=body)


def drop_draft(session: Session, row: Row[Any]) -> None:
    """Forget the part of a draft that was refused or given up before anybody was told."""
    p.change_part(session, row.book_id, row.remittance_id, state=p.LEFT_OUT)


def ask_to_leave(session: Session, actor: Actor, row: Row[Any], *, at: int) -> None:
    """Ask the enterprise's book to let a part out of its pool; it stays agreed until the answer comes.

    Raises:
        PoolClosed: the pool was closed with it, and its money has left with the others.
    """
    part = p.part_row(session, row.book_id, row.remittance_id)
    if part is None or part.state == p.SENT:
        raise PoolClosed(pool=p.code_of(row.pool_id))
    body = {"remittance_id": str(row.remittance_id), "pool_id": str(row.pool_id)}
    leave(session, _letter(row, "pool_part_leaving", "leaving", at, body))
    audit.record(session, actor, book_id=row.book_id, action=Action.REMITTANCE_SEND, at=at,
                 subject=f"remittance:{row.remittance_id}:leaving")


def take_agreed(session: Session, actor: Actor, letter: Letter) -> None:
    """A group's two officers agreed to a part: it belongs to the pool, unless that was closed meanwhile."""
    require(actor, Action.HISTORY_IMPORT, Target(letter.recipient_id))
    book_id, said = letter.recipient_id, letter.body
    journal_of(session, book_id).lock()
    pool = p.pool_row(session, book_id, UUID(said["pool_id"]))
    part = {
        "book_id": book_id, "pool_id": pool.pool_id, "remittance_id": UUID(said["remittance_id"]),
        "part_no": len(p.parts_of(session, book_id, pool.pool_id)) + 1, "group_id": letter.book_id,
        "group_name": said["sender_name"], "alias": said["alias"], "stake_id": UUID(said["stake_id"]),
        "backer_id": backer_of(session, actor, letter), "amount_minor": said["amount_minor"],
        "state": p.AGREED if pool.state == p.OPEN else p.LEFT_OUT, "told_at": letter.at}
    p.keep_part(session, part)
    if pool.state != p.OPEN:
        tell_left_out(session, book_id, group_id=letter.book_id, remittance_id=part["remittance_id"],
                      at=letter.at)


def take_leaving(session: Session, actor: Actor, letter: Letter) -> None:
    """A group takes its part out: it is left out, unless the pool was closed with it before.

    Raises:
        NotFound: the letter that brought the part has not come yet.
    """
    require(actor, Action.HISTORY_IMPORT, Target(letter.recipient_id))
    book_id, remittance_id = letter.recipient_id, UUID(letter.body["remittance_id"])
    journal_of(session, book_id).lock()
    part = p.part_row(session, book_id, remittance_id)
    if part is None:
        raise NotFound()
    if part.state == p.AGREED:
        p.change_part(session, book_id, remittance_id, state=p.LEFT_OUT)
        tell_left_out(session, book_id, group_id=letter.book_id, remittance_id=remittance_id, at=letter.at)


def tell_left_out(
    session: Session, book_id: UUID, *, group_id: UUID, remittance_id: UUID, at: int,
) -> None:
    """Tell a group that its part does not travel with the pool."""
    leave(session, Letter(
        book_id=book_id, recipient_id=group_id, kind="pool_part_left_out", at=at,
        reference=f"remittance:{remittance_id}:left_out", body={"remittance_id": str(remittance_id)}))


def take_left_out(session: Session, actor: Actor, letter: Letter) -> None:
    """The part does not travel with the pool: nothing was posted, and the group's paper of it ends."""
    require(actor, Action.HISTORY_IMPORT, Target(letter.recipient_id))
    book_id, remittance_id = letter.recipient_id, UUID(letter.body["remittance_id"])
    row = d.remittance_row(session, book_id, remittance_id)
    p.change_part(session, book_id, remittance_id, state=p.LEFT_OUT)
    if row.state not in (d.DRAFT, d.APPROVED):
        return
    d.change_row(session, Remittance, book_id, remittance_id=remittance_id, state=d.CANCELLED)
    d.note_step(session, actor, d.Step(
        book_id=book_id, remittance_id=remittance_id, state=d.CANCELLED, at=letter.at))


def settled_share(session: Session, row: Row[Any]) -> tuple[Row[Any], Row[Any]]:
    """The pool of a part and the part, once its share is known.

    Raises:
        PoolOpen: the pool was not closed yet.
    """
    part = p.part_row(session, row.book_id, row.remittance_id)
    if part is None or part.state != p.SENT:
        raise PoolOpen(pool=p.code_of(row.pool_id))
    return p.pool_row(session, row.book_id, row.pool_id), part


def as_pooled(session: Session, row: Row[Any], command: Any) -> Any:
    """The sending of a part: day, rates and reference are those of the one transfer, whatever was typed.

    Raises:
        PoolOpen
    """
    pool, _part = settled_share(session, row)
    rates = Rates(applied=pool.applied_rate, mid=pool.mid_rate, mid_source=pool.mid_source,
                  mid_date=pool.mid_date, is_sure=True)
    legs = d.legs_of(session, row.book_id, row.remittance_id)
    return replace(
        command, sent_on=d.day_in_books(session, row.book_id, pool.sent_on), rates=rates,
        references={leg.leg_no: pool.reference for leg in legs if pool.reference})


def take_share(session: Session, row: Row[Any]) -> Row[Any]:
    """Write the part's share of the fee on its paper, parted among its payments by amount."""
    pool, part = settled_share(session, row)
    legs = d.legs_of(session, row.book_id, row.remittance_id)
    for leg, fee in zip(legs, allocate(part.fee_minor, [leg.amount_minor for leg in legs]), strict=True):
        session.execute(update(RemittanceLeg).where(
            RemittanceLeg.book_id == row.book_id, RemittanceLeg.remittance_id == row.remittance_id,
            RemittanceLeg.leg_no == leg.leg_no).values(fee_minor=fee))
    d.change_row(session, Remittance, row.book_id, remittance_id=row.remittance_id,
                 fee_minor=part.fee_minor, provider=pool.provider)
    return d.find_row(session, Remittance, row.book_id, remittance_id=row.remittance_id)
