"""The rules a group settles before its first meeting, out of the fields of one form.

Only what a first Sunday needs is asked; the rest has a default that lets every honest sheet pass, and is
changed later by the group itself, with the day from which it holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ledgers.errors import LedgerError
from ledgers.money import parse_amount
from msai.messages import Message
from msai.services import ServiceError
from msai.services.group_rules import BY_AMOUNT, BY_SHARES, RULES, read_value, write_value
from msai.services.group_rules.words import ABSENT, LATE, NOT_SAVED
from msai.services.onboarding.countries import Country

FINES = (LATE, ABSENT, NOT_SAVED)
FIRST_RULE_FIELDS = (
    "saving", "share_value", "shares_least", "shares_most", "minimum", "usual", "social_contribution",
    *(f"fine-{kind}" for kind in FINES), "lending",
)
MOST_SHARES = 1000


class WayToSaveMissing(ServiceError):
    """The group has not said whether it saves by shares or by amount."""

    code = "way_to_save_missing"


class ShareValueMissing(ServiceError):
    """A group that saves by shares says what one share costs."""

    code = "share_value_missing"


class SharesOutOfOrder(ServiceError):
    """The least and the most shares of a meeting are whole numbers from 1, the least not above the most."""

    code = "shares_out_of_order"


class AmountBelowNought(ServiceError):
    """A rule names an amount, never a debt."""

    code = "amount_below_nought"


def read_first_rules(
    typed: Mapping[str, str], country: Country,
) -> tuple[dict[str, str], dict[str, LedgerError]]:
    """The rules in their stored texts, and what could not be understood by field."""
    problems: dict[str, LedgerError] = {}
    saving = typed.get("saving", "")
    if saving not in (BY_SHARES, BY_AMOUNT):
        problems["saving"] = WayToSaveMissing()
    values: dict[str, Any] = {"saving": saving, "meets": country.meets, "lending": bool(typed.get("lending"))}
    for name in ("social_contribution", *_AMOUNTS.get(saving, ())):
        values[name] = _minor(typed, name, country, problems)
    if saving == BY_SHARES:
        values["shares_per_meeting"] = _shares(typed, problems)
        if not values["share_value"] and "share_value" not in problems:
            problems["share_value"] = ShareValueMissing()
    values["fines"] = {
        kind: minor for kind in FINES if (minor := _minor(typed, f"fine-{kind}", country, problems))}
    kept = {name: value for name, value in values.items() if value not in (None, 0, {})}
    return {name: write_value(RULES[name], value, country.currency)
            for name, value in {**kept, "lending": values["lending"]}.items()
            } if not problems else {}, problems


def say_rules(stored: Mapping[str, str], currency: str) -> list[Message]:
    """Stored rules as the sentences people agree to, in the order of the catalogue."""
    return [sentence for name, form in RULES.items() if name in stored
            for sentence in form.sentences(read_value(form, stored[name], currency=currency), currency)]


_AMOUNTS: Mapping[str, tuple[str, ...]] = {BY_SHARES: ("share_value",), BY_AMOUNT: ("minimum", "usual")}


def _minor(
    typed: Mapping[str, str], name: str, country: Country, problems: dict[str, LedgerError],
) -> int:
    text = typed.get(name, "").strip()
    if not text:
        return 0
    try:
        minor = parse_amount(text, country.currency).minor
    except LedgerError as problem:
        problems[name] = problem
        return 0
    if minor < 0:
        problems[name] = AmountBelowNought()
    return max(minor, 0)


def _shares(typed: Mapping[str, str], problems: dict[str, LedgerError]) -> tuple[int, int] | None:
    least, most = (typed.get(name, "").strip() for name in ("shares_least", "shares_most"))
    if not least and not most:
        return None
    if not all(text.isdecimal() and len(text) <= 4 for text in (least or "1", most)):
        problems["shares_most"] = SharesOutOfOrder(most=MOST_SHARES)
        return None
    found = int(least or "1"), int(most)
    if not 1 <= found[0] <= found[1] <= MOST_SHARES:
        problems["shares_most"] = SharesOutOfOrder(most=MOST_SHARES)
    return found
