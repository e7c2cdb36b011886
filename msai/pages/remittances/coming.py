"""The addresses of money on its way to a book: home to a group, and out to an enterprise."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from msai import auth
from msai.ids import uuid7
from msai.pages.remittances.typed import Paper, read_answer, read_landing
from msai.services.remitting.ending import GiveUp
from msai.services.remitting.homeward.given_up import answer_lost_home, ask_lost_home
from msai.services.remitting.homeward.pairing import ChooseLanding, choose_landing
from msai.services.remitting.landing import confirm_landing
from msai.services.remitting.landing_home import explain_coming, land_home
from msai.services.remitting.matching import Explain, explain_arrival
from msai.services.views.remittances.arriving import ArrivingView, show_arriving
from msai.services.views.remittances.listing import show_home_side

blueprint = Blueprint("coming", __name__)
enterprise_blueprint = Blueprint("arriving", __name__)
_COMING = "/groups/<uuid:book_id>/coming/<uuid:remittance_id>"
_ARRIVING = "/enterprises/<uuid:book_id>/arriving"


@blueprint.get(_COMING)
def show(book_id: UUID, remittance_id: UUID) -> str:
    """Money the enterprise sent home, and the form with which the treasurer confirms it."""
    return _page(_read(book_id, remittance_id, is_enterprise=False), Paper({}, ""))


@blueprint.post(_COMING)
def land(book_id: UUID, remittance_id: UUID) -> Response:
    """It reached the group."""
    view = _read(book_id, remittance_id, is_enterprise=False)
    typed = Paper(request.form.to_dict(), view.currency)
    command = read_landing(typed, book_id, remittance_id, view.currency)
    return _after(view, typed, lambda session: land_home(session, auth.current_actor(), command))


@blueprint.post(f"{_COMING}/choose")
def choose(book_id: UUID, remittance_id: UUID) -> Response:
    """Which landing that was noted before it is, or none of them."""
    view = _read(book_id, remittance_id, is_enterprise=False)
    typed = Paper(request.form.to_dict(), view.currency)
    chosen = None if typed.form.get("landing", "") == "none" else typed.who("landing")
    said = ChooseLanding(book_id=book_id, remittance_id=remittance_id, landing_id=chosen, at=auth.now())
    return _after(view, typed, lambda session: choose_landing(session, auth.current_actor(), said))


@blueprint.post(f"{_COMING}/explain", endpoint="explain")
def explain_here(book_id: UUID, remittance_id: UUID) -> Response:
    """Why what came home differs."""
    view = _read(book_id, remittance_id, is_enterprise=False)
    typed = Paper(request.form.to_dict(), view.currency)
    said = Explain(book_id=book_id, remittance_id=remittance_id, words=typed.words("explanation"),
                   on=auth.today(), at=auth.now())
    return _after(view, typed, lambda session: explain_coming(session, auth.current_actor(), said))


@blueprint.post(f"{_COMING}/lost")
def lose(book_id: UUID, remittance_id: UUID) -> Response:
    """One officer believes that it is lost."""
    view = _read(book_id, remittance_id, is_enterprise=False)
    typed = Paper(request.form.to_dict(), view.currency)
    said = GiveUp(book_id=book_id, remittance_id=remittance_id, on=auth.today(),
                  reason=typed.words("explanation"), today=auth.today(), at=auth.now())
    return _after(view, typed, lambda session: ask_lost_home(session, auth.current_actor(), said))


@blueprint.post(f"{_COMING}/lost/answer")
def answer_loss(book_id: UUID, remittance_id: UUID) -> Response:
    """The other officer agrees, or does not."""
    with auth.writing() as session:
        answer_lost_home(session, auth.current_actor(), read_answer(book_id, remittance_id))
    return redirect(url_for("coming.show", book_id=book_id, remittance_id=remittance_id), code=303)


@enterprise_blueprint.get(_ARRIVING)
def index(book_id: UUID) -> str:
    """What is on its way to the enterprise, and what it owes and sends home."""
    view = show_home_side(auth.reading(), auth.current_actor(), book_id, today=auth.today())
    return render_template("remittances/index.html", view=view)


@enterprise_blueprint.get(f"{_ARRIVING}/<uuid:remittance_id>", endpoint="show")
def show_to_enterprise(book_id: UUID, remittance_id: UUID) -> str:
    """Capital a group sent, and the form with which the second person confirms it."""
    return _page(_read(book_id, remittance_id, is_enterprise=True), Paper({}, ""))


@enterprise_blueprint.post(f"{_ARRIVING}/<uuid:remittance_id>", endpoint="land")
def land_at_enterprise(book_id: UUID, remittance_id: UUID) -> Response:
    """It reached the enterprise's account."""
    view = _read(book_id, remittance_id, is_enterprise=True)
    typed = Paper(request.form.to_dict(), view.currency)
    command = read_landing(typed, book_id, remittance_id, view.currency)
    return _after(view, typed, lambda session: confirm_landing(session, auth.current_actor(), command))


@enterprise_blueprint.post(f"{_ARRIVING}/<uuid:remittance_id>/explain")
def explain(book_id: UUID, remittance_id: UUID) -> Response:
    """Why what landed differs."""
    view = _read(book_id, remittance_id, is_enterprise=True)
    typed = Paper(request.form.to_dict(), view.currency)
    said = Explain(book_id=book_id, remittance_id=remittance_id, words=typed.words("explanation"),
                   on=auth.today(), at=auth.now())
    return _after(view, typed, lambda session: explain_arrival(session, auth.current_actor(), said))


def _read(book_id: UUID, remittance_id: UUID, *, is_enterprise: bool) -> ArrivingView:
    return show_arriving(auth.reading(), auth.current_actor(), book_id, remittance_id=remittance_id,
                         today=auth.today(), at=auth.now(), is_enterprise=is_enterprise)


def _page(view: ArrivingView, typed: Paper) -> str:
    return render_template("remittances/arriving.html", view=view, typed=typed.form, errors=typed.errors,
                           fresh=uuid7(auth.now()), today=auth.today())


def _after(view: ArrivingView, typed: Paper, work: Callable[[Session], object]) -> Response:
    if not typed.try_to(work):
        return make_response(_page(view, typed), 422)
    address = "arriving.show" if view.is_enterprise else "coming.show"
    return redirect(url_for(address, book_id=view.book_id, remittance_id=view.remittance_id), code=303)
