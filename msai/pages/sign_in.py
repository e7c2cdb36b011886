"""The door: signing in with a phone number or e-mail, and signing out."""

from dataclasses import dataclass, field

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from msai import auth
from msai.errors import refusal_of, retry_headers
from msai.messages import Message
from msai.pages.language import own_path
from msai.services.passwords import Busy
from msai.services.sign_in import WaitBeforeTrying, WrongSignIn

blueprint = Blueprint("sign_in", __name__)


@dataclass(frozen=True)
class SignInForm:
    """What the person typed, except the password, and what was wrong with it."""

    identifier: str = ""
    errors: list[Message] = field(default_factory=list)


@blueprint.get("/sign-in")
def show() -> Response:
    """The empty form."""
    return _page(SignInForm(), status=200)


@blueprint.post("/sign-in")
def submit() -> Response:
    """Let the person in and on to where she was going, or say why not."""
    identifier = request.form.get("identifier", "")
    try:
        auth.sign_in(identifier, request.form.get("password", ""))
    except (WrongSignIn, WaitBeforeTrying, Busy) as error:
        return _refused(identifier, error)
    return redirect(own_path(request.form.get("next", "/")), code=303)


@blueprint.post("/sign-out")
def leave() -> Response:
    """End the session of this browser."""
    auth.sign_out()
    return redirect("/sign-in", code=303)


def _refused(identifier: str, error: LedgerError) -> Response:
    refusal = refusal_of(error)
    response = _page(SignInForm(identifier, [refusal.message]), status=refusal.status)
    response.headers.update(retry_headers(error))
    return response


def _page(form: SignInForm, *, status: int) -> Response:
    next_path = own_path(request.values.get("next", "/"))
    return make_response(render_template("sign_in/page.html", form=form, next_path=next_path), status)
