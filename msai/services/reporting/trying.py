"""A report is tried before it is sent: with every refusal it would meet, and what the cash should come to.

Whoever tries it lets the transaction go; nothing of it stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ledgers.rules import enterprise
from msai.measures.production.stock import EventKind
from msai.permissions import Actor
from msai.services.enterprise_money.book import read_money_book
from msai.services.farming.reading import KeptEvent, read_events
from msai.services.reporting.said import MonthSaid
from msai.services.reporting.sending import SendMonth, day_of_entries, send_month
from msai.services.reporting.who import for_its_manager


@dataclass(frozen=True, slots=True)
class Tried:
    """What the place of the report's money should hold at its end by the book; None where none was named.

    `events` are all those of its batches, its own among them.
    """

    expected_minor: int | None
    events: Sequence[KeptEvent]


def try_month(session: Session, actor: Actor, command: SendMonth) -> Tried:
    """Do all that sending would do, to be undone by the caller.

    Raises:
        LedgerError: as `send_month`.
    """
    for_its_manager(actor, command.book_id)
    expected = _expected_minor(session, command)
    send_month(session, actor, command)
    said = command.said
    batches = {one.batch_id for one in said.batches} | {one.batch_id for one in said.events}
    return Tried(expected, read_events(session, command.book_id, batches=batches) if batches else ())


def _expected_minor(session: Session, command: SendMonth) -> int | None:
    said = command.said
    book = read_money_book(session, command.book_id)
    if said.place is None or said.place not in book.places:
        return None
    day = day_of_entries(said.month, today=command.today)
    there = book.stood_minor(session, enterprise.paid_through(book.places[said.place]), day)
    return there + money_in_minor(said) - money_out_minor(said)


def money_in_minor(said: MonthSaid) -> int:
    """What a report says was got for what was sold."""
    return sum(one.sold_minor or 0 for one in said.batches) + sum(
        one.amount_minor or 0 for one in said.events if one.kind is EventKind.SOLD)


def money_out_minor(said: MonthSaid) -> int:
    """What a report says was paid."""
    return (sum(one.amount_minor for one in said.costs) + sum(one.wages_minor or 0 for one in said.work)
            + sum(one.amount_minor or 0 for one in said.events if one.kind not in _NO_MONEY_OUT))


_NO_MONEY_OUT = frozenset({EventKind.SOLD, EventKind.OWN_USE, EventKind.GIVEN})
