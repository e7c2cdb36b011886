"""Money from the enterprise: on its way in the group's book once it was sent, and then on a tender.

Income stood as declared at the mid rate of its day and leaves that account at what it stood there. Principal
and capital come back at the agreed price at the day's mid rate; without one the letter waits, and the group
is told which rate is missing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from ledgers.books import add_holders
from ledgers.money import Money, rate_from_decimal
from ledgers.rules import remittance as rules
from ledgers.rules.remittance import Transit
from ledgers.rules.stakes import Arrival, CapitalBack, capital_back_sent
from msai import audit
from msai.models.enterprises import Remittance
from msai.models.remittances import Arriving
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.group_books import load_group, require_open_cycle
from msai.services.income import RateMissing, clear_declared
from msai.services.keys import journal_of
from msai.services.outbox import Letter, leave
from msai.services.postings import post
from msai.services.remitting import documents as d
from msai.services.remitting.drafting import tender_of
from msai.services.remitting.home import INCOME
from msai.services.remitting.landing import (
    ConfirmLanding,
    is_confirmed,
    keep_landing,
    landing_told,
    most_promised,
    move_on,
    require_landing,
    state_after,
)
from msai.services.remitting.matching import landing_from
from msai.services.remitting.rates import host_at, rate_of_day
from msai.services.remitting.telling import facts_of, keep_arriving
from msai.services.stakes import HeldStake, standing_of


def take_sent_home(session: Session, actor: Actor, letter: Letter) -> None:
    """The enterprise told the group that money is on its way: it stands in transit until it lands.

    Raises:
        NothingDeclared: the group has not recorded yet what was declared; a mid rate is missing.
        RateMissing: capital cannot be recorded without the day's mid rate.
    """
    require(actor, Action.HISTORY_IMPORT, Target(letter.recipient_id))
    group_id, said = letter.recipient_id, facts_of(letter.body)
    journal_of(session, group_id).lock()
    held, stake = d.held_stake(session, group_id, said["stake_id"])
    alias = d.next_alias(session, Arriving, group_id, prefix="H")
    keep_arriving(session, letter, alias=alias)
    row = d.find_row(session, Arriving, group_id, remittance_id=said["remittance_id"])
    add_holders(session, group_id, [d.holder_of(row)])
    day = d.day_in_books(session, group_id, row.sent_on)
    if row.purpose == INCOME:
        carried = clear_declared(session, group_id, stake.alias, home_minor=row.amount_minor)
        entry = rules.sent_home(day, held.stake.receivable,
                                remittance=Transit(d.holder_of(row), carried, held.stake.fund))
    else:
        entry = capital_back_sent(day, _back(session, held, row), remittance=d.holder_of(row))
    post(session, actor, group_id, entry=entry, paper=d.paper_of(row, letter.at), step="sent")
    d.note_step(session, actor, d.Step(
        book_id=group_id, remittance_id=row.remittance_id, state=d.SENT, at=letter.at))


def _back(session: Session, held: HeldStake, row: Row[Any]) -> CapitalBack:
    host = d.currency_of(session, row.book_id)
    mid = rate_of_day(session, row.book_id, currency=row.currency, on=row.sent_on) or row.mid_rate
    if host == row.currency:
        mid = "1"
    if mid is None:
        raise RateMissing(stake=held.stake.holder.alias, on=row.sent_on.isoformat())
    now = standing_of(session, held)
    price = Money(row.amount_minor, row.currency)
    agreed = host_at(price, rate_from_decimal(mid), host=host)
    return CapitalBack(held.stake, now.cost_minor, now.allowance_minor, now.claim_minor,
                       Money(row.claim_minor or row.amount_minor, row.currency), agreed)


def land_home(session: Session, actor: Actor, command: ConfirmLanding) -> None:
    """Post money from the enterprise that reached a tender of the group, and tell the enterprise.

    It lands once: what arrives differently from what stood in transit is an exchange gain or loss.

    Raises:
        NotPermitted, NotFound, UnknownTender
        AlreadyLanded, NothingLanded, LandedBeforeSent, RemittanceDayAhead, LandedMoreThanSent, CycleClosed
        IdempotencyConflict: the same landing was confirmed with other content.
    """
    book_id = command.book_id
    require(actor, Action.HOME_LAND, Target(book_id))
    row = d.arriving_row(session, book_id, command.remittance_id)
    if row.direction != "home":
        raise NotFound()
    command, landed = replace(command, is_last=True), d.landings_of(session, book_id, command.remittance_id)
    if is_confirmed(landed, command):
        return
    require_landing(row, landed, command, most=most_promised(session, row))
    state = state_after(row, landed, command)
    carried = _post_landed(session, actor, row, command)
    keep_landing(session, actor, command, number=1, is_last=True, carried_minor=carried)
    move_on(session, actor, Arriving, command, state=state)
    leave(session, Letter(
        book_id=book_id, recipient_id=row.sender_id, kind="landed_home",
        reference=f"remittance:{command.remittance_id}:landed:1", at=command.at,
        body=landing_told(command, 1, state)))
    audit.record(session, actor, book_id=book_id, action=Action.HOME_LAND, at=command.at,
                 subject=f"remittance:{command.remittance_id}")


def _post_landed(session: Session, actor: Actor, row: Row[Any], command: ConfirmLanding) -> int:
    group = load_group(session, row.book_id, command.landed_on)
    require_open_cycle(session, group, on=command.landed_on)
    held, _stake = d.held_stake(session, row.book_id, row.stake_id)
    way = d.in_transit(session, row, held.stake.fund)
    arrival = Arrival(
        tender_of(group, command.tender), command.received_minor, command.receiving_fee_minor)
    entry = rules.income_landed(
        command.landed_on, way.account, arrival=arrival, carrying_minor=way.carrying_minor)
    post(session, actor, row.book_id, entry=entry, paper=d.paper_of(row, command.at), step="landed:1")
    return way.carrying_minor


def take_landed_home(session: Session, actor: Actor, letter: Letter) -> None:
    """The group told the enterprise what landed: the enterprise's paper is matched, or disputed."""
    require(actor, Action.HISTORY_IMPORT, Target(letter.recipient_id))
    command = landing_from(letter)
    d.remittance_row(session, command.book_id, command.remittance_id)
    keep_landing(session, actor, command, number=1, is_last=True)
    move_on(session, actor, Remittance, command, state=letter.body["state"])

