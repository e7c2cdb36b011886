"""The address of the mid rates that a group typed: the list, and the form of one more."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from msai import auth
from msai.pages.remittances.typed import Paper
from msai.services.remitting.rates import EnterRate, enter_rate
from msai.services.staking.coming_back import post_rated
from msai.services.views.remittances.rates import RatesView, show_rates

blueprint = Blueprint("rates", __name__)
_RATES = "/groups/<uuid:book_id>/rates"


@blueprint.get(_RATES)
def index(book_id: UUID) -> str:
    """The mid rates the group knows, and the form of one more."""
    return _page(_read(book_id), Paper({"mid_date": auth.today().isoformat()}, ""))


@blueprint.post(_RATES)
def enter(book_id: UUID) -> Response:
    """Keep one more; declared returns that waited for it are posted, and letters delivered."""
    view, typed = _read(book_id), Paper(request.form.to_dict(), "")
    currency = typed.form.get("currency", "")
    command = EnterRate(
        book_id=book_id, currency=currency if currency in view.currencies else "",
        rate=typed.rate("mid") or "", dated_on=typed.day("mid_date"), source=typed.text("mid_source"),
        today=auth.today(), at=auth.now(), is_sure=typed.form.get("is_sure") == "1")
    if not typed.try_to(lambda session: enter_rate(session, auth.current_actor(), command)):
        return make_response(_page(view, typed), 422)
    with auth.writing() as session:
        post_rated(session, auth.current_actor(), book_id, at=auth.now())
    auth.carry_letters()
    return redirect(url_for("rates.index", book_id=book_id), code=303)


def _read(book_id: UUID) -> RatesView:
    return show_rates(auth.reading(), auth.current_actor(), book_id)


def _page(view: RatesView, typed: Paper) -> str:
    return render_template("remittances/rates.html", view=view, typed=typed.form, errors=typed.errors)
