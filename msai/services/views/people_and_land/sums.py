"""Sums of work lines, each with how many of the people they rest on, and which of them may be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ledgers.money import decimal_text
from msai.measures.people import Pay, is_tellable
from msai.services.workforce.reading import WorkTold
from msai.services.workforce.work import E4, Sex


@dataclass(frozen=True, slots=True)
class WorkSum:
    """Work added up: `timed` and `paid` are the people whose hours and wages are recorded."""

    people: int = 0
    timed: int = 0
    hours_e4: int = 0
    paid: int = 0
    wages_minor: int = 0

    @property
    def hours(self) -> Decimal:
        """The hours as they are shown."""
        return shown_e4(self.hours_e4)


def shown_e4(number_e4: int, places: int = 4) -> Decimal:
    """Hours, hectares or a quantity as they are shown: no noughts at the end."""
    text = decimal_text(Fraction(number_e4, E4), places=places)
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def sum_work(lines: Iterable[WorkTold]) -> WorkSum:
    """Add lines up."""
    there = list(lines)
    return WorkSum(
        sum(line.people for line in there),
        sum(line.people for line in there if line.hours_e4 is not None),
        sum(line.hours_e4 or 0 for line in there),
        sum(line.people for line in there if line.wages_minor is not None),
        sum(line.wages_minor or 0 for line in there))


def pay_of(lines: Iterable[WorkTold]) -> Pay:
    """Wages and hours of the lines that say both, so that neither is held against the other's silence."""
    both = [line for line in lines if line.hours_e4 and line.wages_minor is not None]
    return Pay(sum(line.wages_minor or 0 for line in both),
               Fraction(sum(line.hours_e4 or 0 for line in both), E4))


def people_by(lines: Iterable[WorkTold], of: Callable[[WorkTold], str]) -> dict[str, int]:
    """How many people there are of each kind."""
    found: dict[str, int] = {}
    for line in lines:
        found[of(line)] = found.get(of(line), 0) + line.people
    return found


def may_tell_sexes(lines: Iterable[WorkTold]) -> bool:
    """Whether women and men may be told apart outside, in every month that these lines are of."""
    months: dict[object, list[WorkTold]] = {}
    for line in lines:
        months.setdefault(line.month, []).append(line)
    return all(is_tellable(people_by(there, lambda line: line.sex.value).values())
               for there in months.values())


def of_sex(lines: Iterable[WorkTold], sex: Sex) -> list[WorkTold]:
    """The lines of women, of men, or of those of whom it was not said."""
    return [line for line in lines if line.sex is sex]
