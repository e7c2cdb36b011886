"""What was refused is told in one way: a stable code, and a sentence that says what to do.

A program gets {code, path, message}; a person gets a page in her language. The rules that refuse know neither
status nor sentence: both are looked up here, in `sentences`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, jsonify, make_response, render_template
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from ledgers.errors import LedgerError
from msai import auth, security
from msai.db.full import is_disk_full
from msai.errors.sentences import HTTP_TEXTS, SENTENCES, TITLES, message_of
from msai.i18n import current_language, translate
from msai.messages import Message
from msai.permissions import SignInRequired

KEPT_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate")
AUTHENTICATE = 'Cookie realm="msai"'
_CODES = {404: "not_found", 413: "too_large", 415: "not_json", 500: "internal"}


@dataclass(frozen=True)
class Refusal:
    """An error as the edge answers it."""

    status: int
    code: str
    path: str
    message: Message

    @property
    def title(self) -> Message:
        """The heading of the page that says so."""
        return Message(TITLES.get(self.status, TITLES[500 if self.status >= 500 else 400]))


def init_app(app: Flask) -> None:
    """Answer every refusal and every fault in the project's own way."""
    app.register_error_handler(LedgerError, answer_refusal)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(DBAPIError, answer_database)


def refusal_of(error: LedgerError) -> Refusal:
    """The status and sentence of what the books or a use case refused."""
    told = _told_code(error)
    path = str(error.params.get("path", ""))
    return Refusal(int(SENTENCES[told].status), error.code, path, message_of(told, error.params))


def retry_headers(error: LedgerError) -> Mapping[str, str]:
    """When to come back, for the errors that pass by themselves."""
    seconds = error.params.get("retry_after")
    return {"Retry-After": str(seconds)} if seconds is not None else {}


def answer_refusal(error: LedgerError) -> AnyResponse:
    """Tell a person or a program what was refused; a person who is not signed in is asked to."""
    if isinstance(error, SignInRequired) and not security.is_api():
        return auth.ask_to_sign_in()
    response = _answer(refusal_of(error))
    response.headers.update(retry_headers(error))
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = AUTHENTICATE
    return response


def answer_http(error: HTTPException) -> AnyResponse | HTTPException:
    """Tell what the framework refused; redirects and answers that are ready pass unchanged."""
    if error.code is None or error.code < 400 or error.response is not None:
        return error
    response = _answer(_http_refusal(error))
    original = {**dict(error.get_headers()), **_abort_data(error).get("headers", {})}
    response.headers.update({name: original[name] for name in KEPT_HEADERS if name in original})
    return response


def answer_database(error: DBAPIError) -> AnyResponse:
    """Tell that the disk is full; any other fault of the database is a fault like others.

    The transaction is rolled back when this is asked, so that nothing half-written is left.

    Raises:
        DBAPIError: the fault was another.
    """
    if not is_disk_full(error):
        raise error
    sentence = SENTENCES["no_room"]
    return _answer(Refusal(int(sentence.status), "no_room", "", Message(sentence.text)))


def _told_code(error: LedgerError) -> str:
    """The code, or that of the nearest rule above it that has a sentence."""
    codes = (vars(kind).get("code", "") for kind in type(error).__mro__)
    return next((code for code in codes if code in SENTENCES), LedgerError.code)


def _http_refusal(error: HTTPException) -> Refusal:
    status = error.code or 500
    path, found = _first_field_error(_abort_data(error).get("messages"))
    if found in SENTENCES:
        return Refusal(int(SENTENCES[found].status), found, path, message_of(found, {}))
    text = HTTP_TEXTS.get(status, HTTP_TEXTS[500 if status >= 500 else 400])
    code = "invalid_field" if path else _CODES.get(status, error.name.lower().replace(" ", "_"))
    return Refusal(status, code, path, Message(text))


def _abort_data(error: HTTPException) -> dict[str, Any]:
    """What webargs hangs on an error: the messages of a schema, and headers."""
    return getattr(error, "data", None) or {}


def _first_field_error(messages: Any) -> tuple[str, str]:
    """The place and text of the first message a schema gave, without the part of the request it read."""
    names: list[str] = []
    while isinstance(messages, Mapping) and messages:
        name, messages = next(iter(messages.items()))
        names.append(str(name))
    text = messages[0] if isinstance(messages, list) and messages else messages
    return ".".join(names[1:]), str(text)


def _answer(refusal: Refusal) -> Response:
    if security.is_api():
        sentence = translate(refusal.message, current_language())
        response = jsonify(code=refusal.code, path=refusal.path, message=sentence)
        response.status_code = refusal.status
        return response
    page = render_template("errors/page.html", refusal=refusal, title=refusal.title, sentence=refusal.message)
    return make_response(page, refusal.status)
