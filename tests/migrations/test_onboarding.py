"""The step that brings drafts of groups, invitations and opening papers can be taken back with rows in it."""

from uuid import UUID

from sqlalchemy import Engine, func, insert, select

from ledgers.tables import metadata
from msai.db import Database, schema
from msai.models.groups import Member
from msai.models.onboarding import GroupDraft, GroupOpening, Invitation
from msai.models.people import User
from tests.migrations.test_migrations import read_a_year_into
from tests.services import postgres

TABLES = ("group_draft", "invitation", "group_opening")
SOMEBODY = UUID(int=7)


def fill(engine: Engine, book_id: UUID) -> None:
    """One row in each of the three tables."""
    with Database(engine).write() as session:
        session.execute(insert(User).values(
            user_id=SOMEBODY, identifier_digest=bytes(32), identifier_sealed=b"", name_sealed=b"",
            created_at=1))
        session.execute(insert(GroupDraft).values(
            user_id=SOMEBODY, draft_id=SOMEBODY, body_sealed=b"", saved_at=1))
        session.execute(insert(Invitation).values(
            token_digest=bytes(32), invitation_id=SOMEBODY, book_id=book_id, role="member", is_founding=False,
            made_by=SOMEBODY, made_at=1, expires_at=2))
        session.execute(insert(GroupOpening).values(
            book_id=book_id, as_of=session.scalar(select(func.min(Member.joined_on)).where(
                Member.book_id == book_id)), last_number=0, body_sealed=b"", saved_at=1, saved_by=SOMEBODY))


def counts(engine: Engine) -> list[int | None]:
    """The rows of the three tables."""
    with engine.connect() as connection:
        return [connection.scalar(select(func.count()).select_from(metadata.tables[name]).execution_options(
            scatter=True)) for name in TABLES]


def test_what_begins_a_group_goes_and_comes_without_touching_the_rest(owner_engine: Engine) -> None:
    """A deployment that goes back loses these and nothing else."""
    book_id = read_a_year_into(owner_engine).group_id
    fill(owner_engine, book_id)
    before = counts(owner_engine)
    schema.downgrade(owner_engine, "0002")
    schema.upgrade(owner_engine, app_role=postgres.APP)

    assert (before, counts(owner_engine)) == ([1, 1, 1], [0, 0, 0])
    with owner_engine.connect() as connection:
        assert connection.scalar(select(func.count()).where(Member.book_id == book_id))
