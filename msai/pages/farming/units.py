"""The address of what units hold at an enterprise: the list, and the form of one word more."""

from __future__ import annotations

from fractions import Fraction
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from msai import auth
from msai.ids import uuid7
from msai.measures.production.catalogue import UNITS
from msai.measures.production.units import Base, read_factor
from msai.pages.farming.typed import FarmPaper
from msai.services.farming.units_here import set_factor
from msai.services.farming.wanted import SetFactor
from msai.services.views.farming.units import show_units

blueprint = Blueprint("farm_units", __name__)
_OF = "/enterprises/<uuid:book_id>/units"


@blueprint.get(_OF)
def index(book_id: UUID) -> str:
    """What units hold here, and what is usual."""
    return _page(book_id, FarmPaper({
        "form": str(uuid7(auth.now())), "on": auth.today().isoformat(),
        "unit": request.args.get("unit", "")}, ""))


@blueprint.post(_OF)
def keep(book_id: UUID) -> Response:
    """Keep one word more; what was recorded before stays as it was converted."""
    typed = FarmPaper(request.form.to_dict(), "")
    own, chosen = typed.line("own_unit"), typed.form.get("unit", "")
    code = own or chosen
    wanted = typed.form.get("base", "")
    base = UNITS[code].base if code in UNITS else Base(wanted) if wanted in set(Base) else Base.KG
    command = SetFactor(
        book_id=book_id, factor_id=typed.who("form"), unit=code, base=base, factor=_factor(typed),
        holds_from=typed.day("on"), at=auth.now(),
        is_sure=typed.form.get("sure") == "1")
    if not typed.try_to(lambda session: set_factor(session, auth.current_actor(), command)):
        return make_response(_page(book_id, typed), 422)
    return redirect(url_for("farm_units.index", book_id=book_id), code=303)


def _factor(typed: FarmPaper) -> Fraction:
    try:
        return read_factor(typed.form.get("factor", ""))
    except LedgerError as problem:
        typed.refuse("factor", problem)
    return Fraction(0)


def _page(book_id: UUID, typed: FarmPaper) -> str:
    view = show_units(auth.reading(), auth.current_actor(), book_id, today=auth.today())
    return render_template("enterprises/units.html", view=view, typed=typed.form, errors=typed.errors)
