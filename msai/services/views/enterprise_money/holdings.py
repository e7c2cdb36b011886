"""What an enterprise uses for years, and what it was given: equipment and its wear, grants and their rest."""

from __future__ import annotations

from collections import defaultdict

from ledgers.balances import register
from ledgers.entries import EntryKind
from msai.messages import N_, Message
from msai.services.enterprise_money.holdings import read_equipment
from msai.services.views.statements.reading import Reading
from msai.services.views.statements.table import NOTHING, Cell, Head, Look, Row, Table, amounts


def equipment_tables(reading: Reading) -> tuple[Table, ...]:
    """Each piece: what it cost, what it has lost in value, what it stands at.

    What the book holds besides (what was given in kind, or read from a history) has a row of its own.
    """
    pieces = read_equipment(reading.session, reading.facts.book_id, on=reading.period.until)
    found = reading.at_end([1400, 1490])
    cost, worn = (sum(minor for one, minor in found.items() if one.code == code) for code in (1400, 1490))
    rows = [Row(piece.name, (Cell(day=piece.bought_on), *amounts((
        piece.cost_minor, piece.worn_minor, piece.stands_minor)))) for piece in pieces]
    other = (cost - sum(piece.cost_minor for piece in pieces),
             -worn - sum(piece.worn_minor for piece in pieces))
    if any(other):
        rows.append(Row(Message(N_("Not in this list")), (NOTHING, *amounts((*other, other[0] - other[1])))))
    if rows:
        rows.append(Row(Message(N_("Total")), (
            NOTHING, reading.cell(cost, [1400]), reading.cell(-worn, [1490]), Cell(cost + worn)), Look.TOTAL))
    heads = (N_("Since"), N_("Cost"), N_("Worn"), N_("Stands at"))
    note = Message(N_("Each month an equal part of what it cost, less what it will be worth at the end."))
    return (Table(Message(N_("Equipment")), Message(N_("What")),
                  tuple(Head(Message(one)) for one in heads), tuple(rows), note),)


def grant_tables(reading: Reading) -> tuple[Table, ...]:
    """Who gave: what was left before, received, used, given back, and what is left."""
    lines = register(reading.session, reading.facts.book_id, codes=[2300], since=reading.period.since,
                     until=reading.period.until)
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for account, minor in reading.at_start([2300]).items():
        sums[account.alias][0] -= minor
    for line in lines:
        sums[line.account.alias][_COLUMNS.get(line.kind, 1)] -= line.amount_minor
    rows = [
        Row(reading.naming.holder(alias), (
            *amounts((found[0], found[1], -found[2], -found[3])),
            reading.cell(sum(found), [2300], holder=alias)))
        for alias, found in sorted(sums.items()) if any(found)]
    if rows:
        total = [sum(column) for column in zip(*sums.values(), strict=True)]
        rows.append(Row(Message(N_("Total")), amounts((
            total[0], total[1], -total[2], -total[3], sum(total))), Look.TOTAL))
    heads = (N_("Left before"), N_("Received"), N_("Used"), N_("Given back"), N_("Left"))
    return (Table(Message(N_("Grants")), Message(N_("From whom")),
                  tuple(Head(Message(one)) for one in heads), tuple(rows)),)


_COLUMNS = {EntryKind.GRANT_USED.value: 2, EntryKind.GRANT_RETURNED.value: 3}
"""In which column an entry stands; all others were received, or put that right."""
