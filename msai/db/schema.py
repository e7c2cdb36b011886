"""The database's schema: bringing it up to date, and saying whether it is.

It stands beside `msai.db` because who only reads books does not wait for the migrations.
"""

from __future__ import annotations

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from ledgers.tables import APPEND_ONLY, metadata
from msai.resources import resource_dir


def _alembic(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(resource_dir("migrations")))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, app_role: str | None = None, revision: str = "head") -> None:
    """Bring the schema up to date.

    On PostgreSQL, `app_role` is the role the application signs in with: it may read
    and add to the append-only tables, and no more.
    """
    with engine.begin() as connection:
        command.upgrade(_alembic(connection), revision)
        if app_role and connection.dialect.name == "postgresql":
            grant_privileges(connection, app_role)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema back to a revision, `base` for nothing at all."""
    with engine.begin() as connection:
        command.downgrade(_alembic(connection), revision)


def grant_privileges(connection: Connection, app_role: str) -> None:
    """Give the application's role what it needs, and nothing that could change the past."""
    role = connection.dialect.identifier_preparer.quote(app_role)
    frozen = {table.name for table in metadata.sorted_tables
              if table in APPEND_ONLY or table.info.get("append_only")}
    for table in metadata.sorted_tables:
        quoted = connection.dialect.identifier_preparer.format_table(table)
        rights = "SELECT, INSERT" if table.name in frozen else "SELECT, INSERT, UPDATE, DELETE"
        connection.exec_driver_sql(f"GRANT {rights} ON {quoted} TO {role}")
    connection.exec_driver_sql(f"GRANT SELECT ON alembic_version TO {role}")


def is_current(engine: Engine) -> bool:
    """Whether the schema is the one this code was written for."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == _head(connection)


def _head(connection: Connection) -> str | None:
    return ScriptDirectory.from_config(_alembic(connection)).get_current_head()


def check(engine: Engine) -> list[str]:
    """What differs between the database and the tables the code declares; empty when nothing does."""
    import msai.models  # noqa: F401

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [str(difference) for difference in compare_metadata(context, metadata)]
        if context.get_current_revision() != _head(connection):
            differences.insert(0, f"revision {context.get_current_revision()} is not {_head(connection)}")
        return differences
