"""What happens between Sundays, worked out with plain numbers: receipts, a new limit, a look at the bank.

Like the model, this imports nothing of the project.
"""

from __future__ import annotations

from datetime import date, timedelta

from tests.state_machine.model import Book, Refused, take_all
from tests.state_machine.past import Line


def receive(book: Book, day: date, line: Line, paper: object) -> None:
    """Money of a member comes; the same of the same member on the same day is one receipt.

    Raises:
        Refused: with all codes of what is against the rules.
    """
    sheet = take_all(book, day, [line])
    known = (day, *(line[name] for name in ("member", "kind", "cents", "tender")))
    if known in book.past.received:
        raise Refused("receipt_known")
    book.balances, book.past, book.dues = sheet.book.balances, sheet.book.past, sheet.book.dues
    book.past.received.add(known)
    book.past.keep(paper, [line], sheet.lines, None)


def limit_shares(book: Book, most: int, day: date) -> None:
    """From a day on members may buy so many shares at a meeting.

    Raises:
        Refused: the group met on that day or later, or the rule says so already.
    """
    if book.last_held and day <= book.last_held:
        raise Refused("rule_too_early")
    if book.most_shares(day) == most:
        raise Refused("rule_unchanged")
    book.limits[day] = most


def look_at_bank(book: Book, month: date, charge: Line, *, today: date, after: int) -> None:
    """The bank's paper of a month is compared, and a charge that it tells of is booked.

    `month` is any day of it; `after` is how many looks at it the officer had seen.

    Raises:
        Refused: the month is not over or was shared out, somebody looked meanwhile, the money is not there.
    """
    last_day = (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    bank = f"1020|{charge['fund']}|bank"
    if today <= last_day:
        raise Refused("month_not_over")
    if book.past.looks.get(last_day, 0) != after:
        raise Refused("looked_meanwhile")
    if last_day < book.opened_on:
        raise Refused("month_closed")
    if book.balances[bank] < charge["cents"]:
        raise Refused("negative_tender", "fund_not_there")
    book.move([(f"5300|{charge['fund']}|None", bank, charge["cents"])])
    book.past.looks[last_day] = after + 1
