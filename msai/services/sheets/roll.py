"""Who was there, who stood for whom, who paid for another, and who joined: what a sheet says of people.

Somebody who joins at a meeting is on its roll and may stand on its lines like everybody else; she is taken
in when the sheet is posted, in the same transaction, and not at all when it is held.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from msai.services.group_books import GroupBook, MemberOnRoll
from msai.services.holders import member_holder
from msai.services.sheets.checks import Check, SheetCase
from msai.services.sheets.sheet import Attendance, Reason, Sheet

HERE = frozenset({Attendance.PRESENT, Attendance.LATE})
"""Who saw the meeting with her own eyes."""


def with_newcomers(group: GroupBook, sheet: Sheet) -> GroupBook:
    """The group with those on its roll who join at this meeting."""
    if not sheet.newcomers:
        return group
    joining = {
        new.number: MemberOnRoll(new.number, member_holder(group.book_id, new.number), sheet.held_on, None)
        for new in sheet.newcomers
    }
    return replace(group, members={**joining, **group.members})


def newcomers_are_new(sheet: Sheet, group: GroupBook) -> Iterator[Reason]:
    """A newcomer has a number that nobody has or ever had: numbers are not given twice."""
    taken = set(group.members)
    for i, new in enumerate(sheet.newcomers):
        if new.number in taken:
            yield Reason(f"new_members.{i}.number", "member_number_taken", {"member": new.number})
        taken.add(new.number)


def represented_have_somebody(case: SheetCase) -> Iterator[Reason]:
    """Who stands for another is here herself; who is here needs nobody to stand for her."""
    roll = case.sheet.attendance
    for number, by in sorted(case.sheet.represented_by.items()):
        if roll.get(number) is not Attendance.REPRESENTED:
            yield Reason(f"represented_by.{number}", "not_represented", {"member": number})
        elif roll.get(by) not in HERE:
            yield Reason(f"represented_by.{number}", "representative_not_here", {"member": by})


def payers_pay_for_others(case: SheetCase) -> Iterator[Reason]:
    """Somebody who pays for another is another, and money was handed over."""
    for i, line in enumerate(case.sheet.lines):
        if line.payer is None:
            continue
        if line.payer == line.member:
            yield Reason(f"lines.{i}.payer", "payer_is_member", {"member": line.payer})
        elif line.tender is None:
            yield Reason(f"lines.{i}.payer", "payer_without_payment", {"member": line.payer})


def witness_was_here(case: SheetCase) -> Iterator[Reason]:
    """A witness saw the count."""
    witness = case.sheet.witness
    if witness is not None and case.sheet.attendance.get(witness.member) not in HERE:
        yield Reason("witness.member", "witness_not_here", {"member": witness.member})


OF_THE_ROLL: Sequence[Check] = (represented_have_somebody, payers_pay_for_others, witness_was_here)
"""What a sheet of today must satisfy in what it says of people."""
