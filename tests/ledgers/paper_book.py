"""A book on paper: entries in a list, added up by hand, for statements that need no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid5

from ledgers.accounts import Account, BookKind, Holder, HolderKind
from ledgers.balances import RegisterLine
from ledgers.entries import EntryKind, JournalEntry, Posting
from ledgers.statements.drawn import Drawn

BOOK = UUID("01900000-0000-7000-8000-000000000001")
LORNA = UUID("01900000-0000-7000-8000-0000000000aa")


def holder(alias: str, kind: HolderKind) -> Holder:
    """The holder of that name in the book on paper."""
    return Holder(uuid5(BOOK, alias), kind, alias)


BOX = holder("box", HolderKind.TENDER)
BANK = holder("bank", HolderKind.TENDER)
AMINA, SITI, RAJESH = (holder(f"member-{n}", HolderKind.MEMBER) for n in (1, 2, 10))
LOAN = holder("loan-1", HolderKind.LOAN)
STAKE = holder("stake-1", HolderKind.STAKE)
TRANSIT = holder("remittance-1", HolderKind.REMITTANCE)


def account(code: int, fund: str = "savings", held_by: Holder | None = None) -> Account:
    """An account of the book on paper."""
    return Account(code, fund, held_by)


@dataclass
class PaperBook:
    """Entries in their order, and the sums a clerk would make of them."""

    entries: list[JournalEntry] = field(default_factory=list)

    def post(self, kind: EntryKind, day: date, *postings: Posting, closing: bool = False) -> int:
        """Write an entry and answer its number."""
        self.entries.append(JournalEntry(kind, day, postings, closing=closing))
        return len(self.entries)

    def correct(self, seq: int, line: int, *, day: date, right: tuple[Posting, ...] = ()) -> int:
        """Take a posting back and write the right ones."""
        taken_back = self.entries[seq - 1].postings[line - 1].reversed_as(seq, line)
        return self.post(EntryKind.CORRECTION, day, taken_back, *right)

    def drawn(self, as_of: date | None = None) -> Drawn:
        """Where this book stands."""
        return Drawn(BOOK, BookKind.GROUP, "HKD", as_of, len(self.entries), bytes(32))

    def balances(self, until: date = date.max, *, closing: bool = True) -> dict[Account, int]:
        """Every account's balance at the end of a day, debit positive, zeros left out."""
        sums: dict[Account, int] = defaultdict(int)
        for entry in self.entries:
            if entry.occurred_on <= until and (closing or not entry.closing):
                for posting in entry.postings:
                    sums[posting.debit] += posting.amount_minor
                    sums[posting.credit] -= posting.amount_minor
        return {found: minor for found, minor in sums.items() if minor}

    def register(self, since: date = date.min, until: date = date.max) -> list[RegisterLine]:
        """Every posting as each of its two accounts sees it, in order of reading."""
        lines = [line for seq in range(1, len(self.entries) + 1) for line in self._lines(seq)]
        wanted = (line for line in lines if since <= line.occurred_on <= until)
        return sorted(wanted, key=lambda line: (line.occurred_on, line.seq, line.line))

    def _lines(self, seq: int) -> Iterable[RegisterLine]:
        entry = self.entries[seq - 1]
        for number, p in enumerate(entry.postings, start=1):
            for sign, own, other in ((1, p.debit, p.credit), (-1, p.credit, p.debit)):
                yield RegisterLine(
                    own, seq, number, entry.kind.value, entry.occurred_on, 0, LORNA, sign * p.amount_minor,
                    p.line_ref, None, None, p.reverses, other.code, other.alias,
                )
