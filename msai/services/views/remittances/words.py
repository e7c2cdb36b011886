"""How a remittance is spoken of: where it stands, what it is for, and the facts of its paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ledgers.money import Money
from msai.messages import N_, Message
from msai.models.remittances import RemittanceEvent
from msai.sealing import read_note
from msai.services.keys import book_key
from msai.services.two_officers import read_reason
from msai.services.views.corrections.speakers import names_of
from msai.services.views.labels import Text
from msai.services.views.meetings import moment_of

_STATES: Mapping[str, tuple[str, str, str]] = {
    "draft": (N_("Waits for the second person"), "waiting", "clock"),
    "approved": (N_("Approved, not sent yet"), "waiting", "check"),
    "sent": (N_("On its way"), "waiting", "send"),
    "on_its_way": (N_("On its way"), "waiting", "send"),
    "received": (N_("Landed in part"), "waiting", "send"),
    "disputed": (N_("Landed, the difference is not explained"), "differs", "circle-alert"),
    "matched": (N_("Landed, both sides agree"), "agreed", "check"),
    "returned": (N_("Came back"), "quiet", "undo-2"),
    "lost": (N_("Lost"), "differs", "ban"),
    "cancelled": (N_("Cancelled"), "quiet", "ban"),
}
_PURPOSES: Mapping[str, str] = {
    "capital": N_("Capital"), "income": N_("Declared income"), "dividend": N_("Dividend"),
    "interest": N_("Interest"), "principal": N_("Loan paid back"), "refund": N_("Money sent back"),
}
_CHANNELS: Mapping[str, str] = {
    "bank": N_("Bank"), "shop": N_("Money transfer shop"), "wallet": N_("E-wallet"),
    "person": N_("Carried by a person"), "other": N_("Another way"),
}


@dataclass(frozen=True, slots=True)
class StateSaid:
    """Where a remittance stands, in words, with the look and the sign of it."""

    state: str
    label: Message
    tone: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a paper: an amount, a day, or words."""

    label: Message
    money: Money | None = None
    day: date | None = None
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class StepSaid:
    """One step of a remittance: what it became, when, by whom, and why where somebody said so."""

    state: StateSaid
    on: date
    who: Text | None
    why: str


@dataclass(frozen=True, slots=True)
class LandingSaid:
    """One landing: net, and the fee taken there."""

    on: date
    received: Money
    fee: Money
    is_last: bool | None


def say_state(state: str) -> StateSaid:
    """Where a remittance stands."""
    label, tone, symbol = _STATES[state]
    return StateSaid(state, Message(label), tone, symbol)


def say_purpose(purpose: str) -> Message:
    """What the money is for."""
    return Message(_PURPOSES.get(purpose, _PURPOSES["capital"]))


def channels() -> dict[str, Message]:
    """The ways in which money can be sent, for a form."""
    return {key: Message(label) for key, label in _CHANNELS.items()}


def say_rates(row: Any) -> tuple[Fact, ...]:
    """The rates of a paper; what nobody noted is said to be not known."""
    unknown = Message(N_("not known"))
    if row.mid_source == "=":
        return (Fact(Message(N_("Rate")), text=Message(N_("Both books count in the same currency"))),)
    mid: Text = unknown
    if row.mid_rate is not None:
        mid = row.mid_rate
    source = (Fact(Message(N_("Who says so")), text=row.mid_source),
              Fact(Message(N_("Rate of the day")), day=row.mid_date)) if row.mid_rate is not None else ()
    return (Fact(Message(N_("Rate applied")), text=row.applied_rate or unknown),
            Fact(Message(N_("Mid rate")), text=mid), *source)


def say_sent(row: Any, *, sent_in: str, landed_in: str) -> tuple[Fact, ...]:
    """What a paper says was sent: amount, fee, expected landing, rates, and by which way."""
    on_top = Message(N_("Fee, paid on top") if row.fee_on_top else N_("Fee, taken out of it"))
    facts = [Fact(Message(N_("Amount")), money=Money(row.amount_minor, sent_in))]
    if row.pool_id is None or row.state not in ("draft", "approved", "cancelled"):
        facts.append(Fact(on_top, money=Money(row.fee_minor, sent_in)))
    if row.expected_minor is not None:
        facts.append(Fact(Message(N_("Should land")), money=Money(row.expected_minor, landed_in)))
    facts += say_rates(row)
    way = _CHANNELS.get(getattr(row, "channel", None) or "")
    named: tuple[tuple[str, Text | None], ...] = (
        (N_("Through"), row.provider), (N_("Way"), Message(way) if way else None),
        (N_("Reference"), row.reference))
    return (*facts, *(Fact(Message(label), text=text) for label, text in named if text))


def say_steps(session: Session, book_id: UUID, remittance_id: UUID) -> tuple[StepSaid, ...]:
    """The history of a remittance in one book, oldest first."""
    rows = session.execute(
        select(*RemittanceEvent.__table__.columns)
        .where(RemittanceEvent.book_id == book_id, RemittanceEvent.remittance_id == remittance_id)
        .order_by(RemittanceEvent.event_no)).all()
    names = names_of(session, {row.by_id for row in rows})
    return tuple(_step(session, book_id, row, names) for row in rows)


def _step(session: Session, book_id: UUID, row: Row[Any], names: Mapping[UUID, Text]) -> StepSaid:
    why = read_words(session, book_id, row.note_id) if row.note_id is not None else ""
    return StepSaid(say_state(row.state), moment_of(row.told_at).date(), names.get(row.by_id), why)


def read_words(session: Session, book_id: UUID, note_id: UUID) -> str:
    """A sealed reason of this book."""
    return read_note(book_key(session, book_id), read_reason(session, book_id, note_id))


def say_landings(landed: list[Row[Any]], currency: str) -> tuple[LandingSaid, ...]:
    """What landed, in the currency it landed in."""
    return tuple(LandingSaid(row.landed_on, Money(row.received_minor, currency),
                             Money(row.receiving_fee_minor, currency), row.is_last) for row in landed)
