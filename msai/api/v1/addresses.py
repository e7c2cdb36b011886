"""One address of the interface: how it is reached, and every answer it can give, described once.

There is no catch-all answer, so that a check of the description against the server can fail.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask_smorest import Blueprint

from msai.schemas import Shape
from msai.schemas.refusals import ErrorShape

View = TypeVar("View", bound=Callable[..., Any])
Answers = Mapping[int, tuple[type[Shape], str]]

_MEANINGS = {
    400: "Not JSON, or not a request the server could read",
    401: "Nobody is signed in: sign in and send it again",
    403: "Not this person's to do, or sent by another site",
    404: "There is no such thing, or it is not this person's to know of",
    409: "It does not fit what is recorded already",
    413: "Too large",
    415: "Not sent as application/json",
    422: "A field cannot be read: `path` names it",
    503: "Being brought up to date, or too busy: try again",
}
_ON_READING = (401, 403, 404)
_ON_CHANGING = (400, 401, 403, 404, 409, 413, 415, 422, 503)
_ON_REMOVING = (401, 403, 404, 409, 503)
_HEADER = {
    "in": "header", "name": "X-Requested-With", "required": True, "schema": {"type": "string"},
    "description": "Any value: other sites cannot send this header",
}


def reading(blueprint: Blueprint, path: str, answers: Answers) -> Callable[[View], View]:
    """A GET address."""

    def describe(view: View) -> View:
        described = _answering(blueprint, view, answers, _ON_READING)
        routed: View = blueprint.route(path, methods=["GET"])(described)
        return routed

    return describe


def changing(
    blueprint: Blueprint, path: str, *, body: type[Shape], answers: Answers,
) -> Callable[[View], View]:
    """A PUT address and the shape of what is sent to it."""
    request_body = {"required": True, "content": {"application/json": {"schema": body}}}

    def describe(view: View) -> View:
        refusals = tuple(status for status in _ON_CHANGING if status not in answers)
        described = _answering(blueprint, view, answers, refusals)
        documented = blueprint.doc(requestBody=request_body, parameters=[_HEADER])(described)
        routed: View = blueprint.route(path, methods=["PUT"])(_with_description(view, documented))
        return routed

    return describe


def removing(blueprint: Blueprint, path: str, *, answers: Answers) -> Callable[[View], View]:
    """A DELETE address, with nothing in its answer when it is done."""

    def describe(view: View) -> View:
        refusals = tuple(status for status in _ON_REMOVING if status not in answers)
        described = _answering(blueprint, view, answers, refusals)
        described = blueprint.alt_response(204, description="Gone")(described)
        documented = blueprint.doc(parameters=[_HEADER])(described)
        routed: View = blueprint.route(path, methods=["DELETE"])(documented)
        return routed

    return describe


def _answering(blueprint: Blueprint, view: View, answers: Answers, refusals: tuple[int, ...]) -> View:
    described: Any = view
    for status, (shape, meaning) in answers.items():
        described = blueprint.alt_response(status, schema=shape, description=meaning)(described)
    for status in refusals:
        described = blueprint.alt_response(
            status, schema=ErrorShape, description=_MEANINGS[status])(described)
    return _with_description(view, described)


def _with_description(view: View, described: Any) -> View:
    """The view itself, with what was noted on its wrappers: they do nothing when the address is asked."""
    view.__dict__.update(_apidoc=described._apidoc)
    return view
