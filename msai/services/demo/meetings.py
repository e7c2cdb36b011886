"""One Sunday of a demo group: who came, what each brought, and what lay in the box at the end.

Nothing here is left to chance: who is late and who saves more follows from the number of the week and of the
member, so that two builds of one day tell the same story.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledgers.accounts import INVESTMENT, SAVINGS, SOCIAL
from msai.services.demo.programme import Lent, Scheme
from msai.services.demo.purse import Purse

Line = dict[str, Any]
_GRANT_WEEK, _GRANTED_TO = 29, 8


@dataclass(slots=True)
class Debt:
    """A loan while it is paid back."""

    lent: Lent
    name: str
    left_minor: int
    instalments: int


@dataclass(slots=True)
class Minutes:
    """What a group carries from one Sunday to the next: its purse, its loans, and who owes a fine."""

    scheme: Scheme
    purse: Purse
    debts: list[Debt] = field(default_factory=list)
    fines: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Sunday:
    """A day on which the group meets, counted from nought; is it the first or the last of its month?"""

    week: int
    day: date
    is_first: bool
    is_last: bool


def hold(minutes: Minutes, sunday: Sunday, meeting_id: str) -> Mapping[str, Any]:
    """The sheet of one Sunday; the purse is as it was left at its end."""
    opening = dict(minutes.purse.opening())
    roll = {number: _stood(sunday.week, number) for number in _numbers(minutes.scheme)}
    lines = list(_lines(minutes, sunday, roll))
    short = minutes.scheme.share_minor if sunday.week == minutes.scheme.short_week else 0
    minutes.purse.move("box", SAVINGS, minor=-short)
    purse = minutes.purse
    return {
        "event": "meeting", "group": minutes.scheme.key, "id": meeting_id, "number": sunday.week + 1,
        "date": sunday.day.isoformat(), "attendance": {str(number): said for number, said in roll.items()},
        "opening": opening, "lines": lines, "cash_counted": purse.say(purse.in_box()),
        "cash_difference": purse.say(-short),
        "difference_reason": "We counted twice and could not find it" if short else None,
    }


def _numbers(scheme: Scheme) -> range:
    return range(1, len(scheme.members) + 1)


def _stood(week: int, member: int) -> str:
    """Officers are always there; of the others somebody is absent or late on most Sundays."""
    if member > 3 and (week * 5 + member * 11) % 37 == 0:
        return "absent"
    return "late" if member > 3 and (week * 3 + member * 7) % 31 == 0 else "present"


def _lines(minutes: Minutes, sunday: Sunday, roll: Mapping[int, str]) -> Iterator[Line]:
    for number, stood in roll.items():
        if stood == "absent":
            minutes.fines.add(number)
            yield _line(minutes, "fine", minutes.scheme.absent_minor, member=number, fine="absent",
                        tender=None)
        else:
            yield from _brought(minutes, sunday, number, is_late=stood == "late")
    yield from _repaid(minutes, sunday, roll)
    yield from _spent(minutes, sunday)
    yield from _lent(minutes, sunday)
    yield from _carried(minutes, sunday)


def _invests(number: int) -> bool:
    """Two of three members do, and everybody who can sign in."""
    return number % 3 != 1 or number == 1


def _brought(minutes: Minutes, sunday: Sunday, number: int, *, is_late: bool) -> Iterator[Line]:
    scheme = minutes.scheme
    if number in minutes.fines:
        minutes.fines.discard(number)
        yield _line(minutes, "fine_paid", scheme.absent_minor, member=number)
    if is_late:
        yield _line(minutes, "fine", scheme.late_minor, member=number, fine="late")
    shares = min(1 + number % 3 + (sunday.week + number) % 9 // 8, scheme.most_shares)
    tender = "wallet" if number % 10 == 4 else "box"
    yield _line(minutes, "savings", shares * scheme.share_minor, member=number, shares=shares, tender=tender)
    yield _line(minutes, "social", scheme.social_minor, SOCIAL, member=number)
    if sunday.is_first and _invests(number):
        yield _line(minutes, "investment", scheme.invested_minor, INVESTMENT, member=number)


def _repaid(minutes: Minutes, sunday: Sunday, roll: Mapping[int, str]) -> Iterator[Line]:
    """Each month an equal part and one percent of what is still owed; the last instalment takes the rest."""
    for debt in minutes.debts:
        if not debt.left_minor or (sunday.week - debt.lent.week) % 4 or roll[debt.lent.member] == "absent":
            continue
        debt.instalments += 1
        is_last = debt.instalments >= debt.lent.months
        principal = debt.left_minor if is_last else debt.lent.amount_minor // debt.lent.months
        interest, say = debt.left_minor // 100, minutes.purse.say
        debt.left_minor -= principal
        yield _line(minutes, "repayment", principal + interest, member=debt.lent.member, loan=debt.name,
                    principal=say(principal), interest=say(interest))


def _spent(minutes: Minutes, sunday: Sunday) -> Iterator[Line]:
    scheme = minutes.scheme
    if sunday.is_first:
        yield _line(minutes, "expense", -scheme.room_minor, what="Room and tea")
    if sunday.week == _GRANT_WEEK:
        yield _line(minutes, "social_grant", -scheme.grant_minor, SOCIAL, member=_GRANTED_TO,
                    reason="Father in hospital")


def _lent(minutes: Minutes, sunday: Sunday) -> Iterator[Line]:
    for number, lent in enumerate(minutes.scheme.loans, start=1):
        if lent.week == sunday.week:
            name = f"loan-{number}"
            minutes.debts.append(Debt(lent, name, lent.amount_minor, 0))
            tender = "box" if minutes.purse.in_place("box", fund=SAVINGS) >= lent.amount_minor else "bank"
            yield _line(minutes, "loan", -lent.amount_minor, member=lent.member, loan=name,
                        months=lent.months, tender=tender)


def _carried(minutes: Minutes, sunday: Sunday) -> Iterator[Line]:
    """At the end of a month, and before money goes home, notes are carried to the bank."""
    is_sending = any(sending.week == sunday.week for sending in minutes.scheme.sendings)
    if not sunday.is_last and not is_sending:
        return
    note, purse = minutes.scheme.note_minor, minutes.purse
    for fund, part in ((SAVINGS, 2), (INVESTMENT, 1)):
        amount = purse.in_place("box", fund=fund) // part // note * note
        if amount > 0:
            purse.move("box", fund, minor=-amount)
            purse.move("bank", fund, minor=amount)
            yield {"kind": "transfer", "fund": fund, "from_tender": "box", "to_tender": "bank",
                   "amount": purse.say(amount)}


def _line(minutes: Minutes, kind: str, minor: int, fund: str = SAVINGS, **said: Any) -> Line:
    """A line, and the money it moves: into the box unless it says another place, or none (not paid yet)."""
    tender = said.pop("tender", "box")
    if tender is not None:
        minutes.purse.move(tender, fund, minor=minor)
    return {"kind": kind, "amount": minutes.purse.say(abs(minor)), "tender": tender, **said}
