"""What ends something: a fund is closed, income goes out, savings are shared out, somebody leaves.

Like the model, this imports nothing of the project.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from tests.state_machine.model import CODES, Book, Refused, member
from tests.state_machine.past import Ended


def close_fund(book: Book, fund: str) -> None:
    """Income and costs of a fund go to its surplus."""
    closed = [(f"3400|{fund}|None", account, cents) for account, cents in book.holdings().items()
              if account.split("|")[1] == fund and 4000 <= int(account[:4]) < 6000]
    book.move(closed)
    if closed:
        book.past.close(fund)


def distribute(book: Book, cents: int, paid_from: str | None) -> None:
    """Income to the members by units, largest remainder, ties to the lower number.

    Raises:
        Refused: nobody holds a unit, or the tender has too little.
    """
    units = book.units()
    if not units:
        raise Refused("no_units_issued")
    box = f"{CODES[paid_from]}|investment|{paid_from}" if paid_from else ""
    if paid_from and book.balances[box] < cents:
        raise Refused("negative_tender")
    for number, part in split(cents, units).items():
        due = member(2100, "investment", number)
        book.move([("3400|investment|None", due, part)] + ([(due, box, part)] if paid_from else []))


def split(cents: int, weights: Mapping[int, int]) -> dict[int, int]:
    """An amount split by weights to the cent."""
    total = sum(weights.values())
    parts = {number: cents * weight // total for number, weight in weights.items()}
    order = sorted(weights, key=lambda number: (-(cents * weights[number] % total), number))
    for number in order[:cents - sum(parts.values())]:
        parts[number] += 1
    return parts


def leave(book: Book, number: int, day: date, paid_from: str | None) -> None:
    """A member goes: her debts are set off against her savings, the rest is due to her or paid.

    Raises:
        Refused: the tender has too little.
    """
    savings = member(3100, "savings", number)
    saved = -book.balances[savings]
    settled = [Ended(left=number)] if saved > 0 else []
    moves = []
    for debt in _debts(book, number):
        part = min(saved, max(0, book.balances[debt]))
        moves.append((savings, debt, part))
        saved -= part
    due, place = member(2100, "savings", number), f"{CODES.get(paid_from or '', 0)}|savings|{paid_from}"
    if paid_from and saved > book.balances[place]:
        raise Refused("negative_tender")
    moves.append((savings, due, saved))
    if paid_from:
        moves.append((due, place, saved))
    shares = member(9400, "shares", number)
    book.move([*moves, ("9300|shares|None", shares, book.balances[shares])])
    book.left[number] = day
    book.past.ended += settled


def _debts(book: Book, number: int) -> list[str]:
    hers = [(loan.day, alias) for alias, loan in book.loans.items()
            if loan.member == number and loan.fund == "savings"]
    return [member(1150, "savings", number), *(f"1100|savings|{alias}" for _, alias in sorted(hers))]


def was_paid_out(number: int, since: Sequence[Ended]) -> bool:
    """Whether the savings of a member were shared out, in any of the share-outs."""
    return any(ended.carried is not None and number not in ended.carried for ended in since)


def share_out(book: Book, carrying_on: Collection[int], day: date) -> None:
    """The savings fund is closed, and all savings become due to their members but for some, who carry on."""
    close_fund(book, "savings")
    saved = {number: -book.balances[member(3100, "savings", number)] for number in book.joined}
    taking = {number: cents for number, cents in saved.items() if cents > 0 and number not in carrying_on}
    for number, cents in taking.items():
        shares = member(9400, "shares", number)
        book.move([(member(3100, "savings", number), member(2100, "savings", number), cents),
                   ("9300|shares|None", shares, book.balances[shares])])
    if taking:
        book.past.ended.append(Ended(carried=frozenset(
            number for number, cents in saved.items() if cents > 0 and number not in taking)))
        book.shared_on = (*book.shared_on, day)
    book.cycle_no, book.opened_on = book.cycle_no + 1, day + timedelta(days=1)
