"""Whatever happens between three groups and two farms, and wherever the server stops: the money adds up.

Each act leaves letters; their delivery is cut off after any number of transactions, and swept up later.
Nothing is posted twice, nothing is lost, and every book is sound.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.balances import balances
from ledgers.errors import LedgerError
from msai.approvals import Decision, digest_of
from msai.db import Database
from msai.models.enterprises import Outbox, Remittance
from msai.permissions import SYSTEM_IMPORT, Actor, Relation, Standing
from msai.services import enterprises, stakes
from msai.services.outbox import delivering
from msai.services.remitting import documents as d
from msai.services.remitting.drafting import (
    AnswerRemittance,
    DraftCapital,
    Leg,
    answer_remittance,
    draft_capital,
    shown_of,
)
from msai.services.remitting.ending import TakeBack, take_back
from msai.services.remitting.landing import ConfirmLanding, confirm_landing
from msai.services.remitting.matching import Explain, explain_remittance
from msai.services.remitting.rates import Rates
from msai.services.remitting.sending import SendRemittance, send_capital
from msai.services.verification import VerifyBooks, verify_everything
from tests.msai.services.sundays import AT, FIRST, Paper, close, open_savers

GROUPS = [UUID(int=0x5A + number) for number in range(3)]
FARMS = [UUID(int=0xFA + number) for number in range(2)]
OPENED, SENT_ON, TODAY = date(2026, 1, 4), date(2026, 2, 1), date(2026, 2, 20)
BEGAN = 1_000_000
KINDS = ("draft", *("next",) * 6, "send", "land", "land part", "land again", "explain", "back")
NEXT = {"draft": "approve", "approved": "send", "sent": "land", "received": "land again",
        "disputed": "explain"}
EVENTS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 5), st.integers(0, 4)), min_size=20, max_size=30)


class Stopped(Exception):
    """The server was switched off."""


def person(book_id: UUID, number: int, relation: Relation) -> Actor:
    """Somebody with one place in one book."""
    return Actor(UUID(int=number), "x", standings={book_id: Standing(frozenset({relation}))})


@dataclass
class World:
    """Three groups, two farms, and what was begun between them."""

    database: Database
    begun: list[tuple[UUID, UUID, UUID]]

    def act(self, work: Callable[[Session], Any], commits: int) -> bool:
        """One act, and as much of its deliveries as the server lives for; whether it was allowed."""
        try:
            with self.database.write() as session:
                work(session)
        except LedgerError:
            return False
        with self.cut_off(commits):
            delivering.sweep(self.database, at=AT)
        return True

    def next_of(self, group_id: UUID, remittance_id: UUID) -> str:
        """What usually happens next to a transfer; once it has ended, somebody tries to land it again."""
        with self.database.read() as session:
            state = d.find_row(session, Remittance, group_id, remittance_id=remittance_id).state
        return NEXT.get(state, "land")

    @contextmanager
    def cut_off(self, commits: int) -> Iterator[None]:
        """Let so many transactions through, then stop; four are enough for all there is."""
        write, done = self.database.write, [0]

        @contextmanager
        def stopping() -> Iterator[Session]:
            if done[0] == commits and commits < 4:
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
    """Open all books; each group has stakes in both farms."""
    with database.write() as session:
        for book_id in FARMS:
            enterprises.open_enterprise(session, SYSTEM_IMPORT, enterprises.OpenEnterprise(
                book_id=book_id, alias=f"farm-{book_id.int}", name="Farm", country="PH", currency="PHP",
                activities=["hogs"], opened_on=OPENED, at=AT))
        for group_id in GROUPS:
            open_savers(session, group_id)
            actor = person(group_id, 0x17, Relation.TREASURER)
            line = {"kind": "investment", "member": 1, "amount": "10000.00", "tender": "box"}
            close(session, Paper([line], FIRST, book_id=group_id), actor)
            for farm_id in FARMS:
                stakes.open_stake(session, SYSTEM_IMPORT, stakes.OpenStake(
                    book_id=group_id, alias=f"in-{farm_id.int}-{group_id.int}", enterprise_id=farm_id,
                    enterprise_name="Farm", instrument="equity", claim_currency="PHP", opened_on=OPENED))
    return World(database, [])


def draft(world: World, which: int, commits: int) -> None:
    """A group writes down 30.00 or more for one of its farms, with or without rates."""
    group_id, farm_id = GROUPS[which % 3], FARMS[which % 2]
    remittance_id = uuid5(group_id, f"remittance:{len(world.begun)}")
    mid = Rates(applied="7.10", mid="7.15", mid_source="x", mid_date=SENT_ON)
    command = DraftCapital(
        book_id=group_id, remittance_id=remittance_id, fee_on_top=which % 2 == 0, at=AT, today=SENT_ON,
        stake_id=stakes.stake_holder(group_id, f"in-{farm_id.int}-{group_id.int}").id,
        legs=(Leg(tender="box", amount_minor=3_000 + 7 * which, fee_minor=100),),
        rates=Rates() if which == 4 else mid)
    if world.act(lambda session: draft_capital(
            session, person(group_id, 0x17, Relation.TREASURER), command), commits):
        world.begun.append((group_id, farm_id, remittance_id))


def step(world: World, kind: str, which: int, commits: int) -> None:
    """Whatever may happen next to one of the transfers; the books refuse what may not."""
    group_id, farm_id, remittance_id = world.begun[-1 - which % min(3, len(world.begun))]
    kind = world.next_of(group_id, remittance_id) if kind == "next" else kind
    first, second = person(group_id, 0x17, Relation.TREASURER), person(
        group_id, 0x18, Relation.SECOND_OFFICER)
    ben = person(farm_id, 0x22, Relation.ENTERPRISE_SECOND)
    of_it = {"book_id": group_id, "remittance_id": remittance_id}

    def approve(session: Session) -> None:
        row = d.find_row(session, Remittance, group_id, remittance_id=remittance_id)
        seen = digest_of(shown_of(row, d.legs_of(session, group_id, remittance_id)))
        answer_remittance(session, second, AnswerRemittance(
            **of_it, decision=Decision.APPROVE, seen_digest=seen, at=AT))

    landing = ConfirmLanding(
        book_id=farm_id, remittance_id=remittance_id, landed_on=date(2026, 2, 3), today=TODAY, at=AT,
        landing_id=uuid5(remittance_id, kind), is_last=kind != "land part",
        received_minor=9_000 if kind == "land part" else 20_000)
    acts: dict[str, Callable[[Session], Any]] = {
        "approve": approve,
        "send": lambda session: send_capital(session, first, SendRemittance(
            book_id=group_id, remittance_id=remittance_id, sent_on=SENT_ON, today=TODAY, at=AT)),
        "explain": lambda session: explain_remittance(session, first, Explain(
            **of_it, words="A fee.", on=TODAY, at=AT)),
        "back": lambda session: take_back(session, first, TakeBack(
            **of_it, on=TODAY, tender="box", received_minor=1_000, fee_minor=10, today=TODAY, at=AT)),
    }
    world.act(acts.get(kind, lambda session: confirm_landing(session, ben, landing)), commits)


def held(session: Session, book_id: UUID, *codes: int) -> int:
    """What a book has on these accounts, debit positive."""
    return sum(balances(session, book_id, codes=codes).values())


def refused(session: Session) -> int:
    """Landings that the group's book cannot take any more, because the money had come back meanwhile."""
    query = select(Outbox.last_code).where(Outbox.done_at.is_(None)).execution_options(scatter=True)
    codes = set(session.scalars(query))
    assert codes <= {"remittance_moved"}
    return len(codes)


def everything_adds_up(world: World) -> None:
    """Host money in each group, home money over all books, each entry once."""
    with world.database.read() as session:
        for group_id in GROUPS:
            assert held(session, group_id, 1010, 1200, 1300, 5100, 5150, 5500, 4500) == BEGAN
            references = session.scalars(select(t.entry.c.client_ref).where(
                t.entry.c.book_id == group_id)).all()
            assert len(references) == len(set(references))
        landed = sum(held(session, farm_id, 1020) for farm_id in FARMS)
        assert landed == -sum(held(session, farm_id, 3100) for farm_id in FARMS)
        if not refused(session):
            assert sum(held(session, group_id, 9500) for group_id in GROUPS) == landed


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    """All books, opened once; every example goes on where the last one ended, and all are sound after it."""
    yield settle(database)
    assert verify_everything(database, SYSTEM_IMPORT, VerifyBooks()) == []


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(events=EVENTS)
def test_any_events_killed_anywhere_and_resumed_conserve_the_money(
    world: World, events: list[tuple[str, int, int]],
) -> None:
    """Also on PostgreSQL; the acts that the books refuse are part of the story."""
    for kind, which, commits in events:
        if kind == "draft" or not world.begun:
            draft(world, which, commits)
        else:
            step(world, kind, which, commits)
    delivering.sweep(world.database, at=AT)
    everything_adds_up(world)
    assert delivering.sweep(world.database, at=AT).delivered == 0
