"""What verifying says of honest books, and of books that somebody changed on purpose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from ledgers.entries import EntryKind, JournalEntry, Posting, cycle_hash
from ledgers.tables import BOOK_TABLES
from ledgers.verify import BOOK_CHECKS, ExaminedBook, verify_book
from msai.db import Database
from tests.ledgers.damage import shadow
from tests.ledgers.kept_books import (
    KEY,
    SUNDAY,
    KeptBook,
    findings,
    keep_all,
    keep_enterprise,
    keep_group,
    name,
    verified,
)

MONEY = [(1010, "box"), (3100, "member-1"), (3100, "member-2"), (4200, "member-1"), (3400, "")]
line = st.tuples(st.permutations(range(len(MONEY))), st.integers(1, 10**9))
entry = st.tuples(st.integers(0, 400), st.booleans(), st.lists(line, min_size=1, max_size=5))


@pytest.mark.books
def test_honest_books_are_clean(session: Session) -> None:
    """Every kind of row is there: notes, corrections, shares, units, claims, checkpoints, cycles."""
    keep_all(session)

    assert findings(session) == []


@given(entries=st.lists(entry, max_size=6))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_posted_is_clean(database: Database, entries: list[Any]) -> None:
    """Any postings at all, on any days, leave sums and hashes that verifying agrees with."""
    with database.write() as session:
        book = KeptBook(session, "Random Savers")
        for number, (day, closing, lines) in enumerate(entries):
            book.post(_entry(book, day, closing, lines), f"random-{number}")

        found = [finding.code for finding in findings(session)]
        session.rollback()

    # Any money may leave the box here; nothing else may be wrong.
    assert set(found) <= {"tender_negative"}


def _entry(book: KeptBook, day: int, closing: bool, lines: list[Any]) -> JournalEntry:
    accounts = [book.account(code, "savings", alias) for code, alias in MONEY]
    postings = tuple(Posting(accounts[order[0]], accounts[order[1]], amount) for order, amount in lines)
    return JournalEntry(EntryKind.SAVINGS, SUNDAY + timedelta(days=day), postings, closing=closing)


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ("DELETE FROM book WHERE place = 1", {"orphan_rows"}),
        ("DELETE FROM book_head WHERE place = 1", {"head_missing"}),
        ("DELETE FROM holder WHERE alias = 'member-1'", {"holder_missing", "entry_hash_differs"}),
        ("DELETE FROM holder WHERE alias = 'None' AND place = 1", {"holder_missing"}),
        ("DELETE FROM account WHERE place = 2", {"account_numbers_gap", "account_missing"}),
        ("DELETE FROM note WHERE place = 1", {"note_missing", "entry_hash_differs"}),
        ("DELETE FROM entry WHERE seq = 2", {"sequence_gap", "chain_broken", "posting_without_entry"}),
        ("DELETE FROM entry WHERE seq = 7", {"head_differs", "posting_without_entry"}),
        ("DELETE FROM posting WHERE seq = 2 AND line = 3", {"entry_hash_differs", "balance_differs"}),
        ("DELETE FROM posting WHERE seq = 3", {"entry_empty", "reversal_unknown"}),
        ("DELETE FROM balance WHERE place = 1", {"balance_missing"}),
        ("DELETE FROM rollup WHERE place = 1", {"rollup_missing"}),
        ("DELETE FROM cycle WHERE cycle_no = 2", {"cycle_order"}),
        ("DELETE FROM cycle WHERE cycle_no = 4", {"cycle_missing"}),
        ("DELETE FROM cycle", {"cycle_missing"}),
        ("UPDATE balance SET debit_minor = debit_minor + 100 WHERE place = 1", {"balance_differs"}),
        ("UPDATE rollup SET credit_minor = credit_minor + 1 WHERE place = 1", {"rollup_differs"}),
        ("UPDATE posting SET amount_minor = -amount_minor WHERE place = 1", {"posting_amount"}),
        ("UPDATE posting SET credit_no = debit_no WHERE place = 1", {"posting_same_account"}),
        ("UPDATE posting SET fund = 'social' WHERE place = 1", {"posting_fund_differs"}),
        ("UPDATE posting SET reverses_line = 2 WHERE seq = 4 AND line = 1", {"reversal_differs"}),
        ("UPDATE posting SET reverses_seq = 9, reverses_line = 9 WHERE seq = 4 AND line = 2",
         {"reversal_unknown"}),
        ("UPDATE posting SET reverses_seq = 1, reverses_line = 1 WHERE seq = 5 AND line = 1",
         {"reversal_twice"}),
        ("UPDATE entry SET kind = 'gift' WHERE seq = 2", {"entry_unknown_kind", "content_hash_differs"}),
        ("UPDATE entry SET source_kind = 'rumour' WHERE seq = 2", {"entry_unknown_source"}),
        ("UPDATE entry SET client_ref = 'meeting-1/savings' WHERE seq = 1", {"reference_twice"}),
        ("UPDATE book SET currency = 'XXX' WHERE place = 1", {"book_unknown_currency", "row_hash_differs"}),
        ("UPDATE book SET kind = 'club' WHERE place = 1", {"book_unknown_kind"}),
        ("UPDATE book SET chart_version = 99 WHERE place = 1", {"book_unknown_chart"}),
        ("UPDATE account SET code = 1234 WHERE place = 2", {"account_not_in_chart", "row_hash_differs"}),
        ("UPDATE holder SET kind = 'ghost' WHERE alias = 'member-1'", {"holder_unknown_kind"}),
        ("UPDATE holder SET alias = 'member-2' WHERE alias = 'member-1'", {"holder_alias_twice"}),
        ("UPDATE cycle SET state = 'lost' WHERE cycle_no = 1", {"cycle_unknown_state", "row_hash_differs"}),
        ("UPDATE checkpoint SET key_id = '0123456789abcdef' WHERE place = 1", {"checkpoint_key_unknown"}),
        ("UPDATE checkpoint SET signed_at = 1 WHERE place = 1", {"checkpoint_signature"}),
        ("UPDATE checkpoint SET totals = '{}' WHERE place = 1", {"checkpoint_totals"}),
    ],
)
def test_a_change_by_hand_is_named(session: Session, change: str, codes: set[str]) -> None:
    """The code tells a facilitator where to look first."""
    keep_all(session)
    shadow(session)
    session.execute(text(change))

    assert codes <= set(verified(session))


@pytest.mark.parametrize("column", ["amount_minor", "line_ref", "credit_no"])
def test_two_rows_that_changed_places_are_found(session: Session, column: str) -> None:
    """Amina's savings under Siti's name leave every sum of the fund as it was."""
    keep_group(session)
    shadow(session)
    swapped = f"(SELECT {column} FROM posting p WHERE p.seq = 1 AND p.line = 8 - posting.line)"
    session.execute(text(f"UPDATE posting SET {column} = {swapped} WHERE seq = 1 AND line IN (1, 7)"))

    assert "entry_hash_differs" in verified(session)


def test_an_added_entry_is_found(session: Session) -> None:
    """An entry that no journal posted has no place in the chain."""
    keep_group(session)
    shadow(session)
    names = ", ".join(column.name for column in BOOK_TABLES[5].c if column.name != "seq")
    session.execute(text(f"INSERT INTO entry (seq, {names}) SELECT 8, {names} FROM entry WHERE seq = 1"))

    assert {"chain_broken", "entry_hash_differs", "entry_empty", "head_differs"} <= set(verified(session))


def _between(book: KeptBook) -> Posting:
    return Posting(book.account(1010, "social", "box"), book.account(3900, "social"), 700)


def _shares(book: KeptBook) -> Posting:
    return Posting(book.account(9300, "shares"), book.account(9400, "shares", "member-1"), 9)


def _foreign(book: KeptBook) -> Posting:
    return Posting(book.account(9200, "shares", "member-1"), book.account(9100, "shares"), 9)


def _overdrawn(book: KeptBook) -> Posting:
    return Posting(book.account(3100, "savings", "member-1"), book.account(1010, "savings", "box"), 10**6)


@pytest.mark.parametrize(
    ("posting", "codes"),
    [
        (_between, ["between_funds_open"]),
        (_shares, ["holding_negative"]),
        (_foreign, ["memo_account_foreign"] * 2),
        (_overdrawn, ["tender_negative"]),
    ],
)
def test_sums_that_no_book_may_show_are_named(
    session: Session, posting: Callable[[KeptBook], Posting], codes: list[str],
) -> None:
    """The chain is whole, and still something was posted that should not have been."""
    group = keep_group(session)[0]
    group.post(JournalEntry(EntryKind.CORRECTION, SUNDAY, (posting(group),)), "odd")

    assert verified(session) == codes


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ((4200, "member-1"), (3400, ""), []),
        ((3100, "member-1"), (3400, ""), ["reversal_differs"]),
        ((4200, "member-1"), (4200, "member-2"), ["reversal_differs"]),
    ],
)
def test_the_surplus_stands_for_the_result_of_a_closed_cycle(
    session: Session, old: tuple[int, str], new: tuple[int, str], codes: list[str],
) -> None:
    """Last year's fine is closed: taking it back costs the surplus. Nothing else may change its account."""
    group = KeptBook(session, "Late Savers")
    box, before, after = (group.account(code, "savings", alias) for code, alias in ((1010, "box"), old, new))
    group.post(JournalEntry(EntryKind.FINE, SUNDAY, (Posting(box, before, 500),)), "fine")
    back = Posting(after, box, 500, reverses=(1, 1))
    group.post(JournalEntry(EntryKind.CORRECTION, SUNDAY, (back,)), "back")

    assert verified(session) == codes


def test_a_rewritten_row_hash_does_not_hide_a_broken_order(session: Session) -> None:
    """Who can change a cycle can compute its hash as well."""
    group = keep_group(session)[0]
    shadow(session)
    true = cycle_hash(group.book_id, 1, opened_on=date(2022, 1, 1), closed_on=None, state="open")
    change = "UPDATE cycle SET state = 'open', closed_on = NULL, row_hash = :hash WHERE cycle_no = 1"
    session.execute(text(change), {"hash": true})

    assert verified(session) == ["cycle_order"]


def test_many_findings_of_one_code_are_counted(session: Session) -> None:
    """A book in which every line is wrong is told in a few lines."""
    farm = keep_enterprise(session)
    sale = Posting(farm.account(1010, "enterprise", "box"), farm.account(4300, "enterprise"), 1)
    for n in range(30):
        farm.post(JournalEntry(EntryKind.GRANT_USED, SUNDAY, (sale,)), f"more-{n}")
    shadow(session)
    session.execute(text("UPDATE entry SET kind = 'gift'"))

    unknown = [f for f in findings(session) if f.code == "entry_unknown_kind"]
    assert (len(unknown), unknown[-1].params) == (26, {"more": 7})


def test_a_programme_adds_checks_of_its_own(session: Session) -> None:
    """What stands beside the books is verified with them, by the same command."""
    group = keep_group(session)[0]

    def check_sheets(book: ExaminedBook) -> Any:
        yield book.finding("sheet_lost", "sheet", 7, day=SUNDAY)

    found = verify_book(session, group.book_id, keys=KEY.public_keys, checks=(*BOOK_CHECKS, check_sheets))
    assert [str(f) for f in found] == [f"sheet_lost {group.book_id} sheet 7 (day=2025-01-05)"]


def test_a_check_that_fails_is_a_finding(session: Session) -> None:
    """A damaged book may surprise a check; the others still have their say."""
    group = keep_group(session)[0]

    def check_luck(book: ExaminedBook) -> Any:
        raise KeyError(book.book_id)

    found = verify_book(session, group.book_id, keys=KEY.public_keys, checks=(check_luck, *BOOK_CHECKS))
    assert [(f.code, f.key) for f in found] == [("check_failed", "check_luck")]


def test_a_book_that_is_not_there_is_named(session: Session) -> None:
    """Asking for a book by a wrong id is no clean answer."""
    found = verify_book(session, name("Nobody's"), keys=KEY.public_keys)

    assert "book_missing" in [f.code for f in found]
