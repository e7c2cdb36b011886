"""What happens between the Sundays of a demo group: money goes home, a farm reports, something comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid5

from ledgers.accounts import INVESTMENT
from ledgers.currencies import exponent
from ledgers.money import format_decimal, rate_from_decimal, round_half_up
from msai.services.demo.meetings import Minutes, Sunday
from msai.services.demo.programme import Farm, Scheme, Sending

Event = Mapping[str, Any]
STAKE = "stake-1"
DECLARED_IN = (27, 45)
_SOURCE = "central bank"
_COSTS = {"inputs": 34, "women": 15, "men": 9, "other": 6}
"""What of a hundred that were sold goes where."""


def around(minutes: Minutes, sunday: Sunday, *, names: UUID) -> Iterator[Event]:
    """What follows a Sunday before the next one, day by day."""
    scheme = minutes.scheme
    if sunday.is_last:
        yield _month(scheme.farm, sunday.day, uuid5(names, f"month:{sunday.day}"))
    for number, sending in enumerate(scheme.sendings, start=1):
        if sending.week == sunday.week:
            yield from _sent(minutes, sending, sunday.day, f"remittance-{number}")
    for number, week in enumerate(DECLARED_IN, start=1):
        if week == sunday.week:
            yield from _came_back(minutes, scheme.sendings[number], sunday.day, number)


def first_money(scheme: Scheme, opened: date) -> Event:
    """What the farm began with: its owners' own."""
    farm = scheme.farm
    return {"event": "owner_paid_in", "enterprise": farm.key, "date": opened.isoformat(),
            "amount": format_decimal(farm.owner_minor, farm.currency)}


def _sent(minutes: Minutes, sending: Sending, day: date, key: str) -> Iterator[Event]:
    scheme, purse = minutes.scheme, minutes.purse
    there = purse.in_place("bank", fund=INVESTMENT) - (scheme.fee_minor if sending.on_top else 0)
    amount = there // scheme.note_minor * scheme.note_minor
    purse.move("bank", INVESTMENT, minor=-amount - (scheme.fee_minor if sending.on_top else 0))
    net = amount if sending.on_top else amount - scheme.fee_minor
    sent = day + timedelta(days=1)
    yield {"event": "remittance_sent", "group": scheme.key, "stake": STAKE, "key": key, "purpose": "capital",
           "date": sent.isoformat(), "amount": purse.say(amount), "fee": purse.say(scheme.fee_minor),
           "fee_on_top": sending.on_top, "tender": "bank", "applied_rate": sending.applied,
           "mid_rate": sending.mid, "mid_source": _SOURCE, "mid_date": sent.isoformat()}
    landed = round_half_up(net * _per_minor(scheme, sending.applied))
    yield {"event": "remittance_landed", "key": key, "date": (day + timedelta(days=3)).isoformat(),
           "received": format_decimal(landed, scheme.farm.currency),
           "receiving_fee": format_decimal(0, scheme.farm.currency)}


def _came_back(minutes: Minutes, rates: Sending, day: date, number: int) -> Iterator[Event]:
    """A return is declared, sent and received in one week; a part of it is given to the members."""
    scheme, purse = minutes.scheme, minutes.purse
    home = format_decimal(scheme.farm.declared_minor, scheme.farm.currency)
    on, landed = ((day + timedelta(days=days)).isoformat() for days in (2, 4))
    yield {"event": "dividend_declared", "stake": STAKE, "date": on, "amount": home, "mid_rate": rates.mid,
           "mid_source": _SOURCE, "mid_date": on}
    arrived = round_half_up(scheme.farm.declared_minor / _per_minor(scheme, rates.mid))
    received = arrived - 2 * scheme.fee_minor
    purse.move("bank", INVESTMENT, minor=received)
    yield {"event": "remittance_home", "key": f"return-{number}", "stake": STAKE,
           "purpose": "interest" if scheme.farm.instrument == "loan" else "dividend", "sent": on,
           "landed": landed, "amount": home, "received": purse.say(received),
           "fee": purse.say(scheme.fee_minor), "tender": "bank"}
    yield {"event": "distribution", "group": scheme.key, "date": (day + timedelta(days=5)).isoformat(),
           "amount": purse.say(received // 2), "by": "units", "pay": False, "tender": None}


def _per_minor(scheme: Scheme, rate: str) -> Fraction:
    """How many smallest units at home one smallest unit of the group's currency buys."""
    places = exponent(scheme.farm.currency) - exponent(scheme.currency)
    return rate_from_decimal(rate) * Fraction(10) ** places


def _month(farm: Farm, day: date, report_id: UUID) -> Event:
    """A monthly report: more is sold in some months than in others, and most of it is spent again."""
    units = farm.sales_minor * (80 + day.month * 17 % 41) // 100 // farm.unit_price_minor
    sold = units * farm.unit_price_minor
    costs = {name: sold * percent // 100 for name, percent in _COSTS.items()}

    def say(minor: int) -> str:
        return format_decimal(minor, farm.currency)

    return {
        "event": "monthly_report", "enterprise": farm.key, "id": str(report_id),
        "month": f"{day:%Y-%m}", "date": day.isoformat(),
        "activity": farm.activities[day.month % len(farm.activities)],
        "sold": {"quantity": str(units), "unit": "kg", "amount": say(sold)}, "inputs": say(costs["inputs"]),
        "wages": {"women": {"people": 4, "hours": "310", "amount": say(costs["women"])},
                  "men": {"people": 2, "hours": "160", "amount": say(costs["men"])}},
        "other_costs": say(costs["other"]),
    }
