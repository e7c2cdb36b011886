"""The web application of the ledger: people, groups, meetings, enterprises, language, screens.

`create_app` puts it together from settings that are passed in; it opens no connection and changes nothing on
disk, so that a command line or a test can start it in a moment.
"""

from flask import Flask, request
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from ledgers.checkpoints import SigningKey
from ledgers.errors import SchemaBehind
from msai import auth, cli, errors, pages, security
from msai.api import v1
from msai.db import Database, is_current, make_engine
from msai.i18n import web
from msai.ids import now_ms
from msai.resources import resource_dir
from msai.sealing import Vault
from msai.settings import Settings


def create_app(settings: Settings, *, clock: auth.Clock = now_ms) -> Flask:
    """The application of one deployment.

    Raises:
        UndeclaredRoute: an address has no line in the table of permissions.
    """
    app = Flask(__name__, template_folder=str(resource_dir("templates")))
    app.testing = settings.testing
    app.config["SECRET_KEY"] = settings.secret_key
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies, settings.proxies)  # type: ignore[method-assign]

    database = open_database(settings)
    app.extensions["database"] = database
    web.init_app(app, offered=settings.locales, own_language=auth.own_language)
    security.init_app(app, settings)
    refuse_writes_to_an_old_schema(app, database.engine)
    auth.init_app(app, settings, clock=clock)
    errors.init_app(app)

    v1.init_app(app)
    pages.init_app(app)
    cli.init_app(app)
    auth.require_declared_routes(app)
    return app


def open_database(settings: Settings) -> Database:
    """The deployment's database, with the keys that its sessions seal and sign with."""
    return Database(
        make_engine(settings.database_url),
        vault=Vault(settings.master_key),
        signing_key=SigningKey.from_seed(settings.checkpoint_key),
    )


def refuse_writes_to_an_old_schema(app: Flask, engine: Engine) -> None:
    """Let nothing be changed until the schema is the one this code was written for; asked once."""
    found: set[bool] = set()

    @app.before_request
    def check() -> None:
        if request.method in security.READING or True in found:
            return
        if not is_current(engine):
            raise SchemaBehind()
        found.add(True)
