"""A group's book as a sheet needs it: who belongs, where money lies, which rules hold.

Everything is read in one statement, whatever the size of the group, and handed on as
one frozen value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Date,
    Select,
    String,
    Text,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from ledgers.accounts import Holder, HolderKind
from ledgers.rules.tenders import Tender
from ledgers.tables import Id, book, cycle
from msai.models.groups import Group, GroupRule, Meeting, Member, TenderRow
from msai.permissions import NotFound
from msai.services.group_rules import GroupRules, read_rules
from msai.services.holders import member_holder


@dataclass(frozen=True, slots=True)
class MemberOnRoll:
    """A member as the books know her: a number and two dates."""

    number: int
    holder: Holder
    joined_on: date
    left_on: date | None

    def is_with_group(self, day: date) -> bool:
        """Whether she belongs on a day; from the day she left she does not."""
        return self.joined_on <= day and (self.left_on is None or day < self.left_on)


@dataclass(frozen=True, slots=True)
class GroupBook:
    """A group on the day of a sheet."""

    book_id: UUID
    name: str
    currency: str
    rules: GroupRules
    members: Mapping[int, MemberOnRoll]
    tenders: Mapping[str, Tender]
    last_number: int | None
    last_held_on: date | None
    cycle_opened_on: date | None
    cycle_closed_on: date | None

    def on_roll(self, day: date) -> list[MemberOnRoll]:
        """The members who belong on a day, by number."""
        return [member for _, member in sorted(self.members.items()) if member.is_with_group(day)]

    def box(self) -> Tender | None:
        """The cash box that is counted: the first cash tender."""
        return next((tender for tender in self.tenders.values() if tender.code == 1010), None)


def load_group(session: Session, book_id: UUID, day: date) -> GroupBook:
    """Read a group as it stands on a day.

    Raises:
        NotFound: the book is not a group's.
    """
    rows: dict[str, list[_Row]] = {what: [] for what in _PARTS}
    for what, *row in session.connection().execute(_CONTEXT, {"book": book_id, "day": day}):
        rows[what].append(_Row(*row))
    if not rows["group"]:
        raise NotFound()
    group = rows["group"][0]
    last, cycle_open = (rows[what][0] if rows[what] else _NOTHING for what in ("meeting", "cycle"))
    rules = {row.key: row.text for row in sorted(rows["rule"], key=lambda row: (row.since, row.number))}
    return GroupBook(
        book_id, group.text, group.key, _rules(frozenset(rules.items()), group.key),
        {row.number: MemberOnRoll(row.number, member_holder(book_id, row.number), row.since, row.until)
         for row in rows["member"]},
        {row.key: Tender(row.number, Holder(row.id, HolderKind.TENDER, row.key))
         for row in sorted(rows["tender"], key=lambda row: int(row.text))},
        last.number, last.since, cycle_open.since, cycle_open.until,
    )


@lru_cache(maxsize=256)
def _rules(said: frozenset[tuple[str, str]], currency: str) -> GroupRules:
    return read_rules(dict(said), currency)


class _Row(NamedTuple):
    """One row of the statement, whatever it speaks of."""

    key: Any
    number: Any
    id: Any
    since: Any
    until: Any
    text: Any


_NOTHING = _Row(None, None, None, None, None, None)
_COLUMNS: Mapping[str, Any] = {
    "key": String(100), "number": BigInteger(), "id": Id(), "since": Date(), "until": Date(), "text": Text(),
}


def _part(what: str, **columns: Any) -> Select[Any]:
    named = [
        (columns[name] if name in columns else cast(null(), type_)).label(name)
        for name, type_ in _COLUMNS.items()
    ]
    return select(literal(what, Text()).label("what"), *named)


_BOOK = bindparam("book", type_=Id())
_LAST_NUMBER = select(func.max(Meeting.number)).where(Meeting.book_id == _BOOK).scalar_subquery()
_PARTS = {
    "group": _part("group", key=book.c.currency, text=Group.name)
    .join_from(Group, book, Group.book_id == book.c.book_id)
    .where(Group.book_id == _BOOK, book.c.book_id == _BOOK),
    "rule": _part("rule", key=GroupRule.name, number=GroupRule.recorded_at, since=GroupRule.holds_from,
                  text=GroupRule.value)
    .where(GroupRule.book_id == _BOOK, GroupRule.holds_from <= bindparam("day")),
    "member": _part("member", number=Member.number, since=Member.joined_on, until=Member.left_on)
    .where(Member.book_id == _BOOK),
    "tender": _part("tender", key=TenderRow.alias, number=TenderRow.code, id=TenderRow.tender_id,
                    text=cast(TenderRow.position, Text))
    .where(TenderRow.book_id == _BOOK),
    "meeting": _part("meeting", number=Meeting.number, since=Meeting.held_on)
    .where(Meeting.book_id == _BOOK, Meeting.number == _LAST_NUMBER),
    "cycle": _part("cycle", number=cycle.c.cycle_no, since=cycle.c.opened_on, until=cycle.c.closed_on)
    .where(cycle.c.book_id == _BOOK, cycle.c.state == "open"),
}
_CONTEXT = union_all(*_PARTS.values())
