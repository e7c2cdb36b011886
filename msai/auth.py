"""From a browser's token to a person, and from a person to what she may open.

Each request is met once: one read finds the session and the person's standing in the book that the address
names, and the one table of permissions lets her in or not, before any page runs. Nothing about a person is
kept in the browser but the token.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from flask import Flask, Request, Response, current_app, g, redirect, request, url_for
from flask.sessions import SessionInterface, SessionMixin
from flask_login import LoginManager, login_user, logout_user
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from msai import security
from msai.audit import NOBODY, Result, record, record_for_user
from msai.db import Database, let_go
from msai.ids import now_ms
from msai.permissions import ALLOWED, ANONYMOUS, ROUTES, Action, Actor, Relation, Target, require
from msai.sealing import Vault
from msai.services import sign_in as sessions
from msai.services.memberships import met
from msai.services.outbox.letters import LEFT
from msai.services.passwords import Busy, Passwords
from msai.settings import Settings

Clock = Callable[[], int]
_MINUTE_MS = 60_000


class UndeclaredRoute(RuntimeError):
    """Addresses exist that the table of permissions does not name: the application does not start."""


@dataclass(frozen=True)
class Person:
    """The signed-in person in the shape Flask-Login asks for."""

    signed_in: sessions.SignedIn
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """The id under which she signs in."""
        return str(self.signed_in.actor.user_id)


@dataclass(frozen=True)
class Arrival:
    """Who asks, as found once for the request."""

    signed_in: sessions.SignedIn | None
    actor: Actor


class RequestMemory(dict[str, Any], SessionMixin):
    """What Flask calls a session, for the length of one request."""


class NothingInTheBrowser(SessionInterface):
    """Flask's own session is never sent: the browser holds a token and no content."""

    def open_session(self, app: Flask, request: Request) -> RequestMemory:
        """An empty memory; who asks is found from the token when it matters."""
        return RequestMemory()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep nothing."""


def init_app(app: Flask) -> None:
    """Recognise people and keep everybody else out."""
    app.session_interface = NothingInTheBrowser()
    login = LoginManager(app)
    login.session_protection = None
    login.request_loader(_person)
    login.unauthorized_handler(ask_to_sign_in)
    app.before_request(let_in)
    app.teardown_appcontext(_end_reading)


def move_in(app: Flask, settings: Settings, *, clock: Clock = now_ms) -> None:
    """Give the application the keys of a deployment, how it treats who signs in, and a clock."""
    app.extensions["clock"] = clock
    app.extensions["settings"] = settings
    app.extensions["vault"] = Vault(settings.master_key)
    app.extensions["passwords"] = Passwords(settings)


def require_declared_routes(app: Flask) -> None:
    """Deny by default: every address stands in the table of permissions, and nothing else does.

    Raises:
        UndeclaredRoute: an address is missing from the table.
    """
    missing = {rule.endpoint for rule in app.url_map.iter_rules()} - ROUTES.keys()
    if missing:
        raise UndeclaredRoute(", ".join(sorted(missing)))


def let_in() -> None:
    """Ask the table before the page runs; the services ask again with their own object.

    Raises:
        SignInRequired, NotFound, NotPermitted: as `permissions.require` says.
    """
    if request.endpoint is None:
        return
    action = ROUTES[request.endpoint]
    if Relation.ANYONE not in ALLOWED[action]:
        require(current_actor(), action, _target())


def current_actor() -> Actor:
    """Who asks, with her standing in the book that the address names; nobody when nobody is signed in."""
    return _arrival().actor


def own_language() -> str | None:
    """The language the signed-in person chose for herself, if she did."""
    if request.endpoint in {None, "static"}:
        return None
    signed_in = _arrival().signed_in
    return signed_in.locale if signed_in else None


def now() -> int:
    """The time of this moment, in milliseconds; services get it passed in."""
    clock: Clock = current_app.extensions["clock"]
    return clock()


def today() -> date:
    """The day it is now, as the server counts days."""
    return datetime.fromtimestamp(now() / 1000, tz=UTC).date()


def database() -> Database:
    """The database of this deployment."""
    found: Database = current_app.extensions["database"]
    return found


def reading() -> Session:
    """The one read transaction of this request: who asks and what she reads are seen at the same moment."""
    if "reading" not in g:
        g.end_of_reading = ExitStack()
        g.reading = g.end_of_reading.enter_context(database().read())
    session: Session = g.reading
    return session


@contextmanager
def writing() -> Iterator[Session]:
    """A write transaction of its own; what the request read so far is let go before.

    Whoever still reads what was there before keeps SQLite from emptying its log, and the more is in that, the
    longer every commit takes. Letters to other books are delivered once all of it is committed.
    """
    if "reading" in g:
        let_go(g.reading)
    with database().write() as session:
        yield session
    if LEFT in session.info:
        carry_letters(frozenset(session.info[LEFT]))


def carry_letters(books: frozenset[UUID] | None = None) -> None:
    """Deliver what these books left for others, or what anybody left; what fails now is swept up later.

    The act itself is committed and acknowledged: a fault on the other book's side must not look like its own.
    """
    from msai.services.outbox import delivering

    try:
        if books is None:
            delivering.sweep(database(), at=now())
        else:
            delivering.deliver_from(database(), books, at=now())
    except SQLAlchemyError:
        current_app.logger.exception("letters_wait")


def vault() -> Vault:
    """What seals and opens personal text."""
    found: Vault = current_app.extensions["vault"]
    return found


def sign_in(identifier: str, password: str) -> None:
    """Sign the person in on this browser, or count the failure.

    The try is counted first, so that many at once wait like many in a row. The slow hash is computed outside
    any transaction, or one sign-in would keep everybody else from writing.

    Raises:
        WaitBeforeTrying, Busy: not now.
        WrongSignIn: no account has this name and password.
    """
    at = now()
    with database().write() as session:
        login = sessions.begin_try(session, vault(), identifier, address=request.remote_addr or "", at=at)
    if not _is_hers(login, password) or login.user_id is None:
        _note_failure(login, at)
        raise sessions.WrongSignIn()
    _open_session(login, login.user_id, at)


def _is_hers(login: sessions.Login, password: str) -> bool:
    passwords: Passwords = current_app.extensions["passwords"]
    try:
        return passwords.match(login.password_hash, password)
    except Busy:
        with database().write() as session:
            sessions.forgive_try(session, login.subjects)
        raise


def sign_out() -> None:
    """End this browser's session."""
    token = security.browser_token()
    if token is not None:
        with database().write() as session:
            sessions.close_session(session, token, at=now())
    logout_user()
    security.take_token()


def is_fresh() -> bool:
    """Whether the person proved who she is only minutes ago, as the most serious acts ask for."""
    settings: Settings = current_app.extensions["settings"]
    signed_in = _arrival().signed_in
    return signed_in is not None and now() - signed_in.proved_at <= settings.fresh_minutes * _MINUTE_MS


def note_reading(action: Action, *, book_id: UUID, subject: str) -> None:
    """Note that personal data was read or exported, in a transaction of its own: all that a GET writes."""
    actor = current_actor()
    with writing() as session:
        record(session, actor, book_id=book_id, action=action, subject=subject, at=now())


def ask_to_sign_in() -> AnyResponse:
    """Send a person to the sign-in page and back to where she was going."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sign_in.show", next=wanted))


def _target() -> Target:
    arguments = request.view_args or {}
    return Target(book_id=_uuid(arguments, "book_id"), holder=_uuid(arguments, "holder"))


def _uuid(arguments: dict[str, Any], name: str) -> UUID | None:
    value = arguments.get(name)
    return value if isinstance(value, UUID) else None


def _arrival() -> Arrival:
    if "arrival" not in g:
        g.arrival = _find_arrival()
    found: Arrival = g.arrival
    return found


def _find_arrival() -> Arrival:
    token = security.browser_token()
    if token is None:
        return Arrival(None, ANONYMOUS)
    book_id = _target().book_id
    session = reading()
    signed_in = sessions.find_session(session, vault(), token, at=now())
    if signed_in is None:
        return Arrival(None, ANONYMOUS)
    actor = signed_in.actor if book_id is None else met(session, signed_in.actor, book_id)
    if signed_in.is_due_for_touch:
        _touch(token)
    return Arrival(signed_in, actor)


def _end_reading(_error: BaseException | None = None) -> None:
    ending: ExitStack | None = g.pop("end_of_reading", None)
    g.pop("reading", None)
    if ending is not None:
        ending.close()


def _touch(token: str) -> None:
    with writing() as session:
        sessions.touch_session(session, token, at=now())


def _person(_request: Request) -> Person | None:
    signed_in = _arrival().signed_in
    return Person(signed_in) if signed_in else None


def _note_failure(login: sessions.Login, at: int) -> None:
    user_id = login.user_id or NOBODY
    with database().write() as session:
        record_for_user(
            session, user_id, actor_id=user_id, action=Action.SIGN_IN, at=at, result=Result.REFUSED
        )


def _open_session(login: sessions.Login, user_id: UUID, at: int) -> None:
    settings: Settings = current_app.extensions["settings"]
    idle = settings.idle_staff_minutes if login.is_staff else settings.idle_officer_minutes
    command = sessions.OpenSession(
        user_id=user_id,
        at=at,
        idle_ms=idle * _MINUTE_MS,
        lasts_ms=settings.session_hours * 60 * _MINUTE_MS,
        device=request.user_agent.string,
    )
    with database().write() as session:
        ticket = sessions.open_session(session, login, command)
        record_for_user(session, user_id, actor_id=user_id, action=Action.SIGN_IN, at=at)
    security.give_token(ticket.token, seconds=settings.session_hours * 3600)
    g.pop("arrival", None)
    person = _person(request)
    if person is not None:
        login_user(person)
