"""The step that brings landings noted before their paper can be taken back with rows in it, and again."""

from datetime import date
from uuid import UUID

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session

from ledgers.tables import metadata
from msai import db
from msai.db import schema
from msai.models.enterprises import Stake
from msai.models.remittances import Arriving, EarlyLanding
from tests.migrations.test_migrations import read_a_year_into
from tests.services import postgres

DAY = date(2026, 1, 4)


def note_something(session: Session, book_id: UUID) -> None:
    """A landing that was noted, and the paper that was found to be it."""
    stake_id = session.scalars(select(Stake.stake_id).where(Stake.book_id == book_id)).first()
    session.execute(insert(EarlyLanding).values(
        book_id=book_id, landing_id=book_id, alias="L-0001", stake_id=stake_id, purpose="income",
        home_minor=5, claim_minor=0, landed_on=DAY, tender="bank", received_minor=5, fee_minor=0,
        carried_minor=5, cleared="[]", noted_by=book_id, noted_at=1, remittance_id=book_id))
    session.execute(insert(Arriving).values(
        book_id=book_id, remittance_id=book_id, alias="H-1", sender_id=book_id, sender_name="x",
        direction="home", purpose="income", stake_id=stake_id, amount_minor=5, currency="PHP", fee_minor=0,
        fee_on_top=False, sent_on=DAY, state="on_its_way", told_at=1, waits_for="landing", early_id=book_id))


def test_landings_before_their_paper_go_and_come(owner_engine: Engine) -> None:
    """A deployment that goes back loses the note of it, and not the paper."""
    book_id = read_a_year_into(owner_engine).group_id
    with db.Database(owner_engine).write() as session:
        note_something(session, book_id)
    schema.downgrade(owner_engine, "0020")
    schema.upgrade(owner_engine, app_role=postgres.APP)

    with owner_engine.connect() as connection:
        counts = [connection.scalar(select(func.count()).where(metadata.tables[name].c.book_id == book_id))
                  for name in ("early_landing", "arriving")]
        arriving = metadata.tables["arriving"]
        waits = connection.scalar(select(arriving.c.waits_for).where(arriving.c.book_id == book_id))
    assert (counts, waits) == ([0, 1], None)
