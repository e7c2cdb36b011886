"""How every loan of a group stands on a day: what is left, what is due, how late, and what it has cost.

Who shares out, settles with a leaver or draws the next sheet asks here, so that all mean the same.  Nothing
here asks for permission: whoever calls it has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import Account, Holder
from ledgers.balances import RegisterLine, balances, register
from ledgers.lending.course import Arrears, Course, arrears, interest_unraised, next_due_on
from ledgers.lending.terms import LoanTerms
from ledgers.rules.dues import Charge, Due
from msai.services.dues.owed import DUES, Owed, owed_from
from msai.services.loans.agreed import LoanAgreed, read_loans
from msai.services.loans.charged import DEBT, INCOME, Trails, follow

_NOTHING_DUE = Arrears(principal_minor=0, interest_minor=0, raised_minor=0, oldest_on=None, days=0)
LONGEST_REFERENCE = 60
AT_RISK_AFTER = 30
"""A loan is at risk when an instalment is more days late than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanStanding:
    """One loan on a day; amounts in minor units.

    `left_minor` is the principal still owed.  `raised_minor` is interest that was raised and is unpaid (it
    stands on 1150), `unraised_minor` interest up to the day that is not in the book yet, a period begun
    counted whole.  Of these, `due_interest_minor` and `due_principal_minor` had to be paid by the day; what
    was raised is due as it stands and not among them.  `terms` is None where a loan was recorded without
    any; nothing is ever due of it then.  `was_late_days` is how late it was when its schedule was put off;
    `given` is false of a loan that was taken out of the book again.
    """

    loan: Holder
    member: Holder
    number: int
    fund: str
    issued_on: date
    left_minor: int
    raised_minor: int = 0
    unraised_minor: int = 0
    due_interest_minor: int = 0
    due_principal_minor: int = 0
    next_due_on: date | None = None
    late_since: date | None = None
    days_past_due: int = 0
    was_late_days: int = 0
    terms: LoanTerms | None = None
    course: Course | None = None
    given: bool = True

    @property
    def alias(self) -> str:
        """The name of the loan in the book."""
        return self.loan.alias

    @property
    def loan_id(self) -> UUID:
        """The id of the loan, which is that of its holder."""
        return self.loan.id

    @property
    def due_minor(self) -> int:
        """All that had to be paid by the day: interest raised, interest due, principal due."""
        return self.raised_minor + self.due_interest_minor + self.due_principal_minor

    @property
    def settles_with_minor(self) -> int:
        """What pays the loan back on the day."""
        return self.raised_minor + self.unraised_minor + self.left_minor

    @property
    def is_at_risk(self) -> bool:
        """Whether an instalment is over thirty days late, or was when the schedule was put off."""
        return max(self.days_past_due, self.was_late_days) > AT_RISK_AFTER


def list_standings(session: Session, book_id: UUID, *, on: date) -> tuple[LoanStanding, ...]:
    """The loans that are owed, or whose raised interest is, on the evening of a day; oldest first.

    One statement where nobody owes anything, four otherwise, however many loans there are.
    """
    standing = balances(session, book_id, as_of=on, codes=[DEBT, DUES])
    if not standing:
        return ()
    loans = read_loans(
        session, book_id, loans=[holder.id for account in standing if (holder := account.holder)
                                 and account.code == DEBT],
        members=[holder.id for account in standing if (holder := account.holder) and account.code == DUES])
    found = stand_with_dues(session, book_id, loans, standing, on=on)[0]
    return tuple(one for one in found if one.left_minor > 0 or one.raised_minor > 0)


def stand_all(
    session: Session, book_id: UUID, loans: tuple[LoanAgreed, ...], *, on: date,
) -> tuple[LoanStanding, ...]:
    """How these loans stand, those paid back included; `loans` are all of their borrowers'."""
    standing = balances(session, book_id, as_of=on, codes=[DEBT, DUES])
    return stand_with_dues(session, book_id, loans, standing, on=on)[0]


def charges_to_raise(standings: Iterable[LoanStanding]) -> tuple[Charge, ...]:
    """What has to be posted (1150 / 4100) so that the charges of these loans are raised to the day.

    Each names its loan in `line_ref`, so that the book can tell later which loan it was for.
    """
    return tuple(
        Charge(one.member, one.unraised_minor, Due.INTEREST, one.fund, line_ref=reference_of(one.loan))
        for one in standings if one.unraised_minor > 0)


def reference_of(loan: Holder) -> str | None:
    """The reference by which a line of interest names its loan; none where the name is too long for one."""
    return loan.alias if len(loan.alias) <= LONGEST_REFERENCE else None


def portfolio_at_risk(standings: Iterable[LoanStanding]) -> tuple[int, int]:
    """Minor units of loans at risk, and of all loans out; the first over the second is portfolio at risk."""
    out = [one for one in standings if one.left_minor > 0]
    return sum(one.left_minor for one in out if one.is_at_risk), sum(one.left_minor for one in out)


def stand_with_dues(
    session: Session, book_id: UUID, loans: tuple[LoanAgreed, ...], standing: Mapping[Account, int], *,
    on: date,
) -> tuple[tuple[LoanStanding, ...], list[RegisterLine]]:
    """How loans stand, `standing` being what is on 1100 and 1150 that evening, and the lines of the loans.

    Two statements: the debts, the dues of their borrowers and the interest are read in one go.
    """
    if not loans:
        return (), []
    members = {one.member.id for one in loans}
    lines = register(session, book_id, holders=members | {one.loan.id for one in loans},
                     codes=[DEBT, DUES, INCOME], until=on)
    owing = {account: minor for account, minor in standing.items()
             if account.code == DUES and account.holder and account.holder.id in members}
    left = {account.holder.id: minor for account, minor in standing.items()
            if account.code == DEBT and account.holder}
    owed = owed_from(owing, [line for line in lines if line.account.code == DUES])
    first = min(one.issued_on for one in loans)
    theirs = [line for line in lines if line.account.code != DUES and line.occurred_on >= first]
    by_member = {(one.member.id, one.fund): one for one in owed}
    return stand_from(loans, theirs, left=left, owed=by_member, on=on), theirs


def stand_from(
    loans: tuple[LoanAgreed, ...], lines: Sequence[RegisterLine], *, left: Mapping[UUID, int],
    owed: Mapping[tuple[UUID, str], Owed], on: date,
) -> tuple[LoanStanding, ...]:
    """How loans stand, out of what was read already: for a page that reads dues and loans in one go.

    `lines` are those of 1100 and 4100 of the loans and their borrowers from the day the oldest was given,
    `left` what of each loan is owed, `owed` what each member owes by member and fund.
    """
    trails = follow(loans, lines, left)
    unpaid = _unpaid(owed, trails)
    return tuple(_standing(one, trails, left.get(one.loan.id, 0), unpaid[one.loan.id], on) for one in loans)


def _unpaid(owed: Mapping[tuple[UUID, str], Owed], trails: Trails) -> Mapping[UUID, int]:
    """Interest raised and unpaid by loan."""
    found: dict[UUID, int] = defaultdict(int)
    for one in owed.values():
        for part in one.parts:
            loan = trails.places.get((part.seq, part.line))
            if loan is not None and part.due is Due.INTEREST:
                found[loan] += part.left_minor
    return found


def _standing(
    agreed: LoanAgreed, trails: Trails, left_minor: int, unpaid_minor: int, on: date,
) -> LoanStanding:
    trail = trails.of_loan[agreed.loan.id]
    versions = tuple(terms for terms in agreed.versions if terms.starts_on <= on)
    course = None
    if versions:
        course = Course(versions=versions, on=on, left_minor=left_minor, moves=tuple(trail.moves),
                        charged_minor=trail.charged_minor, unpaid_minor=unpaid_minor)
    is_open = course is not None and left_minor > 0
    late = arrears(course) if course and is_open else _NOTHING_DUE
    return LoanStanding(
        loan=agreed.loan, member=agreed.member, number=agreed.number, fund=agreed.fund,
        issued_on=agreed.issued_on, left_minor=left_minor, raised_minor=unpaid_minor,
        unraised_minor=interest_unraised(course) if course and is_open else 0,
        due_interest_minor=late.interest_minor, due_principal_minor=late.principal_minor,
        next_due_on=next_due_on(course) if course and is_open else None, late_since=late.oldest_on,
        days_past_due=late.days, was_late_days=agreed.days_late,
        terms=versions[-1] if versions else None, course=course, given=bool(trail.moves))
