"""What cannot be on a sheet because there is not so much of it, or because it is somebody else's.

The count of the cash catches what was carried away, but not a debt that was repaid only
on paper, savings paid out that nobody had, or a loan written under another's name.  These
questions are asked of the sheet as a whole, after its lines: what was saved and taken out
on one Sunday may stand on it in any order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ledgers.accounts import INVESTMENT, SAVINGS, SOCIAL, Account, is_investment_fund, is_memo_fund
from ledgers.balances import balances
from ledgers.entries import Posting
from ledgers.money import Money
from msai.messages import Value
from msai.models.groups import Loan
from msai.services.group_rules import BY_SHARES
from msai.services.loans import on_sheets
from msai.services.sheets.book import SheetBook
from msai.services.sheets.checks import SheetCase, difference_of
from msai.services.sheets.sheet import LineKind, Reason, Sheet
from msai.services.stakes import funds_of_stakes

_LONGEST_FUND = 32
_BORROWING = frozenset({1100, 3100})
_EVERY_GROUP_HAS = frozenset({SAVINGS, SOCIAL, INVESTMENT})

_HELD = {1100: "repayment_exceeds_debt", 1150: "payment_exceeds_dues", 9400: "shares_exceed_holding"}
"""What is held or owed to the group, debit by nature: no line takes more of it than there is."""

_OWED = {2100: "payout_exceeds_due", 3100: "withdrawal_exceeds_savings"}
"""What the group owes its members, credit by nature."""


@dataclass(frozen=True, slots=True)
class Question:
    """A sheet before the group, the book with its lines in it, and the loans it names: loan -> borrower.

    `before` are the balances of the numbers `codes` as the sheet found them, as far as they were read.
    """

    case: SheetCase
    book: SheetBook
    loans: Mapping[str, UUID]
    before: Mapping[Account, int] = field(default_factory=dict)
    codes: frozenset[int] = frozenset()

    @property
    def sheet(self) -> Sheet:
        """The sheet itself."""
        return self.case.sheet


def broken_by_the_past(question: Question) -> Iterator[Reason]:
    """What not even a record of the past may say, or the books could not be read afterwards."""
    yield from funds_have_names(question)
    yield from units_are_of_investments(question)
    yield from loans_are_new(question)


def broken_today(session: Session, question: Question) -> Iterator[Reason]:
    """What a sheet of today may not say besides."""
    yield from funds_are_the_groups(session, question)
    yield from funds_differ(question)
    yield from loans_are_hers(question)
    yield from withdrawals_are_whole_shares(question)
    yield from loans_keep_rules(question)
    yield from recoveries_are_of_losses(question)
    yield from count_is_cash(question)


def broken_in_all(session: Session, question: Question) -> Iterator[Reason]:
    """What a sheet of today may not come to when all its lines are taken together."""
    yield from difference_is_covered(question)
    yield from nothing_is_overdrawn(session, question)


def loans_named(session: Session, book_id: UUID, sheet: Sheet) -> dict[str, UUID]:
    """The loans issued before that a sheet names, with whose they are; no statement when it names none."""
    named = sheet.loans_named()
    if not named:
        return {}
    found = session.connection().execute(_LOANS_NAMED, {"book": book_id, "named": list(named)})
    return {row.alias: row.member_id for row in found}


_LOANS_NAMED = select(Loan.alias, Loan.member_id).where(
    Loan.book_id == bindparam("book"), Loan.alias.in_(bindparam("named", expanding=True)))


def funds_have_names(question: Question) -> Iterator[Reason]:
    """Money lies in the savings, the social or an investment fund; no sheet invents another kind."""
    for path, fund in _funds(question.sheet):
        if fund not in _EVERY_GROUP_HAS and not (is_investment_fund(fund) and len(fund) <= _LONGEST_FUND):
            yield Reason(path, "unknown_fund", {"fund": fund})


def funds_are_the_groups(session: Session, question: Question) -> Iterator[Reason]:
    """A second investment fund is one that two officers opened; a slip of the pen does not."""
    named = {fund for _, fund in _funds(question.sheet)} - _EVERY_GROUP_HAS
    if named:
        book_id = question.case.group.book_id
        found = balances(session, book_id, funds=named)
        unknown = named - {account.fund for account in found}
        unknown -= funds_of_stakes(session, book_id) if unknown else set()
        yield from (Reason(path, "unknown_fund", {"fund": fund})
                    for path, fund in _funds(question.sheet) if fund in unknown and is_investment_fund(fund))


def _funds(sheet: Sheet) -> Iterator[tuple[str, str]]:
    yield "difference_fund", sheet.difference_fund
    for i, line in enumerate(sheet.lines):
        if line.fund:
            yield f"lines.{i}.fund", line.fund
        if line.from_fund:
            yield f"lines.{i}.from_fund", line.from_fund
        if line.to_fund:
            yield f"lines.{i}.to_fund", line.to_fund


def units_are_of_investments(question: Question) -> Iterator[Reason]:
    """Units are parts of an investment fund, and of nothing else."""
    for i, line in question.sheet.lines_of(LineKind.INVESTMENT, LineKind.REDEMPTION):
        if line.fund and not is_investment_fund(line.fund):
            yield Reason(f"lines.{i}.fund", "wrong_fund", {"fund": line.fund, "allowed": INVESTMENT})


def funds_differ(question: Question) -> Iterator[Reason]:
    """A fund cannot lend to itself."""
    for i, line in question.sheet.lines_of(LineKind.BETWEEN_FUNDS):
        if line.from_fund == line.to_fund:
            yield Reason(f"lines.{i}.to_fund", "same_fund", {"fund": line.to_fund or ""})


def loans_are_new(question: Question) -> Iterator[Reason]:
    """A loan has a name of its own; two debts under one name could be paid with one repayment."""
    taken = set(question.loans)
    for i, line in question.sheet.lines_of(LineKind.LOAN):
        if line.loan in taken:
            yield Reason(f"lines.{i}.loan", "loan_known", {"loan": line.loan or ""})
        taken.add(line.loan or "")


def loans_are_hers(question: Question) -> Iterator[Reason]:
    """Interest and principal are credited to the one who borrowed."""
    members = {number: member.holder.id for number, member in question.case.group.members.items()}
    owners = dict(question.loans)
    for i, line in enumerate(question.sheet.lines):
        if not line.loan:
            continue
        who = members.get(line.member or 0)
        if line.kind is LineKind.LOAN and who is not None:
            owners[line.loan or ""] = who
        elif line.loan in owners and who is not None and owners[line.loan] != who:
            yield Reason(f"lines.{i}.member", "loan_of_another", {
                "loan": line.loan, "member": line.member or 0})


def loans_keep_rules(question: Question) -> Iterator[Reason]:
    """A loan is the one that was approved, within what the rules let a member borrow and for how long."""
    if question.sheet.lines_of(LineKind.LOAN):
        postings = list(question.book.postings())
        sides = {side for posting in postings for side in (posting.debit, posting.credit)
                 if side.code in _BORROWING}
        moved = _moved(postings, sides)
        yield from on_sheets.loans_keep_rules(
            question.case.group, question.sheet, question.book.lending, before=question.before, moved=moved)


def recoveries_are_of_losses(question: Question) -> Iterator[Reason]:
    """Money that names a loan is for one that was given up, into its fund, and not more than was given up."""
    known, came = question.book.lending.given_up, defaultdict[str, int](int)
    for i, line in question.sheet.lines_of(LineKind.RECOVERY):
        found = known.get(line.loan or "")
        came[line.loan or ""] += line.amount_minor
        if found is not None and line.in_fund != found.fund:
            yield Reason(f"lines.{i}.fund", "wrong_fund", {"fund": line.in_fund, "allowed": found.fund})
        elif line.loan and (found is None or came[line.loan] > found.left_minor):
            yield Reason(f"lines.{i}.amount", "loan_never_given_up", {"loan": line.loan})


def withdrawals_are_whole_shares(question: Question) -> Iterator[Reason]:
    """Where a group saves by shares, savings leave as shares; where it does not, there are none."""
    rules, money = question.case.group.rules, question.case.money
    by_shares = rules.saving == BY_SHARES
    saved = () if by_shares else question.sheet.lines_of(LineKind.SAVINGS)
    withdrawn = question.sheet.lines_of(LineKind.WITHDRAWAL)
    for i, line in sorted([*saved, *withdrawn]):
        if not by_shares and line.shares:
            yield Reason(f"lines.{i}.shares", "shares_not_used")
        if by_shares and line.shares * rules.share_value_minor != line.amount_minor:
            yield Reason(f"lines.{i}.amount", "not_whole_shares", {
                "amount": money(line.amount_minor), "share": money(rules.share_value_minor)})


def count_is_cash(question: Question) -> Iterator[Reason]:
    """Nobody counts less than nothing in a box."""
    if (question.sheet.cash_counted_minor or 0) < 0:
        yield Reason("cash_counted", "count_below_zero")


def difference_is_covered(question: Question) -> Iterator[Reason]:
    """What is missing in the box is not more than its fund had there: another fund bears the rest."""
    sheet, book, box = question.sheet, question.book, question.case.group.box()
    if box is None:
        return
    left = book.balance(box.account(sheet.difference_fund)) + difference_of(sheet, book)
    if left < 0 and not is_memo_fund(sheet.difference_fund):
        yield Reason("difference_fund", "negative_tender", {
            "tender": box.holder.alias, "fund": sheet.difference_fund, "missing": question.case.money(-left)})


def nothing_is_overdrawn(session: Session, question: Question) -> Iterator[Reason]:
    """No debt is repaid twice, and nobody is paid what is not hers, over the whole sheet."""
    taken_by = _taken_by(question.book.postings())
    if not taken_by:
        return
    moved = _moved(question.book.postings(), taken_by)
    found = _found(session, question, taken_by)
    for account, reference in taken_by.items():
        left = found.get(account, 0) + moved[account]
        over = -left if account.code in _HELD else left
        if over > 0:
            yield Reason(_place(question.sheet, reference), (_HELD | _OWED)[account.code],
                         _over(question.case, account, over))


def _found(session: Session, question: Question, accounts: Iterable[Account]) -> Mapping[Account, int]:
    """What the accounts held before the sheet; no statement where that is known of all of them."""
    codes = {account.code for account in accounts}
    if codes <= question.codes:
        return question.before
    return balances(session, question.case.group.book_id, codes=codes,
                    holders={account.holder.id for account in accounts if account.holder})


def _over(case: SheetCase, account: Account, over: int) -> dict[str, Value]:
    amount: int | Money = over if is_memo_fund(account.fund) else case.money(over)
    return {"who": account.alias, "over": amount}


def _taken_by(postings: Iterable[Posting]) -> dict[Account, str]:
    """The accounts that lines take from, each with the last line that does; most sheets have none."""
    taken_by: dict[Account, str] = {}
    for posting in postings:
        if posting.credit.code in _HELD:
            taken_by[posting.credit] = posting.line_ref or ""
        if posting.debit.code in _OWED:
            taken_by[posting.debit] = posting.line_ref or ""
    return taken_by


def _moved(postings: Iterable[Posting], accounts: Container[Account]) -> dict[Account, int]:
    """What the lines change in all of some accounts, debit positive."""
    moved: dict[Account, int] = defaultdict(int)
    for posting in postings:
        if posting.debit in accounts:
            moved[posting.debit] += posting.amount_minor
        if posting.credit in accounts:
            moved[posting.credit] -= posting.amount_minor
    return moved


def _place(sheet: Sheet, reference: str) -> str:
    place = next((i for i, line in enumerate(sheet.lines) if line.ref == reference), None)
    return "lines" if place is None else f"lines.{place}.amount"
