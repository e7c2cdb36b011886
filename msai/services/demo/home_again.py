"""What the people of a demo farm say of money that reached it, and what they declare and send home.

It follows the group's acts in a transaction of its own, when the letters between the books have arrived.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msai.models.enterprises import Backer
from msai.models.remittances import Arriving
from msai.permissions import Action, Actor, Target, require
from msai.services.backing.desk import ENTERPRISE_DESK
from msai.services.backing.wanted import DeclareDividend
from msai.services.demo.afterwards import Afterwards
from msai.services.demo.on_its_way import LEFT_DAYS_AGO, approve
from msai.services.remitting.home import DraftHome, draft_home, list_owed, send_home
from msai.services.remitting.landing import ConfirmLanding, confirm_landing
from msai.services.remitting.rates import EnterRate, Rates, enter_rate
from msai.services.remitting.sending import SendRemittance
from msai.services.staking.acting import AskAct, ask_act

_SHORT_PERCENT = 3
"""How much less than promised reached the farm, where both sides still have to find out why."""


@dataclass(frozen=True, slots=True)
class AtHome:
    """The book of a farm and its people: the manager, and who confirms what arrives."""

    book_id: UUID
    manager: Actor
    second: Actor


def know_todays_rate(session: Session, treasurer: Actor, command: Afterwards) -> None:
    """The treasurer types the mid rate of the day, at which what is declared today is booked.

    Raises:
        NotPermitted: she is no officer of the group.
    """
    require(treasurer, Action.RATE_ENTER, Target(command.book_id))
    enter_rate(session, treasurer, EnterRate(
        book_id=command.book_id, currency=command.scheme.farm.currency, dated_on=command.today,
        rate=command.scheme.sendings[-1].mid, source="central bank", today=command.today, at=command.at,
        is_sure=True))


def answer_at_home(session: Session, farm: AtHome, command: Afterwards) -> None:
    """Two transfers landed, one of them short; a dividend is declared: a part leaves, the rest is drafted.

    Raises:
        NotPermitted: these are not the people of the farm.
    """
    require(farm.manager, Action.HOME_SEND, Target(farm.book_id))
    if not _land(session, farm, command):
        return
    ask_act(session, farm.manager, ENTERPRISE_DESK, command=AskAct(
        book_id=farm.book_id, act_id=command.name("declared"), on=command.today, at=command.at,
        wanted=DeclareDividend(amount_minor=command.scheme.farm.declared_minor, record_on=command.today),
        reason="The pigs of the second batch were sold well."))
    backer = session.execute(select(*Backer.__table__.columns).where(
        Backer.book_id == farm.book_id, Backer.group_id == command.book_id)).one()
    due = sum(owed.open_minor for owed in list_owed(session, farm.book_id, [backer]))
    sent = _draft(session, farm, command, "home-1", minor=due * 2 // 3, to=backer.backer_id)
    approve(session, farm.second, command, book_id=farm.book_id, remittance_id=sent)
    send_home(session, farm.manager, SendRemittance(
        book_id=farm.book_id, remittance_id=sent, sent_on=command.today, today=command.today, at=command.at,
        references={1: "PL 2291"}))
    _draft(session, farm, command, "home-2", minor=due - due * 2 // 3, to=backer.backer_id)


def _land(session: Session, farm: AtHome, command: Afterwards) -> bool:
    """Confirm what arrived; answers whether anything did."""
    promised = {row.remittance_id: row.expected_minor or 0 for row in session.execute(
        select(Arriving.remittance_id, Arriving.expected_minor).where(Arriving.book_id == farm.book_id))}
    landed = {"agreed": 0, "differs": _SHORT_PERCENT}
    if not all(command.name(what) in promised for what in landed):
        return False
    for what, short in landed.items():
        minor = promised[command.name(what)]
        confirm_landing(session, farm.second, ConfirmLanding(
            book_id=farm.book_id, remittance_id=command.name(what), landing_id=command.name(f"landed:{what}"),
            landed_on=command.today - timedelta(days=LEFT_DAYS_AGO[what] - 2),
            received_minor=minor - minor * short // 100, today=command.today, at=command.at))
    return True


def _draft(
    session: Session, farm: AtHome, command: Afterwards, what: str, *, minor: int, to: UUID,
) -> UUID:
    remittance_id, last = command.name(what), command.scheme.sendings[-1]
    draft_home(session, farm.manager, DraftHome(
        book_id=farm.book_id, remittance_id=remittance_id, backer_id=to, amount_minor=minor,
        provider="Palawan Express", channel="bank", today=command.today, at=command.at,
        rates=Rates(applied=last.applied, mid=last.mid, mid_source="central bank", mid_date=command.today,
                    is_sure=True)))
    return remittance_id
