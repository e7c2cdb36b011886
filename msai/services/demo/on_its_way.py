"""Money on its way on the last day of a demo: one transfer left three days ago, one waits for a yes."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.accounts import INVESTMENT
from msai.approvals import Decision, digest_of
from msai.models.enterprises import Remittance, Stake
from msai.permissions import Action, Actor, Target, require
from msai.services.demo.afterwards import Afterwards
from msai.services.group_books import load_group
from msai.services.postings import balances_of
from msai.services.remitting.documents import find_row, legs_of
from msai.services.remitting.drafting import (
    AnswerRemittance,
    DraftCapital,
    Leg,
    answer_remittance,
    draft_capital,
    shown_of,
)
from msai.services.remitting.rates import Rates
from msai.services.remitting.sending import SendRemittance, send_capital

_LEFT_DAYS_AGO = 3


def send_something(session: Session, treasurer: Actor, command: Afterwards, *, second: Actor) -> None:
    """Half of what lies in the fund is sent to the farm, and as much again waits for the second officer.

    Raises:
        NotPermitted: these are not the officers of the group.
    """
    require(treasurer, Action.REMITTANCE_SEND, Target(command.book_id))
    place, minor = _fullest(session, command)
    part = minor // 3
    if part <= 0:
        return
    first = _draft(session, treasurer, command, "on-its-way", Leg(tender=place, amount_minor=part))
    row = find_row(session, Remittance, command.book_id, remittance_id=first)
    seen = digest_of(shown_of(row, legs_of(session, command.book_id, first)))
    answer_remittance(session, second, AnswerRemittance(
        book_id=command.book_id, remittance_id=first, decision=Decision.APPROVE, seen_digest=seen,
        at=command.at))
    send_capital(session, treasurer, SendRemittance(
        book_id=command.book_id, remittance_id=first, today=command.today, at=command.at,
        sent_on=command.today - timedelta(days=_LEFT_DAYS_AGO), references={1: "SR 4711"}))
    _draft(session, treasurer, command, "draft", Leg(tender=place, amount_minor=part))


def _fullest(session: Session, command: Afterwards) -> tuple[str, int]:
    """The place in which most of the fund's money lies."""
    tenders = load_group(session, command.book_id, command.today).tenders
    accounts = {tender.account(INVESTMENT): alias for alias, tender in tenders.items()}
    found = balances_of(session, command.book_id, accounts)
    return max(((alias, found.get(account, 0)) for account, alias in accounts.items()),
               key=lambda place: (place[1], place[0]))


def _draft(session: Session, treasurer: Actor, command: Afterwards, what: str, leg: Leg) -> UUID:
    scheme, remittance_id = command.scheme, command.name(what)
    stake_id = session.scalars(select(Stake.stake_id).where(Stake.book_id == command.book_id)).one()
    last = scheme.sendings[-1]
    draft_capital(session, treasurer, DraftCapital(
        book_id=command.book_id, remittance_id=remittance_id, stake_id=stake_id, legs=(leg,),
        fee_on_top=True, provider="Sunday Remit", channel="shop", today=command.today, at=command.at,
        rates=Rates(applied=last.applied, mid=last.mid, mid_source="central bank", is_sure=True,
                    mid_date=command.today - timedelta(days=_LEFT_DAYS_AGO))))
    return remittance_id
