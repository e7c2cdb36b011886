"""What makes a sheet right, one small question at a time.

Each check looks at a whole sheet and answers the reasons it finds; a sheet with any
reason is held.  Checks that a sheet of today must pass, but a record of the past need
not (limits of the rules, the order of numbers), stand in a list of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ledgers.accounts import SAVINGS
from ledgers.money import Money
from msai.services.group_books import GroupBook
from msai.services.group_rules import BY_SHARES
from msai.services.group_rules.meeting_days import is_meeting_day
from msai.services.sheets.book import SheetBook
from msai.services.sheets.odd_amounts import over_whole_shares
from msai.services.sheets.sheet import CAME, LineKind, Reason, Sheet


@dataclass(frozen=True, slots=True)
class SheetCase:
    """A sheet before the group: who it is for, and the tenders as the book had them before it."""

    sheet: Sheet
    group: GroupBook
    opening: dict[tuple[str, str], int]

    def money(self, minor: int) -> Money:
        """An amount in the group's currency, for a reason's sentence."""
        return Money(minor, self.group.currency)


SETTLES_OLD_MATTERS = frozenset({
    LineKind.PAYOUT, LineKind.LOAN_WRITE_OFF, LineKind.RECOVERY, LineKind.REPAYMENT, LineKind.FINE_PAID,
    LineKind.FEE_PAID, LineKind.REDEMPTION,
})
"""Lines that may still name somebody who has left: what she owes, is owed, or holds in units."""

Check = Callable[[SheetCase], Iterable[Reason]]


def cycle_is_open(case: SheetCase) -> Iterator[Reason]:
    """The Sunday belongs to a cycle that was opened and not yet shared out."""
    opened, closed, day = case.group.cycle_opened_on, case.group.cycle_closed_on, case.sheet.held_on
    if opened is None or day < opened or (closed is not None and day > closed):
        yield Reason("date", "outside_cycle", {"date": day, "opened": opened} if opened else {"date": day})


def not_in_the_future(today: date) -> Check:
    """A meeting is recorded when it has been held; a day of grace covers the world's clocks."""

    def check(case: SheetCase) -> Iterator[Reason]:
        if (case.sheet.held_on - today).days > 1:
            yield Reason("date", "in_the_future", {"date": case.sheet.held_on})

    return check


def opening_is_in_the_book(case: SheetCase) -> Iterator[Reason]:
    """A group that comes from its paper meets here when two officers have agreed to that paper."""
    if case.group.opening_waits:
        yield Reason("date", "opening_not_approved", {})


def one_sheet_a_day(case: SheetCase) -> Iterator[Reason]:
    """A group meets once on a Sunday, and later Sundays come after earlier ones."""
    last = case.group.last_held_on
    if last is not None and case.sheet.held_on == last:
        yield Reason("date", "second_sheet", {"date": last, "number": case.group.last_number or 0})
    elif last is not None and case.sheet.held_on < last:
        yield Reason("date", "before_last_meeting", {"date": case.sheet.held_on, "last": last})


def number_follows(case: SheetCase) -> Iterator[Reason]:
    """A sheet waits until the one before it is in."""
    number, last = case.sheet.number, case.group.last_number
    if number is None or last is None or number == last + 1:
        return
    if number > last + 1:
        yield Reason("number", "earlier_sheet_missing", {"number": number, "expected": last + 1})
    else:
        yield Reason("number", "number_taken", {"number": number})


def members_belong(case: SheetCase) -> Iterator[Reason]:
    """Lines and roll call name people who are with the group that day."""
    day, members = case.sheet.held_on, case.group.members
    # Nearly everybody belongs: only whoever does not is looked for on the sheet.
    gone = _numbers_named(case.sheet) - {member.number for member in case.group.on_roll(day)}
    if not gone:
        return
    for path, number in _places_named(case.sheet):
        member = members.get(number)
        if number not in gone:
            continue
        if member is None:
            yield Reason(path, "unknown_member", {"member": number})
        elif day < member.joined_on:
            yield Reason(path, "member_not_joined", {"member": number, "joined": member.joined_on})
        else:
            yield Reason(path, "member_left", {"member": number, "left": member.left_on or day})


def _numbers_named(sheet: Sheet) -> set[int]:
    witness = (sheet.witness.member,) if sheet.witness else ()
    named = {*sheet.attendance, *sheet.represented_by.values(), *witness}
    for line in sheet.lines:
        named.update((line.member or 0, line.payer or 0))
    return named - {0}


def _places_named(sheet: Sheet) -> Iterator[tuple[str, int]]:
    """Where the sheet names members who have to belong."""
    yield from ((f"attendance.{number}", number) for number in sheet.attendance)
    yield from ((f"lines.{i}.member", line.member) for i, line in enumerate(sheet.lines)
                if line.member and line.kind not in SETTLES_OLD_MATTERS)
    yield from ((f"lines.{i}.payer", line.payer) for i, line in enumerate(sheet.lines) if line.payer)
    yield from ((f"represented_by.{number}", by) for number, by in sheet.represented_by.items())
    if sheet.witness:
        yield "witness.member", sheet.witness.member


def opening_agrees(case: SheetCase) -> Iterator[Reason]:
    """The cash the meeting began with is what the book says lay there."""
    said = {key: minor for key, minor in case.sheet.opening.items() if minor}
    for tender, fund in sorted({*said, *case.opening}):
        if tender not in case.group.tenders:
            yield Reason(f"opening.{tender}/{fund}", "unknown_tender", {"tender": tender})
        elif said.get((tender, fund), 0) != case.opening.get((tender, fund), 0):
            yield Reason(f"opening.{tender}/{fund}", "opening_differs", {
                "tender": tender, "fund": fund,
                "said": case.money(said.get((tender, fund), 0)),
                "book": case.money(case.opening.get((tender, fund), 0)),
            })


def shares_within_rules(case: SheetCase) -> Iterator[Reason]:
    """Savings are whole shares, no fewer and no more than the group allows in a meeting.

    What is over whole shares passes where the group's rule says what becomes of it.
    """
    rules = case.group.rules
    if rules.saving != BY_SHARES:
        return
    bought: dict[int, int] = {}
    places: dict[int, int] = {}
    for i, line in case.sheet.lines_of(LineKind.SAVINGS):
        whole = line.amount_minor - over_whole_shares(line, rules)
        if line.shares * rules.share_value_minor != whole:
            yield Reason(f"lines.{i}.amount", "not_whole_shares", {
                "amount": case.money(line.amount_minor), "share": case.money(rules.share_value_minor)})
        bought[line.member or 0] = bought.get(line.member or 0, 0) + line.shares
        places[line.member or 0] = i
        if rules.shares_max is not None and bought[line.member or 0] > rules.shares_max:
            yield Reason(f"lines.{i}.shares", "shares_over_limit", {
                "shares": bought[line.member or 0], "limit": rules.shares_max})
    for member, shares in bought.items():
        if 0 < shares < rules.shares_min:
            yield Reason(f"lines.{places[member]}.shares", "shares_under_limit", {
                "shares": shares, "limit": rules.shares_min})


def day_is_meant(case: SheetCase) -> Iterator[Reason]:
    """The group meets on its own days; another day is no slip of the pen when the sheet says so."""
    if not case.sheet.other_day and not is_meeting_day(case.group.rules.meets, case.sheet.held_on):
        yield Reason("other_day", "not_a_meeting_day", {"date": case.sheet.held_on})


def loans_are_allowed(case: SheetCase) -> Iterator[Reason]:
    """A group that does not lend gives no loan; those that run are paid back all the same."""
    if not case.group.rules.lending:
        yield from (Reason(f"lines.{i}.kind", "lending_off") for i, _ in case.sheet.lines_of(LineKind.LOAN))


def savings_reach_minimum(case: SheetCase) -> Iterator[Reason]:
    """Where a group saves by amount, a contribution is at least the agreed minimum."""
    rules = case.group.rules
    for i, line in case.sheet.lines_of(LineKind.SAVINGS):
        if rules.saving != BY_SHARES and line.amount_minor < rules.minimum_minor:
            yield Reason(f"lines.{i}.amount", "below_minimum", {
                "amount": case.money(line.amount_minor), "minimum": case.money(rules.minimum_minor)})


def members_came(case: SheetCase) -> Iterator[Reason]:
    """Everybody on the roll has been called: a sheet without a roll call is not finished."""
    for member in case.group.on_roll(case.sheet.held_on):
        if member.number not in case.sheet.attendance:
            yield Reason(f"attendance.{member.number}", "attendance_missing", {"member": member.number})


def cash_was_counted(case: SheetCase) -> Iterator[Reason]:
    """Where there is a box, the cash in it was counted."""
    if case.sheet.cash_counted_minor is None and case.group.box() is not None:
        yield Reason("cash_counted", "count_missing")


def pieces_add_up(case: SheetCase) -> Iterator[Reason]:
    """The notes and coins that were counted one by one come to the count that was written down."""
    pieces = sum(face * many for face, many in case.sheet.pieces.items())
    if case.sheet.pieces and pieces != case.sheet.cash_counted_minor:
        yield Reason("cash_count", "pieces_differ", {
            "pieces": case.money(pieces), "counted": case.money(case.sheet.cash_counted_minor or 0)})


BOOKS_OWN: Sequence[Check] = (
    cycle_is_open, opening_is_in_the_book, one_sheet_a_day, members_belong, opening_agrees,
)
"""What every sheet must satisfy, a record of the past as well."""

OF_THE_RULES: Sequence[Check] = (
    number_follows, day_is_meant, members_came, shares_within_rules, savings_reach_minimum, loans_are_allowed,
    cash_was_counted, pieces_add_up,
)
"""What a sheet of today must satisfy besides."""


def tenders_cover(book: SheetBook) -> Iterator[Reason]:
    """No tender of any fund is below nothing after the whole sheet."""
    for (tender, fund), minor in sorted(book.tender_balances().items()):
        if minor < 0:
            yield Reason("lines", "negative_tender", {
                "tender": tender, "fund": fund, "missing": Money(-minor, book.group.currency)})


def difference_of(sheet: Sheet, book: SheetBook) -> int:
    """Counted minus book over all funds of the box, in minor units; zero where nothing was counted."""
    box = book.group.box()
    if sheet.cash_counted_minor is None or box is None:
        return 0
    lying = book.tender_balances().items()
    return sheet.cash_counted_minor - sum(minor for (tender, _), minor in lying if tender == box.holder.alias)


def difference_is_explained(sheet: Sheet, book: SheetBook) -> Iterator[Reason]:
    """A difference is the one the sheet names, and has a reason."""
    difference = difference_of(sheet, book)
    money = Money(difference, book.group.currency)
    if sheet.cash_difference_minor is not None and sheet.cash_difference_minor != difference:
        yield Reason("cash_difference", "difference_differs", {
            "said": Money(sheet.cash_difference_minor, book.group.currency), "found": money})
    if difference and not (sheet.difference_reason or "").strip():
        yield Reason("difference_reason", "reason_missing", {"difference": money})
    if difference and sheet.difference_fund != SAVINGS and not _has_fund(book, sheet.difference_fund):
        yield Reason("difference_fund", "unknown_fund", {"fund": sheet.difference_fund})


def _has_fund(book: SheetBook, fund: str) -> bool:
    return any(known == fund for _, known in book.tender_balances())


def present_count(sheet: Sheet) -> int:
    """How many came: present, late or represented."""
    return sum(1 for state in sheet.attendance.values() if state in CAME)
