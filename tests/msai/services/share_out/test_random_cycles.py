"""Cycles that nobody planned, shared out by both officers: nothing is lost, overdrawn or different again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, TENDER_CODES, Account
from ledgers.balances import balances
from ledgers.cycles import list_cycles
from ledgers.errors import NoShareOut, NothingToSplitBy
from msai.db import Database
from msai.permissions import SYSTEM_IMPORT
from msai.services.share_out import Basis, Decisions, SocialEnd, Way, WayKind, check_share_out
from msai.services.verification import VerifyBooks, verify_books
from tests.msai.services.share_out.table import (
    DECIDED,
    GROUP,
    SHARES,
    TREASURER,
    earn,
    fine,
    give_social,
    lend,
    open_five,
    save_all,
    share_it_out,
)

WAYS = (Way(WayKind.DUE), Way(WayKind.CARRIED_ON))
CYCLES = range(30)


def live_through(session: Session, chance: Random) -> None:
    """Everybody saves something; some borrow, are fined, give; the group earns or loses."""
    open_five(session)
    save_all(session, {number: chance.randint(1, 60) for number in SHARES})
    give_social(session, {number: chance.randint(1, 5_000) for number in SHARES if chance.random() < 0.6})
    for number in SHARES:
        if chance.random() < 0.3:
            fine(session, number, chance.randint(1, 3_000))
    if chance.random() < 0.5:
        lend(session, chance.choice(list(SHARES)), chance.randint(1, _in_box(session)))
    lost = -chance.randint(0, _in_box(session) // 2) - 1
    earn(session, chance.randint(1, 200_000) if chance.random() < 0.7 or _in_box(session) < 2 else lost)


def decided(chance: Random) -> Decisions:
    """What the group decides on the day."""
    ways: Mapping[int, Way] = {number: chance.choice(WAYS) for number in SHARES if chance.random() < 0.3}
    return replace(
        DECIDED, basis=chance.choice(list(Basis)), social=chance.choice(list(SocialEnd)), ways=ways,
        step_minor=chance.choice((1, 5, 10, 100, 500)),
        debts_stay=frozenset(number for number in SHARES if chance.random() < 0.2))


def shared(session: Session, decisions: Decisions) -> UUID | None:
    """The share-out both officers agreed to; none where there is nothing to share."""
    try:
        return share_it_out(session, decisions)
    except (NoShareOut, NothingToSplitBy):
        return None


def _in_box(session: Session) -> int:
    return sum(minor for account, minor in balances(session, GROUP, codes=[1010]).items()
               if account.fund == "savings")


@pytest.mark.parametrize("number", CYCLES)
def test_a_cycle_nobody_planned(database: Database, number: int) -> None:
    """It verifies, no place is overdrawn, what was shared adds up, and worked out again it is the same."""
    chance = Random(number)
    with database.write() as session:
        live_through(session, chance)
        share_out_id = shared(session, decided(chance))
        if share_out_id is None:
            assert len(list_cycles(session, GROUP)) == 1
            return
        again = check_share_out(session, TREASURER, GROUP, share_out_id)
        found = balances(session, GROUP)

        assert again.is_same
        assert again.plan.pot_minor - sum(part.entitlement_minor for part in again.plan.parts) >= 0
        assert [one for one, minor in found.items() if one.code in TENDER_CODES and minor < 0] == []
        assert again.plan.stays_minor == -found.get(Account(3400, SAVINGS), 0)
        assert verify_books(session, SYSTEM_IMPORT, VerifyBooks(book_ids=(GROUP,))) == []
