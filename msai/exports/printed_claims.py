"""The sheets that answer by name and purpose: money in and out, members' interests, debts and stakes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from ledgers.accounts import TENDER_CODES
from ledgers.statements.claims import DebtLine, StakeLine
from ledgers.statements.members import InterestLine
from ledgers.statements.movements import ReceiptsLine, ReceiptsOfFund
from msai.exports import sheet_styles as styles
from msai.exports.checks import sum_between, sum_where
from msai.exports.group_workbook import RatioRow, SharedCycle, SharedPart
from msai.exports.labels import account_label, fund_label
from msai.exports.sheet_page import SheetPage, Styled, day, text
from msai.exports.writing import Writing, count, heads, number, title
from msai.messages import N_, Message

INTEREST_HEADS = (
    N_("No."), N_("Name"), N_("At the beginning"), N_("Paid in"), N_("Result"), N_("Paid out"),
    N_("At the end"),
)
LOAN_HEADS = (
    N_("Name"), N_("Loan"), N_("Fund"), N_("Given on"), N_("Next payment"), N_("Left"), N_("To be paid now"),
    N_("Days late"), N_("Days late before its new schedule"),
)
SHARE_OUT_HEADS = (
    N_("No."), N_("Name"), N_("Shares"), N_("Saved"), N_("Her part"), N_("Debts taken off"),
    N_("Social fund"), N_("Paid"), N_("Kept or carried on"),
)
RATIO_HEADS = (
    N_("Ratio"), N_("Value"), N_("How it is worked out"), N_("What it rests on"), N_("Version"),
)
STAKE_HEADS = (
    N_("Enterprise"), N_("Sent, at cost"), N_("Taken off its value"), N_("Stands in the book"),
    N_("Declared, not yet received"),
)


def write_receipts(page: SheetPage, writing: Writing) -> None:
    """What came in for what and went out for what, funds across, from the opening to the closing money."""
    funds = writing.book.receipts
    page.freeze("B6")
    title(writing, page)
    names = [fund_label(fund.fund) for fund in funds]
    page.write(*heads(writing, "", *names, N_("Together"), ends=len(names) + 1))
    _figures(page, writing, writing.words(N_("At the beginning")), [fund.opening_minor for fund in funds])
    _part(page, writing, (N_("Came in"), N_("All that came in")), funds, lambda line: line.received_minor)
    _part(page, writing, (N_("Went out"), N_("All that went out")), funds, lambda line: line.paid_minor)
    closing = [fund.closing_minor for fund in funds]
    row = page.write(Styled(writing.words(N_("At the end")), styles.TOTAL), *map(writing.total, closing),
                     writing.money_total(sum(closing)))
    for column, fund in enumerate(funds, start=2):
        writing.checks.compare(
            Message(N_("%(sheet)s: money of %(fund)s"), {"sheet": page.title, "fund": fund_label(fund.fund)}),
            shown=page.ref(column, row), places=writing.places,
            recomputed=sum_between(writing.data.balances, "balance", fund=fund.fund,
                                   between=("code", min(TENDER_CODES), max(TENDER_CODES))))


def _part(
    page: SheetPage, writing: Writing, words: tuple[str, str], funds: Sequence[ReceiptsOfFund],
    read: Callable[[ReceiptsLine], int],
) -> None:
    page.write(Styled(writing.words(words[0]), styles.SECTION))
    found = [{line.code: read(line) for line in fund.lines if read(line)} for fund in funds]
    for code in sorted({code for minors in found for code in minors}):
        _figures(page, writing, writing.say(account_label(code)), [minors.get(code, 0) for minors in found])
    _figures(page, writing, writing.words(words[1]), [sum(minors.values()) for minors in found])


def _figures(page: SheetPage, writing: Writing, name: str, minors: Sequence[int]) -> int:
    return page.write(text(name), *map(writing.figure, minors), writing.figure(sum(minors)))


def write_interests(page: SheetPage, writing: Writing) -> None:
    """What each member had, paid in, earned and took out, and what is not divided."""
    statement = writing.book.claims.interests
    numbers = {line.person.holder.alias: line.person.number for line in writing.book.members}
    page.freeze("C6")
    title(writing, page)
    page.write(*heads(writing, *INTEREST_HEADS, ends=5))
    for line in statement.lines:
        known = numbers.get(line.holder.alias) if line.holder else None
        name = writing.name_of(line.holder.alias) if line.holder else writing.words(N_("Not divided"))
        page.write(number(known) if known else text(""), text(name), *map(writing.figure, _columns(line)))
    total = statement.total
    row = page.write(Styled(writing.words(N_("Total")), styles.TOTAL), Styled(None, styles.TOTAL),
                     *map(writing.money_total, _columns(total)))
    owned = sum_between(writing.data.balances, "balance", between=("code", 3000, 5999))
    writing.checks.compare(
        Message(N_("%(sheet)s: all of it together"), {"sheet": page.title}), shown=page.ref(7, row),
        recomputed=f"-{owned}", places=writing.places)


def _columns(line: InterestLine) -> tuple[int, ...]:
    return (line.opening_minor, line.paid_in_minor, line.result_minor, line.paid_out_minor,
            line.closing_minor)


def write_claims(page: SheetPage, writing: Writing) -> None:
    """Loans, charges due, what is due to members, then stakes and what is on its way."""
    claims = writing.book.claims
    page.freeze("B6")
    title(writing, page)
    _debts(page, writing, N_("Loans to members"), claims.debts.loans, 1100)
    _debts(page, writing, N_("Charges, fines and interest due"), claims.debts.dues, 1150)
    owed = [(writing.name_of(line.holder.alias), line.total_minor) for line in claims.due.lines]
    _listed(page, writing, N_("Due to members"), owed, f"-{_kept(writing, 2100)}")
    _stakes(page, writing)
    away = [(writing.name_of(line.holder.alias), line.amount_minor) for line in claims.stakes.transit]
    _listed(page, writing, N_("On its way to an enterprise"), away, _kept(writing, 1200))


def _kept(writing: Writing, code: int) -> str:
    return sum_where(writing.data.balances, "balance", code=code)


def _debts(page: SheetPage, writing: Writing, name: str, lines: Sequence[DebtLine], code: int) -> None:
    members = {line.person.holder.id: line.person.name for line in writing.book.members}
    owed = [(_borrower(writing, line, members), line.amount_minor) for line in lines]
    _listed(page, writing, name, owed, _kept(writing, code))


def _borrower(writing: Writing, line: DebtLine, members: dict[UUID, str]) -> str:
    return members.get(line.borrower) or writing.name_of(line.holder.alias)


def _listed(
    page: SheetPage, writing: Writing, name: str, lines: Sequence[tuple[str, int]], recomputed: str,
) -> None:
    """Names and amounts under one heading, held against the balances of its number."""
    page.write(Styled(writing.words(name), styles.SECTION))
    page.write(*heads(writing, N_("Name"), N_("Amount"), ends=1))
    for who, minor in lines:
        page.write(text(who), writing.figure(minor))
    row = page.write(Styled(writing.words(N_("Total")), styles.TOTAL),
                     writing.money_total(sum(minor for _who, minor in lines)))
    _compare(page, writing, name, (2, row), recomputed)
    page.skip()


def _stakes(page: SheetPage, writing: Writing) -> None:
    statement = writing.book.claims.stakes
    page.write(Styled(writing.words(N_("Enterprises")), styles.SECTION))
    page.write(*heads(writing, *STAKE_HEADS, ends=4))
    for line in statement.stakes:
        page.write(text(writing.name_of(line.holder.alias)), *map(writing.figure, _stake_figures(line)))
    sums = [sum(column) for column in zip(*map(_stake_figures, statement.stakes), strict=True)] or [0] * 4
    row = page.write(Styled(writing.words(N_("Total")), styles.TOTAL), *map(writing.money_total, sums))
    carried = f"{_kept(writing, 1300)}+{_kept(writing, 1310)}+{_kept(writing, 1390)}"
    _compare(page, writing, STAKE_HEADS[3], (4, row), carried)
    _compare(page, writing, STAKE_HEADS[4], (5, row), _kept(writing, 1400))
    page.skip()


def _stake_figures(line: StakeLine) -> tuple[int, ...]:
    return line.cost_minor, line.allowance_minor, line.carrying_minor, line.receivable_minor


def _compare(page: SheetPage, writing: Writing, name: str, where: tuple[int, int], recomputed: str) -> None:
    what = Message(N_("%(sheet)s: total of %(column)s"), {"sheet": page.title, "column": Message(name)})
    writing.checks.compare(what, shown=page.ref(*where), recomputed=recomputed, places=writing.places)


def write_ratios(page: SheetPage, writing: Writing) -> None:
    """Each ratio with its formula, what it rests on and the version of the formula."""
    page.freeze("B6")
    title(writing, page)
    page.write(*(Styled(writing.words(head), styles.HEAD_END if column == 1 else styles.HEAD)
                 for column, head in enumerate(RATIO_HEADS)))
    for row in writing.book.ratios:
        covered = " ".join(writing.say(sentence) for sentence in row.coverage)
        page.write(text(writing.say(row.label)), _ratio(row, writing), text(writing.say(row.formula)),
                   text(covered), text(row.version))


def _ratio(row: RatioRow, writing: Writing) -> Styled:
    """Its value as a figure that can be worked with; in words where it is not defined."""
    if row.amount_minor is not None:
        return writing.figure(row.amount_minor)
    if row.figure is None:
        return Styled(writing.words(N_("not defined")), styles.FIGURE)
    if row.percent:
        return Styled(float(row.figure / 100), styles.FIGURE.with_format("0.0%"))
    return Styled(float(row.figure), styles.FIGURE.with_format("0"))


def write_loans(page: SheetPage, writing: Writing) -> None:
    """Every loan that is owed, with what is due of it and how late; their sum is that of the book."""
    page.freeze("B6")
    title(writing, page)
    loans = writing.book.loans
    if not loans:
        page.write(Styled(writing.words(N_("Nobody owes the group a loan.")), styles.SUBTITLE))
        return
    page.write(*heads(writing, *LOAN_HEADS, ends=4))
    for loan in loans:
        page.write(text(loan.name), text(loan.alias), text(writing.say(fund_label(loan.fund))),
                   day(loan.issued_on), day(loan.next_due_on), writing.figure(loan.left_minor),
                   writing.figure(loan.due_minor), count(loan.days_past_due), count(loan.was_late_days))
    empty = Styled("", styles.TOTAL)
    row = page.write(Styled(writing.words(N_("Total")), styles.TOTAL), *[empty] * 4,
                     writing.money_total(sum(loan.left_minor for loan in loans)),
                     writing.money_total(sum(loan.due_minor for loan in loans)))
    _compare(page, writing, LOAN_HEADS[5], (6, row), _kept(writing, 1100))


def write_share_outs(page: SheetPage, writing: Writing) -> None:
    """A table for each cycle that was shared out: who got what, and that it adds up."""
    page.freeze("B6")
    title(writing, page)
    if not writing.book.share_outs:
        page.write(Styled(writing.words(N_("No cycle was shared out yet.")), styles.SUBTITLE))
    for cycle in writing.book.share_outs:
        _share_out(page, writing, cycle)


def _share_out(page: SheetPage, writing: Writing, cycle: SharedCycle) -> None:
    page.write(Styled(writing.words(
        N_("Cycle %(number)s, shared out on %(day)s, code %(code)s"), number=cycle.cycle_no,
        day=cycle.ended_on, code=cycle.code), styles.SECTION))
    page.write(*heads(writing, *SHARE_OUT_HEADS, ends=7))
    for part in cycle.parts:
        shares = text("") if part.shares is None else number(part.shares)
        page.write(number(part.number), text(part.name), shares,
                   *map(writing.figure, _share_out_figures(part)))
    columns = zip(*map(_share_out_figures, cycle.parts), strict=True)
    empty = Styled("", styles.TOTAL)
    row = page.write(empty, Styled(writing.words(N_("Total")), styles.TOTAL), empty,
                     *(writing.money_total(sum(column)) for column in columns))
    taken, social, paid, kept = (page.ref(column, row) for column in (6, 7, 8, 9))
    _compare(page, writing, SHARE_OUT_HEADS[4], (5, row), f"{taken}-{social}+{paid}+{kept}")
    page.write(text(""), text(writing.words(N_("Stayed with the group"))), text(""),
               writing.figure(cycle.stays_minor))
    page.skip()


def _share_out_figures(part: SharedPart) -> tuple[int, ...]:
    return (part.saved_minor, part.part_minor, part.debts_minor, part.social_minor, part.paid_minor,
            part.kept_minor)
