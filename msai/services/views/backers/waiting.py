"""What waits for an answer of the people of an enterprise: what one asked for, and what a group asks for."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from msai.approvals import State
from msai.models.governance import Approval
from msai.models.money import MoneyAct
from msai.models.reporting import MonthTakeBack
from msai.models.stakes import ExitOffer
from msai.permissions import Action, Actor, Target, is_allowed
from msai.services.two_officers.standing import Standing
from msai.services.views.stakes.acts import ActLine, list_acts


@dataclass(frozen=True, slots=True)
class BackingWaits:
    """The decisions that wait, how many groups ask for their money back, and what of the money waits.

    `months` are monthly reports that somebody asks to take back.
    """

    acts: tuple[ActLine, ...]
    offers: int
    money: int
    months: int


def list_backing_waits(session: Session, actor: Actor, book_id: UUID, *, at: int) -> BackingWaits | None:
    """What waits in an enterprise; None for whoever does not decide there, or where nothing waits."""
    if not is_allowed(actor, Action.BACKING_RECORD, Target(book_id)):
        return None
    acts = tuple(act for act in list_acts(session, actor, book_id, at=at) if act.standing is Standing.WAITING)
    offers = select(func.count()).select_from(ExitOffer).where(
        ExitOffer.book_id == book_id, ExitOffer.state == "open").scalar_subquery()
    money = (
        select(func.count()).select_from(MoneyAct)
        .join(Approval, and_(Approval.book_id == book_id, Approval.approval_id == MoneyAct.approval_id))
        .where(MoneyAct.book_id == book_id, Approval.book_id == book_id, MoneyAct.done_at.is_(None),
               Approval.state == State.PENDING.value, Approval.expires_at > at).scalar_subquery())
    months = (
        select(func.count()).select_from(MonthTakeBack)
        .join(Approval, and_(Approval.book_id == book_id, Approval.approval_id == MonthTakeBack.approval_id))
        .where(MonthTakeBack.book_id == book_id, Approval.book_id == book_id, MonthTakeBack.done_at.is_(None),
               Approval.state == State.PENDING.value, Approval.expires_at > at).scalar_subquery())
    found = session.execute(select(
        offers.label("offers"), money.label("money"), months.label("months"))).one()
    waits = BackingWaits(acts, found.offers, found.money, found.months)
    return waits if acts or waits.offers or waits.money or waits.months else None
