"""Capital leaves the group as it was approved: posted in the group's book, told to the enterprise's.

What the document says is frozen now: the day it left, the rates, the references. From here on the money
stands in transit until it lands, comes back, or is given up as lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from ledgers.rules.remittance import CapitalSent, capital_sent
from msai import audit
from msai.approvals import UseApproval, use_approval
from msai.models.enterprises import Remittance
from msai.models.remittances import Attachment, RemittanceLeg
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.group_books import GroupBook, load_group, require_open_cycle
from msai.services.outbox import Letter, leave
from msai.services.pooling.parts import as_pooled, take_share
from msai.services.postings import post
from msai.services.remitting import documents as d
from msai.services.remitting.drafting import (
    expected_home,
    rate_columns,
    shown_of,
    stake_facts,
    subject_of,
    tender_of,
)
from msai.services.remitting.errors import RemittanceMoved
from msai.services.remitting.rates import Rates, check_rates, keep_mid, one_currency
from msai.services.stakes import HeldStake


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRemittance:
    """The moment a remittance left: its day, its rates as they were, a reference for each payment.

    `rates` is empty where those of the draft hold. `proof_id` is a file kept with the book.
    """

    book_id: UUID
    remittance_id: UUID
    sent_on: date
    today: date
    at: int
    rates: Rates | None = None
    references: Mapping[int, str] = field(default_factory=dict)
    proof_id: UUID | None = None


def send_capital(session: Session, actor: Actor, command: SendRemittance) -> None:
    """Post capital that left, as it was approved, and tell the enterprise.

    Raises:
        NotPermitted, NotFound
        ApprovalMissing, ApprovalExpired, ApprovalUsed, ShownDiffers: it may not leave as it is.
        RemittanceMoved: it was sent on another day, or has ended.
        PoolOpen: it is a part of a pool that was not closed yet.
        RemittanceDayAhead, CycleClosed, NegativeTender
        LedgerError: the rates, as `check_rates` says.
    """
    require(actor, Action.REMITTANCE_SEND, Target(command.book_id))
    row = d.remittance_row(session, command.book_id, command.remittance_id)
    if row.direction != "out":
        raise NotFound()
    command = command if row.pool_id is None else as_pooled(session, row, command)
    if is_sent_already(row, command):
        return
    d.require_day(command.sent_on, command.today)
    group = load_group(session, command.book_id, command.sent_on)
    require_open_cycle(session, group, on=command.sent_on)
    held, _stake = d.held_stake(session, command.book_id, row.stake_id)
    spend_approval(session, actor, row, at=command.at)
    row = row if row.pool_id is None else take_share(session, row)
    sent = keep_as_sent(session, actor, row, command, host=group.currency)
    _post(session, actor, sent, group=group, held=held, at=command.at)
    note_sent(session, actor, sent, at=command.at)
    if sent.other_book_id is not None:
        leave(session, _letter(session, sent, group.currency, command.at))


def is_sent_already(row: Row[Any], command: SendRemittance) -> bool:
    """Whether this very sending was recorded before, as when a form comes twice.

    Raises:
        RemittanceMoved: it was sent on another day, or ended.
    """
    if row.state in (d.DRAFT, d.APPROVED):
        return False
    if row.state == d.CANCELLED or row.sent_on != command.sent_on:
        raise RemittanceMoved(state=row.state)
    return True


def spend_approval(session: Session, actor: Actor, row: Row[Any], *, at: int) -> None:
    """Use the second person's approval of this draft, which has to be what she was shown.

    That of a part of a pool holds from the day it was given until the pool is closed.
    """
    shown = shown_of(row, d.legs_of(session, row.book_id, row.remittance_id))
    at = at if row.pool_id is None else row.decided_at
    use_approval(session, actor, UseApproval(
        subject=subject_of(row), approval_id=row.approval_id, about_to_happen=shown, at=at))


def keep_as_sent(
    session: Session, actor: Actor, row: Row[Any], command: SendRemittance, *, host: str,
) -> Row[Any]:
    """Keep what is known on the day it left, once and for good; answers the row as it now stands."""
    rates = _rates(session, row, command, host)
    deducted = 0 if row.fee_on_top else row.fee_minor
    expected = expected_home(row.amount_minor, deducted, rates=rates, host=host, home=row.other_currency)
    if row.direction == "home":
        expected = row.expected_minor
    first = next(iter(command.references.values()), None) or None
    d.change_row(
        session, Remittance, row.book_id, remittance_id=row.remittance_id, state=d.SENT,
        sent_on=command.sent_on, proof_id=_proof(session, command), expected_minor=expected,
        reference=first, **rate_columns(rates))
    for leg_no in {leg.leg_no for leg in d.legs_of(session, row.book_id, row.remittance_id)}:
        session.execute(update(RemittanceLeg).where(
            RemittanceLeg.book_id == row.book_id, RemittanceLeg.remittance_id == row.remittance_id,
            RemittanceLeg.leg_no == leg_no,
        ).values(sent_on=command.sent_on, reference=command.references.get(leg_no) or None,
                 provider=row.provider, channel=row.channel))
    keep_mid(session, actor, row.book_id, rates, currency=row.other_currency, at=command.at)
    return d.find_row(session, Remittance, row.book_id, remittance_id=row.remittance_id)


def _rates(session: Session, row: Row[Any], command: SendRemittance, host: str) -> Rates:
    if row.other_currency == host:
        return one_currency(Rates(), on=command.sent_on)
    if command.rates is None:
        return Rates(applied=row.applied_rate, mid=row.mid_rate, mid_source=row.mid_source,
                     mid_date=row.mid_date, is_sure=True)
    check_rates(session, row.book_id, command.rates, currency=row.other_currency, today=command.today)
    return command.rates


def _proof(session: Session, command: SendRemittance) -> UUID | None:
    if command.proof_id is None:
        return None
    found = session.scalar(select(Attachment.attachment_id).where(
        Attachment.book_id == command.book_id, Attachment.attachment_id == command.proof_id))
    if found is None:
        raise NotFound()
    return found


def _post(
    session: Session, actor: Actor, row: Row[Any], *, group: GroupBook, held: HeldStake, at: int,
) -> None:
    who, fund = d.holder_of(row), held.stake.fund
    legs = [
        CapitalSent(who, tender_of(group, leg.tender), leg.amount_minor, leg.fee_minor, leg.fee_on_top, fund)
        for leg in d.legs_of(session, row.book_id, row.remittance_id)]
    post(session, actor, row.book_id, entry=capital_sent(row.sent_on, *legs), paper=d.paper_of(row, at),
         step="sent")


def note_sent(session: Session, actor: Actor, row: Row[Any], *, at: int) -> None:
    """Add the sending to the history of the remittance and to the record of acts."""
    d.note_step(session, actor, d.Step(
        book_id=row.book_id, remittance_id=row.remittance_id, state=row.state, at=at))
    subject = subject_of(row)
    audit.record(session, actor, book_id=row.book_id, action=subject.action, subject=subject.name, at=at)


def _letter(session: Session, row: Row[Any], currency: str, at: int) -> Letter:
    facts = {**stake_facts(session, row), "currency": currency}
    return Letter(
        book_id=row.book_id, recipient_id=row.other_book_id, kind="capital_sent",
        reference=f"remittance:{row.remittance_id}:sent", body=told_of(session, row, facts), at=at)


TOLD = ("remittance_id", "alias", "direction", "purpose", "stake_id", "amount_minor", "fee_minor",
        "fee_on_top", "applied_rate", "mid_rate", "mid_source", "mid_date", "provider", "reference",
        "expected_minor", "claim_minor", "obligation_id", "sent_on", "pool_id")
"""What the other book is told of a remittance as it stands in the book that sent it."""


def told_of(session: Session, row: Row[Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """What a letter says of a remittance that left."""
    proof = None if row.proof_id is None else session.scalar(select(Attachment.sha256).where(
        Attachment.book_id == row.book_id, Attachment.attachment_id == row.proof_id))
    return d.text_of({name: getattr(row, name) for name in TOLD}) | d.text_of(facts) | {
        "proof_sha256": bytes(proof).hex() if proof is not None else None}
