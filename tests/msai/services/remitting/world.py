"""Three groups, two farms and everything between them, with servers that stop in the middle.

Each act is a transaction of its own and leaves letters; their delivery can be cut off after any number of
transactions, and is swept up later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.balances import balances
from ledgers.errors import LedgerError
from msai.approvals import Decision, digest_of
from msai.db import Database
from msai.models.enterprises import Remittance
from msai.models.remittances import Arriving
from msai.permissions import SYSTEM_IMPORT, Actor, Relation, Standing
from msai.services import enterprises, stakes
from msai.services.outbox import delivering
from msai.services.remitting import documents as d
from msai.services.remitting.drafting import AnswerRemittance, answer_remittance, shown_of
from tests.msai.services.staking.desk import count_nothing
from tests.msai.services.sundays import AT, FIRST, Paper, close, open_savers

GROUPS = [UUID(int=0x5A + number) for number in range(3)]
FARMS = [UUID(int=0xFA + number) for number in range(2)]
INSTRUMENTS = dict(zip(FARMS, ("equity", "loan"), strict=True))
OPENED, SENT_ON, TODAY = date(2026, 1, 4), date(2026, 2, 1), date(2026, 2, 20)
BEGAN = 1_000_000
"""What each group has for enterprises, in minor units."""


class Stopped(Exception):
    """The server was switched off."""


def person(book_id: UUID, number: int, relation: Relation) -> Actor:
    """Somebody with one place in one book."""
    return Actor(UUID(int=number), "x", standings={book_id: Standing(frozenset({relation}))})


def treasurer(group_id: UUID) -> Actor:
    """Who sends a group's money."""
    return person(group_id, 0x17, Relation.TREASURER)


def second(group_id: UUID) -> Actor:
    """Who approves it."""
    return person(group_id, 0x18, Relation.SECOND_OFFICER)


def manager(farm_id: UUID) -> Actor:
    """Who runs a farm."""
    return person(farm_id, 0x21, Relation.ENTERPRISE_MANAGER)


def confirmer(farm_id: UUID) -> Actor:
    """Who confirms for it."""
    return person(farm_id, 0x22, Relation.ENTERPRISE_SECOND)


def stake_of(group_id: UUID, farm_id: UUID) -> UUID:
    """The stake of a group in a farm."""
    return stakes.stake_holder(group_id, f"in-{farm_id.int}-{group_id.int}").id


@dataclass
class World:
    """All books, and whoever acts in them."""

    database: Database

    def act(self, work: Callable[[Session], Any], commits: int = 99) -> str:
        """One act, and as much of its deliveries as the server lives for; the code of a refusal, if any."""
        try:
            with self.database.write() as session:
                work(session)
        except LedgerError as refused:
            return refused.code
        with self.cut_off(commits):
            delivering.sweep(self.database, at=AT)
        return ""

    def approve(self, group_id: UUID, remittance_id: UUID, commits: int = 99, **said: Any) -> str:
        """The second person of a book agrees to a draft."""
        def work(session: Session) -> None:
            row = d.find_row(session, Remittance, group_id, remittance_id=remittance_id)
            seen = digest_of(shown_of(row, d.legs_of(session, group_id, remittance_id)))
            who = second(group_id) if group_id in GROUPS else confirmer(group_id)
            answer_remittance(session, who, AnswerRemittance(**{
                "book_id": group_id, "remittance_id": remittance_id, "decision": Decision.APPROVE,
                "seen_digest": seen, "at": AT, **said}))

        return self.act(work, commits)

    def state(self, book_id: UUID, remittance_id: UUID) -> str:
        """Where a remittance stands in the book that sends it."""
        with self.database.read() as session:
            return str(d.find_row(session, Remittance, book_id, remittance_id=remittance_id).state)

    def arriving(self, book_id: UUID) -> dict[UUID, str]:
        """Where everything stands that is on its way to a book."""
        with self.database.read() as session:
            return {row.remittance_id: row.state for row in session.execute(
                select(Arriving.remittance_id, Arriving.state).where(Arriving.book_id == book_id))}

    def held(self, book_id: UUID, *codes: int) -> int:
        """What a book has on these accounts together, debit positive."""
        with self.database.read() as session:
            return sum(balances(session, book_id, codes=codes).values())

    @contextmanager
    def cut_off(self, commits: int) -> Iterator[None]:
        """Let so many transactions through, then stop."""
        write, done = self.database.write, [0]

        @contextmanager
        def stopping() -> Iterator[Session]:
            if done[0] == commits:
                raise Stopped()
            done[0] += 1
            with write() as session:
                yield session

        self.database.write = stopping  # type: ignore[method-assign]
        try:
            yield
        except Stopped:
            pass
        finally:
            self.database.write = write  # type: ignore[method-assign]


def settle(database: Database) -> World:
    """Open all books; each group has money to send, and stakes in both farms."""
    with database.write() as session:
        for book_id in FARMS:
            enterprises.open_enterprise(session, SYSTEM_IMPORT, enterprises.OpenEnterprise(
                book_id=book_id, alias=f"farm-{book_id.int}", name="Farm", country="PH", currency="PHP",
                activities=["hogs"], opened_on=OPENED, at=AT))
            count_nothing(session, manager(book_id), book_id=book_id, on=TODAY)
        for group_id in GROUPS:
            open_savers(session, group_id)
            line = {"kind": "investment", "member": 1, "amount": "10000.00", "tender": "box"}
            close(session, Paper([line], FIRST, book_id=group_id), treasurer(group_id))
            for farm_id in FARMS:
                stakes.open_stake(session, SYSTEM_IMPORT, stakes.OpenStake(
                    book_id=group_id, alias=f"in-{farm_id.int}-{group_id.int}", enterprise_id=farm_id,
                    enterprise_name="Farm", instrument=INSTRUMENTS[farm_id], claim_currency="PHP",
                    opened_on=OPENED))
    return World(database)
