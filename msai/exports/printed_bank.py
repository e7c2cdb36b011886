"""The sheet of the bank and the wallets: each month beside what their screens showed, and what explains it.

The book's side of every place is added up again from the postings, so that a figure cannot be made to agree
with the bank by altering it here.
"""

from __future__ import annotations

from itertools import groupby

from msai.exports import sheet_styles as styles
from msai.exports.checks import AtLeast, Condition, sum_where
from msai.exports.data_sheets import EXCEL_DAY_ZERO
from msai.exports.group_workbook import BankMonth
from msai.exports.labels import tender_label
from msai.exports.sheet_page import SheetPage, Styled, day, text
from msai.exports.writing import Writing, title
from msai.messages import N_, Message

HEADS = (
    N_("Month"), N_("In the book"), N_("Shown"), N_("Difference"), N_("Left unexplained"),
    N_("What came of it"), N_("What explains it"), N_("How much more is shown"),
)
_WORDS = frozenset({N_("Month"), N_("What came of it"), N_("What explains it")})
_FIGURES = ((2, "book"), (3, "shown"), (4, "difference"), (5, "unexplained"))


def write_bank(page: SheetPage, writing: Writing) -> None:
    """A table for each place, its months oldest first; a line more for each further reason."""
    page.freeze("B6")
    title(writing, page)
    if not writing.book.bank:
        page.write(Styled(writing.words(N_("Nothing lies at a bank or in a wallet.")), styles.SUBTITLE))
    for (code, alias), found in groupby(writing.book.bank, key=lambda month: (month.code, month.alias)):
        _place(page, writing, tender_label(code, alias, writing.book.names), list(found))


def _place(page: SheetPage, writing: Writing, name: Message, months: list[BankMonth]) -> None:
    page.write(Styled(writing.say(name), styles.SECTION))
    page.write(*(Styled(writing.words(head), styles.HEAD if head in _WORDS else styles.HEAD_END)
                 for head in HEADS))
    first = page.row + 1
    last_month = first
    for month in months:
        last_month = _month(page, writing, month)
    for column, of_table in _FIGURES:
        cells = f"{page.ref(column, first)}:{page.ref(column, page.row).rpartition('!')[2]}"
        writing.checks.compare(
            Message(N_("%(sheet)s: %(column)s of %(place)s"),
                    {"sheet": page.title, "column": Message(HEADS[column - 1]), "place": name}),
            shown=f"SUM({cells})", places=writing.places,
            recomputed=sum_where(writing.data.bank, of_table, code=months[0].code, holder=months[0].alias))
    writing.checks.compare(
        Message(N_("%(sheet)s: the last month of %(place)s"), {"sheet": page.title, "place": name}),
        shown=page.ref(2, last_month), recomputed=_posted(writing, months[-1]), places=writing.places)
    page.skip()


def _month(page: SheetPage, writing: Writing, month: BankMonth) -> int:
    """Write a month and answer the number of its row."""
    empty = text("")
    seen = [writing.figure(minor) for minor in (month.shown_minor, month.difference_minor,
                                                month.unexplained_minor) if minor is not None]
    reasons = [(text(writing.say(reason.label)), writing.figure(reason.amount_minor))
               for reason in month.reasons]
    row = page.write(day(month.day), writing.figure(month.book_minor),
                     *(seen if month.shown_minor is not None else [empty] * 3),
                     text(writing.say(month.state)), *(reasons[0] if reasons else (empty, empty)))
    for reason in reasons[1:]:
        page.write(*[empty] * 6, *reason)
    return row


def _posted(writing: Writing, month: BankMonth) -> str:
    """What all postings up to the last day of the month left in the place, by formula."""
    table, after = writing.data.postings, AtLeast((month.day - EXCEL_DAY_ZERO).days + 1)
    sides: list[dict[str, Condition]] = [
        {f"{side}_code": month.code, f"{side}_holder": month.alias} for side in ("debit", "credit")]
    into, out_of = (f"({sum_where(table, 'amount', **side)}-{sum_where(table, 'amount', **side, date=after)})"
                    for side in sides)
    return f"{into}-{out_of}"
