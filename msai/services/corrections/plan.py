"""What a correction would post, worked out from the book as it stands and changed by nothing.

The same plan is made when somebody asks, when the second person reads it and at the moment it is posted; the
approval is bound to its `shown`, so that a book that moved in between is noticed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import Account
from ledgers.entries import JournalEntry, Posting, Source, SourceKind
from ledgers.rules.corrections import CycleThen, Explained, as_counted, correction, moved_in
from msai.services.corrections.counts import MeetingCount, find_count
from msai.services.corrections.day_book import Day, DayBook, read_day
from msai.services.corrections.ended import Ended, what_ended
from msai.services.corrections.errors import KindNotOffered, MemberNotThere, NothingChanges, NotWholeShares
from msai.services.corrections.lines import BookLine, first_written, read_line
from msai.services.corrections.loan_then import (
    Lent,
    before_the_line,
    lend_instead,
    require_uncharged,
    split_by_rules,
)
from msai.services.corrections.right_line import kinds_in_place_of, says
from msai.services.group_books import require_open_cycle
from msai.services.group_rules import BY_SHARES
from msai.services.sheets import LineKind, SheetLine
from msai.services.sheets.lending import SheetLending
from msai.services.sheets.lines import moved_by_line


class Cash(StrEnum):
    """What is true of the box: it was counted right, or the money changes hands now."""

    AS_COUNTED = "as_counted"
    HANDED_OVER = "handed_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a line should become (none: it should not be there), and what is true of the box."""

    book_id: UUID
    seq: int
    line: int
    becomes: SheetLine | None
    cash: Cash = Cash.AS_COUNTED


@dataclass(frozen=True, slots=True)
class Plan:
    """A correction as it would be posted on a day.

    `was` is what the line says now, None where only its postings tell; `right` what it should have posted.
    `box_minor` is what the line itself changes in the box by the book; where the box was counted right,
    `explained` takes that back. `changes` are the accounts that change in all, debit positive. `lent` is
    what a loan comes to whose issue is put right.
    """

    wanted: Wanted
    day: Day
    was: SheetLine | None
    right: tuple[Posting, ...]
    count: MeetingCount | None
    box_minor: int
    explained: Explained
    ended: Ended
    entry: JournalEntry
    lent: Lent | None = None

    @property
    def line(self) -> BookLine:
        """The line that is put right."""
        return self.day.line

    @property
    def changes(self) -> Mapping[Account, int]:
        """The accounts that change in all, debit positive."""
        return changes_of(self.entry.postings)

    @property
    def asks_about_cash(self) -> bool:
        """Whether the box would hold another amount, and it was counted: then somebody has to say which."""
        return self.box_minor != 0 and self.count is not None

    @property
    def cash(self) -> Cash:
        """What is true of the box; where nobody counted it, the book alone was wrong."""
        return self.wanted.cash if self.asks_about_cash else Cash.HANDED_OVER

    @property
    def owed_back(self) -> frozenset[Account]:
        """The dues that stand for savings shared out: a member who was paid too much owes them."""
        sides = (side for posting in (*self.line.postings, *self.right)
                 if self.ended.then(posting) is CycleThen.SHARED_OUT
                 for side in (posting.debit, posting.credit) if side.code == 3100)
        return frozenset(Account(2100, side.fund, side.holder) for side in sides)

    def shown(self, commitment: bytes) -> dict[str, Any]:
        """What an approval is bound to, the commitment to the reason included; the day is that of posting."""
        return {
            "line": [self.line.seq, self.line.line], "cash": self.cash.value, "reason": commitment.hex(),
            "postings": [
                [posting.debit.key, posting.credit.key, posting.amount_minor, list(posting.reverses or ())]
                for posting in self.entry.postings],
            **({"lent": [[terms.starts_on.isoformat(), terms.principal_minor] for terms in self.lent.terms]}
               if self.lent else {}),
        }


def plan_correction(session: Session, wanted: Wanted, *, on: date) -> Plan:
    """Work out what would be posted on a day.

    Raises:
        CycleClosed: the group has no open cycle on that day.
        NotFound, LineNotCorrectable, AlreadyReversed: as for `read_line`.
        KindNotOffered, MemberNotThere, NotWholeShares, NothingChanges: the right line cannot be this one.
        LedgerError: the right line breaks a rule of the books.
    """
    line = read_line(session, wanted.book_id, seq=wanted.seq, line=wanted.line)
    day = read_day(session, line)
    require_open_cycle(session, day.group, on=on)
    becomes, lending, lent = _of_loan(session, day, wanted.becomes, on)
    wanted = replace(wanted, becomes=becomes)
    right = _right(session, day, becomes, lending)
    _require_change(line, right)
    count = find_count(session, day.group, line)
    box_minor = _moved_in_box(day, right)
    explained = Explained()
    if count is not None and wanted.cash is Cash.AS_COUNTED:
        explained = as_counted(count.count, box_minor)
    ended = what_ended(session, line)
    entry = correction(on, {**line.standing, **explained.taken_back}, right=(*right, *explained.left),
                       cycle=ended.then)
    return Plan(wanted, day, says(line, day.borrowers), right, count, box_minor, explained, ended, entry,
                lent)


def known_as(session: Session, day: Day) -> SheetLine | None:
    """What a line says; of one that was taken back whole, what it said when it was first written."""
    return says(day.line, day.borrowers) or says(first_written(session, day.line), day.borrowers)


def sourced(plan: Plan, *, correction_id: UUID, note_id: UUID) -> JournalEntry:
    """The entry with the correction it comes from and the note that says why."""
    return replace(plan.entry, source=Source(SourceKind.CORRECTION, correction_id), note_id=note_id)


def _of_loan(
    session: Session, day: Day, becomes: SheetLine | None, on: date,
) -> tuple[SheetLine | None, SheetLending, Lent | None]:
    """What a line about a loan becomes with its parts, what it meets in the book, and what it leaves."""
    known = known_as(session, day)
    if becomes is None:
        if known is not None and known.kind is LineKind.LOAN:
            require_uncharged(session, day, known.loan)
        return None, SheetLending(), None
    _require_kind(becomes, known)
    if becomes.kind is LineKind.REPAYMENT:
        then = before_the_line(session, day, becomes.loan, on=on)
        raised = {(then.standing.member.id, becomes.in_fund): then.raised_minor}
        return split_by_rules(becomes, then), SheetLending(raised=raised), None
    if becomes.kind is LineKind.LOAN:
        lent = lend_instead(session, day, becomes)
        return becomes, SheetLending(at_issue={becomes.loan or "": lent.charge_minor}), lent
    return becomes, SheetLending(), None


def _require_kind(becomes: SheetLine, known: SheetLine | None) -> None:
    if known is None or becomes.kind not in kinds_in_place_of(known.kind):
        raise KindNotOffered(kind=becomes.kind.value)
    if becomes.kind is LineKind.LOAN and (becomes.loan, becomes.in_fund) != (known.loan, known.in_fund):
        raise KindNotOffered(kind=becomes.kind.value)


def _right(
    session: Session, day: Day, becomes: SheetLine | None, lending: SheetLending,
) -> tuple[Posting, ...]:
    if becomes is None:
        return ()
    _require_member(day, becomes)
    _require_whole_shares(day, becomes)
    book = DayBook(session, day)
    book.lending = lending
    said = becomes._replace(ref=_reference(day, becomes))
    _, postings = moved_by_line(day.line.held_on, said, book)
    return postings


def _reference(day: Day, becomes: SheetLine) -> str:
    """The reference of the line; a payment between meetings names its loan by it."""
    reference = day.line.line_ref or becomes.ref
    return becomes.loan or reference if reference in day.borrowers else reference


def _require_change(line: BookLine, right: Sequence[Posting]) -> None:
    taken_back = (posting.reversed_as(*place) for place, posting in line.standing.items())
    if not changes_of((*taken_back, *right)):
        raise NothingChanges()


def _require_member(day: Day, becomes: SheetLine) -> None:
    if becomes.member is None:
        return
    member = day.group.members.get(becomes.member)
    if member is None or not member.is_with_group(day.line.held_on):
        raise MemberNotThere(member=becomes.member, day=day.line.held_on)
    owner = day.borrowers.get(becomes.loan or "")
    if owner is not None and owner != becomes.member:
        raise MemberNotThere(member=becomes.member, day=day.line.held_on)


def _require_whole_shares(day: Day, becomes: SheetLine) -> None:
    rules = day.group.rules
    if rules.saving != BY_SHARES or becomes.kind not in (LineKind.SAVINGS, LineKind.WITHDRAWAL):
        return
    if becomes.shares * rules.share_value_minor != becomes.amount_minor:
        raise NotWholeShares(share_minor=rules.share_value_minor)


def _moved_in_box(day: Day, right: Iterable[Posting]) -> int:
    box = day.group.box()
    if box is None:
        return 0
    return moved_in(box, right) - moved_in(box, day.line.postings)


def changes_of(postings: Iterable[Posting]) -> dict[Account, int]:
    """The accounts that postings change in all, debit positive, those that come to nothing left out."""
    changes: dict[Account, int] = defaultdict(int)
    for posting in postings:
        changes[posting.debit] += posting.amount_minor
        changes[posting.credit] -= posting.amount_minor
    return {account: minor for account, minor in changes.items() if minor}
