"""What landed at home becomes the stake, the fees and the margin in the group's book.

The group's book follows what the enterprise confirmed. Where the enterprise keeps no book here, the group
writes down itself what it was told. What is disputed keeps its rest in transit until it is explained.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from ledgers.errors import EmptyEntry
from ledgers.money import Money, rate_from_decimal
from ledgers.rules.remittance import CapitalLanding, capital_landed, landing_parts
from msai import audit
from msai.models.enterprises import Remittance
from msai.models.remittances import Arriving
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.backing.ended import end_backer_without_money
from msai.services.group_books import load_group, require_open_cycle
from msai.services.outbox import Letter, leave
from msai.services.postings import post
from msai.services.remitting import documents as d
from msai.services.remitting.errors import (
    EnterpriseConfirms,
    ExplanationMissing,
    NothingDisputed,
    NotSentYet,
    RemittanceMoved,
)
from msai.services.remitting.homeward.posting import end_rest_home
from msai.services.remitting.landing import (
    ConfirmLanding,
    is_confirmed,
    keep_landing,
    most_promised,
    move_on,
    require_landing,
    state_after,
)
from msai.services.stakes import HeldStake
from msai.services.staking.ended import end_stake_without_claim
from msai.services.two_officers import keep_reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Explain:
    """Why what landed differs from what was promised; `on` is the day it is said."""

    book_id: UUID
    remittance_id: UUID
    words: str
    on: date
    at: int


def take_capital_landed(session: Session, actor: Actor, letter: Letter) -> None:
    """The enterprise told the group what landed: the stake, fees and margin follow in the group's book.

    Raises:
        NotSentYet: the group has not recorded yet that its part of a pool was sent.
        RemittanceMoved: the group wrote it down as come back or lost meanwhile; people have to look at it.
    """
    require(actor, Action.HISTORY_IMPORT, Target(letter.recipient_id))
    command = landing_from(letter)
    row = d.remittance_row(session, letter.recipient_id, command.remittance_id)
    if row.state == d.APPROVED:
        raise NotSentYet(remittance=row.alias)
    if row.state not in d.ON_ITS_WAY:
        raise RemittanceMoved(state=row.state)
    _land_here(session, actor, row, command, state=letter.body["state"], number=letter.body["number"])


def landing_from(letter: Letter) -> ConfirmLanding:
    """What a letter tells of a landing, for the book that sent the money."""
    said = letter.body
    on = date.fromisoformat(said["landed_on"])
    return ConfirmLanding(
        book_id=letter.recipient_id, remittance_id=UUID(said["remittance_id"]),
        landing_id=UUID(said["landing_id"]), landed_on=on, received_minor=said["received_minor"],
        receiving_fee_minor=said["receiving_fee_minor"], today=on, at=letter.at,
        is_last=said["state"] == d.MATCHED, explanation=said["explanation"])


def land_without_book(session: Session, actor: Actor, command: ConfirmLanding) -> None:
    """The group writes down what landed with an enterprise that keeps no book here.

    Raises:
        NotPermitted, NotFound
        EnterpriseConfirms: the enterprise has a book here and confirms itself.
        LedgerError: as `require_landing` says; CycleClosed.
    """
    require(actor, Action.REMITTANCE_SEND, Target(command.book_id))
    row = d.remittance_row(session, command.book_id, command.remittance_id)
    if row.direction != "out":
        raise NotFound()
    if row.other_book_id is not None:
        raise EnterpriseConfirms()
    landed = d.landings_of(session, command.book_id, command.remittance_id)
    if is_confirmed(landed, command):
        return
    require_landing(row, landed, command, most=most_promised(session, row))
    group = load_group(session, command.book_id, command.landed_on)
    require_open_cycle(session, group, on=command.landed_on)
    _land_here(session, actor, row, command, state=state_after(row, landed, command), number=len(landed) + 1)
    audit.record(session, actor, book_id=row.book_id, action=Action.REMITTANCE_SEND, at=command.at,
                 subject=f"remittance:{row.remittance_id}")


def _land_here(
    session: Session, actor: Actor, row: Row[Any], command: ConfirmLanding, *, state: str, number: int,
) -> None:
    """Post a landing in the group's book; what is disputed, or not the last, keeps its rest in transit."""
    held, _stake = d.held_stake(session, row.book_id, row.stake_id)
    landing = _landing(session, row, held, command, is_last=state == d.MATCHED, is_first=number == 1)
    day = d.day_in_books(session, row.book_id, command.landed_on)
    post(session, actor, row.book_id, entry=capital_landed(day, landing),
         paper=d.paper_of(row, command.at), step=f"landed:{number}")
    keep_landing(session, actor, command, number=number, is_last=state == d.MATCHED,
                 carried_minor=landing_parts(landing).cost_minor)
    move_on(session, actor, Remittance, command, state=state)


def _landing(
    session: Session, row: Row[Any], held: HeldStake, command: ConfirmLanding, *, is_last: bool,
    is_first: bool,
) -> CapitalLanding:
    way = d.in_transit(session, row, held.stake.fund)
    deducted = row.fee_minor if is_first and not row.fee_on_top else 0
    return CapitalLanding(
        way.remittance, held.stake, Money(command.received_minor, held.claim_currency),
        d.currency_of(session, row.book_id), way.carrying_minor,
        rate_from_decimal(row.mid_rate) if row.mid_rate else None,
        command.receiving_fee_minor, deducted, is_last)


def explain_arrival(session: Session, actor: Actor, command: Explain) -> None:
    """The enterprise says why what landed differs; the rest in transit ends in the group's book.

    Raises:
        NotPermitted, NotFound, ExplanationMissing
        NothingDisputed: nothing of it waits for an explanation.
    """
    require(actor, Action.REMITTANCE_CONFIRM, Target(command.book_id))
    row = d.arriving_row(session, command.book_id, command.remittance_id)
    if row.direction != "out":
        raise NotFound()
    keep_explanation(session, actor, Arriving, row, command)
    leave(session, explained_letter(command, row.sender_id))


def explain_remittance(session: Session, actor: Actor, command: Explain) -> None:
    """The group says why what landed differs; the rest in transit ends, and the enterprise is told.

    Raises:
        NotPermitted, NotFound, ExplanationMissing
        NothingDisputed: nothing of it waits for an explanation.
    """
    require(actor, Action.REMITTANCE_SEND, Target(command.book_id))
    row = d.remittance_row(session, command.book_id, command.remittance_id)
    if row.direction != "out":
        raise NotFound()
    keep_explanation(session, actor, Remittance, row, command)
    _end_rest(session, actor, row, on=command.on, at=command.at)
    if row.other_book_id is not None:
        leave(session, explained_letter(command, row.other_book_id))


def keep_explanation(session: Session, actor: Actor, table: Any, row: Row[Any], command: Explain) -> None:
    """Keep why what landed differs; the remittance is matched with that.

    Raises:
        NothingDisputed, ExplanationMissing
    """
    if row.state != d.DISPUTED:
        raise NothingDisputed(remittance=row.alias)
    if not command.words.strip():
        raise ExplanationMissing()
    note = keep_reason(session, command.book_id, command.words, at=command.at)
    settle(session, actor, table, command, note_id=note.note_id)
    if not actor.system:
        audit.record(session, actor, book_id=command.book_id, action=Action.REMITTANCE_CONFIRM,
                     at=command.at, subject=f"remittance:{command.remittance_id}:explained")


def settle(session: Session, actor: Actor, table: Any, command: Explain, *, note_id: UUID) -> None:
    """What was disputed is matched, with the words that explain it."""
    d.change_row(session, table, command.book_id, remittance_id=command.remittance_id, state=d.MATCHED,
                 note_id=note_id)
    d.note_step(session, actor, d.Step(
        book_id=command.book_id, remittance_id=command.remittance_id, state=d.MATCHED, at=command.at,
        note_id=note_id))


def explained_letter(command: Explain, recipient_id: UUID) -> Letter:
    """What the other side is told of an explanation."""
    return Letter(
        book_id=command.book_id, recipient_id=recipient_id, kind="difference_explained",
        reference=f"remittance:{command.remittance_id}:explained", at=command.at,
        body={"remittance_id": str(command.remittance_id), "words": command.words.strip(),
              "on": command.on.isoformat()})


def take_explained(session: Session, actor: Actor, letter: Letter) -> None:
    """The other side explained a difference: here, too, it is disputed no longer."""
    require(actor, Action.HISTORY_IMPORT, Target(letter.recipient_id))
    said = letter.body
    command = Explain(book_id=letter.recipient_id, remittance_id=UUID(said["remittance_id"]),
                      words=said["words"], on=date.fromisoformat(said["on"]), at=letter.at)
    table: Any = Remittance
    try:
        row = d.remittance_row(session, command.book_id, command.remittance_id)
    except NotFound:
        row, table = d.arriving_row(session, command.book_id, command.remittance_id), Arriving
    if row.state != d.DISPUTED:
        return
    keep_explanation(session, actor, table, row, command)
    _end_here(session, actor, table, row, command)


def _end_here(session: Session, actor: Actor, table: Any, row: Row[Any], command: Explain) -> None:
    """What was still in transit ends with a group; of an enterprise's money only a backer may have ended."""
    if table is Remittance and row.direction == "out":
        _end_rest(session, actor, row, on=command.on, at=command.at)
    elif table is Arriving and row.direction == "home":
        end_rest_home(session, actor, row, on=command.on, at=command.at)
        end_stake_without_claim(session, row.book_id, row.stake_id, on=command.on)
    elif table is Remittance:
        end_backer_without_money(session, row.book_id, row.stake_id, on=command.on)


def _end_rest(session: Session, actor: Actor, row: Row[Any], *, on: date, at: int) -> None:
    """Bring what is left in transit of a matched remittance to where a last landing brings it."""
    held, _stake = d.held_stake(session, row.book_id, row.stake_id)
    nothing = ConfirmLanding(
        book_id=row.book_id, remittance_id=row.remittance_id, landing_id=row.remittance_id, landed_on=on,
        received_minor=0, today=on, at=at)
    rest = _landing(session, row, held, nothing, is_last=True, is_first=False)
    try:
        entry = capital_landed(d.day_in_books(session, row.book_id, on), rest)
    except EmptyEntry:
        return
    post(session, actor, row.book_id, entry=entry, paper=d.paper_of(row, at), step="rest")
