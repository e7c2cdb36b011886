"""The step that brings an enterprise's money acts can be taken back with rows in it, and be taken again."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session

from ledgers.tables import metadata
from msai import db
from msai.db import schema
from msai.models.enterprises import Stake
from msai.models.money import Equipment, EquipmentWear, FamilyLabour, MoneyAct, MoneyParty, MoneyPlace
from msai.services.postings import enterprise_bank
from tests.migrations.test_migrations import read_a_year_into
from tests.services import postgres

DAY = date(2025, 9, 1)


def note_everything(session: Session, farm: UUID) -> None:
    """One row of each kind."""
    place = enterprise_bank(farm).holder.id
    session.execute(insert(MoneyAct).values(
        book_id=farm, act_id=farm, kind="equipment", happened_on=DAY, amount_minor=1, wanted="{}",
        asked_by=farm, asked_at=1))
    session.execute(insert(MoneyParty).values(
        book_id=farm, party_id=place, alias="party-1", name_sealed=b"", named_at=1))
    session.execute(insert(MoneyPlace).values(
        book_id=farm, place_id=place, alias="cash", code=1010, label="Box", named_at=1))
    session.execute(insert(Equipment).values(
        book_id=farm, equipment_id=farm, act_id=farm, name="Mill", bought_on=DAY, cost_minor=1, rest_minor=0,
        months=1))
    session.execute(insert(EquipmentWear).values(
        book_id=farm, act_id=farm, equipment_id=farm, until=DAY, amount_minor=1))
    session.execute(insert(FamilyLabour).values(
        book_id=farm, act_id=farm, worked_until=DAY, hours_e2=1, value_minor=1))


def test_money_acts_go_and_come_without_touching_the_book(owner_engine: Engine) -> None:
    """A deployment that goes back loses what was noted and not a single entry."""
    book_id = read_a_year_into(owner_engine).group_id
    count = select(func.count()).select_from(metadata.tables["entry"]).execution_options(scatter=True)
    with db.Database(owner_engine).write() as session:
        farm = session.scalars(select(Stake.enterprise_id).where(Stake.book_id == book_id)).first() or book_id
        note_everything(session, farm)
        before = session.scalar(count)
    schema.downgrade(owner_engine, "0019")
    schema.upgrade(owner_engine, app_role=postgres.APP)

    with owner_engine.connect() as connection:
        assert connection.scalar(count) == before
        assert connection.scalar(select(MoneyAct.act_id).where(MoneyAct.book_id == farm)) is None
