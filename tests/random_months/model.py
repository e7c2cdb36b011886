"""A farm in plain arithmetic: what came to a batch and left it, and where each centavo stands.

It knows the words of the ledger and none of its code. An act answers every code it could be refused with; a
farm changes only where there is none.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

COMES = {"added", "born", "harvest", "found"}
GOES = {"died", "sold", "own_use", "given", "seed_kept", "spoiled", "lost", "into_processing"}
ONLY = {"animals": {"born", "died", "weighed"},
        "palay": {"harvest", "seed_kept", "spoiled", "into_processing"}}
BOXES = {"animals": {"added": "added", "died": "died", "sold": "sold", "eaten": "own_use", "left": "counted"},
         "palay": {"added": "harvest", "died": "spoiled", "sold": "sold", "eaten": "own_use",
                   "left": "counted"}}
BASES = {"head": "head", "kg": "kg", "cavan-50": "kg", "basket": "kg"}
FIXED = {"head": Fraction(1), "kg": Fraction(1)}
SALES = {"animals": "4100 Hogs", "palay": "4100 Palay"}
PLACES = {"cash": "1010 cash", "bank": "1020 bank"}
OWNER = "3150 owner"
Codes = set[str]


class Refused(Exception):
    """With the codes of all that is wrong."""

    def __init__(self, codes: Codes) -> None:
        super().__init__(codes)
        self.codes = codes


@dataclass(frozen=True)
class Move:
    """Something that happened to a batch, in base units; `paper` names its report."""

    kind: str
    on: date
    base: Fraction
    paper: str | None = None

    @property
    def change(self) -> Fraction:
        """What it adds."""
        return self.base if self.kind in COMES else -self.base if self.kind in GOES else Fraction(0)


@dataclass
class Batch:
    """A batch of one thing."""

    main: str
    opened: date
    closed: date | None = None
    moves: list[Move] = field(default_factory=list)

    def there(self, until: date = date.max, since: date = date.min) -> Fraction:
        """What came less what went."""
        return sum((one.change for one in self.moves if since <= one.on <= until), Fraction(0))

    @property
    def is_short(self) -> bool:
        """Whether less than nothing was there on some evening."""
        return any(self.there(one.on) < 0 for one in self.moves)


@dataclass(frozen=True)
class Moved:
    """An amount that went from one account to another; `paper` names the report that says so."""

    on: date
    debit: str
    credit: str
    minor: int
    paper: str | None = None


@dataclass
class Farm:
    """Everything there is."""

    opened: date
    today: date
    batches: dict[int, Batch] = field(default_factory=dict)
    factors: dict[str, list[tuple[date, Fraction]]] = field(default_factory=dict)
    moved: list[Moved] = field(default_factory=list)
    reports: dict[str, dict[str, Any]] = field(default_factory=dict)
    taken_back: set[str] = field(default_factory=set)
    counts: list[date] = field(default_factory=list)
    closed_until: date | None = None

    def standing(self, month: date) -> str | None:
        """The report of a month."""
        return next((name for name, said in self.reports.items()
                     if said["month"] == month and name not in self.taken_back), None)

    def stands(self, until: date = date.max) -> Counter[str]:
        """Balances, debits positive, those of nothing left out."""
        found: Counter[str] = Counter()
        for one in self.moved:
            if one.on <= until:
                found[one.debit] += one.minor
                found[one.credit] -= one.minor
        return Counter({name: minor for name, minor in found.items() if minor})

    def factor(self, unit: str, day: date) -> Fraction | None:
        """What one of a unit held on a day."""
        held = sorted(one for one in self.factors.get(unit, ()) if one[0] <= day)
        return FIXED.get(unit) or (held[-1][1] if held else None)


def end_of(month: date) -> date:
    """Its last day."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def tell(farm: Farm, number: int, line: dict[str, Any], paper: str | None) -> Codes:
    """Something happens to a batch."""
    batch = farm.batches.get(number)
    if batch is None:
        return {"batch_unknown"}
    kind, day, unit = line["kind"], line["on"], line["unit"]
    factor, base = farm.factor(unit, day), "head" if batch.main == "animals" else "kg"
    others = ONLY["palay" if batch.main == "animals" else "animals"]
    wrong = {
        "batch_closed": batch.closed is not None, "farm_day_ahead": day > farm.today,
        "before_batch": day < batch.opened, "event_not_of_product": kind in others,
        "unit_unknown": unit == "basket" and unit not in farm.factors, "unit_without_factor": factor is None,
        "unit_of_another_kind": BASES[unit] != base,
        "quantity_missing": not line["quantity"] and kind != "counted"}
    if factor is not None:
        batch.moves.append(Move(kind, day, line["quantity"] * factor, paper))
    return {code for code, holds in wrong.items() if holds}


def shortages(farm: Farm) -> Codes:
    """What is said where more would go than was there."""
    short = any(batch.is_short for batch in farm.batches.values())
    return {"more_than_there", "more_deaths_than_animals"} if short else set()


def short_of_money(farm: Farm, fresh: list[Moved]) -> Codes:
    """What is said where a place would hold less than nothing: what moves there is taken together."""
    after = farm.stands()
    for place in PLACES.values():
        change = sum((one.debit == place) * one.minor - (one.credit == place) * one.minor for one in fresh)
        if change < 0 and after[place] < 0:
            return {"negative_tender"}
    return set()


def put(farm: Farm, fresh: list[Moved]) -> Codes:
    """Money moves; on no day ahead, before the book or of a closed year, and no more than there is."""
    farm.moved += fresh
    wrong = short_of_money(farm, fresh)
    for one in fresh:
        wrong |= bad_day(farm, one.on)
    return wrong


def bad_day(farm: Farm, day: date) -> Codes:
    """Why nothing with money is noted on a day."""
    wrong = {"money_day_ahead": day > farm.today, "money_day_before_book": day < farm.opened,
             "money_year_closed": farm.closed_until is not None and day <= farm.closed_until}
    return {code for code, holds in wrong.items() if holds}


def counted(farm: Farm, place: str, minor: int, on: date, paper: str | None = None) -> list[Moved]:
    """The money of a place was counted: what is over or short."""
    over = minor - farm.stands(on)[PLACES[place]]
    found = Moved(on, PLACES[place], "4900", over, paper), Moved(on, "5950", PLACES[place], -over, paper)
    return [one for one in found if one.minor > 0]


def close_year(farm: Farm, last: date) -> None:
    """What was earned and spent up to a day stands as retained from then on."""
    for name, minor in farm.stands(last).items():
        if name[0] in "45":
            sides = (name, "3400") if minor < 0 else ("3400", name)
            farm.moved.append(Moved(last, *sides, abs(minor)))
    farm.closed_until = last
