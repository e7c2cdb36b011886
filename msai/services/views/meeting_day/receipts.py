"""The page on which an officer records money that came between two meetings, and what came so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from msai.messages import N_, Message
from msai.models.meetings import MoneyReceipt
from msai.permissions import Action, Actor, Target, require
from msai.sealing import DataKey
from msai.services.group_rules import BY_SHARES
from msai.services.keys import book_key
from msai.services.meeting_day.receipts import RECEIVED, context_of
from msai.services.sheets import LineKind
from msai.services.two_officers.own_money import is_own_money
from msai.services.views.form_fields import FormState, Option
from msai.services.views.happenings import line_label
from msai.services.views.labels import Text, tender_labels
from msai.services.views.meeting_day.since_close import SinceClose, list_since_close
from msai.services.views.meeting_form import FormBook
from msai.services.views.naming import Person

SHOWN = 50


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """Money that came, as it was recorded; the entry shows what became of it."""

    seq: int
    received_on: date
    name: Text
    label: Text
    place: Text
    amount_minor: int
    reference: str | None


@dataclass(frozen=True, slots=True)
class ReceiptsView:
    """The form and the lists; `state` holds what was typed and what is wrong with it."""

    book_id: UUID
    group_name: str
    currency: str
    receipt_id: UUID
    members: tuple[Option, ...]
    kinds: tuple[Option, ...]
    places: tuple[Option, ...]
    loans: tuple[Option, ...]
    saves_by_shares: bool
    share_value_minor: int
    state: FormState
    asks_again: bool
    since_close: tuple[SinceClose, ...]
    receipts: tuple[ReceiptRow, ...]
    may_open_entries: bool = True


def show_receipts(
    session: Session, actor: Actor, book: FormBook, *, receipt_id: UUID, state: FormState,
) -> ReceiptsView:
    """The page as it stands; `book` is the group as its forms need it.

    Raises:
        NotFound, NotPermitted: the actor is no officer of the group.
    """
    book_id, rules = book.group.book_id, book.group.rules
    require(actor, Action.MONEY_RECEIVE, Target(book_id))
    people = {person.holder: person for person in book.people.values()}
    return ReceiptsView(
        book_id, book.group.name, book.group.currency, receipt_id, tuple(_members(actor, book)),
        tuple((kind.value, line_label(kind)) for kind in RECEIVED
              if kind is not LineKind.REPAYMENT or book.loans),
        tuple(_places(book)), tuple(_loans(book)),
        rules.saving == BY_SHARES, rules.share_value_minor, state,
        "again" in state.errors, list_since_close(session, actor, book_id, people=people),
        _receipts(session, book, people))


def _members(actor: Actor, book: FormBook) -> Iterator[Option]:
    """Everybody but the officer herself: what she brings is written down by the other one."""
    yield "", Message(N_("Choose a member"))
    for person in sorted(book.people.values(), key=lambda person: person.number):
        is_own = is_own_money(actor, book.group.book_id, member_id=person.holder)
        if person.is_with_group(book.today) and not is_own:
            yield str(person.number), person.name


def _places(book: FormBook) -> Iterator[Option]:
    """Where such money usually lies first: accounts, wallets, an officer's purse; the box last."""
    cash = {alias for alias, tender in book.group.tenders.items() if tender.code == 1010}
    yield from sorted(book.tenders.items(), key=lambda place: place[0] in cash)


def _loans(book: FormBook) -> Iterator[Option]:
    """The loans that somebody still owes on, by borrower; nothing at all where there is none."""
    if book.loans:
        yield "", Message(N_("None"))
    yield from ((loan.alias, book.people[loan.member].name) for loan in book.loans)


def _receipts(
    session: Session, book: FormBook, people: dict[UUID, Person],
) -> tuple[ReceiptRow, ...]:
    query = (
        select(*MoneyReceipt.__table__.columns).where(MoneyReceipt.book_id == book.group.book_id)
        .order_by(MoneyReceipt.received_on.desc(), MoneyReceipt.seq.desc()).limit(SHOWN)
    )
    labels = tender_labels({alias: tender.code for alias, tender in book.group.tenders.items()})
    key = book_key(session, book.group.book_id)
    return tuple(
        ReceiptRow(row.seq, row.received_on, people[row.member_id].name, line_label(LineKind(row.kind)),
                   labels.get(row.tender, row.tender), row.amount_minor, _reference(row, key))
        for row in session.execute(query))


def _reference(row: Row[*tuple[Any, ...]], key: DataKey) -> str | None:
    return key.open(row.reference_sealed, context_of(row.receipt_id)) if row.reference_sealed else None
