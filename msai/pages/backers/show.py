"""The addresses of those behind an enterprise: the table by date, declarations, forms of decisions."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from msai import auth
from msai.errors.sentences import message_of
from msai.messages import N_, Message
from msai.pages.stakes.steps import Way, open_form, send_answer, send_form
from msai.pages.stakes.typed import read_of_enterprise
from msai.permissions import NotFound
from msai.services.backing.desk import ENTERPRISE_DESK
from msai.services.backing.wanted import BackingKind
from msai.services.views.backers.declared import show_declarations
from msai.services.views.backers.enterprise_form import enterprise_words, read_enterprise_form
from msai.services.views.backers.table import show_backers
from msai.services.views.stakes.acts import show_act
from msai.services.views.stakes.form import FormBook

blueprint = Blueprint("backers", __name__)
_OF = "/enterprises/<uuid:book_id>"
_FORM = f"{_OF}/backers/record/<any({', '.join(BackingKind)}):kind>"
_SHARES_EARNINGS = frozenset({"dividend", "profit_share"})
"""What is declared only once everything was counted."""

_DECLARED = frozenset({"dividend", "interest", "revenue_share", "crop_share", "profit_share", "principal",
                       "paid"})


@blueprint.get(f"{_OF}/backers")
def index(book_id: UUID) -> str:
    """Everybody behind the enterprise on the day in the address; what is no day is as good as not said."""
    view = show_backers(auth.reading(), auth.current_actor(), book_id, today=auth.today(), at=auth.now(),
                        on=request.args.get("on", type=date.fromisoformat))
    return render_template("backers/index.html", view=view)


@blueprint.get(f"{_OF}/declarations")
def declarations(book_id: UUID) -> str:
    """What was declared, and what is owed."""
    view = show_declarations(auth.reading(), auth.current_actor(), book_id, at=auth.now())
    return render_template("backers/declarations.html", view=view)


@blueprint.get(_FORM)
def new(book_id: UUID, kind: str) -> str:
    """The form of what is recorded or decided."""
    return open_form(_way(book_id, BackingKind(kind)), _book(book_id, kind))


@blueprint.post(_FORM)
def send(book_id: UUID, kind: str) -> Response:
    """Show what it would do; once that was seen, do it or put it before the second person."""
    return send_form(_way(book_id, BackingKind(kind)), _book(book_id, kind))


@blueprint.get(f"{_OF}/backers/decisions/<uuid:act_id>")
def act(book_id: UUID, act_id: UUID) -> str:
    """What was asked for, and where it stands; the second person answers here."""
    session = auth.reading()
    view = show_act(session, auth.current_actor(), ENTERPRISE_DESK, act_id=act_id, today=auth.today(),
                    at=auth.now(), words=enterprise_words(session, book_id))
    problem = message_of(*view.problem) if view.problem else None
    return render_template("stakes/act.html", view=view, problem=problem,
                           back=url_for("backers.index", book_id=book_id),
                           answer=url_for("backers.answer", book_id=book_id, act_id=act_id))


@blueprint.post(f"{_OF}/backers/decisions/<uuid:act_id>/answer")
def answer(book_id: UUID, act_id: UUID) -> Response:
    """The second person's answer."""
    send_answer(ENTERPRISE_DESK, book_id, act_id)
    return redirect(url_for("backers.act", book_id=book_id, act_id=act_id), code=303)


def _book(book_id: UUID, kind: str) -> FormBook:
    return read_enterprise_form(auth.reading(), auth.current_actor(), book_id, kind=BackingKind(kind),
                                about=_about(kind), today=auth.today())


def _about(kind: str) -> str:
    """The offer that is answered.

    Raises:
        NotFound: the address names none.
    """
    if kind != BackingKind.EXIT_ANSWER:
        return ""
    offer = request.args.get("offer", type=UUID)
    if offer is None:
        raise NotFound()
    return str(offer)


def _way(book_id: UUID, kind: BackingKind) -> Way:
    about = _about(kind)
    back = "backers.declarations" if kind in _DECLARED else "backers.index"
    return Way(ENTERPRISE_DESK, book_id, lambda typed: read_of_enterprise(typed, kind, about),
               url_for("backers.send", book_id=book_id, kind=kind, offer=about or None),
               url_for(back, book_id=book_id),
               lambda act_id: url_for("backers.act", book_id=book_id, act_id=act_id),
               _first(book_id, kind))


def _first(book_id: UUID, kind: str) -> tuple[Message, str] | None:
    if kind not in _SHARES_EARNINGS:
        return None
    return (Message(N_("We counted what is in store or grows")),
            url_for("enterprise_money.new", book_id=book_id, kind="counted"))
