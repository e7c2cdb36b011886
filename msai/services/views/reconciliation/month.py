"""One month of one place: what the book says, the form for what the screen showed, and who looked before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, is_memo_fund
from ledgers.money import format_decimal
from msai.messages import N_, Message
from msai.models.reconciliation import ReconciliationItem
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.sealing import DataKey
from msai.services.keys import book_key
from msai.services.reconciliation.items import POSTED, ItemKind
from msai.services.reconciliation.recording import context_of
from msai.services.reconciliation.standing import Look, Month, Place, State, funds_of, read_places
from msai.services.views.facts import BookFacts, read_group
from msai.services.views.form_fields import Option
from msai.services.views.labels import Text, fund_label
from msai.services.views.meetings import moment_of
from msai.services.views.naming import recorder_name
from msai.services.views.reconciliation.months import MonthRow, labels_of, row_of

ROWS = 2
"""How many reasons the form offers beyond those that were said before."""

KINDS: Mapping[ItemKind, str] = {
    ItemKind.CHARGE: N_("The bank took a charge"),
    ItemKind.INTEREST: N_("The bank paid interest"),
    ItemKind.IN_NOT_SHOWN: N_("Put in, and not shown yet"),
    ItemKind.OUT_NOT_SHOWN: N_("Taken out, and still shown"),
    ItemKind.IN_NOT_RECORDED: N_("Came in, and is not in the book yet"),
    ItemKind.OUT_NOT_RECORDED: N_("Went out, and is not in the book yet"),
    ItemKind.MORE_SHOWN: N_("Something else: more is shown"),
    ItemKind.LESS_SHOWN: N_("Something else: less is shown"),
}
"""What each reason is called."""


@dataclass(frozen=True, slots=True)
class ItemShown:
    """A reason that was given: how much more (or less) was shown, in which words, as which entry."""

    label: Text
    amount_minor: int
    words: str | None
    posted_seq: int | None


@dataclass(frozen=True, slots=True)
class LookShown:
    """A look at the month as it was recorded."""

    version: int
    state: State
    seen_minor: int
    book_minor: int
    difference_minor: int
    rest_minor: int
    by: Text
    at: datetime
    items: tuple[ItemShown, ...]


@dataclass(frozen=True, slots=True)
class ItemTyped:
    """One row of the form as it stands."""

    kind: str = ""
    amount: str = ""
    words: str = ""
    fund: str = SAVINGS


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form, and what is wrong by field; `items` None: what the last look said."""

    seen: str = ""
    items: tuple[ItemTyped, ...] | None = None
    errors: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MonthView:
    """The page of one month; `before` and `after` are the months beside it, where there are any."""

    book_id: UUID
    group_name: str
    currency: str
    alias: str
    place: Text
    row: MonthRow
    register: Mapping[str, Any]
    reconciliation_id: UUID
    known_looks: int
    seen: str
    items: tuple[ItemTyped, ...]
    kinds: tuple[Option, ...]
    funds: tuple[Option, ...]
    errors: Mapping[str, Message]
    looks: tuple[LookShown, ...]
    before: tuple[int, date] | None
    after: tuple[int, date] | None


def show_month(
    session: Session, actor: Actor, book_id: UUID, *, place: tuple[str, int], typed: Typed,
    new_id: UUID, today: date,
) -> MonthView:
    """The page of a place (its alias and the month, 202511).

    Raises:
        NotFound, NotPermitted: the actor is no officer, or there is no such place or month.
    """
    require(actor, Action.RECONCILE, Target(book_id))
    alias, wanted = place
    facts = read_group(session, book_id)
    places = read_places(session, book_id, today=today)
    found = next((one for one in places if one.alias == alias), None)
    if found is None:
        raise NotFound()
    month = found.month(wanted)
    said = _items(session, book_id, found, month)
    names = {user: recorder_name(session, user) for user in {look.recorded_by for look in month.looks}}
    months = [(one.month, one.last_day) for one in found.months]
    at = months.index((month.month, month.last_day))
    return MonthView(
        book_id, facts.name, facts.currency, alias, labels_of(places)[alias], row_of(month),
        {"code": [found.code], "holder": alias, "to": month.last_day.isoformat(),
         "from": month.last_day.replace(day=1).isoformat()},
        new_id, len(month.looks), typed.seen,
        _rows(typed, month, said, facts), _kinds(), _funds(session, book_id, found.tender_id), typed.errors,
        tuple(_look_shown(look, names[look.recorded_by], said.get(look.reconciliation_id, ()))
              for look in reversed(month.looks)),
        months[at - 1] if at else None, months[at + 1] if at + 1 < len(months) else None)


_Said = Mapping[UUID, tuple[tuple[ItemKind, ItemShown], ...]]


def _items(session: Session, book_id: UUID, place: Place, month: Month) -> _Said:
    """The reasons of every look at the month, in one statement."""
    if not month.looks:
        return {}
    looks = [look.reconciliation_id for look in month.looks]
    rows = session.execute(
        select(*ReconciliationItem.__table__.columns).where(
            ReconciliationItem.book_id == book_id, ReconciliationItem.reconciliation_id.in_(looks))
        .order_by(ReconciliationItem.item_no)).all()
    key = book_key(session, book_id)
    return {look: tuple((ItemKind(row.kind), _item(row, key)) for row in rows
                        if row.reconciliation_id == look) for look in looks}


def _item(row: Row[Any], key: DataKey) -> ItemShown:
    words = key.open(row.words_sealed, context_of(row.reconciliation_id)) if row.words_sealed else None
    return ItemShown(Message(KINDS[ItemKind(row.kind)]), row.amount_minor, words, row.posted_seq)


def _look_shown(look: Look, by: Text, items: tuple[tuple[ItemKind, ItemShown], ...]) -> LookShown:
    return LookShown(look.version, look.state, look.seen_minor, look.book_minor, look.difference_minor,
                     look.rest_minor, by, moment_of(look.recorded_at),
                     tuple(item for _, item in items))


def _rows(typed: Typed, month: Month, said: _Said, facts: BookFacts) -> tuple[ItemTyped, ...]:
    """What was typed; on a fresh form what was said last time, save what was posted; and room."""
    rows = typed.items
    if rows is None:
        last = said.get(month.last.reconciliation_id, ()) if month.last else ()
        rows = tuple(
            ItemTyped(kind.value, format_decimal(abs(item.amount_minor), facts.currency), item.words or "")
            for kind, item in last if kind not in POSTED)
    return rows + (ItemTyped(),) * max(ROWS - len(rows), 1)


def _kinds() -> tuple[Option, ...]:
    return (("", Message(N_("Nothing"))), *((kind.value, Message(text)) for kind, text in KINDS.items()))


def _funds(session: Session, book_id: UUID, tender_id: UUID) -> tuple[Option, ...]:
    return tuple(_funds_in_order(funds_of(session, book_id, tender_id)))


def _funds_in_order(funds: tuple[str, ...]) -> Iterator[Option]:
    """The savings fund first: charges are its own unless the officers say otherwise."""
    for fund in sorted(funds, key=lambda name: (name != SAVINGS, name)):
        if not is_memo_fund(fund):
            yield fund, fund_label(fund)
