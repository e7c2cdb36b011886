"""A group that carried 300.00 to its bank on the last Sunday of September."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from ledgers.accounts import HolderKind
from ledgers.entries import SourceKind
from ledgers.rules.housekeeping import donation
from ledgers.rules.tenders import Tender, TenderLine
from msai.ids import uuid7
from msai.permissions import SYSTEM_IMPORT
from msai.services.holders import holder
from msai.services.postings import Paper, post
from tests.msai import pasts
from tests.msai.cast import NOW, Cast
from tests.msai.sunday import SAVERS
from tests.services.databases import Past, Place

BANK = Tender(1020, holder(SAVERS, HolderKind.TENDER, "bank"))


def bank_moves(session: Session, day: date, minor: int) -> int:
    """Somebody gives money to the group by transfer; answers the entry's number."""
    entry = donation(day, TenderLine(BANK, minor))
    paper = Paper(SourceKind.RECEIPT, uuid7(NOW), NOW)
    return post(session, SYSTEM_IMPORT, SAVERS, entry=entry, paper=paper, step="given").seq


@pytest.fixture
def past() -> Past:
    """The group with its bank account."""
    return with_a_bank_account


def with_a_bank_account(place: Place) -> Cast:
    """The group was opened and twice got money by transfer."""
    cast = pasts.savers(place)
    pasts.written(place, lambda session: (
        bank_moves(session, date(2026, 8, 30), 100_00), bank_moves(session, date(2026, 9, 27), 200_00)))
    return cast
