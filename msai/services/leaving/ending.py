"""What becomes of the sign-in of somebody who left.

The group is hers no longer.  Her passbook stays readable to her as long as something in it concerns her:
units that she kept, money the group still owes her, or a debt.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from msai.models.access import Membership, UserBook


def end_sign_in(session: Session, book_id: UUID, member_id: UUID, *, keeps_something: bool) -> None:
    """Take the group from her sign-in, unless something of hers is left in the book.

    Where something is left the row stays, and `memberships.standing_in` finds that she left: she is then
    nothing to the group but the person whose passbook it is.
    """
    if keeps_something:
        return
    users = session.scalars(select(Membership.user_id).where(
        Membership.book_id == book_id, Membership.member_id == member_id)).all()
    if not users:
        return
    session.execute(delete(Membership).where(
        Membership.book_id == book_id, Membership.user_id.in_(users)))
    session.execute(delete(UserBook).where(UserBook.book_id == book_id, UserBook.viewer_id.in_(users)))
