"""The tabs that stand on every page of a group: where its reader is, and where else she may go.

One list says what they are.  A reader is shown the tabs that the table of permissions opens to
her and no others; a page that is added under an address of a group carries them without asking.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from flask import request, url_for

from msai import auth
from msai.messages import N_, Message
from msai.permissions import Action, Actor, Target, is_allowed

Current = Literal["page", "true"] | None
_OF_A_GROUP = "/groups/<uuid:book_id>"


@dataclass(frozen=True)
class GroupTab:
    """One tab: what it is called, the page it opens and what it takes to open it.

    Pages of the blueprints in `sections` belong to it too. `more` gives the rest of the address; where
    it answers None, this reader has no such page.
    """

    label: str
    endpoint: str
    action: Action
    sections: tuple[str, ...] = ()
    more: Callable[[Actor, UUID], Mapping[str, Any] | None] = field(default=lambda _actor, _book_id: {})


def _own_passbook(actor: Actor, book_id: UUID) -> Mapping[str, Any] | None:
    standing = actor.standings.get(book_id)
    return {"holder": standing.member_id} if standing and standing.member_id else None


def _cash_book(_actor: Actor, _book_id: UUID) -> Mapping[str, Any]:
    return {"code": [1010, 1020, 1030, 1035, 1040]}


GROUP_TABS: tuple[GroupTab, ...] = (
    GroupTab(N_("Overview"), "groups.show", Action.GROUP_VIEW, ("groups",)),
    GroupTab(N_("Meetings"), "meetings.index", Action.MEETING_VIEW, ("meetings",)),
    GroupTab(N_("Passbooks"), "passbooks.index", Action.MEMBER_LIST,
             ("passbooks", "exits", "joining", "nominees")),
    GroupTab(N_("My passbook"), "passbooks.show", Action.PASSBOOK_VIEW, more=_own_passbook),
    GroupTab(N_("Statements"), "statements.index", Action.STATEMENTS_VIEW, ("statements", "ratios")),
    GroupTab(N_("Investments"), "stakes.index", Action.STATEMENTS_VIEW,
             ("stakes", "units", "returns", "sending", "traces", "remittances", "coming", "noted", "rates",
              "pools")),
    GroupTab(N_("Money"), "registers.show", Action.REGISTER_VIEW,
             ("registers", "received", "reconciliations", "unfetched"), _cash_book),
    GroupTab(N_("Loans"), "loans.index", Action.LOANS_VIEW, ("loans",)),
    GroupTab(N_("Still to pay"), "dues.index", Action.MEMBER_STATEMENTS_VIEW, ("dues",)),
    GroupTab(N_("Cycle"), "share_outs.index", Action.GROUP_VIEW,
             ("share_outs", "cycle_closing", "kept_back")),
    GroupTab(N_("Invitations"), "invitations.index", Action.INVITE, ("invitations",)),
    GroupTab(N_("Something is wrong"), "disputes.index", Action.DISPUTE_ANSWER, ("disputes", "corrections")),
    GroupTab(N_("Rules"), "rules.index", Action.GROUP_VIEW, ("rules", "seating")),
)


@dataclass(frozen=True)
class TabShown:
    """A tab as the page writes it; `current` says whether it is this page, or the part it belongs to."""

    label: Message
    href: str
    current: Current


def group_tabs() -> dict[str, Any]:
    """The tabs of the group whose page is being drawn; none on pages of no group."""
    rule, book_id = request.url_rule, (request.view_args or {}).get("book_id")
    if rule is None or not rule.rule.startswith(_OF_A_GROUP) or not isinstance(book_id, UUID):
        return {}
    return {"group_tabs": show_tabs(GROUP_TABS, auth.current_actor(), book_id)}


def show_tabs(tabs: Sequence[GroupTab], actor: Actor, book_id: UUID) -> tuple[TabShown, ...]:
    """Those of the tabs of a book that open to this reader, with the one where she is."""
    found = [(tab, more) for tab in tabs if (more := _address(tab, actor, book_id)) is not None]
    places = [(tab, url_for(tab.endpoint, book_id=book_id, **more)) for tab, more in found]
    here = [href for _tab, href in places if href.partition("?")[0] == request.path]
    return tuple(TabShown(Message(tab.label), href, _current(tab, href, here)) for tab, href in places)


def _address(tab: GroupTab, actor: Actor, book_id: UUID) -> Mapping[str, Any] | None:
    more = tab.more(actor, book_id)
    if more is None or not is_allowed(actor, tab.action, Target(book_id, more.get("holder"))):
        return None
    return more


def _current(tab: GroupTab, href: str, here: list[str]) -> Current:
    if here:
        return "page" if href == here[0] else None
    return "true" if request.blueprint in tab.sections else None
