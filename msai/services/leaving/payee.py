"""A person outside the group to whom money of a member may be paid: a name, and what she is to the member.

Both are sealed with the member's own key, so that whoever erases the member erases them too.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from msai.names import checked_name
from msai.sealing import person_key
from msai.services.keys import vault_of
from msai.services.leaving.errors import PayeeMissing, PayeeTooLong

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Payee:
    """A name and a relation, as people said them ("Ana Reyes", "her sister")."""

    name: str
    relation: str


def checked_payee(payee: Payee | None) -> Payee:
    """A payee whose name and relation can be read as such.

    Raises:
        PayeeMissing: one of the two is empty.
        PayeeTooLong: one of them is longer than the form holds.
        NameHasHiddenCharacters, NameMixesScripts and their kin: the name cannot be a name.
    """
    if payee is None or not payee.name.strip() or not payee.relation.strip():
        raise PayeeMissing()
    if max(len(payee.name), len(payee.relation)) > LONGEST:
        raise PayeeTooLong(longest=LONGEST)
    return Payee(checked_name(payee.name), checked_name(payee.relation))


def seal_payee(session: Session, book_id: UUID, payee: Payee, *, member_id: UUID, context: str) -> bytes:
    """The payee in the member's own key.

    Raises:
        KeyDestroyed: the member was erased.
    """
    key = person_key(session, vault_of(session), book_id, member_id)
    return key.seal(json.dumps({"name": payee.name, "relation": payee.relation}), context)


def open_payee(session: Session, book_id: UUID, sealed: bytes, *, member_id: UUID, context: str) -> Payee:
    """The payee again.

    Raises:
        KeyDestroyed: the member was erased.
    """
    key = person_key(session, vault_of(session), book_id, member_id)
    return Payee(**json.loads(key.open(sealed, context)))
