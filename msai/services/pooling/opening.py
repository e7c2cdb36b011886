"""A pool is opened by one group, and joined by others who were told its code.

Whoever opens it says what the transfer will cost at most and how that is paid; each group that joins agrees
to its own amount, and to a share of that fee by amount.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from msai import audit
from msai.models.groups import Group
from msai.models.remittances import PooledTransfer
from msai.permissions import Action, Actor, Target, require
from msai.services.group_books import load_group, require_open_cycle
from msai.services.keys import journal_of
from msai.services.outbox import Letter, leave
from msai.services.pooling import rows as p
from msai.services.pooling.errors import PoolNeedsBook, PoolUnknown
from msai.services.remitting import documents as d
from msai.services.remitting.drafting import DraftCapital, Leg, draft_capital
from msai.services.remitting.errors import FeeNotBelowAmount, StakeEnded
from msai.services.remitting.rates import Rates


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPool:
    """A group offers to send together with others to the enterprise of a stake.

    `most_fee_minor` is what the transfer costs at most, in the group's minor units; with `fee_on_top` it is
    paid besides the amounts, else out of them. `pool_id` was made where it was typed.
    """

    book_id: UUID
    pool_id: UUID
    stake_id: UUID
    most_fee_minor: int
    fee_on_top: bool
    today: date
    at: int
    provider: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinPool:
    """A group's part of a pool, as it was typed: the code, and what is taken from where."""

    book_id: UUID
    remittance_id: UUID
    code: str
    stake_id: UUID
    tender: str
    amount_minor: int
    today: date
    at: int
    custodian: str = ""


def open_pool(session: Session, actor: Actor, command: OpenPool) -> None:
    """Open a pool and tell the enterprise; nothing is posted, and the group's own part is joined like others.

    Raises:
        NotPermitted, NotFound: she does not send this group's money, or it has no such stake.
        PoolNeedsBook: the enterprise keeps no book here.
        FeeNotBelowAmount: the fee is below nothing.
        StakeEnded, CycleClosed
    """
    book_id = command.book_id
    require(actor, Action.REMITTANCE_SEND, Target(book_id))
    journal_of(session, book_id).lock()
    if p.knows_pool(session, book_id, command.pool_id):
        return
    group = load_group(session, book_id, command.today)
    require_open_cycle(session, group, on=command.today)
    held, stake = d.held_stake(session, book_id, command.stake_id)
    if stake.ended_on is not None:
        raise StakeEnded(stake=stake.alias)
    if not d.has_book(session, held.enterprise_id):
        raise PoolNeedsBook(enterprise=stake.enterprise_name)
    if command.most_fee_minor < 0:
        raise FeeNotBelowAmount()
    pool = {
        "pool_id": command.pool_id, "currency": group.currency, "home": held.claim_currency,
        "amount_minor": 0, "fee_minor": 0, "parts": 0, "provider": command.provider or None,
        "sent_on": command.today, "enterprise_id": held.enterprise_id, "organiser_id": book_id,
        "organiser_name": group.name, "state": p.OPEN, "most_fee_minor": command.most_fee_minor,
        "fee_on_top": command.fee_on_top, "opened_at": command.at}
    p.keep_pool(session, {**pool, "book_id": book_id})
    leave(session, Letter(
        book_id=book_id, recipient_id=held.enterprise_id, kind="pool_opened", at=command.at,
        reference=f"pool:{command.pool_id}:opened", body=d.text_of(pool)))
    audit.record(session, actor, book_id=book_id, action=Action.REMITTANCE_SEND, at=command.at,
                 subject=f"pool:{command.pool_id}")


def take_opened(session: Session, actor: Actor, letter: Letter) -> None:
    """A group opened a pool: the enterprise's book keeps who belongs to it from now on."""
    require(actor, Action.HISTORY_IMPORT, Target(letter.recipient_id))
    journal_of(session, letter.recipient_id).lock()
    said = letter.body
    p.keep_pool(session, {
        **said, "book_id": letter.recipient_id, "fee_on_top": bool(said["fee_on_top"]),
        "sent_on": date.fromisoformat(said["sent_on"]),
        **{name: UUID(said[name]) for name in ("pool_id", "enterprise_id", "organiser_id")}})


def join_pool(session: Session, actor: Actor, command: JoinPool) -> None:
    """Draft a group's part of a pool and put it before the second officer.

    Its fee is a share that nobody types; the officer agrees to the amount and to a share of what the pool may
    cost at most.

    Raises:
        NotPermitted, NotFound
        PoolUnknown: no pool of that code is open for this enterprise and this money.
        LedgerError: as `draft_capital` says of any other draft.
    """
    book_id = command.book_id
    require(actor, Action.REMITTANCE_SEND, Target(book_id))
    held, _stake = d.held_stake(session, book_id, command.stake_id)
    pool = find_open(session, held.enterprise_id, code=command.code,
                     currency=d.currency_of(session, book_id))
    draft_capital(session, actor, DraftCapital(
        book_id=book_id, remittance_id=command.remittance_id, stake_id=command.stake_id,
        legs=(Leg(tender=command.tender, amount_minor=command.amount_minor),), rates=Rates(),
        fee_on_top=pool.fee_on_top, provider=pool.provider or "", custodian=command.custodian,
        pool_id=pool.pool_id, today=command.today, at=command.at))
    _keep_own(session, command, pool)


def find_open(session: Session, enterprise_id: UUID, *, code: str, currency: str) -> Row[Any]:
    """The open pool of an enterprise that has this code and counts in this money.

    Raises:
        PoolUnknown: there is none.
    """
    wanted = p.plain_code(code)
    for pool in open_pools(session, enterprise_id, currency):
        if p.code_of(pool.pool_id) == wanted:
            return pool
    raise PoolUnknown(code=wanted)


def open_pools(session: Session, enterprise_id: UUID, currency: str) -> Sequence[Row[Any]]:
    """The pools of an enterprise that somebody can still join with this money, oldest first."""
    return session.execute(
        select(*PooledTransfer.__table__.columns)
        .where(PooledTransfer.book_id == enterprise_id, PooledTransfer.state == p.OPEN,
               PooledTransfer.currency == currency)
        .order_by(PooledTransfer.opened_at, PooledTransfer.pool_id)).all()


def _keep_own(session: Session, command: JoinPool, pool: Row[Any]) -> None:
    """Keep the pool and the part in the group's own book, once each."""
    book_id = command.book_id
    if not p.knows_pool(session, book_id, pool.pool_id):
        p.keep_pool(session, {**pool._mapping, "book_id": book_id})
    if p.part_row(session, book_id, command.remittance_id) is not None:
        return
    name = session.scalar(select(Group.name).where(Group.book_id == book_id)) or ""
    p.keep_part(session, {
        "book_id": book_id, "pool_id": pool.pool_id, "remittance_id": command.remittance_id,
        "part_no": len(p.parts_of(session, book_id, pool.pool_id)) + 1, "group_id": book_id,
        "group_name": name, "alias": "", "stake_id": command.stake_id, "amount_minor": command.amount_minor,
        "state": p.DRAFTED, "told_at": command.at})
