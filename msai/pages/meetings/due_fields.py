"""What is due, on the plain form: said beside the members, and filled in for those who want to begin with it.

The link that fills it in opens the form anew; what comes in less is typed over it, and what is emptied stays
owed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ledgers.money import format_decimal
from msai.messages import N_, Message
from msai.services.sheets import LineKind
from msai.services.views import form_fields as fields
from msai.services.views.hold import WhatIsDue
from msai.services.views.labels import Text
from msai.services.views.meeting_form import FormBook


@dataclass(frozen=True, slots=True)
class DueRow:
    """One thing that somebody should bring."""

    name: Text
    label: Message
    amount_minor: int


def due_rows(due: WhatIsDue, book: FormBook) -> tuple[DueRow, ...]:
    """Everything that is due today, by the name of whoever owes it."""
    loans = (DueRow(book.people[loan.member].name, Message(N_("Loan, due today")),
                    loan.principal_minor + loan.interest_minor) for loan in due.loans)
    late = (DueRow(book.people[loan.member].name, Message(N_("May be charged, because the loan is late")),
                   loan.late_minor) for loan in due.loans)
    dues = (DueRow(book.people[one.member].name, Message(N_("Old fines and fees, %(fund)s"), {
        "fund": one.fund_label}), one.amount_minor) for one in due.dues)
    entries = (DueRow(book.people[one.member].name, Message(N_("For joining late")), one.amount_minor)
               for one in due.entries)
    return tuple(row for row in (*loans, *late, *dues, *entries) if row.amount_minor)


def due_filled_in(due: WhatIsDue, book: FormBook) -> dict[str, str]:
    """The fields of the form that say that all of it is paid; a charge for being late is not among them."""
    entries = ((fields.entry(one.member), "1") for one in due.entries)
    return dict([*_loans(due, book), *_dues(due, book), *entries])


def _loans(due: WhatIsDue, book: FormBook) -> Iterator[tuple[str, str]]:
    currency = book.group.currency
    for loan in due.loans:
        if loan.principal_minor + loan.interest_minor:
            yield fields.loan("principal", loan.alias), format_decimal(loan.principal_minor, currency)
            yield fields.loan("interest", loan.alias), format_decimal(loan.interest_minor, currency)


def _dues(due: WhatIsDue, book: FormBook) -> Iterator[tuple[str, str]]:
    for position, one in enumerate(due.dues):
        yield fields.line("kind", position), LineKind.FINE_PAID.value
        yield fields.line("member", position), str(one.member)
        yield fields.line("amount", position), format_decimal(one.amount_minor, book.group.currency)
        yield fields.line("fund", position), one.fund
        yield fields.line("tender", position), next(iter(book.group.tenders), "")
