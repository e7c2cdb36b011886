"""The ledger of a savings group: people, groups, meetings, enterprises, language, screens.

What is made here is put together from settings that are passed in; it opens no connection and changes
nothing on disk. Each part is imported when it is asked for, so that a command that lists books does not
wait for the screens.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msai.ids import now_ms

if TYPE_CHECKING:
    from flask import Flask

    from msai.db import Database
    from msai.settings import Settings


def create_app(settings: Settings, *, clock: Callable[[], int] = now_ms) -> Flask:
    """The web application of one deployment, with its commands.

    Raises:
        UndeclaredRoute: an address has no line in the table of permissions.
    """
    from msai.application import put_together

    return put_together(settings, clock=clock)


def create_command_line(settings: Settings) -> Flask:
    """What runs the commands of one deployment that need no screens; it answers no request."""
    from flask import Flask

    from msai import cli

    app = Flask("msai", static_folder=None)
    app.extensions["settings"] = settings
    cli.init_app(app)
    return app


def open_database(settings: Settings) -> Database:
    """The deployment's database, with the keys that its sessions seal and sign with."""
    from ledgers.checkpoints import SigningKey
    from msai.db import Database, make_engine
    from msai.sealing import Vault

    return Database(
        make_engine(settings.database_url),
        vault=Vault(settings.master_key),
        signing_key=SigningKey.from_seed(settings.checkpoint_key),
    )
