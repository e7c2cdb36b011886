"""A monthly report in plain arithmetic: what it makes of batches and money, and what is undone with it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date
from typing import Any

from tests.random_months.model import (
    BOXES,
    OWNER,
    PLACES,
    SALES,
    Codes,
    Farm,
    Moved,
    bad_day,
    counted,
    end_of,
    put,
    short_of_money,
    shortages,
    tell,
)

Said = dict[str, Any]
"""`month`, `batches` by number, `events`, `costs`, `work`, `place`, `cash` and `typed_in`."""


def send(farm: Farm, name: str, said: Said, *, is_manager: bool) -> Codes:
    """A month is reported under a name."""
    month, on = said["month"], min(farm.today, end_of(said["month"]))
    wrong = {
        "report_month_ahead": month > farm.today, "report_before_enterprise": on < farm.opened,
        "month_reported": farm.standing(month) is not None, "report_says_nothing": says_nothing(said),
        "entered_for_missing": not is_manager and not said["typed_in"],
        "report_day_outside": any((one["on"] or month).replace(day=1) != month for one in said["events"])}
    codes = {code for code, holds in wrong.items() if holds} | work_of(said)
    codes |= {"money_year_closed"} & bad_day(farm, on)
    for number, line in lines_of(farm, said, on):
        codes |= tell(farm, number, line, name)
    codes |= shortages(farm) | money_of(farm, name, said, on)
    farm.reports[name] = said
    return codes


def says_nothing(said: Said) -> bool:
    """Whether every box was left empty."""
    boxes = any(value is not None for one in said["batches"].values() for box, value in one.items()
                if box != "unit")
    return not (boxes or said["events"] or said["costs"] or said["work"] or said["cash"] is not None)


def lines_of(farm: Farm, said: Said, on: date) -> list[tuple[int, dict[str, Any]]]:
    """What happened, box by box and line by line."""
    found = []
    for number, one in said["batches"].items():
        main = farm.batches[number].main if number in farm.batches else "animals"
        for box, kind in BOXES[main].items():
            quantity = one.get(box)
            if quantity or (quantity is not None and box == "left"):
                found.append((number, {"kind": kind, "quantity": quantity, "unit": one["unit"], "on": on}))
    return found + [(one["batch"], {**one, "on": one["on"] or on}) for one in said["events"]]


def money_of(farm: Farm, name: str, said: Said, on: date) -> Codes:
    """Sales, then what was paid, then what was counted."""
    place = PLACES.get(said["place"] or "")
    pairs = [*_sold(farm, said, place), *_beside(farm, said, place),
             *((str(code), place, minor) for _line, code, minor in said["costs"]),
             *(("5200", place, one["wages"]) for one in said["work"])]
    fresh = [Moved(on, debit or "", credit or "", minor, name) for debit, credit, minor in pairs if minor]
    if any("" in (one.debit, one.credit) for one in fresh) or (place is None and said["cash"] is not None):
        return {"report_place_missing"}
    codes = put(farm, fresh)
    if said["cash"] is not None:
        difference = counted(farm, said["place"], said["cash"], on, name)
        farm.moved += difference
        codes = codes - {"negative_tender"} | short_of_money(farm, fresh + difference)
    return codes


def _sold(farm: Farm, said: Said, place: str | None) -> list[tuple[str | None, str | None, int]]:
    return [(place, SALES[farm.batches[number].main], one.get("amount") or 0)
            for number, one in said["batches"].items() if number in farm.batches]


def _beside(farm: Farm, said: Said, place: str | None) -> list[tuple[str | None, str | None, int]]:
    """Money beside an event: got for what was sold, or the price of what was taken or given; else paid."""
    found = []
    for one in said["events"]:
        sales = SALES[farm.batches[one["batch"]].main] if one["batch"] in farm.batches else ""
        sides = {"sold": (place, sales), "own_use": (OWNER, sales), "given": ("5200", sales)}
        found.append((*sides.get(one["kind"], ("5100", place)), one["amount"] or 0))
    return found


def work_of(said: Said) -> Codes:
    """Hours have people, and a month has no more hours than it has."""
    hours = 24 * monthrange(said["month"].year, said["month"].month)[1]
    wrong = {"hours_of_nobody": any(one["hours"] and not one["people"] for one in said["work"]),
             "more_hours_than_month": any(
                 (one["hours"] or 0) > one["people"] * hours for one in said["work"])}
    return {code for code, holds in wrong.items() if holds}


def take_back(farm: Farm, name: str) -> Codes:
    """All of a report is undone today; of a closed year what is retained stands for income and costs."""
    codes = {"report_taken_back"} if name in farm.taken_back else set()
    touched = [batch for batch in farm.batches.values() if any(one.paper == name for one in batch.moves)]
    codes |= {"batch_closed"} if any(batch.closed for batch in touched) else set()
    for batch in touched:
        batch.moves = [one for one in batch.moves if one.paper != name]
    moved = [one for one in farm.moved if one.paper == name]
    closed = farm.closed_until is not None and bool(moved) and moved[0].on <= farm.closed_until
    back = [replace(one, on=farm.today, debit=_today(one.credit, closed), credit=_today(one.debit, closed),
                    paper=None) for one in moved]
    farm.moved += [one for one in back if one.debit != one.credit]
    farm.taken_back.add(name)
    return codes | shortages(farm) | short_of_money(farm, back)


def _today(name: str, closed: bool) -> str:
    return "3400" if closed and name[0] in "45" else name


def sold_of(said: Said) -> int | None:
    """What the paper says was sold; None where it says nothing of it."""
    named = [one["amount"] for one in said["batches"].values() if one.get("amount") is not None]
    named += [one["amount"] for one in said["events"]
              if one["kind"] == "sold" and one["amount"] is not None]
    return sum(named) if named else None


def inputs_of(said: Said) -> int | None:
    """What the paper says was paid for feed, seed, animals and other inputs."""
    named = [minor for _line, code, minor in said["costs"] if code == 5100]
    named += [one["amount"] for one in said["events"]
              if one["kind"] in ("added", "input") and one["amount"] is not None]
    return sum(named) if named else None
