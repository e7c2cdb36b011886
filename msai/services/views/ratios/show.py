"""Each ratio of a group with its value, its formula, the version of that formula, and how far records reach.

One function works them all out, for the page and for the workbook alike. A ratio without a base is not
defined; it is never shown as nought.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.money import Money, decimal_text, round_half_up
from msai.measures import ratios as r
from msai.messages import N_, Message, counted
from msai.permissions import Action, Actor, Target, require
from msai.services.sheets import short_code
from msai.services.views.facts import read_group
from msai.services.views.ratios.counting import Counted, count_group


class Shape(StrEnum):
    """How a ratio is written."""

    PERCENT = "percent"
    MONEY = "money"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class RatioLine:
    """One ratio: `amount_minor` of money or a `figure`; neither where it is not defined."""

    name: str
    label: Message
    formula: Message
    version: str
    shape: Shape
    amount_minor: int | None = None
    figure: Decimal | None = None
    coverage: tuple[Message, ...] = ()

    @property
    def is_defined(self) -> bool:
        """Whether there is a base to work it out from."""
        return self.amount_minor is not None or self.figure is not None


@dataclass(frozen=True, slots=True)
class RatioPart:
    """Ratios that belong together."""

    title: Message
    lines: tuple[RatioLine, ...]


@dataclass(frozen=True, slots=True)
class RatiosView:
    """The ratios of a group on a day, with the cycle they are of and the entry they were drawn after."""

    book_id: UUID
    group_name: str
    currency: str
    on: date
    since: date
    today: date
    weeks: int
    parts: tuple[RatioPart, ...]
    last_seq: int
    code: str

    @property
    def lines(self) -> tuple[RatioLine, ...]:
        """All of them, in order."""
        return tuple(line for part in self.parts for line in part.lines)


_Value: TypeAlias = Fraction | int | None


@dataclass(frozen=True, slots=True)
class _Form:
    """How one ratio is called and worked out; `version` changes whenever `work_out` does."""

    name: str
    label: str
    formula: str
    shape: Shape
    work_out: Callable[[Counted], _Value]
    covers: Callable[[Counted, str], Iterable[Message]] = lambda _counted, _currency: ()
    version: int = 1


def show_ratios(session: Session, actor: Actor, book_id: UUID, *, on: date | None, today: date) -> RatiosView:
    """The ratios of a group on a day, or today.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.GROUP_TOTALS_VIEW, Target(book_id))
    facts, day = read_group(session, book_id), min(on or today, today)
    found = count_group(session, book_id, opened_on=facts.opened_on, on=max(day, facts.opened_on))
    parts = tuple(
        RatioPart(Message(title), tuple(_line(form, found, facts.currency) for form in forms))
        for title, forms in _PARTS.items())
    return RatiosView(book_id, facts.name, facts.currency, found.on, found.since, today, found.snapshot.weeks,
                      parts, facts.last_seq, short_code(facts.last_hash))


def _line(form: _Form, found: Counted, currency: str) -> RatioLine:
    value = form.work_out(found)
    money = form.shape is Shape.MONEY
    places = 1 if form.shape is Shape.PERCENT else 0
    return RatioLine(
        form.name, Message(form.label), Message(form.formula), f"{form.name}/{form.version}", form.shape,
        round_half_up(value) if money and value is not None else None,
        None if money or value is None else Decimal(decimal_text(value, places=places)),
        tuple(form.covers(found, currency)))


def _of(work_out: Callable[[r.GroupSnapshot], _Value]) -> Callable[[Counted], _Value]:
    return lambda found: work_out(found.snapshot)


def _meeting(found: Counted, _currency: str) -> Iterable[Message]:
    if found.meeting is None:
        yield Message(N_("No meeting is recorded up to this day."))
    else:
        yield Message(N_("Counted at meeting %(number)s on %(day)s."), {
            "number": found.meeting[0], "day": found.meeting[1]})


def _sexes(found: Counted, _currency: str) -> Iterable[Message]:
    part = r.percent(found.sexes, found.snapshot.members_now)
    if not found.sexes:
        yield Message(N_("Whether members are women or men is not recorded."))
    elif part is not None:
        yield Message(N_("Whether members are women or men is recorded for %(percent)s%% of them."), {
            "percent": decimal_text(part, places=0)})


def _dues(found: Counted, currency: str) -> Iterable[Message]:
    if found.dues_minor:
        yield Message(N_("%(amount)s of charges and interest due is not counted before it is paid."), {
            "amount": Money(found.dues_minor, currency)})


def _loans(found: Counted, _currency: str) -> Iterable[Message]:
    count = found.snapshot.loans_count
    yield counted("%(count)s loan is out.", "%(count)s loans are out.", count)


def _weeks(found: Counted, _currency: str) -> Iterable[Message]:
    yield counted("Stretched from %(count)s week to 52.", "Stretched from %(count)s weeks to 52.",
                  found.snapshot.weeks)


def _margins(found: Counted, _currency: str) -> Iterable[Message]:
    if not found.transfers:
        yield Message(N_("No transfer is recorded."))
    elif found.unknown_margins:
        yield Message(N_("Of %(unknown)s of %(all)s transfers the exchange margin is not known."), {
            "unknown": found.unknown_margins, "all": found.transfers})


def _reports(found: Counted, _currency: str) -> Iterable[Message]:
    if not found.enterprises:
        yield Message(N_("The group backs no enterprise."))
    elif found.silent_months is None:
        yield Message(N_("An enterprise has not sent a report yet."))


def _jobs(_found: Counted, _currency: str) -> Iterable[Message]:
    yield Message(N_("No jobs are recorded."))


def _attendance(found: Counted) -> Fraction | None:
    return r.attendance_percent(found.snapshot) if found.meeting else None


def _in_a_year(work_out: Callable[[r.GroupSnapshot], Fraction | None]) -> Callable[[Counted], _Value]:
    return lambda found: r.annualised(work_out(found.snapshot), found.snapshot.weeks)


P, M, X = Shape.PERCENT, Shape.MONEY, Shape.NUMBER
_PARTS: Mapping[str, tuple[_Form, ...]] = {
    N_("The members"): (
        _Form("members", N_("Members"), N_("members on that day"), X, lambda c: c.snapshot.members_now,
              _sexes),
        _Form("attendance", N_("Attendance"), N_("members who came / members"), P, _attendance, _meeting),
        _Form("dropout", N_("Members who left"), N_("left in the cycle / members now"), P,
              _of(r.dropout_percent)),
        _Form("dropout_of_start", N_("Members who left, the older form"),
              N_("left in the cycle / members at its beginning"), P, _of(r.dropout_percent_of_start)),
        _Form("growth", N_("Growth"),
              N_("(members now - members at the beginning) / members at the beginning"), P,
              _of(r.membership_growth_percent)),
    ),
    N_("Savings and what they earned"): (
        _Form("average_savings", N_("Average savings"), N_("savings and money put in / members"), M,
              _of(r.average_savings)),
        _Form("assets", N_("What the group has"),
              N_("cash + loans + other funds + property + enterprises at what they stand in the book"), M,
              _of(r.assets)),
        _Form("profit", N_("Profit of the cycle"),
              N_("cash + loans + property + enterprises - savings and money put in - debts - what there was "
                 "beside them at the beginning"), M, _of(r.profit), _dues),
        _Form("return_on_savings", N_("Return on savings"), N_("profit / savings and money put in"), P,
              _of(r.return_on_savings_percent)),
        _Form("return_on_assets", N_("Return on what the group has"), N_("profit / what the group has"), P,
              _of(r.return_on_assets_percent)),
        _Form("return_on_savings_a_year", N_("Return on savings in a year"),
              N_("return on savings x 52 / weeks"), P, _in_a_year(r.return_on_savings_percent), _weeks),
        _Form("return_on_assets_a_year", N_("Return on what the group has in a year"),
              N_("return on what the group has x 52 / weeks"), P, _in_a_year(r.return_on_assets_percent),
              _weeks),
    ),
    N_("Loans"): (
        _Form("fund_utilisation", N_("Fund in use"), N_("loans / (loans + cash)"), P,
              lambda c: r.fund_utilisation_percent(c.snapshot.loans_out, c.snapshot.loan_fund_cash)),
        _Form("portfolio_at_risk", N_("Portfolio at risk"),
              N_("loans with an instalment over 30 days late / loans"), P, _of(r.portfolio_at_risk_percent),
              _loans),
        _Form("write_off", N_("Loans given up"), N_("given up in the cycle / (loans + given up)"), P,
              _of(r.write_off_percent)),
        _Form("average_loan", N_("Average loan"), N_("loans / number of loans"), M,
              lambda c: r.average_loan(c.snapshot.loans_out, c.snapshot.loans_count), _loans),
    ),
    N_("Enterprises"): (
        _Form("invested_share", N_("Invested share of savings"),
              N_("enterprises and money on its way / savings and money put in"), P,
              _of(r.invested_share_percent)),
        _Form("cost_of_sending", N_("Cost of sending, all in"),
              N_("(fees + exchange margin) / capital sent"), P,
              lambda c: r.cost_of_sending_percent(c.sending_costs_minor, c.sent_minor), _margins),
        _Form("months_silent", N_("Months since the last report"),
              N_("months since the report of the enterprise that is silent longest"), X,
              lambda c: c.silent_months, _reports),
        _Form("capital_returned", N_("Capital returned"),
              N_("capital that came back / capital sent, at cost"), P,
              lambda c: r.capital_returned_percent(c.returned_minor, c.sent_minor)),
        _Form("jobs", N_("Jobs for each 100,000 of capital"), N_("100,000 x jobs / capital sent"), X,
              lambda _c: None, _jobs),
    ),
}
