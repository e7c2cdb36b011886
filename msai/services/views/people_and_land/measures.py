"""Measures of jobs, pay and neighbours, each with its formula, its version, and how far the records reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ledgers.money import decimal_text
from msai.measures.people import (
    coverage_percent,
    decent_pay_percent,
    full_time_equivalent,
    gender_wage_ratio,
    is_tellable,
    months_average,
    women_percent,
)
from msai.messages import N_, Message
from msai.services.views.people_and_land.sums import of_sex, pay_of, people_by, sum_work
from msai.services.views.people_and_land.words import word
from msai.services.views.ratios.show import RatioLine, Shape
from msai.services.workforce.reading import FullTime, WorkTold
from msai.services.workforce.work import Answer, Engagement, Role, Sex

TOO_FEW = N_("Too few people to tell it to others.")


@dataclass(frozen=True)
class WorkYear:
    """The work of a year: its lines, the months that are over or run, and what full work is."""

    lines: Sequence[WorkTold]
    months: Sequence[date]
    full_time: FullTime
    tells_all: bool

    @property
    def last(self) -> list[WorkTold]:
        """The lines of the last month that was reported."""
        newest = max((line.month for line in self.lines), default=None)
        return [line for line in self.lines if line.month == newest]

    def of_month(self, month: date) -> list[WorkTold]:
        """The lines of a month."""
        return [line for line in self.lines if line.month == month]

    def jobs(self, month: date) -> Fraction | None:
        """The full-time jobs of a month; None where no hours are recorded, or full work was not stated."""
        done, full = sum_work(self.of_month(month)), self.full_time.hours_e4(month)
        return full_time_equivalent(done.hours_e4, full) if done.timed and full else None


def build_measures(year: WorkYear) -> tuple[RatioLine, ...]:
    """All measures of a year's work."""
    return (_jobs(year), _wages(year), _casual(year), *_pay(year), *_women(year), _minimum(year))


def percent_known(sentence: str, *, known: int, everybody: int) -> tuple[Message, ...]:
    """How much of everybody a measure rests on; nothing where there is nobody."""
    part = coverage_percent(known, everybody)
    return () if part is None else (
        Message(sentence, {"percent": decimal_text(part, places=0)}),)


def _jobs(year: WorkYear) -> RatioLine:
    found = [jobs for month in year.months if (jobs := year.jobs(month)) is not None]
    average, done = months_average(found), sum_work(year.lines)
    reach = (Message(N_("%(count)s of %(months)s months."), {
        "count": len(found), "months": len(year.months)}),)
    return RatioLine(
        "jobs", Message(N_("Jobs, as full-time work")),
        Message(N_("Hours paid in a month / hours of full work, on average over the months reported")),
        "jobs/1", Shape.NUMBER, figure=figure_of(average, 2),
        coverage=(*reach, *percent_known(
            N_("Hours are recorded for %(percent)s%% of the people."), known=done.timed,
            everybody=done.people)))


def _wages(year: WorkYear) -> RatioLine:
    done = sum_work(year.lines)
    return RatioLine(
        "wages", Message(N_("Wages")), Message(N_("All wages recorded in the year")), "wages/1", Shape.MONEY,
        amount_minor=done.wages_minor if done.paid else None,
        coverage=percent_known(
            N_("Wages are recorded for %(percent)s%% of the people."), known=done.paid,
            everybody=done.people))


def _casual(year: WorkYear) -> RatioLine:
    lines = [line for line in year.lines if line.engagement is Engagement.CASUAL]
    known = sum(line.people for line in year.lines if line.engagement is not Engagement.UNKNOWN)
    done, told = sum_work(lines), year.tells_all or _months_tellable(lines)
    return RatioLine(
        "casual", Message(N_("Hours of casual and seasonal work")),
        Message(N_("All hours of people who were not taken on for good")), "casual/1", Shape.NUMBER,
        figure=done.hours if done.timed and told else None,
        coverage=percent_known(
            N_("Permanent or casual is recorded for %(percent)s%% of the people."), known=known,
            everybody=sum_work(year.lines).people)
        if told else (Message(TOO_FEW),))


def _pay(year: WorkYear) -> Iterable[RatioLine]:
    """Over all, and for each role of which women and men are recorded."""
    yield _pay_of(year, year.lines, "pay", Message(N_("Pay of an hour, women to men")))
    for role in (Role.MANAGER, Role.SUPERVISOR, Role.WORKER):
        lines = [line for line in year.lines if line.role is role]
        if of_sex(lines, Sex.WOMEN) and of_sex(lines, Sex.MEN):
            yield _pay_of(year, lines, f"pay-{role}", Message(N_("Pay of an hour, women to men: %(role)s"), {
                "role": word(role)}))


def _pay_of(year: WorkYear, lines: Sequence[WorkTold], name: str, label: Message) -> RatioLine:
    women, men = of_sex(lines, Sex.WOMEN), of_sex(lines, Sex.MEN)
    told = year.tells_all or all(_months_tellable(part) for part in (women, men))
    value = gender_wage_ratio(pay_of(women), pay_of(men)) if told else None
    return RatioLine(
        name, label, Message(N_("(Wages of women / their hours) / (wages of men / their hours)")), "pay/1",
        Shape.NUMBER, figure=figure_of(value, 2), coverage=_sexes(lines, told=told))


def _months_tellable(lines: Sequence[WorkTold]) -> bool:
    return is_tellable(people_by(lines, lambda line: line.month.isoformat()).values())


def _women(year: WorkYear) -> Iterable[RatioLine]:
    """Women among managers, supervisors and workers in the last month reported."""
    for role in (Role.MANAGER, Role.SUPERVISOR, Role.WORKER):
        lines = [line for line in year.last if line.role is role]
        women, men = (sum_work(of_sex(lines, sex)).people for sex in (Sex.WOMEN, Sex.MEN))
        told = year.tells_all or is_tellable((women, men))
        yield RatioLine(
            f"women-{role}", Message(N_("Women among %(role)s"), {"role": word(role)}),
            Message(N_("100 × women / women and men, in the last month reported")), f"women-{role}/1",
            Shape.PERCENT, figure=figure_of(women_percent(women, men) if told else None, 1),
            coverage=_sexes(lines, told=told))


def _minimum(year: WorkYear) -> RatioLine:
    counts = people_by(year.last, lambda line: line.minimum_pay.value)
    above, below = counts.get(Answer.YES, 0), counts.get(Answer.NO, 0)
    told = year.tells_all or is_tellable((above, below))
    return RatioLine(
        "minimum", Message(N_("Paid the legal minimum or more")),
        Message(N_("100 × people paid that much / people of whom it is known, in the last month reported")),
        "minimum/1", Shape.PERCENT, figure=figure_of(decent_pay_percent(above, below) if told else None, 1),
        coverage=percent_known(
            N_("It is known of %(percent)s%% of the people."), known=above + below,
            everybody=sum_work(year.last).people) if told else (Message(TOO_FEW),))


def _sexes(lines: Sequence[WorkTold], *, told: bool) -> tuple[Message, ...]:
    if not told:
        return (Message(TOO_FEW),)
    known = sum(line.people for line in lines if line.sex is not Sex.UNKNOWN)
    return percent_known(
        N_("Women or men is recorded for %(percent)s%% of the people."), known=known,
        everybody=sum_work(lines).people)


def figure_of(value: Fraction | None, places: int) -> Decimal | None:
    """An exact measure as it is shown; None where it is not defined."""
    return None if value is None else Decimal(decimal_text(value, places=places))


def jobs_figure(jobs: Fraction | None) -> Decimal | None:
    """Full-time jobs as they are shown, with two decimals."""
    return figure_of(jobs, 2)
