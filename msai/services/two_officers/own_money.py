"""Money that an officer says she brought herself, between two meetings, is written down by the other officer.

At a meeting the others see what she hands over, and the box is counted. On a Wednesday nobody does: whoever
keeps the record could write off her own debt, or write it down for a day on which nothing came.
"""

from __future__ import annotations

from uuid import UUID

from msai.permissions import Actor
from msai.services import ServiceError


class OwnMoney(ServiceError):
    """Nobody alone writes down what she paid in herself between two meetings."""

    code = "own_money"


def require_others_money(actor: Actor, book_id: UUID, *, member_id: UUID) -> None:
    """Let money of another member pass.

    Raises:
        OwnMoney: it is the actor's own.
    """
    if is_own_money(actor, book_id, member_id=member_id):
        raise OwnMoney()


def is_own_money(actor: Actor, book_id: UUID, *, member_id: UUID) -> bool:
    """Whether the actor is the member whose money it is; who reads in a history is nobody's member."""
    standing = actor.standings.get(book_id)
    return standing is not None and standing.member_id == member_id
