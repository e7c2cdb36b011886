"""The page on which a member, or an officer for her, says what she saves for."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from ledgers.money import format_decimal, parse_amount
from msai import auth
from msai.errors.sentences import message_of
from msai.messages import Message
from msai.permissions import NotFound, NotPermitted, Target
from msai.services.goals import LONGEST_WORDS, GoalDayPast, SetGoal, clear_goal, set_goal
from msai.services.views.facts import currency_of
from msai.services.views.statements.goal import GoalForm, draw_goal_form

blueprint = Blueprint("goals", __name__)
_GOAL = "/groups/<uuid:book_id>/passbooks/<uuid:holder>/goal"
_FIELDS = {"goal_day_past": "due_on", "goal_words_too_long": "words"}
"""The field at which a refusal stands; all others are about the amount."""


@dataclass(frozen=True)
class Typed:
    """What stands in the fields, and what is wrong with them."""

    amount: str = ""
    due_on: str = ""
    words: str = ""
    errors: dict[str, Message] = field(default_factory=dict)


@blueprint.get(_GOAL)
def show(book_id: UUID, holder: UUID) -> str:
    """The form, with the goal she has."""
    view = draw_goal_form(auth.reading(), auth.current_actor(), Target(book_id, holder))
    return _page(view, _of(view))


@blueprint.post(_GOAL)
def send(book_id: UUID, holder: UUID) -> Response:
    """Keep the goal, or say at its field what is wrong; the button below takes it away."""
    try:
        if "clear" in request.form:
            with auth.writing() as session:
                clear_goal(session, auth.current_actor(), Target(book_id, holder), at=auth.now())
        else:
            _keep(book_id, holder)
    except (NotFound, NotPermitted):
        raise
    except LedgerError as error:
        wrong = {_FIELDS.get(error.code, "amount"): message_of(error.code, error.params)}
        return make_response(_again(book_id, holder, wrong), 422)
    return redirect(url_for("passbooks.show", book_id=book_id, holder=holder), code=303)


def _keep(book_id: UUID, holder: UUID) -> None:
    amount = parse_amount(request.form.get("amount", ""), currency_of(auth.reading(), book_id))
    command = SetGoal(
        book_id=book_id, member_id=holder, amount_minor=amount.minor, due_on=_day(),
        words=request.form.get("words", ""), today=auth.today(), at=auth.now())
    with auth.writing() as session:
        set_goal(session, auth.current_actor(), command)


def _day() -> date | None:
    typed = request.form.get("due_on", "").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise GoalDayPast() from None


def _again(book_id: UUID, holder: UUID, errors: dict[str, Message]) -> str:
    view = draw_goal_form(auth.reading(), auth.current_actor(), Target(book_id, holder))
    typed = {name: request.form.get(name, "") for name in ("amount", "due_on", "words")}
    return _page(view, Typed(**typed, errors=errors))


def _of(view: GoalForm) -> Typed:
    if view.goal is None:
        return Typed()
    day = view.goal.due_on.isoformat() if view.goal.due_on else ""
    return Typed(format_decimal(view.goal.amount_minor, view.currency), day, view.goal.words or "")


def _page(view: GoalForm, typed: Typed) -> str:
    return render_template("goals/form.html", view=view, typed=typed, longest=LONGEST_WORDS)
