"""What members owe beside their loans, worked out with plain numbers: how much of it is interest.

Interest on a loan is paid by its repayment, a fine or a fee by what is paid for one; what is over pays the
rest.  Like the model, this imports nothing of the project.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tests.state_machine.past import Move

DUES = "1150|savings|member-"


@dataclass(frozen=True)
class Dues:
    """Charges of one member and payments of them, each added up over the life of the book, in cents."""

    interest: int = 0
    other: int = 0
    by_repayments: int = 0
    by_others: int = 0

    @property
    def interest_left(self) -> int:
        """Interest that was raised and that nobody paid."""
        over = max(0, self.by_repayments - self.interest)
        other = max(0, self.other - over)
        return max(0, self.interest - self.by_repayments) - max(0, self.by_others - other)


def owed_after(dues: dict[int, Dues], kind: str, moves: Iterable[Move]) -> dict[int, Dues]:
    """The same dues after the moves of a line or entry of some kind; what is taken back is below nothing."""
    after = dict(dues)
    for debit, credit, cents in moves:
        if debit.startswith(DUES):
            charged = "interest" if kind == "interest_due" else "other"
            _add(after, debit, charged, cents)
        if credit.startswith(DUES):
            paid = "by_repayments" if kind == "repayment" else "by_others"
            _add(after, credit, paid, cents)
    return after


def _add(dues: dict[int, Dues], account: str, name: str, cents: int) -> None:
    number = int(account.removeprefix(DUES))
    hers = dues.get(number, Dues())
    dues[number] = replace(hers, **{name: getattr(hers, name) + cents})
