"""Money the group owes its members, since when, and why: the oldest not fetched first.

What was paid settles the oldest part.  Money that nobody fetched for twelve months is listed; it never
becomes the group's without a decision of two officers.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import Account, Holder
from ledgers.balances import RegisterLine, balances, register

MONTHS = 12
DUE = 2100


@dataclass(frozen=True, slots=True)
class DuePart:
    """A part of what is due to a member that was not fetched, in minor units: its entry, day and kind."""

    seq: int
    since: date
    kind: str
    left_minor: int


@dataclass(frozen=True, slots=True)
class DueToMember:
    """What one fund owes one member; `parts` are oldest first and sum to `amount_minor`."""

    member: Holder
    fund: str
    amount_minor: int
    parts: tuple[DuePart, ...]

    @property
    def number(self) -> int:
        """Her number in the group."""
        return int(self.member.alias.removeprefix("member-"))

    def old_minor(self, on: date) -> int:
        """What of it nobody has fetched for twelve months."""
        return sum(part.left_minor for part in self.parts if is_old(part.since, on))


def is_old(since: date, on: date) -> bool:
    """Whether twelve months have passed: from the same day of the next year on."""
    return (on.year * 12 + on.month - since.year * 12 - since.month, on.day) >= (MONTHS, since.day)


def list_due_to_members(
    session: Session, book_id: UUID, *, on: date, member_id: UUID | None = None,
) -> tuple[DueToMember, ...]:
    """What is due to members on the evening of a day, by number and fund; who is owed nothing is left out.

    One statement where nobody is owed anything, three otherwise.  Nothing here asks for permission: whoever
    calls it has.
    """
    asked = None if member_id is None else [member_id]
    owing = balances(session, book_id, as_of=on, codes=[DUE], holders=asked)
    owing = {account: minor for account, minor in owing.items() if account.holder and minor < 0}
    if not owing:
        return ()
    lines: dict[Account, list[RegisterLine]] = defaultdict(list)
    holders = {account.holder.id for account in owing if account.holder}
    for line in register(session, book_id, holders=holders, codes=[DUE], until=on):
        lines[line.account].append(line)
    found = [DueToMember(account.holder, account.fund, -minor, not_fetched(lines[account]))
             for account, minor in owing.items() if account.holder]
    return tuple(sorted(found, key=lambda due: (due.number, due.fund)))


def not_fetched(lines: Iterable[RegisterLine]) -> tuple[DuePart, ...]:
    """The parts of what became due that were not paid since; payments settle the oldest part first.

    `lines` are those of one account, in the order in which they are read.
    """
    waiting: deque[DuePart] = deque()
    paid = 0
    for line in lines:
        if line.amount_minor < 0:
            waiting.append(DuePart(line.seq, line.occurred_on, line.kind, -line.amount_minor))
        else:
            paid += line.amount_minor
        paid = _settle(waiting, paid)
    return tuple(waiting)


def _settle(waiting: deque[DuePart], paid: int) -> int:
    """Take what was paid off the oldest parts; answers what was paid and nothing was due for yet."""
    while waiting and paid:
        oldest = waiting.popleft()
        left = oldest.left_minor - paid
        paid = max(0, -left)
        if left > 0:
            waiting.appendleft(DuePart(oldest.seq, oldest.since, oldest.kind, left))
    return paid


def total_minor(dues: Sequence[DueToMember]) -> int:
    """All that is due to members together."""
    return sum(due.amount_minor for due in dues)
