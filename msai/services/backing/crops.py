"""A harvest was sold, and those who were promised a part of this crop get it, each by its terms of the day.

What was agreed of a crop goes by what the harvest was sold for. For a share of sales it counts towards its
cap and brings its principal back; for anybody else it is income. Whoever may get nothing yet, or has got all,
gets none of it; the parts of the others do not grow by that.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.money import round_half_up
from ledgers.rules import enterprise
from msai.services.backing.backers import Backers, BackerStanding, read_backers
from msai.services.backing.dues import (
    Due,
    due_from,
    is_waiting,
    keep_dues,
    parts_of,
    require_positive,
    share_of_sales,
)
from msai.services.backing.wanted import DeclareCropShare
from msai.services.postings import backer_holder
from msai.services.staking.acting import Plan
from msai.services.staking.errors import CapReached, CropNotAgreed, InGestation
from msai.services.staking.terms import Instrument


def list_crops(backers: Backers) -> tuple[str, ...]:
    """The crops of which somebody behind the enterprise gets a part, in order."""
    return tuple(sorted({crop for one in backers.all if one.ended_on is None
                         for crop, _percent in one.terms.per_crop}))


def plan_crop_share(session: Session, book_id: UUID, wanted: DeclareCropShare, on: date) -> Plan:
    """The parts of a harvest that was sold: income 5500 / 2400, and principal that is owed beside it.

    Raises:
        NotPositive
        CropNotAgreed: nobody was promised a part of this crop.
        InGestation: nobody who was may get a return yet.
        CapReached: all of them have got everything agreed.
    """
    require_positive(wanted.sales_minor)
    agreed = [one for one in read_backers(session, book_id, terms_on=on).all
              if one.ended_on is None and _percent(one, wanted.crop)]
    if not agreed:
        raise CropNotAgreed(crop=wanted.crop)
    free = [one for one in agreed if not is_waiting(one, on)]
    if not free:
        raise InGestation(day=min(due_from(one) for one in agreed))
    dues = [due for due in (_due(session, book_id, one, wanted) for one in free) if due.payment_minor]
    if not dues:
        raise CapReached(funder=free[0].label)
    return _plan(book_id, wanted, dues, on)


def _plan(book_id: UUID, wanted: DeclareCropShare, dues: list[Due], on: date) -> Plan:
    income = {backer_holder(book_id, due.who.alias): due.income_minor for due in dues if due.income_minor}
    entries = (enterprise.interest_declared(on, income),) if income else ()
    return Plan(
        wanted=wanted, about=f"crop:{wanted.crop}", about_id=None, entries=entries, alone=True,
        facts=(*parts_of(dues), ("income_minor", sum(income.values())),
               ("principal_minor", sum(due.principal_minor for due in dues))),
        keep=keep_dues(book_id, wanted, dues, amount_minor=sum(due.payment_minor for due in dues),
                       record_on=on, basis_minor=wanted.sales_minor))


def _percent(one: BackerStanding, crop: str) -> Fraction | None:
    return dict(one.terms.per_crop).get(crop)


def _due(session: Session, book_id: UUID, one: BackerStanding, wanted: DeclareCropShare) -> Due:
    percent = _percent(one, wanted.crop) or Fraction(0)
    if one.instrument is not Instrument.REVENUE_SHARE:
        return Due(one, round_half_up(percent / 100 * wanted.sales_minor))
    try:
        _payment, parts = share_of_sales(session, book_id, one, wanted.sales_minor, percent=percent)
    except CapReached:
        return Due(one)
    return Due(one, parts.income_minor, parts.principal_minor)
