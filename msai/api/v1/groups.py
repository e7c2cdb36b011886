"""A group at a glance for programs: totals by fund and the last meetings."""

from uuid import UUID

from flask import Response, jsonify
from flask_smorest import Blueprint

from msai import auth
from msai.api.v1.addresses import reading
from msai.schemas.groups import GroupShape, group_answer
from msai.services.views.group import show_group

blueprint = Blueprint("api_groups", __name__, description="Groups at a glance")


@reading(blueprint, "/groups/<uuid:book_id>", {200: (GroupShape, "The group")})
def show(book_id: UUID) -> Response:
    """What the group has by fund, and its last meetings."""
    view = show_group(auth.reading(), auth.current_actor(), book_id, today=auth.today())
    return jsonify(GroupShape().dump(group_answer(view)))
