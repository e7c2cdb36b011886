"""A pool is closed over the parts its organiser names, when the one transfer left.

The enterprise's book checks that all of them are still agreed, shares the fee by amount, and tells each
group its own share. What was agreed but not named is left out. Where a part went meanwhile nothing is
closed, and the organiser looks again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert
from sqlalchemy.orm import Session

from ledgers.money import allocate
from msai import audit
from msai.models.remittances import Arriving
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.keys import journal_of
from msai.services.outbox import Letter, leave
from msai.services.pooling import rows as p
from msai.services.pooling.errors import PoolChanged, PoolClosed, PoolFeeOver
from msai.services.pooling.parts import tell_left_out
from msai.services.remitting import documents as d
from msai.services.remitting.drafting import expected_home, rate_columns
from msai.services.remitting.errors import FeeNotBelowAmount
from msai.services.remitting.rates import Rates, check_rates, one_currency


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosePool:
    """The one transfer left: with which parts, on which day, at what fee and rates.

    `remittance_ids` are the parts that travel; none of them gives the pool up.
    """

    book_id: UUID
    pool_id: UUID
    remittance_ids: tuple[UUID, ...]
    fee_minor: int
    sent_on: date
    rates: Rates
    today: date
    at: int
    provider: str = ""
    reference: str = ""


def close_pool(session: Session, actor: Actor, command: ClosePool) -> None:
    """Close a pool in the book of the group that opened it, and tell the enterprise; nothing is posted yet.

    Raises:
        NotPermitted, NotFound: she does not send for the group that opened it.
        PoolClosed: it was given up.
        PoolChanged: a part that was named is not agreed (any more).
        PoolFeeOver, FeeNotBelowAmount: the fee is more than was agreed, or leaves nothing of a part.
        RemittanceDayAhead; LedgerError: the rates, as `check_rates` says.
    """
    book_id = command.book_id
    require(actor, Action.REMITTANCE_SEND, Target(book_id))
    journal_of(session, book_id).lock()
    pool = p.pool_row(session, book_id, command.pool_id)
    if pool.organiser_id != book_id:
        raise NotFound()
    if pool.state in (p.CLOSING, p.CLOSED):
        return
    if pool.state != p.OPEN:
        raise PoolClosed(pool=p.code_of(pool.pool_id))
    d.require_day(command.sent_on, command.today)
    parts = _named(session, pool, command.remittance_ids)
    require_fee(pool, parts, command.fee_minor)
    rates = _rates(session, pool, command)
    p.change_pool(session, book_id, pool.pool_id, state=p.CLOSING)
    leave(session, _letter(pool, command, rates))
    audit.record(session, actor, book_id=book_id, action=Action.REMITTANCE_SEND, at=command.at,
                 subject=f"pool:{pool.pool_id}:closed")


def _named(session: Session, pool: Row[Any], wanted: Sequence[UUID]) -> list[Row[Any]]:
    """The parts that were named, as the enterprise's book has them now."""
    agreed = {part.remittance_id: part for part in p.parts_of(session, pool.enterprise_id, pool.pool_id)
              if part.state == p.AGREED}
    if not set(wanted) <= set(agreed):
        raise PoolChanged()
    return [part for part_id, part in agreed.items() if part_id in set(wanted)]


def require_fee(pool: Row[Any], parts: Sequence[Row[Any]], fee_minor: int) -> None:
    """Let a fee pass that the groups agreed to, and that leaves something of each part.

    Raises:
        PoolFeeOver, FeeNotBelowAmount
    """
    if fee_minor < 0:
        raise FeeNotBelowAmount()
    if fee_minor > pool.most_fee_minor:
        raise PoolFeeOver()
    if not pool.fee_on_top and any(
            fee >= part.amount_minor for part, fee in zip(parts, shares(parts, fee_minor), strict=True)):
        raise FeeNotBelowAmount()


def shares(parts: Sequence[Row[Any]], total_minor: int) -> list[int]:
    """Split a sum among parts by amount: largest remainder, ties to the part that was agreed first."""
    return allocate(total_minor, [part.amount_minor for part in parts]) if parts else []


def _rates(session: Session, pool: Row[Any], command: ClosePool) -> Rates:
    if not command.remittance_ids:
        return Rates()
    if pool.home == pool.currency:
        return one_currency(command.rates, on=command.sent_on)
    check_rates(session, pool.book_id, command.rates, currency=pool.home, today=command.today)
    return command.rates


def _letter(pool: Row[Any], command: ClosePool, rates: Rates) -> Letter:
    body = d.text_of({
        "pool_id": pool.pool_id, "fee_minor": command.fee_minor, "sent_on": command.sent_on,
        "provider": command.provider or pool.provider, "reference": command.reference or None,
        **rate_columns(rates)})
    return Letter(
        book_id=pool.book_id, recipient_id=pool.enterprise_id, kind="pool_closed", at=command.at,
        reference=f"pool:{pool.pool_id}:closed:{command.at}",
        body={**body, "parts": [str(one) for one in command.remittance_ids]})


def take_closed(session: Session, actor: Actor, letter: Letter) -> None:
    """The one transfer left: share the fee, expect each part and tell every group, or say that it changed."""
    require(actor, Action.HISTORY_IMPORT, Target(letter.recipient_id))
    book_id, said = letter.recipient_id, letter.body
    journal_of(session, book_id).lock()
    pool = p.pool_row(session, book_id, UUID(said["pool_id"]))
    if pool.state != p.OPEN:
        return
    agreed = [part for part in p.parts_of(session, book_id, pool.pool_id) if part.state == p.AGREED]
    travelling = [part for part in agreed if str(part.remittance_id) in said["parts"]]
    if len(travelling) < len(said["parts"]):
        _answer(session, pool, letter, {"state": p.OPEN})
        return
    for part in agreed:
        if part not in travelling:
            p.change_part(session, book_id, part.remittance_id, state=p.LEFT_OUT)
            tell_left_out(session, book_id, group_id=part.group_id, remittance_id=part.remittance_id,
                          at=letter.at)
    terms = _terms(pool, travelling, said)
    p.change_pool(session, book_id, pool.pool_id, **from_text(terms))
    _answer(session, pool, letter, terms)
    _expect(session, pool, travelling, letter=letter, terms=terms)


def _terms(pool: Row[Any], parts: Sequence[Row[Any]], said: Mapping[str, Any]) -> dict[str, Any]:
    """What is true of the whole transfer from now on."""
    amount = sum(part.amount_minor for part in parts)
    deducted = 0 if pool.fee_on_top else said["fee_minor"]
    named = ("sent_on", "provider", "reference", "applied_rate", "mid_rate", "mid_source", "mid_date")
    return {
        **{name: said[name] for name in named}, "fee_minor": said["fee_minor"] if parts else 0,
        "state": p.CLOSED if parts else p.GIVEN_UP, "amount_minor": amount, "parts": len(parts),
        "expected_minor": expected_home(
            amount, deducted, rates=Rates(applied=said["applied_rate"]), host=pool.currency,
            home=pool.home) if parts else None}


def from_text(terms: Mapping[str, Any]) -> dict[str, Any]:
    """What a letter says of a whole transfer, with its days in their own form again."""
    days = {name: date.fromisoformat(terms[name]) for name in ("sent_on", "mid_date") if terms.get(name)}
    return {**terms, **days}


def _answer(session: Session, pool: Row[Any], letter: Letter, terms: Mapping[str, Any]) -> None:
    leave(session, Letter(
        book_id=pool.book_id, recipient_id=pool.organiser_id, kind="pool_answered", at=letter.at,
        reference=f"{letter.reference}:answered", body={**terms, "pool_id": str(pool.pool_id)}))


def _expect(
    session: Session, pool: Row[Any], parts: Sequence[Row[Any]], *, letter: Letter,
    terms: Mapping[str, Any],
) -> None:
    """Each part is on its way from now on, with its share of the fee; its group is told."""
    whole = terms["expected_minor"]
    fees = shares(parts, terms["fee_minor"])
    lands = shares(parts, whole) if whole is not None else [None] * len(parts)
    for part, fee, expected in zip(parts, fees, lands, strict=True):
        p.change_part(session, part.book_id, part.remittance_id, state=p.SENT, fee_minor=fee,
                      expected_minor=expected)
        session.execute(insert(Arriving).values(_arriving(pool, part, fee, expected, from_text(terms))
                                                | {"told_at": letter.at}))
        d.note_step(session, _NOBODY, d.Step(
            book_id=part.book_id, remittance_id=part.remittance_id, state=d.SENT, at=letter.at))
        leave(session, Letter(
            book_id=part.book_id, recipient_id=part.group_id, kind="pool_sent", at=letter.at,
            reference=f"remittance:{part.remittance_id}:pooled", body={
                **terms, "pool_id": str(pool.pool_id), "remittance_id": str(part.remittance_id),
                "share_minor": fee, "lands_minor": expected}))


_NOBODY = Actor(None, system=True)


def _arriving(
    pool: Row[Any], part: Row[Any], fee: int, expected: int | None, terms: Mapping[str, Any],
) -> dict[str, Any]:
    rates = {name: terms[name] for name in ("applied_rate", "mid_rate", "mid_source", "mid_date")}
    return {
        "book_id": part.book_id, "remittance_id": part.remittance_id, "alias": part.alias,
        "sender_id": part.group_id, "sender_name": part.group_name, "direction": "out",
        "purpose": "capital", "stake_id": part.stake_id, "backer_id": part.backer_id,
        "amount_minor": part.amount_minor, "currency": pool.currency, "fee_minor": fee,
        "fee_on_top": pool.fee_on_top, "expected_minor": expected, "provider": terms["provider"],
        "reference": terms["reference"], "sent_on": terms["sent_on"], "pool_id": pool.pool_id,
        "state": "on_its_way", **rates}


def take_answered(session: Session, actor: Actor, letter: Letter) -> None:
    """The enterprise's book closed the pool, or could not: then it is open again, and is looked at anew."""
    require(actor, Action.HISTORY_IMPORT, Target(letter.recipient_id))
    _keep_terms(session, letter.recipient_id, letter.body)


def _keep_terms(session: Session, book_id: UUID, said: Mapping[str, Any]) -> None:
    named = ("state", "amount_minor", "fee_minor", "parts", "expected_minor", "provider", "reference",
             "sent_on", "applied_rate", "mid_rate", "mid_source", "mid_date")
    journal_of(session, book_id).lock()
    p.change_pool(session, book_id, UUID(said["pool_id"]),
                  **from_text({name: said[name] for name in named if name in said}))


def take_pool_sent(session: Session, actor: Actor, letter: Letter) -> None:
    """The enterprise's book told a group its share: now it can record that its part was sent."""
    require(actor, Action.HISTORY_IMPORT, Target(letter.recipient_id))
    said = letter.body
    _keep_terms(session, letter.recipient_id, said)
    p.change_part(session, letter.recipient_id, UUID(said["remittance_id"]), state=p.SENT,
                  fee_minor=said["share_minor"], expected_minor=said["lands_minor"])
