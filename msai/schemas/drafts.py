"""The draft of a sheet as it travels: the version a phone knows, and whatever that phone calls its state."""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import fields

from ledgers.errors import LedgerError
from msai.schemas import Shape
from msai.schemas.problems import MissingField, NotAnObject, UnknownField
from msai.schemas.refusals import ErrorShape
from msai.schemas.sheet_lines import read_number
from msai.schemas.text import LONGEST_NAME, clean_line
from msai.services.meeting_day.drafts import Draft

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NEEDED, _KNOWN = {"version", "state"}, {"version", "state", "device"}


class SaveDraftShape(Shape):
    """What a phone saves: the version it knows (nought for a new draft) and its state, any JSON object."""

    version = fields.Integer(required=True, metadata={"minimum": 0})
    state = fields.Dict(required=True, metadata={
        "description": "The phone's own; a `date` in it names the draft in the list of meetings"})
    device = fields.String(load_default="", metadata={
        "maxLength": LONGEST_NAME, "description": "What the phone calls itself"})


class SavedDraftShape(Shape):
    """That a draft was saved, and as which version."""

    version = fields.Integer(required=True)
    saved_at = fields.Integer(required=True, metadata={"description": "Milliseconds since 1970"})


class DraftShape(SavedDraftShape):
    """A draft as it stands; version nought and no state where it was discarded."""

    state = fields.Dict(required=True, allow_none=True)
    saved_by = fields.String(required=True)
    device = fields.String(required=True)


class DraftConflictShape(ErrorShape):
    """Somebody else's version stands: both are shown, and a person decides."""

    draft = fields.Nested(DraftShape, required=True)


def read_draft(payload: Any) -> tuple[int, str, str]:
    """The version a phone knows, its state as JSON text, and what the phone calls itself.

    Raises:
        NotAnObject, MissingField, UnknownField, NotAWholeNumber, NotText, BadText, TextTooLong
    """
    if not isinstance(payload, Mapping):
        raise NotAnObject(path="")
    for name in sorted(_NEEDED - payload.keys()):
        raise MissingField(path=name)
    for name in sorted(payload.keys() - _KNOWN):
        raise UnknownField(path=str(name)[:40])
    if not isinstance(payload["state"], Mapping):
        raise NotAnObject(path="state")
    version = _at("version", lambda: read_number(payload["version"]))
    device = _at("device", lambda: clean_line(payload.get("device", ""), longest=LONGEST_NAME))
    # Signs beyond ASCII are escaped: half a pair, which JSON allows, could be neither sealed nor answered.
    return version, json.dumps(payload["state"], separators=(",", ":")), device


def day_of(state: str) -> date | None:
    """The day a state says it is for, if it says one that the calendar has."""
    said = json.loads(state).get("date")
    if not isinstance(said, str) or not _DAY.fullmatch(said):
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def draft_answer(draft: Draft) -> dict[str, Any]:
    """A draft in the values that `DraftShape` writes."""
    return {"version": draft.version, "state": json.loads(draft.state), "saved_at": draft.saved_at,
            "saved_by": draft.saved_by, "device": draft.device}


def _at(path: str, read: Any) -> Any:
    try:
        return read()
    except LedgerError as problem:
        problem.params["path"] = path
        raise
