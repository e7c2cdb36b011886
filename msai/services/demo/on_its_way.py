"""Money between a demo group and its farm on the last day: a paper in each state in which one can be.

The group's people act first; what the farm's people say of it follows when the letters have arrived.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.accounts import INVESTMENT
from msai.approvals import Decision, digest_of
from msai.models.enterprises import Remittance, Stake
from msai.permissions import Action, Actor, Target, require
from msai.services.demo.afterwards import Afterwards, Officers
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
from msai.services.remitting.ending import GiveUp, TakeBack, ask_lost, take_back
from msai.services.remitting.rates import Rates
from msai.services.remitting.sending import SendRemittance, send_capital

LEFT_DAYS_AGO = {"on-its-way": 3, "differs": 5, "agreed": 8, "late": 9, "returned": 12, "lost": 20}
"""The papers that left, and how long ago; on most of them it is seen what became of the money."""
_SHARES = 12
"""Every paper is about a twelfth of what lies in the fund."""


@dataclass(frozen=True, slots=True)
class _Papers:
    """What all papers of the group have in common: the place they are paid from, the amount, the stake."""

    command: Afterwards
    place: str
    amount_minor: int
    stake_id: UUID

    def days_ago(self, days: int) -> Rates:
        """The rates of a day, as they were typed."""
        last = self.command.scheme.sendings[-1]
        return Rates(applied=last.applied, mid=last.mid, mid_source="central bank", is_sure=True,
                     mid_date=self.command.today - timedelta(days=days))


def send_something(session: Session, officers: Officers, command: Afterwards) -> None:
    """What the group's officers do: one transfer is a draft, one approved, six left, of which one came back.

    Raises:
        NotPermitted: these are not the officers of the group.
    """
    require(officers.treasurer, Action.REMITTANCE_SEND, Target(command.book_id))
    papers = _papers(session, command)
    if papers.amount_minor <= 0:
        return
    for what, days in LEFT_DAYS_AGO.items():
        _leave(session, officers, papers, what, days)
    _approve(session, officers, papers, _draft(session, officers, papers, "approved", 0))
    _draft(session, officers, papers, "draft", 0)
    _end(session, officers.treasurer, papers)


def _papers(session: Session, command: Afterwards) -> _Papers:
    """The place in which most of the fund's money lies, and as much of it as one paper is about."""
    tenders = load_group(session, command.book_id, command.today).tenders
    accounts = {tender.account(INVESTMENT): alias for alias, tender in tenders.items()}
    found = balances_of(session, command.book_id, accounts)
    most = max(accounts, key=lambda account: (found.get(account, 0), accounts[account]))
    note = command.scheme.note_minor
    stake_id = session.scalars(select(Stake.stake_id).where(Stake.book_id == command.book_id)).one()
    return _Papers(command, accounts[most], found.get(most, 0) // _SHARES // note * note, stake_id)


def _leave(session: Session, officers: Officers, papers: _Papers, what: str, days: int) -> None:
    command, remittance_id = papers.command, _draft(session, officers, papers, what, days)
    _approve(session, officers, papers, remittance_id)
    send_capital(session, officers.treasurer, SendRemittance(
        book_id=command.book_id, remittance_id=remittance_id, today=command.today, at=command.at,
        sent_on=command.today - timedelta(days=days), references={1: f"SR {4700 + days}"}))


def _draft(session: Session, officers: Officers, papers: _Papers, what: str, days: int) -> UUID:
    command, remittance_id = papers.command, papers.command.name(what)
    leg = Leg(tender=papers.place, amount_minor=papers.amount_minor, fee_minor=command.scheme.fee_minor)
    draft_capital(session, officers.treasurer, DraftCapital(
        book_id=command.book_id, remittance_id=remittance_id, stake_id=papers.stake_id, legs=(leg,),
        fee_on_top=True, provider="Sunday Remit", channel="shop", today=command.today, at=command.at,
        rates=papers.days_ago(days)))
    return remittance_id


def _approve(session: Session, officers: Officers, papers: _Papers, remittance_id: UUID) -> None:
    approve(session, officers.second, papers.command, book_id=papers.command.book_id,
            remittance_id=remittance_id)


def approve(
    session: Session, second: Actor, command: Afterwards, *, book_id: UUID, remittance_id: UUID,
) -> None:
    """The second person of a book agrees with a draft as it stands.

    Raises:
        NotPermitted, NotFound: she does not answer in this book, or it has no such draft.
    """
    require(second, Action.APPROVE, Target(book_id))
    row = find_row(session, Remittance, book_id, remittance_id=remittance_id)
    answer_remittance(session, second, AnswerRemittance(
        book_id=book_id, remittance_id=remittance_id, decision=Decision.APPROVE, at=command.at,
        seen_digest=digest_of(shown_of(row, legs_of(session, book_id, remittance_id)))))


def _end(session: Session, treasurer: Actor, papers: _Papers) -> None:
    """One came back, for the shop did not find the farm; another is believed lost, which waits for a yes."""
    command = papers.command
    came_back = command.today - timedelta(days=LEFT_DAYS_AGO["returned"] - 2)
    take_back(session, treasurer, TakeBack(
        book_id=command.book_id, remittance_id=command.name("returned"), on=came_back, tender=papers.place,
        received_minor=papers.amount_minor, today=command.today, at=command.at))
    ask_lost(session, treasurer, GiveUp(
        book_id=command.book_id, remittance_id=command.name("lost"), on=command.today, today=command.today,
        reason="The shop has closed, and nobody answers its telephone.", at=command.at))
