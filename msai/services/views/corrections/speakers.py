"""Who asked, answered and said something: the names of sign-ins, all in one statement."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msai.messages import N_, Message
from msai.models.people import User
from msai.services.keys import vault_of
from msai.services.views.labels import Text
from msai.services.views.naming import NOBODY

_GONE = N_("Somebody who is no longer here")


def names_of(session: Session, users: Iterable[UUID | None]) -> dict[UUID, Text]:
    """What people sign in under; a word for those whose data was erased."""
    wanted = {user for user in users if user is not None}
    found: dict[UUID, Text] = {user: Message(_GONE) for user in wanted}
    if NOBODY in wanted:
        found[NOBODY] = Message(N_("Read from a recorded history"))
    if not wanted - {NOBODY}:
        return found
    query = select(User.user_id, User.wrapped_key, User.name_sealed).where(User.user_id.in_(wanted))
    vault = vault_of(session)
    for row in session.execute(query.execution_options(scatter=True)):
        if row.wrapped_key is not None:
            found[row.user_id] = vault.unwrap(row.wrapped_key, row.user_id).open(row.name_sealed, "name")
    return found
