"""What the form of a new remittance offers: the stakes or backers it can go to, and where the money lies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ledgers.money import Money
from msai.messages import N_, Message
from msai.models.enterprises import Backer, Stake
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.group_books import load_group
from msai.services.remitting.home import host_currency, list_owed
from msai.services.views.facts import read_enterprise
from msai.services.views.labels import Text, instrument_label, tender_labels
from msai.services.views.remittances.words import channels, say_purpose


@dataclass(frozen=True, slots=True)
class CapitalForm:
    """The form with which a group drafts capital to send."""

    book_id: UUID
    name: str
    currency: str
    stakes: dict[str, Message]
    homes: dict[str, str]
    tenders: dict[str, Message]
    channels: dict[str, Message]


@dataclass(frozen=True, slots=True)
class HomeForm:
    """The form with which an enterprise drafts what it sends to one backer."""

    book_id: UUID
    name: str
    currency: str
    other_currency: str
    backer: Text
    purpose: Text
    open: Money
    channels: dict[str, Message]


def draw_capital_form(session: Session, actor: Actor, book_id: UUID, *, today: date) -> CapitalForm:
    """What a group may send to, and from where.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.REMITTANCE_SEND, Target(book_id))
    group = load_group(session, book_id, today)
    rows = session.execute(
        select(Stake.stake_id, Stake.enterprise_name, Stake.instrument, Stake.claim_currency,
               Stake.opened_on)
        .where(Stake.book_id == book_id, Stake.ended_on.is_(None)).order_by(Stake.opened_on, Stake.alias)
    ).all()
    tenders = tender_labels({alias: tender.code for alias, tender in group.tenders.items()})
    return CapitalForm(
        book_id, group.name, group.currency,
        {str(row.stake_id): _stake(row) for row in rows},
        {str(row.stake_id): row.claim_currency for row in rows}, tenders, channels())


def _stake(row: Row[UUID, str, str, str, date]) -> Message:
    return Message(N_("%(enterprise)s: %(instrument)s since %(day)s, in %(currency)s"), {
        "enterprise": row.enterprise_name, "instrument": instrument_label(row.instrument),
        "day": row.opened_on, "currency": row.claim_currency})


def draw_home_form(
    session: Session, actor: Actor, book_id: UUID, *, backer_id: UUID, obligation_id: UUID | None,
) -> HomeForm:
    """What an enterprise may send to a backer.

    Raises:
        NotFound: it owes that backer nothing of the kind.
        NotPermitted
    """
    require(actor, Action.HOME_SEND, Target(book_id))
    facts = read_enterprise(session, book_id)
    backer = session.execute(select(*Backer.__table__.columns).where(
        Backer.book_id == book_id, Backer.backer_id == backer_id)).one_or_none()
    owed = next((one for one in list_owed(session, book_id, [backer] if backer else [])
                 if one.obligation_id == obligation_id), None)
    if backer is None or owed is None:
        raise NotFound()
    return HomeForm(
        book_id, facts.name, facts.currency, host_currency(session, backer.group_id) or facts.currency,
        backer.label or backer.alias, say_purpose(owed.purpose), Money(owed.open_minor, facts.currency),
        channels())
