"""A share-out as it would be posted: who gets what, what stays and why, and the entries that say so.

It is worked out from the book before it and from what was decided, and from nothing else. The same plan is
made when it is looked at, when it is asked for, when the second officer reads it and when it is posted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

from ledgers.accounts import SAVINGS, SHARES, SOCIAL, TENDER_CODES, Account, Holder
from ledgers.entries import JournalEntry
from ledgers.errors import EmptyEntry, NegativeTender
from ledgers.rules import closing
from ledgers.rules.dues import Charge, Due, raised
from ledgers.rules.savings import savings_of
from ledgers.rules.share_out import Debt, Leftover, ShareTaken
from ledgers.rules.share_out import share_out as share_out_entry
from ledgers.sharing.share_out import Claim, Share, ShareOut, share_out
from msai.services.share_out.book import CycleBook
from msai.services.share_out.decisions import Basis, Decisions, WayKind
from msai.services.share_out.errors import KeptBackTooMuch, StepUnclear, UnknownWay
from msai.services.share_out.places import Payment, payments_of
from msai.services.share_out.social import SocialPart, social_entries, social_parts

_DUES, _BORROWED, _LENT, _CHARGED = 2100, 2200, 1100, 1150


class Step(StrEnum):
    """What is posted, in this order, and the name of each step in the book."""

    RAISED = "raised"
    CLOSED = "closed"
    SHARED = "shared"
    SOCIAL = "social"
    SOCIAL_PAID = "social_paid"


class StaysBecause(StrEnum):
    """Why money or something worth money stays in the savings fund after a share-out."""

    ROUNDING = "rounding"
    DECIDED = "decided"
    OWED = "owed"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Stays:
    """One thing that stays in the surplus (3400), in minor units; `reason` is the group's own."""

    because: StaysBecause
    amount_minor: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one member gets, in minor units.

    `worth` is what her shares are worth exactly, `entitlement_minor` what she gets of it in whole coins;
    `set_off` are her debts that are taken off it, oldest first. The rest is paid, due to her or carried on.
    """

    number: int
    member: Holder
    weight: int
    savings_minor: int
    worth: Fraction
    entitlement_minor: int
    owed_minor: int
    set_off: tuple[Debt, ...]
    way: WayKind
    payments: tuple[Payment, ...]
    due_minor: int
    carried_minor: int
    shares: int
    shares_after: int
    social: SocialPart = SocialPart()

    @property
    def paid_minor(self) -> int:
        """All that she is paid."""
        return sum(payment.minor for payment in self.payments)

    @property
    def set_off_minor(self) -> int:
        """All that is taken off for debts."""
        return sum(debt.amount_minor for debt in self.set_off)

    @property
    def still_owed_minor(self) -> int:
        """What she owes afterwards."""
        return self.owed_minor - self.set_off_minor

    @property
    def result_minor(self) -> int:
        """What the cycle brought her beyond what she saved; below zero a loss."""
        return self.entitlement_minor - self.savings_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A whole share-out: the value of one share (exact, in minor units), the parts, and the entries."""

    book: CycleBook
    decided: Decisions
    cash_minor: int
    value: Fraction
    parts: tuple[Part, ...]
    stays: tuple[Stays, ...]
    social_minor: int
    entries: Mapping[Step, JournalEntry]

    @property
    def weight(self) -> int:
        """All shares together (or savings, or savings x days)."""
        return sum(part.weight for part in self.parts)

    @property
    def pot_minor(self) -> int:
        """What is shared out in all: cash, and debts taken off."""
        return self.cash_minor + sum(part.set_off_minor for part in self.parts)

    @property
    def stays_minor(self) -> int:
        """What the surplus of the savings fund is afterwards."""
        return sum(stays.amount_minor for stays in self.stays)

    def shown(self, head: bytes) -> dict[str, Any]:
        """What an approval is bound to: the decisions, every posting, and the end of the book before them."""
        return {"cycle": self.book.cycle.cycle_no, "head": head.hex(), "decisions": self.decided.shown(),
                "entries": [postings_shown(entry) for entry in self.entries.values()]}


def postings_shown(entry: JournalEntry) -> list[Any]:
    """An entry as it is approved and compared: its kind, its day and its postings."""
    return [entry.kind.value, entry.occurred_on.isoformat(),
            [[one.debit.key, one.credit.key, one.amount_minor] for one in entry.postings]]


def make_plan(book: CycleBook, decided: Decisions, *, charges: Sequence[Charge] = ()) -> Plan:
    """Work out a share-out; `charges` are raised to the day before it.

    Raises:
        NoShareOut: the fund owes more than it has, or a share is worth nothing.
        NothingToSplitBy, NegativeWeight: nobody holds anything, or somebody less than nothing.
        KeptBackTooMuch, StepUnclear, UnknownWay: what was decided cannot be done.
        NegativeTender: a place would have to pay more than it holds.
    """
    _require_possible(book, decided)
    entries = dict(_before(book, decided, charges))
    closed = book.after(*entries.values())
    cash = _cash(closed, decided)
    numbers, claims = _claims(closed, decided)
    done = share_out(cash, claims, step=decided.step_minor)
    hers = dict(zip(numbers, zip(claims, done.shares, strict=True), strict=True))
    paid = payments_of(closed, decided, {number: share.cash_minor for number, (_, share) in hers.items()})
    parts = tuple(_part(closed, decided, number, hers[number], (done.share_value, paid.get(number, ())))
                  for number in numbers)
    entries[Step.SHARED] = _shared(decided, parts, book)
    social = social_parts(closed, decided)
    entries |= zip((Step.SOCIAL, Step.SOCIAL_PAID), social_entries(closed, decided, social), strict=False)
    after = book.after(*entries.values())
    _require_cover(after)
    return Plan(
        book=book, decided=decided, cash_minor=cash, value=done.share_value,
        parts=tuple(_with_social(part, social) for part in parts),
        stays=tuple(_stays(after, decided, done)), social_minor=sum(one.minor for one in social.values()),
        entries=entries)


def _require_possible(book: CycleBook, decided: Decisions) -> None:
    if decided.step_minor <= 0:
        raise StepUnclear()
    ways = (decided.usual, *decided.ways.values())
    if any(way.kind is WayKind.PAID and way.tender not in book.tenders for way in ways):
        raise UnknownWay()


def _before(
    book: CycleBook, decided: Decisions, charges: Sequence[Charge],
) -> Iterator[tuple[Step, JournalEntry]]:
    """What comes before a share-out: charges are raised, income and costs of both funds are closed."""
    if charges:
        entry = raised(decided.ended_on, Due.INTEREST, *charges)
        book = book.after(entry)
        yield Step.RAISED, entry
    of_cycle = {account: minor for account, minor in book.balances.items()
                if account.fund in (SAVINGS, SOCIAL)}
    try:
        yield Step.CLOSED, closing.fund_closed(decided.ended_on, of_cycle)
    except EmptyEntry:
        return


def _cash(closed: CycleBook, decided: Decisions) -> int:
    """C = tenders S - 2100 S - 2200 S - amounts kept back by decision; liabilities stand as credits."""
    there = closed.of_fund(SAVINGS, *TENDER_CODES, _DUES, _BORROWED)
    if decided.kept_back_minor > max(0, there):
        raise KeptBackTooMuch(amount_minor=decided.kept_back_minor, there_minor=there)
    return there - decided.kept_back_minor


def _claims(closed: CycleBook, decided: Decisions) -> tuple[list[int], list[Claim]]:
    weights = _weights(closed, decided)
    found = {}
    for number, member in closed.members.items():
        stays = number in decided.debts_stay
        debt = 0 if stays else sum(minor for _, minor in closed.debts_of(member))
        if number in decided.roll or weights[member] or debt or stays or closed.minor(savings_of(member)):
            found[number] = Claim(weights[member], debt)
    return list(found), list(found.values())


def _weights(closed: CycleBook, decided: Decisions) -> dict[Holder, int]:
    members = closed.members.values()
    if decided.basis is Basis.SAVINGS_DAYS:
        days = closed.savings_days(decided.ended_on)
        return {member: days.get(member, 0) for member in members}
    if decided.basis is Basis.SAVINGS:
        return {member: -closed.minor(savings_of(member)) for member in members}
    return {member: closed.minor(_shares_of(member)) for member in members}


def _shares_of(member: Holder) -> Account:
    return Account(9400, SHARES, member)


def _part(
    closed: CycleBook, decided: Decisions, number: int, hers: tuple[Claim, Share],
    valued: tuple[Fraction, tuple[Payment, ...]],
) -> Part:
    (claim, share), (value, paid) = hers, valued
    member, way = closed.members[number], decided.way_of(number)
    debts, shares = closed.debts_of(member), closed.minor(_shares_of(member))
    carried = after = 0
    if way.kind is WayKind.CARRIED_ON:
        carried, after = _carried_on(share.cash_minor, shares, decided.share_value_minor)
    return Part(
        number=number, member=member, weight=int(claim.weight), worth=claim.weight * value,
        savings_minor=-closed.minor(savings_of(member)), entitlement_minor=share.entitlement_minor,
        owed_minor=sum(minor for _, minor in debts), set_off=_taken_off(debts, share.set_off_minor),
        way=way.kind, payments=paid, carried_minor=carried, shares=shares, shares_after=after,
        due_minor=share.cash_minor - carried - sum(payment.minor for payment in paid))


def _carried_on(left_minor: int, shares: int, share_value_minor: int) -> tuple[int, int]:
    """What is carried on and the shares it stands for: whole ones at what a share costs in the next cycle."""
    if not share_value_minor:
        return left_minor, shares if left_minor else 0
    bought = left_minor // share_value_minor
    return bought * share_value_minor, bought


def _taken_off(debts: Iterable[tuple[Account, int]], limit_minor: int) -> tuple[Debt, ...]:
    taken = []
    for account, owed in debts:
        amount = min(owed, limit_minor)
        limit_minor -= amount
        if amount:
            taken.append(Debt(account, amount))
    return tuple(taken)


def _shared(decided: Decisions, parts: Iterable[Part], book: CycleBook) -> JournalEntry:
    return share_out_entry(decided.ended_on, [_taken(part, book) for part in parts], step=decided.step_minor)


def _taken(part: Part, book: CycleBook) -> ShareTaken:
    carries_on = part.way is WayKind.CARRIED_ON
    return ShareTaken(
        part.member, part.savings_minor, part.entitlement_minor,
        Leftover.CARRIED_ON if carries_on else Leftover.DUE, debts=part.set_off,
        shares=max(0, part.shares - part.shares_after), carried_minor=part.carried_minor,
        shares_bought=max(0, part.shares_after - part.shares),
        payments=tuple((book.tenders[payment.tender], payment.minor) for payment in part.payments))


def _with_social(part: Part, social: Mapping[int, SocialPart]) -> Part:
    return replace(part, social=social.get(part.number, SocialPart()))


def _require_cover(after: CycleBook) -> None:
    for account, minor in sorted(after.balances.items(), key=lambda item: item[0].key):
        if account.code in TENDER_CODES and account.fund in (SAVINGS, SOCIAL) and minor < 0:
            raise NegativeTender(tender=account.alias, fund=account.fund, missing_minor=-minor)


def _stays(after: CycleBook, decided: Decisions, done: ShareOut) -> Iterator[Stays]:
    """The surplus of the savings fund after a share-out, by what it stands for."""
    owed = after.of_fund(SAVINGS, _LENT, _CHARGED)
    other = -after.minor(Account(3400, SAVINGS)) - done.carried_minor - decided.kept_back_minor - owed
    if done.carried_minor:
        yield Stays(StaysBecause.ROUNDING, done.carried_minor)
    for kept in decided.kept_back:
        yield Stays(StaysBecause.DECIDED, kept.amount_minor, kept.reason)
    if owed:
        yield Stays(StaysBecause.OWED, owed)
    if other:
        yield Stays(StaysBecause.OTHER, other)
