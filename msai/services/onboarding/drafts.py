"""What the wizard was told so far, kept on the server between its steps.

A facilitator is called away in the middle of a list of names, and goes on at another desk. Until the group is
opened there is no book to keep anything in: the draft is hers, sealed with her own key, and nobody else's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from msai.audit import record_for_user
from msai.models.onboarding import GroupDraft
from msai.models.people import User
from msai.permissions import Action, Actor, NotFound, require
from msai.sealing import DataKey
from msai.services import ServiceError
from msai.services.keys import vault_of

LARGEST_DRAFT = 256 * 1024


class DraftTooLarge(ServiceError):
    """More was typed than any group needs."""

    code = "typed_too_much"


class GroupOpenedAlready(ServiceError):
    """The group of this draft has its book; what it decides now is changed there."""

    code = "group_opened_already"


@dataclass(frozen=True, slots=True)
class Draft:
    """A group that is being set up: what was typed, by the name of its field.

    `organisations` are those its maker works for now; the group may agree to be seen by some of them.
    """

    draft_id: UUID
    typed: Mapping[str, str]
    saved_at: int
    book_id: UUID | None = None
    organisations: tuple[UUID, ...] = ()

    def text(self, name: str) -> str:
        """What stands in a field, without blanks around it."""
        return self.typed.get(name, "").strip()


def start_draft(session: Session, actor: Actor, draft_id: UUID, *, at: int) -> Draft:
    """Begin to set a group up; beginning the same one twice changes nothing.

    Raises:
        NotPermitted: the actor sets no groups up.
    """
    require(actor, Action.GROUP_START)
    known = _row(session, actor, draft_id)
    if known is not None:
        return known
    user_id = _user(actor)
    sealed = _key(session, user_id).seal("{}", _context(draft_id))
    session.execute(insert(GroupDraft).values(
        user_id=user_id, draft_id=draft_id, body_sealed=sealed, saved_at=at, book_id=None))
    record_for_user(session, user_id, actor_id=user_id, action=Action.GROUP_START, at=at)
    return Draft(draft_id, MappingProxyType({}), at, organisations=_works_for(actor))


def get_draft(session: Session, actor: Actor, draft_id: UUID) -> Draft:
    """A draft of the actor's own.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    require(actor, Action.GROUP_START)
    found = _row(session, actor, draft_id)
    if found is None:
        raise NotFound()
    return found


def list_drafts(session: Session, actor: Actor) -> list[Draft]:
    """The groups the actor is setting up, the last touched first."""
    require(actor, Action.GROUP_START)
    user_id = _user(actor)
    rows = session.scalars(
        select(GroupDraft).where(GroupDraft.user_id == user_id).order_by(GroupDraft.saved_at.desc())).all()
    key = _key(session, user_id) if rows else None
    return [_opened(row, key, actor) for row in rows if key is not None]


def save_draft(
    session: Session, actor: Actor, draft_id: UUID, *, changes: Mapping[str, str], at: int,
) -> Draft:
    """Keep what one step said beside what the others did; an empty text takes a field out again.

    Raises:
        NotFound: there is no such draft of hers.
        GroupOpenedAlready: the group has its book.
        DraftTooLarge: nobody typed this.
    """
    draft = get_draft(session, actor, draft_id)
    if draft.book_id is not None:
        raise GroupOpenedAlready()
    typed = {name: text for name, text in {**draft.typed, **changes}.items() if text}
    body = json.dumps(typed, ensure_ascii=False, sort_keys=True)
    if len(body.encode("utf-8", "surrogatepass")) > LARGEST_DRAFT:
        raise DraftTooLarge(largest=LARGEST_DRAFT)
    user_id = _user(actor)
    _change(session, user_id, draft_id, {
        "body_sealed": _key(session, user_id).seal(_exact(body), _context(draft_id)), "saved_at": at})
    return Draft(draft_id, MappingProxyType(typed), at, organisations=draft.organisations)


def mark_opened(session: Session, actor: Actor, draft: Draft, *, book_id: UUID) -> None:
    """Note which book the draft became; from now on the group decides."""
    require(actor, Action.GROUP_START)
    _change(session, _user(actor), draft.draft_id, {"book_id": book_id})


def discard_draft(session: Session, actor: Actor, draft_id: UUID) -> None:
    """Throw a draft away; an opened group stays.

    Raises:
        NotFound: there is no such draft of hers.
        GroupOpenedAlready: the group has its book.
    """
    if get_draft(session, actor, draft_id).book_id is not None:
        raise GroupOpenedAlready()
    session.execute(delete(GroupDraft).where(
        GroupDraft.user_id == _user(actor), GroupDraft.draft_id == draft_id))


def _exact(body: str) -> str:
    """The body without halves of characters, which no database and no cipher takes."""
    return body.encode("utf-8", "replace").decode("utf-8")


def _user(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise NotFound()
    return actor.user_id


def _context(draft_id: UUID) -> str:
    return f"group_draft:{draft_id}"


def _key(session: Session, user_id: UUID) -> DataKey:
    wrapped = session.scalar(select(User.wrapped_key).where(User.user_id == user_id))
    if wrapped is None:
        raise NotFound()
    return vault_of(session).unwrap(wrapped, user_id)


def _row(session: Session, actor: Actor, draft_id: UUID) -> Draft | None:
    user_id = _user(actor)
    row = session.scalar(
        select(GroupDraft).where(GroupDraft.user_id == user_id, GroupDraft.draft_id == draft_id)
        .execution_options(populate_existing=True))
    return _opened(row, _key(session, user_id), actor) if row is not None else None


def _opened(row: GroupDraft, key: DataKey, actor: Actor) -> Draft:
    typed = json.loads(key.open(row.body_sealed, _context(row.draft_id)))
    return Draft(row.draft_id, MappingProxyType(typed), row.saved_at, row.book_id, _works_for(actor))


def _works_for(actor: Actor) -> tuple[UUID, ...]:
    return tuple(sorted(actor.facilitates))


def _change(session: Session, user_id: UUID, draft_id: UUID, values: Mapping[str, object]) -> None:
    session.execute(
        update(GroupDraft)
        .where(GroupDraft.user_id == user_id, GroupDraft.draft_id == draft_id).values(dict(values)))
