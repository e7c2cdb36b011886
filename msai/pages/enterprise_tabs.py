"""The tabs that stand on every page of an enterprise: where its reader is, and where else she may go.

One list says what they are, as it does for a group.  A tab is listed once its page is there, and shown to
those whom the table of permissions lets open it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import request

from msai import auth
from msai.messages import N_
from msai.pages.group_tabs import GroupTab, show_tabs
from msai.permissions import Action

_OF_AN_ENTERPRISE = "/enterprises/<uuid:book_id>"

ENTERPRISE_TABS: tuple[GroupTab, ...] = (
    GroupTab(N_("Overview"), "enterprises.show", Action.ENTERPRISE_VIEW,
             ("enterprises", "registers", "exports")),
    GroupTab(N_("Months"), "months.index", Action.ENTERPRISE_VIEW,
             ("months", "month_form", "month_lines", "letters")),
    GroupTab(N_("Activities and batches"), "activities.index", Action.ENTERPRISE_VIEW,
             ("activities", "batches", "batch_events", "batch_moves", "farm_units")),
    GroupTab(N_("Money in and out"), "enterprise_money.index", Action.ENTERPRISE_MONEY,
             ("enterprise_money", "enterprise_places", "enterprise_statements")),
    GroupTab(N_("Backers"), "backers.index", Action.ENTERPRISE_VIEW, ("backers", "returns", "traces")),
    GroupTab(N_("People and land"), "people.show", Action.ENTERPRISE_VIEW,
             ("people", "land", "people_lines")),
    GroupTab(N_("Money on its way"), "arriving.index", Action.ARRIVING_VIEW,
             ("arriving", "pooled_arrivals", "sent_home")),
)


def enterprise_tabs() -> dict[str, Any]:
    """The tabs of the enterprise whose page is being drawn; none on pages of no enterprise."""
    rule, book_id = request.url_rule, (request.view_args or {}).get("book_id")
    if rule is None or not rule.rule.startswith(_OF_AN_ENTERPRISE) or not isinstance(book_id, UUID):
        return {}
    return {"enterprise_tabs": show_tabs(ENTERPRISE_TABS, auth.current_actor(), book_id)}
