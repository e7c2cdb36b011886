"""Closing a meeting from a phone or a program, and asking what became of it."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response, jsonify, request
from flask_smorest import Blueprint
from werkzeug.exceptions import BadRequest

from msai import auth
from msai.api.v1.addresses import changing, reading
from msai.errors.sentences import message_of
from msai.i18n import current_language, translate
from msai.permissions import NotFound
from msai.schemas.meetings import (
    HeldShape,
    ReceiptShape,
    SheetShape,
    load_sheet,
    receipt_answer,
    recorded_at_of,
)
from msai.services.meeting_records import get_receipt
from msai.services.meetings import close_meeting
from msai.services.sheets import CloseMeeting, HeldSheet, Reason, Receipt
from msai.services.views.facts import currency_of
from msai.services.views.meetings import find_kept_sheet

blueprint = Blueprint(
    "api_meetings", __name__, description="Meeting sheets: closed whole, or kept whole until they are mended")

# A shape is made once: it says nothing of the request it answers.
_HELD_SHEET = HeldShape()
_PATH = "/groups/<uuid:book_id>/meetings/<uuid:meeting_id>"
_HELD = (HeldShape, "Kept whole and not posted, with reasons")


@changing(blueprint, _PATH, body=SheetShape, answers={
    200: (ReceiptShape, "Closed, now or before by the same sheet: the receipt is one"), 202: _HELD})
def close(book_id: UUID, meeting_id: UUID) -> Response:
    """Close a meeting by its sheet, exactly once; the same sheet again gets the same receipt."""
    body = request.get_data()
    payload = _json_of(body)
    currency = currency_of(auth.reading(), book_id)
    command = CloseMeeting(
        book_id=book_id, sheet=load_sheet(payload, currency=currency, meeting_id=meeting_id), body=body,
        received_at=auth.now(), recorded_at=recorded_at_of(payload))
    with auth.writing() as session:
        answer = close_meeting(session, auth.current_actor(), command)
    if isinstance(answer, HeldSheet):
        return _held(meeting_id, answer.version, answer.reasons)
    return _closed(answer, currency)


@reading(blueprint, _PATH, {200: (ReceiptShape, "The receipt of a closed meeting"), 202: _HELD})
def show(book_id: UUID, meeting_id: UUID) -> Response:
    """The receipt of a closed meeting, or why its sheet waits."""
    session = auth.reading()
    kept = find_kept_sheet(session, auth.current_actor(), book_id, meeting_id)
    if kept is None:
        raise NotFound()
    if not kept.is_posted:
        return _held(meeting_id, kept.version, kept.reasons)
    return _closed(get_receipt(session, book_id, meeting_id), currency_of(session, book_id))


def _json_of(body: bytes) -> dict[str, Any]:
    """The request as JSON; its bytes are UTF-8 and nothing else, since they are kept as they came."""
    try:
        payload: dict[str, Any] = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise BadRequest() from None
    return payload


def _closed(receipt: Receipt, currency: str) -> Response:
    return jsonify(receipt_answer(receipt, currency=currency))


def _held(meeting_id: UUID, version: int, reasons: Sequence[Reason]) -> Response:
    code = current_language()
    said = [
        {"path": reason.path, "code": reason.code,
         "message": translate(message_of(reason.code, reason.params), code)}
        for reason in reasons
    ]
    response = jsonify(_HELD_SHEET.dump({"meeting_id": meeting_id, "version": version, "reasons": said}))
    response.status_code = 202
    return response
