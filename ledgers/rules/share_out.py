"""Members take what is theirs: all of them at the end of a cycle, one of them when she leaves.

Both go the same way: savings are raised or lowered to what they are worth, debts are set off against them,
oldest first, and the rest is paid, or stays due, or is carried on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain

from ledgers.accounts import SAVINGS, Account, Holder
from ledgers.entries import EntryKind, JournalEntry
from ledgers.rules.movements import Postings, adjust, cancel_shares, entry_of, issue_shares, move
from ledgers.rules.savings import due_to, savings_of
from ledgers.rules.tenders import Tender


@dataclass(frozen=True, slots=True)
class Debt:
    """What a member owes on one account (1150 under her name, 1100 under a loan), in minor units."""

    account: Account
    amount_minor: int


class Leftover(StrEnum):
    """What becomes of an entitlement nobody is there to take: due to the member, or carried on as savings."""

    DUE = "due"
    CARRIED_ON = "carried_on"


@dataclass(frozen=True, slots=True)
class ShareTaken:
    """One member at a share-out, in minor units.

    `savings_minor` is her 3100 before it, `entitlement_minor` what she takes (ledgers.sharing.share_out);
    `debts` are her 1150 and then her loans, oldest first. `paid_by` is a tender for those who are there.
    `shares` end with the cycle; where savings are carried on, those that go on are left out of it, and
    `shares_bought` are those that what she carries on buys beyond them. `carried_minor` is what she
    carries on where that is not all: the rest is due to her. `payments` are what she is paid from several
    places, where one does not hold enough; `paid_by` then says that the rest is due to her.
    """

    member: Holder
    savings_minor: int
    entitlement_minor: int
    paid_by: Tender | Leftover
    debts: tuple[Debt, ...] = ()
    shares: int = 0
    shares_bought: int = 0
    carried_minor: int | None = None
    payments: tuple[tuple[Tender, int], ...] = ()


def share_out_postings(taken: ShareTaken, *, step: int) -> Postings:
    """One member's share: 3400 / 3100 or the reverse, 3100 / 1150, 3100 / 1100, 3100 / tender, 9300 / 9400.

    An absent member's is 3100 / 2100, and so is what cannot be paid in coins of `step` minor units.
    """
    own = savings_of(taken.member)
    levelled = _level(taken.member, change_minor=taken.entitlement_minor - taken.savings_minor)
    set_off = _set_off(own, taken.debts, limit_minor=taken.entitlement_minor)
    left = taken.entitlement_minor - _total(set_off)
    counted = cancel_shares(taken.member, taken.shares) + issue_shares(taken.member, taken.shares_bought)
    return levelled + set_off + _paid_out(taken, left_minor=left, step=step) + counted


def share_out(occurred_on: date, takers: Iterable[ShareTaken], *, step: int) -> JournalEntry:
    """Share the savings fund out among its members, in one entry; `step` is the smallest coin."""
    parts = (share_out_postings(taken, step=step) for taken in takers)
    return entry_of(EntryKind.SHARE_OUT, occurred_on, parts=parts)


@dataclass(frozen=True, slots=True)
class Exit:
    """A member leaves, in minor units.

    `worth_minor` is what her savings are worth by the rules (face value or current value), `charge_minor`
    the percentage the group keeps of it. `debts` are of the savings fund, 1150 first, then loans, oldest
    first; `other_debts` stand in other funds. `paid_by` is empty where the rest stays due to her.
    """

    member: Holder
    savings_minor: int
    worth_minor: int
    charge_minor: int = 0
    debts: tuple[Debt, ...] = ()
    other_debts: tuple[Debt, ...] = ()
    shares: int = 0
    paid_by: Tender | None = None
    step: int = 1


def member_exit(occurred_on: date, leaving: Exit) -> JournalEntry:
    """A member leaves: worth against paid-in, debts set off, charge, the rest due and paid, shares ended.

    3400 / 3100 or 3100 / 3400; 3100 / 1150, 3100 / 1100; 3100 / 4300; a debt in another fund 3100 / 3900
    here and 3900 / 1150 or 1100 there; 3100 / 2100, 2100 / tender; 9300 / 9400. A debt above her claims
    stays owed.
    """
    own, member = savings_of(leaving.member), leaving.member
    claim = leaving.worth_minor - leaving.charge_minor
    set_off = _set_off(own, leaving.debts, limit_minor=claim)
    elsewhere = _set_off_elsewhere(own, leaving.other_debts, limit_minor=claim - _total(set_off))
    rest = claim - _total(set_off) - _total(elsewhere) // 2
    return entry_of(EntryKind.EXIT, occurred_on, parts=(
        _level(member, change_minor=leaving.worth_minor - leaving.savings_minor),
        set_off,
        move(own, Account(4300, SAVINGS, member), amount_minor=leaving.charge_minor),
        elsewhere,
        move(own, due_to(member, SAVINGS), amount_minor=rest),
        _paid_to_leaver(leaving, rest_minor=rest),
        cancel_shares(member, leaving.shares),
    ))


def _level(member: Holder, *, change_minor: int) -> Postings:
    own = savings_of(member)
    return adjust(Account(3400, SAVINGS), change_minor=change_minor, gain=own, loss=own)


def _set_off(own: Account, debts: Sequence[Debt], *, limit_minor: int) -> Postings:
    postings: Postings = ()
    for debt in debts:
        amount = min(debt.amount_minor, limit_minor)
        postings += move(own, debt.account, amount_minor=amount)
        limit_minor -= amount
    return postings


def _set_off_elsewhere(own: Account, debts: Sequence[Debt], *, limit_minor: int) -> Postings:
    """Pay debts of other funds through 3900; each takes two postings of the same amount."""
    postings: Postings = ()
    for debt in debts:
        amount = min(debt.amount_minor, limit_minor)
        postings += move(own, Account(3900, SAVINGS), amount_minor=amount)
        postings += move(Account(3900, debt.account.fund), debt.account, amount_minor=amount)
        limit_minor -= amount
    return postings


def _paid_out(taken: ShareTaken, *, left_minor: int, step: int) -> Postings:
    own, due = savings_of(taken.member), due_to(taken.member, SAVINGS)
    if taken.paid_by is Leftover.CARRIED_ON:
        carried = left_minor if taken.carried_minor is None else taken.carried_minor
        return move(own, due, amount_minor=left_minor - carried)
    if isinstance(taken.paid_by, Leftover):
        paid_out = tuple(chain.from_iterable(
            move(own, tender.account(SAVINGS), amount_minor=minor) for tender, minor in taken.payments))
        return paid_out + move(own, due, amount_minor=left_minor - _total(paid_out))
    paid = taken.paid_by.payable(left_minor, step=step)
    return (
        move(own, taken.paid_by.account(SAVINGS), amount_minor=paid)
        + move(own, due, amount_minor=left_minor - paid)
    )


def _paid_to_leaver(leaving: Exit, *, rest_minor: int) -> Postings:
    if leaving.paid_by is None:
        return ()
    paid = leaving.paid_by.payable(rest_minor, step=leaving.step)
    return move(due_to(leaving.member, SAVINGS), leaving.paid_by.account(SAVINGS), amount_minor=paid)


def _total(postings: Postings) -> int:
    return sum(posting.amount_minor for posting in postings)
