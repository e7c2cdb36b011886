"""Each measure of return with its formula, the version of that formula, and why one is not defined.

One list serves the pages and the workbook. A measure without a base is said to be so, with its reason; it is
never shown as nought.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from ledgers.money import decimal_text
from ledgers.returns.rates import RateOfReturn, RateStatus
from ledgers.returns.results import PoolReturn, Returns, SideReturn
from msai.messages import N_, Message, counted

_Found: TypeAlias = Fraction | int | Message


class Shape(StrEnum):
    """How a measure is written."""

    PERCENT = "percent"
    TIMES = "times"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class MeasureValue:
    """A figure, or the reason why there is none."""

    figure: Decimal | None = None
    why: Message | None = None


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure in the group's money and, where it has one, in home money."""

    name: str
    label: Message
    formula: Message
    version: str
    shape: Shape
    host: MeasureValue
    home: MeasureValue | None


@dataclass(frozen=True, slots=True)
class _Form:
    name: str
    label: str
    formula: str
    shape: Shape
    work_out: Callable[[Returns, SideReturn], _Found]
    both: bool = True
    version: int = 1


NOT_A_YEAR = N_("Less than a year has passed since money was first put in.")
_NOTHING_IN = N_("Nothing was put in.")
_NOT_BACK = N_("What was put in has not come back yet.")
_NO_CAPITAL = N_("No money worked in that time.")
_WHY: Mapping[RateStatus, str] = {
    RateStatus.NO_SIGN_CHANGE: N_("Money went one way only."),
    RateStatus.AMBIGUOUS: N_("More than one rate fits these payments."),
    RateStatus.NO_ROOT: N_("No rate fits these payments."),
    RateStatus.OUT_OF_RANGE: N_("The rate is too large to be said."),
}


def list_measures(found: Returns, *, no_home: Message | None) -> tuple[MeasureLine, ...]:
    """All measures; `no_home` says why nothing can be said in home money, where it cannot."""
    return tuple(_line(form, found, no_home) for form in _FORMS)


def _line(form: _Form, found: Returns, no_home: Message | None) -> MeasureLine:
    home = None
    if form.both:
        home = _value(form, found, found.home) if found.home else MeasureValue(why=no_home)
    return MeasureLine(form.name, Message(form.label), Message(form.formula), f"{form.name}/{form.version}",
                       form.shape, _value(form, found, found.host), home)


def _value(form: _Form, found: Returns, side: SideReturn) -> MeasureValue:
    value = form.work_out(found, side)
    if isinstance(value, Message):
        return MeasureValue(why=value)
    return MeasureValue(shown(value, form.shape))


def shown(value: Fraction | int, shape: Shape) -> Decimal:
    """A measure as it is written: percents and years with one decimal, times with two."""
    if shape is Shape.PERCENT:
        return Decimal(decimal_text(100 * Fraction(value), places=1))
    return Decimal(decimal_text(value, places=1 if shape is Shape.YEARS else 2))


def rate_shown(rate: RateOfReturn) -> MeasureValue:
    """A yearly rate in percent with one decimal, or why there is none."""
    value = _rate(rate)
    return MeasureValue(why=value) if isinstance(value, Message) else MeasureValue(
        shown(value, Shape.PERCENT))


def yearly_shown(found: Returns, side: SideReturn) -> MeasureValue:
    """The yearly rate of one side, where a year has passed."""
    return rate_shown(side.yearly) if found.is_yearly else MeasureValue(why=Message(NOT_A_YEAR))


def _rate(rate: RateOfReturn) -> _Found:
    return Message(_WHY[rate.status]) if rate.rate is None else Fraction(rate.rate)


def _yearly(found: Returns, side: SideReturn) -> _Found:
    return _rate(side.yearly) if found.is_yearly else Message(NOT_A_YEAR)


def _multiple(name: str) -> Callable[[Returns, SideReturn], _Found]:
    def of_side(_found: Returns, side: SideReturn) -> _Found:
        value: Fraction | None = getattr(side.multiples, name, None)
        return Message(_NOTHING_IN) if value is None else value
    return of_side


def _gained(_found: Returns, side: SideReturn) -> _Found:
    return Message(_NOTHING_IN) if side.gain.roi is None else side.gain.roi


def _cash_yield(found: Returns, _side: SideReturn) -> _Found:
    if not found.is_yearly:
        return Message(NOT_A_YEAR)
    return Message(_NOTHING_IN) if found.cash_yield is None else found.cash_yield


def _payback(found: Returns, _side: SideReturn) -> _Found:
    return Message(_NOT_BACK) if found.payback_years is None else found.payback_years


def _of_pool(value: Callable[[PoolReturn], Fraction | None]) -> Callable[[Returns, SideReturn], _Found]:
    def of_found(found: Returns, _side: SideReturn) -> _Found:
        part = value(found.pool) if found.pool else None
        return Message(_NO_CAPITAL) if part is None else part
    return of_found


_FORMS: tuple[_Form, ...] = (
    _Form("gain", N_("Gain on what was put in"), N_("(came back + still there - put in) / put in"),
          Shape.PERCENT, _gained),
    _Form("yearly_rate", N_("Rate a year"),
          N_("the rate at which everything put in grows to what came back and is still there, each day "
             "counted, 365 days a year (XIRR)"), Shape.PERCENT, _yearly),
    _Form("came_back", N_("Came back for each 1 put in"), N_("came back / put in (DPI)"), Shape.TIMES,
          _multiple("dpi")),
    _Form("still_there", N_("Still there for each 1 put in"), N_("still there / put in (RVPI)"), Shape.TIMES,
          _multiple("rvpi")),
    _Form("in_all", N_("In all for each 1 put in"), N_("(came back + still there) / put in (TVPI)"),
          Shape.TIMES, _multiple("tvpi")),
    _Form("cash_yield", N_("Came back in the last twelve months"),
          N_("came back in 365 days / what was put in, averaged over these days"), Shape.PERCENT,
          _cash_yield, both=False),
    _Form("payback", N_("Years until the money was back"),
          N_("years from the first payment until as much had come back as was put in, evenly between two "
             "payments"), Shape.YEARS, _payback, both=False),
    _Form("dietz", N_("Return of the last twelve months"),
          N_("gain / (value at the beginning + each payment x the part of the days it worked): modified "
             "Dietz"), Shape.PERCENT, _of_pool(lambda pool: pool.dietz.rate), both=False),
    _Form("linked", N_("The same, whenever money came in"),
          N_("growth from each payment to the next, multiplied: time-weighted"), Shape.PERCENT,
          _of_pool(lambda pool: pool.linked), both=False),
)


def say_coverage(found: Returns, *, lacking: int, home_payments: int, unvalued: int) -> Iterable[Message]:
    """How far the records reach: mid rates, valuations, and the days the last twelve months really are."""
    if lacking:
        yield Message(
            N_("Of %(lacking)s of %(all)s payments in home money the mid rate is not written down."),
            {"lacking": lacking, "all": home_payments})
    if unvalued:
        yield counted("%(count)s stake stands at what the book says: nobody has valued it.",
                      "%(count)s stakes stand at what the book says: nobody has valued them.", unvalued)
    if found.pool and found.pool.days < 365:
        yield counted("The last twelve months are only %(count)s day yet.",
                      "The last twelve months are only %(count)s days yet.", found.pool.days)
