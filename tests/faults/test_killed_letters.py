"""Processes that carry letters between books are killed at any moment; the sweep finishes what they left.

Each letter is carried by three transactions of one book each. Whatever moment is hit, the books are those of
a delivery that nobody disturbed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from random import Random
from uuid import UUID, uuid5

from sqlalchemy import func, select

from msai.db import Database
from msai.models.enterprises import Outbox
from msai.models.remittances import Inbox
from msai.permissions import SYSTEM_IMPORT
from msai.services.outbox import delivering
from msai.services.remitting.drafting import DraftCapital, Leg, draft_capital
from msai.services.remitting.landing import ConfirmLanding, confirm_landing
from msai.services.remitting.sending import SendRemittance, send_capital
from msai.services.verification import VerifyBooks, verify_everything
from msai.settings import SECRET_NAMES, settings_for_tests
from tests.msai.services.remitting.story import KNOWN
from tests.msai.services.remitting.sums import everything_adds_up
from tests.msai.services.remitting.world import (
    FARMS,
    GROUPS,
    SENT_ON,
    TODAY,
    World,
    confirmer,
    settle,
    stake_of,
    treasurer,
)
from tests.msai.services.sundays import AT
from tests.reading import ROOT

PAPERS, KILLS = 3, 2
"""So many transfers of each group wait to be told of, and so many processes that tell are killed."""


def papers(group_id: UUID) -> list[UUID]:
    """The transfers of a group."""
    return [uuid5(group_id, f"paper:{number}") for number in range(PAPERS)]


def send_all(world: World) -> None:
    """Each group sends, approved by two, and nothing of it is told yet."""
    both = [(group_id, paper) for group_id in GROUPS for paper in papers(group_id)]
    with world.database.write() as session:
        for group_id, paper in both:
            draft_capital(session, treasurer(group_id), DraftCapital(
                book_id=group_id, remittance_id=paper, stake_id=stake_of(group_id, FARMS[0]),
                legs=(Leg(tender="box", amount_minor=3_000, fee_minor=10),), fee_on_top=True, rates=KNOWN,
                today=SENT_ON, at=AT))
    assert {world.approve(group_id, paper) for group_id, paper in both} == {""}
    with world.database.write() as session:
        for group_id, paper in both:
            send_capital(session, treasurer(group_id), SendRemittance(
                book_id=group_id, remittance_id=paper, sent_on=SENT_ON, today=TODAY, at=AT))


def land_all(world: World) -> None:
    """The farm confirms everything it was told of; the groups are not told yet."""
    with world.database.write() as session:
        for paper in (paper for group_id in GROUPS for paper in papers(group_id)):
            confirm_landing(session, confirmer(FARMS[0]), ConfirmLanding(
                book_id=FARMS[0], remittance_id=paper, landing_id=paper, landed_on=TODAY, today=TODAY,
                received_minor=21_300, at=AT))


def kill_some(database: Database, chance: Random) -> None:
    """Let processes carry letters, and kill each at a moment of chance."""
    url = database.engine.url.render_as_string(hide_password=False)
    for _ in range(KILLS):
        command = [sys.executable, "-m", "tests.faults.letters_process", url, str(AT)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "begun\n"
            time.sleep(chance.random() * 0.08)
            process.kill()


def sweep_as_typed(database: Database) -> str:
    """What `flask outbox sweep` says on its last line, typed on a server with the keys of this deployment."""
    url = database.engine.url.render_as_string(hide_password=False)
    settings = settings_for_tests(database_url=url)
    keys = {f"MSAI_{name.upper()}": getattr(settings, name).hex() for name in SECRET_NAMES}
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "outbox", "sweep"], cwd=ROOT, text=True, check=True,
        env={**os.environ, **keys, "MSAI_DATABASE_URL": url}, stdout=subprocess.PIPE, timeout=120)
    return done.stdout.splitlines()[-1]


def counted(database: Database) -> tuple[int, int]:
    """How many letters wait, and how many were taken in."""
    with database.read() as session:
        waits = select(func.count()).select_from(Outbox).where(Outbox.done_at.is_(None))
        took = select(func.count()).select_from(Inbox)
        return tuple(session.scalar(query.execution_options(scatter=True)) or 0  # type: ignore[return-value]
                     for query in (waits, took))


def test_letters_cut_off_by_a_killed_process_arrive_once(database: Database) -> None:
    """Nine transfers told of and landed, their letters cut off again and again; all is there, once."""
    world, chance = World(database), Random(7)
    settle(database)
    send_all(world)
    kill_some(database, chance)
    delivering.sweep(database, at=AT)
    land_all(world)
    kill_some(database, chance)

    assert sweep_as_typed(database).endswith(" letters delivered, 0 wait.")
    assert counted(database) == (0, 2 * PAPERS * len(GROUPS))
    with database.read() as session:
        everything_adds_up(session)
    assert world.held(FARMS[0], 1020) == PAPERS * len(GROUPS) * 21_300
    assert verify_everything(database, SYSTEM_IMPORT, VerifyBooks()) == []
