"""Small questions to the engine that a sown fault has to answer wrongly."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import Column, Table, text
from sqlalchemy.orm import Session

from ledgers.accounts import Account
from ledgers.entries import EntryKind, JournalEntry, Posting
from ledgers.errors import FundMismatch, IdempotencyConflict
from ledgers.sharing.share_out import Claim, share_out
from ledgers.tables import balance, checkpoint, entry
from ledgers.units import units_for
from tests.ledgers.damage import flips, places, read_cell, shadow, undone, write_cell
from tests.ledgers.kept_books import KeptBook, keep_group, verified


def probe_sundays_are_clean(session: Session) -> None:
    """Two ordinary meetings."""
    group = KeptBook(session, "Sunday Savers")
    group.cycles()
    group.sunday(0)
    group.sunday(1)

    assert verified(session) == []


def probe_the_chain_covers_every_column(session: Session) -> None:
    """A byte the other way in any column of an entry."""
    assert _uncovered(session, entry) == []


def probe_signatures_cover_every_column(session: Session) -> None:
    """A byte the other way in any column of a checkpoint."""
    assert _uncovered(session, checkpoint) == []


def probe_sums_cover_every_column(session: Session) -> None:
    """A byte the other way in any column of a kept balance."""
    assert _uncovered(session, balance) == []


def _uncovered(session: Session, table: Table) -> list[str]:
    keep_group(session)
    shadow(session)
    return [column.name for column in table.c if not _is_found(session, column)]


def _is_found(session: Session, column: Column[Any]) -> bool:
    place = places(session, column)[0]
    with undone(session):
        value = flips(column, read_cell(session, column, place), sqlite=True)[0]
        write_cell(session, column, place, value=value)
        return bool(verified(session))


def probe_a_gap_is_named(session: Session) -> None:
    """An entry in the middle is gone."""
    keep_group(session)
    shadow(session)
    session.execute(text("DELETE FROM entry WHERE seq = 2"))

    assert "sequence_gap" in verified(session)


def probe_a_crooked_reversal_is_named(session: Session) -> None:
    """A correction that takes back less than was posted."""
    group = KeptBook(session, "Sunday Savers")
    box, savings = group.account(1010, "savings", "box"), group.account(3100, "savings", "member-1")
    group.post(JournalEntry(EntryKind.SAVINGS, date(2025, 1, 5), (Posting(box, savings, 500),)), "first")
    back = Posting(savings, box, 400, reverses=(1, 1))
    group.post(JournalEntry(EntryKind.CORRECTION, date(2025, 1, 5), (back,)), "back")

    assert verified(session) == ["reversal_differs"]


def probe_a_reference_stands_for_one_content(session: Session) -> None:
    """The phone's second sheet under the first one's name."""
    group = KeptBook(session, "Sunday Savers")
    group.sunday(0)
    other = Posting(group.account(1010, "savings", "box"), group.account(3400, "savings"), 1)

    with pytest.raises(IdempotencyConflict):
        group.post(JournalEntry(EntryKind.OTHER_INCOME, date(2025, 1, 5), (other,)), "meeting-0/savings")


def probe_no_posting_crosses_funds() -> None:
    """Savings that pay for social grants."""
    with pytest.raises(FundMismatch):
        Posting(Account(1010, "savings"), Account(3300, "social"), 1)


def probe_the_box_pays_what_is_in_it() -> None:
    """Eight cents in the box, a coin of ten, and a share worth nearly one."""
    assert share_out(8, [Claim(1, debt_minor=8), Claim(2)], step=10).cash_paid_minor == 0


def probe_new_money_costs_nobody() -> None:
    """A unit of three dollars, and a dollar that buys a third of one."""
    assert units_for(100, Fraction(300)) == 3333
