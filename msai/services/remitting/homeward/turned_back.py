"""Money that an enterprise sent home came back to its bank: it is owed again, as if it had never left.

Only a transfer of which nothing landed comes back whole. Both books take back the entry of its sending; what
the way kept of it is a cost of the enterprise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from ledgers.money import round_half_up
from ledgers.rules import enterprise
from ledgers.rules.enterprise import Cost, paid_through
from msai import audit
from msai.models.enterprises import DeclaredReturn, Remittance
from msai.models.remittances import Arriving
from msai.models.stakes import OwedHome
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.enterprise_money.years.closed import require_open_days
from msai.services.income import Cleared, open_again
from msai.services.outbox import Letter, leave
from msai.services.postings import enterprise_bank, post
from msai.services.remitting import documents as d
from msai.services.remitting.errors import (
    LandedBeforeSent,
    LandedMoreThanSent,
    NothingLanded,
    NotSentYet,
    RemittanceMoved,
)
from msai.services.remitting.homeward.posting import INCOME
from msai.services.remitting.homeward.reversing import reversal_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnBack:
    """What reached the enterprise's bank again of a transfer home; the rest of it was kept on the way."""

    book_id: UUID
    remittance_id: UUID
    on: date
    received_minor: int
    today: date
    at: int


def turn_back(session: Session, actor: Actor, command: TurnBack) -> None:
    """Post that a transfer home came back, and tell the group: all of it is owed again.

    Raises:
        NotPermitted, NotFound, NotSentYet
        RemittanceMoved: some of it landed, or it has ended.
        NothingLanded, LandedMoreThanSent, LandedBeforeSent, RemittanceDayAhead, CycleClosed
    """
    require(actor, Action.HOME_SEND, Target(command.book_id))
    row = d.remittance_row(session, command.book_id, command.remittance_id)
    if row.direction != "home":
        raise NotFound()
    if row.state == d.RETURNED:
        return
    _require_back(row, command)
    require_open_days(session, actor, command.book_id, [command.on])
    paper = d.paper_of(row, command.at)
    entry = reversal_of(session, row.book_id, paper.reference("sent"), on=command.on)
    post(session, actor, row.book_id, entry=entry, paper=paper, step=d.RETURNED)
    kept = row.amount_minor - command.received_minor
    if kept:
        cost = enterprise.cost(command.on, Cost(5900, kept, paid_through(enterprise_bank(row.book_id))))
        post(session, actor, row.book_id, entry=cost, paper=paper, step="kept")
    _owe_again(session, row)
    _note(session, actor, Remittance, row, at=command.at)
    audit.record(session, actor, book_id=row.book_id, action=Action.HOME_SEND, at=command.at,
                 subject=f"remittance:{row.remittance_id}:{d.RETURNED}")
    leave(session, Letter(
        book_id=row.book_id, recipient_id=row.other_book_id, kind="home_returned", at=command.at,
        reference=f"remittance:{row.remittance_id}:{d.RETURNED}",
        body={"remittance_id": str(row.remittance_id), "on": command.on.isoformat()}))


def _require_back(row: Row[Any], command: TurnBack) -> None:
    if row.state in (d.DRAFT, d.APPROVED):
        raise NotSentYet(remittance=row.alias)
    if row.state != d.SENT:
        raise RemittanceMoved(state=row.state)
    if command.received_minor <= 0:
        raise NothingLanded()
    if command.received_minor > row.amount_minor:
        raise LandedMoreThanSent(remittance=row.alias)
    if command.on < row.sent_on:
        raise LandedBeforeSent(sent_on=row.sent_on.isoformat())
    d.require_day(command.on, command.today)


def _owe_again(session: Session, row: Row[Any]) -> None:
    """What it settled is open again: what it was for, or declared income, the latest first."""
    of_it = (OwedHome.obligation_id == row.obligation_id if row.obligation_id is not None
             else OwedHome.kind == INCOME)
    left = row.amount_minor
    for one in session.execute(
            select(OwedHome.obligation_id, OwedHome.amount_minor, OwedHome.open_minor)
            .where(OwedHome.book_id == row.book_id, OwedHome.backer_id == row.stake_id, of_it)
            .order_by(OwedHome.agreed_on.desc(), OwedHome.obligation_id.desc())).all():
        again = min(left, one.amount_minor - one.open_minor)
        session.execute(update(OwedHome).where(
            OwedHome.book_id == row.book_id, OwedHome.obligation_id == one.obligation_id,
        ).values(open_minor=one.open_minor + again))
        left -= again


def _note(session: Session, actor: Actor, table: Any, row: Row[Any], *, at: int) -> None:
    d.change_row(session, table, row.book_id, remittance_id=row.remittance_id, state=d.RETURNED)
    d.note_step(session, actor, d.Step(
        book_id=row.book_id, remittance_id=row.remittance_id, state=d.RETURNED, at=at))


def take_home_returned(session: Session, actor: Actor, letter: Letter) -> None:
    """The enterprise told that money on its way home came back to it: here, too, it was never sent.

    Raises:
        RemittanceMoved: some of it landed meanwhile; people have to say which of the two is true.
    """
    require(actor, Action.HISTORY_IMPORT, Target(letter.recipient_id))
    book_id, remittance_id = letter.recipient_id, UUID(letter.body["remittance_id"])
    row = d.arriving_row(session, book_id, remittance_id)
    if row.state != "on_its_way":
        raise RemittanceMoved(state=row.state)
    if row.waits_for is None:
        _expect_again(session, actor, row, letter)
    d.change_row(session, Arriving, book_id, remittance_id=remittance_id, waits_for=None)
    _note(session, actor, Arriving, row, at=letter.at)


def _expect_again(session: Session, actor: Actor, row: Row[Any], letter: Letter) -> None:
    """Take back what was posted as sent; of income the returns it settled are still to come."""
    held, _stake = d.held_stake(session, row.book_id, row.stake_id)
    carried = d.in_transit(session, row, held.stake.fund).carrying_minor
    day = d.day_in_books(session, row.book_id, date.fromisoformat(letter.body["on"]))
    paper = d.paper_of(row, letter.at)
    entry = reversal_of(session, row.book_id, paper.reference("sent"), on=day)
    post(session, actor, row.book_id, entry=entry, paper=paper, step=d.RETURNED)
    if row.purpose == INCOME:
        _open_returns_again(session, row, carried)


def _open_returns_again(session: Session, row: Row[Any], carried_minor: int) -> None:
    """The returns settled last are open again, home money in full, and together at what stood in transit."""
    home_left, host_left = row.amount_minor, carried_minor
    for one in session.execute(
            select(DeclaredReturn.return_id, DeclaredReturn.home_minor, DeclaredReturn.open_home_minor)
            .where(DeclaredReturn.book_id == row.book_id, DeclaredReturn.stake_id == row.stake_id,
                   DeclaredReturn.open_home_minor < DeclaredReturn.home_minor)
            .order_by(DeclaredReturn.position.desc())).all():
        home = min(home_left, one.home_minor - one.open_home_minor)
        if not home:
            return
        host = host_left if home == home_left else round_half_up(
            Fraction(carried_minor * home, row.amount_minor))
        open_again(session, row.book_id, Cleared(one.return_id, home, host))
        home_left, host_left = home_left - home, host_left - host
