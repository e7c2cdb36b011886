"""Pools and their parts as a book keeps them, and the code by which people name one to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from msai.models.remittances import PooledTransfer, PoolPart
from msai.permissions import NotFound

OPEN, CLOSING, CLOSED, GIVEN_UP = "open", "closing", "closed", "given_up"
DRAFTED, AGREED, SENT, LEFT_OUT = "drafted", "agreed", "sent", "left_out"
_CLEAR = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def code_of(pool_id: UUID) -> str:
    """Six letters and figures that name a pool, without 0, 1, I and O; from the chance part of its id."""
    number = pool_id.int & (1 << 30) - 1
    letters = "".join(_CLEAR[number >> shift & 31] for shift in range(25, -1, -5))
    return f"{letters[:3]}-{letters[3:]}"


def plain_code(typed: str) -> str:
    """A code as somebody typed it: small letters, spaces and dashes do not matter."""
    letters = "".join(sign for sign in typed.upper() if sign.isalnum())
    return f"{letters[:3]}-{letters[3:]}"


def pool_row(session: Session, book_id: UUID, pool_id: UUID) -> Row[Any]:
    """A pool as this book knows it.

    Raises:
        NotFound: it knows none of that id.
    """
    found = session.execute(select(*PooledTransfer.__table__.columns).where(
        PooledTransfer.book_id == book_id, PooledTransfer.pool_id == pool_id)).one_or_none()
    if found is None:
        raise NotFound()
    return found


def knows_pool(session: Session, book_id: UUID, pool_id: UUID) -> bool:
    """Whether a book knows of a pool."""
    return session.scalar(select(PooledTransfer.pool_id).where(
        PooledTransfer.book_id == book_id, PooledTransfer.pool_id == pool_id)) is not None


def keep_pool(session: Session, values: Mapping[str, Any]) -> None:
    """Keep a pool in a book; columns the table does not have are left aside."""
    names = set(PooledTransfer.__table__.columns.keys())
    session.execute(insert(PooledTransfer).values(
        {name: value for name, value in values.items() if name in names}))


def change_pool(session: Session, book_id: UUID, pool_id: UUID, **values: Any) -> None:
    """Change what a book keeps of a pool."""
    session.execute(update(PooledTransfer).where(
        PooledTransfer.book_id == book_id, PooledTransfer.pool_id == pool_id).values(values))


def parts_of(session: Session, book_id: UUID, pool_id: UUID) -> Sequence[Row[Any]]:
    """The parts of a pool that a book knows of, in the order in which they were agreed."""
    return session.execute(
        select(*PoolPart.__table__.columns)
        .where(PoolPart.book_id == book_id, PoolPart.pool_id == pool_id)
        .order_by(PoolPart.part_no, PoolPart.remittance_id)).all()


def part_row(session: Session, book_id: UUID, remittance_id: UUID) -> Row[Any] | None:
    """The part that a remittance is of a pool; None where this book knows of none."""
    return session.execute(select(*PoolPart.__table__.columns).where(
        PoolPart.book_id == book_id, PoolPart.remittance_id == remittance_id)).one_or_none()


def keep_part(session: Session, values: Mapping[str, Any]) -> None:
    """Keep a part in a book; columns the table does not have are left aside."""
    names = set(PoolPart.__table__.columns.keys())
    session.execute(insert(PoolPart).values(
        {name: value for name, value in values.items() if name in names}))


def change_part(session: Session, book_id: UUID, remittance_id: UUID, **values: Any) -> None:
    """Change what a book keeps of a part."""
    session.execute(update(PoolPart).where(
        PoolPart.book_id == book_id, PoolPart.remittance_id == remittance_id).values(values))
