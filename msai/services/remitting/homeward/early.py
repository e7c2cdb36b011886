"""Money from an enterprise that is on a tender before anybody told that it was sent.

The treasurer notes it: of which stake, what for, how much was sent by her knowledge, what reached her. It is
posted at once from what was expected of the stake. A note that was wrong she takes back, with a reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from ledgers.entries import JournalEntry, SourceKind
from ledgers.errors import IdempotencyConflict
from ledgers.rules import remittance as rules
from ledgers.rules.stakes import Arrival, capital_back
from msai import audit
from msai.models.enterprises import Stake
from msai.models.remittances import EarlyLanding
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.group_books import GroupBook, load_group, require_open_cycle
from msai.services.income import Cleared, clear_returns, open_again
from msai.services.keys import journal_of
from msai.services.meeting_records import NOBODY
from msai.services.postings import Paper, post
from msai.services.remitting import documents as d
from msai.services.remitting.drafting import tender_of
from msai.services.remitting.errors import (
    ExplanationMissing,
    LandedBeforeAgreed,
    LandedMoreThanSent,
    LandingPaired,
    MoreThanExpected,
    NothingLanded,
)
from msai.services.remitting.homeward.expecting import Expected, list_expected
from msai.services.remitting.homeward.posting import INCOME, capital_back_of
from msai.services.remitting.homeward.reversing import reversal_of
from msai.services.remitting.rates import Rates, check_rates, keep_mid
from msai.services.stakes import HeldStake
from msai.services.staking.ended import end_stake_without_claim
from msai.services.two_officers import keep_reason


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLanding:
    """Money that landed: `home_minor` of what is expected was sent, `received_minor` reached the tender."""

    book_id: UUID
    landing_id: UUID
    stake_id: UUID
    purpose: str
    home_minor: int
    landed_on: date
    tender: str
    received_minor: int
    today: date
    at: int
    obligation_id: UUID | None = None
    fee_minor: int = 0
    reference: str = ""
    rates: Rates = field(default_factory=Rates)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeNoteBack:
    """A note of a landing was wrong; `reason` says how."""

    book_id: UUID
    landing_id: UUID
    reason: str
    on: date
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """What `capital_back_of` asks of a paper; of a landing without one the day of sending is not known."""

    amount_minor: int
    sent_on: date
    mid_rate: None = None


def note_landing(session: Session, actor: Actor, command: NoteLanding) -> None:
    """Post money that was there before its paper: tender / 1400, 1310 or 1300, with its fee and differences.

    Raises:
        NotPermitted: the treasurer notes it.
        NotFound, UnknownTender
        NothingLanded, MoreThanExpected, LandedMoreThanSent, LandedBeforeAgreed, RemittanceDayAhead
        CycleClosed
        RateMissing: capital has no price here without the mid rate of the day it landed.
        LedgerError: the rates, as `check_rates` says.
        IdempotencyConflict: the same note came before with other content.
    """
    book_id = command.book_id
    require(actor, Action.HOME_LAND, Target(book_id))
    journal_of(session, book_id).lock()
    if _is_replay(session, command):
        return
    expected = _require_landed(session, command)
    group = load_group(session, book_id, command.landed_on)
    require_open_cycle(session, group, on=command.landed_on)
    _keep_rate(session, actor, command, expected.currency, group.currency)
    alias = d.next_alias(session, EarlyLanding, book_id, prefix="L")
    entry, cleared, carried = _entry(session, command, expected, group)
    if 5 * (command.received_minor + command.fee_minor) > 6 * carried:
        raise LandedMoreThanSent(remittance=alias)
    post(session, actor, book_id, entry=entry, paper=_paper(command.landing_id, command.at), step="landed")
    session.execute(insert(EarlyLanding).values(
        book_id=book_id, landing_id=command.landing_id, alias=alias, stake_id=command.stake_id,
        purpose=command.purpose, obligation_id=command.obligation_id, home_minor=command.home_minor,
        claim_minor=expected.claim_of(command.home_minor), landed_on=command.landed_on,
        tender=command.tender, received_minor=command.received_minor, fee_minor=command.fee_minor,
        carried_minor=carried, cleared=_as_text(cleared), reference=command.reference.strip() or None,
        noted_by=actor.user_id or NOBODY, noted_at=command.at))
    end_stake_without_claim(session, book_id, command.stake_id, on=command.landed_on)
    audit.record(session, actor, book_id=book_id, action=Action.HOME_LAND, at=command.at,
                 subject=f"early_landing:{command.landing_id}")


def _is_replay(session: Session, command: NoteLanding) -> bool:
    row = _find(session, command.book_id, command.landing_id)
    if row is None:
        return False
    if (row.stake_id, row.home_minor, row.received_minor, row.fee_minor, row.landed_on) != (
            command.stake_id, command.home_minor, command.received_minor, command.fee_minor,
            command.landed_on):
        raise IdempotencyConflict(client_ref=f"landing:{command.landing_id}")
    return True


def _find(session: Session, book_id: UUID, landing_id: UUID) -> Row[Any] | None:
    return session.execute(select(*EarlyLanding.__table__.columns).where(
        EarlyLanding.book_id == book_id, EarlyLanding.landing_id == landing_id)).one_or_none()


def early_row(session: Session, book_id: UUID, landing_id: UUID) -> Row[Any]:
    """A landing that was noted before its paper.

    Raises:
        NotFound: nothing of the kind was noted.
    """
    row = _find(session, book_id, landing_id)
    if row is None:
        raise NotFound()
    return row


def _require_landed(session: Session, command: NoteLanding) -> Expected:
    """What it is of, where it can be."""
    if command.received_minor <= 0 or command.fee_minor < 0 or command.home_minor <= 0:
        raise NothingLanded()
    d.require_day(command.landed_on, command.today)
    named = (command.stake_id, command.purpose, command.obligation_id)
    expected = next((one for one in list_expected(session, command.book_id)
                     if (one.stake_id, one.purpose, one.obligation_id) == named), None)
    if expected is None:
        raise NotFound()
    if command.home_minor > expected.open_minor:
        raise MoreThanExpected(open_minor=expected.open_minor)
    if command.landed_on < expected.agreed_on:
        raise LandedBeforeAgreed(day=expected.agreed_on)
    return expected


def _keep_rate(session: Session, actor: Actor, command: NoteLanding, home: str, host: str) -> None:
    if home != host and command.rates.mid is not None:
        check_rates(session, command.book_id, command.rates, currency=home, today=command.today)
        keep_mid(session, actor, command.book_id, command.rates, currency=home, at=command.at)


def _entry(
    session: Session, command: NoteLanding, expected: Expected, group: GroupBook,
) -> tuple[JournalEntry, tuple[Cleared, ...], int]:
    """The entry, the returns it settles, and what of the group's money was expected for it."""
    held, stake = d.held_stake(session, command.book_id, command.stake_id)
    arrival = Arrival(tender_of(group, command.tender), command.received_minor, command.fee_minor)
    if command.purpose == INCOME:
        cleared = clear_returns(session, command.book_id, stake.alias, home_minor=command.home_minor)
        carried = sum(one.host_minor for one in cleared)
        return rules.income_landed(command.landed_on, held.stake.receivable, arrival=arrival,
                                   carrying_minor=carried), cleared, carried
    return _capital(session, command, held, arrival, expected)


def _capital(
    session: Session, command: NoteLanding, held: HeldStake, arrival: Arrival, expected: Expected,
) -> tuple[JournalEntry, tuple[Cleared, ...], int]:
    sent = _Sent(amount_minor=command.home_minor, sent_on=command.landed_on)
    back = capital_back_of(session, held, sent, claim_minor=expected.claim_of(command.home_minor))
    if back is None:
        raise MoreThanExpected(open_minor=0)
    return capital_back(command.landed_on, back, arrival=arrival), (), back.agreed_minor


def _paper(landing_id: UUID, at: int) -> Paper:
    return Paper(SourceKind.REMITTANCE, landing_id, at)


def _as_text(cleared: Iterable[Cleared]) -> str:
    return json.dumps([[str(one.return_id), one.home_minor, one.host_minor] for one in cleared])


def take_note_back(session: Session, actor: Actor, command: TakeNoteBack) -> None:
    """Take a note of a landing back whole: its entry is reversed, and what it settled is to come again.

    Raises:
        NotPermitted, NotFound, ExplanationMissing, CycleClosed
        LandingPaired: the enterprise's paper was found to be it.
        NegativeTender: the money has been spent from there.
    """
    book_id = command.book_id
    require(actor, Action.HOME_LAND, Target(book_id))
    journal_of(session, book_id).lock()
    row = early_row(session, book_id, command.landing_id)
    if row.taken_back_on is not None:
        return
    if row.remittance_id is not None:
        raise LandingPaired()
    if not command.reason.strip():
        raise ExplanationMissing()
    require_open_cycle(session, load_group(session, book_id, command.on), on=command.on)
    paper = _paper(row.landing_id, command.at)
    post(session, actor, book_id, paper=paper, step="taken_back",
         entry=reversal_of(session, book_id, paper.reference("landed"), on=command.on))
    for return_id, home, host in json.loads(row.cleared):
        open_again(session, book_id, Cleared(UUID(return_id), home, host))
    note = keep_reason(session, book_id, command.reason, at=command.at)
    session.execute(update(EarlyLanding).where(
        EarlyLanding.book_id == book_id, EarlyLanding.landing_id == row.landing_id,
    ).values(taken_back_on=command.on, note_id=note.note_id))
    session.execute(update(Stake).where(
        Stake.book_id == book_id, Stake.stake_id == row.stake_id).values(ended_on=None))
    audit.record(session, actor, book_id=book_id, action=Action.HOME_LAND, at=command.at,
                 subject=f"early_landing:{command.landing_id}:taken_back")
