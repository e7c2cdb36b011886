"""Two programmes that know nothing of this one read a book and come to the same balances."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ledgers.accounts import Account, BookKind, Holder, HolderKind
from ledgers.entries import Posting
from ledgers.statements.drawn import account_rank
from msai.exports.account_names import AccountNames, commodity_of
from msai.exports.plain_text import PlainBook, write_beancount, write_hledger
from tests.ledgers.paper_book import AMINA, BOOK, BOX, account
from tests.msai.exports.paper_year import LAST_DAY, STRANGE, day_book, drawn, year_on_paper
from tests.msai.exports.textbooks import beancount_balances, hledger_balances, run

MIDDLE = date(2025, 6, 30)
BOTH_DATES = pytest.mark.parametrize("day", [MIDDLE, LAST_DAY], ids=["middle", "end"])
YEAR = year_on_paper()


def plain(day: date = LAST_DAY) -> PlainBook:
    """The group's book as text at a day."""
    return PlainBook('Sunday "Savers"\nof Hong Kong', drawn(YEAR, day), YEAR.balances(day))


def written(
    folder: Path, name: str, text: Callable, book: PlainBook | None = None, until: date = LAST_DAY,
) -> Path:
    """The book's text in a file."""
    path = folder / name
    path.write_text("".join(text(book or plain(until), day_book(YEAR, until))), encoding="utf-8")
    return path


def expected(day: date) -> dict[str, Decimal]:
    """Our balances by the names and decimals of the text, zeros left out."""
    names = AccountNames(BookKind.GROUP)
    for entry in day_book(YEAR):
        for found in sorted({a for p in entry.postings for a in (p.debit, p.credit)}, key=account_rank):
            names.of(found)
    return {names.of(found): decimal(found, minor) for found, minor in YEAR.balances(day).items()}


def decimal(found: Account, minor: int) -> Decimal:
    """A balance in whole units of its commodity."""
    return Decimal(minor).scaleb(-commodity_of(found.fund, "HKD").places)


@pytest.mark.textbooks
@BOTH_DATES
def test_hledger_accepts_the_book(tmp_path, day):
    """Strictly: every account and commodity declared, every balance as the book keeps it."""
    journal = written(tmp_path, "book.journal", write_hledger, until=day)
    checked = run("hledger", "check", "--strict", "-f", journal)
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


@pytest.mark.textbooks
@BOTH_DATES
def test_beancount_accepts_the_book(tmp_path, day):
    """Every account opened, every transaction balanced, every balance as the book keeps it."""
    checked = run("bean-check", written(tmp_path, "book.beancount", write_beancount, until=day))
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


@pytest.mark.textbooks
@BOTH_DATES
def test_hledger_comes_to_the_same_balances(tmp_path, day):
    """Another programme's sums, at both dates, are ours."""
    journal = written(tmp_path, "book.journal", write_hledger)
    assert hledger_balances(journal, day) == expected(day)


@pytest.mark.textbooks
@BOTH_DATES
def test_beancount_comes_to_the_same_balances(tmp_path, day):
    """A second programme, written by others, agrees with the first."""
    ledger = written(tmp_path, "book.beancount", write_beancount)
    assert beancount_balances(ledger, day) == expected(day)


@pytest.mark.textbooks
@pytest.mark.parametrize(("program", "text"), [("hledger", write_hledger), ("bean-check", write_beancount)])
def test_a_balance_one_cent_off_is_refused(tmp_path, program, text):
    """The assertions at the end are compared to the cent."""
    wrong = plain()
    box = account(1010, held_by=BOX)
    wrong = replace(wrong, balances={**wrong.balances, box: wrong.balances[box] + 1})
    path = written(tmp_path, "book.txt", text, wrong)
    arguments = ("check", "-f", path) if program == "hledger" else (path,)
    assert run(program, *arguments).returncode != 0


@pytest.mark.textbooks
@pytest.mark.parametrize("text", [write_hledger, write_beancount])
def test_a_balance_no_entry_explains_is_refused(tmp_path, text):
    """An account that only the kept balances know must not slip through."""
    wrong = replace(plain(), balances={**plain().balances, account(4700): -1})
    path = written(tmp_path, "book.txt", text, wrong)
    refused = run("hledger", "check", "-f", path) if text is write_hledger else run("bean-check", path)
    assert refused.returncode != 0


def test_holders_that_look_alike_keep_apart():
    """Four wallets whose names have no plain letters in common are four accounts."""
    names = AccountNames(BookKind.GROUP)
    given = {names.of(account(1030, held_by=tender)) for tender in STRANGE}
    assert len(given) == 4
    assert names.of(account(1030, held_by=STRANGE[0])) == "Assets:1030-E-Wallet:Savings:GCash-Lorna"


def test_every_part_of_a_name_is_one_both_programmes_take():
    """Capitals or digits first, ASCII only."""
    names = AccountNames(BookKind.GROUP)
    for found in {a for e in YEAR.entries for p in e.postings for a in (p.debit, p.credit)}:
        assert re.fullmatch(r"[A-Z][a-z]+(:[A-Z0-9][A-Za-z0-9-]*)+", names.of(found))


def test_the_text_is_written_while_entries_arrive():
    """A long book must not be held in memory to be written."""
    entries = iter(day_book(YEAR))
    pieces = write_hledger(plain(), entries)
    while "sunday" not in next(pieces):
        pass
    assert len(list(entries)) == len(day_book(YEAR)) - 1


def test_each_entry_names_its_number_reference_and_hash():
    """A reader can follow a line of the text back to the book, and the book's chain."""
    first = day_book(YEAR)[0]
    for text in (write_hledger, write_beancount):
        whole = "".join(text(plain(), [first]))
        assert first.hash.hex() in whole
        assert f"sunday %22{first.seq}%22%3B" in whole


def test_won_have_no_decimals_and_claims_those_of_their_currency():
    """A Korean group's text must not show cents that do not exist."""
    holder = Holder(BOOK, HolderKind.MEMBER, "member-1")
    posting = Posting(Account(3100, "savings", AMINA), Account(3100, "savings", holder), 1234)
    entry = replace(day_book(YEAR)[0], postings=(posting,))
    won = replace(plain(), drawn=replace(plain().drawn, currency="KRW"), balances={})
    assert "  1234 KRW" in "".join(write_hledger(won, [entry]))
    assert commodity_of("claims.PHP", "KRW").places == 2
