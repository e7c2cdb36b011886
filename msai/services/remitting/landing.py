"""Capital landed: the enterprise's second person confirms it, then the group's book follows.

What reached the account at home is the enterprise's to say. Both papers are compared: when all has landed and
differs from what the sender's paper promised, it is explained at once or stays disputed until somebody does.
Money that landed is in both books either way; only what is left in transit waits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert
from sqlalchemy.orm import Session

from ledgers.errors import IdempotencyConflict
from ledgers.money import Money, rate_from_decimal
from ledgers.rules import enterprise
from msai import audit
from msai.models.enterprises import RemittanceLanding
from msai.models.remittances import Arriving
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.backing.backers import terms_of_backer
from msai.services.enterprise_money.years.closed import require_open_days
from msai.services.enterprises import capital_of
from msai.services.outbox import Letter, leave
from msai.services.pooling.errors import LandsWithPool
from msai.services.pooling.rows import code_of
from msai.services.postings import enterprise_bank, post
from msai.services.remitting import documents as d
from msai.services.remitting.errors import (
    AlreadyLanded,
    LandedBeforeSent,
    LandedMoreThanSent,
    NothingLanded,
    NotSentYet,
    RemittanceMoved,
)
from msai.services.remitting.rates import home_at, host_at
from msai.services.remitting.telling import backer_row
from msai.services.stakes import LENT
from msai.services.two_officers import keep_reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmLanding:
    """What reached an account, net, and the fee taken from it there, in minor units of that account.

    `landing_id` was made where it was typed; `is_last` says that nothing more is expected; `explanation` why
    it differs from what was promised. `tender` is where it lies, where there is a choice.
    """

    book_id: UUID
    remittance_id: UUID
    landing_id: UUID
    landed_on: date
    received_minor: int
    today: date
    at: int
    receiving_fee_minor: int = 0
    is_last: bool = True
    explanation: str = ""
    tender: str = ""


def confirm_landing(session: Session, actor: Actor, command: ConfirmLanding) -> None:
    """Post what reached the enterprise's account, exactly once, and tell the group.

    Raises:
        NotPermitted: the enterprise's second person confirms.
        NotFound: nothing of the kind was told.
        LandsWithPool: it is a part of a pool, which lands at once.
        AlreadyLanded, RemittanceMoved: all of it landed before, or it came back or was lost.
        NothingLanded, LandedBeforeSent, RemittanceDayAhead, LandedMoreThanSent
        IdempotencyConflict: the same landing was confirmed with other content.
    """
    book_id = command.book_id
    require(actor, Action.REMITTANCE_CONFIRM, Target(book_id))
    row = d.arriving_row(session, book_id, command.remittance_id)
    if row.direction != "out":
        raise NotFound()
    if row.pool_id is not None:
        raise LandsWithPool(pool=code_of(row.pool_id))
    landed = d.landings_of(session, book_id, command.remittance_id)
    if is_confirmed(landed, command):
        return
    require_landing(row, landed, command, most=most_promised(session, row))
    land_part(session, actor, row, command, state=state_after(row, landed, command))


def land_part(session: Session, actor: Actor, row: Row[Any], command: ConfirmLanding, *, state: str) -> None:
    """Post what reached the enterprise's account of one remittance, which then stands so, and tell its group.

    Raises:
        NotPermitted
        MoneyYearClosed: it landed in a year that was closed.
    """
    book_id = command.book_id
    require(actor, Action.REMITTANCE_CONFIRM, Target(book_id))
    require_open_days(session, actor, book_id, [command.landed_on])
    number = len(d.landings_of(session, book_id, command.remittance_id)) + 1
    keep_landing(session, actor, command, number=number, is_last=state == d.MATCHED)
    _post_received(session, actor, row, command, number)
    note_id = move_on(session, actor, Arriving, command, state=state)
    leave(session, Letter(
        book_id=book_id, recipient_id=row.sender_id, kind="capital_landed",
        reference=f"remittance:{command.remittance_id}:landed:{number}", at=command.at,
        body=landing_told(command, number, state)))
    audit.record(session, actor, book_id=book_id, action=Action.REMITTANCE_CONFIRM, at=command.at,
                 subject=f"remittance:{command.remittance_id}" + (":explained" if note_id else ""))


def is_confirmed(landed: list[Row[Any]], command: ConfirmLanding) -> bool:
    """Whether this very landing is in the book; another content under its id is a conflict."""
    known = next((one for one in landed if one.landing_id == command.landing_id), None)
    if known is None:
        return False
    said = (command.landed_on, command.received_minor, command.receiving_fee_minor)
    if (known.landed_on, known.received_minor, known.receiving_fee_minor) != said:
        raise IdempotencyConflict(client_ref=f"landing:{command.landing_id}")
    return True


def require_landing(
    row: Row[Any], landed: list[Row[Any]], command: ConfirmLanding, *, most: int | None,
) -> None:
    """Let a landing pass that can be: of money on its way, not before it was sent, a fifth over at `most`.

    Raises:
        AlreadyLanded, RemittanceMoved, NotSentYet: nothing of it can land any more, or yet.
        NothingLanded, LandedBeforeSent, RemittanceDayAhead, LandedMoreThanSent
    """
    if row.state == d.MATCHED:
        raise AlreadyLanded(remittance=row.alias)
    if row.state in (d.RETURNED, d.LOST, d.CANCELLED):
        raise RemittanceMoved(state=row.state)
    if row.state in (d.DRAFT, d.APPROVED):
        raise NotSentYet(remittance=row.alias)
    if command.received_minor <= 0 or command.receiving_fee_minor < 0:
        raise NothingLanded()
    if command.landed_on < row.sent_on:
        raise LandedBeforeSent(sent_on=row.sent_on.isoformat())
    d.require_day(command.landed_on, command.today)
    if most is not None and 5 * gross(landed, command) > 6 * most:
        raise LandedMoreThanSent(remittance=row.alias)


def gross(landed: list[Row[Any]], command: ConfirmLanding) -> int:
    """All that landed with this, the fees taken from it included."""
    before: int = sum(one.received_minor + one.receiving_fee_minor for one in landed)
    return before + command.received_minor + command.receiving_fee_minor


def most_promised(session: Session, row: Row[Any]) -> int | None:
    """What should land at most, by the better of both rates; None where neither is known."""
    own = d.currency_of(session, row.book_id)
    is_here = hasattr(row, "currency")
    sent_in, landed_in = (row.currency, own) if is_here else (own, row.other_currency)
    known = [row.expected_minor] if row.expected_minor is not None else []
    if row.mid_rate is not None:
        net = Money(row.amount_minor - (0 if row.fee_on_top else row.fee_minor), sent_in)
        mid = rate_from_decimal(row.mid_rate)
        turn = home_at(net, mid, home=landed_in) if row.direction == "out" else host_at(
            net, mid, host=landed_in)
        known.append(turn)
    return max(known) if known else None


def state_after(row: Row[Any], landed: list[Row[Any]], command: ConfirmLanding) -> str:
    """Where a remittance stands after this landing: part of it, all of it, or disputed."""
    if not command.is_last:
        return d.RECEIVED
    off = d.differs(gross(landed, command), row.expected_minor)
    return d.DISPUTED if off and not command.explanation.strip() else d.MATCHED


def keep_landing(
    session: Session, actor: Actor, command: ConfirmLanding, *, number: int, is_last: bool,
    carried_minor: int | None = None,
) -> None:
    """Keep what landed; `carried_minor` is what of the money in transit it became with the group."""
    session.execute(insert(RemittanceLanding).values(
        book_id=command.book_id, remittance_id=command.remittance_id, landing_no=number,
        landed_on=command.landed_on, received_minor=command.received_minor,
        receiving_fee_minor=command.receiving_fee_minor, carried_minor=carried_minor,
        confirmed_as="second_person", landing_id=command.landing_id, is_last=is_last,
        tender=command.tender or None, confirmed_at=command.at,
        confirmed_by=None if actor.system else actor.user_id))


def _post_received(
    session: Session, actor: Actor, row: Row[Any], command: ConfirmLanding, number: int,
) -> None:
    book_id = command.book_id
    backer = backer_row(session, book_id, row.backer_id)
    amount = Money(command.received_minor, d.currency_of(session, book_id))
    agreed = terms_of_backer(backer.terms, command.landed_on)
    capital = capital_of(book_id, backer.alias, amount, lent=backer.instrument in LENT,
                         share_price_minor=agreed.share_price_minor)
    day = d.day_in_books(session, book_id, command.landed_on)
    entry = enterprise.capital_received(day, capital, into=enterprise_bank(book_id))
    post(session, actor, book_id, entry=entry, paper=d.paper_of(row, command.at), step=f"landed:{number}")


def move_on(
    session: Session, actor: Actor, table: Any, command: ConfirmLanding, *, state: str,
) -> UUID | None:
    """Keep the new state, with the words that explain a difference where there are some."""
    note = (keep_reason(session, command.book_id, command.explanation, at=command.at)
            if command.explanation.strip() else None)
    note_id = note.note_id if note else None
    d.change_row(session, table, command.book_id, remittance_id=command.remittance_id, state=state,
                 **({"note_id": note_id} if note_id else {}))
    d.note_step(session, actor, d.Step(
        book_id=command.book_id, remittance_id=command.remittance_id, state=state, at=command.at,
        note_id=note_id))
    return note_id


def landing_told(command: ConfirmLanding, number: int, state: str) -> dict[str, Any]:
    """What the sender's book is told of a landing."""
    return {
        "remittance_id": str(command.remittance_id), "landing_id": str(command.landing_id), "number": number,
        "landed_on": command.landed_on.isoformat(), "received_minor": command.received_minor,
        "receiving_fee_minor": command.receiving_fee_minor, "state": state,
        "explanation": command.explanation.strip()}
