"""The step that brings goals can be taken back with rows in it, and be taken again."""

from sqlalchemy import Engine, func, insert, select

from ledgers.tables import metadata
from msai.db import Database, schema
from msai.models.goals import Goal
from msai.models.groups import Member
from tests.migrations.test_migrations import read_a_year_into
from tests.services import postgres


def test_goals_go_and_come_without_touching_the_rest(owner_engine: Engine) -> None:
    """A deployment that goes back loses goals and nothing else."""
    book_id = read_a_year_into(owner_engine).group_id
    with Database(owner_engine).write() as session:
        members = session.scalars(select(Member.member_id).where(Member.book_id == book_id)).all()
        session.execute(insert(Goal).values(book_id=book_id, member_id=members[0], amount_minor=5,
                                            set_by=members[0], set_at=1))
    schema.downgrade(owner_engine, "0007")
    schema.upgrade(owner_engine, app_role=postgres.APP)

    with owner_engine.connect() as connection:
        counts = [connection.scalar(select(func.count()).where(metadata.tables[name].c.book_id == book_id))
                  for name in ("goal", "member")]
    assert counts == [0, len(members)]
