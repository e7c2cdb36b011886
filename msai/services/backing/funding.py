"""Others than groups who fund an enterprise become known here: who gives, and who lends from outside.

What they give and lend is noted with the enterprise's money.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from ledgers.books import add_holders
from msai.models.enterprises import Backer
from msai.services.backing.backers import read_backers
from msai.services.backing.wanted import NameFunder
from msai.services.postings import backer_holder
from msai.services.staking.acting import Done, Plan
from msai.services.staking.errors import EnterpriseUnnamed, InstrumentOther, LabelTaken
from msai.services.staking.terms import GIVEN, Instrument

NAMED = GIVEN | {Instrument.LOAN}
"""How somebody outside the programme can stand behind an enterprise."""


def plan_funder(session: Session, book_id: UUID, wanted: NameFunder, _on: date) -> Plan:
    """A funder outside the programme becomes known under its name.

    Raises:
        EnterpriseUnnamed, InstrumentOther
        LabelTaken: it is known already.
    """
    label = wanted.label.strip()
    if not label:
        raise EnterpriseUnnamed()
    if wanted.instrument not in NAMED:
        raise InstrumentOther(instrument=wanted.instrument)
    if any(one.label == label and one.instrument == wanted.instrument
           for one in read_backers(session, book_id).all):
        raise LabelTaken(funder=label)

    def keep(session: Session, done: Done) -> None:
        number = session.scalar(
            select(func.count()).select_from(Backer).where(Backer.book_id == book_id)) or 0
        who = backer_holder(book_id, f"funder-{number + 1}")
        add_holders(session, book_id, [who])
        session.execute(insert(Backer).values(
            book_id=book_id, backer_id=who.id, alias=who.alias, instrument=wanted.instrument, since=done.on,
            label=label))

    return Plan(wanted=wanted, about=label.casefold(), about_id=None, alone=True, keep=keep)
