"""Statements that name members: interests, parts of the investment fund, debts, what is due to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select

from ledgers.accounts import Holder, is_investment_fund
from ledgers.chart import GROUP_CHART
from ledgers.money import Money, decimal_text, round_half_up
from ledgers.statements.claims import DebtLine, build_debts_and_dues, build_due_to_members
from ledgers.statements.members import (
    InterestLine,
    UnitLine,
    UnitRegister,
    build_members_interests,
    build_unit_register,
)
from ledgers.statements.position import money_funds
from ledgers.units import UNIT
from msai.messages import N_, Message
from msai.models.groups import Loan
from msai.services.views.labels import Text, fund_label
from msai.services.views.statements.position import across, fund_heads, summed
from msai.services.views.statements.reading import Reading
from msai.services.views.statements.table import NOTHING, Cell, Head, Look, Row, Table, amounts

OWN = (3100, 3200, 3300)
INTERESTS = tuple(code for code in GROUP_CHART.lines if 3000 <= code < 6000)
UNDIVIDED = tuple(code for code in INTERESTS if code not in OWN)
MEMBER = Message(N_("Member"))


def interests_tables(reading: Reading) -> tuple[Table, ...]:
    """What each member had, paid in, earned and took out; what is not divided; all of it together."""
    statement = build_members_interests(
        reading.drawn, lines=reading.lines(INTERESTS), opening=reading.at_start(INTERESTS),
        since=reading.period.since)
    heads = tuple(Head(Message(label)) for label in (
        N_("At the beginning"), N_("Paid in"), N_("Result"), N_("Paid out"), N_("At the end")))
    rows = tuple(_interest(reading, line) for line in statement.lines)
    total = Row(Message(N_("Total")), amounts(_columns(statement.total)), Look.TOTAL)
    note = Message(N_("At the end all of it together is what the funds have, less what they owe."))
    return (Table(Message(N_("Member by member")), MEMBER, heads, (*rows, total), note),)


def _columns(line: InterestLine) -> tuple[int, ...]:
    return (line.opening_minor, line.paid_in_minor, line.result_minor, line.paid_out_minor,
            line.closing_minor)


def _interest(reading: Reading, line: InterestLine) -> Row:
    if line.holder is None:
        cells = (reading.cell(minor, UNDIVIDED) for minor in _columns(line))
        return Row(Message(N_("Not divided")), tuple(cells))
    alias = line.holder.alias
    cells = (reading.cell(minor, OWN, holder=alias) for minor in _columns(line))
    return Row(_name(reading, line.holder), tuple(cells), holder=line.holder.id)


def _name(reading: Reading, holder: Holder) -> Text:
    person = reading.people.get(holder.alias)
    if person is None:
        return reading.naming.holder(holder.alias)
    return Message(N_("%(number)s. %(name)s"), {"number": str(person.number), "name": person.name})


def unit_tables(reading: Reading) -> tuple[Table, ...]:
    """The holders of each investment fund's units, and what a unit is worth."""
    found = reading.at_end()
    funds = [fund for fund in money_funds(found) if is_investment_fund(fund)]
    return tuple(_units(reading, build_unit_register(reading.drawn, fund, found=found)) for fund in funds)


def _units(reading: Reading, register: UnitRegister) -> Table:
    heads = tuple(Head(Message(label)) for label in (
        N_("Put in"), N_("Units"), N_("Part"), N_("Worth")))
    rows = tuple(_unit_row(reading, register, line) for line in register.lines)
    total = Row(Message(N_("Total")), (
        Cell(sum(line.paid_in_minor for line in register.lines)), Cell(quantity=_exact(register.units_e4)),
        NOTHING, Cell(sum(line.worth_minor for line in register.lines))), Look.TOTAL)
    return Table(fund_label(register.fund), MEMBER, heads, (*rows, total), _value(reading, register))


def _unit_row(reading: Reading, register: UnitRegister, line: UnitLine) -> Row:
    percent = Decimal(decimal_text(line.part * 100, places=1))
    return Row(_name(reading, line.holder), (
        reading.cell(line.paid_in_minor, [3200], fund=register.fund, holder=line.holder.alias),
        Cell(quantity=_exact(line.units_e4)), Cell(percent=percent), Cell(line.worth_minor)),
        holder=line.holder.id)


def _exact(units_e4: int) -> Decimal:
    return Decimal(decimal_text(Fraction(units_e4, UNIT), places=4))


def _value(reading: Reading, register: UnitRegister) -> Message:
    if register.value is None:
        return Message(N_("What a unit is worth is not known yet."))
    return Message(N_("One unit is worth about %(value)s; the fund has %(assets)s for all of them."), {
        "value": Money(round_half_up(register.value), reading.facts.currency),
        "assets": Money(register.net_assets_minor, reading.facts.currency)})


def debts_tables(reading: Reading) -> tuple[Table, ...]:
    """Loans one by one, then charges, fines and interest that are not paid."""
    query = select(Loan.loan_id, Loan.member_id, Loan.alias, Loan.issued_on)
    loans = {row.loan_id: row for row in reading.session.execute(
        query.where(Loan.book_id == reading.facts.book_id))}
    borrowers = {loan_id: row.member_id for loan_id, row in loans.items()}
    statement = build_debts_and_dues(reading.drawn, found=reading.at_end((1100, 1150)), borrowers=borrowers)
    names = {person.holder: person.alias for person in reading.people.values()}
    issued = {loan_id: row.issued_on for loan_id, row in loans.items()}
    lent = [_debt(reading, line, 1100, names, issued.get(line.holder.id)) for line in statement.loans]
    due = [_debt(reading, line, 1150, names) for line in statement.dues]
    return (_debt_table(N_("Loans"), lent, statement.loans_minor, dated=True),
            _debt_table(N_("Charges, fines and interest due"), due, statement.dues_minor))


def _debt(
    reading: Reading, line: DebtLine, code: int, names: dict[UUID, str], issued_on: date | None = None,
) -> Row:
    alias = names.get(line.borrower, line.holder.alias)
    person = reading.people.get(alias)
    label = _name(reading, Holder(line.borrower, line.holder.kind, alias))
    dated = (Cell(day=issued_on),) if code == 1100 else ()
    amount = reading.cell(line.amount_minor, [code], fund=line.fund, holder=line.holder.alias)
    return Row(label, (*dated, Cell(words=fund_label(line.fund)), amount),
               holder=person.holder if person else None)


def _debt_table(title: str, rows: Sequence[Row], total_minor: int, *, dated: bool = False) -> Table:
    before: Iterable[str] = (N_("Handed out on"), N_("Fund")) if dated else (N_("Fund"),)
    heads = (*(Head(Message(label), figures=False) for label in before), Head(Message(N_("Still to pay"))))
    empty = (NOTHING,) * (len(heads) - 1)
    total = Row(Message(N_("Total")), (*empty, Cell(total_minor)), Look.TOTAL)
    return Table(Message(title), MEMBER, heads, (*rows, total))


def due_tables(reading: Reading) -> tuple[Table, ...]:
    """What the group keeps for each member until it is handed over, funds across."""
    statement = build_due_to_members(reading.drawn, found=reading.at_end([2100]))
    rows = tuple(
        Row(_name(reading, line.holder), across(
            [reading.cell(minor, [2100], fund=fund, holder=line.holder.alias)
             for fund, minor in zip(statement.funds, line.by_fund, strict=True)],
            reading.cell(line.total_minor, [2100], holder=line.holder.alias)), holder=line.holder.id)
        for line in statement.lines
    )
    total = summed(N_("Total"), statement.fund_totals or (0,), Look.TOTAL)
    heads = fund_heads(statement.funds) or (Head(Message(N_("Amount"))),)
    return (Table(Message(N_("Member by member")), MEMBER, heads, (*rows, total)),)
