"""The bank and the wallets beside the book, month by month: what they showed, and what that came to.

What the officers said of a difference stays with them; everybody sees whether it was explained.
"""

from __future__ import annotations

from collections.abc import Mapping

from msai.messages import N_, Message
from msai.services.reconciliation.standing import Month, Place, State, read_places
from msai.services.views.labels import Text
from msai.services.views.reconciliation.months import labels_of
from msai.services.views.statements.reading import Reading
from msai.services.views.statements.table import NOTHING, Cell, Head, Row, Table

_STATES: Mapping[State, str] = {
    State.MISSING: N_("Not compared yet"), State.AGREED: N_("Agrees"), State.EXPLAINED: N_("Explained"),
    State.UNEXPLAINED: N_("Differs"),
}
_HEADS = (
    Head(Message(N_("In the book"))), Head(Message(N_("Shown"))), Head(Message(N_("Difference"))),
    Head(Message(N_("What came of it")), figures=False),
)


def bank_tables(reading: Reading) -> tuple[Table, ...]:
    """A table for each place whose money is not counted at meetings, its months oldest first."""
    places = read_places(reading.session, reading.facts.book_id, today=reading.today)
    labels = labels_of(places)
    tables = (_table(reading, place, labels[place.alias]) for place in places)
    return tuple(table for table in tables if table.rows)


def outcome_of(month: Month) -> Message:
    """What came of comparing a month, as it stands today."""
    return Message(N_("Changed since") if month.changed_minor else _STATES[month.state])


def _table(reading: Reading, place: Place, label: Text) -> Table:
    rows = tuple(_row(reading, place, month) for month in place.months if _is_within(reading, month))
    return Table(label, Message(N_("Month")), _HEADS, rows)


def _is_within(reading: Reading, month: Month) -> bool:
    since, until = reading.period.since, reading.period.until
    return (since is None or month.last_day >= since) and (until is None or month.last_day <= until)


def _row(reading: Reading, place: Place, month: Month) -> Row:
    said = outcome_of(month)
    register = {"code": [place.code], "holder": place.alias, "to": month.last_day.isoformat()}
    book = Cell(month.book_minor, register=register if reading.may_open and month.book_minor else None)
    if month.last is None:
        return Row(month.last_day, (book, NOTHING, NOTHING, Cell(words=said)), is_month=True)
    return Row(month.last_day, (book, Cell(month.last.seen_minor), Cell(month.last.difference_minor),
                                Cell(words=said)), is_month=True)
