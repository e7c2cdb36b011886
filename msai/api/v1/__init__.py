"""The first version of the interface for programs, described as OpenAPI 3.1.

Every answer that is not a success has the one shape {code, path, message}, and only documented answers are
given: there is no catch-all, so that a check of the description against the server can fail.
"""

from typing import Any

from flask import Flask
from flask_smorest import Api, Blueprint
from werkzeug.exceptions import HTTPException

from msai.api.v1 import drafts, groups, meetings, openings
from msai.errors import answer_http
from msai.schemas.refusals import ErrorShape

BLUEPRINTS: tuple[Blueprint, ...] = tuple(
    part.blueprint for part in (groups, meetings, drafts, openings)
)


class LedgerApi(Api):  # type: ignore[misc]
    """The description and its errors; pages outside /api keep their own."""

    ERROR_SCHEMA = ErrorShape
    DEFAULT_ERROR_RESPONSE_NAME = None

    def handle_http_exception(self, error: HTTPException) -> Any:
        """Answer in the project's shape under /api and with a page elsewhere, headers kept."""
        return answer_http(error)


def init_app(app: Flask) -> LedgerApi:
    """Serve the interface and its description under /api/v1."""
    app.config.update(
        API_TITLE="MSAI ledger",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = LedgerApi(app)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint, url_prefix="/api/v1")
    return api
