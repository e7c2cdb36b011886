"""What lies with enterprises and what is on its way, in the names by which the group knows them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row as DatabaseRow
from sqlalchemy import and_, select

from ledgers.statements.claims import StakeLine, TransitLine, build_stakes_and_transit
from msai.messages import N_, Message
from msai.models.enterprises import Remittance, Stake
from msai.services.views.labels import Text
from msai.services.views.statements.reading import Reading
from msai.services.views.statements.table import NOTHING, Cell, Head, Look, Row, Table

_CODES = (1200, 1300, 1310, 1390, 1400, 9500)


def stakes_tables(reading: Reading) -> tuple[Table, ...]:
    """Stakes at cost and as they stand, then every remittance that has left and not arrived."""
    statement = build_stakes_and_transit(reading.drawn, found=reading.at_end(_CODES))
    heads = tuple(Head(Message(label)) for label in (
        N_("Sent, at cost"), N_("Taken off its value"), N_("Stands in the book"),
        N_("Declared, not yet received"), N_("Claim at home")))
    rows = tuple(_stake(reading, line) for line in statement.stakes)
    total = Row(Message(N_("Total")), (
        Cell(sum(line.cost_minor for line in statement.stakes)),
        Cell(sum(line.allowance_minor for line in statement.stakes)), Cell(statement.carrying_minor),
        Cell(statement.receivable_minor), NOTHING), Look.TOTAL)
    note = Message(N_("A stake stands in the book at what it cost, less what was taken off its value."))
    sent = {} if not statement.transit else _sent(reading)
    away = tuple(_transit(reading, line, sent) for line in statement.transit)
    on_the_way = Row(Message(N_("Total")), (NOTHING, Cell(statement.transit_minor)), Look.TOTAL)
    return (Table(Message(N_("Enterprises")), Message(N_("Enterprise")), heads, (*rows, total), note),
            Table(Message(N_("On its way")), Message(N_("To or from")), (
                Head(Message(N_("Sent on")), figures=False), Head(Message(N_("Amount")))),
                (*away, on_the_way)))


def _stake(reading: Reading, line: StakeLine) -> Row:
    alias = line.holder.alias
    return Row(reading.naming.holder(alias), (
        reading.cell(line.cost_minor, (1300, 1310), holder=alias),
        reading.cell(line.allowance_minor, [1390], holder=alias),
        reading.cell(line.carrying_minor, (1300, 1310, 1390), holder=alias),
        reading.cell(line.receivable_minor, [1400], holder=alias),
        _claim(line)))


def _claim(line: StakeLine) -> Cell:
    if not line.claims:
        return NOTHING
    currency, minor = line.claims[0]
    return Cell(minor, currency=currency)


def _sent(reading: Reading) -> dict[str, DatabaseRow[*tuple[Any, ...]]]:
    query = (
        select(Remittance.alias, Remittance.sent_on, Remittance.direction, Stake.enterprise_name)
        .join(Stake, and_(Stake.book_id == reading.facts.book_id, Stake.stake_id == Remittance.stake_id))
        .where(Remittance.book_id == reading.facts.book_id)
    )
    return {row.alias: row for row in reading.session.execute(query)}


def _transit(reading: Reading, line: TransitLine, sent: dict[str, DatabaseRow[*tuple[Any, ...]]]) -> Row:
    row = sent.get(line.holder.alias)
    label: Text = row.enterprise_name if row else line.holder.alias
    day = Cell(day=row.sent_on) if row else NOTHING
    return Row(label, (day, reading.cell(line.amount_minor, [1200], holder=line.holder.alias)))
