"""What has to add up over all books, whatever happened: worked out from documents, not from entries.

Money in transit is what each paper says is still on its way; a farm's bank holds what landed less what it
sent home; what a group may claim is what the farm owes it or holds of it.
"""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.balances import balances
from msai.models.enterprises import Outbox, Remittance, RemittanceLanding
from msai.models.remittances import Arriving, PooledTransfer, PoolPart
from msai.services.outbox.letters import read_letter
from tests.msai.services.remitting.world import BEGAN, FARMS, GROUPS, stake_of

MONEY = (1010, 1200, 1300, 1310, 1390, 1400, 5100, 5150, 5500, 5600, 4400, 4500, 4600)
"""Where a group's money for enterprises can be, and what it can have become."""


def held(session: Session, book_id: UUID, *codes: int) -> int:
    """What a book has on these accounts, debit positive."""
    return sum(balances(session, book_id, codes=codes).values())


def by_holder(session: Session, book_id: UUID, *codes: int) -> dict[UUID, int]:
    """The same for each holder."""
    return {account.holder.id: minor for account, minor in balances(session, book_id, codes=codes).items()
            if account.holder is not None}


def rows(session: Session, table: Any, book_id: UUID) -> list[Row[Any]]:
    """All rows of a book in a table."""
    return list(session.execute(select(*table.__table__.columns).where(table.book_id == book_id)))


def waiting(session: Session) -> dict[str, set[UUID]]:
    """The remittances that letters still wait about, by the code of their refusal."""
    found: dict[str, set[UUID]] = {}
    for row in session.execute(select(Outbox.book_id, Outbox.message_id, Outbox.last_code).where(
            Outbox.done_at.is_(None)).execution_options(scatter=True)):
        letter = read_letter(session, row.book_id, row.message_id)
        assert letter is not None
        found.setdefault(str(row.last_code), set()).add(UUID(letter.body["remittance_id"]))
    return found


def transit_is_what_papers_say(session: Session, group_id: UUID) -> None:
    """Nothing before it was sent and nothing once it ended; all of it until something landed."""
    there = by_holder(session, group_id, 1200)
    for row in [*rows(session, Remittance, group_id), *rows(session, Arriving, group_id)]:
        left = there.pop(row.remittance_id, 0)
        if row.state in ("draft", "approved", "cancelled", "matched", "returned", "lost"):
            assert left == 0, (row.alias, row.state)
        elif row.state == "sent":
            assert left == row.amount_minor
        else:
            assert left >= 0
    assert there == {}


def bank_is_what_came_less_what_left(session: Session, farm_id: UUID) -> None:
    """By the landings it confirmed and the papers it sent."""
    out = {row.remittance_id for row in rows(session, Arriving, farm_id)}
    came = sum(row.received_minor for row in rows(session, RemittanceLanding, farm_id)
               if row.remittance_id in out)
    left = sum(row.amount_minor for row in rows(session, Remittance, farm_id)
               if row.state in ("sent", "received", "disputed", "matched"))
    assert held(session, farm_id, 1020) == came - left


def each_leg_is_posted_once(session: Session, book_id: UUID) -> None:
    """A sending and a landing has one entry each, and each landing that is kept has its own."""
    refs = Counter(session.scalars(select(t.entry.c.client_ref).where(t.entry.c.book_id == book_id)))
    assert set(refs.values()) <= {1}
    landings = {f"remittance:{row.remittance_id}:landed:{row.landing_no}"
                for row in rows(session, RemittanceLanding, book_id)}
    own = {row.remittance_id for row in rows(session, Remittance, book_id)} if book_id in FARMS else set()
    posted = {ref for ref in refs if ref.startswith("remittance:") and ":landed:" in ref}
    assert posted == {ref for ref in landings if UUID(ref.split(":")[1]) not in own}


def both_ends_agree(session: Session, but: set[UUID]) -> None:
    """What landed is the same in both books, and what a group may claim is what its farm holds of it."""
    doubtful = set[UUID]()
    for farm_id in FARMS:
        for row in rows(session, Arriving, farm_id):
            here = _landed(session, farm_id, row.remittance_id)
            if row.remittance_id in but:
                doubtful.add(row.stake_id)
            else:
                assert here == _landed(session, row.sender_id, row.remittance_id), row.alias
        of_farm = by_holder(session, farm_id, 3100, 2200)
        backers = {row.stake_id: row.backer_id for row in rows(session, Arriving, farm_id)}
        for group_id in GROUPS:
            stake_id = stake_of(group_id, farm_id)
            if stake_id in backers and stake_id not in doubtful:
                claim = by_holder(session, group_id, 9500).get(stake_id, 0)
                assert claim == -of_farm.get(backers[stake_id], 0), (group_id, farm_id)


def _landed(session: Session, book_id: UUID, remittance_id: UUID) -> list[tuple[int, int]]:
    return sorted((row.received_minor, row.receiving_fee_minor) for row in session.execute(
        select(*RemittanceLanding.__table__.columns).where(
            RemittanceLanding.book_id == book_id, RemittanceLanding.remittance_id == remittance_id)))


def pools_are_shared_out(session: Session, farm_id: UUID) -> None:
    """The parts of a pool sum to the whole of it, and every group paid the share that it was told."""
    for pool in rows(session, PooledTransfer, farm_id):
        parts = [part for part in rows(session, PoolPart, farm_id)
                 if part.pool_id == pool.pool_id and part.state == "sent"]
        if pool.state == "closed":
            sums = [sum(getattr(part, name) for part in parts)
                    for name in ("amount_minor", "fee_minor", "expected_minor")]
            assert sums == [pool.amount_minor, pool.fee_minor, pool.expected_minor]
            assert len(parts) == pool.parts
        for part in parts:
            paper = next(row for row in rows(session, Remittance, part.group_id)
                         if row.remittance_id == part.remittance_id)
            assert paper.fee_minor == (0 if paper.state == "approved" else part.fee_minor)


def everything_adds_up(session: Session) -> None:
    """All of it, once nothing is under way but what people have to decide."""
    unclear = waiting(session)
    assert set(unclear) <= {"remittance_moved", "not_sent_yet"}, unclear
    for group_id in GROUPS:
        assert held(session, group_id, *MONEY) == BEGAN
        transit_is_what_papers_say(session, group_id)
        each_leg_is_posted_once(session, group_id)
    for farm_id in FARMS:
        bank_is_what_came_less_what_left(session, farm_id)
        pools_are_shared_out(session, farm_id)
        each_leg_is_posted_once(session, farm_id)
    both_ends_agree(session, set().union(*unclear.values()))
