"""The addresses of what a group sends: the list, the form of a draft, the paper with its steps, its proof."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from msai import auth
from msai.ids import uuid7
from msai.models.enterprises import Remittance
from msai.pages.remittances.draft_steps import add_draft_steps
from msai.pages.remittances.typed import Paper, keep_proof, read_answer, read_landing
from msai.permissions import Action, NotFound, Target, require
from msai.services.attachments import read_file
from msai.services.remitting.documents import find_row
from msai.services.remitting.drafting import DraftCapital, Leg, draft_capital
from msai.services.remitting.ending import GiveUp, TakeBack, answer_lost, ask_lost, take_back
from msai.services.remitting.matching import Explain, explain_remittance, land_without_book
from msai.services.remitting.sending import SendRemittance, send_capital
from msai.services.views.remittances.form import CapitalForm, draw_capital_form
from msai.services.views.remittances.listing import show_remittances
from msai.services.views.remittances.paper import PaperView, show_remittance

blueprint = Blueprint("remittances", __name__)
_OF = "/groups/<uuid:book_id>/remittances"
_ONE = f"{_OF}/<uuid:remittance_id>"
add_draft_steps(blueprint, _ONE)
LEGS = 2
"""From so many places the form can take the money of one transfer."""


@blueprint.get(_OF)
def index(book_id: UUID) -> str:
    """What waits, what is on its way in either direction, and what has ended."""
    view = show_remittances(auth.reading(), auth.current_actor(), book_id, today=auth.today())
    return render_template("remittances/index.html", view=view)


@blueprint.get(f"{_OF}/new")
def new(book_id: UUID) -> str:
    """The form of a draft."""
    return _form(_offer(book_id), Paper({
        "remittance": str(uuid7(auth.now())), "stake": request.args.get("stake", ""),
        "mid_date": auth.today().isoformat()}, ""))


@blueprint.post(f"{_OF}/new")
def create(book_id: UUID) -> Response:
    """Write the draft down and put it before the second officer."""
    offer = _offer(book_id)
    typed = Paper(request.form.to_dict(), offer.currency)
    command = DraftCapital(
        book_id=book_id, remittance_id=typed.who("remittance"), stake_id=typed.who("stake"),
        legs=_legs(typed, offer.currency), fee_on_top=typed.form.get("on_top") != "0", rates=typed.rates(),
        provider=typed.text("provider"), channel=typed.channel(offer.channels),
        custodian=typed.text("custodian"), today=auth.today(), at=auth.now())
    if not typed.try_to(lambda session: draft_capital(session, auth.current_actor(), command)):
        return make_response(_form(offer, typed), 422)
    return _back(book_id, command.remittance_id)


@blueprint.get(_ONE)
def show(book_id: UUID, remittance_id: UUID) -> str:
    """One transfer: its paper, where it stands, and what can be done now."""
    return _paper(_read(book_id, remittance_id), Paper({}, ""))


@blueprint.get(f"{_ONE}/proof")
def proof(book_id: UUID, remittance_id: UUID) -> Response:
    """The file that proves it was sent, as a download."""
    session, actor = auth.reading(), auth.current_actor()
    require(actor, Action.REMITTANCE_VIEW, Target(book_id))
    row = find_row(session, Remittance, book_id, remittance_id=remittance_id)
    if row.proof_id is None:
        raise NotFound()
    kept = read_file(session, book_id, row.proof_id)
    auth.note_reading(Action.REMITTANCE_VIEW, book_id=book_id, subject=f"attachment:{row.proof_id}")
    ending = "pdf" if kept.media_type == "application/pdf" else "jpg"
    return FlaskResponse(kept.content, mimetype=kept.media_type, headers={
        "Content-Disposition": f'attachment; filename="{row.alias}.{ending}"'})


@blueprint.post(f"{_ONE}/send")
def send(book_id: UUID, remittance_id: UUID) -> Response:
    """It left: post it and tell the enterprise."""
    view = _read(book_id, remittance_id)
    typed = Paper(request.form.to_dict(), view.currency)
    on, rates = typed.day("on"), typed.rates()
    references = {leg.leg_no: typed.text(f"reference{leg.leg_no}") for leg in view.legs}

    def work(session: Session) -> None:
        send_capital(session, auth.current_actor(), SendRemittance(
            book_id=book_id, remittance_id=remittance_id, sent_on=on, today=auth.today(), at=auth.now(),
            rates=rates, references=references,
            proof_id=keep_proof(session, book_id, Action.REMITTANCE_SEND)))

    return _after(view, typed, work)


@blueprint.post(f"{_ONE}/land")
def land(book_id: UUID, remittance_id: UUID) -> Response:
    """What landed with an enterprise that keeps no book here."""
    view = _read(book_id, remittance_id)
    typed = Paper(request.form.to_dict(), view.other_currency)
    command = read_landing(typed, book_id, remittance_id, view.other_currency)
    return _after(view, typed, lambda session: land_without_book(session, auth.current_actor(), command))


@blueprint.post(f"{_ONE}/explain")
def explain(book_id: UUID, remittance_id: UUID) -> Response:
    """Why what landed differs."""
    view = _read(book_id, remittance_id)
    typed = Paper(request.form.to_dict(), view.currency)
    said = Explain(book_id=book_id, remittance_id=remittance_id, words=typed.words("explanation"),
                   on=auth.today(), at=auth.now())
    return _after(view, typed, lambda session: explain_remittance(session, auth.current_actor(), said))


@blueprint.post(f"{_ONE}/returned")
def returned(book_id: UUID, remittance_id: UUID) -> Response:
    """It came back."""
    view = _read(book_id, remittance_id)
    typed = Paper(request.form.to_dict(), view.currency)
    said = TakeBack(
        book_id=book_id, remittance_id=remittance_id, on=typed.day("on"), tender=typed.form.get("tender", ""),
        received_minor=typed.amount(), fee_minor=typed.some("fee", view.currency), today=auth.today(),
        at=auth.now())
    return _after(view, typed, lambda session: take_back(session, auth.current_actor(), said))


@blueprint.post(f"{_ONE}/lost")
def lose(book_id: UUID, remittance_id: UUID) -> Response:
    """One officer believes that it is lost."""
    view = _read(book_id, remittance_id)
    typed = Paper(request.form.to_dict(), view.currency)
    said = GiveUp(book_id=book_id, remittance_id=remittance_id, on=auth.today(),
                  reason=typed.words("explanation"), today=auth.today(), at=auth.now())
    return _after(view, typed, lambda session: ask_lost(session, auth.current_actor(), said))


@blueprint.post(f"{_ONE}/lost/answer")
def answer_loss(book_id: UUID, remittance_id: UUID) -> Response:
    """The other officer agrees, or does not."""
    with auth.writing() as session:
        answer_lost(session, auth.current_actor(), read_answer(book_id, remittance_id))
    return _back(book_id, remittance_id)


def _offer(book_id: UUID) -> CapitalForm:
    return draw_capital_form(auth.reading(), auth.current_actor(), book_id, today=auth.today())


def _form(offer: CapitalForm, typed: Paper) -> str:
    return render_template("remittances/new.html", view=offer, typed=typed.form, errors=typed.errors)


def _legs(typed: Paper, currency: str) -> tuple[Leg, ...]:
    """The first payment, and the second where one was typed."""
    first = Leg(tender=typed.form.get("tender", ""), amount_minor=typed.amount(),
                fee_minor=typed.some("fee", currency))
    second = typed.some("amount2", currency)
    more = Leg(tender=typed.form.get("tender2", ""), amount_minor=second,
               fee_minor=typed.some("fee2", currency))
    return (first, more) if second else (first,)


def _read(book_id: UUID, remittance_id: UUID) -> PaperView:
    return show_remittance(auth.reading(), auth.current_actor(), book_id, remittance_id=remittance_id,
                           today=auth.today(), at=auth.now())


def _paper(view: PaperView, typed: Paper) -> str:
    return render_template("remittances/paper.html", view=view, typed=typed.form, errors=typed.errors,
                           place=_OUT, **_offered(view))


_OUT: dict[str, Any] = {"endpoint": "remittances", "list": "remittances.index"}


def _offered(view: PaperView) -> dict[str, Any]:
    """What the forms on the paper need besides: a fresh id, today, and places for money that came back."""
    tenders = _offer(view.book_id).tenders if view.can_end else {}
    return {"fresh": uuid7(auth.now()), "today": auth.today(), "tenders": tenders}


def _after(view: PaperView, typed: Paper, work: Callable[[Session], object]) -> Response:
    if typed.try_to(work):
        return _back(view.book_id, view.remittance_id)
    return make_response(_paper(view, typed), 422)


def _back(book_id: UUID, remittance_id: UUID) -> Response:
    return redirect(url_for("remittances.show", book_id=book_id, remittance_id=remittance_id), code=303)
