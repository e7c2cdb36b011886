"""The list of a group's statements, and each statement over the period its address names."""

from datetime import date
from uuid import UUID

from flask import Blueprint, abort, render_template, request

from msai import auth
from msai.services.views.statements.kinds import Span, StatementKind
from msai.services.views.statements.period import PeriodWanted
from msai.services.views.statements.show import list_statements, show_statement

blueprint = Blueprint("statements", __name__)


@blueprint.get("/groups/<uuid:book_id>/statements")
def index(book_id: UUID) -> str:
    """The statements this reader may open."""
    view = list_statements(auth.reading(), auth.current_actor(), book_id)
    return render_template("statements/index.html", view=view)


@blueprint.get("/groups/<uuid:book_id>/statements/<string:kind>")
def show(book_id: UUID, kind: str) -> str:
    """One statement."""
    if kind not in set(StatementKind):
        abort(404)
    view = show_statement(
        auth.reading(), auth.current_actor(), book_id, kind=StatementKind(kind), wanted=wanted_period(),
        today=auth.today())
    return render_template("statements/show.html", view=view)


def wanted_period() -> PeriodWanted:
    """The period in the address; what cannot be read as a period is as good as not said."""
    span = request.args.get("period", type=Span)
    return PeriodWanted(span, request.args.get("from", type=date.fromisoformat),
                        request.args.get("to", type=date.fromisoformat))
