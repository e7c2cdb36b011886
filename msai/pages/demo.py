"""The mark that every page of a demo carries, and the page on which the administrator starts it afresh."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from msai import auth
from msai.services.demo import marks

blueprint = Blueprint("demo", __name__)


@blueprint.before_app_request
def note_demo() -> None:
    """Find out, before a page of a book is drawn, whether its people are invented."""
    book_id = (request.view_args or {}).get("book_id")
    if isinstance(book_id, UUID) and not (request.endpoint or "").startswith("api_"):
        g.demo = _is_demo(book_id)
    elif request.endpoint == "groups.index" or request.blueprint == "onboarding":
        user_id = auth.current_actor().user_id
        g.demo = user_id is not None and marks.is_demo_person(auth.reading(), user_id)


def _is_demo(book_id: UUID) -> bool:
    """As it was read with the person's place in the book, or asked for somebody who has none there."""
    standing = auth.current_actor().standings.get(book_id)
    if standing is not None and standing.invented is not None:
        return standing.invented
    return marks.is_demo_book(auth.reading(), book_id)


@blueprint.app_context_processor
def mark() -> dict[str, Any]:
    """The mark for the frame of the page."""
    return {"demo": g.get("demo", False)}


@blueprint.get("/demo")
def show() -> str:
    """Whether a demo stands, and the button that starts it afresh."""
    return _page()


@blueprint.post("/demo")
def build() -> str:
    """Start the demo afresh; its password is said this once."""
    from msai.demonstration.building import build_demo

    built = build_demo(auth.database(), auth.current_actor(), passwords=current_app.extensions["passwords"],
                       today=auth.today(), at=auth.now())
    return render_template("demo/show.html", stands=True, built=built)


@blueprint.post("/demo/remove")
def remove() -> Response:
    """Take the demo away."""
    from msai.demonstration.building import remove_demo

    remove_demo(auth.database(), auth.current_actor(), at=auth.now())
    return redirect(url_for("demo.show"), code=303)


def _page() -> str:
    stands = bool(marks.list_active(auth.reading(), auth.current_actor()))
    return render_template("demo/show.html", stands=stands, built=None)
