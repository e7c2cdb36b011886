"""The step that brings terms and requests of loans can be taken back with rows in it, and be taken again."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, func, insert, select, text

from ledgers.tables import metadata
from msai.db import Database, schema
from msai.models.groups import Loan
from msai.models.loans import LoanRequest, LoanTermsRow
from tests.migrations.test_migrations import read_a_year_into
from tests.services import postgres


def test_terms_go_and_come_without_touching_the_loans(owner_engine: Engine) -> None:
    """A deployment that goes back loses what was agreed; what is owed stands in the book and stays.

    One step back, a request whose loan was given says so itself, as it did then.
    """
    book_id = read_a_year_into(owner_engine).group_id
    with Database(owner_engine).write() as session:
        loan = session.execute(select(Loan).where(Loan.book_id == book_id).limit(1)).scalar_one()
        session.execute(insert(LoanTermsRow).values(**_terms(loan)))
        session.execute(insert(LoanRequest).values(**_request(loan)))
        before = _count(session, "loan", book_id)
    schema.downgrade(owner_engine, "0015")
    with owner_engine.connect() as connection:
        states = connection.execute(text("SELECT state FROM loan_request")).scalars().all()
    schema.downgrade(owner_engine, "0011")
    schema.upgrade(owner_engine, app_role=postgres.APP)

    with owner_engine.connect() as connection:
        counts = [_count(connection, name, book_id) for name in ("loan_terms", "loan_request", "loan")]
    assert (counts, states) == ([0, 0, before], ["issued"])


def _count(connection: Any, name: str, book_id: UUID) -> int:
    table = metadata.tables[name]
    return int(connection.scalar(select(func.count()).where(table.c.book_id == book_id)))


def _terms(loan: Loan) -> dict[str, Any]:
    return {
        "book_id": loan.book_id, "loan_id": loan.loan_id, "version": 99, "starts_on": loan.issued_on,
        "principal_minor": 5, "rate_percent": "1", "method": "flat", "period": "month", "periods": 1,
        "first_due_on": None, "grace_periods": 0, "grace_pays": "interest", "taken": "when_paid",
        "late_percent": "0", "grace_days": 0, "settled_early": "periods_begun", "days_late": 0,
        "recorded_at": 1, "recorded_by": loan.book_id}


def _request(loan: Loan) -> dict[str, Any]:
    return {
        "book_id": loan.book_id, "request_id": loan.book_id, "alias": loan.alias, "member_id": loan.member_id,
        "fund": "savings", "amount_minor": 5, "periods": 1, "grace_periods": 0, "grace_pays": "interest",
        "asked_on": date(2026, 1, 4), "purpose_sealed": None, "state": "approved",
        "asked_by": loan.book_id, "asked_at": 1, "decided_by": None, "decided_at": None}
