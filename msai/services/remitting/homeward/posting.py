"""What an enterprise sent home stands in transit with the group as soon as nothing is missing for it.

Income leaves the account on which it was declared, capital and principal the stake, at the day's mid rate.
Where a rate or the declaration is missing the paper is kept and waits; it is posted when that is known.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ledgers.entries import JournalEntry
from ledgers.errors import EmptyEntry
from ledgers.money import Money, rate_from_decimal
from ledgers.rules import remittance as rules
from ledgers.rules.remittance import Transit, home_rest_ended
from ledgers.rules.stakes import CapitalBack, capital_back_sent, recovered_sent
from msai.models.remittances import Arriving
from msai.permissions import Actor
from msai.services.income import NothingDeclared, RateMissing, clear_declared
from msai.services.postings import post
from msai.services.remitting import documents as d
from msai.services.remitting.rates import host_at, rate_of_day
from msai.services.stakes import HeldStake, standing_of

INCOME = "income"
RATE, DECLARED, LANDING = "rate", "declared", "landing"
"""What a paper of money home may wait for: a mid rate, a declaration, or which landing it is."""


def post_sent(session: Session, actor: Actor, row: Any, *, at: int) -> None:
    """Bring what was sent home in transit: 1200 / 1400, 1310 or 1300; the paper waits for nothing any more.

    Raises:
        NothingDeclared: less is recorded as declared; a mid rate of that day may be missing.
        RateMissing: capital has no amount here without the mid rate of the day.
    """
    held, stake = d.held_stake(session, row.book_id, row.stake_id)
    day = d.day_in_books(session, row.book_id, row.sent_on)
    if row.purpose == INCOME:
        entry = _income_sent(session, held, row, stake, day)
    else:
        entry = _capital_sent(session, held, row, day)
    post(session, actor, row.book_id, entry=entry, paper=d.paper_of(row, at), step="sent")
    d.change_row(session, Arriving, row.book_id, remittance_id=row.remittance_id, waits_for=None)


def _income_sent(session: Session, held: HeldStake, row: Any, stake: Row[Any], day: date) -> JournalEntry:
    """At what was declared; what comes of a stake that was given up with its returns is a gain."""
    who = d.holder_of(row)
    try:
        carried = clear_declared(session, row.book_id, stake.alias, home_minor=row.amount_minor)
    except NothingDeclared:
        if stake.ended_on is None:
            raise
        worth = price_at_mid(session, held, row)
        return recovered_sent(day, held.stake, remittance=who, amount_minor=worth)
    return rules.sent_home(day, held.stake.receivable,
                           remittance=Transit(who, carried, held.stake.fund))


def _capital_sent(session: Session, held: HeldStake, row: Any, day: date) -> JournalEntry:
    """At the agreed price; what comes of a stake that was given up meanwhile is a gain."""
    claim = row.claim_minor or row.amount_minor
    back = capital_back_of(session, held, row, claim_minor=claim)
    if back is None:
        worth = price_at_mid(session, held, row)
        return recovered_sent(day, held.stake, remittance=d.holder_of(row), amount_minor=worth)
    return capital_back_sent(day, back, remittance=d.holder_of(row))


def capital_back_of(
    session: Session, held: HeldStake, row: Any, *, claim_minor: int,
) -> CapitalBack | None:
    """Capital that comes back, at its price at the day's mid rate; None where nothing of the claim is left.

    `row` says how much was sent (`amount_minor`), when (`sent_on`), and its own `mid_rate`, if any.

    Raises:
        RateMissing
    """
    now = standing_of(session, held)
    ends = min(claim_minor, now.claim_minor)
    if not ends:
        return None
    return CapitalBack(held.stake, now.cost_minor, now.allowance_minor, now.claim_minor,
                       Money(ends, held.claim_currency), price_at_mid(session, held, row))


def price_at_mid(session: Session, held: HeldStake, row: Any) -> int:
    """What was sent, in the group's money at the mid rate of the day it was sent.

    Raises:
        RateMissing: nobody typed that one.
    """
    host = d.currency_of(session, held.book_id)
    if host == held.claim_currency:
        return int(row.amount_minor)
    mid = rate_of_day(session, held.book_id, currency=held.claim_currency, on=row.sent_on) or row.mid_rate
    if mid is None:
        raise RateMissing(stake=held.stake.holder.alias, on=row.sent_on.isoformat())
    return host_at(Money(row.amount_minor, held.claim_currency), rate_from_decimal(mid), host=host)


def try_to_post(session: Session, actor: Actor, row: Row[Any], *, at: int) -> None:
    """The same, but what is missing is kept with the paper, which waits for it."""
    try:
        post_sent(session, actor, row, at=at)
    except (RateMissing, NothingDeclared) as missing:
        waits_for = RATE if isinstance(missing, RateMissing) else DECLARED
        d.change_row(session, Arriving, row.book_id, remittance_id=row.remittance_id, waits_for=waits_for)


def post_waiting(session: Session, actor: Actor, book_id: UUID, *, at: int) -> None:
    """Post every paper that waited for a rate or a declaration and has it now, in the order of their days."""
    for row in session.execute(
            select(*Arriving.__table__.columns)
            .where(Arriving.book_id == book_id, Arriving.waits_for.in_((RATE, DECLARED)))
            .order_by(Arriving.sent_on, Arriving.alias)).all():
        try_to_post(session, actor, row, at=at)


def end_rest_home(session: Session, actor: Actor, row: Row[Any], *, on: date, at: int) -> None:
    """Nothing more of it will land: what is left in transit is an exchange difference."""
    held, _stake = d.held_stake(session, row.book_id, row.stake_id)
    day = d.day_in_books(session, row.book_id, on)
    try:
        entry = home_rest_ended(day, d.in_transit(session, row, held.stake.fund))
    except EmptyEntry:
        return
    post(session, actor, row.book_id, entry=entry, paper=d.paper_of(row, at), step="rest")
