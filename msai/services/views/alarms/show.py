"""The list of what a facilitator should look at, over all groups and enterprises she looks after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from msai.messages import N_, Message
from msai.permissions import Action, Actor, require
from msai.services.views.alarms.reading import AlarmKind, Found, Looked, find_alarms, list_looked_after

_TITLES: Mapping[AlarmKind, str] = {
    AlarmKind.DISPUTED: N_("Landed with a difference that nobody explained"),
    AlarmKind.LATE: N_("Over a week and not landed"),
    AlarmKind.REFUSED: N_("Another book could not take in what this one told it"),
    AlarmKind.SILENT: N_("No monthly report for 45 days"),
    AlarmKind.UNPAID: N_("Declared a month ago or longer, and not sent"),
    AlarmKind.RATE: N_("Declared: the middle rate of the day is missing"),
    AlarmKind.OLD_VALUE: N_("Last valued more than a year ago"),
}
_DETAILS: Mapping[AlarmKind, str] = {
    AlarmKind.DISPUTED: N_("%(amount)s, sent on %(day)s, paper %(about)s"),
    AlarmKind.LATE: N_("%(amount)s, sent on %(day)s, paper %(about)s"),
    AlarmKind.UNPAID: N_("%(about)s, %(amount)s, since %(day)s"),
    AlarmKind.RATE: N_("%(about)s, %(amount)s, since %(day)s"),
    AlarmKind.OLD_VALUE: N_("%(about)s, on %(day)s"),
}
GRAVE = (AlarmKind.DISPUTED, AlarmKind.LATE, AlarmKind.REFUSED)
"""Money whose place nobody can name, or books that disagree."""


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """One thing to look at, where, and why; what it is about is said to who may see it.

    `code` is the refusal of the other book, where there was one.
    """

    found: Found
    book: Looked
    title: Message
    detail: Message
    is_grave: bool

    @property
    def code(self) -> str:
        """Why the other book refused."""
        return self.found.code


@dataclass(frozen=True, slots=True)
class AlarmsView:
    """What stands out, the gravest and the oldest first, and in how many books it was looked for."""

    lines: tuple[AlarmLine, ...]
    books: int
    today: date


def show_alarms(session: Session, actor: Actor, *, today: date) -> AlarmsView:
    """Everything that stands out in the books that this facilitator looks after.

    Raises:
        SignInRequired, NotPermitted: only facilitators look over several books.
    """
    require(actor, Action.ALARMS_VIEW)
    books = list_looked_after(session, actor)
    found = sorted(find_alarms(session, books, today=today), key=lambda one: (
        one.kind, one.since, books[one.book_id].name, one.about))
    return AlarmsView(tuple(_line(one, books[one.book_id]) for one in found), len(books), today)


def _line(found: Found, book: Looked) -> AlarmLine:
    told = book.names and found.kind in _DETAILS
    detail = Message(_DETAILS[found.kind], {
        "about": found.about, "day": found.since, **({"amount": found.amount} if found.amount else {}),
    }) if told else Message(N_("Since %(day)s"), {"day": found.since})
    return AlarmLine(found, book, Message(_TITLES[found.kind]), detail, found.kind in GRAVE)
