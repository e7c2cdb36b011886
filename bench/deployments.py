"""Deployments to measure: a database in a folder of its own, with the ledger's schema and settings.

The secrets are the same in every run and protect nothing; everything else is as a server
has it, the strength of the password hash included.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from msai import open_database
from msai.db import Database
from msai.db.schema import upgrade
from msai.ids import now_ms, uuid7
from msai.imports.history_file import History, read_history
from msai.permissions import SYSTEM_IMPORT
from msai.sealing import Vault
from msai.services.history import ImportHistory, import_history
from msai.services.memberships import GrantRole, Role, grant_role
from msai.services.passwords import Passwords
from msai.services.people import RegisterUser, register_user
from msai.settings import SECRET_BYTES, SECRET_NAMES, Settings

TREASURER = "treasurer@example.org"
PASSWORD = "mangoes on sunday"
_DATABASE = "ledger.db"


@dataclass(frozen=True)
class Deployment:
    """A folder with a database that has the ledger's schema."""

    folder: Path

    @property
    def file(self) -> Path:
        """The database file."""
        return self.folder / _DATABASE

    @property
    def settings(self) -> Settings:
        """The settings of a server on this database."""
        values: dict[str, Any] = {
            name: bytes([number]) * SECRET_BYTES for number, name in enumerate(SECRET_NAMES, 1)}
        return Settings(database_url=f"sqlite:///{self.file}", **values)

    @classmethod
    def make(cls, folder: Path) -> Deployment:
        """Make an empty one."""
        folder.mkdir(parents=True)
        made = cls(folder)
        database = made.open()
        upgrade(database.engine)
        database.engine.dispose()
        return made

    def open(self) -> Database:
        """Open the database as the application does."""
        return open_database(self.settings)

    def copy(self, folder: Path) -> Deployment:
        """The same once more; nobody may have the database open."""
        shutil.copytree(self.folder, folder)
        return Deployment(folder)

    def read_in(self, content: bytes) -> History:
        """Import a history, checked and durable."""
        database = self.open()
        history = read_into(database, content)
        database.engine.dispose()
        return history

    def give_treasurer(self, book_id: UUID) -> None:
        """Let somebody keep the group's record who signs in with `TREASURER` and `PASSWORD`."""
        database, at = self.open(), now_ms()
        someone = RegisterUser(user_id=uuid7(at), identifier=TREASURER, display_name="Lorna",
                               password_hash=Passwords(self.settings).hash(PASSWORD), at=at)
        with database.write() as session:
            user_id = register_user(
                session, SYSTEM_IMPORT, someone, vault=Vault(self.settings.master_key))
            grant_role(session, SYSTEM_IMPORT, GrantRole(
                book_id=book_id, user_id=user_id, role=Role.TREASURER, at=at))
        database.engine.dispose()


def read_into(database: Database, content: bytes) -> History:
    """Read, check and import a history; it is durable when this returns."""
    history = read_history(content)
    with database.write() as session:
        import_history(session, SYSTEM_IMPORT, ImportHistory(
            history.group_id, history.currency, history.enterprise_ids, history.events, now_ms()))
    return history
