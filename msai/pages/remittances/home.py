"""The addresses of what an enterprise sends home: the form of a draft, and the paper with its steps."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from msai import auth
from msai.ids import uuid7
from msai.pages.remittances.draft_steps import add_draft_steps
from msai.pages.remittances.typed import Paper, keep_proof
from msai.permissions import Action, NotFound
from msai.services.remitting.home import DraftHome, draft_home, send_home
from msai.services.remitting.homeward.turned_back import TurnBack, turn_back
from msai.services.remitting.landing_home import explain_sent_home
from msai.services.remitting.matching import Explain
from msai.services.remitting.sending import SendRemittance
from msai.services.views.remittances.form import HomeForm, draw_home_form
from msai.services.views.remittances.paper import PaperView, show_sent_home

blueprint = Blueprint("sent_home", __name__)
_OF = "/enterprises/<uuid:book_id>/sent-home"
_ONE = f"{_OF}/<uuid:remittance_id>"
add_draft_steps(blueprint, _ONE)


@blueprint.get(f"{_OF}/new/<uuid:backer_id>")
def new(book_id: UUID, backer_id: UUID) -> str:
    """The form of a draft, with all that is open filled in."""
    return _form(_offer(book_id, backer_id), backer_id, Paper({
        "remittance": str(uuid7(auth.now())), "obligation": request.args.get("obligation", ""),
        "mid_date": auth.today().isoformat()}, ""))


@blueprint.post(f"{_OF}/new/<uuid:backer_id>")
def create(book_id: UUID, backer_id: UUID) -> Response:
    """Write the draft down and put it before the other person of the enterprise."""
    offer = _offer(book_id, backer_id)
    typed = Paper(request.form.to_dict(), offer.currency)
    command = DraftHome(
        book_id=book_id, remittance_id=typed.who("remittance"), backer_id=backer_id,
        amount_minor=typed.amount(), fee_minor=typed.some("fee", offer.currency),
        fee_on_top=typed.form.get("on_top") != "0", rates=typed.rates(), obligation_id=_obligation(),
        provider=typed.text("provider"),
        channel=typed.channel(offer.channels), today=auth.today(), at=auth.now())
    if not typed.try_to(lambda session: draft_home(session, auth.current_actor(), command)):
        return make_response(_form(offer, backer_id, typed), 422)
    return _back(book_id, command.remittance_id)


@blueprint.get(_ONE)
def show(book_id: UUID, remittance_id: UUID) -> str:
    """One transfer home: its paper, where it stands, and what can be done now."""
    return _paper(_read(book_id, remittance_id), Paper({}, ""))


@blueprint.post(f"{_ONE}/send")
def send(book_id: UUID, remittance_id: UUID) -> Response:
    """It left the bank: post it and tell the group."""
    view = _read(book_id, remittance_id)
    typed = Paper(request.form.to_dict(), view.currency)
    on, rates = typed.day("on"), typed.rates()
    references = {leg.leg_no: typed.text(f"reference{leg.leg_no}") for leg in view.legs}

    def work(session: Session) -> None:
        send_home(session, auth.current_actor(), SendRemittance(
            book_id=book_id, remittance_id=remittance_id, sent_on=on, today=auth.today(), at=auth.now(),
            rates=rates, references=references, proof_id=keep_proof(session, book_id, Action.HOME_SEND)))

    return _after(view, typed, work)


@blueprint.post(f"{_ONE}/explain")
def explain(book_id: UUID, remittance_id: UUID) -> Response:
    """Why what landed with the group differs."""
    view = _read(book_id, remittance_id)
    typed = Paper(request.form.to_dict(), view.currency)
    said = Explain(book_id=book_id, remittance_id=remittance_id, words=typed.words("explanation"),
                   on=auth.today(), at=auth.now())
    return _after(view, typed, lambda session: explain_sent_home(session, auth.current_actor(), said))


@blueprint.post(f"{_ONE}/returned")
def returned(book_id: UUID, remittance_id: UUID) -> Response:
    """It came back to the bank."""
    view = _read(book_id, remittance_id)
    typed = Paper(request.form.to_dict(), view.currency)
    said = TurnBack(book_id=book_id, remittance_id=remittance_id, on=typed.day("on"),
                    received_minor=typed.amount(), today=auth.today(), at=auth.now())
    return _after(view, typed, lambda session: turn_back(session, auth.current_actor(), said))


def _after(view: PaperView, typed: Paper, work: Callable[[Session], object]) -> Response:
    if typed.try_to(work):
        return _back(view.book_id, view.remittance_id)
    return make_response(_paper(view, typed), 422)


def _obligation() -> UUID | None:
    text = request.args.get("obligation") or request.form.get("obligation")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound() from None


def _offer(book_id: UUID, backer_id: UUID) -> HomeForm:
    return draw_home_form(auth.reading(), auth.current_actor(), book_id, backer_id=backer_id,
                          obligation_id=_obligation())


def _form(offer: HomeForm, backer_id: UUID, typed: Paper) -> str:
    return render_template("remittances/new_home.html", view=offer, backer_id=backer_id, typed=typed.form,
                           errors=typed.errors)


def _read(book_id: UUID, remittance_id: UUID) -> PaperView:
    return show_sent_home(auth.reading(), auth.current_actor(), book_id, remittance_id=remittance_id,
                          today=auth.today(), at=auth.now())


def _paper(view: PaperView, typed: Paper) -> str:
    return render_template(
        "remittances/paper.html", view=view, typed=typed.form, errors=typed.errors, tenders={},
        place={"endpoint": "sent_home", "list": "arriving.index"}, fresh=uuid7(auth.now()),
        today=auth.today())


def _back(book_id: UUID, remittance_id: UUID) -> Response:
    return redirect(url_for("sent_home.show", book_id=book_id, remittance_id=remittance_id), code=303)
