"""How a loan really goes: what it has cost up to a day, what is due, and since when something is missing.

The charge of a period is worked out at its beginning, on what is then still owed (declining) or on what was
lent (flat).  Up to the day on which somebody asks, every period that has begun counts whole; what is due is
that of the periods that have ended.  A declining charge goes on, period by period, for as long as the loan is
out; a flat one ends with the last period that was agreed, and no charge of either kind begins once nothing is
owed.  A loan that a running group brings from its paper costs what falls due after the book began; its parts
of principal were due since the day it was given, so that it comes with its lateness.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ledgers.lending.plan import flat_charges, principal_parts
from ledgers.lending.schedules import ChargeMethod, flat_charge
from ledgers.lending.terms import GracePays, LoanTerms, SettledEarly, Taken


@dataclass(frozen=True, slots=True)
class Move:
    """What a day changed in the debt (1100): debit positive, minor units."""

    on: date
    minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A loan on a day: the terms it has had, oldest first, and what the book says of it up to that day.

    `moves` are those of its debt and `left_minor` their sum; `charged_minor` is the interest that became
    income on it (paid or raised; what was taken at issue apart), `unpaid_minor` what of that nobody paid yet.
    """

    versions: tuple[LoanTerms, ...]
    on: date
    left_minor: int
    moves: tuple[Move, ...] = ()
    charged_minor: int = 0
    unpaid_minor: int = 0

    @property
    def terms(self) -> LoanTerms:
        """The terms that hold now."""
        return self.versions[-1]

    @property
    def known_from(self) -> date:
        """The day on which a loan that is older than its book came into it; else the first of all days."""
        first = min((move.on for move in self.moves if move.minor > 0), default=date.min)
        return first if first > self.versions[0].starts_on else date.min

    def left_on(self, day: date) -> int:
        """What was owed at the end of a day; before the book began, what it began with."""
        known = max(day, self.known_from)
        return self.left_minor - sum(move.minor for move in self.moves if move.on > known)


@dataclass(frozen=True, slots=True)
class PeriodCharge:
    """What one period of a loan costs: `due_on` is when it has to be paid."""

    begins_on: date
    due_on: date
    charge_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrears:
    """What should have been paid by a day and was not, in minor units.

    `interest_minor` is due and not yet raised, `raised_minor` raised and unpaid; `oldest_on` the day from
    which something is missing, `days` how long that is, nought while it is still in time.
    """

    principal_minor: int
    interest_minor: int
    raised_minor: int
    oldest_on: date | None
    days: int

    @property
    def total_minor(self) -> int:
        """All of it."""
        return self.principal_minor + self.interest_minor + self.raised_minor


def interest_begun(course: Course) -> int:
    """The whole charge up to the day: every period that has begun before it, in minor units.

    A flat loan whose rule asks for the whole charge counts it whole from its first day.
    """
    return sum(_begun(course, position) for position in range(len(course.versions)))


def interest_unraised(course: Course) -> int:
    """What of the charge up to the day is not income yet: it is raised before a share-out or a settlement."""
    return max(0, interest_begun(course) - course.charged_minor)


def interest_due(course: Course) -> int:
    """The charge of the periods that had to be paid by the day, in minor units."""
    return sum(charge.charge_minor for charge in due_charges(course))


def due_charges(course: Course) -> tuple[PeriodCharge, ...]:
    """The periods whose charge had to be paid by the day, oldest first, those before a new schedule included.

    What an older schedule had begun to charge when a new one took its place is due on that day.
    """
    ended = [charge for position in range(len(course.versions) - 1)
             for charge in _closed_charges(course, position)]
    running = (charge for charge in _charges(course, len(course.versions) - 1)
               if charge.due_on <= course.on)
    return (*ended, *running)


def arrears(course: Course) -> Arrears:
    """What is missing on the day, by part, and since when."""
    terms = course.terms
    charges = due_charges(course)
    paid_interest = course.charged_minor - course.unpaid_minor
    paid_principal = terms.debt_minor - course.left_minor
    missing = [*_missing([(charge.due_on, charge.charge_minor) for charge in charges], paid_interest)]
    missing += _missing(_principal_due(course), paid_principal)
    oldest = min((day for day, _ in missing), default=None)
    scheduled = sum(minor for _, minor in _principal_due(course))
    return Arrears(
        principal_minor=min(course.left_minor, max(0, scheduled - paid_principal)),
        interest_minor=max(0, sum(charge.charge_minor for charge in charges) - course.charged_minor),
        raised_minor=course.unpaid_minor, oldest_on=oldest, days=_days_late(oldest, course))


def next_due_on(course: Course) -> date | None:
    """The next day after this one on which something falls due; None once the agreed time is over."""
    terms = course.terms
    days = (terms.due_day(number) for number in range(_first_paying(terms), terms.periods + 1))
    return next((day for day in days if day > course.on), None)


def settlement(course: Course) -> tuple[int, int, int]:
    """What pays the loan back on the day: interest raised and unpaid, interest of the day, principal."""
    return course.unpaid_minor, interest_unraised(course), course.left_minor


def _begun(course: Course, position: int) -> int:
    charges = list(_charges(course, position))
    terms, until = course.versions[position], _until(course, position)
    if terms.method is ChargeMethod.FLAT and terms.settled_early is SettledEarly.WHOLE_CHARGE:
        return sum(charge.charge_minor for charge in charges) if terms.starts_on < until else 0
    return sum(charge.charge_minor for charge in charges if charge.begins_on < until)


def _closed_charges(course: Course, position: int) -> Iterator[PeriodCharge]:
    """Of an older schedule, all it had charged when the next took its place, due by then at the latest."""
    until, owed = _until(course, position), _begun(course, position)
    for charge in _charges(course, position):
        minor = min(charge.charge_minor, owed)
        owed -= minor
        if minor:
            yield PeriodCharge(charge.begins_on, min(charge.due_on, until), minor)


def _until(course: Course, position: int) -> date:
    later = course.versions[position + 1:]
    return later[0].starts_on if later else course.on


def _charges(course: Course, position: int) -> Iterator[PeriodCharge]:
    terms = course.versions[position]
    if terms.taken is Taken.AT_ISSUE:
        return
    flat = terms.method is ChargeMethod.FLAT
    found = _flat(course, terms) if flat else _declining(course, terms, _until(course, position))
    # What fell due before the book began was paid on paper, or stands as interest raised.
    yield from (charge for charge in found if charge.due_on > course.known_from)


def _flat(course: Course, terms: LoanTerms) -> Iterator[PeriodCharge]:
    for number, charge in enumerate(flat_charges(terms), 1):
        begins_on = terms.due_day(number - 1)
        whole = terms.settled_early is SettledEarly.WHOLE_CHARGE
        # A period whose beginning lies ahead has not been cut short by an early payment yet.
        if whole or begins_on >= course.on or course.left_on(begins_on) > 0:
            yield PeriodCharge(begins_on, _payable_on(terms, number), charge)


def _declining(course: Course, terms: LoanTerms, until: date) -> Iterator[PeriodCharge]:
    number = 1
    while (begins_on := terms.due_day(number - 1)) < until:
        charge = flat_charge(max(0, course.left_on(begins_on)), terms.rate_percent)
        if charge:
            yield PeriodCharge(begins_on, _payable_on(terms, number), charge)
        number += 1


def _payable_on(terms: LoanTerms, number: int) -> date:
    """When the charge of a period has to be paid: at its end, or with the first payment after the grace."""
    if terms.grace_pays is GracePays.NOTHING and number <= terms.grace_periods:
        return terms.due_day(terms.grace_periods + 1)
    return terms.due_day(number)


def _first_paying(terms: LoanTerms) -> int:
    return terms.grace_periods + 1 if terms.grace_pays is GracePays.NOTHING else 1


def _principal_due(course: Course) -> list[tuple[date, int]]:
    terms = course.terms
    days = ((terms.due_day(number), part) for number, part in enumerate(principal_parts(terms), 1))
    return [(day, part) for day, part in days if day <= course.on]


def _missing(due: Sequence[tuple[date, int]], paid_minor: int) -> Iterator[tuple[date, int]]:
    """What payments, oldest first, have not reached."""
    for day, minor in due:
        reached = min(minor, max(0, paid_minor))
        paid_minor -= reached
        if reached < minor:
            yield day, minor - reached


def _days_late(oldest: date | None, course: Course) -> int:
    if oldest is None or (course.on - oldest).days <= course.terms.grace_days:
        return 0
    return (course.on - oldest).days
