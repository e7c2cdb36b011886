"""What was agreed about a stake, in sentences that its group can read aloud."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from ledgers.money import Money, decimal_text
from msai.messages import N_, Message, counted
from msai.services.staking.terms import Instrument, Terms

_PERCENT: Mapping[str, str] = {
    Instrument.EQUITY: N_("The group owns %(percent)s%% of the enterprise."),
    Instrument.COOP_SHARE: N_("The group owns %(percent)s%% of the cooperative."),
    Instrument.REVENUE_SHARE: N_("The enterprise pays %(percent)s%% of what it sells."),
    Instrument.PROFIT_SHARE: N_(
        "The group gets %(percent)s%% of the profit of a batch, and bears as much of a loss."),
}


def say_terms(
    instrument: str, terms: Terms, *, started: date | None, currency: str,
) -> tuple[Message, ...]:
    """What was agreed, sentence by sentence; nothing agreed is said too.

    Before the stake has `started` its days are said in months.
    """
    found = tuple(_terms(instrument, terms, started, currency))
    return found or (Message(N_("No terms are written down for it.")),)


def _terms(instrument: str, terms: Terms, started: date | None, currency: str) -> Iterator[Message]:
    if terms.percent is not None and instrument in _PERCENT:
        yield Message(_PERCENT[instrument], {"percent": plain_number(terms.percent)})
    if terms.interest_percent is not None:
        yield Message(N_("The enterprise pays %(percent)s%% interest a year."), {
            "percent": plain_number(terms.interest_percent)})
    if terms.cap_multiple is not None:
        yield Message(N_("It ends when %(multiple)s times the money has been paid back."), {
            "multiple": plain_number(terms.cap_multiple)})
    for crop, percent in terms.per_crop:
        yield Message(N_("Of each harvest of %(crop)s the group gets %(percent)s%%."), {
            "crop": crop, "percent": plain_number(percent)})
    if terms.share_price_minor:
        yield Message(N_("One share costs %(price)s."), {"price": Money(terms.share_price_minor, currency)})
    yield from _times(terms, started)


def _times(terms: Terms, started: date | None) -> Iterator[Message]:
    if terms.gestation_months:
        yield Message(N_("Nothing is due before %(day)s."), {"day": terms.gestation_until(started)}) \
            if started else counted("Nothing is due in the first month.",
                                    "Nothing is due in the first %(count)s months.", terms.gestation_months)
    if terms.lock_in_months:
        yield Message(N_("The money stays in the enterprise until %(day)s."), {
            "day": terms.lock_in_until(started)}) if started else counted(
                "The money stays in the enterprise for a month.",
                "The money stays in the enterprise for %(count)s months.", terms.lock_in_months)


def plain_number(value: Fraction) -> str:
    """A number of the terms with the decimals it needs and no more."""
    text = decimal_text(value, places=4)
    return text.rstrip("0").rstrip(".") if "." in text else text
