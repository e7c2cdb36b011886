"""The page of a group's rules: read by all who belong, changed by one officer, approved by the other."""

from datetime import date
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from msai import auth
from msai.errors.sentences import message_of
from msai.i18n.web import offered_here
from msai.ids import uuid7
from msai.messages import Message
from msai.permissions import NotFound
from msai.schemas.answers import read_decide
from msai.services.group_rules import RuleForm, RuleValue, read_typed
from msai.services.group_rules.changing import AskForRule, answer_rule, ask_for_rule, get_rule
from msai.services.group_rules.settings import ChangeSettings, change_settings
from msai.services.views.facts import currency_of
from msai.services.views.form_fields import FormState
from msai.services.views.rules.page import RulesView, show_rules

blueprint = Blueprint("rules", __name__)

Errors = dict[str, tuple[Message, ...]]
_DAY = "holds_from"
_OF_THE_DAY = {"rule_too_early", "rule_day_unclear"}


@blueprint.get("/groups/<uuid:book_id>/rules")
def index(book_id: UUID) -> str:
    """All rules of a group; `?change=` opens the fields of one."""
    return _page(_view(book_id, request.args.get("change")))


@blueprint.post("/groups/<uuid:book_id>/rules/<name>")
def ask(book_id: UUID, name: str) -> Response:
    """One officer asks that a rule be changed."""
    form, typed = get_rule(name), request.form.to_dict()
    holds_from, errors = _day(typed.get(_DAY, ""))
    read = read_typed(form, typed, currency_of(auth.reading(), book_id))
    errors |= {field: (message_of(problem.code, problem.params),) for field, problem in read.problems.items()}
    if not errors and holds_from is not None:
        errors = _asked(book_id, form, read.value, holds_from)
    if errors:
        view = _view(book_id, name, FormState(typed, errors))
        return make_response(_page(view), 422)
    return redirect(url_for("rules.index", book_id=book_id, _anchor=f"rule-{name}"), code=303)


@blueprint.post("/groups/<uuid:book_id>/rules/approval")
def answer(book_id: UUID) -> Response:
    """The other officer's answer on a change."""
    command = read_decide(request.form, book_id, at=auth.now())
    with auth.writing() as session:
        answer_rule(session, auth.current_actor(), command)
    return redirect(url_for("rules.index", book_id=book_id), code=303)


@blueprint.post("/groups/<uuid:book_id>/settings")
def settings(book_id: UUID) -> Response:
    """The group's name, language and clock."""
    errors: Errors = {}
    try:
        with auth.writing() as session:
            change_settings(session, auth.current_actor(), ChangeSettings(
                book_id=book_id, name=" ".join(request.form.get("name", "").split()),
                language=request.form.get("language", ""),
                offered=offered_here(), at=auth.now(),
                time_zone=request.form.get("time_zone", "").strip()))
    except LedgerError as problem:
        if isinstance(problem, NotFound):
            raise
        field = "time-zone" if problem.code == "unknown_zone" else "group-name"
        errors[field] = (message_of(problem.code, problem.params),)
    if errors:
        return make_response(_page(_view(book_id, "settings"), errors), 422)
    return redirect(url_for("rules.index", book_id=book_id, _anchor="settings"), code=303)


def _view(book_id: UUID, changing: str | None = None, state: FormState | None = None) -> RulesView:
    rule = None if changing == "settings" else changing
    return show_rules(auth.reading(), auth.current_actor(), book_id, at=auth.now(), today=auth.today(),
                      changing=rule, state=state)


def _page(view: RulesView, errors: Errors | None = None) -> str:
    open_settings = view.may_change and (errors is not None or request.args.get("change") == "settings")
    return render_template("rules/index.html", view=view, errors=errors or {}, open_settings=open_settings,
                           typed_name=request.form.get("name", view.group_name),
                           typed_zone=request.form.get("time_zone"))


def _asked(book_id: UUID, form: RuleForm, value: RuleValue, holds_from: date) -> Errors:
    command = AskForRule(
        approval_id=uuid7(auth.now()), book_id=book_id, name=form.name, value=value, holds_from=holds_from,
        at=auth.now())
    try:
        with auth.writing() as session:
            ask_for_rule(session, auth.current_actor(), command)
    except LedgerError as problem:
        if problem.code not in _OF_THE_DAY | {"rule_unchanged"}:
            raise
        field = _DAY if problem.code in _OF_THE_DAY else form.name
        return {field: (message_of(problem.code, problem.params),)}
    return {}


def _day(text: str) -> tuple[date | None, Errors]:
    try:
        return date.fromisoformat(text), {}
    except ValueError:
        return None, {_DAY: (message_of("rule_day_unclear", {}),)}
