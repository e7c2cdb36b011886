"""What one book was told by the other about money on its way, kept as the receiver's own copy.

Whoever receives money sees what the sender wrote down, and confirms from the own account what landed; both
papers stand side by side.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from msai.models.enterprises import Backer
from msai.models.remittances import Arriving
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.enterprises import AddBacker, add_backer
from msai.services.keys import journal_of
from msai.services.outbox import Letter
from msai.services.postings import backer_holder
from msai.services.remitting import documents as d


def take_capital_sent(session: Session, actor: Actor, letter: Letter) -> None:
    """A group told the enterprise that capital is on its way; a part of a pool was expected before."""
    require(actor, Action.HISTORY_IMPORT, Target(letter.recipient_id))
    journal_of(session, letter.recipient_id).lock()
    if letter.body.get("pool_id"):
        _keep_proof(session, letter)
        return
    backer_id = backer_of(session, actor, letter)
    keep_arriving(session, letter, backer_id=backer_id)
    d.note_step(session, actor, d.Step(
        book_id=letter.recipient_id, remittance_id=UUID(letter.body["remittance_id"]), state=d.SENT,
        at=letter.at))


def _keep_proof(session: Session, letter: Letter) -> None:
    """Keep the fingerprint of the file with which a group proves its part of a pool."""
    said = facts_of(letter.body)
    session.execute(update(Arriving).where(
        Arriving.book_id == letter.recipient_id, Arriving.remittance_id == said["remittance_id"],
    ).values(proof_sha256=said["proof_sha256"]))


def keep_arriving(session: Session, letter: Letter, **more: Any) -> None:
    """Keep what a letter says of money that left the other book."""
    said = facts_of(letter.body)
    names = set(Arriving.__table__.columns.keys())
    session.execute(insert(Arriving).values({
        **{name: value for name, value in said.items() if name in names},
        "book_id": letter.recipient_id, "sender_id": letter.book_id, "state": "on_its_way",
        "told_at": letter.at, **more}))


def facts_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """What a letter says, with days and ids in their own form again."""
    proof = body.get("proof_sha256")
    return {**body, **{name: UUID(body[name]) if body.get(name) else None
                       for name in ("remittance_id", "stake_id", "pool_id", "obligation_id")},
            **{name: date.fromisoformat(body[name]) if body.get(name) else None
               for name in ("sent_on", "mid_date")},
            "fee_on_top": bool(body["fee_on_top"]),
            "proof_sha256": bytes.fromhex(proof) if proof else None}


def backer_of(session: Session, actor: Actor, letter: Letter) -> UUID:
    """The backer that mirrors the group's stake; made known when the first money of a stake is on its way."""
    stake_id, book_id = UUID(letter.body["stake_id"]), letter.recipient_id
    found = session.scalar(select(Backer.backer_id).where(
        Backer.book_id == book_id, Backer.group_id == letter.book_id, Backer.stake_id == stake_id))
    if found is not None:
        return found
    alias = letter.body["stake_alias"]
    taken = session.scalar(select(Backer.backer_id).where(Backer.book_id == book_id, Backer.alias == alias))
    if taken is not None or alias == "owner":
        alias = f"{alias}-{stake_id.hex[-8:]}"
    add_backer(session, actor, AddBacker(
        book_id=book_id, alias=alias, instrument=letter.body["instrument"],
        since=date.fromisoformat(letter.body["since"]), group_id=letter.book_id, stake_id=stake_id))
    backer_id = backer_holder(book_id, alias).id
    session.execute(update(Backer).where(
        Backer.book_id == book_id, Backer.backer_id == backer_id).values(label=letter.body["sender_name"]))
    return backer_id


def backer_row(session: Session, book_id: UUID, backer_id: UUID) -> Any:
    """A backer of an enterprise.

    Raises:
        NotFound: the enterprise knows no such backer.
    """
    row = session.execute(select(*Backer.__table__.columns).where(
        Backer.book_id == book_id, Backer.backer_id == backer_id)).one_or_none()
    if row is None:
        raise NotFound()
    return row
