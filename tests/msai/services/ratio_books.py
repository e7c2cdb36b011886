"""A group 39 weeks old whose book comes to the snapshot of RULE-07, and postings of any other book.

Amounts are minor units, as in the vector. Of eleven loans one, of 2,500, should have been paid back long ago.
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from uuid import uuid5

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, SOCIAL, Account, HolderKind
from ledgers.entries import EntryKind, JournalEntry, Posting, Source, SourceKind
from ledgers.journal import Stamp
from ledgers.lending.schedules import ChargeMethod
from ledgers.lending.terms import LoanTerms, Period
from msai.models.groups import Loan, Meeting, Member
from msai.permissions import SYSTEM_IMPORT
from msai.services.groups import NewMember, add_members
from msai.services.holders import holder, member_holder
from msai.services.keys import journal_of
from msai.services.loans.on_sheets import keep_terms
from msai.services.views.ratios.show import RatioLine, show_ratios
from tests.msai.services.sundays import AT, GROUP, OPENED, SITI, TREASURER

NOW = OPENED + timedelta(weeks=39)
PLACES = {1010: "box", 1020: "bank"}


def of(code: int, fund: str = SAVINGS, who: str = "") -> Account:
    """An account: of a place, of a member or loan by its name, or of nobody."""
    if code in PLACES:
        return Account(code, fund, holder(GROUP, HolderKind.TENDER, PLACES[code]))
    named = {"": None, "member-3": member_holder(GROUP, SITI)}
    return Account(code, fund, named[who] if who in named else holder(GROUP, HolderKind.LOAN, who))


def post(session: Session, kind: EntryKind, weeks: int, *postings: tuple[Account, Account, int]) -> None:
    """Post an entry so many weeks after the group began."""
    day = OPENED + timedelta(weeks=weeks, days=-1 if weeks < 0 else 0)
    entry = JournalEntry(kind, day, tuple(Posting(*one) for one in postings))
    name = f"{kind}:{postings[0][0].key}:{weeks}"
    journal_of(session, GROUP).post(entry.with_source(Source(SourceKind.RECEIPT, uuid5(GROUP, name))),
                                    client_ref=name, stamp=Stamp(GROUP, AT))


def keep_book(session: Session) -> None:
    """The book of RULE-07: what was saved, lent, earned, given up and bought comes to the snapshot."""
    box, loans = of(1010), [of(1100, who=f"loan-{n}") for n in range(1, 13)]
    post(session, EntryKind.OPENING, -1, (of(1500), of(3400), 1_000))
    post(session, EntryKind.SAVINGS, 1, (box, of(3100, who="member-3"), 48_000))
    post(session, EntryKind.SOCIAL, 1, (of(1010, SOCIAL), of(3300, SOCIAL, "member-3"), 3_600))
    post(session, EntryKind.LOAN_ISSUED, 2, *((loan, box, 3_500) for loan in loans[:9]),
         (loans[9], box, 5_500), (loans[10], box, 2_500), (loans[11], box, 500))
    agree_on(session, "loan-11", 2_500)
    post(session, EntryKind.INTEREST_DUE, 5, (box, of(4100, who="member-3"), 9_100))
    post(session, EntryKind.LOAN_WRITTEN_OFF, 6, (of(5400), loans[11], 500))
    post(session, EntryKind.PROPERTY, 7, (of(1500), box, 200))


def agree_on(session: Session, alias: str, minor: int) -> None:
    """Siti was to pay this loan back in three months, without a charge."""
    loan, day = holder(GROUP, HolderKind.LOAN, alias), OPENED + timedelta(weeks=2)
    session.execute(insert(Loan).values(
        book_id=GROUP, loan_id=loan.id, alias=alias, member_id=member_holder(GROUP, SITI).id, fund=SAVINGS,
        issued_on=day, months=None))
    keep_terms(session, GROUP, {loan.id: LoanTerms(
        principal_minor=minor, rate_percent=Fraction(0), method=ChargeMethod.FLAT, period=Period.MONTH,
        periods=3, starts_on=day)}, recorded_by=GROUP, at=AT)


def keep_people(session: Session) -> None:
    """22 at the beginning, three more later, one left; 21 came last time."""
    add_members(session, SYSTEM_IMPORT, GROUP, [
        NewMember(number=n, name=f"Member {n}", joined_on=OPENED if n <= 22 else OPENED + timedelta(weeks=3))
        for n in range(4, 26)])
    session.execute(update(Member).where(Member.book_id == GROUP, Member.number == 9)
                    .values(left_on=OPENED + timedelta(weeks=8)))
    session.execute(insert(Meeting).values(
        book_id=GROUP, meeting_id=GROUP, number=39, held_on=NOW, version=1, attendance="{}", present=21,
        on_roll=24, total_in_minor=0, total_out_minor=0, cash_difference_minor=0, witnessed="no",
        fund_totals="{}", last_hash=bytes(32), recorded_by=GROUP, closed_at=AT))


def lines(session: Session) -> dict[str, RatioLine]:
    """The ratios by name, as the treasurer reads them."""
    return {line.name: line for line in show_ratios(session, TREASURER, GROUP, on=NOW, today=NOW).lines}
