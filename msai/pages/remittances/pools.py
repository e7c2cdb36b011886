"""The addresses of money that several groups send together: open one, join one, close it, record a part."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from msai import auth
from msai.ids import uuid7
from msai.pages.remittances.typed import Paper, keep_proof
from msai.permissions import Action
from msai.schemas.problems import MissingField
from msai.services.pooling.closing import ClosePool, close_pool
from msai.services.pooling.opening import JoinPool, OpenPool, join_pool, open_pool
from msai.services.remitting.rates import Rates
from msai.services.remitting.sending import SendRemittance, send_capital
from msai.services.views.pools.listing import PoolsView, show_pools
from msai.services.views.pools.show import PoolView, show_pool

blueprint = Blueprint("pools", __name__)
_OF = "/groups/<uuid:book_id>/pools"
_ONE = f"{_OF}/<uuid:pool_id>"


@blueprint.get(_OF)
def index(book_id: UUID) -> str:
    """The pools of the group, and the forms to join one or open one."""
    return _forms(_list(book_id), Paper(_fresh(), ""))


@blueprint.post(_OF)
def start(book_id: UUID) -> Response:
    """Open a pool for an enterprise."""
    view = _list(book_id)
    typed = Paper(request.form.to_dict(), view.currency)
    command = OpenPool(
        book_id=book_id, pool_id=typed.who("pool"), stake_id=typed.who("stake"),
        most_fee_minor=typed.some("most_fee", view.currency), fee_on_top=typed.form.get("on_top") != "0",
        provider=typed.text("provider"), today=auth.today(), at=auth.now())
    if not typed.try_to(lambda session: open_pool(session, auth.current_actor(), command)):
        return make_response(_forms(view, typed), 422)
    return _back(book_id, command.pool_id)


@blueprint.post(f"{_OF}/join")
def join(book_id: UUID) -> Response:
    """Draft the group's part of a pool whose code was typed."""
    view = _list(book_id)
    typed = Paper(request.form.to_dict(), view.currency)
    command = JoinPool(
        book_id=book_id, remittance_id=typed.who("remittance"), code=typed.text("code"),
        stake_id=typed.who("stake"), tender=typed.form.get("tender", ""), amount_minor=typed.amount(),
        custodian=typed.text("custodian"), today=auth.today(), at=auth.now())
    if not typed.try_to(lambda session: join_pool(session, auth.current_actor(), command)):
        return make_response(_forms(view, typed), 422)
    return redirect(url_for(
        "remittances.show", book_id=book_id, remittance_id=command.remittance_id), code=303)


@blueprint.get(_ONE)
def show(book_id: UUID, pool_id: UUID) -> str:
    """One pool: its code, its terms, its parts, and the form with which it is closed."""
    return _page(_read(book_id, pool_id), Paper({}, ""))


@blueprint.post(f"{_ONE}/close")
def close(book_id: UUID, pool_id: UUID) -> Response:
    """The one transfer left, with the parts that were ticked."""
    view = _read(book_id, pool_id)
    typed = Paper(request.form.to_dict(), view.currency)
    ticked = request.form.getlist("part")
    named = tuple(part.remittance_id for part in view.agreed if str(part.remittance_id) in ticked)
    if not named:
        typed.refuse("part", MissingField(field="part"))
    command = ClosePool(
        book_id=book_id, pool_id=pool_id, remittance_ids=named, fee_minor=typed.some("fee", view.currency),
        sent_on=typed.day("on"), rates=typed.rates(), provider=typed.text("provider"),
        reference=typed.text("reference"), today=auth.today(), at=auth.now())
    if not typed.try_to(lambda session: close_pool(session, auth.current_actor(), command)):
        return make_response(_page(view, typed), 422)
    return _back(book_id, pool_id)


@blueprint.post(f"{_ONE}/give-up")
def give_up(book_id: UUID, pool_id: UUID) -> Response:
    """Nothing travels with it: every part ends."""
    command = ClosePool(
        book_id=book_id, pool_id=pool_id, remittance_ids=(), fee_minor=0, sent_on=auth.today(),
        rates=Rates(), today=auth.today(), at=auth.now())
    with auth.writing() as session:
        close_pool(session, auth.current_actor(), command)
    return _back(book_id, pool_id)


@blueprint.post(f"{_ONE}/record/<uuid:remittance_id>")
def record(book_id: UUID, pool_id: UUID, remittance_id: UUID) -> Response:
    """The group's part left with the pool: its day, fee and rates are the pool's; letters for it follow."""
    view = _read(book_id, pool_id)
    typed = Paper(request.form.to_dict(), view.currency)

    def work(session: Session) -> None:
        send_capital(session, auth.current_actor(), SendRemittance(
            book_id=book_id, remittance_id=remittance_id, sent_on=auth.today(), today=auth.today(),
            at=auth.now(), proof_id=keep_proof(session, book_id, Action.REMITTANCE_SEND)))

    if not typed.try_to(work):
        return make_response(_page(view, typed), 422)
    auth.carry_letters()
    return redirect(url_for("remittances.show", book_id=book_id, remittance_id=remittance_id), code=303)


def _fresh() -> Mapping[str, str]:
    """New ids for both forms."""
    return {"pool": str(uuid7(auth.now())), "remittance": str(uuid7(auth.now())),
            "code": request.args.get("code", "")}


def _list(book_id: UUID) -> PoolsView:
    return show_pools(auth.reading(), auth.current_actor(), book_id, today=auth.today())


def _forms(view: PoolsView, typed: Paper) -> str:
    return render_template("pools/index.html", view=view, typed={**_fresh(), **typed.form},
                           errors=typed.errors)


def _read(book_id: UUID, pool_id: UUID) -> PoolView:
    return show_pool(auth.reading(), auth.current_actor(), book_id, pool_id=pool_id)


def _page(view: PoolView, typed: Paper) -> str:
    return render_template("pools/show.html", view=view, typed=typed.form, errors=typed.errors,
                           ticked=request.form.getlist("part"), today=auth.today())


def _back(book_id: UUID, pool_id: UUID) -> Response:
    return redirect(url_for("pools.show", book_id=book_id, pool_id=pool_id), code=303)
