"""A year of a small group on paper, with every kind of fund, for exports that need no database."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from ledgers.accounts import Holder, HolderKind
from ledgers.entries import EntryKind, Posting
from ledgers.statements.drawn import DayBookEntry, Drawn
from tests.ledgers.paper_book import (
    AMINA,
    BANK,
    BOX,
    LOAN,
    LORNA,
    RAJESH,
    SITI,
    STAKE,
    TRANSIT,
    PaperBook,
    account,
    holder,
)

FIRST_SUNDAY = date(2025, 1, 5)
LAST_DAY = date(2025, 12, 31)
MEMBERS = (AMINA, SITI, RAJESH)
STRANGE = (
    holder("GCash – Lorna", HolderKind.TENDER),
    holder("GCash / Lorna", HolderKind.TENDER),
    holder("กล่อง", HolderKind.TENDER),
    holder("*~?", HolderKind.TENDER),
)
TENDERS = (BOX, BANK, *STRANGE)


def year_on_paper(sundays: int = 52) -> PaperBook:
    """Sundays of saving, then capital sent and landed, a loss, a correction and a closing."""
    book = PaperBook()
    for number in range(sundays):
        _sunday(book, FIRST_SUNDAY + timedelta(weeks=number), number)
    _investment(book)
    _odd_events(book)
    return book


def _sunday(book: PaperBook, day: date, number: int) -> None:
    box = account(1010, held_by=BOX)
    saved = [Posting(box, account(3100, held_by=m), 5000 * (1 + (number + n) % 3), str(n))
             for n, m in enumerate(MEMBERS)]
    shares = [Posting(account(9400, "shares", m), account(9300, "shares"), 1 + (number + n) % 3, str(n))
              for n, m in enumerate(MEMBERS)]
    book.post(EntryKind.SAVINGS, day, *saved, *shares)
    book.post(EntryKind.SOCIAL, day, *(
        Posting(account(1010, "social", BOX), account(3300, "social", m), 500) for m in MEMBERS))
    book.post(EntryKind.INVESTMENT, day, *_invested(MEMBERS[number % 3], 10000 + number))
    book.post(EntryKind.FINE, day, Posting(box, account(4200, held_by=SITI), 1000 + number))
    book.post(EntryKind.TRANSFER, day, Posting(account(1020, held_by=TENDERS[1 + number % 5]), box, 2000))


def _invested(member: Holder, minor: int) -> tuple[Posting, ...]:
    return (
        Posting(account(1010, "investment", BOX), account(3200, "investment", member), minor),
        Posting(account(9200, "units", member), account(9100, "units"), minor * 99),
    )


def _investment(book: PaperBook) -> None:
    transit, stake = account(1200, "investment", TRANSIT), account(1300, "investment", STAKE)
    box, fund = account(1010, "investment", BOX), "investment"
    book.post(EntryKind.CAPITAL_SENT, date(2025, 3, 31), Posting(transit, box, 20000),
              Posting(account(5100, fund), box, 2500))
    book.post(EntryKind.CAPITAL_LANDED, date(2025, 4, 2), Posting(stake, transit, 19860),
              Posting(account(5150, fund), transit, 140),
              Posting(account(9500, "claims.PHP", STAKE), account(9510, "claims.PHP"), 14237155))
    book.post(EntryKind.INCOME_DECLARED, date(2025, 7, 2),
              Posting(account(1400, fund, STAKE), account(4400, fund, STAKE), 95117))
    book.post(EntryKind.INVESTMENT, date(2025, 8, 3),
              Posting(account(1020, "investment-2", BANK), account(3200, "investment-2", RAJESH), 7777),
              Posting(account(9200, "units-2", RAJESH), account(9100, "units-2"), 777701))
    book.post(EntryKind.WRITE_DOWN, date(2025, 9, 1),
              Posting(account(5600, fund), account(1390, fund, STAKE), 333))


def _odd_events(book: PaperBook) -> None:
    box = account(1010, held_by=BOX)
    book.post(EntryKind.LOAN_ISSUED, date(2025, 5, 4), Posting(account(1100, held_by=LOAN), box, 30000))
    book.post(EntryKind.FINE_RAISED, date(2025, 5, 4),
              Posting(account(1150, held_by=AMINA), account(4200, held_by=AMINA), 2500))
    wrong = book.post(EntryKind.SAVINGS, date(2025, 6, 1), Posting(box, account(3100, held_by=AMINA), 20000))
    book.correct(wrong, 1, day=date(2025, 6, 8), right=(Posting(box, account(3100, held_by=AMINA), 15000),))
    book.post(EntryKind.EXPENSE, date(2025, 2, 1), Posting(account(5200), box, 1250))
    closing = [
        Posting(found, account(3400), -minor) for found, minor in book.balances().items()
        if found.fund == "savings" and found.code == 4200
    ]
    book.post(EntryKind.FUND_CLOSED, LAST_DAY, *closing, closing=True)


def day_book(book: PaperBook, until: date = date.max) -> list[DayBookEntry]:
    """The entries as the day book would read them."""
    return [
        DayBookEntry(
            seq, entry.kind.value, entry.closing, entry.occurred_on, 1736064000000 + seq, LORNA,
            f'sunday "{seq}"; date:2020-01-01, [x]\\', "meeting", UUID(int=seq),
            hashlib.sha256(str(seq).encode()).digest(), entry.postings,
        )
        for seq, entry in enumerate(book.entries, start=1) if entry.occurred_on <= until
    ]


def drawn(book: PaperBook, as_of: date) -> Drawn:
    """Where the book on paper stands at a day."""
    return replace(book.drawn(as_of), last_hash=hashlib.sha256(str(len(book.entries)).encode()).digest())
