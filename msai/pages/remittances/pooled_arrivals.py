"""The addresses at which an enterprise confirms what landed of a pool, once for all its parts."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from msai import auth
from msai.ids import uuid7
from msai.pages.remittances.typed import Paper, read_landing
from msai.services.pooling.landing import confirm_pool, explain_pool
from msai.services.remitting.matching import Explain
from msai.services.views.pools.show import PoolView, show_pool_to_enterprise

blueprint = Blueprint("pooled_arrivals", __name__)
_ONE = "/enterprises/<uuid:book_id>/pools/<uuid:pool_id>"


@blueprint.get(_ONE)
def show(book_id: UUID, pool_id: UUID) -> str:
    """A pool with all its parts, and the form with which the second person confirms its landing."""
    return _page(_read(book_id, pool_id), Paper({}, ""))


@blueprint.post(_ONE)
def land(book_id: UUID, pool_id: UUID) -> Response:
    """It reached the account, or a part of it did."""
    view = _read(book_id, pool_id)
    typed = Paper(request.form.to_dict(), view.home)
    command = read_landing(typed, book_id, pool_id, view.home)
    return _after(view, typed, lambda session: confirm_pool(session, auth.current_actor(), command))


@blueprint.post(f"{_ONE}/explain")
def explain(book_id: UUID, pool_id: UUID) -> Response:
    """Why what landed differs."""
    view = _read(book_id, pool_id)
    typed = Paper(request.form.to_dict(), view.home)
    said = Explain(book_id=book_id, remittance_id=pool_id, words=typed.words("explanation"),
                   on=auth.today(), at=auth.now())
    return _after(view, typed, lambda session: explain_pool(session, auth.current_actor(), said))


def _read(book_id: UUID, pool_id: UUID) -> PoolView:
    return show_pool_to_enterprise(auth.reading(), auth.current_actor(), book_id, pool_id=pool_id)


def _page(view: PoolView, typed: Paper) -> str:
    return render_template("pools/show.html", view=view, typed=typed.form, errors=typed.errors, ticked=[],
                           fresh=uuid7(auth.now()), today=auth.today())


def _after(view: PoolView, typed: Paper, work: Callable[[Session], object]) -> Response:
    if not typed.try_to(work):
        return make_response(_page(view, typed), 422)
    return redirect(url_for(
        "pooled_arrivals.show", book_id=view.book_id, pool_id=view.pool_id), code=303)
