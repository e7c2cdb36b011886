"""Three small books that use every column of every table of the books.

Lorna keeps the record of a group in Hong Kong; a second group and an enterprise lie
beside it in the same database.  There are notes, sources, corrections, a closed
year, shares, units and claims, and a checkpoint after each Sunday.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from ledgers.accounts import Account, BookKind, Holder, HolderKind
from ledgers.books import SealedNote, add_note, open_book
from ledgers.checkpoints import Checkpoint, SigningKey, sign, turnover_by_fund
from ledgers.cycles import close_cycle, open_cycle, share_out_cycle
from ledgers.entries import EntryKind, JournalEntry, Posting, Source, SourceKind
from ledgers.journal import Journal, Posted, Stamp
from ledgers.verify import Finding, verify_database

NAMESPACE = UUID("6f1c6e38-8a2f-4f4e-9a53-5a0f5f2f7f01")
KEY = SigningKey.from_seed(bytes(range(32)))
SUNDAY = date(2025, 1, 5)
OPENED_AT = 1_736_000_000_000
LORNA = uuid5(NAMESPACE, "Lorna")


def name(text: str) -> UUID:
    """A stable id for a thing of the tests."""
    return uuid5(NAMESPACE, text)


def verified(session: Session) -> list[str]:
    """The codes that verifying the whole database finds."""
    return [finding.code for finding in findings(session)]


def findings(session: Session, witnessed: tuple[Checkpoint, ...] = ()) -> list[Finding]:
    """What verifying the whole database finds."""
    return verify_database(session, keys=KEY.public_keys, witnessed=witnessed)


class KeptBook:
    """One book of the tests and the people in it."""

    def __init__(self, session: Session, title: str, kind: BookKind = BookKind.GROUP) -> None:
        self.session, self.title = session, title
        self.book_id = name(title)
        open_book(session, self.book_id, kind=kind, currency="HKD", opened_at=OPENED_AT)

    def holder(self, kind: HolderKind, alias: str) -> Holder:
        """Somebody or something of this book."""
        return Holder(name(f"{self.title}/{alias}"), kind, alias)

    def account(self, code: int, fund: str, alias: str = "") -> Account:
        """An account of this book; the alias says whose."""
        kinds = {"box": HolderKind.TENDER, "stake": HolderKind.STAKE, "member": HolderKind.MEMBER}
        return Account(code, fund, self.holder(kinds[alias.partition("-")[0]], alias) if alias else None)

    def post(self, entry: JournalEntry, ref: str) -> Posted:
        """Post an entry, recorded by a phone a minute before."""
        stamp = Stamp(LORNA, OPENED_AT + 60_000, OPENED_AT)
        return Journal(self.session, self.book_id).post(entry, client_ref=ref, stamp=stamp)

    def sunday(self, week: int) -> Posted:
        """A meeting: three members save by shares, put money in an enterprise, and one is noted."""
        note_id, day = name(f"{self.title}/note-{week}"), SUNDAY + timedelta(weeks=week)
        add_note(self.session, self.book_id, SealedNote(note_id, bytes(16), b"sealed", bytes([week]) * 32))
        lines = tuple(p for n in (1, 2, 3) for p in self._lines(f"member-{n}", 5000 * n + week))
        source = Source(SourceKind.MEETING, name(f"{self.title}/meeting-{week}"))
        entry = JournalEntry(EntryKind.SAVINGS, day, lines, source=source, note_id=note_id)
        return self.post(entry, f"meeting-{week}/savings")

    def _lines(self, member: str, minor: int) -> tuple[Posting, ...]:
        def line(debit: tuple[int, str, str], credit: tuple[int, str, str], amount: int) -> Posting:
            return Posting(self.account(*debit), self.account(*credit), amount, line_ref=f"{member}/line")

        return (
            line((1010, "savings", "box"), (3100, "savings", member), minor),
            line((9400, "shares", member), (9300, "shares", ""), 1),
            line((1010, "investment", "box"), (3200, "investment", member), 1000),
            line((9200, "units", member), (9100, "units", ""), 100_000),
            line((9500, "claims.PHP", "stake-1"), (9510, "claims.PHP", ""), 7_150),
            line((1010, "savings", "box"), (4200, "savings", member), 500),
        )

    def correct(self, seq: int, line: int) -> Posted:
        """Take one posting of a Sunday back and post it again."""
        journal, ref = Journal(self.session, self.book_id), (seq, line)
        right = journal.find_postings([ref])[ref]
        return journal.reverse([ref], occurred_on=SUNDAY + timedelta(weeks=5), client_ref=f"correct-{seq}",
                               stamp=Stamp(LORNA, OPENED_AT), put_right=(right,))

    def close_fund(self) -> Posted:
        """Move the year's fines to the surplus."""
        postings = tuple(
            Posting(self.account(4200, "savings", f"member-{n}"), self.account(3400, "savings"), 1500)
            for n in (1, 2, 3))
        entry = JournalEntry(EntryKind.FUND_CLOSED, date(2025, 6, 30), postings, closing=True)
        return self.post(entry, "close")

    def sign(self, posted: Posted) -> Checkpoint:
        """Sign the head after an entry."""
        totals = turnover_by_fund(self.session, self.book_id)
        return sign(self.session, self.book_id, seq=posted.seq, hash=posted.hash, totals=totals, key=KEY,
                    signed_at=OPENED_AT + posted.seq)

    def cycles(self) -> None:
        """Three cycles shared out and one open."""
        for number, year in ((1, 2022), (2, 2023), (3, 2024)):
            open_cycle(self.session, self.book_id, cycle_no=number, opened_on=date(year, 1, 1))
            close_cycle(self.session, self.book_id, cycle_no=number, closed_on=date(year, 12, 31))
            share_out_cycle(self.session, self.book_id, cycle_no=number)
        open_cycle(self.session, self.book_id, cycle_no=4, opened_on=date(2025, 1, 1))


def keep_group(session: Session, title: str = "Sunday Savers") -> tuple[KeptBook, list[Checkpoint]]:
    """A group with three Sundays, three corrections and a closed year; its checkpoints."""
    group = KeptBook(session, title)
    group.cycles()
    posted = [group.sunday(week) for week in (0, 1, 2)]
    checkpoints = [group.sign(posted[-1])]
    checkpoints += [group.sign(group.correct(seq, 1)) for seq in (1, 2, 3)]
    checkpoints.append(group.sign(group.close_fund()))
    return group, checkpoints


def keep_enterprise(session: Session) -> KeptBook:
    """An enterprise that sold twice."""
    farm = KeptBook(session, "Hillside Farm", BookKind.ENTERPRISE)
    for n in (1, 2):
        sale = Posting(farm.account(1010, "enterprise", "box"), farm.account(4300, "enterprise"), 900 * n)
        farm.post(JournalEntry(EntryKind.GRANT_USED, SUNDAY, (sale,)), f"sale-{n}")
    return farm


def keep_all(session: Session) -> list[Checkpoint]:
    """All three books, one of them still empty; the checkpoints of the first."""
    checkpoints = keep_group(session)[1]
    KeptBook(session, "Korea Savers")
    keep_enterprise(session)
    return checkpoints
