"""Money from the enterprise: on its way in the group's book once it was sent, and then on a tender.

It lands at once or in parts. What differs from the paper is explained, by either side, or stays disputed; its
rest stays in transit until then. What the paper lacks to be posted (a mid rate, a declaration) it waits for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from ledgers.books import add_holders
from ledgers.rules import remittance as rules
from ledgers.rules.stakes import Arrival
from msai import audit
from msai.models.enterprises import Remittance
from msai.models.remittances import Arriving
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.backing.ended import end_backer_without_money
from msai.services.group_books import load_group, require_open_cycle
from msai.services.keys import journal_of
from msai.services.outbox import Letter, leave
from msai.services.postings import post
from msai.services.remitting import documents as d
from msai.services.remitting.drafting import tender_of
from msai.services.remitting.errors import LandingToChoose, RemittanceMoved
from msai.services.remitting.homeward.pairing import find_landing
from msai.services.remitting.homeward.posting import LANDING, end_rest_home, post_sent, try_to_post
from msai.services.remitting.landing import (
    ConfirmLanding,
    is_confirmed,
    keep_landing,
    landing_told,
    most_promised,
    move_on,
    require_landing,
    state_after,
)
from msai.services.remitting.matching import Explain, explained_letter, keep_explanation, landing_from
from msai.services.remitting.telling import facts_of, keep_arriving
from msai.services.staking.ended import end_stake_without_claim


def take_sent_home(session: Session, actor: Actor, letter: Letter) -> None:
    """The enterprise told the group that money is on its way: it stands in transit until it lands.

    Where the money was noted before its paper, the two are brought together, or the treasurer is asked which
    landing it is; nothing is posted twice. What a rate or a declaration is missing for waits with its paper.
    """
    require(actor, Action.HISTORY_IMPORT, Target(letter.recipient_id))
    group_id, said = letter.recipient_id, facts_of(letter.body)
    journal_of(session, group_id).lock()
    alias = d.next_alias(session, Arriving, group_id, prefix="H")
    keep_arriving(session, letter, alias=alias)
    row = d.find_row(session, Arriving, group_id, remittance_id=said["remittance_id"])
    add_holders(session, group_id, [d.holder_of(row)])
    d.note_step(session, actor, d.Step(
        book_id=group_id, remittance_id=row.remittance_id, state=d.SENT, at=letter.at))
    if not find_landing(session, actor, row, at=letter.at):
        try_to_post(session, actor, row, at=letter.at)


def land_home(session: Session, actor: Actor, command: ConfirmLanding) -> None:
    """Post money from the enterprise that reached a tender of the group, and tell the enterprise.

    With the last of it, what arrives differently from what stood in transit is an exchange gain or loss.

    Raises:
        NotPermitted, NotFound, UnknownTender
        AlreadyLanded, NothingLanded, LandedBeforeSent, RemittanceDayAhead, LandedMoreThanSent, CycleClosed
        LandingToChoose: the treasurer has to say first whether it is money she noted before.
        RateMissing, NothingDeclared: the paper waits for something.
        IdempotencyConflict: the same landing was confirmed with other content.
    """
    book_id = command.book_id
    require(actor, Action.HOME_LAND, Target(book_id))
    row = d.arriving_row(session, book_id, command.remittance_id)
    if row.direction != "home":
        raise NotFound()
    landed = d.landings_of(session, book_id, command.remittance_id)
    if is_confirmed(landed, command):
        return
    require_landing(row, landed, command, most=_most(session, row))
    _require_posted(session, actor, row, at=command.at)
    state, number = state_after(row, landed, command), len(landed) + 1
    command = replace(command, is_last=state == d.MATCHED)
    carried = _post_landed(session, actor, row, command, number)
    keep_landing(session, actor, command, number=number, is_last=command.is_last, carried_minor=carried)
    move_on(session, actor, Arriving, command, state=state)
    end_stake_without_claim(session, book_id, row.stake_id, on=command.landed_on)
    leave(session, Letter(
        book_id=book_id, recipient_id=row.sender_id, kind="landed_home",
        reference=f"remittance:{command.remittance_id}:landed:{number}", at=command.at,
        body=landing_told(command, number, state)))
    audit.record(session, actor, book_id=book_id, action=Action.HOME_LAND, at=command.at,
                 subject=f"remittance:{command.remittance_id}")


def _most(session: Session, row: Row[Any]) -> int | None:
    """What should land at most; without a rate on the paper, what stood in transit before any landed."""
    promised = most_promised(session, row)
    if promised is not None or row.waits_for is not None:
        return promised
    held, _stake = d.held_stake(session, row.book_id, row.stake_id)
    landed = d.landings_of(session, row.book_id, row.remittance_id)
    left = d.in_transit(session, row, held.stake.fund).carrying_minor
    return left + sum(one.carried_minor or 0 for one in landed)


def _require_posted(session: Session, actor: Actor, row: Row[Any], *, at: int) -> None:
    """What waited for something is posted as sent before any of it lands, or its refusal is said."""
    if row.waits_for == LANDING:
        raise LandingToChoose(remittance=row.alias)
    if row.waits_for is not None:
        post_sent(session, actor, row, at=at)


def _post_landed(
    session: Session, actor: Actor, row: Row[Any], command: ConfirmLanding, number: int,
) -> int:
    """Post it against what is in transit: the last landing ends all of it, any other only its own amount."""
    group = load_group(session, row.book_id, command.landed_on)
    require_open_cycle(session, group, on=command.landed_on)
    held, _stake = d.held_stake(session, row.book_id, row.stake_id)
    way = d.in_transit(session, row, held.stake.fund)
    arrived = command.received_minor + command.receiving_fee_minor
    carried = way.carrying_minor if command.is_last else min(way.carrying_minor, arrived)
    arrival = Arrival(
        tender_of(group, command.tender), command.received_minor, command.receiving_fee_minor)
    entry = rules.income_landed(command.landed_on, way.account, arrival=arrival, carrying_minor=carried)
    post(session, actor, row.book_id, entry=entry, paper=d.paper_of(row, command.at), step=f"landed:{number}")
    return carried


def take_landed_home(session: Session, actor: Actor, letter: Letter) -> None:
    """The group told the enterprise what landed: the enterprise's paper is matched, or disputed.

    Raises:
        RemittanceMoved: the enterprise wrote it down as come back meanwhile; people have to look at it.
    """
    require(actor, Action.HISTORY_IMPORT, Target(letter.recipient_id))
    command, state = landing_from(letter), letter.body["state"]
    row = d.remittance_row(session, command.book_id, command.remittance_id)
    if row.state not in d.ON_ITS_WAY:
        raise RemittanceMoved(state=row.state)
    keep_landing(session, actor, command, number=letter.body["number"], is_last=state == d.MATCHED)
    move_on(session, actor, Remittance, command, state=state)
    end_backer_without_money(session, row.book_id, row.stake_id, on=command.landed_on)


def explain_coming(session: Session, actor: Actor, command: Explain) -> None:
    """The group says why what came home differs; what is left in transit ends, and the enterprise is told.

    Raises:
        NotPermitted, NotFound, ExplanationMissing
        NothingDisputed: nothing of it waits for an explanation.
    """
    require(actor, Action.HOME_LAND, Target(command.book_id))
    row = d.arriving_row(session, command.book_id, command.remittance_id)
    if row.direction != "home":
        raise NotFound()
    keep_explanation(session, actor, Arriving, row, command)
    end_rest_home(session, actor, row, on=command.on, at=command.at)
    end_stake_without_claim(session, command.book_id, row.stake_id, on=command.on)
    leave(session, explained_letter(command, row.sender_id))


def explain_sent_home(session: Session, actor: Actor, command: Explain) -> None:
    """The enterprise says why what landed with the group differs; the group's book follows.

    Raises:
        NotPermitted, NotFound, ExplanationMissing
        NothingDisputed: nothing of it waits for an explanation.
    """
    require(actor, Action.HOME_SEND, Target(command.book_id))
    row = d.remittance_row(session, command.book_id, command.remittance_id)
    if row.direction != "home":
        raise NotFound()
    keep_explanation(session, actor, Remittance, row, command)
    end_backer_without_money(session, command.book_id, row.stake_id, on=command.on)
    leave(session, explained_letter(command, row.other_book_id))
