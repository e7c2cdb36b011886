"""Sheets that could have happened: random lines of every kind, most of them possible, some one step too far.

Like the model, this imports nothing of the project.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from tests.state_machine.model import Book, member

Line = dict[str, Any]
TOO_FAR = [0, 0.6]
"""How often a line goes beyond what there is, on a careful sheet and on a careless one."""


class LineWriter:
    """Writes lines for one sheet of a book; new loans get names of their own."""

    def __init__(self, book: Book, chance: Random) -> None:
        self.book = book
        self.chance = chance
        self.somebody = book.members()
        self.too_far = chance.choice(TOO_FAR)

    def lines(self) -> list[Line]:
        """A few lines of a few kinds; of two dealings in units only one stands on a sheet."""
        kinds = self.chance.choices(list(WRITERS), weights=[often for often, _ in WRITERS.values()],
                                    k=self.chance.randint(0, 6))
        written = (WRITERS[kind][1](self) for kind in kinds)
        return [{"kind": kind, **line} for kind, line in zip(kinds, written, strict=True) if line]

    def amount(self, most: int, least: int = 1) -> int:
        """An amount up to what there is; now and then more than that."""
        if self.chance.random() < self.too_far:
            return most + self.chance.randint(1, 5_000)
        return self.chance.randint(least, most) if most >= least else 0

    def who(self) -> int:
        """A member of the day."""
        return self.chance.choice(self.somebody)

    def tender(self) -> str:
        """Where money lies; mostly the box."""
        return self.chance.choice(["box", "box", "bank"])

    def hers(self, line: Line, fund: str = "savings") -> Line:
        """A line of a member through a tender."""
        return {"member": self.who(), "tender": self.tender(), "fund": fund, **line}

    def lying(self, alias: str, fund: str) -> int:
        """What lies in a tender for a fund."""
        return max(0, self.book.tender_money().get((alias, fund), 0))


def _savings(writer: LineWriter) -> Line:
    shares = writer.chance.randint(1, 5)
    return writer.hers({"shares": shares, "cents": shares * 5_000})


def _withdrawal(writer: LineWriter) -> Line | None:
    who = writer.who()
    shares = writer.amount(writer.book.balances[member(9400, "shares", who)]) % 100
    return writer.hers({"member": who, "shares": shares, "cents": shares * 5_000}) if shares else None


def _paid_in(*funds: str) -> Callable[[LineWriter], Line]:
    return lambda writer: writer.hers(
        {"cents": writer.chance.randint(1, 20_000)}, writer.chance.choice(funds))


def _charged(writer: LineWriter) -> Line:
    unpaid = {"tender": None} if writer.chance.random() < 0.5 else {}
    return writer.hers({"cents": writer.chance.randint(1, 3_000), **unpaid})


def _dues_paid(writer: LineWriter) -> Line | None:
    who = writer.who()
    cents = writer.amount(writer.book.balances[member(1150, "savings", who)])
    return writer.hers({"member": who, "cents": cents}) if cents else None


def _loan(writer: LineWriter) -> Line | None:
    fund, place = writer.chance.choice(["savings", "savings", "social"]), writer.tender()
    cents = writer.amount(writer.lying(place, fund) // 2)
    alias = f"loan-{len(writer.book.loans) + 1}-{writer.chance.randrange(10**9)}"
    return writer.hers({"cents": cents, "tender": place, "loan": alias}, fund) if cents else None


def _debt(writer: LineWriter, *funds: str) -> tuple[str, Line, int] | None:
    owed = {alias: writer.book.balances[f"1100|{loan.fund}|{alias}"]
            for alias, loan in writer.book.loans.items()
            if loan.member in writer.somebody and loan.fund in (funds or ("savings", "social"))}
    alias = writer.chance.choice([name for name, cents in owed.items() if cents > 0] or [""])
    if not alias:
        return None
    loan = writer.book.loans[alias]
    return alias, writer.hers({"member": loan.member, "loan": alias}, loan.fund), owed[alias]


def life_of_a_loan(writer: LineWriter) -> list[Line]:
    """What comes next: a loan is given, interest on it is raised, both are paid back, whole or in part."""
    debt = _debt(writer, "savings")
    if debt is None:
        given = _loan(writer)
        return [{"kind": "loan", **given}] if given else []
    raised = writer.book.interest_left(debt[1]["member"], "savings")
    if not raised:
        return [{"kind": "interest_due", **debt[1], "cents": writer.chance.randint(1, 900)}]
    interest = writer.chance.choice([raised, raised // 2 + 1, raised + 77])
    principal = writer.amount(debt[2], least=0)
    parts = {"principal_cents": principal, "interest_cents": interest, "cents": principal + interest}
    return [{"kind": "repayment", **debt[1], **parts}]


def _repayment(writer: LineWriter) -> Line | None:
    """Principal and interest: none, all that is raised, less than that, or more."""
    debt = _debt(writer)
    if debt is None:
        return None
    raised = writer.book.interest_left(debt[1]["member"], debt[1]["fund"])
    interest = writer.chance.choice([0, writer.chance.randint(0, 500), raised, raised // 2, raised + 77])
    principal = writer.amount(debt[2])
    parts = {"principal_cents": principal, "interest_cents": interest, "cents": principal + interest}
    return debt[1] | parts


def _write_off(writer: LineWriter) -> Line | None:
    debt = _debt(writer) if writer.chance.random() < 0.3 else None
    return {**debt[1], "tender": None} if debt else None


def _redemption(writer: LineWriter) -> Line | None:
    held = {number: units for number, units in writer.book.units().items() if number in writer.somebody}
    if not held:
        return None
    who = writer.chance.choice(list(held))
    return writer.hers({"member": who, "units": writer.amount(held[who])}, "investment")


def _payout(writer: LineWriter) -> Line | None:
    fund, who = writer.chance.choice(["savings", "social", "investment"]), writer.who()
    cents = writer.amount(-writer.book.balances[member(2100, fund, who)])
    return writer.hers({"member": who, "cents": cents}, fund) if cents else None


def _spent(*funds: str) -> Callable[[LineWriter], Line | None]:
    def write(writer: LineWriter) -> Line | None:
        fund, place = writer.chance.choice(funds), writer.tender()
        cents = writer.amount(writer.lying(place, fund) // 4)
        return writer.hers({"cents": cents, "tender": place}, fund) if cents else None

    return write


def _transfer(writer: LineWriter) -> Line | None:
    line, places = _spent("savings", "social", "investment")(writer), ["box", "bank"]
    if line is None:
        return None
    places.remove(line["tender"])
    return {**line, "from_tender": line["tender"], "to_tender": places[0], "tender": None}


def _between(writer: LineWriter) -> Line | None:
    line = _spent("savings", "social", "investment")(writer)
    if line is None:
        return None
    others = sorted({"savings", "social", "investment"} - {line["fund"]})
    return {**line, "from_fund": line["fund"], "to_fund": writer.chance.choice(others)}


Writer = Callable[[LineWriter], Line | None]
WRITERS: dict[str, tuple[int, Writer]] = {
    "savings": (6, _savings),
    "withdrawal": (2, _withdrawal),
    "social": (3, _paid_in("social")),
    "social_grant": (1, _spent("social")),
    "fine": (2, _charged),
    "fee": (1, _charged),
    "fine_paid": (2, _dues_paid),
    "fee_paid": (1, _dues_paid),
    "interest_due": (1, _paid_in("savings")),
    "loan": (3, _loan),
    "repayment": (3, _repayment),
    "loan_write_off": (1, _write_off),
    "recovery": (1, _paid_in("savings")),
    "investment": (4, _paid_in("investment")),
    "redemption": (1, _redemption),
    "held": (2, _paid_in("savings", "social", "investment")),
    "payout": (2, _payout),
    "expense": (2, _spent("savings", "social", "investment")),
    "bank_charge": (1, _spent("savings", "investment")),
    "donation": (1, _paid_in("savings", "social", "investment")),
    "bank_interest": (1, _paid_in("savings", "investment")),
    "transfer": (2, _transfer),
    "between_funds": (1, _between),
}
