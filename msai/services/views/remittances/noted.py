"""Money that landed before its paper: the form of the note, the note itself, and the list of notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from ledgers.money import Money
from msai.messages import N_, Message
from msai.models.enterprises import Enterprise, Stake
from msai.models.remittances import EarlyLanding
from msai.permissions import Action, Actor, NotFound, Target, is_allowed, require
from msai.services.group_books import load_group
from msai.services.remitting.homeward.expecting import Expected, list_expected
from msai.services.views.facts import read_group
from msai.services.views.labels import tender_labels
from msai.services.views.remittances.words import StateSaid, read_words, say_purpose

_WAITS = StateSaid("noted", Message(N_("Landed, its paper has not come yet")), "waiting", "clock")
_ALONE = StateSaid("alone", Message(N_("Landed")), "agreed", "check")
_FOUND = StateSaid("found", Message(N_("Landed, its paper was found")), "agreed", "check")
_BACK = StateSaid("taken_back", Message(N_("The note was taken back")), "quiet", "undo-2")


@dataclass(frozen=True, slots=True)
class NoteForm:
    """The form: what is expected of which stake, by a key, and where the money can have gone."""

    book_id: UUID
    name: str
    currency: str
    expected: dict[str, Expected]
    options: dict[str, Message]
    tenders: dict[str, Message]


@dataclass(frozen=True, slots=True)
class NotedView:
    """One landing that was noted before its paper came; `why` says why the note was taken back."""

    book_id: UUID
    group: str
    landing_id: UUID
    alias: str
    enterprise: str
    purpose: Message
    state: StateSaid
    on: date
    sent: Money
    received: Money
    fee: Money
    tender: str
    reference: str | None
    remittance_id: UUID | None
    why: str
    may_take_back: bool


def draw_note_form(session: Session, actor: Actor, book_id: UUID, *, today: date) -> NoteForm:
    """What a treasurer can note as landed.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.HOME_LAND, Target(book_id))
    group = load_group(session, book_id, today)
    expected = {_key(one): one for one in list_expected(session, book_id)}
    tenders = tender_labels({alias: tender.code for alias, tender in group.tenders.items()})
    return NoteForm(book_id, group.name, group.currency, expected,
                    {key: _option(one) for key, one in expected.items()}, tenders)


def _key(one: Expected) -> str:
    return f"{one.stake_id}.{one.purpose}.{one.obligation_id or ''}"


def _option(one: Expected) -> Message:
    return Message(N_("%(amount)s from %(enterprise)s: %(purpose)s, since %(day)s"), {
        "purpose": say_purpose(one.purpose), "enterprise": one.enterprise,
        "amount": Money(one.open_minor, one.currency), "day": one.agreed_on})


def show_noted(session: Session, actor: Actor, book_id: UUID, *, landing_id: UUID) -> NotedView:
    """One landing as it was noted.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.REMITTANCE_VIEW, Target(book_id))
    facts = read_group(session, book_id)
    row = session.execute(_noted(book_id).where(EarlyLanding.landing_id == landing_id)).one_or_none()
    if row is None:
        raise NotFound()
    kept = _with_book(session, [row])
    return _view(session, actor, row, kept, group=facts.name, currency=facts.currency)


def list_noted(session: Session, actor: Actor, book_id: UUID, *, currency: str) -> tuple[NotedView, ...]:
    """The landings whose papers have not come, the first one at the head; those taken back are left out.

    Raises:
        NotPermitted
    """
    require(actor, Action.REMITTANCE_VIEW, Target(book_id))
    rows = session.execute(_noted(book_id).where(
        EarlyLanding.remittance_id.is_(None), EarlyLanding.taken_back_on.is_(None))).all()
    kept = _with_book(session, rows)
    found = (_view(session, actor, row, kept, group="", currency=currency) for row in rows)
    return tuple(one for one in found if one.state is _WAITS)


def _with_book(session: Session, rows: Sequence[Row[Any]]) -> frozenset[UUID]:
    """Those of the enterprises whose papers can come at all: they keep a book here."""
    wanted = {row.enterprise_id for row in rows}
    if not wanted:
        return frozenset()
    return frozenset(session.scalars(select(Enterprise.book_id).where(
        Enterprise.book_id.in_(wanted)).execution_options(scatter=True)))


def _noted(book_id: UUID) -> Any:
    return (
        select(*EarlyLanding.__table__.columns, Stake.enterprise_name, Stake.claim_currency,
               Stake.enterprise_id)
        .join(Stake, and_(Stake.book_id == book_id, Stake.stake_id == EarlyLanding.stake_id))
        .where(EarlyLanding.book_id == book_id).order_by(EarlyLanding.landed_on, EarlyLanding.alias))


def _view(
    session: Session, actor: Actor, row: Row[Any], kept: frozenset[UUID], *, group: str, currency: str,
) -> NotedView:
    state = _state(row, has_book=row.enterprise_id in kept)
    return NotedView(
        row.book_id, group, row.landing_id, row.alias, row.enterprise_name, say_purpose(row.purpose), state,
        row.landed_on, Money(row.home_minor, row.claim_currency), Money(row.received_minor, currency),
        Money(row.fee_minor, currency), row.tender, row.reference, row.remittance_id,
        read_words(session, row.book_id, row.note_id) if row.note_id else "",
        state in (_WAITS, _ALONE) and is_allowed(actor, Action.HOME_LAND, Target(row.book_id)))


def _state(row: Row[Any], *, has_book: bool) -> StateSaid:
    if row.taken_back_on is not None:
        return _BACK
    if row.remittance_id is not None:
        return _FOUND
    return _WAITS if has_book else _ALONE
