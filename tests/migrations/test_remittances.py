"""The step that brings remittances of people can be taken back with rows in it, and be taken again."""

from datetime import date
from uuid import UUID

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session

from ledgers.tables import metadata
from msai import db
from msai.db import schema
from msai.models.enterprises import Outbox
from msai.models.remittances import Arriving, Inbox, MidRate, PooledTransfer, PoolPart, RemittanceLeg
from tests.migrations.test_migrations import read_a_year_into
from tests.services import postgres

DAY = date(2026, 1, 4)
TABLES = ("remittance_leg", "arriving", "inbox", "mid_rate", "pool_part", "pooled_transfer")


def send_something(session: Session, book_id: UUID) -> None:
    """A leg, a letter and what was told, typed and pooled about it."""
    sent = session.scalars(select(metadata.tables["remittance"].c.remittance_id).where(
        metadata.tables["remittance"].c.book_id == book_id)).first()
    of_it = {"book_id": book_id, "remittance_id": sent}
    session.execute(insert(RemittanceLeg).values(
        **of_it, leg_no=1, tender="bank", amount_minor=5, fee_minor=0, fee_on_top=False))
    session.execute(insert(Arriving).values(
        **of_it, alias="R-1", sender_id=book_id, sender_name="x", direction="home", purpose="income",
        stake_id=book_id, amount_minor=5, currency="PHP", fee_minor=0, fee_on_top=False, sent_on=DAY,
        state="on_its_way", told_at=1))
    session.execute(insert(Inbox).values(book_id=book_id, message_id=book_id, received_at=1))
    session.execute(insert(MidRate).values(
        book_id=book_id, rate_id=book_id, currency="PHP", dated_on=DAY, rate="7.15", source="x",
        entered_by=book_id, entered_at=1))
    session.execute(insert(PooledTransfer).values(
        book_id=book_id, pool_id=book_id, currency="HKD", amount_minor=5, fee_minor=1, parts=2, sent_on=DAY))
    session.execute(insert(PoolPart).values(
        **of_it, pool_id=book_id, part_no=1, group_id=book_id, group_name="x", alias="R-1",
        stake_id=book_id, amount_minor=5, state="agreed", told_at=1))
    session.execute(insert(Outbox).values(
        book_id=book_id, message_id=book_id, recipient_id=book_id, kind="x", body="x", made_at=1, tries=2,
        last_code="not_found"))


def test_remittances_go_and_come_without_touching_the_rest(owner_engine: Engine) -> None:
    """A deployment that goes back loses what surrounds a remittance, and not the remittance."""
    book_id = read_a_year_into(owner_engine).group_id
    with db.Database(owner_engine).write() as session:
        send_something(session, book_id)
    schema.downgrade(owner_engine, "0017")
    schema.upgrade(owner_engine, app_role=postgres.APP)

    with owner_engine.connect() as connection:
        counts = [connection.scalar(select(func.count()).where(metadata.tables[name].c.book_id == book_id))
                  for name in (*TABLES, "outbox", "remittance")]
    assert counts[:7] == [0, 0, 0, 0, 0, 0, 1]
    assert counts[7]
