"""What the books of a history file must come to, by arithmetic that shares nothing with the project.

Lines are taken in the order of the file, which is by date; the group's half of money coming home
waits for the day it landed and then comes before the lines of that day.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .events import EVENTS, SET_UP
from .world import Event, World

NOTE = (
    "Balances in minor units, debit positive, keyed code|fund|holder, zero balances and unit accounts left"
    " out; at the end of `date`, every event dated up to it. Units in ten-thousandths. unit_value: minor"
    " units of money per unit, a reduced fraction. distribution-N: the N-th distribution of the file."
)
END = "9999-12-31"


def read(path: Path) -> list[Event]:
    """The events of a history file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def dated(event: Event) -> str:
    """The day of a line; set-up lines come before all days."""
    return "" if event["event"] in SET_UP else str(event.get("date") or event["sent"])


def feed(world: World, event: Event) -> None:
    """Take one more line into the world; raises NotValid when no true book could hold it."""
    world.advance(dated(event))
    EVENTS[event["event"]](world, event)
    world.advance(dated(event))
    world.require_sound()


def world_at(events: Iterable[Event], date: str = END) -> World:
    """The books at the end of a day."""
    world = World()
    for event in events:
        if dated(event) <= date:
            feed(world, event)
    world.advance(date)
    return world


def state(events: Iterable[Event], date: str) -> dict[str, Any]:
    """One dated block of expected.json; more than one enterprise also stand by key under "enterprises"."""
    world = world_at(events, date)
    books = {key: book.printed() for key, book in world.enterprises.items()}
    value = world.unit_value()
    first = next(iter(books.values()), {})
    block: dict[str, Any] = {"date": date, "group": world.group.printed(), "enterprise": first}
    if len(books) > 1:
        block["enterprises"] = books
    return {**block, "units_e4": world.group.units(), "unit_value": f"{value.numerator}/{value.denominator}"}


def distributions(events: Iterable[Event]) -> dict[str, dict[str, int]]:
    """Every distribution of the file by its ordinal, parts by member."""
    parts = world_at(events).distributions
    return {f"distribution-{n}": part for n, part in enumerate(parts, start=1)}


def expected(events: list[Event], dates: Mapping[str, str]) -> dict[str, Any]:
    """The whole of expected.json for the named dates."""
    world = world_at(events)
    homes = {key: book.currency for key, book in world.enterprises.items()}
    home = next(iter(homes.values()), None)
    head: dict[str, Any] = {"note": NOTE, "currency": world.group.currency, "home": home}
    if len(homes) > 1:
        head["homes"] = homes
    return {**head, **distributions(events), **{name: state(events, date) for name, date in dates.items()}}
