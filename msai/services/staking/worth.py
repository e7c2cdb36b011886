"""What a stake stands at in the book changes: written down, recovered, given up, or valued at the day's rate.

Shares stay at cost less what they were written down; money lent, income that was declared, and an account in
another currency are claims on money and follow the rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from ledgers.balances import balances
from ledgers.currencies import is_currency
from ledgers.entries import JournalEntry
from ledgers.errors import ClaimExceeded, NotPositive, UnknownCurrency
from ledgers.money import Money, allocate, round_half_up
from ledgers.rules import stakes as rules
from ledgers.rules.stakes import Impairment, StakeAsset, StakeWriteOff
from msai.models.enterprises import DeclaredReturn, Stake
from msai.models.stakes import ReturnNotice
from msai.services.outbox import Letter, leave
from msai.services.staking.acting import Done, Keep, Plan
from msai.services.staking.errors import NothingLeftToDecide
from msai.services.staking.held import Held, find_enterprise, part_of, read_held, receivable_of
from msai.services.staking.taking_up import host_at
from msai.services.staking.wanted import Recover, Revalue, RevalueTender, WriteDown, WriteOff
from msai.services.views.facts import currency_of

OTHER_CURRENCY = 1040
"""Accounts in another currency than the book's."""


def plan_write_down(session: Session, book_id: UUID, wanted: WriteDown, on: date) -> Plan:
    """5600 / 1390.

    Raises:
        NotFound, StakeEnded, NotPositive
        WriteDownExceedsCost: it would be worth less than nothing.
    """
    held = read_held(session, book_id, wanted.stake)
    return _of(held, wanted, (rules.write_down(on, _impairment(held, wanted.amount_minor)),))


def plan_recovery(session: Session, book_id: UUID, wanted: Recover, on: date) -> Plan:
    """1390 / 5600, up to what was written down.

    Raises:
        NotFound, StakeEnded, NotPositive
        RecoveryExceedsAllowance: it would be worth more than it cost.
    """
    held = read_held(session, book_id, wanted.stake)
    return _of(held, wanted, (rules.write_down_recovered(on, _impairment(held, wanted.amount_minor)),))


def _impairment(held: Held, amount_minor: int) -> Impairment:
    if amount_minor <= 0:
        raise NotPositive(amount_minor=amount_minor)
    return Impairment(held.stake, amount_minor, held.now.cost_minor, held.now.allowance_minor)


def plan_write_off(session: Session, book_id: UUID, wanted: WriteOff, on: date) -> Plan:
    """A stake, or the part of it that goes with a part of its claim, is given up: 1390, then 5600.

    Given up in whole it takes with it what was declared and never came.

    Raises:
        NotFound, StakeEnded, NotPositive, ClaimExceeded
        NothingLeftToDecide: nothing stands on it.
    """
    held, whole = read_held(session, book_id, wanted.stake), wanted.claim_minor is None
    receivable = receivable_of(session, held) if whole else 0
    stands = held.now.cost_minor or held.now.claim_minor
    given_up = [part_given_up(held, wanted.claim_minor)] if stands else []
    if receivable:
        given_up.append(StakeWriteOff(held.stake.receivable, receivable))
    if not given_up:
        raise NothingLeftToDecide()

    def keep(session: Session, done: Done) -> None:
        if whole:
            end_stake(session, held, done)
        _tell_given_up(session, held, wanted, done)

    return _of(held, wanted, (rules.stake_written_off(on, *given_up),), keep=keep)


def _tell_given_up(session: Session, held: Held, wanted: WriteOff, done: Done) -> None:
    """The enterprise, where its book is here, is told that so much is not asked back any more."""
    enterprise = find_enterprise(session, held.held.enterprise_id)
    if enterprise is not None:
        leave(session, Letter(
            book_id=held.held.book_id, recipient_id=enterprise, kind="stake_given_up", at=done.at,
            reference=f"stake_act:{done.act_id}", body={
                "alias": wanted.stake, "whole": int(wanted.claim_minor is None),
                "claim_minor": wanted.claim_minor or 0, "on": done.on.isoformat()}))


def part_given_up(held: Held, claim_minor: int | None) -> StakeWriteOff:
    """What leaves the book with a part of the claim, in its proportion, half up; with none named all of it.

    Raises:
        NotPositive, ClaimExceeded
    """
    now = held.now
    if claim_minor is None or claim_minor == now.claim_minor:
        return StakeWriteOff(held.stake.account, now.cost_minor, now.allowance_minor,
                             held.claim if now.claim_minor else None)
    if claim_minor <= 0:
        raise NotPositive(amount_minor=claim_minor)
    if claim_minor > now.claim_minor:
        raise ClaimExceeded(claim_minor=now.claim_minor, back_minor=claim_minor)
    cost, allowance = (round_half_up(part_of(minor, of=claim_minor, whole=now.claim_minor))
                       for minor in (now.cost_minor, now.allowance_minor))
    return StakeWriteOff(held.stake.account, cost, allowance, Money(claim_minor, held.held.claim_currency))


def end_stake(session: Session, held: Held, done: Done) -> None:
    """Nothing is left of a stake: it has ended, and of what was declared nothing is open any more."""
    book_id, stake_id = held.held.book_id, held.stake.holder.id
    session.execute(update(Stake).where(Stake.book_id == book_id, Stake.stake_id == stake_id)
                    .values(ended_on=done.on))
    session.execute(update(ReturnNotice).where(
        ReturnNotice.book_id == book_id, ReturnNotice.stake_id == stake_id, ReturnNotice.done_at.is_(None))
        .values(done_at=done.at))
    session.execute(update(DeclaredReturn).where(
        DeclaredReturn.book_id == book_id, DeclaredReturn.stake_id == stake_id)
        .values(open_home_minor=0, open_host_minor=0))


def plan_revaluation(session: Session, book_id: UUID, wanted: Revalue, on: date) -> Plan:
    """What was lent, and what was declared and has not come, at the rate of the day; never shares.

    The difference is taken between amounts already rounded.

    Raises:
        NotFound, StakeEnded, NotARate, RateWithoutSource, UnknownCurrency
        NothingLeftToDecide: nothing on it follows the rate, or nothing would change.
    """
    held = read_held(session, book_id, wanted.stake)
    if not is_currency(held.held.claim_currency):
        raise UnknownCurrency(currency=held.held.claim_currency)
    returns = open_returns(session, held)
    host = currency_of(session, book_id)

    def at_rate(home_minor: int) -> int:
        home = Money(home_minor, held.held.claim_currency)
        return host_at(home, wanted.mid_rate, source=wanted.mid_source, host=host)

    anew = {row.return_id: at_rate(row.open_home_minor) for row in returns}
    change = sum(anew.values()) - sum(row.open_host_minor for row in returns)
    lent = at_rate(held.now.claim_minor) - held.now.cost_minor if held.stake.asset is StakeAsset.LOAN else 0
    entries = [rules.revaluation(on, account, change_minor=minor) for account, minor in (
        (held.stake.account, lent), (held.stake.receivable, change)) if minor]
    if not entries:
        raise NothingLeftToDecide()

    def keep(session: Session, _done: Done) -> None:
        for return_id, host_minor in anew.items():
            session.execute(update(DeclaredReturn).where(
                DeclaredReturn.book_id == book_id, DeclaredReturn.return_id == return_id)
                .values(open_host_minor=host_minor))

    return _of(held, wanted, tuple(entries), keep=keep)


def plan_tender_revaluation(session: Session, book_id: UUID, wanted: RevalueTender, on: date) -> Plan:
    """An account in another currency at the rate of the day, parted among its funds by what each has there.

    The difference is taken between amounts already rounded.

    Raises:
        NotARate, RateWithoutSource, NotPositive
        UnknownCurrency: it is none, or the book's own.
        NothingLeftToDecide: nothing stands on such an account, or nothing would change.
    """
    there = {account: minor for account, minor in balances(session, book_id, codes=[OTHER_CURRENCY]).items()
             if account.alias == wanted.tender and minor > 0}
    host = currency_of(session, book_id)
    if not is_currency(wanted.currency) or wanted.currency == host:
        raise UnknownCurrency(currency=wanted.currency)
    if wanted.there_minor < 0:
        raise NotPositive(amount_minor=wanted.there_minor)
    worth = host_at(Money(wanted.there_minor, wanted.currency), wanted.mid_rate, source=wanted.mid_source,
                    host=host)
    changes = zip(there.items(), allocate(worth, list(there.values())) if there else (), strict=True)
    changed = [rules.revaluation(on, account, change_minor=part - minor)
               for (account, minor), part in changes if part != minor]
    if not changed:
        raise NothingLeftToDecide()
    entry = replace(changed[0], postings=tuple(one for entry in changed for one in entry.postings))
    tender = next(account.holder for account in there if account.holder)
    return Plan(wanted=wanted, about=wanted.tender, about_id=tender.id, entries=(entry,),
                facts=(("host_minor", worth),))


def open_returns(session: Session, held: Held) -> Sequence[Row[UUID, date, int, int]]:
    """What was declared on a stake and has not come, the oldest first."""
    return session.execute(
        select(DeclaredReturn.return_id, DeclaredReturn.declared_on, DeclaredReturn.open_home_minor,
               DeclaredReturn.open_host_minor)
        .where(DeclaredReturn.book_id == held.held.book_id,
               DeclaredReturn.stake_id == held.stake.holder.id, DeclaredReturn.open_home_minor > 0)
        .order_by(DeclaredReturn.position)).all()


def _of(held: Held, wanted: Any, entries: tuple[JournalEntry, ...], keep: Keep | None = None) -> Plan:
    plain = Plan(wanted=wanted, about=held.row.alias, about_id=held.stake.holder.id, entries=entries)
    return plain if keep is None else Plan(
        wanted=wanted, about=held.row.alias, about_id=held.stake.holder.id, entries=entries, keep=keep)
