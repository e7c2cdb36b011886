"""The sheets about places and people: summary, members, meetings.

They hold values, not formulas, and show the same figures as the screen.  While a sheet is
written it hands the sheet of checks what its totals must be.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from ledgers.money import round_half_up
from msai.exports import sheet_styles as styles
from msai.exports.checks import sum_between
from msai.exports.group_workbook import MemberLine
from msai.exports.labels import fund_label, place_label
from msai.exports.sheet_page import SheetPage, Styled, day, text
from msai.exports.sheet_styles import COUNT_FORMAT
from msai.exports.writing import Writing, count, heads, number, title
from msai.messages import N_, Message


def write_summary(page: SheetPage, writing: Writing) -> None:
    """Where the money is, by place and fund, and what the investment funds are worth."""
    book, money = writing.book, writing.book.money
    title(writing, page)
    if book.is_demo:
        page.write(Styled(writing.words(N_("Demo programme, invented people")), styles.SECTION))
    page.write(Styled(writing.words(N_("Where the money is")), styles.SECTION))
    funds = [fund_label(fund) for fund in money.funds]
    page.write(*heads(writing, "", *funds, N_("Together"), ends=len(funds) + 1))
    for line in money.lines:
        page.write(text(writing.say(place_label(line.place, book.names))),
                   *map(writing.figure, line.by_fund), writing.figure(line.total_minor))
    row = page.write(Styled(writing.words(N_("Total")), styles.TOTAL),
                     *map(writing.total, money.fund_totals), writing.money_total(money.total_minor))
    for column, fund in enumerate(money.funds, start=2):
        assets = sum_between(writing.data.balances, "balance", between=("code", 1000, 1999), fund=fund)
        writing.checks.compare(
            Message(N_("%(sheet)s: money of %(fund)s"), {"sheet": page.title, "fund": fund_label(fund)}),
            shown=page.ref(column, row), recomputed=assets, places=writing.places)
    page.skip()
    _write_units(page, writing)
    last = N_("The sheet Checks adds everything up again; the sheets named Data hold every entry.")
    page.write(Styled(writing.words(last), styles.SUBTITLE))


def _write_units(page: SheetPage, writing: Writing) -> None:
    held = [register for register in writing.book.units if register.units_e4]
    if not held:
        return
    page.write(Styled(writing.words(N_("Investment funds")), styles.SECTION))
    page.write(*heads(writing, N_("Fund"), N_("Net assets"), N_("Units"), N_("One unit is worth"), ends=3))
    for register in held:
        value = round_half_up((register.value or Fraction(0)) * 10**(4 - writing.places))
        page.write(text(writing.say(fund_label(register.fund))), writing.figure(register.net_assets_minor),
                   writing.figure(register.units_e4, 4), writing.figure(value, 4))
    page.skip()


MEMBER_HEADS = (
    N_("No."), N_("Name"), N_("Joined"), N_("Left"), N_("Shares"), N_("Savings"), N_("Social fund"),
    N_("Put into investment"), N_("Now worth"), N_("Loans"), N_("Fines and charges due"), N_("Due to her"),
)
_MEMBER_COLUMNS: tuple[tuple[str, Callable[[MemberLine], int]], ...] = (
    ("savings", lambda line: line.savings_minor),
    ("social", lambda line: line.social_minor),
    ("invested", lambda line: line.invested_minor),
    ("investment_worth", lambda line: line.worth_minor),
    ("loans", lambda line: line.loans_minor),
    ("dues", lambda line: line.dues_minor),
    ("due_to_her", lambda line: line.due_to_her_minor),
)
_FIRST_MEMBER_FIGURE = 6


def write_members(page: SheetPage, writing: Writing) -> None:
    """Every member with what is hers and what she owes."""
    members = writing.book.members
    page.freeze("C6")
    title(writing, page)
    page.write(*heads(writing, *MEMBER_HEADS, ends=8))
    first = page.row + 1
    for line in members:
        person = line.person
        page.write(number(person.number), text(person.name), day(person.joined), day(person.left),
                   count(line.shares), *(writing.figure(read(line)) for _name, read in _MEMBER_COLUMNS))
    row = page.write(
        Styled(writing.words(N_("Total")), styles.TOTAL), *[Styled(None, styles.TOTAL)] * 3,
        Styled(sum(line.shares for line in members), styles.TOTAL_FIGURE.with_format(COUNT_FORMAT)),
        *(writing.money_total(sum(map(read, members))) for _name, read in _MEMBER_COLUMNS))
    _check_members(page, writing, first, row)


def _check_members(page: SheetPage, writing: Writing, first: int, total: int) -> None:
    table = writing.data.members
    for column, (name, _read) in enumerate(_MEMBER_COLUMNS, start=_FIRST_MEMBER_FIGURE):
        _compare_total(page, writing, (MEMBER_HEADS[column - 1], column, total), f"SUM({table.cells(name)})")
    if writing.book.members:
        names = f"{page.ref(2, first)}:{page.ref(2, total - 1).partition('!')[2]}"
        writing.checks.compare(
            Message(N_("%(sheet)s: the same names"), {"sheet": page.title}), shown=str(total - first),
            recomputed=f"SUMPRODUCT(--EXACT({names},{table.cells('name')}))", places=0)


def _compare_total(page: SheetPage, writing: Writing, where: tuple[str, int, int], recomputed: str) -> None:
    head, column, row = where
    what = Message(N_("%(sheet)s: total of %(column)s"), {"sheet": page.title, "column": Message(head)})
    writing.checks.compare(what, shown=page.ref(column, row), recomputed=recomputed, places=writing.places)


MEETING_HEADS = (
    N_("No."), N_("Date"), N_("Present"), N_("On the roll"), N_("Money in"), N_("Money out"),
    N_("Cash counted"), N_("Difference"),
)


def write_meetings(page: SheetPage, writing: Writing) -> None:
    """Every closed meeting with who came and what moved."""
    meetings = writing.book.meetings
    page.freeze("C6")
    title(writing, page)
    page.write(*heads(writing, *MEETING_HEADS, ends=6))
    for line in meetings:
        counted = text("") if line.counted_minor is None else writing.figure(line.counted_minor)
        page.write(number(line.number), day(line.held_on), count(line.present), count(line.on_roll),
                   writing.figure(line.in_minor), writing.figure(line.out_minor), counted,
                   writing.figure(line.difference_minor))
    row = page.write(
        Styled(writing.words(N_("Total")), styles.TOTAL), *[Styled(None, styles.TOTAL)] * 3,
        writing.money_total(sum(line.in_minor for line in meetings)),
        writing.money_total(sum(line.out_minor for line in meetings)), Styled(None, styles.TOTAL),
        writing.money_total(sum(line.difference_minor for line in meetings)))
    for column, name in ((5, "money_in"), (6, "money_out"), (8, "cash_difference")):
        cells = writing.data.meetings.cells(name)
        _compare_total(page, writing, (MEETING_HEADS[column - 1], column, row), f"SUM({cells})")
