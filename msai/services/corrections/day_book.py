"""The group's book as it was on the day of a wrong line, for what the right one would have posted.

Members, loans and places are those the group has; the rules are those of the day, and units are worth
what they were worth just before the first of them that day: a correction never re-prices units.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Select, cast, func, or_, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import Account, HolderKind, units_fund
from ledgers.balances import balances
from ledgers.entries import EntryKind, Posting
from ledgers.units import UNIT, first_unit_value, net_assets, unit_value, units_for
from msai.models.groups import Loan, Member
from msai.services.corrections.lines import BookLine
from msai.services.group_books import GroupBook, load_desk
from msai.services.holders import holder
from msai.services.keys import know_book_key
from msai.services.sheets.book import OF_LOANS, SheetBook


@dataclass(frozen=True, slots=True)
class Day:
    """What is known of the group on the day of a line."""

    line: BookLine
    group: GroupBook
    borrowers: Mapping[str, int]
    loan_balances: Mapping[Account, int]


class DayBook(SheetBook):
    """The book a right line is posted to: it deals in units at the value of the line's first day."""

    def __init__(self, session: Session, day: Day) -> None:
        super().__init__(day.group, day.loan_balances, {})
        self._session = session
        self._day = day

    def value_of(self, fund: str) -> Fraction:
        """The unit value of the day.

        Raises:
            NetAssetsNotPositive: nothing stood behind the units that were issued.
        """
        value = _value_before(self._session, self._day, fund, _first_dealing(self._session, self._day, fund))
        wrong = _bought(self._day.line.postings, fund)
        # Where the book cannot tell the value to the last digit, the line's own units do.
        if wrong is not None and units_for(wrong[0], value) != wrong[1] and wrong[1]:
            return Fraction(wrong[0] * UNIT, wrong[1])
        return value


def read_day(session: Session, line: BookLine) -> Day:
    """The group, its rules of that day and, where the line is of a loan, all loans with what is left."""
    desk = load_desk(session, line.book_id, line.held_on, meeting_id=_NO_MEETING)
    know_book_key(session, line.book_id, desk.wrapped_key)
    if not is_of_loan(line):
        return Day(line, desk.group, {}, {})
    rows = session.execute(_loans(line.book_id)).all()
    found = balances(session, line.book_id, codes=OF_LOANS)
    named = {Account(1100, row.fund, holder(line.book_id, HolderKind.LOAN, row.alias)): 0 for row in rows}
    return Day(line, desk.group, {row.alias: row.number for row in rows}, {**named, **found})


def borrowers_of(session: Session, line: BookLine) -> dict[str, int]:
    """The loans of the group by alias, with the numbers of their members; none where the line is of none."""
    rows = session.execute(_loans(line.book_id)).all() if is_of_loan(line) else ()
    return {row.alias: row.number for row in rows}


def is_of_loan(line: BookLine) -> bool:
    """Whether a line gives a loan, or pays interest or principal; what was put right before may."""
    codes = {side.code for posting in line.postings for side in (posting.debit, posting.credit)}
    of_loan = line.kind is EntryKind.REPAYMENT or not codes.isdisjoint(_OF_LOANS)
    return line.correction is not None or of_loan


_NO_MEETING = UUID(int=0)
_OF_LOANS = frozenset({1100, 4100})


def _loans(book_id: UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(Loan.alias, Loan.fund, Member.number)
        .join(Member, (Member.book_id == book_id) & (Member.member_id == Loan.member_id))
        .where(Loan.book_id == book_id))


def _bought(postings: tuple[Posting, ...], fund: str) -> tuple[int, int] | None:
    """The money and the units of a line that put money into this fund."""
    money = sum(p.amount_minor for p in postings if p.fund == fund and p.credit.code == 3200)
    units = sum(p.amount_minor for p in postings if p.fund == units_fund(fund))
    return (money, units) if money else None


def _first_dealing(session: Session, day: Day, fund: str) -> int:
    """The entry of the line's sheet that first dealt in units of the fund, or the line's own."""
    if day.line.meeting_id is None:
        return day.line.root_seq
    found = session.scalar(
        select(func.min(t.entry.c.seq))
        .join(t.posting, (t.posting.c.book_id == day.line.book_id) & (t.posting.c.seq == t.entry.c.seq))
        .where(t.entry.c.book_id == day.line.book_id, t.entry.c.source_id == day.line.meeting_id,
               t.posting.c.book_id == day.line.book_id, t.posting.c.fund == units_fund(fund)))
    return found or day.line.root_seq


def _value_before(session: Session, day: Day, fund: str, seq: int) -> Fraction:
    """The unit value just before an entry, in the order of the book."""
    totals: dict[str, dict[int, int]] = {fund: {}, units_fund(fund): {}}
    for sign, number in ((1, t.posting.c.debit_no), (-1, t.posting.c.credit_no)):
        for row in session.execute(_moved(day.line.book_id, tuple(totals), number, before=seq)):
            totals[row.fund][row.code] = totals[row.fund].get(row.code, 0) + sign * row.minor
    return unit_value(
        net_assets(totals[fund]), -totals[units_fund(fund)].get(9100, 0),
        first_value=first_unit_value(day.group.currency))


def _moved(book_id: UUID, funds: tuple[str, ...], number: Any, *, before: int) -> Select[Any]:
    return (
        select(t.posting.c.fund, t.account.c.code,
               cast(func.sum(t.posting.c.amount_minor), BigInteger).label("minor"))
        .join(t.account, (t.account.c.book_id == book_id) & (t.account.c.account_no == number))
        .where(t.posting.c.book_id == book_id, t.posting.c.seq < before,
               or_(*(t.posting.c.fund == fund for fund in funds)))
        .group_by(t.posting.c.fund, t.account.c.code)
    )
