"""What is over whole shares: refused, kept for the member, or given to the social fund, by the group's rule.

Somebody brings 210.00 where a share is 50.00.  The line says four shares and 210.00; the
shares are posted as savings, and the 10.00 as what the rule of that day makes of it.
"""

from __future__ import annotations

from datetime import date

from ledgers.accounts import SAVINGS
from ledgers.entries import EntryKind
from ledgers.rules import savings
from ledgers.rules.tenders import FundLine, MemberLine
from msai.services.group_rules import BY_SHARES, REFUSED, TO_SOCIAL, GroupRules
from msai.services.sheets.book import SheetBook
from msai.services.sheets.late_entries import entries_of_late_entry
from msai.services.sheets.lines import Moved, moved_by_line
from msai.services.sheets.sheet import LineKind, SheetLine


def over_whole_shares(line: SheetLine, rules: GroupRules) -> int:
    """What a savings line has over its whole shares, in minor units; nought where nothing may be over.

    Less than nought, or a whole share and more, is no odd amount: somebody miscounted.
    """
    if rules.odd_amounts == REFUSED or line.kind is not _SAVINGS or rules.saving != BY_SHARES:
        return 0
    over = line.amount_minor - line.shares * rules.share_value_minor
    return over if 0 < over < rules.share_value_minor else 0


def moves_of_line(day: date, line: SheetLine, book: SheetBook) -> tuple[Moved, ...]:
    """What a line moves: once, and a second time for what is over whole shares or above savings.

    Raises:
        LedgerError: the line cannot be posted, with the code of the rule it breaks.
    """
    if line.kind is _LATE_ENTRY:
        return tuple((entry.kind, entry.postings) for entry in entries_of_late_entry(day, line, book))
    over = over_whole_shares(line, book.group.rules)
    if not over:
        return (moved_by_line(day, line, book),)
    whole = line._replace(amount_minor=line.amount_minor - over)
    bought = (moved_by_line(day, whole, book),) if whole.amount_minor else ()
    return (*bought, _what_is_over(line._replace(amount_minor=over), book))


def _what_is_over(line: SheetLine, book: SheetBook) -> Moved:
    member, tender = book.member(line.member), book.tender(line.tender)
    if book.group.rules.odd_amounts == TO_SOCIAL:
        given = MemberLine(member, tender, line.amount_minor, line.ref)
        return EntryKind.SOCIAL, savings.social_postings(given)
    held = FundLine(member, tender, line.amount_minor, line.ref, SAVINGS)
    return EntryKind.HELD_MONEY, savings.held_postings(held)


_SAVINGS, _LATE_ENTRY = LineKind.SAVINGS, LineKind.LATE_ENTRY
