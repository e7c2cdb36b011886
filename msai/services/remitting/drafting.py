"""A remittance begins as a draft that a second person is shown, and leaves only as she approved it.

What she was shown is hashed; at the moment of sending it is worked out again and has to be the same. Until
then it can be cancelled; an approval that nobody used for three days has to be asked for again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from ledgers.books import add_holders
from ledgers.errors import IdempotencyConflict, NegativeTender
from ledgers.money import Money, rate_from_decimal
from ledgers.rules.tenders import Tender
from msai import audit
from msai.approvals import Decide, Shown, State, Subject, decide, withdraw
from msai.models.enterprises import Remittance
from msai.models.groups import Group
from msai.models.remittances import RemittanceLeg
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.group_books import GroupBook, load_group, require_open_cycle
from msai.services.keys import book_key, journal_of
from msai.services.pooling.parts import ask_to_leave, drop_draft, tell_agreed
from msai.services.postings import balances_of
from msai.services.remitting import documents as d
from msai.services.remitting.errors import (
    FeeNotBelowAmount,
    NothingToSend,
    RemittanceMoved,
    StakeEnded,
    TwoRecordsOfTender,
)
from msai.services.remitting.rates import Rates, check_rates, home_at, keep_mid, one_currency
from msai.services.sheets.book import UnknownTender
from msai.services.stakes import HeldStake
from msai.services.two_officers import Answer, put_before_another


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One payment of a remittance: taken from a tender, in minor units, at a fee."""

    tender: str
    amount_minor: int
    fee_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCapital:
    """Capital that a group means to send to a stake; `remittance_id` was made where it was typed.

    With `fee_on_top` fees are paid besides the amounts, else out of them. `custodian` is who carries the
    money, where a person does.
    """

    book_id: UUID
    remittance_id: UUID
    stake_id: UUID
    legs: tuple[Leg, ...]
    fee_on_top: bool
    rates: Rates
    today: date
    at: int
    provider: str = ""
    channel: str = ""
    custodian: str = ""
    pool_id: UUID | None = None

    @property
    def amount_minor(self) -> int:
        """All that is sent."""
        return sum(leg.amount_minor for leg in self.legs)

    @property
    def fee_minor(self) -> int:
        """All fees of sending."""
        return sum(leg.fee_minor for leg in self.legs)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRemittance(Answer):
    """The second person's answer to a draft, or to money that is believed lost."""

    remittance_id: UUID


def draft_capital(session: Session, actor: Actor, command: DraftCapital) -> None:
    """Write down what a group means to send, and put it before the second officer; nothing is posted.

    Raises:
        NotPermitted, NotFound: she does not send this group's money, or it has no such stake.
        NothingToSend, FeeNotBelowAmount, TwoRecordsOfTender, UnknownTender: the payments do not stand.
        NegativeTender: the fund has not so much money there.
        StakeEnded, CycleClosed
        LedgerError: the rates, as `check_rates` says.
        IdempotencyConflict: the same draft was sent before with other content.
    """
    book_id = command.book_id
    require(actor, Action.REMITTANCE_SEND, Target(book_id))
    journal_of(session, book_id).lock()
    group = load_group(session, book_id, command.today)
    held, stake = d.held_stake(session, book_id, command.stake_id)
    if _is_replay(session, command):
        return
    require_open_cycle(session, group, on=command.today)
    if stake.ended_on is not None:
        raise StakeEnded(stake=stake.alias)
    require_payments(command.legs, on_top=command.fee_on_top)
    _require_money(session, group, held, command)
    rates = settled_rates(session, command, home=held.claim_currency, host=group.currency)
    _keep(session, actor, command, held, rates)
    ask_for_approval(session, actor, book_id, remittance_id=command.remittance_id, at=command.at)


def require_payments(legs: tuple[Leg, ...], *, on_top: bool) -> None:
    """Let payments pass that send something, from each place once.

    Raises:
        NothingToSend, FeeNotBelowAmount, TwoRecordsOfTender
    """
    if not legs or any(leg.amount_minor <= 0 for leg in legs):
        raise NothingToSend()
    if any(leg.fee_minor < 0 or not on_top and leg.fee_minor >= leg.amount_minor for leg in legs):
        raise FeeNotBelowAmount()
    if len({leg.tender for leg in legs}) < len(legs):
        raise TwoRecordsOfTender()


def _require_money(session: Session, group: GroupBook, held: HeldStake, command: DraftCapital) -> None:
    fund = held.stake.fund
    wanted = {tender_of(group, leg.tender).account(fund): (
        leg.amount_minor + (leg.fee_minor if command.fee_on_top else 0)) for leg in command.legs}
    found = balances_of(session, group.book_id, wanted)
    for account, minor in wanted.items():
        if found.get(account, 0) < minor:
            raise NegativeTender(
                tender=account.alias, fund=fund, missing_minor=minor - found.get(account, 0))


def tender_of(group: GroupBook, alias: str) -> Tender:
    """A place where the group's money lies.

    Raises:
        UnknownTender: it has none of that name.
    """
    if alias not in group.tenders:
        raise UnknownTender(tender=alias)
    return group.tenders[alias]


def settled_rates(session: Session, command: DraftCapital, *, home: str, host: str) -> Rates:
    """The rates of a draft, checked; in one currency they are one for one."""
    if home == host:
        return one_currency(command.rates, on=command.today)
    check_rates(session, command.book_id, command.rates, currency=home, today=command.today)
    return command.rates


def expected_home(
    amount_minor: int, deducted_minor: int, *, rates: Rates, host: str, home: str,
) -> int | None:
    """What should land before any receiving fee, by the rate that was applied; None where it is not known."""
    if rates.applied is None:
        return None
    return home_at(Money(amount_minor - deducted_minor, host), rate_from_decimal(rates.applied), home=home)


def _keep(session: Session, actor: Actor, command: DraftCapital, held: HeldStake, rates: Rates) -> None:
    host = d.currency_of(session, command.book_id)
    is_here = d.has_book(session, held.enterprise_id)
    deducted = 0 if command.fee_on_top else command.fee_minor
    values = {
        "alias": d.next_alias(session, Remittance, command.book_id, prefix="R"), "direction": "out",
        "purpose": "capital", "stake_id": command.stake_id, "pool_id": command.pool_id,
        "other_book_id": held.enterprise_id if is_here else None, "other_currency": held.claim_currency,
        "expected_minor": expected_home(
            command.amount_minor, deducted, rates=rates, host=host, home=held.claim_currency),
        "custodian_sealed": sealed_custodian(session, command) if command.custodian else None,
    }
    keep_draft(session, actor, command, rates=rates, values=values)


def keep_draft(session: Session, actor: Actor, command: Any, *, rates: Rates, values: dict[str, Any]) -> None:
    """Keep a draft with its payments; `values` are the columns that its direction decides."""
    book_id, remittance_id = command.book_id, command.remittance_id
    row = {
        "book_id": book_id, "remittance_id": remittance_id, "state": d.DRAFT, "sent_on": command.today,
        "amount_minor": command.amount_minor, "fee_minor": command.fee_minor,
        "fee_on_top": command.fee_on_top, "tender": command.legs[0].tender, **rate_columns(rates),
        "approved_as": "two_officers", "provider": command.provider or None,
        "channel": command.channel or None, "drafted_by": actor.user_id, "drafted_at": command.at, **values}
    session.execute(insert(Remittance).values(row))
    session.execute(insert(RemittanceLeg), [
        {"book_id": book_id, "remittance_id": remittance_id, "leg_no": number, "tender": leg.tender,
         "amount_minor": leg.amount_minor, "fee_minor": leg.fee_minor, "fee_on_top": command.fee_on_top}
        for number, leg in enumerate(command.legs, start=1)])
    kept = d.find_row(session, Remittance, book_id, remittance_id=remittance_id)
    add_holders(session, book_id, [d.holder_of(kept)])
    d.note_step(session, actor, d.Step(
        book_id=book_id, remittance_id=remittance_id, state=d.DRAFT, at=command.at))
    keep_mid(session, actor, book_id, rates, currency=str(row["other_currency"]), at=command.at)


def sealed_custodian(session: Session, command: DraftCapital) -> bytes:
    """Who carries the money, sealed with the book's key."""
    return book_key(session, command.book_id).seal(command.custodian, f"custodian:{command.remittance_id}")


def rate_columns(rates: Rates) -> dict[str, Any]:
    """The rates as a remittance keeps them."""
    return {"applied_rate": rates.applied, "mid_rate": rates.mid, "mid_source": rates.mid_source,
            "mid_date": rates.mid_date}


def _is_replay(session: Session, command: DraftCapital) -> bool:
    """Whether this very draft is kept already; the same id with other content is a conflict."""
    try:
        row = d.find_row(session, Remittance, command.book_id, remittance_id=command.remittance_id)
    except NotFound:
        return False
    kept = tuple(Leg(tender=leg.tender, amount_minor=leg.amount_minor, fee_minor=leg.fee_minor)
                 for leg in d.legs_of(session, command.book_id, command.remittance_id))
    if (row.stake_id, row.fee_on_top, kept) != (command.stake_id, command.fee_on_top, command.legs):
        raise IdempotencyConflict(client_ref=f"remittance:{command.remittance_id}")
    return True


def shown_of(row: Any, legs: list[Row[Any]]) -> Shown:
    """What the second person is shown of a draft, and approves; the row as it was drafted."""
    named = ("remittance_id", "alias", "direction", "purpose", "stake_id", "other_book_id", "amount_minor",
             "fee_minor", "applied_rate", "mid_rate", "mid_source", "mid_date", "other_currency",
             "provider", "channel", "claim_minor", "obligation_id", "pool_id")
    paid = [[leg.tender, leg.amount_minor, leg.fee_minor] for leg in legs]
    return {**d.text_of({name: getattr(row, name) for name in named}),
            "fee_on_top": int(row.fee_on_top), "legs": paid}


def subject_of(row: Any) -> Subject:
    """What an approval of a draft is about."""
    action = Action.REMITTANCE_SEND if row.direction == "out" else Action.HOME_SEND
    return Subject(row.book_id, action, f"remittance:{row.remittance_id}")


def ask_for_approval(session: Session, actor: Actor, book_id: UUID, *, remittance_id: UUID, at: int) -> None:
    """Put a draft before the second person, or put it there again after nobody used her approval in time.

    Raises:
        NotPermitted, NotFound
        AlreadyRequested: it waits for an answer already.
        RemittanceMoved: it is past that step, or was agreed as a part of a pool.
    """
    row = d.remittance_row(session, book_id, remittance_id)
    subject = subject_of(row)
    require(actor, subject.action, Target(book_id))
    if row.state not in (d.DRAFT, d.APPROVED) or row.pool_id is not None and row.state == d.APPROVED:
        raise RemittanceMoved(state=row.state)
    shown = shown_of(row, d.legs_of(session, book_id, remittance_id))
    approval_id = put_before_another(session, actor, subject, shown=shown, at=at)
    d.change_row(session, Remittance, book_id, remittance_id=remittance_id, approval_id=approval_id,
                 state=d.DRAFT)


def answer_remittance(session: Session, actor: Actor, said: AnswerRemittance) -> State:
    """The second person's answer to a draft: it may be sent as it is, or it ends here.

    Raises:
        NotPermitted, NotFound: she does not answer here, or there is no such draft.
        OwnRequest, ApprovalDecided, ApprovalExpired, ShownDiffers
    """
    require(actor, Action.APPROVE, Target(said.book_id))
    row = d.remittance_row(session, said.book_id, said.remittance_id)
    if row.approval_id is None:
        raise NotFound()
    if row.state != d.DRAFT:
        raise RemittanceMoved(state=row.state)
    state = decide(session, actor, Decide(
        book_id=said.book_id, approval_id=row.approval_id, decision=said.decision,
        seen_digest=said.seen_digest, at=said.at))
    becomes = d.APPROVED if state is State.APPROVED else d.CANCELLED
    d.change_row(session, Remittance, said.book_id, remittance_id=said.remittance_id, state=becomes,
                 decided_at=said.at)
    d.note_step(session, actor, d.Step(
        book_id=said.book_id, remittance_id=said.remittance_id, state=becomes, at=said.at))
    if row.pool_id is not None and becomes == d.APPROVED:
        tell_agreed(session, row, stake_facts(session, row), at=said.at)
    elif row.pool_id is not None:
        drop_draft(session, row)
    return state


def stake_facts(session: Session, row: Row[Any]) -> dict[str, Any]:
    """What the enterprise is told of the stake that capital goes to, and of the group that sends it."""
    held, stake = d.held_stake(session, row.book_id, row.stake_id)
    name = session.scalar(select(Group.name).where(Group.book_id == row.book_id)) or row.alias
    return {"stake_alias": stake.alias, "instrument": stake.instrument, "since": stake.opened_on,
            "sender_name": name, "claim_currency": held.claim_currency}


def cancel_remittance(session: Session, actor: Actor, book_id: UUID, *, remittance_id: UUID, at: int) -> None:
    """Give a remittance up before it is sent; an agreed part of a pool asks to be let out of it.

    Raises:
        NotPermitted, NotFound
        RemittanceMoved: it was sent, or had ended.
        PoolClosed: the pool it belongs to has left.
    """
    row = d.remittance_row(session, book_id, remittance_id)
    subject = subject_of(row)
    require(actor, subject.action, Target(book_id))
    if row.state == d.CANCELLED:
        return
    if row.state not in (d.DRAFT, d.APPROVED):
        raise RemittanceMoved(state=row.state)
    if row.pool_id is not None and row.state == d.APPROVED:
        ask_to_leave(session, actor, row, at=at)
        return
    withdraw(session, actor, subject, at=at)
    if row.pool_id is not None:
        drop_draft(session, row)
    d.change_row(session, Remittance, book_id, remittance_id=remittance_id, state=d.CANCELLED)
    d.note_step(session, actor, d.Step(
        book_id=book_id, remittance_id=remittance_id, state=d.CANCELLED, at=at))
    audit.record(session, actor, book_id=book_id, action=subject.action, subject=subject.name, at=at,
                 result=audit.Result.REFUSED)
