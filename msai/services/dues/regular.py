"""Fees that every member owes by rule: of the month on its first day, of the year on 1 January.

A day is raised once, for all who are with the group on it: by the meeting that follows it, before its lines,
so that what is due can be paid on its very sheet; or by an officer between two meetings.  What fell due up to
the last meeting was raised by it, so only the days since are looked at, and only those of the open cycle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import SAVINGS, Holder
from ledgers.entries import JournalEntry, Source, SourceKind
from ledgers.journal import Draft, Stamp
from ledgers.rules.dues import Charge, Due, raised
from msai import audit
from msai.permissions import Action, Actor, Target, require
from msai.services.dues.errors import FeesNotRaised
from msai.services.group_books import GroupBook, load_group, require_open_cycle
from msai.services.group_rules import RULES
from msai.services.group_rules.changing import RuleBook, read_rule_book
from msai.services.keys import journal_of

MONTHLY, YEARLY = "monthly_fee", "yearly_fee"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FeeDay:
    """A fee that fell due on a day: by which rule, how much each owes (minor units), and who."""

    rule: str
    on: date
    amount_minor: int
    members: tuple[Holder, ...]

    @property
    def reference(self) -> str:
        """The name under which it is raised, once."""
        return f"{SourceKind.DUES}:{self.rule}:{self.on}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseFees:
    """Raise the fees that have fallen due by a day."""

    book_id: UUID
    on: date
    at: int


def raise_fees(session: Session, actor: Actor, command: RaiseFees) -> int:
    """Raise the fees by rule that are due by a day, each once; answers how many days there were.

    Raises:
        NotPermitted: the actor is no officer of the group.
        CycleClosed: the group has no open cycle on that day.
    """
    require(actor, Action.DUES_CHARGE, Target(command.book_id))
    journal_of(session, command.book_id).lock()
    group = load_group(session, command.book_id, command.on)
    require_open_cycle(session, group, on=command.on)
    count = post_fees_due(session, actor, group, on=command.on, at=command.at)
    audit.record(session, actor, book_id=command.book_id, action=Action.DUES_CHARGE,
                 subject=f"fees:{command.on}", at=command.at)
    return count


def post_fees_due(session: Session, actor: Actor, group: GroupBook, *, on: date, at: int) -> int:
    """Post what is due and not raised; the journal is locked already.  Answers how many days there were."""
    due = fees_due(session, group, on=on)
    if due:
        journal_of(session, group.book_id).post_all(
            [Draft(_entry(group.book_id, fee), fee.reference) for fee in due],
            stamp=Stamp(actor.user_id or audit.NOBODY, at))
    return len(due)


def fees_due(session: Session, group: GroupBook, *, on: date) -> tuple[FeeDay, ...]:
    """The fees that have fallen due by a day and nobody raised, the oldest first.

    `group` is read as of that day.  No statement where it asks for no fee, or none fell due since its last
    meeting; two otherwise.  Who has left by that day is asked for nothing any more.
    """
    rules = group.rules
    if group.cycle_opened_on is None or not (rules.monthly_fee_minor or rules.yearly_fee_minor):
        return ()
    days = list(fee_days(_since(group, group.cycle_opened_on), on))
    if not days:
        return ()
    said = read_rule_book(session, group.book_id)
    found = [fee for rule, day in days for fee in _fee(group, said, rule, day, on)]
    known = _raised(session, group.book_id, found)
    return tuple(fee for fee in found if fee.reference not in known)


def require_fees_raised(session: Session, group: GroupBook, *, on: date) -> None:
    """Let a reckoning pass that every fee up to its day is a part of.

    Raises:
        FeesNotRaised: one fell due by then and is not in the book.
    """
    if fees_due(session, group, on=on):
        raise FeesNotRaised()


def fee_days(since: date, until: date) -> Iterator[tuple[str, date]]:
    """The days from `since` to `until` on which a fee falls due, each with its rule."""
    day = since if since.day == 1 else _next_month(since)
    while day <= until:
        if day.month == 1:
            yield YEARLY, day
        yield MONTHLY, day
        day = _next_month(day)


def fees_by_member(due: tuple[FeeDay, ...]) -> Mapping[Holder, int]:
    """What each member owes of fees that fell due, in minor units."""
    found: dict[Holder, int] = {}
    for fee in due:
        for member in fee.members:
            found[member] = found.get(member, 0) + fee.amount_minor
    return found


def _since(group: GroupBook, opened_on: date) -> date:
    return max(opened_on, group.last_held_on + _DAY) if group.last_held_on else opened_on


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _fee(group: GroupBook, said: RuleBook, rule: str, day: date, on: date) -> Iterator[FeeDay]:
    """The fee of a day as the rule said then; nothing where it asked for none, or nobody was there."""
    amount = said.value_on(RULES[rule], day)
    members = tuple(one.holder for one in group.on_roll(day) if one.is_with_group(on))
    if isinstance(amount, int) and amount > 0 and members:
        yield FeeDay(rule, day, amount, members)


def _raised(session: Session, book_id: UUID, due: list[FeeDay]) -> frozenset[str]:
    return frozenset(session.scalars(select(t.entry.c.client_ref).where(
        t.entry.c.book_id == book_id, t.entry.c.client_ref.in_([fee.reference for fee in due]))))


def _entry(book_id: UUID, fee: FeeDay) -> JournalEntry:
    charges = (Charge(member, fee.amount_minor, Due.FEE, SAVINGS, line_ref=f"{fee.rule}:{fee.on}")
               for member in fee.members)
    return raised(fee.on, Due.FEE, *charges).with_source(
        Source(SourceKind.DUES, uuid5(book_id, fee.reference)))
