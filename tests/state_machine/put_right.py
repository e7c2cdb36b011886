"""A line put right, also when its year is over: worked out with plain numbers.

Like the model, this imports nothing of the project.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from tests.state_machine.model import CODES, KINDS, Book, Refused, SheetReader
from tests.state_machine.owing import owed_after
from tests.state_machine.past import Ended, Line, Move, Written

BOX = "1010|savings|box"
SIMPLE = ("savings", "social", "fine", "fee", "held", "expense", "donation", "bank_charge", "bank_interest")
"""The kinds of line that are put right here: one amount, nothing else that could be wrong."""
OWNED = (1100, 1150, 9200, 9400, *CODES.values())
OWED = (2100, 3100, 3200, 3300)


def put_right(book: Book, wrong: Written, becomes: Line | None, *, as_counted: bool) -> None:
    """A line is taken back, and another may stand in its place; the count is explained or cash handed over.

    Raises:
        Refused: it was put right before, or something would be below nothing.
    """
    if (wrong.paper, wrong.place) in book.past.corrected:
        raise Refused("already_reversed")
    right = KINDS[becomes["kind"]](SheetReader(book, date.min), becomes) if becomes else []
    book.dues = owed_after(book.dues, wrong.line["kind"], [(d, c, -cents) for d, c, cents in wrong.moves])
    book.dues = owed_after(book.dues, wrong.line["kind"], right)
    moves = [*_back(wrong.moves), *right]
    if as_counted and wrong.paper in book.past.differences:
        moves += _explained(book, wrong.paper, _in_box(right) - _in_box(wrong.moves))
    since = book.past.since(wrong)
    moves = [today for move in moves for today in _as_of_today(move, since)]
    book.past.corrected.add((wrong.paper, wrong.place))
    book.move(moves)
    _require_cover(book, moves, owed_back=_owed_back([*wrong.moves, *right], since))


def _back(moves: Iterable[Move]) -> list[Move]:
    return [(credit, debit, cents) for debit, credit, cents in moves]


def _in_box(moves: Iterable[Move]) -> int:
    return sum(cents * (_is_box(debit) - _is_box(credit)) for debit, credit, cents in moves)


def _is_box(account: str) -> bool:
    return account.startswith("1010|") and account.endswith("|box")


def _difference(cents: int) -> list[Move]:
    return [(BOX, "4900|savings|None", cents)] if cents > 0 else [("5900|savings|None", BOX, -cents)]


def _explained(book: Book, paper: object, moved: int) -> list[Move]:
    """What was booked as short or over is taken back where the mistake explains it; the rest is booked."""
    booked = book.past.differences[paper]
    if not moved:
        return []
    explains = sum(booked) * moved > 0
    left = (sum(booked) if explains else 0) - moved
    book.past.differences[paper] = tuple(
        cents for cents in (*(() if explains else booked), left) if cents)
    taken_back = [move for cents in booked if explains for move in _back(_difference(cents))]
    return taken_back + (_difference(left) if left else [])


def _as_of_today(move: Move, since: Sequence[Ended]) -> list[Move]:
    """The surplus in place of income and costs of a closed year; a debt in place of savings shared out."""
    debit, credit, cents = move
    fund = debit.split("|")[1].replace("shares", "savings")
    paid_out = _is_paid_out(move, since)
    if not paid_out and not any(ended.fund == fund for ended in since):
        return [move]
    if paid_out and debit.split("|")[1] == "shares":
        return []
    debit, credit = (_stands_now(side, paid_out=paid_out) for side in (debit, credit))
    return [(debit, credit, cents)] if debit != credit else []


def _is_paid_out(move: Move, since: Sequence[Ended]) -> bool:
    """Whether it is of savings that were shared out since, or settled with a member who left."""
    funds = {side.split("|")[1] for side in move[:2]}
    people = {int(side.rpartition("-")[2]) for side in move[:2] if "|member-" in side}
    if not funds & {"savings", "shares"}:
        return False
    left = people & {ended.left for ended in since if ended.left}
    is_saved = "shares" in funds or (_is_through_place(move) and any(
        side.startswith("3100") for side in move[:2]))
    return bool(left and is_saved) or any(
        not people & ended.carried for ended in since if ended.carried is not None)


def _is_through_place(move: Move) -> bool:
    return any(int(side[:4]) in CODES.values() for side in move[:2])


def _stands_now(account: str, *, paid_out: bool) -> str:
    code, fund, alias = account.split("|")
    if 4000 <= int(code) < 6000:
        return f"3400|{fund}|None"
    return f"2100|{fund}|{alias}" if paid_out and code == "3100" else account


def _owed_back(moves: Iterable[Move], since: Sequence[Ended]) -> set[str]:
    """What is due to members for savings paid out; who was paid too much owes it."""
    return {side.replace("3100", "2100", 1) for move in moves if _is_paid_out(move, since)
            for side in move[:2] if side.startswith("3100")}


def _require_cover(book: Book, moves: Iterable[Move], *, owed_back: Collection[str]) -> None:
    changed: defaultdict[str, int] = defaultdict(int)
    for debit, credit, cents in moves:
        changed[debit] += cents
        changed[credit] -= cents
    codes = {_overdrawn(account) for account, change in changed.items()
             if _is_below(account, change, book.balances[account])
             and account not in owed_back}
    if codes:
        raise Refused(*codes)


def _is_below(account: str, change: int, now: int) -> bool:
    code = int(account[:4])
    return (code in OWNED and change < 0 and now < 0) or (code in OWED and change > 0 and now > 0)


def _overdrawn(account: str) -> str:
    return "negative_tender" if int(account[:4]) in CODES.values() else "correction_overdraws"
