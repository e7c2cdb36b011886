"""The farm of the months with money in it: a match since it opened, the savers' since September."""

from __future__ import annotations

from datetime import date
from uuid import uuid5

from sqlalchemy.orm import Session

from ledgers.entries import SourceKind
from ledgers.money import Money
from msai.permissions import SYSTEM_IMPORT
from msai.services import enterprises
from msai.services.postings import Paper
from tests.msai.cast import NOW, Cast
from tests.msai.corridor import HENS, OPENED
from tests.msai.pages.months import open_farm

CAME = date(2026, 9, 16)


def open_backed_farm(session: Session, savers: Cast) -> None:
    """30,000 of a match for the whole of September, 60,000 of the savers for half of it."""
    open_farm(session, savers)
    enterprises.add_backer(session, SYSTEM_IMPORT, enterprises.AddBacker(
        book_id=HENS, alias="City of Tagbilaran", instrument="match", since=OPENED))
    put_in(session, "City of Tagbilaran", 3_000_000, OPENED)
    put_in(session, "savers", 6_000_000, CAME)


def put_in(session: Session, backer: str, minor: int, on: date) -> None:
    """Capital comes."""
    enterprises.receive_capital_in(session, SYSTEM_IMPORT, enterprises.CapitalIn(
        book_id=HENS, backer=backer, amount=Money(minor, "PHP"), received_on=on,
        paper=Paper(SourceKind.STAKE, uuid5(HENS, f"{backer}{on}"), NOW)))
