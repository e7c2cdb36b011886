"""The language switch of every page.

It must work before anyone has signed in and without JavaScript, so it is a form: this browser
remembers the choice, and the reader is back on the page she came from.
"""

from __future__ import annotations

import re

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from msai.i18n.web import keep_language, offered_here

blueprint = Blueprint("language", __name__)

# A path of this site: one slash, then anything but a second one, which would name another host.
OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20]*")


@blueprint.post("/language")
def choose() -> ResponseReturnValue:
    """Keep the language asked for, if it is offered, and go back."""
    response = redirect(own_path(request.form.get("next", "/")), code=303)
    code = request.form.get("lang", "")
    return keep_language(response, code) if code in offered_here() else response


def own_path(wanted: str) -> str:
    """The path if it is one of this site, else the first page."""
    return wanted if OWN_PATH.fullmatch(wanted) else "/"
