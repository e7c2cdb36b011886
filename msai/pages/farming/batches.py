"""The addresses of batches: one batch, the form of a new one, its plan, and its closing."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from msai import auth
from msai.ids import uuid7
from msai.measures.production.stock import EventKind
from msai.pages.farming.typed import FarmPaper
from msai.services.farming.batches import close_batch, open_batch, plan_batch
from msai.services.farming.wanted import CloseBatch, OpenBatch, PlanBatch
from msai.services.views.facts import currency_of
from msai.services.views.farming.batch import BatchView, show_batch
from msai.services.views.farming.form import BatchForm, EventForm, draw_batch_form, draw_event_form

blueprint = Blueprint("batches", __name__)
_OF = "/enterprises/<uuid:book_id>/batches"
_ONE = f"{_OF}/<uuid:batch_id>"


@blueprint.get(f"{_OF}/new")
def new(book_id: UUID) -> str | Response:
    """The form of a new batch; without an activity, that of an activity."""
    form = _offer(book_id, request.args.get("activity", type=UUID))
    if form is None:
        return redirect(url_for("activities.new", book_id=book_id), code=303)
    return _new_page(form, FarmPaper({
        "batch": str(uuid7(auth.now())), "on": auth.today().isoformat(),
        "activity": str(form.activity_id)}, form.currency))


@blueprint.post(f"{_OF}/new")
def create(book_id: UUID) -> Response:
    """Begin it."""
    typed = FarmPaper(request.form.to_dict(), currency_of(auth.reading(), book_id))
    command = OpenBatch(
        book_id=book_id, batch_id=typed.who("batch"), activity_id=typed.who("activity"),
        opened_on=typed.day("on"), today=auth.today(), at=auth.now(), name=typed.line("name"),
        number=typed.some_said("quantity", "unit"), weight=typed.some_said("weight", "weight_unit"),
        area=typed.some_said("area", "area_unit"), cost_minor=typed.some_amount())
    if not typed.try_to(lambda session: open_batch(session, auth.current_actor(), command)):
        form = _offer(book_id, command.activity_id) or _offer(book_id, None)
        if form is None:
            return redirect(url_for("activities.new", book_id=book_id), code=303)
        return make_response(_new_page(form, typed), 422)
    return _back(book_id, command.batch_id)


@blueprint.get(_ONE)
def show(book_id: UUID, batch_id: UUID) -> str:
    """One batch with everything that is known of it."""
    return _page(_read(book_id, batch_id), FarmPaper({"on": auth.today().isoformat()}, ""))


@blueprint.post(f"{_ONE}/close")
def close(book_id: UUID, batch_id: UUID) -> Response:
    """Close it, or say what is still to explain."""
    typed = FarmPaper(request.form.to_dict(), "")
    command = CloseBatch(book_id=book_id, batch_id=batch_id, closed_on=typed.day("on"), today=auth.today(),
                         at=auth.now())
    if not typed.try_to(lambda session: close_batch(session, auth.current_actor(), command)):
        return make_response(_page(_read(book_id, batch_id), typed), 422)
    return _back(book_id, batch_id)


@blueprint.get(f"{_ONE}/plan")
def plan(book_id: UUID, batch_id: UUID) -> str:
    """The form of what is planned."""
    return _plan_page(_plan_form(book_id, batch_id), FarmPaper({"plan": str(uuid7(auth.now()))}, ""))


@blueprint.post(f"{_ONE}/plan")
def keep_plan(book_id: UUID, batch_id: UUID) -> Response:
    """Keep it in place of what was planned before."""
    form = _plan_form(book_id, batch_id)
    typed = FarmPaper(request.form.to_dict(), form.currency)
    ends_on = typed.day("ends_on") if typed.form.get("ends_on") else None
    command = PlanBatch(
        book_id=book_id, plan_id=typed.who("plan"), batch_id=batch_id, at=auth.now(), ends_on=ends_on,
        output=typed.some_said("quantity", "unit"), sales_minor=typed.some_amount("sales"),
        costs_minor=typed.some_amount("costs"))
    if not typed.try_to(lambda session: plan_batch(session, auth.current_actor(), command)):
        return make_response(_plan_page(form, typed), 422)
    return _back(book_id, batch_id)


def _offer(book_id: UUID, activity_id: UUID | None) -> BatchForm | None:
    return draw_batch_form(
        auth.reading(), auth.current_actor(), book_id, activity_id=activity_id, today=auth.today())


def _plan_form(book_id: UUID, batch_id: UUID) -> EventForm:
    """The units in which output is planned are those in which it is sold."""
    return draw_event_form(auth.reading(), auth.current_actor(), book_id, batch_id=batch_id,
                           kind=EventKind.SOLD, today=auth.today())


def _read(book_id: UUID, batch_id: UUID) -> BatchView:
    return show_batch(auth.reading(), auth.current_actor(), book_id, batch_id=batch_id, today=auth.today(),
                      all_events=request.args.get("all") == "1")


def _new_page(form: BatchForm, typed: FarmPaper) -> str:
    return render_template("enterprises/new_batch.html", view=form, typed=typed.form, errors=typed.errors)


def _plan_page(form: EventForm, typed: FarmPaper) -> str:
    return render_template("enterprises/plan.html", view=form, typed=typed.form, errors=typed.errors)


def _page(view: BatchView, typed: FarmPaper) -> str:
    return render_template("enterprises/batch.html", view=view, typed=typed.form, errors=typed.errors)


def _back(book_id: UUID, batch_id: UUID) -> Response:
    return redirect(url_for("batches.show", book_id=book_id, batch_id=batch_id), code=303)
