"""The book of a cycle as it stands before the share-out, and as it would stand after some entries.

A share-out is worked out from balances alone, so that the same balances give the same cents whenever they are
read: now, before anything is posted, or years later, up to the entry before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Date,
    Row,
    Select,
    String,
    and_,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import SAVINGS, Account, Holder, HolderKind, one_holder
from ledgers.balances import balances, register
from ledgers.cycles import Cycle, CycleState, list_cycles
from ledgers.entries import JournalEntry
from ledgers.rules.dues import dues_of
from ledgers.rules.lending import loan_account
from ledgers.rules.tenders import Tender
from ledgers.sharing.splits import Contribution, capital_days
from msai.models.groups import Loan, Member, TenderRow
from msai.services.holders import holder, member_holder
from msai.services.share_out.errors import NoOpenCycle

_SAVED = 3100


@dataclass(frozen=True, slots=True)
class CycleBook:
    """A group's book before a share-out.

    `balances` are debit positive. `members` are all who ever belonged, by number; `loans` the accounts of
    their loans in the savings fund by member, oldest first. `saved` are the dated movements of savings.
    """

    book_id: UUID
    cycle: Cycle
    balances: Mapping[Account, int]
    members: Mapping[int, Holder]
    tenders: Mapping[str, Tender]
    loans: Mapping[UUID, tuple[Account, ...]]
    saved: tuple[Contribution[Holder], ...] = ()

    def minor(self, account: Account) -> int:
        """The balance of one account, debit positive."""
        return self.balances.get(account, 0)

    def of_fund(self, fund: str, *codes: int) -> int:
        """The sum of some numbers of a fund, debit positive."""
        return sum(minor for account, minor in self.balances.items()
                   if account.fund == fund and account.code in codes)

    def debts_of(self, member: Holder) -> tuple[tuple[Account, int], ...]:
        """What a member owes the savings fund: charges, then loans, oldest first."""
        owed = (dues_of(member, SAVINGS), *self.loans.get(member.id, ()))
        return tuple((account, self.minor(account)) for account in owed if self.minor(account) > 0)

    def after(self, *entries: JournalEntry) -> CycleBook:
        """The book as it would stand after some entries."""
        found = dict(self.balances)
        for posting in (posting for entry in entries for posting in entry.postings):
            found[posting.debit] = found.get(posting.debit, 0) + posting.amount_minor
            found[posting.credit] = found.get(posting.credit, 0) - posting.amount_minor
        return replace(self, balances=_in_order(found))

    def savings_days(self, until: date) -> dict[Holder, int]:
        """Savings x days of the cycle, the end day not counted."""
        return capital_days(self.saved, start=self.cycle.opened_on, end=until)


def read_open_cycle(session: Session, book_id: UUID) -> Cycle:
    """The cycle that is open.

    Raises:
        NoOpenCycle: there is none.
    """
    found = [cycle for cycle in list_cycles(session, book_id) if cycle.state is CycleState.OPEN]
    if not found:
        raise NoOpenCycle()
    return found[-1]


def read_book(session: Session, cycle: Cycle, *, by_days: bool) -> CycleBook:
    """The book as it stands now, in two statements; two more where savings count by days."""
    saved = _saved(session, cycle.book_id, None) if by_days else ()
    return _read(session, cycle, balances(session, cycle.book_id), saved)


def read_book_before(session: Session, cycle: Cycle, *, seq: int, by_days: bool) -> CycleBook:
    """The book as it stood before an entry, whatever was posted since; as many statements."""
    saved = _saved(session, cycle.book_id, seq) if by_days else ()
    return _read(session, cycle, _balances_before(session, cycle.book_id, seq), saved)


def read_account_keys(session: Session, book_id: UUID) -> dict[int, str]:
    """The accounts of a book by their numbers, each in the key that exports use."""
    rows = session.execute(
        select(t.account.c.account_no, t.account.c.code, t.account.c.fund, t.account.c.holder,
               t.holder.c.kind, t.holder.c.alias)
        .join(t.holder, and_(t.holder.c.book_id == book_id, t.holder.c.holder == t.account.c.holder))
        .where(t.account.c.book_id == book_id))
    return {row.account_no: _account(row, book_id).key for row in rows}


def _read(
    session: Session, cycle: Cycle, found: Mapping[Account, int], saved: tuple[Contribution[Holder], ...],
) -> CycleBook:
    book_id = cycle.book_id
    rows: dict[str, list[Row[Any]]] = {"member": [], "tender": [], "loan": []}
    for row in session.execute(_holders_in_order(book_id)):
        rows[row.what].append(row)
    return CycleBook(
        book_id, cycle, _in_order(found),
        {row.number: member_holder(book_id, row.number) for row in rows["member"]},
        {row.text: Tender(row.number, one_holder(row.id, HolderKind.TENDER, row.text))
         for row in rows["tender"]},
        _loans(book_id, rows["loan"]), saved)


def _holders_in_order(book_id: UUID) -> Select[Any]:
    """Members by number, places as the group orders them, loans of the savings fund oldest first."""
    parts = union_all(
        part_of_list("member", number=Member.number, position=Member.number).where(
            Member.book_id == book_id),
        part_of_list("tender", number=TenderRow.code, position=TenderRow.position, text=TenderRow.alias,
                     id=TenderRow.tender_id).where(TenderRow.book_id == book_id),
        part_of_list("loan", text=Loan.alias, id=Loan.member_id, day=Loan.issued_on).where(
            Loan.book_id == book_id, Loan.fund == SAVINGS)).subquery()
    return select(parts).order_by(parts.c.position, parts.c.day, parts.c.text)


_COLUMNS: Mapping[str, Any] = {
    "number": BigInteger, "position": BigInteger, "text": String, "id": t.Id, "day": Date}


def part_of_list(what: str, **columns: Any) -> Select[Any]:
    """One kind of row in a list of several kinds; what it says nothing of (number, text, day ...) is null."""
    named = ((type_coerce(columns[name], type_) if name in columns else cast(null(), type_)).label(name)
             for name, type_ in _COLUMNS.items())
    return select(cast(literal(what), String).label("what"), *named)


def _in_order(found: Mapping[Account, int]) -> dict[Account, int]:
    """Balances by account, zeros left out: the order of postings must not depend on how they were read."""
    return {account: minor for account, minor in sorted(found.items(), key=lambda one: one[0].key) if minor}


def _loans(book_id: UUID, rows: Iterable[Row[Any]]) -> dict[UUID, tuple[Account, ...]]:
    found: dict[UUID, tuple[Account, ...]] = {}
    for row in rows:
        account = loan_account(holder(book_id, HolderKind.LOAN, row.text), SAVINGS)
        found[row.id] = (*found.get(row.id, ()), account)
    return found


def _saved(session: Session, book_id: UUID, before_seq: int | None) -> tuple[Contribution[Holder], ...]:
    lines = register(session, book_id, codes=[_SAVED])
    return tuple(
        Contribution(line.account.holder, line.occurred_on, -line.amount_minor) for line in lines
        if line.account.holder and (before_seq is None or line.seq < before_seq))


def _balances_before(session: Session, book_id: UUID, seq: int) -> dict[Account, int]:
    """Every balance from the postings before an entry; kept sums know days, not the order of entries."""
    rows = session.execute(_sums_before(book_id, seq))
    return {_account(row, book_id): row.minor for row in rows}


def _sums_before(book_id: UUID, seq: int) -> Any:
    halves = union_all(*(
        select(number.label("account_no"), (t.posting.c.amount_minor * literal(sign)).label("minor"))
        .where(t.posting.c.book_id == book_id, t.posting.c.seq < seq)
        for number, sign in ((t.posting.c.debit_no, 1), (t.posting.c.credit_no, -1)))).subquery("halves")
    total = cast(func.sum(halves.c.minor), BigInteger)
    return (
        select(t.account.c.code, t.account.c.fund, t.account.c.holder, t.holder.c.kind, t.holder.c.alias,
               total.label("minor"))
        .join(halves, halves.c.account_no == t.account.c.account_no)
        .join(t.holder, and_(t.holder.c.book_id == book_id, t.holder.c.holder == t.account.c.holder))
        .where(t.account.c.book_id == book_id)
        .group_by(t.account.c.account_no, t.account.c.code, t.account.c.fund, t.account.c.holder,
                  t.holder.c.kind, t.holder.c.alias)
        .having(total != 0)
    )


def _account(row: Any, book_id: UUID) -> Account:
    who = None if row.holder == book_id else one_holder(row.holder, HolderKind(row.kind), row.alias)
    return Account(row.code, row.fund, who)
