"""What a group asks of its enterprise, or is told by it: capital back, returns declared, left in or lost.

The enterprise's book and the group's are two transactions; a letter joins them, and each side keeps what it
knows. A return in home money is posted at the mid rate of its day: where nobody typed that one, it waits,
and is said to wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import and_, func, insert, select, update
from sqlalchemy.orm import Session

from ledgers.cycles import find_open
from ledgers.entries import SourceKind
from ledgers.errors import ClaimExceeded, NotPositive
from ledgers.money import Money
from ledgers.rules import stakes as rules
from msai import audit
from msai.models.enterprises import DeclaredReturn, Stake
from msai.models.stakes import ExitOffer, ReturnNotice
from msai.permissions import Action, Actor, Target, require
from msai.services.income import Cleared, open_again
from msai.services.outbox import Letter, leave
from msai.services.postings import Paper, post
from msai.services.remitting.homeward.expecting import list_expected
from msai.services.remitting.homeward.posting import post_waiting
from msai.services.remitting.homeward.reversing import reversal_of
from msai.services.remitting.rates import Rates, check_rates, keep_mid
from msai.services.staking.acting import Done, Plan
from msai.services.staking.by_terms import parts_declared
from msai.services.staking.ended import end_stake_without_claim
from msai.services.staking.errors import (
    InGestation,
    LockInNotOver,
    ReturnNotOpen,
    StakeDayAhead,
)
from msai.services.staking.held import Held, find_enterprise, find_mid_rate, read_held, terms_on
from msai.services.staking.taking_up import host_at
from msai.services.staking.wanted import AskExit, NoteDeclared, Reinvest
from msai.services.staking.worth import open_returns, part_given_up
from msai.services.two_officers import asked_row
from msai.services.views.facts import currency_of


def plan_exit(session: Session, book_id: UUID, wanted: AskExit, on: date) -> Plan:
    """Ask for capital back at a price; nothing is posted before the enterprise agreed and sends it.

    Raises:
        NotFound, StakeEnded, NotPositive
        LockInNotOver: the day agreed on has not come.
        ClaimExceeded: more is asked back than the stake claims and is not asked for or due already.
    """
    held = read_held(session, book_id, wanted.stake)
    free = held.now.claim_minor - _claim_asked(session, held)
    until = terms_on(session, held.row, on).lock_in_until(held.row.opened_on)
    if on < until:
        raise LockInNotOver(day=until)
    claim = free if wanted.claim_minor is None else wanted.claim_minor
    if claim <= 0 or wanted.price_minor <= 0:
        raise NotPositive(amount_minor=min(claim, wanted.price_minor))
    if claim > free:
        raise ClaimExceeded(claim_minor=free, back_minor=claim)
    enterprise = find_enterprise(session, held.held.enterprise_id)

    def keep(session: Session, done: Done) -> None:
        session.execute(insert(ExitOffer).values(
            book_id=book_id, offer_id=done.act_id, about_id=held.stake.holder.id, offered_on=done.on,
            price_minor=wanted.price_minor, claim_minor=claim, told_at=done.at,
            state="agreed" if enterprise is None else "open",
            answered_at=done.at if enterprise is None else None))
        if enterprise is not None:
            leave(session, Letter(
                book_id=book_id, recipient_id=enterprise, kind="exit_asked", at=done.at,
                reference=f"stake_act:{done.act_id}", body={
                    "offer": str(done.act_id), "alias": wanted.stake, "price_minor": wanted.price_minor,
                    "claim_minor": claim, "on": done.on.isoformat()}))

    return Plan(wanted=wanted, about=wanted.stake, about_id=held.stake.holder.id, keep=keep,
                facts=(("claim_minor", claim), ("price_minor", wanted.price_minor)))


def _claim_asked(session: Session, held: Held) -> int:
    """What of a claim waits for the enterprise's answer, or was agreed to come back and has not."""
    book_id, stake_id = held.held.book_id, held.stake.holder.id
    waiting = session.scalar(select(func.sum(ExitOffer.claim_minor)).where(
        ExitOffer.book_id == book_id, ExitOffer.about_id == stake_id, ExitOffer.state == "open")) or 0
    return int(waiting) + sum(one.claim_of(one.open_minor) for one in list_expected(session, book_id)
                              if one.stake_id == stake_id)


def plan_reinvestment(session: Session, book_id: UUID, wanted: Reinvest, on: date) -> Plan:
    """A declared return stays in the enterprise: 1300 or 1310 / 1400, and the claim grows by it.

    Raises:
        NotFound, StakeEnded
        ReturnNotOpen: nothing of it is still to come.
    """
    held = read_held(session, book_id, wanted.stake)
    row = next((one for one in open_returns(session, held) if str(one.return_id) == wanted.return_id), None)
    if row is None:
        raise ReturnNotOpen()
    claim = Money(row.open_home_minor, held.held.claim_currency)
    entry = rules.reinvested(on, held.stake, amount_minor=row.open_host_minor, claim=claim)
    enterprise = find_enterprise(session, held.held.enterprise_id)

    def keep(session: Session, done: Done) -> None:
        session.execute(update(DeclaredReturn).where(
            DeclaredReturn.book_id == book_id, DeclaredReturn.return_id == row.return_id)
            .values(open_home_minor=0, open_host_minor=0))
        if enterprise is not None:
            leave(session, Letter(
                book_id=book_id, recipient_id=enterprise, kind="reinvested", at=done.at,
                reference=f"stake_act:{done.act_id}", body={
                    "alias": wanted.stake, "obligation": wanted.return_id, "amount_minor": claim.minor,
                    "on": done.on.isoformat()}))

    return Plan(wanted=wanted, about=wanted.stake, about_id=held.stake.holder.id, entries=(entry,), keep=keep)


def plan_declared(session: Session, book_id: UUID, wanted: NoteDeclared, on: date) -> Plan:
    """What an enterprise without a book here declared: 1400 / 4400 at the mid rate of its day.

    Of a share of sales the principal in it is noted as due, and posted when it comes.

    Raises:
        NotFound, StakeEnded, NotPositive, StakeDayAhead, NotARate, RateWithoutSource
        InGestation: no return is due yet.
        CapReached, MoreThanOwed: it is more than was agreed.
    """
    held = read_held(session, book_id, wanted.stake)
    if wanted.declared_on > on:
        raise StakeDayAhead(day=wanted.declared_on)
    if wanted.home_minor <= 0:
        raise NotPositive(amount_minor=wanted.home_minor)
    until = terms_on(session, held.row, wanted.declared_on).gestation_until(held.row.opened_on)
    if wanted.declared_on < until:
        raise InGestation(day=until)
    parts = parts_declared(session, held, home_minor=wanted.home_minor, on=wanted.declared_on)
    home = Money(parts.income_minor, held.held.claim_currency)
    host_minor = host_at(home, wanted.mid_rate, source=wanted.mid_source, host=currency_of(session, book_id))
    entries = (rules.income_declared(on, held.stake, amount_minor=host_minor),) if host_minor else ()

    def keep(session: Session, done: Done) -> None:
        if home.minor:
            _keep_return(session, held, done.act_id, wanted.declared_on, home_minor=home.minor,
                         host_minor=host_minor)
        if parts.principal_minor:
            session.execute(insert(ReturnNotice).values(
                book_id=book_id, notice_id=done.act_id, stake_id=held.stake.holder.id, kind="principal",
                declared_on=wanted.declared_on, home_minor=parts.principal_minor, told_at=done.at,
                done_at=done.at))

    return Plan(wanted=wanted, about=wanted.stake, about_id=held.stake.holder.id, entries=entries, keep=keep,
                facts=(("due_home_minor", parts.principal_minor),) if parts.principal_minor else ())


def _keep_return(
    session: Session, held: Held, return_id: UUID, declared_on: date, *, home_minor: int, host_minor: int,
) -> None:
    book_id, stake_id = held.held.book_id, held.stake.holder.id
    position = session.scalar(select(func.count()).select_from(DeclaredReturn).where(
        DeclaredReturn.book_id == book_id, DeclaredReturn.stake_id == stake_id))
    session.execute(insert(DeclaredReturn).values(
        book_id=book_id, return_id=return_id, stake_id=stake_id, position=position or 0,
        declared_on=declared_on, home_minor=home_minor, host_minor=host_minor, open_home_minor=home_minor,
        open_host_minor=host_minor))


def take_in_declared(session: Session, actor: Actor, letter: Letter) -> None:
    """The enterprise declared a return to the group: posted at once where the day's mid rate is known.

    Raises:
        NotFound: the group has no such stake.
    """
    said, book_id = letter.body, letter.recipient_id
    require(actor, Action.HISTORY_IMPORT, Target(book_id))
    held = read_held(session, book_id, said["alias"], ended_too=True)
    notice_id, declared_on = UUID(said["obligation"]), date.fromisoformat(said["on"])
    income = said["kind"] == "income"
    session.execute(insert(ReturnNotice).values(
        book_id=book_id, notice_id=notice_id, stake_id=held.stake.holder.id, kind=said["kind"],
        declared_on=declared_on, home_minor=said["amount_minor"], told_at=letter.at,
        done_at=None if income else letter.at))
    rate = find_mid_rate(session, book_id, currency=held.held.claim_currency, on=declared_on)
    if income and rate is not None:
        _post_notice(session, actor, held, notice_id, rate=rate, at=letter.at)
        post_waiting(session, actor, book_id, at=letter.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRate:
    """The mid rate of the day on which a return was declared, and where it was read."""

    book_id: UUID
    notice_id: UUID
    mid_rate: str
    source: str
    at: int
    is_sure: bool = False


def type_rate(session: Session, actor: Actor, command: TypeRate) -> None:
    """Keep the mid rate of a day and post the return that waited for it.

    Raises:
        NotPermitted: only officers do.
        NotFound, ReturnNotOpen: nothing waits under that id.
        NotARate, RateWithoutSource
        RateUpsideDown, RateFarOff: it differs much from the last one, and nobody said that it is right.
    """
    book_id = command.book_id
    require(actor, Action.STAKE_DECIDE, Target(book_id))
    notice = asked_row(session, ReturnNotice, book_id, notice_id=command.notice_id)
    if notice.done_at is not None:
        raise ReturnNotOpen()
    held = read_held(session, book_id, _alias_of(session, book_id, notice.stake_id), ended_too=True)
    rates = Rates(mid=command.mid_rate, mid_source=command.source.strip(), mid_date=notice.declared_on,
                  is_sure=command.is_sure)
    currency = held.held.claim_currency
    check_rates(session, book_id, rates, currency=currency, today=_day_of(command.at))
    keep_mid(session, actor, book_id, rates, currency=currency, at=command.at)
    _post_notice(session, actor, held, command.notice_id, rate=command.mid_rate, at=command.at)
    post_waiting(session, actor, book_id, at=command.at)
    audit.record(session, actor, book_id=book_id, action=Action.STAKE_DECIDE,
                 subject=f"return_notice:{command.notice_id}", at=command.at)


def post_rated(session: Session, actor: Actor, book_id: UUID, *, at: int) -> None:
    """Post every declared return that waited for the mid rate of its day and has one now, and what was sent.

    Raises:
        NotPermitted: only officers do.
    """
    require(actor, Action.STAKE_DECIDE, Target(book_id))
    waiting = session.execute(
        select(ReturnNotice.notice_id, ReturnNotice.declared_on, Stake.alias, Stake.claim_currency)
        .join(Stake, and_(Stake.book_id == book_id, Stake.stake_id == ReturnNotice.stake_id))
        .where(ReturnNotice.book_id == book_id, ReturnNotice.done_at.is_(None))
        .order_by(ReturnNotice.declared_on, ReturnNotice.notice_id)).all()
    for row in waiting:
        rate = find_mid_rate(session, book_id, currency=row.claim_currency, on=row.declared_on)
        if rate is not None:
            held = read_held(session, book_id, row.alias, ended_too=True)
            _post_notice(session, actor, held, row.notice_id, rate=rate, at=at)
    post_waiting(session, actor, book_id, at=at)


def _alias_of(session: Session, book_id: UUID, stake_id: UUID) -> str:
    return session.scalars(
        select(Stake.alias).where(Stake.book_id == book_id, Stake.stake_id == stake_id)).one()


def _post_notice(
    session: Session, actor: Actor, held: Held, notice_id: UUID, *, rate: str, at: int,
) -> None:
    book_id = held.held.book_id
    notice = asked_row(session, ReturnNotice, book_id, notice_id=notice_id)
    home = Money(notice.home_minor, held.held.claim_currency)
    host_minor = host_at(home, rate, source="typed", host=currency_of(session, book_id))
    day = posted_on(session, book_id, notice.declared_on, at=at)
    post(session, actor, book_id, entry=rules.income_declared(day, held.stake, amount_minor=host_minor),
         paper=Paper(SourceKind.DIVIDEND, notice_id, at), step="declared")
    _keep_return(session, held, notice_id, notice.declared_on, home_minor=home.minor, host_minor=host_minor)
    session.execute(update(ReturnNotice).where(
        ReturnNotice.book_id == book_id, ReturnNotice.notice_id == notice_id).values(done_at=at))


def posted_on(session: Session, book_id: UUID, day: date, *, at: int) -> date:
    """The day a thing is dated that happened on `day`: today, where its cycle was closed since."""
    if find_open(session, book_id, on=day) is not None:
        return day
    return _day_of(at)


def _day_of(at: int) -> date:
    return datetime.fromtimestamp(at / 1000, tz=UTC).date()


def take_in_loss(session: Session, actor: Actor, letter: Letter) -> None:
    """The group bears its part of a batch's loss, as agreed: 1390 and 5600 / 1310, and the claim with it.

    Of a claim that was given up meanwhile there is nothing to bear.

    Raises:
        NotFound
    """
    said, book_id = letter.body, letter.recipient_id
    require(actor, Action.HISTORY_IMPORT, Target(book_id))
    held = read_held(session, book_id, said["alias"], ended_too=True)
    day = posted_on(session, book_id, date.fromisoformat(said["on"]), at=letter.at)
    borne = min(said["amount_minor"], held.now.claim_minor)
    if not borne:
        return
    entry = rules.stake_written_off(day, part_given_up(held, borne))
    post(session, actor, book_id, entry=entry, step="loss_borne",
         paper=Paper(SourceKind.DIVIDEND, UUID(said["declaration"]), letter.at))
    end_stake_without_claim(session, book_id, held.row.stake_id, on=day)


def take_in_refused(session: Session, actor: Actor, letter: Letter) -> None:
    """What the group meant to leave in the enterprise had been sent already: it comes home after all.

    Of a stake that was given up meanwhile nothing is put right; what comes is a gain then.

    Raises:
        NotFound
    """
    said, book_id = letter.body, letter.recipient_id
    require(actor, Action.HISTORY_IMPORT, Target(book_id))
    held = read_held(session, book_id, said["alias"], ended_too=True)
    if held.row.ended_on is not None:
        return
    day = posted_on(session, book_id, date.fromisoformat(said["on"]), at=letter.at)
    entry = reversal_of(session, book_id, f"stake:{said['act']}:1", on=day)
    post(session, actor, book_id, entry=entry, step="not_left",
         paper=Paper(SourceKind.STAKE, UUID(said["act"]), letter.at))
    host_minor = sum(one.amount_minor for one in entry.postings if one.debit == held.stake.receivable)
    open_again(session, book_id, Cleared(UUID(said["obligation"]), said["amount_minor"], host_minor))
    audit.record(session, actor, book_id=book_id, action=Action.STAKE_DECIDE, at=letter.at,
                 subject=f"stake_act:{said['act']}:not_left")
    post_waiting(session, actor, book_id, at=letter.at)


def take_in_answer(session: Session, _actor: Actor, letter: Letter) -> None:
    """The enterprise answered whether it gives capital back."""
    said = letter.body
    session.execute(update(ExitOffer).where(
        ExitOffer.book_id == letter.recipient_id, ExitOffer.offer_id == UUID(said["offer"]),
        ExitOffer.state == "open").values(
            state="agreed" if said["agreed"] else "refused", answered_at=letter.at))
