"""Small questions about a farm, its month and its money that a sown fault has to answer wrongly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from ledgers.entries import EntryKind, JournalEntry, Posting
from ledgers.errors import LedgerError
from msai.measures import parts, people
from msai.measures.production import stock, units
from msai.measures.production.stock import EventKind, Move
from msai.services.enterprise_money import book, calendar, holdings
from msai.services.enterprise_money.years import closed
from msai.services.farming import reading as farming
from msai.services.farming import units_here
from msai.services.land import certificates
from msai.services.reporting import lines, reading, said, sending, trying
from msai.services.reporting.said import EventSaid, MonthSaid
from msai.services.workforce import work
from tests.msai.services.enterprise_money.test_conserved import empty_book
from tests.msai.services.people_and_land.test_telling import certificate
from tests.msai.services.reporting.village import AUGUST, COSTS, HOGS, PEN, month
from tests.mutants import farm_facts

END = date(2026, 8, 31)


def code(act: Callable[[], object]) -> str:
    """With what something is refused; empty where it is not."""
    try:
        act()
    except LedgerError as problem:
        return problem.code
    return ""


def moves(*told: tuple[EventKind, int, int]) -> list[Move]:
    """Kind, day of August and number."""
    return [Move(kind, date(2026, 8, day), Fraction(many)) for kind, day, many in told]


def probe_what_went_is_gone() -> None:
    """Thirty came; two were sold, three eaten, one was lost."""
    told = moves((EventKind.ADDED, 1, 30), (EventKind.SOLD, 2, 2), (EventKind.OWN_USE, 3, 3),
                 (EventKind.LOST, 4, 1))
    assert stock.closing(Fraction(0), told) == 24
    assert stock.boxes(told, since=date(2026, 8, 3)).start == 28


def probe_no_evening_is_below_nothing() -> None:
    """What comes tomorrow is not eaten today."""
    told = moves((EventKind.SOLD, 1, 5), (EventKind.ADDED, 2, 9))
    assert stock.first_shortage(told) == (date(2026, 8, 1), 5)


def probe_a_count_is_of_its_evening() -> None:
    """What came afterwards does not explain it."""
    counted = stock.last_count(moves((EventKind.COUNTED, 2, 9), (EventKind.ADDED, 3, 9)))
    assert counted is not None
    assert counted.to_explain == -9


def probe_a_unit_of_nothing_is_none() -> None:
    """Nor is one of less."""
    for factor in (0, -1):
        with pytest.raises(units.FactorNotPositive):
            units.Quantity(Fraction(1), "basket", Fraction(factor), units.Base.KG)


def probe_a_factor_holds_from_its_day() -> None:
    """The new cavan is not that of the last harvest."""
    own = tuple(units_here.OwnFactor("cavan-50", units.Base.KG, Fraction(kg), day, PEN, 0)
                for kg, day in ((50, AUGUST), (44, END)))
    here = units_here.UnitsHere({"cavan-50": own})
    days = AUGUST - timedelta(1), AUGUST, END - timedelta(1), END
    assert [here.factor("cavan-50", day) for day in days] == [None, 50, 50, 44]


def probe_what_was_taken_back_counts_no_more() -> None:
    """An event that another row names stands no longer."""
    stands = farm_facts.event(EventKind.SOLD)
    gone = replace(stands, taken_back_by=stands)
    assert len(farming.stock_moves([stands, gone], stands.product)) == 1


def probe_a_month_has_its_hours() -> None:
    """February's, of as many people as worked."""
    assert work.hours_of_month(date(2026, 2, 1)) == 672
    line = work.WorkOf(line_ref="women", people=2, hours_e4=1_344 * work.E4)
    sound = work._require_sound
    found = [code(lambda one=one: sound(one, date(2026, 2, 1))) for one in (
        line, replace(line, hours_e4=1_345 * work.E4), replace(line, people=0))]
    assert found == ["", "more_hours_than_month", "hours_of_nobody"]


def probe_one_or_two_people_are_known() -> None:
    """Three may be told, and nobody."""
    assert [people.is_tellable([count]) for count in range(4)] == [True, False, False, True]


def probe_a_part_is_money_times_days() -> None:
    """Half the money for the whole month, half from its middle on."""
    worked = parts.funding_days([farm_facts.put_in("a", 1), farm_facts.put_in("b", 16)],
                                start=AUGUST, end=date(2026, 8, 31))
    assert worked == {"a": 3_000, "b": 1_500}


def probe_a_certificate_is_asked_about() -> None:
    """From sixty days before its end."""
    assert [one.days_left for left in (60, 61) for one in certificates.ending([certificate(left)])] == [60]


def taken(**changes: Any) -> Any:
    """A month taken apart."""
    return lines.take_apart(month(**changes), {PEN: farm_facts.pen()}, on=END)


def probe_each_box_is_what_it_says() -> None:
    """Six boxes of hogs: nothing left is counted, nobody eaten is not told."""
    told = taken(batches=(replace(HOGS, eaten=Fraction(2), left=Fraction(0)),), costs=(), work=())
    assert [(one.kind, one.said.quantity) for one in told.events] == [
        (EventKind.DIED, 1), (EventKind.SOLD, 24), (EventKind.OWN_USE, 2), (EventKind.COUNTED, 0)]


def beside(kind: EventKind) -> EventSaid:
    """Something with money beside it."""
    return EventSaid(line_ref="e1", batch_id=PEN, kind=kind, quantity=Fraction(1), unit="head",
                     amount_minor=700)


def probe_money_beside_an_event_is_of_its_kind() -> None:
    """Sold, taken home, given to workers, bought; no other brings or costs money."""
    kinds = EventKind.SOLD, EventKind.OWN_USE, EventKind.GIVEN, EventKind.ADDED
    found = [type(one.wanted).__name__ for kind in kinds for one in taken(
        batches=(), costs=(), work=(), cash_minor=None, events=(beside(kind),)).money]
    assert found == ["Sold", "OwnUse", "WagesInKind", "Paid"]
    assert code(lambda: taken(events=(beside(EventKind.LOST),))) == "amount_not_of_event"


def probe_the_paper_names_inputs_apart() -> None:
    """Feed and piglets are inputs, other costs are not."""
    totals = lines.totals_of(month(events=(beside(EventKind.ADDED),)), "PHP")
    assert (totals["inputs"], totals["other_costs"]) == ("64407.00", "1200.00")


def probe_nought_is_something_said() -> None:
    """A box with a nought in it is no empty box."""
    none = replace(HOGS, start=None, added=None, died=Fraction(0), sold=None, eaten=None, left=None,
                   sold_kg=None, sold_minor=None)
    assert said.says_something(MonthSaid(month=AUGUST, batches=(none,)))
    assert not said.says_something(MonthSaid(month=AUGUST, batches=(replace(none, died=None),)))


def probe_a_month_is_of_its_last_day() -> None:
    """Or of today, while it goes on."""
    found = [sending.day_of_entries(AUGUST, today=day) for day in (date(2026, 8, 9), date(2026, 10, 1))]
    assert found == [date(2026, 8, 9), END]


def probe_silence_is_more_than_45_days() -> None:
    """On the 45th day nobody is told yet."""
    assert [reading.is_silent(END, today=END + timedelta(days)) for days in (45, 46)] == [False, True]


def probe_what_the_owner_eats_is_not_paid() -> None:
    """Her own use moves no money."""
    eaten = MonthSaid(month=AUGUST, costs=COSTS, events=(beside(EventKind.OWN_USE), beside(EventKind.SOLD)))
    assert (trying.money_in_minor(eaten), trying.money_out_minor(eaten)) == (700, 6_560_000)


def probe_years_are_twelve_months() -> None:
    """The first ends with any month, the next a year after it."""
    today, opened = date(2028, 1, 1), date(2026, 6, 9)
    assert len(calendar.year_ends(opened, closed_until=None, today=today)) == 12
    assert calendar.year_ends(opened, closed_until=END, today=today) == (date(2027, 8, 31),)
    assert calendar.months_between(opened, date(2026, 8, 30)) == 1


def probe_a_mill_is_worn_once() -> None:
    """After its life it loses no more."""
    mill = holdings.Piece(PEN, PEN, "Mill", date(2026, 1, 4), 60_000, 0, 6, 0, None)
    assert [mill.due_minor(day) for day in (date(2026, 1, 31), date(2026, 2, 28), END)] == [0, 10_000, 60_000]


def probe_a_book_after_an_act() -> None:
    """What moved stands on the other side, and no more is taken than is owed."""
    empty: Any = empty_book()
    whole = book.MoneyBook(**{name: getattr(empty, name) for name in empty.__dataclass_fields__})
    buyer = book.Account(1100, "enterprise", whole.parties["party-1"])
    after = whole.after(JournalEntry(EntryKind.SALE, END, (Posting(buyer, book.PRODUCE, 900),)))
    assert (after.stands_minor(buyer), after.stands_minor(book.PRODUCE)) == (900, -900)
    found = [code(lambda minor=minor: after.require_stands(buyer, minor)) for minor in (900, 901)]
    assert found == ["", "money_more_than_stands"]
    days = [code(lambda day=day: after.require_day(day, END)) for day in (END, END + timedelta(1))]
    assert days == ["", "money_day_ahead"]


def probe_the_last_day_of_a_year_is_closed_too() -> None:
    """The next is open."""
    found = [code(lambda day=day: closed.refuse_closed(day, END)) for day in (END, END + timedelta(1))]
    assert found == ["money_year_closed", ""]
