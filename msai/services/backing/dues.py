"""What a declaration comes to for each backer, and what is kept of it: what is owed, and a letter.

A share of sales is reckoned by the terms of the day: with a cap each payment is partly principal, and the one
that reaches the cap closes it; without one the principal comes first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from ledgers.balances import register
from ledgers.entries import EntryKind
from ledgers.errors import NotPositive
from ledgers.money import round_half_up
from ledgers.sharing.splits import (
    PaymentParts,
    RevenueShare,
    principal_and_income,
    principal_first,
    revenue_share_due,
)
from msai.models.stakes import Declaration, OwedHome
from msai.services.backing.backers import OWNER, BackerStanding, principal_owed_minor
from msai.services.outbox import Letter, leave
from msai.services.postings import backer_holder
from msai.services.staking.acting import Done, Keep
from msai.services.staking.errors import CapReached

_OF_SALES = ("revenue_share", "crop_share")
"""Declarations whose payments count towards the cap of a share of sales."""


@dataclass(frozen=True, slots=True)
class Due:
    """What one backer gets of a declaration, minor units: income at once, principal when it is sent."""

    who: BackerStanding
    income_minor: int = 0
    principal_minor: int = 0
    loss_minor: int = 0

    @property
    def payment_minor(self) -> int:
        """What goes to it in all."""
        return self.income_minor + self.principal_minor


def due_from(one: BackerStanding) -> date:
    """The day from which a return may be due to a backer."""
    return one.terms.gestation_until(one.since)


def is_waiting(one: BackerStanding, day: date) -> bool:
    """Whether nothing is due to it yet."""
    return day < due_from(one)


def require_positive(amount_minor: int) -> None:
    """Refuse an amount of nothing or less.

    Raises:
        NotPositive
    """
    if amount_minor <= 0:
        raise NotPositive(amount_minor=amount_minor)


def parts_of(dues: Iterable[Due]) -> tuple[tuple[str, int], ...]:
    """What each gets, as facts that are shown."""
    return tuple((f"due_minor:{due.who.alias}", due.payment_minor) for due in dues if due.payment_minor)


def share_of_sales(
    session: Session, book_id: UUID, who: BackerStanding, sales_minor: int, *, percent: Fraction,
) -> tuple[int, PaymentParts]:
    """What is paid of sales (minor units), and how much of it is principal and how much income.

    Raises:
        CapReached: everything agreed has been paid.
    """
    cap = who.terms.cap_multiple
    if cap is None:
        payment = round_half_up(percent / 100 * sales_minor)
        return payment, principal_first(payment, principal_left_minor=principal_left(session, book_id, who))
    before = _paid_before(session, book_id, who)
    agreed = RevenueShare(_ever_lent(session, book_id, who), percent / 100, cap)
    payment = revenue_share_due(agreed, sales_minor, paid_before_minor=sum(before))
    if payment <= 0:
        raise CapReached(funder=who.label)
    return payment, principal_and_income(agreed, [*before, payment])[-1]


def _paid_before(session: Session, book_id: UUID, who: BackerStanding) -> list[int]:
    """What each declaration of sales came to for this backer, in the order in which they were declared."""
    paid = func.sum(OwedHome.amount_minor)
    rows = session.execute(
        select(paid.label("minor"))
        .join(Declaration, (Declaration.book_id == book_id)
              & (Declaration.declaration_id == OwedHome.declaration_id))
        .where(OwedHome.book_id == book_id, Declaration.kind.in_(_OF_SALES),
               OwedHome.backer_id == backer_holder(book_id, who.alias).id)
        .group_by(Declaration.declared_at, Declaration.declaration_id)
        .order_by(Declaration.declared_at, Declaration.declaration_id))
    return [int(row.minor) for row in rows]


def _ever_lent(session: Session, book_id: UUID, who: BackerStanding) -> int:
    """All principal that ever came in, whatever of it went back since."""
    lines = register(session, book_id, codes=[2200], holders=[backer_holder(book_id, who.alias).id])
    came = (EntryKind.CAPITAL_RECEIVED, EntryKind.REINVESTED)
    return -sum(line.amount_minor for line in lines if line.kind in came)


def principal_left(session: Session, book_id: UUID, who: BackerStanding) -> int:
    """What was lent and is not due to go home already, minor units."""
    owed = principal_owed_minor(session, book_id, backer_holder(book_id, who.alias).id)
    return max(0, who.lent_minor - owed)


def keep_dues(
    book_id: UUID, wanted: Any, dues: list[Due], *, amount_minor: int, record_on: date,
    basis_minor: int | None = None,
) -> Keep:
    """What is kept with the entries: the declaration, what is owed to each, and the letters.

    `basis_minor` is what was sold, or the result of a batch; amounts are minor units of home money.
    """

    def keep(session: Session, done: Done) -> None:
        one = dues[0].who if len(dues) == 1 and getattr(wanted, "backer", None) else None
        session.execute(insert(Declaration).values(
            book_id=book_id, declaration_id=done.act_id, kind=wanted.kind.value, declared_on=done.on,
            record_on=record_on, amount_minor=amount_minor, basis_minor=basis_minor,
            backer_id=backer_holder(book_id, one.alias).id if one else None, declared_at=done.at))
        for due in dues:
            _owe(session, done, due, "income", due.income_minor)
            _owe(session, done, due, "principal", due.principal_minor)
            if due.loss_minor and due.who.group_id is not None:
                _tell(session, done, due.who, "loss_borne", str(done.act_id), {
                    "declaration": str(done.act_id), "amount_minor": due.loss_minor})

    return keep


def _owe(session: Session, done: Done, due: Due, kind: str, amount_minor: int) -> None:
    """What a backer is owed; the owner's part stands on 2400 alone."""
    if not amount_minor or due.who.alias == OWNER:
        return
    backer_id = backer_holder(done.book_id, due.who.alias).id
    obligation_id = uuid5(done.act_id, f"{due.who.alias}:{kind}")
    session.execute(insert(OwedHome).values(
        book_id=done.book_id, obligation_id=obligation_id, backer_id=backer_id, kind=kind,
        amount_minor=amount_minor, open_minor=amount_minor, agreed_on=done.on, declaration_id=done.act_id,
        claim_minor=amount_minor if kind == "principal" else 0))
    if due.who.group_id is not None:
        _tell(session, done, due.who, "income_declared", str(obligation_id), {
            "obligation": str(obligation_id), "kind": kind, "amount_minor": amount_minor})


def _tell(
    session: Session, done: Done, who: BackerStanding, kind: str, reference: str, body: dict[str, str | int],
) -> None:
    if who.group_id is not None:
        leave(session, Letter(
            book_id=done.book_id, recipient_id=who.group_id, kind=kind, reference=f"declaration:{reference}",
            at=done.at, body={"alias": who.alias, "on": done.on.isoformat(), **body}))
