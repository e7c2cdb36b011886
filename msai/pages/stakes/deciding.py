"""The addresses at which two officers decide about a stake, and at which a missing rate is typed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from msai import auth
from msai.errors.sentences import message_of
from msai.pages.stakes.more import more_links
from msai.pages.stakes.show import blueprint
from msai.pages.stakes.steps import Way, open_form, send_answer, send_form
from msai.pages.stakes.typed import Typed, read_of_group
from msai.permissions import NotFound, NotPermitted
from msai.services.staking.coming_back import TypeRate, post_rated, type_rate
from msai.services.staking.desk import GROUP_DESK
from msai.services.staking.wanted import ActKind
from msai.services.views.stakes.acts import show_act
from msai.services.views.stakes.group_form import read_group_form
from msai.services.views.stakes.listing import show_investments
from msai.services.views.stakes.said import words_of_act

_OF = "/groups/<uuid:book_id>/stakes"
_FORM = f"{_OF}/decide/<any({', '.join(ActKind)}):kind>"


@blueprint.get(_FORM)
def new(book_id: UUID, kind: str) -> str:
    """The form of a decision."""
    way = _way(book_id, ActKind(kind))
    book = read_group_form(auth.reading(), auth.current_actor(), book_id, kind=ActKind(kind), stake=_about(),
                           today=auth.today())
    return open_form(way, book)


@blueprint.post(_FORM)
def send(book_id: UUID, kind: str) -> Response:
    """Show what a decision would do; once that was seen, put it before the second officer."""
    book = read_group_form(auth.reading(), auth.current_actor(), book_id, kind=ActKind(kind), stake=_about(),
                           today=auth.today())
    return send_form(_way(book_id, ActKind(kind)), book)


@blueprint.get(f"{_OF}/decisions/<uuid:act_id>")
def act(book_id: UUID, act_id: UUID) -> str:
    """What was asked for, and where it stands; the second officer answers here."""
    session = auth.reading()
    view = show_act(session, auth.current_actor(), GROUP_DESK, act_id=act_id, today=auth.today(),
                    at=auth.now(), words=words_of_act(session, book_id, act_id))
    problem = message_of(*view.problem) if view.problem else None
    return render_template("stakes/act.html", view=view, problem=problem,
                           back=url_for("stakes.index", book_id=book_id),
                           answer=url_for("stakes.answer", book_id=book_id, act_id=act_id))


@blueprint.post(f"{_OF}/decisions/<uuid:act_id>/answer")
def answer(book_id: UUID, act_id: UUID) -> Response:
    """The second officer's answer; a declared return that waited for a rate typed with it is posted."""
    send_answer(GROUP_DESK, book_id, act_id)
    with auth.writing() as session:
        post_rated(session, auth.current_actor(), book_id, at=auth.now())
    return redirect(url_for("stakes.act", book_id=book_id, act_id=act_id), code=303)


@blueprint.post(f"{_OF}/declared/<uuid:notice_id>")
def rate(book_id: UUID, notice_id: UUID) -> Response:
    """The mid rate of a day, for a return that waited for it."""
    typed = Typed(request.form, currency="", home="")
    mid_rate, source = typed.rate(), typed.text("mid_source")
    if not typed.errors:
        try:
            with auth.writing() as session:
                type_rate(session, auth.current_actor(), TypeRate(
                    book_id=book_id, notice_id=notice_id, mid_rate=mid_rate, source=source, at=auth.now(),
                    is_sure=request.form.get("is_sure") == "1"))
            auth.carry_letters()
            return redirect(url_for("stakes.index", book_id=book_id), code=303)
        except (NotFound, NotPermitted):
            raise
        except LedgerError as problem:
            field = "mid_source" if problem.code == "mid_rate_unsourced" else "mid_rate"
            typed.errors[field] = message_of(problem.code, problem.params)
    actor = auth.current_actor()
    view = show_investments(auth.reading(), actor, book_id, today=auth.today(), at=auth.now())
    page = render_template("stakes/index.html", view=view, more=more_links(actor, book_id),
                           errors=typed.errors, refused=notice_id, typed=request.form)
    return make_response(page, 422)


def _about() -> str:
    """The stake, or the account in another currency, that the form is about."""
    return request.args.get("stake") or request.args.get("tender", "")


def _way(book_id: UUID, kind: ActKind) -> Way:
    about, of_tender = _about(), kind is ActKind.REVALUE_TENDER
    back = (url_for("stakes.show", book_id=book_id, alias=about) if about and not of_tender
            else url_for("stakes.index", book_id=book_id))
    named: dict[str, Any] = {"tender" if of_tender else "stake": about or None}
    return Way(GROUP_DESK, book_id, lambda typed: read_of_group(typed, kind, about),
               url_for("stakes.send", book_id=book_id, kind=kind, **named), back,
               lambda act_id: url_for("stakes.act", book_id=book_id, act_id=act_id))
