"""A stake as decisions about it need it: its row, the terms of a day, its balances, and who is behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ledgers.balances import balances
from ledgers.money import Money
from ledgers.rules import stakes as rules
from ledgers.rules.stakes import StakeAsset
from msai.models.enterprises import Enterprise, Stake
from msai.models.remittances import MidRate
from msai.models.stakes import StakeTerms
from msai.permissions import NotFound
from msai.services.stakes import HeldStake, Standing, stake_holder, standing_of
from msai.services.staking.errors import StakeEnded
from msai.services.staking.terms import LENT, Terms, read_terms


@dataclass(frozen=True, slots=True)
class Held:
    """A stake of a group and what the book says of it now."""

    row: Row[Any]
    held: HeldStake
    now: Standing

    @property
    def stake(self) -> rules.Stake:
        """The stake as the rules know it."""
        return self.held.stake

    @property
    def claim(self) -> Money:
        """What may be claimed at home."""
        return Money(self.now.claim_minor, self.held.claim_currency)


def read_held(session: Session, book_id: UUID, alias: str, *, ended_too: bool = False) -> Held:
    """A stake by its name.

    Raises:
        NotFound: the group holds no such stake.
        StakeEnded: it has ended.
    """
    row = session.execute(select(*Stake.__table__.columns).where(
        Stake.book_id == book_id, Stake.alias == alias)).one_or_none()
    if row is None:
        raise NotFound()
    if row.ended_on is not None and not ended_too:
        raise StakeEnded(day=row.ended_on)
    asset = StakeAsset.LOAN if row.instrument in LENT else StakeAsset.EQUITY
    held = HeldStake(book_id, rules.Stake(stake_holder(book_id, alias), asset, row.fund), row.enterprise_id,
                     row.claim_currency)
    return Held(row, held, standing_of(session, held))


def find_enterprise(session: Session, enterprise_id: UUID) -> UUID | None:
    """The enterprise, where its book is kept here; None where the group knows it by name alone."""
    return session.scalar(select(Enterprise.book_id).where(Enterprise.book_id == enterprise_id))


def list_terms(session: Session, book_id: UUID, stake_id: UUID) -> Sequence[Row[date, str, UUID, int]]:
    """Everything that was agreed about a stake, the latest first."""
    return session.execute(
        select(StakeTerms.holds_from, StakeTerms.terms, StakeTerms.act_id, StakeTerms.decided_at)
        .where(StakeTerms.book_id == book_id, StakeTerms.stake_id == stake_id)
        .order_by(StakeTerms.holds_from.desc(), StakeTerms.decided_at.desc())).all()


def terms_on(session: Session, row: Row[Any], on: date) -> Terms:
    """The terms of a stake that hold on a day; those it began with before any were changed."""
    for agreed in list_terms(session, row.book_id, row.stake_id):
        if agreed.holds_from <= on:
            return read_terms(agreed.terms)
    return read_terms(row.terms)


def find_mid_rate(session: Session, book_id: UUID, *, currency: str, on: date) -> str | None:
    """The mid rate that was typed for a day, the last one where there are several; None where none was."""
    return session.scalar(
        select(MidRate.rate)
        .where(MidRate.book_id == book_id, MidRate.currency == currency, MidRate.dated_on == on)
        .order_by(MidRate.entered_at.desc()).limit(1))


def receivable_of(session: Session, held: Held) -> int:
    """What was declared on a stake and has not come, in the group's currency."""
    account = held.stake.receivable
    found = balances(session, held.held.book_id, codes=[account.code], funds=[account.fund],
                     holders=[held.stake.holder.id])
    return found.get(account, 0)


def part_of(amount_minor: int, *, of: int, whole: int) -> Fraction:
    """A part of an amount in the proportion in which `of` stands to the whole."""
    return Fraction(amount_minor * of, whole)
