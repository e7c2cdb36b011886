"""What the browser is told about safety, and what it has to show before anything is changed.

The browser holds one random token in a cookie, from its first form on. A form carries a second token derived
from it, so that no other site can make the form; a program shows a header that other sites cannot send. The
cookie gets a new token at each sign-in, so that a token planted beforehand is worth nothing.
"""

import hmac
import secrets

from flask import Flask, Response, current_app, g, request

from msai.services import ServiceError
from msai.settings import Settings

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"
API_PREFIX = "/api/"
FORM_FIELD = "csrf_token"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
_TOKEN_BYTES = 32
_LONGEST_TOKEN = 100


class ForeignRequest(ServiceError):
    """The request was made by another site, or by a program that does not say what it is."""

    code = "foreign_request"


class FormTooOld(ServiceError):
    """The form was opened before signing in or in another browser; it has to be opened again."""

    code = "form_too_old"


class NotJson(ServiceError):
    """The interface for programs reads JSON and nothing else."""

    code = "not_json"


def init_app(app: Flask, settings: Settings) -> None:
    """Put the headers on every answer, and ask every change for its token."""
    app.config["MAX_CONTENT_LENGTH"] = settings.max_request_bytes
    app.extensions["cookie"] = "__Host-msai" if settings.https else "msai"
    app.before_request(refuse_foreign_changes)
    app.after_request(_send_cookie)
    app.after_request(_send_headers)
    app.jinja_env.globals["csrf_token"] = csrf_token


def is_api() -> bool:
    """Whether a program asks, not a person: it gets JSON, also for errors."""
    return request.path.startswith(API_PREFIX)


def refuse_foreign_changes() -> None:
    """Let a change pass only when this site's own page or program asks for it.

    Raises:
        ForeignRequest, NotJson: by the rules for programs.
        FormTooOld: the token in the form is not this browser's.
    """
    if request.method in READING:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise ForeignRequest()
    if is_api():
        _require_program()
    elif not hmac.compare_digest(_sent_form_token().encode(), _form_token(browser_token() or "").encode()):
        raise FormTooOld()


def browser_token() -> str | None:
    """The token of this browser, the new one if it got one in this very request."""
    if "new_token" in g:
        return str(g.new_token)
    token = request.cookies.get(current_app.extensions["cookie"])
    return token if token and len(token) <= _LONGEST_TOKEN else None


def csrf_token() -> str:
    """What a form carries; a browser without a cookie gets its first one now."""
    token = browser_token()
    if token is None:
        g.new_token = token = secrets.token_urlsafe(_TOKEN_BYTES)
    return _form_token(token)


def give_token(token: str, *, seconds: int) -> None:
    """Let the browser hold the token of a session from now on."""
    g.new_token = token
    g.token_seconds = seconds


def take_token() -> None:
    """Let the browser forget its token."""
    g.pop("new_token", None)
    g.token_taken = True


def _require_program() -> None:
    if not request.headers.get("X-Requested-With"):
        raise ForeignRequest()
    if (request.content_length or request.content_type) and not request.is_json:
        raise NotJson()


def _sent_form_token() -> str:
    return request.form.get(FORM_FIELD, "")


def _form_token(token: str) -> str:
    key: bytes = current_app.config["SECRET_KEY"]
    return hmac.new(key, b"form " + token.encode("utf-8", "surrogateescape"), "sha256").hexdigest()


def _send_cookie(response: Response) -> Response:
    name = current_app.extensions["cookie"]
    secure = name.startswith("__Host-")
    if "new_token" in g:
        response.set_cookie(
            name,
            g.new_token,
            max_age=g.get("token_seconds"),
            secure=secure,
            httponly=True,
            samesite="Lax",
        )
    elif "token_taken" in g:
        response.delete_cookie(name, secure=secure, httponly=True, samesite="Lax")
    return response


def _send_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.extensions["cookie"].startswith("__Host-"):
        response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
