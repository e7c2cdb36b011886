"""What the meeting screen is opened with: who sits there, what lies where, which rules hold.

The phone reckons with these facts while the treasurer types, without asking again: members in
the order in which they sit, opening cash per tender and fund, loans with what is left, the
group's usual amounts and fines, the pieces a box is counted by, and the draft where there is one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.currencies import exponent
from msai.permissions import Actor, NotFound
from msai.services.group_rules import BY_SHARES, REFUSED, GroupRules
from msai.services.meeting_day.drafts import Draft, get_draft, list_drafts
from msai.services.seating import in_order
from msai.services.sheets.denominations import Piece, pieces_of
from msai.services.views.hold.due import WhatIsDue, read_due
from msai.services.views.labels import Text, fund_label
from msai.services.views.meeting_day.before_sheet import ApprovedLoan
from msai.services.views.meeting_day.since_close import SinceClose, list_since_close
from msai.services.views.meeting_form import FormBook, GivenUpLoan, read_form_book


@dataclass(frozen=True, slots=True)
class MemberToHold:
    """Somebody on the roll, in sitting order."""

    number: int
    name: Text
    initials: str
    tint: int


@dataclass(frozen=True, slots=True)
class PlaceToHold:
    """What lies in one tender for one fund before the meeting."""

    tender: str
    fund: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class HoldView:
    """The whole screen as it is opened."""

    book_id: UUID
    meeting_id: UUID
    group_name: str
    currency: str
    places: int
    number: int
    held_on: date
    today: date
    by_shares: bool
    share_minor: int
    shares_max: int | None
    usual: Mapping[str, int]
    fines_minor: Mapping[str, int]
    tenders: tuple[tuple[str, Text], ...]
    takes_odd: bool
    box: str | None
    funds: tuple[tuple[str, Text], ...]
    opening: tuple[PlaceToHold, ...]
    members: tuple[MemberToHold, ...]
    last_number: int
    due: WhatIsDue
    loans_to_give: tuple[ApprovedLoan, ...]
    given_up: tuple[GivenUpLoan, ...]
    pieces: tuple[Piece, ...]
    since: tuple[SinceClose, ...]
    draft: Draft | None

    @property
    def received(self) -> dict[tuple[int, str], int]:
        """What members brought between the meetings: by number and fund, in minor units."""
        sums: dict[tuple[int, str], int] = defaultdict(int)
        for row in self.since:
            if row.member is not None and row.amount_minor > 0:
                sums[row.member, row.fund] += row.amount_minor
        return dict(sums)

    @property
    def opening_minor(self) -> int:
        """All that lies in all tenders, in minor units."""
        return sum(place.amount_minor for place in self.opening)


def find_sheet_to_hold(session: Session, actor: Actor, book_id: UUID) -> UUID | None:
    """The meeting whose sheet was written on last and not closed yet, if there is one.

    Raises:
        NotFound, NotPermitted
    """
    drafts = list_drafts(session, actor, book_id)
    return drafts[0].meeting_id if drafts else None


def show_hold(session: Session, actor: Actor, book_id: UUID, *, meeting_id: UUID, today: date) -> HoldView:
    """Open the meeting screen for a meeting that is new, or goes on where a draft stopped.

    Raises:
        NotFound, NotPermitted
    """
    book = read_form_book(session, actor, book_id, today=today)
    group, rules = book.group, book.group.rules
    box = group.box()
    return HoldView(
        book_id, meeting_id, group.name, group.currency, exponent(group.currency), book.next_number,
        book.next_day, today, rules.saving == BY_SHARES, rules.share_value_minor, rules.shares_max,
        _usual(rules), rules.fines_minor, tuple(book.tenders.items()),
        rules.odd_amounts != REFUSED, box.holder.alias if box else None,
        tuple((fund, fund_label(fund)) for fund in book.funds),
        tuple(PlaceToHold(tender, fund, minor) for (tender, fund), minor in sorted(book.opening.items())
              if tender in group.tenders),
        _members(book), max(group.members, default=0),
        read_due(session, book), tuple(book.loans_to_give), tuple(book.given_up),
        pieces_of(group.currency, today),
        list_since_close(session, actor, book_id, people={one.holder: one for one in book.people.values()}),
        _draft(session, actor, book_id, meeting_id))


def _usual(rules: GroupRules) -> dict[str, int]:
    """What everybody usually brings: shares where savings are counted in shares, else minor units."""
    saving = rules.shares_min if rules.saving == BY_SHARES else rules.usual_saving_minor
    return {"savings": saving, "social": rules.social_contribution_minor}


def _members(book: FormBook) -> tuple[MemberToHold, ...]:
    day = max(book.next_day, book.today)
    here = [number for number, person in sorted(book.people.items()) if person.is_with_group(day)]
    seated = (book.people[number] for number in in_order(here, book.seats))
    return tuple(MemberToHold(person.number, person.name, person.initials, person.tint) for person in seated)


def _draft(session: Session, actor: Actor, book_id: UUID, meeting_id: UUID) -> Draft | None:
    try:
        return get_draft(session, actor, book_id, meeting_id)
    except NotFound:
        return None
