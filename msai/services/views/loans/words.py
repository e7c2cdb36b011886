"""Loans in words: how long, at what charge, where one stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ledgers.lending.schedules import ChargeMethod
from ledgers.lending.terms import GracePays, LoanTerms, Period, SettledEarly, Taken
from ledgers.money import Money, decimal_text
from msai.messages import N_, Message, counted
from msai.services.loans.standing import LoanStanding

_CHARGES: Mapping[tuple[Period, ChargeMethod], str] = {
    (Period.MONTH, ChargeMethod.DECLINING): N_("%(percent)s percent a month on what is left."),
    (Period.MONTH, ChargeMethod.FLAT): N_("%(percent)s percent a month on the whole loan."),
    (Period.WEEK, ChargeMethod.DECLINING): N_("%(percent)s percent a week on what is left."),
    (Period.WEEK, ChargeMethod.FLAT): N_("%(percent)s percent a week on the whole loan."),
}


@dataclass(frozen=True, slots=True)
class StateWords:
    """Where a loan stands, and the tone of its chip."""

    text: Message
    tone: str
    symbol: str


def state_of(standing: LoanStanding) -> StateWords:
    """Where a loan stands, said in a few words."""
    if not standing.given:
        return StateWords(Message(N_("Taken out of the book")), "quiet", "pencil")
    if standing.left_minor <= 0 and standing.raised_minor <= 0:
        return StateWords(Message(N_("Paid back")), "agreed", "check")
    if standing.days_past_due:
        late = counted("%(count)s day late", "%(count)s days late", standing.days_past_due)
        return StateWords(late, "differs", "clock-alert")
    if standing.due_minor:
        return StateWords(Message(N_("To be paid now")), "waiting", "clock")
    if standing.was_late_days:
        return StateWords(counted(
            "New schedule; was %(count)s day late", "New schedule; was %(count)s days late",
            standing.was_late_days), "waiting", "clock-alert")
    if standing.terms is None:
        return StateWords(Message(N_("No days of payment were agreed")), "quiet", "calendar-x")
    return StateWords(Message(N_("In time")), "agreed", "check")


def say_periods(period: Period, count: int) -> Message:
    """So many weeks or months."""
    if period is Period.WEEK:
        return counted("%(count)s week", "%(count)s weeks", count)
    return counted("%(count)s month", "%(count)s months", count)


def say_percent(rate: Fraction) -> str:
    """An exact percent as people write it."""
    return f"{Decimal(decimal_text(rate, places=4)).normalize():f}"


def say_terms(terms: LoanTerms, currency: str) -> tuple[Message, ...]:
    """What was agreed, in whole sentences."""
    return tuple(_sentences(terms, currency))


def _sentences(terms: LoanTerms, currency: str) -> Iterator[Message]:
    if terms.rate_percent:
        yield Message(_CHARGES[terms.period, terms.method], {"percent": say_percent(terms.rate_percent)})
    else:
        yield Message(N_("The loan costs nothing."))
    if terms.charge_at_issue_minor:
        yield Message(N_("The whole charge, %(amount)s, was added to the debt when the loan was given."),
                      {"amount": Money(terms.charge_at_issue_minor, currency)})
    if terms.taken is Taken.WHEN_DUE:
        yield Message(N_("The charge counts as owed on the day it falls due."))
    if terms.grace_periods:
        yield Message(N_("Only the charge is paid in the first time: %(time)s.")
                      if terms.grace_pays is GracePays.INTEREST
                      else N_("Nothing is paid in the first time: %(time)s."),
                      {"time": say_periods(terms.period, terms.grace_periods)})
    if terms.method is ChargeMethod.FLAT and terms.rate_percent and terms.taken is not Taken.AT_ISSUE:
        yield Message(N_("Who pays back early pays the charge of each month or week that has begun.")
                      if terms.settled_early is SettledEarly.PERIODS_BEGUN
                      else N_("Who pays back early pays the whole charge all the same."))
    if terms.grace_days:
        yield counted("A payment may be %(count)s day late.", "A payment may be %(count)s days late.",
                      terms.grace_days)
    if terms.late_percent:
        yield Message(N_("A late payment costs %(percent)s percent of what is late."),
                      {"percent": say_percent(terms.late_percent)})
