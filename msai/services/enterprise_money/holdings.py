"""What an enterprise has besides money: equipment that wears out, stock and growing things that are counted.

Equipment loses value on a straight line: each month after that in which it came, an equal part of its cost
less what it is worth at the end. What is in store and what grows is counted, at one sort of value in a year.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, insert, select
from sqlalchemy.orm import Session, aliased

from ledgers.accounts import ENTERPRISE, Account
from ledgers.entries import EntryKind, JournalEntry, Posting
from ledgers.money import round_half_up
from ledgers.rules import enterprise, farm
from ledgers.rules.farm import Counted
from msai.models.money import Equipment, EquipmentWear, MoneyAct
from msai.services.enterprise_money.book import GROWING, MoneyBook, require_positive
from msai.services.enterprise_money.calendar import months_between
from msai.services.enterprise_money.errors import (
    CountedSince,
    CountUnclear,
    EquipmentUnknown,
    LifeOutOfRange,
    MethodHolds,
    NothingWorn,
)
from msai.services.enterprise_money.plan import Keep, MoneyPlan
from msai.services.enterprise_money.wanted import (
    NOTHING,
    EquipmentBought,
    EquipmentSold,
    GrantInKind,
    Lost,
    MoneyKind,
    StockCounted,
    Wear,
)
from msai.services.staking.kept import read_kept

LONGEST_LIFE = 600
VALUED = ("cost", "price")
"""At what it cost so far, or at its price less the cost of selling it."""

COUNTED = {"produce": Counted.PRODUCE, "growing": Counted.GROWING}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of equipment with what it has worn so far, minor units."""

    equipment_id: UUID
    act_id: UUID
    name: str
    bought_on: date
    cost_minor: int
    rest_minor: int
    months: int
    worn_minor: int
    worn_until: date | None

    @property
    def stands_minor(self) -> int:
        """What it stands at in the book."""
        return self.cost_minor - self.worn_minor

    def due_minor(self, until: date) -> int:
        """What it has worn by the end of a month and is not posted: a straight line, its sum half up."""
        lived = min(months_between(self.bought_on, until), self.months)
        worn = round_half_up(Fraction((self.cost_minor - self.rest_minor) * lived, self.months))
        return max(0, worn - self.worn_minor)


def read_equipment(session: Session, book_id: UUID, *, on: date | None = None) -> tuple[Piece, ...]:
    """What equipment is there at the end of a day, or at all: bought, not sold, and not taken back.

    In one statement.
    """
    day = on or date.max
    worn_by, sold = aliased(MoneyAct), aliased(MoneyAct)
    worn = (
        select(EquipmentWear.equipment_id, func.sum(EquipmentWear.amount_minor).label("minor"),
               func.max(EquipmentWear.until).label("until"))
        .join(worn_by, and_(worn_by.book_id == book_id, worn_by.act_id == EquipmentWear.act_id))
        .where(EquipmentWear.book_id == book_id, worn_by.taken_back_by.is_(None),
               EquipmentWear.until <= day)
        .group_by(EquipmentWear.equipment_id).subquery())
    gone = select(sold.about_id).where(
        sold.book_id == book_id, sold.kind == MoneyKind.EQUIPMENT_SOLD.value, is_alive(sold),
        sold.about_id.is_not(None), sold.happened_on <= day)
    rows = session.execute(
        select(*Equipment.__table__.columns, worn.c.minor, worn.c.until)
        .join(MoneyAct, and_(MoneyAct.book_id == book_id, MoneyAct.act_id == Equipment.act_id))
        .outerjoin(worn, worn.c.equipment_id == Equipment.equipment_id)
        .where(Equipment.book_id == book_id, is_alive(MoneyAct),
               Equipment.bought_on <= day, Equipment.equipment_id.not_in(gone))
        .order_by(Equipment.bought_on, Equipment.equipment_id))
    return tuple(
        Piece(row.equipment_id, row.act_id, row.name, row.bought_on, row.cost_minor, row.rest_minor,
              row.months, int(row.minor or 0), row.until) for row in rows)


def is_alive(act: Any) -> ColumnElement[bool]:
    """Whether an act has happened and was not taken back."""
    return and_(act.done_at.is_not(None), act.taken_back_by.is_(None))


def plan_equipment(book: MoneyBook, wanted: EquipmentBought, today: date) -> MoneyPlan:
    """Equipment is bought: 1400 / tender or 2100 supplier.

    Raises:
        LifeOutOfRange: it lasts no month, or more than fifty years, or would gain in value.
    """
    book.require_day(wanted.happened_on, today)
    require_positive(wanted.amount_minor)
    require_life(wanted)
    paid = book.owed_to(wanted.party) if wanted.party else enterprise.paid_through(book.place(wanted.place))
    entry = farm.equipment_bought(wanted.happened_on, paid, amount_minor=wanted.amount_minor)
    return MoneyPlan(wanted=wanted, happened_on=wanted.happened_on, amount_minor=wanted.amount_minor,
                     entry=entry, party=wanted.party, keep=keep_equipment(book, wanted))


def require_life(wanted: EquipmentBought | GrantInKind) -> None:
    """Refuse equipment that would not wear out within a life.

    Raises:
        LifeOutOfRange
    """
    if not (0 < wanted.months <= LONGEST_LIFE and 0 <= wanted.rest_minor <= wanted.amount_minor):
        raise LifeOutOfRange()


def keep_equipment(book: MoneyBook, wanted: EquipmentBought | GrantInKind) -> Keep:
    """What is kept of equipment beside its entry: what it is, and how long it lasts."""
    def keep(session: Session, act_id: UUID) -> None:
        session.execute(insert(Equipment).values(
            book_id=book.book_id, equipment_id=act_id, act_id=act_id, name=wanted.name,
            bought_on=wanted.happened_on, cost_minor=wanted.amount_minor, rest_minor=wanted.rest_minor,
            months=wanted.months))

    return keep


def plan_equipment_sold(session: Session, book: MoneyBook, wanted: EquipmentSold, today: date) -> MoneyPlan:
    """Equipment is sold or given up: 1490 / 1400, tender / 1400, the difference 4800 or 5900.

    Raises:
        EquipmentUnknown: it is not there.
    """
    book.require_day(wanted.happened_on, today)
    piece = find_piece(session, book.book_id, wanted.equipment)
    if wanted.amount_minor < 0 or wanted.happened_on < piece.bought_on:
        raise EquipmentUnknown()
    entry = farm.equipment_sold(
        wanted.happened_on, enterprise.paid_through(book.place(wanted.place)), cost_minor=piece.cost_minor,
        worn_minor=piece.worn_minor, price_minor=wanted.amount_minor)
    return MoneyPlan(wanted=wanted, happened_on=wanted.happened_on, amount_minor=wanted.amount_minor,
                     entry=entry, about_id=piece.equipment_id, facts=(("stands_minor", piece.stands_minor),))


def find_piece(session: Session, book_id: UUID, equipment: str) -> Piece:
    """A piece of equipment by its id.

    Raises:
        EquipmentUnknown: it is not there, or no more.
    """
    for piece in read_equipment(session, book_id):
        if str(piece.equipment_id) == equipment:
            return piece
    raise EquipmentUnknown()


def plan_wear(session: Session, book: MoneyBook, wanted: Wear, today: date) -> MoneyPlan:
    """What all equipment lost in value up to the end of a month: 5700 / 1490.

    Raises:
        NothingWorn: all of it is posted up to that day.
    """
    book.require_day(wanted.happened_on, today)
    worn = {piece.equipment_id: piece.due_minor(wanted.happened_on)
            for piece in read_equipment(session, book.book_id)}
    total = sum(worn.values())
    if not total:
        raise NothingWorn()

    def keep(session: Session, act_id: UUID) -> None:
        session.execute(insert(EquipmentWear), [
            {"book_id": book.book_id, "act_id": act_id, "equipment_id": piece, "until": wanted.happened_on,
             "amount_minor": minor} for piece, minor in worn.items() if minor])

    return MoneyPlan(wanted=wanted, happened_on=wanted.happened_on, amount_minor=total, keep=keep,
                     entry=farm.depreciation(wanted.happened_on, amount_minor=total))


def plan_lost(book: MoneyBook, wanted: Lost, today: date) -> MoneyPlan:
    """Animals died or crops were lost: 5600 / 1300, at what they stand at.

    Raises:
        MoreThanStands: what grows does not stand at so much.
    """
    book.require_day(wanted.happened_on, today)
    require_positive(wanted.amount_minor)
    book.require_stands(GROWING, wanted.amount_minor)
    return MoneyPlan(wanted=wanted, happened_on=wanted.happened_on, amount_minor=wanted.amount_minor,
                     entry=farm.animals_lost(wanted.happened_on, amount_minor=wanted.amount_minor))


def plan_counted(session: Session, book: MoneyBook, wanted: StockCounted, today: date) -> MoneyPlan:
    """Stock or growing things are counted: 1200 or 1300 / 5050 for a rise, the reverse for a fall.

    Raises:
        CountUnclear: it is not said what was counted, or how it was valued, or nothing is worth something.
        CountedSince: the same was counted on a later day.
        MethodHolds: what was counted this year was valued in another way.
    """
    book.require_day(wanted.happened_on, today)
    known = all(what in COUNTED for what in wanted.counts) and wanted.valuing in VALUED
    if not known or wanted.amount_minor < 0 or wanted.what == NOTHING and wanted.amount_minor:
        raise CountUnclear()
    _require_method(session, book, wanted)
    there = {what: book.stood_minor(session, Account(int(COUNTED[what]), ENTERPRISE), wanted.happened_on)
             for what in wanted.counts}
    postings = tuple(posting for what, minor in there.items()
                     for posting in _changed(wanted, COUNTED[what], wanted.amount_minor - minor))
    entry = JournalEntry(EntryKind.STOCK_COUNTED, wanted.happened_on, postings) if postings else None
    return MoneyPlan(wanted=wanted, happened_on=wanted.happened_on, amount_minor=wanted.amount_minor,
                     entry=entry, facts=(("there_minor", sum(there.values())),))


def _changed(wanted: StockCounted, what: Counted, change_minor: int) -> tuple[Posting, ...]:
    """The posting of one count; none where it is what the book says."""
    if not change_minor:
        return ()
    return farm.stock_counted(wanted.happened_on, what, change_minor=change_minor).postings


def read_counts(session: Session, book_id: UUID) -> list[StockCounted]:
    """What was counted, the last first."""
    rows = session.scalars(
        select(MoneyAct.wanted).where(
            MoneyAct.book_id == book_id, MoneyAct.kind == MoneyKind.COUNTED.value, is_alive(MoneyAct))
        .order_by(MoneyAct.happened_on.desc(), MoneyAct.done_at.desc()))
    return [read_kept({MoneyKind.COUNTED: StockCounted}, text) for text in rows]


def method_of_year(counts: Iterable[StockCounted], closed_until: date | None) -> str | None:
    """At which sort of value things are counted in the open year; None before its first count."""
    return next((one.valuing for one in counts if one.what != NOTHING
                 and (closed_until is None or one.happened_on > closed_until)), None)


def _require_method(session: Session, book: MoneyBook, wanted: StockCounted) -> None:
    counts = read_counts(session, book.book_id)
    later = [one.happened_on for one in counts
             if set(one.counts) & set(wanted.counts) and one.happened_on > wanted.happened_on]
    if later:
        raise CountedSince(day=later[0])
    if wanted.what != NOTHING and method_of_year(counts, book.closed_until) not in (None, wanted.valuing):
        raise MethodHolds()
