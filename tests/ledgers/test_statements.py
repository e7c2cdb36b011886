"""Statements add up, among themselves and to the book they were drawn from."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgers.accounts import TENDER_CODES, Account, is_memo_fund
from ledgers.balances import balances, register
from ledgers.books import open_book
from ledgers.daybook import drawn_from, read_entries
from ledgers.entries import EntryKind, Posting
from ledgers.journal import Draft, Journal, Stamp
from ledgers.statements.members import (
    Section,
    build_member_statement,
    build_members_interests,
    build_unit_register,
)
from ledgers.statements.movements import (
    build_account_register,
    build_cash_book,
    build_receipts_and_payments,
)
from ledgers.statements.position import (
    Place,
    PlaceKind,
    SavingsHeading,
    build_balance_sheet,
    build_income_statement,
    build_money_by_fund,
    build_trial_balance,
    money_funds,
)
from tests.ledgers.paper_book import (
    AMINA,
    BANK,
    BOOK,
    BOX,
    LOAN,
    LORNA,
    RAJESH,
    SITI,
    STAKE,
    TRANSIT,
    PaperBook,
    account,
)

SUNDAY = date(2025, 1, 5)
STEPS = (
    (EntryKind.SAVINGS, account(1010, held_by=BOX), account(3100, held_by=AMINA)),
    (EntryKind.SAVINGS, account(1020, held_by=BANK), account(3100, held_by=RAJESH)),
    (EntryKind.SOCIAL, account(1010, "social", BOX), account(3300, "social", SITI)),
    (EntryKind.FINE, account(1010, held_by=BOX), account(4200, held_by=SITI)),
    (EntryKind.FINE_RAISED, account(1150, held_by=SITI), account(4200, held_by=SITI)),
    (EntryKind.LOAN_ISSUED, account(1100, held_by=LOAN), account(1010, held_by=BOX)),
    (EntryKind.EXPENSE, account(5200), account(1010, held_by=BOX)),
    (EntryKind.TRANSFER, account(1020, held_by=BANK), account(1010, held_by=BOX)),
    (EntryKind.SAVINGS_INTEREST, account(5360, held_by=AMINA), account(3100, held_by=AMINA)),
    (EntryKind.INVESTMENT, account(1010, "investment", BOX), account(3200, "investment", AMINA)),
    (EntryKind.INVESTMENT, account(9200, "units", AMINA), account(9100, "units")),
    (EntryKind.INVESTMENT, account(9200, "units", SITI), account(9100, "units")),
    (EntryKind.CAPITAL_SENT, account(1200, "investment", TRANSIT), account(1010, "investment", BOX)),
    (EntryKind.CAPITAL_LANDED, account(1300, "investment", STAKE), account(1200, "investment", TRANSIT)),
    (EntryKind.WRITE_DOWN, account(5600, "investment"), account(1390, "investment", STAKE)),
    (EntryKind.INCOME_DECLARED, account(1400, "investment", STAKE), account(4400, "investment", STAKE)),
    (EntryKind.DISTRIBUTION, account(3400, "investment"), account(2100, "investment", SITI)),
    (EntryKind.WITHDRAWAL, account(3100, held_by=RAJESH), account(1020, held_by=BANK)),
    (EntryKind.UNITS_MOVED, account(3200, "investment", AMINA), account(3200, "investment", SITI)),
    (EntryKind.FUND_CLOSED, account(4200, held_by=SITI), account(3400)),
)
moves = st.tuples(st.sampled_from(STEPS), st.integers(1, 500_000), st.integers(0, 120), st.booleans())
MIDDLE = SUNDAY + timedelta(days=60)


def written(steps: list[tuple]) -> PaperBook:
    """A book of these steps, the marked ones taken back a week later."""
    book = PaperBook()
    for (kind, debit, credit), minor, day, wrong in steps:
        on = SUNDAY + timedelta(days=day)
        closing = kind is EntryKind.FUND_CLOSED
        seq = book.post(kind, on, Posting(debit, credit, minor, "1"), closing=closing)
        if wrong and not closing:
            book.correct(seq, 1, day=on + timedelta(days=7))
    return book


books = st.lists(moves, max_size=40).map(written)


@given(books)
@settings(max_examples=60)
def test_the_trial_balance_agrees_in_every_fund(book):
    """Every account stands in it once, and both columns of each fund are equal."""
    found = book.balances()
    statement = build_trial_balance(book.drawn(), found)
    assert {line.account: line.debit_minor - line.credit_minor for line in statement.lines} == found
    assert all(total.debit_minor == total.credit_minor for total in statement.totals)


@given(books)
@settings(max_examples=60)
def test_places_assets_and_what_belongs_to_whom_are_one_sum(book):
    """Where the money is, what the fund has, and whose it is cannot differ by a cent."""
    found = book.balances()
    places = build_money_by_fund(book.drawn(), found)
    sheets = [build_balance_sheet(book.drawn(), fund, found=found) for fund in places.funds]
    assert list(places.fund_totals) == [sheet.total_assets for sheet in sheets]
    assert sum(line.total_minor for line in places.lines) == places.total_minor
    assert all(sheet.total_assets == sheet.total_liabilities + sheet.total_members for sheet in sheets)


@given(books)
@settings(max_examples=60)
def test_income_of_two_parts_of_a_year_is_the_income_of_the_year(book):
    """Closings move income to the surplus and must not be read as income again."""
    drawn, middle, end = book.drawn(), book.balances(MIDDLE, closing=False), book.balances(closing=False)
    for fund in money_funds(end):
        first = build_income_statement(drawn, fund, at_end=middle, at_start={})
        second = build_income_statement(drawn, fund, at_end=end, at_start=middle, since=MIDDLE)
        whole = build_income_statement(drawn, fund, at_end=end, at_start={})
        assert first.result_minor + second.result_minor == whole.result_minor


@given(books)
@settings(max_examples=60)
def test_the_cash_book_runs_from_the_opening_to_what_the_books_say(book):
    """Opening, in and out of every box end on its balance."""
    opening, since = book.balances(MIDDLE), MIDDLE + timedelta(days=1)
    statement = build_cash_book(book.drawn(), lines=book.register(since), opening=opening, since=since)
    closing = {tender.account: tender.closing_minor for tender in statement.tenders if tender.closing_minor}
    assert closing == {a: minor for a, minor in book.balances().items() if a.code in TENDER_CODES}
    assert all(not t.lines or t.lines[-1].balance_minor == t.closing_minor for t in statement.tenders)


@given(books)
@settings(max_examples=60)
def test_receipts_and_payments_end_on_the_money_of_each_fund(book):
    """Months follow each other without a gap in the money."""
    statement = build_receipts_and_payments(book.drawn(), lines=book.register(), opening={})
    last = {month.fund: month.closing_minor for month in statement.months}
    for fund in money_funds(book.balances()):
        cash = sum(m for a, m in book.balances().items() if a.fund == fund and a.code in TENDER_CODES)
        assert last.get(fund, 0) == cash


@given(books)
@settings(max_examples=60)
def test_members_interests_are_what_the_funds_have_less_what_they_owe(book):
    """Nothing of the group's belongs to nobody."""
    opening, since = book.balances(MIDDLE), MIDDLE + timedelta(days=1)
    lines = book.register(since)
    statement = build_members_interests(book.drawn(), lines=lines, opening=opening, since=since)
    net = sum(m for a, m in book.balances().items() if a.code < 3000 and not is_memo_fund(a.fund))
    assert statement.total.closing_minor == net


@given(books)
@settings(max_examples=60)
def test_a_passbook_ends_on_the_balances_of_the_book(book):
    """The member reads what the book says of her, closing by closing."""
    lines = [line for line in book.register() if line.account.holder == AMINA]
    statement = build_member_statement(book.drawn(), AMINA, lines=lines)
    assert statement.total_minor(Section.SAVINGS) == -book.balances().get(account(3100, held_by=AMINA), 0)
    assert sum(line.amount_minor for line in statement.lines if line.account.code == 3100) == (
        statement.total_minor(Section.SAVINGS))


@given(books)
@settings(max_examples=60)
def test_the_worth_of_all_units_is_the_net_assets(book):
    """Parts of the fund are shared to the last cent."""
    register = build_unit_register(book.drawn(), "investment", found=book.balances())
    shown = sum(line.worth_minor for line in register.lines)
    assert shown == (register.net_assets_minor if register.units_e4 else 0)
    assert sum(line.part for line in register.lines) == (1 if register.units_e4 else 0)


def test_what_was_put_right_stays_in_sight():
    """Amina paid for three shares on the first Sunday, not four: both lines can be read."""
    book, box, saved = PaperBook(), account(1010, held_by=BOX), account(3100, held_by=AMINA)
    book.post(EntryKind.SAVINGS, SUNDAY, Posting(box, saved, 20000, "1"))
    book.correct(1, 1, day=SUNDAY + timedelta(days=7), right=(Posting(box, saved, 15000, "1"),))
    wrong, right = build_member_statement(book.drawn(), AMINA, lines=own_lines(book)).lines
    assert (wrong.amount_minor, wrong.balance_minor) == (20000, 20000)
    assert (wrong.struck, wrong.corrected_by) == (True, 2)
    assert (right.amount_minor, right.balance_minor, right.struck) == (-5000, 15000, False)
    assert (right.corrects, right.was_minor, right.now_minor) == (((1, 1),), 20000, 15000)


def own_lines(book: PaperBook) -> list:
    """The lines of Amina's own accounts."""
    return [line for line in book.register() if line.account.holder == AMINA]


def test_shares_stand_beside_the_money_they_were_bought_with():
    """The passbook says four shares, not only two hundred dollars."""
    book = PaperBook()
    book.post(
        EntryKind.SAVINGS, SUNDAY,
        Posting(account(1010, held_by=BOX), account(3100, held_by=AMINA), 20000, "1"),
        Posting(account(9400, "shares", AMINA), account(9300, "shares"), 4, "1"),
    )
    lines = build_member_statement(book.drawn(), AMINA, lines=own_lines(book)).lines
    assert [(line.amount_minor, line.counted) for line in lines] == [(20000, 4)]


def test_a_payment_put_right_is_not_money_paid_out():
    """Receipts are what really came in, after the correction."""
    book = PaperBook()
    box, saved = account(1010, held_by=BOX), account(3100, held_by=AMINA)
    book.post(EntryKind.SAVINGS, SUNDAY, Posting(box, saved, 20000))
    book.correct(1, 1, day=SUNDAY, right=(Posting(box, saved, 15000),))
    (month,) = build_receipts_and_payments(book.drawn(), lines=book.register(), opening={}).months
    assert (month.received_minor, month.paid_minor, month.closing_minor) == (15000, 0, 15000)


def test_an_impairment_stands_against_its_stake():
    """A stake is shown at what the books carry it at."""
    found = {
        account(1300, "investment", STAKE): 90000, account(1390, "investment", STAKE): -20000,
        account(1310, "investment", STAKE): 1000, account(3400, "investment"): -71000,
    }
    (line,) = build_money_by_fund(PaperBook().drawn(), found).lines
    assert (line.place, line.total_minor) == (Place(1300, PlaceKind.STAKE, "stake-1"), 71000)


def test_savings_that_may_be_taken_out_are_printed_as_deposits():
    """The heading moves, the sums of the fund do not."""
    found = {
        account(1010, held_by=BOX): 500, account(3100, held_by=AMINA): -400,
        account(4200, held_by=SITI): -100,
    }
    sheet = build_balance_sheet(PaperBook().drawn(), "savings", found=found, savings=SavingsHeading.DEPOSITS)
    assert (sheet.total_assets, sheet.total_liabilities, sheet.total_members) == (500, 400, 100)


def test_a_unit_is_worth_an_exact_fraction():
    """A value rounded to cents would lose members' money."""
    found = {
        account(1010, "investment", BOX): 100000, account(3200, "investment", AMINA): -90000,
        account(9200, "units", AMINA): 6000000, account(9200, "units", SITI): 3000000,
    }
    register = build_unit_register(PaperBook().drawn(), "investment", found=found)
    assert register.value == Fraction(1000, 9)
    assert [line.worth_minor for line in register.lines] == [66667, 33333]


def test_members_are_listed_by_their_numbers():
    """Member 2 stands before member 10, as in the paper book."""
    found = {account(3100, held_by=member): -1 for member in (RAJESH, SITI, AMINA)}
    lines = build_trial_balance(PaperBook().drawn(), found).lines
    assert [line.account.alias for line in lines] == ["member-1", "member-2", "member-10"]


@given(steps=st.lists(moves, min_size=20, max_size=20))
@settings(max_examples=1)
def test_a_register_of_any_account_runs_to_its_balance(steps):
    """Each number can be followed to its entries."""
    book = written(steps)
    for found, minor in book.balances().items():
        lines = build_account_register(book.drawn(), found, lines=book.register()).lines
        assert lines[-1].balance_minor == minor


def test_the_day_book_is_read_as_it_was_posted(session):
    """What is read back is what was posted, entry by entry, with the head of the chain."""
    paper = written([(step, 1000 + n, n, n % 5 == 0) for n, step in enumerate(STEPS)])
    posted = kept(session, paper)
    read = list(read_entries(session, BOOK))
    assert [(e.seq, e.hash, e.postings) for e in read] == [
        (p.seq, p.hash, e.postings) for p, e in zip(posted, paper.entries, strict=True)]
    assert drawn_from(session, BOOK) == paper.drawn().__class__(
        BOOK, paper.drawn().kind, "HKD", None, len(read), read[-1].hash)


def test_the_book_on_paper_and_the_kept_one_agree(session):
    """The sums these statements are tested with are those the books keep."""
    paper = written([(step, 1000 + n, 3 * n, n % 5 == 0) for n, step in enumerate(STEPS)])
    kept(session, paper)
    assert balances(session, BOOK, as_of=MIDDLE) == paper.balances(MIDDLE)
    assert [e.seq for e in read_entries(session, BOOK, until=MIDDLE)] == [
        seq for seq, e in enumerate(paper.entries, start=1) if e.occurred_on <= MIDDLE]
    assert by_account(register(session, BOOK)) == by_account(paper.register())


def by_account(lines: list) -> dict[Account, list[tuple[int, int]]]:
    """The lines of each account in their order."""
    found: dict[Account, list[tuple[int, int]]] = {}
    for line in lines:
        found.setdefault(line.account, []).append((line.seq, line.amount_minor))
    return found


def kept(session, paper: PaperBook) -> tuple:
    """Post the book on paper into a real one."""
    open_book(session, BOOK, kind=paper.drawn().kind, currency="HKD", opened_at=0)
    drafts = [Draft(entry, f"paper-{n}") for n, entry in enumerate(paper.entries)]
    return Journal(session, BOOK).post_all(drafts, stamp=Stamp(LORNA, 0))
