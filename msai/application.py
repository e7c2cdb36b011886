"""How the web application is put together: who asks, in which language, what she may open, and the pages."""

from flask import Flask, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

from ledgers.errors import SchemaBehind
from msai import auth, cli, errors, open_database, pages, security
from msai.api import v1
from msai.db.schema import is_current
from msai.i18n import web
from msai.resources import resource_dir
from msai.settings import Settings


def put_together(settings: Settings, *, clock: auth.Clock) -> Flask:
    """The application of one deployment, as `msai.create_app` hands it out.

    Raises:
        UndeclaredRoute: an address has no line in the table of permissions.
    """
    app = Flask("msai", template_folder=str(resource_dir("templates")))
    app.testing = settings.testing
    app.config["SECRET_KEY"] = settings.secret_key
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies, settings.proxies)  # type: ignore[method-assign]

    move_in(app, settings, clock=clock)
    web.init_app(app, offered=settings.locales, own_language=auth.own_language)
    security.init_app(app, settings)
    app.before_request(refuse_writes_to_an_old_schema)
    auth.init_app(app)
    errors.init_app(app)

    v1.init_app(app)
    pages.init_app(app)
    cli.init_app(app)
    auth.require_declared_routes(app)
    return app


def move_in(app: Flask, settings: Settings, *, clock: auth.Clock) -> None:
    """Give the application the books it serves, its keys and its clock; what stood there before is left."""
    app.extensions["database"] = open_database(settings)
    app.extensions["schema_seen"] = False
    auth.move_in(app, settings, clock=clock)


def refuse_writes_to_an_old_schema() -> None:
    """Let nothing be changed until the schema is the one this code was written for; asked once.

    Letters between books that a stopped server left are delivered then, before anything else is written.
    """
    known = current_app.extensions
    if request.method in security.READING or known["schema_seen"]:
        return
    if not is_current(known["database"].engine):
        raise SchemaBehind()
    known["schema_seen"] = True
    auth.carry_letters()
