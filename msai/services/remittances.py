"""Capital on its way to an enterprise: sent by the group, landed at home, matched in the group's book.

Each side's entry is in its own book and carries the remittance, each step exactly once by
its reference, so that a step repeated after a crash changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from ledgers.accounts import Holder, HolderKind
from ledgers.entries import SourceKind
from ledgers.money import Money, rate_from_decimal
from ledgers.rules import enterprise, remittance
from ledgers.rules.remittance import CapitalLanding, CapitalSent, Transit
from ledgers.rules.stakes import Arrival, transit
from ledgers.rules.tenders import Tender
from msai.models.enterprises import Remittance, RemittanceLanding
from msai.models.enterprises import Stake as StakeRow
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services import ServiceError
from msai.services.enterprises import capital_of
from msai.services.holders import holder
from msai.services.keys import journal_of
from msai.services.postings import Paper, balances_of, enterprise_bank, post
from msai.services.stakes import HeldStake, get_stake


class NotInTransit(ServiceError):
    """Nothing of this remittance is on its way any more."""

    code = "not_in_transit"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendCapital:
    """Money a group sends to its enterprise; rates as people typed them, home per 1 host."""

    book_id: UUID
    alias: str
    stake: str
    purpose: str
    sent_on: date
    amount_minor: int
    fee_minor: int
    fee_on_top: bool
    tender: Tender
    applied_rate: str | None
    mid_rate: str | None
    mid_source: str | None
    mid_date: date | None
    approved_as: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LandCapital:
    """What reached the enterprise's account, net, and the fee taken from it, in home minor units."""

    book_id: UUID
    alias: str
    landed_on: date
    received_minor: int
    receiving_fee_minor: int
    confirmed_as: str
    at: int


def remittance_holder(book_id: UUID, alias: str) -> Holder:
    """The holder of a remittance in the book that sent it."""
    return holder(book_id, HolderKind.REMITTANCE, alias)


def send_capital(session: Session, actor: Actor, command: SendCapital) -> None:
    """Post capital that left the group, and keep the remittance as `sent`.

    Raises:
        NotPermitted: the actor does not send this group's money.
        NegativeTender: the fund has not so much money in that tender.
    """
    require(actor, Action.REMITTANCE_SEND, Target(command.book_id))
    held = get_stake(session, command.book_id, command.stake)
    who = remittance_holder(command.book_id, command.alias)
    sent = CapitalSent(who, command.tender, command.amount_minor, command.fee_minor, command.fee_on_top,
                       held.stake.fund)
    session.execute(insert(Remittance).values(_row(command, who, held)))
    post(session, actor, command.book_id, entry=remittance.capital_sent(command.sent_on, sent),
         paper=Paper(SourceKind.REMITTANCE, who.id, command.at), step="sent")


def _row(command: SendCapital, who: Holder, held: HeldStake) -> dict[str, object]:
    return {
        "book_id": command.book_id, "remittance_id": who.id, "alias": command.alias, "direction": "out",
        "purpose": command.purpose, "stake_id": held.stake.holder.id,
        "other_book_id": held.enterprise_id, "state": "sent", "sent_on": command.sent_on,
        "amount_minor": command.amount_minor, "fee_minor": command.fee_minor,
        "fee_on_top": command.fee_on_top, "tender": command.tender.holder.alias,
        "applied_rate": command.applied_rate, "mid_rate": command.mid_rate,
        "mid_source": command.mid_source, "mid_date": command.mid_date, "approved_as": command.approved_as,
    }


def land_capital(session: Session, actor: Actor, command: LandCapital, *, stake: str) -> None:
    """Post what landed in both books: the enterprise's capital, then the group's stake, fees and margin.

    Raises:
        NotInTransit: nothing of it is on its way any more.
        FeeExceedsTransit: the deducted fee is larger than what was sent.
    """
    held = get_stake(session, command.book_id, stake)
    sent = get_remittance(session, command.book_id, command.alias)
    _receive(session, actor, command, held=held, sent=sent)
    _match(session, actor, command, held=held, sent=sent)


def get_remittance(session: Session, book_id: UUID, alias: str) -> Remittance:
    """A remittance of a book by its name.

    Raises:
        NotFound: the book sent no such remittance.
    """
    query = select(Remittance).where(Remittance.book_id == book_id, Remittance.alias == alias)
    row = session.execute(query).scalar_one_or_none()
    if row is None:
        raise NotFound()
    return row


def _receive(
    session: Session, actor: Actor, command: LandCapital, *, held: HeldStake, sent: Remittance,
) -> None:
    book_id = held.enterprise_id
    require(actor, Action.REMITTANCE_CONFIRM, Target(book_id))
    number = session.scalar(
        select(func.count()).select_from(RemittanceLanding).where(
            RemittanceLanding.book_id == book_id, RemittanceLanding.remittance_id == sent.remittance_id))
    session.execute(insert(RemittanceLanding).values(
        book_id=book_id, remittance_id=sent.remittance_id, landing_no=(number or 0) + 1,
        landed_on=command.landed_on, received_minor=command.received_minor,
        receiving_fee_minor=command.receiving_fee_minor, carried_minor=None,
        confirmed_as=command.confirmed_as))
    amount = Money(command.received_minor, held.claim_currency)
    capital = capital_of(book_id, held.stake.holder.alias, amount, lent=held.lent)
    entry = enterprise.capital_received(command.landed_on, capital, into=enterprise_bank(book_id))
    post(session, actor, book_id, entry=entry, step=f"landed:{(number or 0) + 1}",
         paper=Paper(SourceKind.REMITTANCE, sent.remittance_id, command.at))


def _match(
    session: Session, actor: Actor, command: LandCapital, *, held: HeldStake, sent: Remittance,
) -> None:
    left, currency = _in_transit(session, command.book_id, sent, held.stake.fund)
    landing = CapitalLanding(
        remittance_holder(command.book_id, command.alias), held.stake,
        Money(command.received_minor, held.claim_currency), currency, left,
        rate_from_decimal(sent.mid_rate) if sent.mid_rate else None,
        command.receiving_fee_minor, 0 if sent.fee_on_top else sent.fee_minor)
    post(session, actor, command.book_id, entry=remittance.capital_landed(command.landed_on, landing),
         paper=Paper(SourceKind.REMITTANCE, sent.remittance_id, command.at), step="matched")
    set_state(session, command.book_id, remittance_id=sent.remittance_id, state="matched")


def _in_transit(session: Session, book_id: UUID, sent: Remittance, fund: str) -> tuple[int, str]:
    account = transit(remittance_holder(book_id, sent.alias), fund)
    left = balances_of(session, book_id, [account]).get(account, 0)
    if left <= 0:
        raise NotInTransit(remittance=sent.alias)
    return left, journal_of(session, book_id).lock().currency


def set_state(session: Session, book_id: UUID, *, remittance_id: UUID, state: str) -> None:
    """Move a remittance on to its next state."""
    session.execute(
        update(Remittance)
        .where(Remittance.book_id == book_id, Remittance.remittance_id == remittance_id).values(state=state))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnUnsent:
    """A transfer that came back to the group, or never will: `arrival` is empty where it is lost."""

    book_id: UUID
    alias: str
    on: date
    arrival: Arrival | None
    at: int


def end_transit(session: Session, actor: Actor, command: ReturnUnsent) -> None:
    """Post a transfer that came back, or that is lost: everything still in transit of it ends.

    Raises:
        NotInTransit: nothing of it is on its way any more.
    """
    require(actor, Action.REMITTANCE_SEND, Target(command.book_id))
    sent = get_remittance(session, command.book_id, command.alias)
    fund = _fund_of(session, sent)
    left, _ = _in_transit(session, command.book_id, sent, fund)
    way = Transit(remittance_holder(command.book_id, command.alias), left, fund)
    paper = Paper(SourceKind.REMITTANCE, sent.remittance_id, command.at)
    if command.arrival is None:
        entry, state = remittance.capital_lost(command.on, way), "lost"
    else:
        entry, state = remittance.capital_returned(command.on, way, arrival=command.arrival), "returned"
    post(session, actor, command.book_id, entry=entry, paper=paper, step=state)
    set_state(session, command.book_id, remittance_id=sent.remittance_id, state=state)


def _fund_of(session: Session, sent: Remittance) -> str:
    return session.execute(
        select(StakeRow.fund).where(StakeRow.book_id == sent.book_id, StakeRow.stake_id == sent.stake_id)
    ).scalar_one()
