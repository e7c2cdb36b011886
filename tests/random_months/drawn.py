"""What somebody might say of a farm: mostly what can be, now and then what cannot."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from tests.random_months.model import PLACES, Farm, end_of

UNITS = {"animals": ("head", "head", "head", "kg"), "palay": ("kg", "kg", "cavan-50", "basket")}
KINDS = {"animals": ("added", "born", "died", "sold", "own_use", "given", "lost", "found", "counted",
                     "weighed"),
         "palay": ("harvest", "harvest", "sold", "own_use", "given", "seed_kept", "spoiled", "lost",
                   "into_processing", "counted")}
OTHER = {"animals": "palay", "palay": "animals"}
PRICED = ("sold", "own_use", "given", "added")


def month_of(rng: Random, farm: Farm) -> date:
    """A month that nobody reported; seldom one that is reported, ahead, or before the farm."""
    days = (farm.today - farm.opened).days
    months = sorted({(farm.opened + timedelta(days=n)).replace(day=1) for n in range(days + 1)})
    if rng.random() < 0.06:
        return rng.choice([(farm.opened - timedelta(days=9)).replace(day=1),
                           (farm.today + timedelta(days=40)).replace(day=1), rng.choice(months)])
    free = [month for month in months if farm.standing(month) is None]
    return rng.choice(free[-3:] or months)


def report(rng: Random, farm: Farm, *, part: bool, detail: bool) -> dict[str, Any]:
    """A month in its boxes: whole or in part, with lines of detail or without."""
    month = month_of(rng, farm)
    numbers = [number for number, one in farm.batches.items()
               if (one.closed is None and one.opened <= end_of(month)) or rng.random() < 0.04]
    if part:
        numbers = rng.sample(numbers, min(1, len(numbers)))
    said: dict[str, Any] = {
        "month": month, "batches": {number: _boxes(rng, farm, number, part) for number in numbers},
        "events": [], "costs": [], "work": [], "cash": None, "typed_in": "",
        "place": rng.choice(["cash", "bank"]) if rng.random() < 0.97 else None}
    if not part or rng.random() < 0.3:
        said["costs"] = [("inputs", 5100, rng.randint(0, 4_000)), ("other", 5900, rng.randint(1, 900))]
        said["work"] = [_work(rng, "women"), _work(rng, "men")]
        said["cash"] = _cash(rng, farm, said["place"])
    if detail:
        said["events"] = [_event(rng, farm, month, f"e{n}") for n in range(rng.randint(1, 3))]
        said["costs"] = [*said["costs"], ("c1", rng.choice([5150, 5300, 5850]), rng.randint(1, 700))]
    return said


def _boxes(rng: Random, farm: Farm, number: int, part: bool) -> dict[str, Any]:
    batch = farm.batches[number]
    found: dict[str, Any] = {"unit": _unit(rng, farm, batch.main)}
    there = max(0, int(batch.there()))
    for box in ("added", "died", "sold", "eaten", "left"):
        if rng.random() < (0.4 if part else 0.9):
            most = {"added": 40, "left": there}.get(box, there // 4 + (rng.random() < 0.1) * there * 2)
            parts = 8 if batch.main == "palay" else 1
            found[box] = Fraction(rng.randint(0, most * parts), parts)
    if rng.random() < 0.8:
        found["amount"] = rng.randint(0, 9_000)
    return found


def _unit(rng: Random, farm: Farm, main: str) -> str:
    """A unit whose factor is known; seldom one of which it is not, or of another kind."""
    known = [unit for unit in UNITS[main][:-1] if unit not in ("cavan-50",) or unit in farm.factors]
    known += [unit for unit in ("basket",) if main == "palay" and unit in farm.factors]
    return rng.choice(known) if rng.random() < 0.97 else rng.choice(UNITS[main])


def _cash(rng: Random, farm: Farm, place: str | None) -> int | None:
    there = farm.stands()[PLACES[place]] if place else 0
    return rng.choice([None, max(0, there + rng.randint(-300, 300)), there])


def _work(rng: Random, sex: str) -> dict[str, Any]:
    people = rng.randint(0, 6)
    hours = rng.randint(0, people * 200) if people or rng.random() < 0.9 else 8
    return {"sex": sex, "people": people, "hours": hours if rng.random() < 0.97 else people * 745,
            "wages": rng.randint(0, 2_000) if people else 0}


def _event(rng: Random, farm: Farm, month: date, line_ref: str) -> dict[str, Any]:
    found = event(rng, farm, month)
    priced = found["kind"] in PRICED and rng.random() < 0.7
    outside = rng.random() < 0.03
    day = None if rng.random() < 0.4 else found["on"] if not outside else month - timedelta(days=1)
    return {**found, "line_ref": line_ref, "on": day, "amount": rng.randint(1, 900) if priced else None}


def event(rng: Random, farm: Farm, month: date) -> dict[str, Any]:
    """Something that happened to a batch on a day of a month."""
    number = rng.choice(list(farm.batches)) if rng.random() < 0.98 else 99
    main = farm.batches[number].main if number in farm.batches else "animals"
    first = max(month, farm.batches[number].opened) if number in farm.batches else month
    last = min(end_of(month), farm.today)
    day = first + timedelta(days=rng.randint(0, max(0, (last - first).days)))
    if number in farm.batches and rng.random() < 0.15:
        return {"batch": number, "kind": "sold", "on": farm.today, "unit": UNITS[main][0],
                "quantity": max(Fraction(0), farm.batches[number].there())}
    return {"batch": number, "kind": rng.choice(KINDS[main if rng.random() < 0.97 else OTHER[main]]),
            "on": min(day, last),
            "quantity": Fraction(rng.randint(0 if rng.random() < 0.1 else 1, 9)),
            "unit": _unit(rng, farm, main)}


def act(rng: Random, farm: Farm) -> Mapping[str, Any]:
    """An act of money on some day: its sort, amount, day, place, and where money is carried to."""
    owed = {"collected": farm.stands()["1100 party-1"], "bill_paid": -farm.stands()["2100 party-1"]}
    sort = rng.choice(["sold", "paid", "owed", "moved", "credit", *(name for name, minor in owed.items()
                                                                      if minor > 0)])
    most = owed.get(sort, 0) or 3_000
    day = farm.today - timedelta(days=rng.randint(-1 if rng.random() < 0.05 else 0, 50))
    return {"sort": sort, "amount": rng.randint(1, most + (rng.random() < 0.1) * 500), "on": day,
            "place": rng.choice(["cash", "bank"])}
