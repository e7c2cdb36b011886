"""The draft of a meeting's sheet: saved as it is typed, read by the next phone, thrown away by hand."""

import json
from typing import Any
from uuid import UUID

from flask import Response, jsonify, request
from flask_smorest import Blueprint
from werkzeug.exceptions import BadRequest

from msai import auth
from msai.api.v1.addresses import changing, reading, removing
from msai.errors import refusal_of
from msai.i18n import current_language, translate
from msai.schemas.drafts import (
    DraftConflictShape,
    DraftShape,
    SavedDraftShape,
    SaveDraftShape,
    day_of,
    draft_answer,
    read_draft,
)
from msai.services.meeting_day.drafts import (
    DraftConflict,
    SaveDraft,
    discard_draft,
    get_draft,
    save_draft,
)

blueprint = Blueprint("api_drafts", __name__, description="Sheets that are still being written")

_PATH = "/groups/<uuid:book_id>/meetings/<uuid:meeting_id>/draft"
_OTHER = (DraftConflictShape, "Another version stands (`draft_conflict`, with it), or the meeting was closed")


@changing(blueprint, _PATH, body=SaveDraftShape, answers={200: (SavedDraftShape, "Saved"), 409: _OTHER})
def save(book_id: UUID, meeting_id: UUID) -> Response:
    """Save what is typed so far, if the phone knows the version that stands."""
    version, state, device = read_draft(_json_of(request.get_data()))
    command = SaveDraft(
        book_id=book_id, meeting_id=meeting_id, version=version, state=state, at=auth.now(),
        held_on=day_of(state), device=device)
    try:
        with auth.writing() as session:
            saved = save_draft(session, auth.current_actor(), command)
    except DraftConflict as conflict:
        return _conflict(conflict)
    return jsonify(SavedDraftShape().dump({"version": saved.version, "saved_at": saved.saved_at}))


@reading(blueprint, _PATH, {200: (DraftShape, "The draft as it was saved last")})
def show(book_id: UUID, meeting_id: UUID) -> Response:
    """The draft as it was saved last, by whom and when."""
    draft = get_draft(auth.reading(), auth.current_actor(), book_id, meeting_id)
    return jsonify(DraftShape().dump(draft_answer(draft)))


@removing(blueprint, _PATH, answers={409: _OTHER})
def discard(book_id: UUID, meeting_id: UUID) -> Response:
    """Throw the draft away; with `?version=` only if that version still stands."""
    try:
        with auth.writing() as session:
            discard_draft(session, auth.current_actor(), book_id, meeting_id=meeting_id, at=auth.now(),
                          version=request.args.get("version", type=int))
    except DraftConflict as conflict:
        return _conflict(conflict)
    return Response(status=204)


def _json_of(body: bytes) -> Any:
    """The request as JSON in UTF-8, without the numbers that JSON does not have."""
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BadRequest() from None


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _conflict(conflict: DraftConflict) -> Response:
    refusal = refusal_of(conflict)
    response = jsonify(DraftConflictShape().dump({
        "code": refusal.code, "path": refusal.path,
        "message": translate(refusal.message, current_language()), "draft": draft_answer(conflict.standing)}))
    response.status_code = refusal.status
    return response
