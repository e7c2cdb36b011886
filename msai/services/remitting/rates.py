"""Exchange rates as people type them: home money for one unit of the group's, with their day and source.

Nothing depends on a live service. A rate is kept where it was typed and never changed; one that looks
turned around, or is a fifth off the last one, is asked about once before it is taken. A rate that nobody
typed stays missing: it is said, and never filled in later.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ledgers.currencies import exponent
from ledgers.errors import NotARate
from ledgers.money import Money, rate_from_decimal, round_half_up
from ledgers.rules.remittance import host_at_mid
from msai import audit
from msai.models.enterprises import Remittance
from msai.models.remittances import MidRate
from msai.permissions import Action, Actor, Target, require
from msai.services.meeting_records import NOBODY
from msai.services.remitting.errors import (
    RateDayAhead,
    RateDayLongPast,
    RateFarOff,
    RateOfOneCurrency,
    RateUpsideDown,
    RateWithoutSource,
)

_INSERT: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_FAR = Fraction(1, 5)
_FIRST_DAY = date(1990, 1, 1)
"""No group typed a rate before; a day in the first century is a year of two digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """The rates of one remittance as they were typed; empty is "not known".

    `is_sure` says that whoever typed them was asked and said they are right.
    """

    applied: str | None = None
    mid: str | None = None
    mid_source: str | None = None
    mid_date: date | None = None
    is_sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterRate:
    """A mid rate somebody read somewhere: `rate` home money for one of the book's money."""

    book_id: UUID
    currency: str
    dated_on: date
    rate: str
    source: str
    today: date
    at: int
    is_sure: bool = False


def read_rate(text: str) -> str:
    """A rate as a person typed it, in any digits, with a point or a comma; answers its machine form.

    Raises:
        NotARate: it is no number above zero, or its comma may stand for thousands.
    """
    plain = "".join(
        str(unicodedata.digit(sign)) if unicodedata.category(sign) == "Nd" else sign
        for sign in text.strip()).replace("\u066b", ".")
    whole, comma, part = plain.partition(",")
    if comma and ("." in plain or len(part) == 3 and whole != "0"):
        raise NotARate(text=text[:40])
    rate = plain.replace(",", ".")
    rate_from_decimal(rate)
    return rate.rstrip("0").rstrip(".") if "." in rate else rate


def enter_rate(session: Session, actor: Actor, command: EnterRate) -> None:
    """Keep the mid rate of a day, with who says so; the same again changes nothing.

    Raises:
        NotPermitted: only officers of the group type rates.
        NotARate, RateWithoutSource, RateDayAhead, RateDayLongPast, RateUpsideDown, RateFarOff
    """
    require(actor, Action.RATE_ENTER, Target(command.book_id))
    rates = Rates(mid=command.rate, mid_source=command.source, mid_date=command.dated_on,
                  is_sure=command.is_sure)
    check_rates(session, command.book_id, rates, currency=command.currency, today=command.today)
    keep_mid(session, actor, command.book_id, rates, currency=command.currency, at=command.at)
    audit.record(session, actor, book_id=command.book_id, action=Action.RATE_ENTER,
                 subject=f"rate:{command.currency}:{command.dated_on.isoformat()}", at=command.at)


def keep_mid(
    session: Session, actor: Actor, book_id: UUID, rates: Rates, *, currency: str, at: int,
) -> None:
    """Keep a mid rate among those of the book.

    Raises:
        RateDayLongPast: its day is of before anybody's time; what a history recorded stays as it was.
    """
    if rates.mid_date is not None and rates.mid_date < _FIRST_DAY and not actor.system:
        raise RateDayLongPast()
    keep_rate(session, book_id, rates, currency=currency, by=actor.user_id or NOBODY, at=at)


def keep_rate(
    session: Session, book_id: UUID, rates: Rates, *, currency: str, by: UUID, at: int,
) -> None:
    """The same for whoever typed it."""
    if rates.mid is None or rates.mid_date is None:
        return
    named = f"rate:{currency}:{rates.mid_date.isoformat()}:{rates.mid}:{rates.mid_source}"
    connection = session.connection()
    connection.execute(_INSERT[connection.dialect.name](MidRate).on_conflict_do_nothing(), {
        "book_id": book_id, "rate_id": uuid5(book_id, named), "currency": currency,
        "dated_on": rates.mid_date, "rate": rates.mid, "source": rates.mid_source or "",
        "entered_by": by, "entered_at": at})


def rate_of_day(session: Session, book_id: UUID, *, currency: str, on: date) -> str | None:
    """The mid rate typed last for a day; None where nobody typed one."""
    return session.scalar(
        select(MidRate.rate)
        .where(MidRate.book_id == book_id, MidRate.currency == currency, MidRate.dated_on == on)
        .order_by(MidRate.entered_at.desc(), MidRate.rate_id).limit(1))


def last_rate(session: Session, book_id: UUID, *, currency: str) -> str | None:
    """The newest mid rate that this book knows, of its list or of a remittance; None for the first one."""
    typed = session.execute(
        select(MidRate.dated_on, MidRate.rate)
        .where(MidRate.book_id == book_id, MidRate.currency == currency)
        .order_by(MidRate.dated_on.desc(), MidRate.entered_at.desc()).limit(1)).first()
    rate = func.coalesce(Remittance.mid_rate, Remittance.applied_rate)
    sent = session.execute(
        select(Remittance.sent_on, rate)
        .where(Remittance.book_id == book_id, rate.is_not(None),
               func.coalesce(Remittance.other_currency, currency) == currency)
        .order_by(Remittance.sent_on.desc()).limit(1)).first()
    known = [(row[0], row[1]) for row in (typed, sent) if row is not None]
    return max(known)[1] if known else None


def check_rates(session: Session, book_id: UUID, rates: Rates, *, currency: str, today: date) -> None:
    """Let rates pass that can be meant as they stand.

    Raises:
        NotARate: one is no number above zero.
        RateWithoutSource, RateDayAhead: the mid rate has no source or day, or its day is to come.
        RateUpsideDown, RateFarOff: one differs much from the last, and nobody said that it is right.
    """
    for typed in (rates.applied, rates.mid):
        if typed is not None:
            rate_from_decimal(typed)
    if rates.mid is not None and not (rates.mid_source and rates.mid_date):
        raise RateWithoutSource()
    if rates.mid_date is not None and rates.mid_date > today:
        raise RateDayAhead()
    if not rates.is_sure:
        _question(rates, last_rate(session, book_id, currency=currency))


def _question(rates: Rates, last: str | None) -> None:
    """Ask about a rate that is far from what it is compared with: the last one, else the mid beside it."""
    if rates.mid is not None and last is not None:
        _compare(rates.mid, last, "mid_rate")
    beside = rates.mid or last
    if rates.applied is not None and beside is not None:
        _compare(rates.applied, beside, "applied_rate")


def _compare(typed: str, last: str, path: str) -> None:
    rate, known = rate_from_decimal(typed), rate_from_decimal(last)
    if abs(rate - known) <= known * _FAR:
        return
    turned_around = abs(1 / rate - known) <= known * _FAR
    raise (RateUpsideDown if turned_around else RateFarOff)(rate=typed, last=last, path=path)


def one_currency(rates: Rates, *, on: date) -> Rates:
    """The rates between two books that count in the same currency: one for one.

    Raises:
        RateOfOneCurrency: something else was typed.
    """
    if {rates.applied, rates.mid} - {None, "1"}:
        raise RateOfOneCurrency()
    return Rates(applied="1", mid="1", mid_source="=", mid_date=on, is_sure=True)


def home_at(host: Money, rate: Fraction, *, home: str) -> int:
    """Turn money of the group's currency into home money at a rate, whole minor units, half up."""
    scale = Fraction(10) ** (exponent(home) - exponent(host.currency))
    return round_half_up(host.minor * scale * rate)


def host_at(home: Money, rate: Fraction, *, host: str) -> int:
    """Turn home money into money of the group's currency at a rate, whole minor units, half up."""
    return round_half_up(host_at_mid(home, rate, host=host))
