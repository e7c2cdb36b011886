"""What was agreed of loans, between their rows and the values that the arithmetic of lending takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from ledgers.accounts import Holder, HolderKind, one_holder
from ledgers.lending.schedules import ChargeMethod
from ledgers.lending.terms import GracePays, LoanTerms, Period, SettledEarly, Taken
from msai.models.groups import Loan, Member
from msai.models.loans import LoanTermsRow


@dataclass(frozen=True, slots=True)
class LoanAgreed:
    """A loan and whose it is, with the terms that count for it, oldest first; none where nobody recorded any.

    `days_late` is how late it was when its schedule was last put off, the worst of all times.
    """

    loan: Holder
    member: Holder
    number: int
    fund: str
    issued_on: date
    months: int | None
    versions: tuple[LoanTerms, ...] = ()
    days_late: int = 0

    @property
    def loan_id(self) -> UUID:
        """The id of the loan."""
        return self.loan.id


def read_loans(
    session: Session, book_id: UUID, *, loans: Iterable[UUID] = (), members: Iterable[UUID] = (),
) -> tuple[LoanAgreed, ...]:
    """The loans named, and all loans of those who have one of them or are named, oldest first.

    One statement, however many there are.
    """
    named = select(Loan.member_id).where(Loan.book_id == book_id, Loan.loan_id.in_(list(loans)))
    query = _ALL.where(Loan.book_id == book_id, Member.book_id == book_id,
                       or_(Loan.member_id.in_(named), Loan.member_id.in_(list(members))))
    return _gathered(session.execute(query))


def read_every_loan(session: Session, book_id: UUID) -> tuple[LoanAgreed, ...]:
    """Every loan of a group, oldest first, in one statement."""
    return _gathered(session.execute(_ALL.where(Loan.book_id == book_id, Member.book_id == book_id)))


_ALL = (
    select(*(column.label(f"loan_{column.name}") for column in Loan.__table__.columns),
           *LoanTermsRow.__table__.columns, Member.number)
    .join(Member, and_(Member.book_id == Loan.book_id, Member.member_id == Loan.member_id))
    .outerjoin(LoanTermsRow, and_(LoanTermsRow.book_id == Loan.book_id, LoanTermsRow.loan_id == Loan.loan_id))
    .order_by(Loan.issued_on, Loan.alias, LoanTermsRow.version)
)


def _gathered(rows: Iterable[Any]) -> tuple[LoanAgreed, ...]:
    found: dict[UUID, LoanAgreed] = {}
    for row in rows:
        known = found.get(row.loan_loan_id) or _loan(row)
        if row.version is not None:
            known = replace(known, versions=_with_version(known.versions, terms_of(row)),
                            days_late=max(known.days_late, row.days_late))
        found[row.loan_loan_id] = known
    return tuple(found.values())


def _with_version(older: tuple[LoanTerms, ...], newer: LoanTerms) -> tuple[LoanTerms, ...]:
    """The newest version stands in the place of those that begin on its day or later: they never came to be.

    So the terms of a loan whose issue was put right take the place of all that were agreed on the wrong one.
    """
    return (*(one for one in older if one.starts_on < newer.starts_on), newer)


def last_version(session: Session, book_id: UUID, loan_id: UUID) -> int:
    """The number of the newest terms of a loan; nought where it never had any."""
    return session.scalar(select(func.max(LoanTermsRow.version)).where(
        LoanTermsRow.book_id == book_id, LoanTermsRow.loan_id == loan_id)) or 0


def _loan(row: Any) -> LoanAgreed:
    return LoanAgreed(
        one_holder(row.loan_loan_id, HolderKind.LOAN, row.loan_alias),
        one_holder(row.loan_member_id, HolderKind.MEMBER, f"member-{row.number}"), row.number, row.loan_fund,
        row.loan_issued_on, row.loan_months)


def terms_of(row: Any) -> LoanTerms:
    """The terms that a row of `loan_terms` holds."""
    return LoanTerms(
        principal_minor=row.principal_minor, rate_percent=Fraction(row.rate_percent),
        method=ChargeMethod(row.method), period=Period(row.period), periods=row.periods,
        starts_on=row.starts_on, first_due_on=row.first_due_on, grace_periods=row.grace_periods,
        grace_pays=GracePays(row.grace_pays), taken=Taken(row.taken), late_percent=Fraction(row.late_percent),
        grace_days=row.grace_days, settled_early=SettledEarly(row.settled_early))


def columns_of(terms: LoanTerms) -> Mapping[str, Any]:
    """Terms as the columns that keep them."""
    return {
        "starts_on": terms.starts_on, "principal_minor": terms.principal_minor,
        "rate_percent": str(terms.rate_percent), "method": terms.method.value, "period": terms.period.value,
        "periods": terms.periods, "first_due_on": terms.first_due_on, "grace_periods": terms.grace_periods,
        "grace_pays": terms.grace_pays.value, "taken": terms.taken.value,
        "late_percent": str(terms.late_percent), "grace_days": terms.grace_days,
        "settled_early": terms.settled_early.value,
    }
