"""The mid rates that are typed with a decision: asked about before it, kept with the book's once it is taken.

A valuation, a revaluation and what an enterprise without a book declared each carry the rate of a day with
where it was read. It is questioned as on a transfer, when it is asked for and not again when it is answered.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msai.models.enterprises import Stake
from msai.permissions import NotFound
from msai.services.remitting.rates import Rates, check_rates, keep_rate
from msai.services.staking.acting import Done, Plan, Planner
from msai.services.staking.wanted import NoteDeclared, Revalue, RevalueTender, Value


def question_rate(session: Session, book_id: UUID, wanted: Any, on: date) -> None:
    """Let a decision pass whose rate can be meant as it stands; one without a rate always can.

    Raises:
        NotFound: the group holds no such stake.
        RateDayAhead: its day is to come.
        RateUpsideDown, RateFarOff: it differs much from the last one.
    """
    rates = _rates(wanted, on)
    if rates is not None:
        check_rates(session, book_id, rates, currency=_currency(session, book_id, wanted), today=on)


def rated(plan: Planner) -> Planner:
    """A plan that keeps the rate it was reckoned at among those of the book."""

    def with_rate(session: Session, book_id: UUID, wanted: Any, on: date) -> Plan:
        planned = plan(session, book_id, wanted, on)
        rates = _rates(wanted, on)

        def keep(session: Session, done: Done) -> None:
            planned.keep(session, done)
            if rates is not None:
                keep_rate(session, book_id, rates, currency=_currency(session, book_id, wanted),
                          by=done.asked_by, at=done.at)

        return replace(planned, keep=keep)

    return with_rate


def _rates(wanted: Any, on: date) -> Rates | None:
    """The rate that was typed, with the day for which it holds."""
    if wanted.mid_rate is None:
        return None
    return Rates(mid=wanted.mid_rate, mid_source=wanted.mid_source.strip(), mid_date=_day(wanted, on))


def _day(wanted: Any, on: date) -> date:
    if isinstance(wanted, Value):
        return wanted.valued_on
    if isinstance(wanted, NoteDeclared):
        return wanted.declared_on
    return wanted.rated_on or on


def _currency(session: Session, book_id: UUID, wanted: Value | NoteDeclared | Revalue | RevalueTender) -> str:
    if isinstance(wanted, RevalueTender):
        return wanted.currency
    found = session.scalar(
        select(Stake.claim_currency).where(Stake.book_id == book_id, Stake.alias == wanted.stake))
    if found is None:
        raise NotFound()
    return found
