"""What a form for a payment of a loan is drawn from: what is due today, and what would settle it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from msai.messages import Message
from msai.permissions import Action, Actor, Target, require
from msai.services.group_books import load_group
from msai.services.loans.paying import get_standing
from msai.services.loans.standing import LoanStanding
from msai.services.two_officers.own_money import is_own_money
from msai.services.views.labels import Text, tender_labels
from msai.services.views.naming import read_roll


@dataclass(frozen=True, slots=True)
class PaymentForm:
    """The form of a payment."""

    book_id: UUID
    group_name: str
    currency: str
    holder: UUID
    loan_id: UUID
    name: Text
    standing: LoanStanding
    tenders: tuple[tuple[str, Message], ...]
    is_own: bool


def draw_payment_form(
    session: Session, actor: Actor, book_id: UUID, *, loan_id: UUID, today: date,
) -> PaymentForm:
    """What the form says of the loan.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.LOAN_RECORD, Target(book_id))
    group, standing = load_group(session, book_id, today), get_standing(session, book_id, loan_id, on=today)
    person = read_roll(session, book_id)[standing.member.id]
    return PaymentForm(
        book_id, group.name, group.currency, person.holder, loan_id, person.name, standing,
        tuple(tender_labels({alias: one.code for alias, one in group.tenders.items()}).items()),
        is_own_money(actor, book_id, member_id=person.holder))
