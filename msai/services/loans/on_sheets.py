"""Loans on the sheet of a meeting: what a request says of them, what they cost, what is kept of them.

A line that gives a loan names it; where the name is that of a request, the line is the issue of that request
and has to say the same, as long as its approval holds.  The terms are those of the rules on the day of the
meeting, and of a loan that was asked for they have to be those that were approved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, Account, HolderKind
from ledgers.balances import balances
from ledgers.books import insert_rows
from ledgers.errors import LedgerError
from ledgers.lending.schedules import loan_limit
from ledgers.lending.terms import LoanTerms, Taken
from ledgers.rules.dues import dues_of
from ledgers.tables import metadata
from msai.models.groups import Loan
from msai.services.dues.owed import list_owed
from msai.services.group_books import GroupBook, RequestedLoan
from msai.services.group_rules import GroupRules
from msai.services.holders import holder
from msai.services.loans.agreed import columns_of
from msai.services.loans.bound import require_as_agreed, require_holds, sum_agreed, terms_agreed
from msai.services.loans.losses import losses_on
from msai.services.loans.rules_of_day import Wanted, is_too_long, periods_in, terms_of_day
from msai.services.sheets.lending import SheetLending
from msai.services.sheets.sheet import LineKind, Reason, Sheet, SheetLine

Requests: TypeAlias = Mapping[str, RequestedLoan]
APPROVED, ISSUED = "approved", "issued"
ASKED_FOR = "loan-r"
"""How the names of loans begin that were asked for: `loan-r7` is the loan of the seventh request."""


def lending_of(
    session: Session, group: GroupBook, sheet: Sheet, before: Mapping[Account, int], *, requests: Requests,
    borrowed: Mapping[str, UUID],
) -> SheetLending:
    """What the rules of lending add to a sheet of today.

    `requests` are those whose loans it gives, by name; `borrowed` as `SheetLending` has them.
    `before` are the balances that the sheet begins with, those of 1150 among them where money is paid back.
    """
    charges = {}
    for line in _issued(sheet):
        terms = terms_of_line(line, group.rules, requests.get(line.loan or ""), day=sheet.held_on)
        if terms is not None and terms.charge_at_issue_minor:
            charges[line.loan or ""] = terms.charge_at_issue_minor
    given_up, bears = losses_on(session, group.book_id, sheet)
    return SheetLending(requests, charges, _raised(session, group, sheet, before), given_up, bears,
                        borrowed)


def _raised(
    session: Session, group: GroupBook, sheet: Sheet, before: Mapping[Account, int],
) -> dict[tuple[UUID, str], int]:
    """Interest raised and unpaid; asked only where somebody who pays back owes anything of that kind."""
    paying = {dues_of(group.members[line.member].holder, line.in_fund)
              for _, line in sheet.lines_of(LineKind.REPAYMENT)
              if line.member is not None and line.member in group.members}
    if not any(before.get(account, 0) > 0 for account in paying):
        return {}
    owed = list_owed(session, group.book_id, on=date.max)
    return {(one.member.id, one.fund): one.interest_minor for one in owed if one.interest_minor}


def terms_of_line(
    line: SheetLine, rules: GroupRules, request: RequestedLoan | None, *, day: date,
) -> LoanTerms | None:
    """The terms of a loan that a line gives; None where nobody said how long it runs."""
    if request is not None and request.agreement is not None and line.amount_minor > 0:
        agreed = terms_agreed(request.agreement, day=day)
        return terms_of_day(rules, Wanted(
            amount_minor=line.amount_minor, periods=agreed.periods, grace_periods=agreed.grace_periods,
            grace_pays=agreed.grace_pays), day=day)
    months = line.months or rules.loan_longest_months
    if not months or line.amount_minor <= 0:
        return None
    periods = periods_in(rules, months, since=day)
    return terms_of_day(rules, Wanted(amount_minor=line.amount_minor, periods=periods), day=day)


def keep_loans(
    session: Session, group: GroupBook, sheet: Sheet, requests: Requests, *, recorded_by: UUID, at: int,
    from_record: bool = False,
) -> None:
    """Keep what was agreed of the loans a sheet gives; a request is done with when its loan is there.

    A record of the past says itself when its charges were taken; its terms only say when payments fall due.
    """
    lines = list(_issued(sheet))
    if not lines:
        return
    connection, book_id = session.connection(), group.book_id
    insert_rows(metadata.tables["loan"], [
        (_loan_id(book_id, line), line.loan, group.members[line.member or 0].holder.id, line.in_fund,
         sheet.held_on, line.months) for line in lines], book_id=book_id, connection=connection)
    found = ((line, terms_of_line(line, group.rules, requests.get(line.loan or ""), day=sheet.held_on))
             for line in lines)
    keep_terms(session, book_id, {
        _loan_id(book_id, line): replace(terms, taken=Taken.WHEN_PAID) if from_record else terms
        for line, terms in found if terms is not None}, recorded_by=recorded_by, at=at)


def keep_terms(
    session: Session, book_id: UUID, terms: Mapping[UUID, LoanTerms], *, recorded_by: UUID, at: int,
    version: int = 1, days_late: int = 0,
) -> None:
    """Keep the terms of loans, by the id of each, in one statement."""
    table = metadata.tables["loan_terms"]
    names = [column.name for column in table.columns][1:]
    rows = []
    for loan_id, agreed in terms.items():
        row = {**columns_of(agreed), "loan_id": loan_id, "version": version, "days_late": days_late,
               "recorded_at": at, "recorded_by": recorded_by}
        rows.append(tuple(row[name] for name in names))
    insert_rows(table, rows, book_id=book_id, connection=session.connection())


def loans_keep_rules(
    group: GroupBook, sheet: Sheet, lending: SheetLending, *, before: Mapping[Account, int],
    moved: Mapping[Account, int],
) -> Iterator[Reason]:
    """A loan is the one that was approved, runs no longer than the rule allows and is not over the limit.

    `before` are the balances that the sheet begins with, those of 1100 and 3100 among them; `moved` is what
    it changes in these accounts; both debit positive.
    """
    requests, borrowed = lending.requests, lending.borrowed
    places = sheet.lines_of(LineKind.LOAN)
    for i, line in places:
        yield from _as_approved(i, line, group, requests.get(line.loan or ""), day=sheet.held_on)
        if line.months and is_too_long(group.rules, periods_in(
                group.rules, line.months, since=sheet.held_on), day=sheet.held_on):
            yield Reason(f"lines.{i}.months", "loan_too_long", {"months": group.rules.loan_longest_months})
    yield from _over_limit(group, places, _together(before, moved), borrowed)


def _as_approved(
    i: int, line: SheetLine, group: GroupBook, request: RequestedLoan | None, *, day: date,
) -> Iterator[Reason]:
    if request is None:
        if (line.loan or "").startswith(ASKED_FOR):
            yield Reason(f"lines.{i}.loan", "loan_not_approved", {"loan": line.loan or ""})
        return
    if request.state != APPROVED or request.is_given:
        yield Reason(f"lines.{i}.loan", "loan_not_approved", {"loan": request.alias})
    else:
        yield from _no_longer(i, line, group, request, day=day)
    if request.agreement is None or _is_other(line, group, request, request.agreement):
        yield Reason(f"lines.{i}.amount", "loan_differs_from_request", {"loan": request.alias})


def _is_other(line: SheetLine, group: GroupBook, request: RequestedLoan, agreement: str) -> bool:
    """Whether a line gives something else, or to somebody else, than was asked for."""
    member = group.members.get(line.member or 0)
    borrower = member.holder.id if member else None
    return (borrower, line.amount_minor, line.in_fund) != (request.member_id, *sum_agreed(agreement))


def _no_longer(
    i: int, line: SheetLine, group: GroupBook, request: RequestedLoan, *, day: date,
) -> Iterator[Reason]:
    """Whether the approval holds on the day, and the rules still are those it was given by."""
    try:
        require_holds(request.alias, request.holds_until, on=day)
        terms = terms_of_line(line, group.rules, request, day=day)
        # Another amount is another loan, and said so; of the same one the rules have to ask the same.
        if terms is not None and line.amount_minor == sum_agreed(request.agreement or "")[0]:
            require_as_agreed(request.alias, request.agreement, terms)
    except LedgerError as error:
        yield Reason(f"lines.{i}.loan", error.code, error.params)


def _over_limit(
    group: GroupBook, places: Sequence[tuple[int, SheetLine]], held: Mapping[Account, int],
    borrowed: Mapping[str, UUID],
) -> Iterator[Reason]:
    multiple = group.rules.loan_limit_multiple
    given = [(i, line) for i, line in places if line.member in group.members and line.in_fund == SAVINGS]
    if not multiple or not given:
        return
    borrowers = {line.member or 0: i for i, line in given}
    owners = {**borrowed, **{
        line.loan or "": group.members[line.member or 0].holder.id for _, line in given}}
    for number, room in _rooms(group, list(borrowers), held, owners).items():
        if room < 0:
            yield Reason(f"lines.{borrowers[number]}.amount", "loan_over_limit", {
                "member": number, "multiple": multiple})


def room_to_borrow(session: Session, group: GroupBook, number: int) -> int:
    """How much more a member may borrow of the savings fund, minor units; below nought where over it.

    All her loans of that fund count against so many times her own savings.  Two statements.
    """
    member = group.members[number].holder
    rows = session.execute(select(Loan.loan_id, Loan.alias).where(
        Loan.book_id == group.book_id, Loan.fund == SAVINGS, Loan.member_id == member.id)).all()
    held = balances(session, group.book_id, codes=[1100, 3100], funds=[SAVINGS],
                    holders=[member.id, *(row.loan_id for row in rows)])
    return _rooms(group, [number], held, {row.alias: member.id for row in rows})[number]


def _rooms(
    group: GroupBook, numbers: Sequence[int], held: Mapping[Account, int], owners: Mapping[str, UUID],
) -> dict[int, int]:
    """The room of each member by number; `owners` are the borrowers of loans of savings, by name."""
    who = {group.members[number].holder.id: number for number in numbers}
    room = dict.fromkeys(numbers, 0)
    for account, minor in held.items():
        if account.holder is None or account.fund != SAVINGS:
            continue
        if account.code == 3100 and account.holder.id in who:
            room[who[account.holder.id]] += loan_limit(-minor, group.rules.loan_limit_multiple)
        elif account.code == 1100 and owners.get(account.alias) in who:
            room[who[owners[account.alias]]] -= minor
    return room


def _together(found: Mapping[Account, int], moved: Mapping[Account, int]) -> dict[Account, int]:
    both = dict(found)
    for account, minor in moved.items():
        both[account] = both.get(account, 0) + minor
    return both


def _issued(sheet: Sheet) -> Iterator[SheetLine]:
    return (line for _, line in sheet.lines_of(LineKind.LOAN))


def _loan_id(book_id: UUID, line: SheetLine) -> UUID:
    return holder(book_id, HolderKind.LOAN, line.loan or "").id
