"""What the demo tells: a whole year, the same each time, in books that agree."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from ledgers.balances import balances
from ledgers.daybook import drawn_from, read_entries
from ledgers.tables import book_head, entry
from msai.db import Database
from msai.demonstration.building import Built
from msai.exports.plain_text import PlainBook, write_beancount, write_hledger
from msai.models.corrections import Correction, Dispute
from msai.models.enterprises import Remittance
from msai.models.groups import Meeting, Sheet
from msai.models.reconciliation import Reconciliation
from msai.models.remittances import Arriving
from msai.permissions import SYSTEM_IMPORT
from msai.services.demo.people import CAST
from msai.services.demo.programme import PROGRAMME, WEEKS, last_sunday, sundays
from msai.services.demo.year import told_month, write_year
from msai.services.land.certificates import list_ending_certificates
from msai.services.reporting.files import list_month_files
from msai.services.reporting.reading import read_reports
from msai.services.verification import VerifyBooks, verify_everything
from msai.services.views.charts.money_by_month import show_money_by_month
from msai.services.views.farming.listing import show_farm
from msai.services.views.group import show_group
from tests.msai.cast import NOW
from tests.msai.exports.textbooks import run

A_SUNDAY, A_MONDAY = date(2026, 11, 22), date(2026, 11, 23)
GROUPS = [scheme.key for scheme in PROGRAMME]


@pytest.mark.parametrize("today", [A_SUNDAY + timedelta(days=days) for days in range(7)])
def test_the_last_sunday_is_recent_and_the_next_one_open(today: date) -> None:
    """On a Sunday, its own meeting is still to be held."""
    assert last_sunday(today).weekday() == 6
    assert timedelta(0) < today - last_sunday(today) <= timedelta(days=7)
    assert len(sundays(today)) == WEEKS


def test_the_same_day_tells_the_same_story() -> None:
    """Nothing is left to chance; only the build makes the books others."""
    first, again = (write_year(PROGRAMME[0], today=A_SUNDAY, build=1) for _ in range(2))
    other = write_year(PROGRAMME[0], today=A_SUNDAY, build=2)

    assert first == again
    assert first.events[0] != other.events[0]
    assert [e["lines"] for e in first.events if "lines" in e] == [
        e["lines"] for e in other.events if "lines" in e]


@pytest.mark.parametrize("today", [A_MONDAY + timedelta(days=37 * step) for step in range(10)])
def test_no_purse_is_ever_below_nought(today: date) -> None:
    """Whatever the day on which it is built, and with somebody late, absent, fined, lent to and paid back."""
    kinds: Counter[str] = Counter()
    for scheme in PROGRAMME:
        for told in write_year(scheme, today=today, build=1).events:
            kinds.update(line["kind"] for line in told.get("lines", ()))
            assert not any(amount.startswith("-") for amount in told.get("opening", {}).values())

    assert kinds.keys() >= {"savings", "social", "investment", "fine", "fine_paid", "loan", "repayment",
                            "social_grant", "expense", "transfer"}


def test_everybody_has_a_group_of_the_size_that_is_told() -> None:
    """Thirty in Hong Kong, sixteen in Korea, twelve in the Netherlands; each signs in under one address."""
    assert [len(scheme.members) for scheme in PROGRAMME] == [30, 16, 12]
    assert len({person.identifier for person in CAST}) == len(CAST)


def test_a_year_is_in_the_books_and_the_books_agree(database: Database, built: Built) -> None:
    """Meetings, a sheet that waits, a line put right, a dispute, a bank compared; verify finds nothing."""
    held = select(func.count()).select_from(Sheet).where(
        Sheet.book_id == built.books["demo-netherlands"], Sheet.state == "held")
    group = built.books["demo-hong-kong"]
    with database.read() as session:
        assert [session.scalar(select(func.count()).where(Meeting.book_id == built.books[key]))
                for key in GROUPS] == [WEEKS, WEEKS, WEEKS - 1]
        assert session.scalar(held) == 1
        counts = [session.scalar(select(func.count()).where(table.book_id == group))
                  for table in (Correction, Dispute, Reconciliation)]
    assert counts[:2] == [1, 1]
    assert (counts[2] or 0) >= 10
    _a_paper_is_in_every_state(database, built)
    _a_farm_tells_its_months(database, built.books["demo-hogs"])
    assert verify_everything(database, SYSTEM_IMPORT, VerifyBooks()) == []


def _a_farm_tells_its_months(database: Database, farm: UUID) -> None:
    """One month is missing, one was typed in; the hogs add up; a certificate ends soon."""
    today = datetime.fromtimestamp(NOW / 1000, tz=UTC).date()
    months = [told_month(today, back) for back in range(5)]
    with database.read() as session:
        reports = {one.month: one for one in read_reports(session, farm)}
        found = show_farm(session, SYSTEM_IMPORT, farm)
        ending = list_ending_certificates(session, farm, today=today)
        files = list_month_files(session, farm, [reports[months[0]].report_id])

    assert [month in reports for month in months] == [True, True, False, True, True]
    assert [reports[month].is_entered for month in months if month in reports] == [False, True, False, False]
    stocks = [part for activity in found.activities for batch in activity.open for part in batch.boxes]
    assert {part.adds_up for part in stocks} == {True}
    assert Decimal(11) in {part.boxes[-1].number for part in stocks}
    assert ([one.days_left for one in ending], len(files)) == ([38], 4)


def _a_paper_is_in_every_state(database: Database, built: Built) -> None:
    """Drafted, approved, on its way, short, agreed, come back, believed lost; and so home."""
    group, farm = built.books["demo-hong-kong"], built.books["demo-hogs"]
    papers = select(Remittance.direction, Remittance.state).where(Remittance.drafted_at.is_not(None))
    arriving = select(Arriving.state)
    with database.read() as session:
        out = Counter(session.execute(papers.where(Remittance.book_id == group)).all())
        home = Counter(session.execute(papers.where(Remittance.book_id == farm)).all())
        told = Counter(session.scalars(arriving.where(Arriving.book_id == farm)))
        lost = session.scalar(select(Remittance.lost_approval_id).where(
            Remittance.book_id == group, Remittance.lost_approval_id.is_not(None)))

    assert out == {("out", state): count for state, count in {
        "draft": 1, "approved": 1, "sent": 3, "disputed": 1, "matched": 1, "returned": 1}.items()}
    assert home == {("home", "sent"): 1, ("home", "draft"): 1}
    assert told == {"on_its_way": 3, "disputed": 1, "matched": 1, "returned": 1}
    assert lost is not None


@pytest.mark.textbooks
def test_other_programmes_accept_every_book(database: Database, built: Built, tmp_path: Path) -> None:
    """hledger and beancount add all six up and find what the books say."""
    for key, book_id in built.books.items():
        for ending, write in (("journal", write_hledger), ("beancount", write_beancount)):
            with database.read() as session:
                plain = PlainBook(key, drawn_from(session, book_id), balances(session, book_id))
                text = "".join(write(plain, read_entries(session, book_id)))
            (tmp_path / f"{key}.{ending}").write_text(text)
        for program, *words in (("hledger", "check", "--strict", "-f", tmp_path / f"{key}.journal"),
                                ("bean-check", tmp_path / f"{key}.beancount")):
            checked = run(str(program), *words)
            assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


def test_no_entry_is_missing(database: Database, built: Built) -> None:
    """The head of each book was moved by entries alone, and all of them are there."""
    with database.read() as session:
        for book_id in built.books.values():
            last = session.scalar(select(book_head.c.last_seq).where(book_head.c.book_id == book_id))
            assert last == session.scalar(select(func.count()).where(entry.c.book_id == book_id))
            assert (last or 0) > 12


def test_the_picture_of_the_year_ends_where_the_money_is(database: Database, built: Built) -> None:
    """The last month of the chart and the totals of the table beside it are one and the same money."""
    group = built.books["demo-hong-kong"]
    with database.read() as session:
        page = show_group(session, SYSTEM_IMPORT, group, today=A_MONDAY)
        by_month = show_money_by_month(session, SYSTEM_IMPORT, group, currency="HKD", today=A_MONDAY)

    assert by_month.rows[-1].amounts_minor == tuple(total.amount_minor for total in page.money.totals)
    assert by_month.chart is not None
    assert len(by_month.chart.areas) == 3
