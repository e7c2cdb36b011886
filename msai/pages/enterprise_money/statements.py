"""The list of an enterprise's statements, and each statement over the period its address names."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, render_template

from msai import auth
from msai.pages.statements.show import wanted_period
from msai.services.views.enterprise_money.statements import MoneyStatement, list_statements, show_statement

blueprint = Blueprint("enterprise_statements", __name__)
_OF = "/enterprises/<uuid:book_id>/statements"


@blueprint.get(_OF)
def index(book_id: UUID) -> str:
    """The statements this reader may open."""
    view = list_statements(auth.reading(), auth.current_actor(), book_id)
    return render_template("enterprise_money/statements.html", view=view)


@blueprint.get(f"{_OF}/<string:kind>")
def show(book_id: UUID, kind: str) -> str:
    """One statement."""
    if kind not in set(MoneyStatement):
        abort(404)
    view = show_statement(
        auth.reading(), auth.current_actor(), book_id, kind=MoneyStatement(kind), wanted=wanted_period(),
        today=auth.today())
    return render_template("enterprise_money/statement.html", view=view)
