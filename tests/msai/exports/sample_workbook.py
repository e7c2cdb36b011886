"""The workbook of the group on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from ledgers.accounts import TENDER_CODES
from msai.exports.group_workbook import (
    BankMonth,
    GroupWorkbook,
    MeetingLine,
    PersonOnRoll,
    Readings,
    Reason,
    build_group_workbook,
)
from msai.messages import Message
from tests.ledgers.paper_book import AMINA, BANK, LOAN, RAJESH, SITI, PaperBook
from tests.msai.exports.paper_year import FIRST_SUNDAY, LAST_DAY, day_book, drawn, year_on_paper

YEAR = year_on_paper()
ROLL = (
    PersonOnRoll(1, AMINA, "Amina Rahayu", FIRST_SUNDAY, loans=(LOAN,)),
    PersonOnRoll(2, SITI, '=HYPERLINK("http://example.org";"Siti")', FIRST_SUNDAY),
    PersonOnRoll(10, RAJESH, "राजेश 𝒯amang", FIRST_SUNDAY, left=date(2025, 11, 30)),
)
NAMES = {"stake-1": "Organic Rice and Hog Centre"}
MEETINGS = tuple(
    MeetingLine(n, FIRST_SUNDAY + timedelta(weeks=n - 1), 3 - n % 2, 3, in_minor=10000 + n, out_minor=2000,
                counted_minor=None if n == 2 else 50000 + n, difference_minor=n - 2)
    for n in range(1, 6)
)


def in_english(message: Message) -> str:
    """The English text of a message, as a reader without a catalogue sees it."""
    return message.id % {name: _shown(value) for name, value in message.params.items()}


def _shown(value: object) -> object:
    if isinstance(value, Message):
        return in_english(value)
    return f"{value.day} {value:%B %Y}" if isinstance(value, date) else value


def readings(book: PaperBook = YEAR, since: date | None = None) -> Readings:
    """What the books would return at the end of the year on paper."""
    before = date.fromordinal(since.toordinal() - 1) if since else None
    return Readings(
        drawn(book, LAST_DAY), book.balances(LAST_DAY), book.balances(LAST_DAY, closing=False),
        [line for line in book.register(since or date.min) if line.account.code in TENDER_CODES],
        iter(day_book(book)), since,
        book.balances(before) if before else {}, book.balances(before, closing=False) if before else {},
        [line for line in book.register(since or date.min) if 3000 <= line.account.code < 6000],
    )


def bank_of(book: PaperBook) -> list[BankMonth]:
    """Four months at the bank: agreed, explained in two parts, not explained, not looked at yet."""
    days = [date(2025, 8, 31), date(2025, 9, 30), date(2025, 10, 31), date(2025, 11, 30)]
    standing = [sum(minor for account, minor in book.balances(day).items() if account.holder == BANK)
                for day in days]
    said = ("Agrees", "Explained", "Differs", "Not yet")
    two = (Reason(Message("Put in, and not shown yet"), -700), Reason(Message("Something else"), 200))
    agreed, explained, rest, waiting = (
        BankMonth(1020, "bank", day, minor, Message(state))
        for day, minor, state in zip(days, standing, said, strict=True))
    return [
        replace(agreed, looks=1, shown_minor=agreed.book_minor),
        replace(explained, looks=2, shown_minor=explained.book_minor - 500, difference_minor=-500,
                reasons=two),
        replace(rest, looks=1, shown_minor=rest.book_minor + 5, difference_minor=5, unexplained_minor=5),
        waiting,
    ]


def sample_workbook(
    book: PaperBook = YEAR, *, currency: str = "HKD", since: date | None = None, **changes: object,
) -> GroupWorkbook:
    """The group's workbook, fresh for each writing."""
    read = readings(book, since)
    read = replace(read, drawn=replace(read.drawn, currency=currency))
    made = build_group_workbook("Sunday Savers & Friends", read, roll=ROLL, meetings=MEETINGS, names=NAMES,
                                bank=bank_of(book))
    return replace(made, **changes)
