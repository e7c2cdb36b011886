"""Who worked in a month and on what land, as it may be told outside: no numbers of one person or two.

Work, purchases, land and what full work is are read together: each is a few lines, and a page asks once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Date, String, case, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from ledgers.errors import LedgerError
from ledgers.money import amount_from_decimal
from ledgers.tables import Id
from msai.measures.people import full_time_equivalent, is_tellable
from msai.measures.production.units import shown
from msai.messages import N_, Message
from msai.models.people_and_land import FullTimeHours, LandParcel, SupplierPurchase, WorkLine
from msai.models.reporting import MonthFile
from msai.services.enterprise_money.years.counted import has_result
from msai.services.land.parcels import Tenure
from msai.services.reporting.files import FileKind
from msai.services.reporting.reading import SentMonth
from msai.services.views.people_and_land.measures import jobs_figure
from msai.services.views.people_and_land.sums import WorkSum, of_sex, people_by, sum_work
from msai.services.views.people_and_land.words import word
from msai.services.workforce.keeping import holds
from msai.services.workforce.reading import WorkTold
from msai.services.workforce.suppliers import Supplier
from msai.services.workforce.work import E4, Sex


@dataclass(frozen=True, slots=True)
class PeopleOfMonth:
    """Everybody who worked, and women and men apart where both may be told; `jobs` None where not known.

    `all` is None where fewer than three people worked, or nobody said how many.
    """

    all: WorkSum | None
    women: WorkSum | None
    men: WorkSum | None
    jobs: Fraction | None

    @property
    def jobs_shown(self) -> Decimal | None:
        """The jobs with two decimals."""
        return jobs_figure(self.jobs)


@dataclass(frozen=True, slots=True)
class LandOfMonth:
    """Hectares of its own at the end of the month, and how many of them are organic; None where not said."""

    hectares: Fraction | None
    organic: Fraction | None

    @property
    def rows(self) -> tuple[tuple[Message, Decimal], ...]:
        """What was said of the land, as it is shown."""
        both = ((N_("Land of its own"), self.hectares), (N_("Organic land"), self.organic))
        return tuple((Message(label), shown(area)) for label, area in both if area is not None)


@dataclass(frozen=True, slots=True)
class Bought:
    """What was bought from one kind of supplier, in minor units."""

    label: Message
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Around:
    """People, land and purchases of a month, photos of its report, and whether all that stood was counted."""

    people: PeopleOfMonth
    land: LandOfMonth
    bought: tuple[Bought, ...]
    photos: tuple[UUID, ...]
    is_result: bool


def read_around_month(
    session: Session, book_id: UUID, *, report: SentMonth, last: date, currency: str,
) -> Around:
    """What stands around a report, up to the last day of its month that has come, in one statement.

    What only the paper of a recorded month says is taken from there. The caller has asked permission.
    """
    month, totals = report.month, report.totals
    rows = session.execute(_everything(book_id, report, last)).all()
    lines = [WorkTold(month, Sex(row.name), row.number, row.first, row.second)
             for row in rows if row.what == "work"] or list(_of_paper(month, totals, currency))
    full = [row.first for row in rows if row.what == "full"]
    return Around(
        _people(lines, full[-1] if full else None), _land(rows, totals), _bought(rows),
        tuple(row.file_id for row in rows if row.what == "photo"),
        any(row.number for row in rows if row.what == "result"))


def _everything(book_id: UUID, report: SentMonth, last: date) -> Any:
    """Rows of six kinds: what, a word, its day, when it was said, how many, two amounts, how held, a file."""
    work, bought, land, full, file = WorkLine, SupplierPurchase, LandParcel, FullTimeHours, MonthFile
    word_less, number_less, month = cast(null(), String(12)), cast(null(), BigInteger), report.month
    result = case((has_result(book_id, until=last), 1), else_=0)
    every = union_all(
        _part("work", work.sex, work.month, work.recorded_at, work.people, work.hours_e4, work.wages_minor,
              word_less).where(work.book_id == book_id, work.month == month, holds(work, book_id)),
        _part("bought", bought.supplier, bought.month, bought.recorded_at, bought.suppliers,
              bought.amount_minor, number_less, word_less).where(
            bought.book_id == book_id, bought.month == month, holds(bought, book_id)),
        _part("land", land.parcel, land.holds_from, land.recorded_at, number_less, land.hectares_e4,
              land.organic_e4, land.tenure).where(
            land.book_id == book_id, land.holds_from <= last, holds(land, book_id)),
        _part("full", word_less, full.holds_from, full.stated_at, number_less, full.hours_e4, number_less,
              word_less).where(full.book_id == book_id, full.holds_from <= month),
        _part("photo", word_less, _day(month), file.kept_at, number_less, number_less, number_less, word_less,
              file_id=file.file_id).where(
            file.book_id == book_id, file.report_id == report.report_id, file.kind == FileKind.PHOTO.value),
        _part("result", word_less, _day(month), number_less, result, number_less, number_less,
              word_less)).subquery("around")
    return select(*every.c).order_by(every.c.what, every.c.day, every.c.at, every.c.file_id)


def _day(day: date) -> Any:
    return literal(day, Date)


def _part(what: str, *columns: Any, file_id: Any = None) -> Any:
    names = ("name", "day", "at", "number", "first", "second", "how", "file_id")
    file_less = cast(null(), Id())
    return select(literal(what).label("what"), *(column.label(name) for name, column in zip(
        names, (*columns, file_less if file_id is None else file_id), strict=True)))


def _of_paper(month: date, totals: Mapping[str, Any], currency: str) -> Iterable[WorkTold]:
    wages = totals.get("wages")
    for sex in Sex:
        box = wages.get(sex.value) if isinstance(wages, Mapping) else None
        if not isinstance(box, Mapping):
            continue
        try:
            hours, amount = box.get("hours"), box.get("amount")
            wages_minor = None if amount is None else amount_from_decimal(str(amount), currency)
            hours_e4 = None if hours is None else int(Fraction(str(hours)) * E4)
            yield WorkTold(month, sex, int(box.get("people") or 0), hours_e4, wages_minor)
        except (LedgerError, ValueError):
            continue


def _people(lines: Sequence[WorkTold], full_e4: int | None) -> PeopleOfMonth:
    every = sum_work(lines)
    if not every.people or not is_tellable((every.people,)):
        return PeopleOfMonth(None, None, None, None)
    apart = is_tellable(people_by(lines, lambda line: line.sex.value).values())
    women, men = (sum_work(of_sex(lines, sex)) for sex in (Sex.WOMEN, Sex.MEN))
    jobs = full_time_equivalent(every.hours_e4, full_e4) if every.timed and full_e4 else None
    return PeopleOfMonth(every, women if apart else None, men if apart else None, jobs)


def _land(rows: Iterable[Any], totals: Mapping[str, Any]) -> LandOfMonth:
    held = {row.name.casefold(): row for row in rows if row.what == "land"}
    own = [row for row in held.values() if row.how != Tenure.SUPPLIERS.value]
    if held:
        return LandOfMonth(*(Fraction(sum(column), E4) for column in (
            [row.first for row in own], [row.second for row in own])))
    try:
        said = totals.get("hectares_organic")
        return LandOfMonth(None, None if said is None else Fraction(Decimal(str(said))))
    except (InvalidOperation, ValueError):
        return LandOfMonth(None, None)


def _bought(rows: Iterable[Any]) -> tuple[Bought, ...]:
    """By kind of supplier, if in no line it was one or two of them."""
    lines = [row for row in rows if row.what == "bought"]
    if not is_tellable(row.number for row in lines):
        return ()
    sums = {kind: sum(row.first for row in lines if row.name == kind.value) for kind in Supplier}
    return tuple(Bought(word(kind), minor) for kind, minor in sums.items() if minor)
