"""One stake: what it cost and claims at home, what was agreed, what was declared and came, its entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ledgers.accounts import is_memo_fund
from ledgers.balances import RegisterLine, balances, register
from ledgers.money import Money
from msai.models.enterprises import DeclaredReturn, Enterprise, Stake
from msai.models.stakes import ExitOffer
from msai.permissions import Action, Actor, NotFound, Target, is_allowed, require
from msai.services.staking.held import list_terms
from msai.services.staking.terms import LENT, months_later, read_terms
from msai.services.staking.valued import list_valuations
from msai.services.views.facts import BookFacts, read_group
from msai.services.views.happenings import entry_label
from msai.services.views.labels import Text, fund_label, instrument_label
from msai.services.views.stakes.acts import ActLine, list_acts
from msai.services.views.stakes.listing import CODES, StakeFigures, figures_of
from msai.services.views.stakes.words import say_terms

_SHOWN = 40
OLD_AFTER_MONTHS = 12
_OF_A_STAKE = (1300, 1310, 1390, 1400, 4600, 5600)


@dataclass(frozen=True, slots=True)
class DeclaredLine:
    """A return that was declared: in home money and in the group's, and what of it is still to come."""

    declared_on: date
    home: Money
    host_minor: int
    open_home: Money
    open_host_minor: int


@dataclass(frozen=True, slots=True)
class ValuationLine:
    """What the stake was found to be worth on a day, who found it and how; `is_old` after twelve months."""

    valued_on: date
    home: Money
    host_minor: int | None
    mid_rate: str | None
    mid_source: str | None
    valued_by: str
    method: str
    is_old: bool


@dataclass(frozen=True, slots=True)
class AgreedLine:
    """What was agreed from a day on."""

    holds_from: date
    sentences: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class ExitLine:
    """Capital the group asked back, and what the enterprise said to it (`open`, `agreed` or `refused`)."""

    offered_on: date
    claim: Money
    price: Money
    state: str


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry about the stake and what it moved, minor units of the group's currency."""

    seq: int
    on: date
    label: Text
    amount_minor: int


@dataclass(frozen=True, slots=True)
class StakeView:
    """The page of a stake."""

    book_id: UUID
    group_name: str
    currency: str
    alias: str
    stake_id: UUID
    enterprise: str
    enterprise_id: UUID | None
    instrument: Text
    fund: Text
    since: date
    ended_on: date | None
    figures: StakeFigures
    terms: tuple[Text, ...]
    agreed: tuple[AgreedLine, ...]
    valuations: tuple[ValuationLine, ...]
    exits: tuple[ExitLine, ...]
    acts: tuple[ActLine, ...]
    offers: frozenset[str]
    declared: tuple[DeclaredLine, ...]
    came_minor: int
    entries: tuple[EntryLine, ...]
    may_open: bool
    may_decide: bool
    today: date

    @property
    def open_minor(self) -> int:
        """What was declared and has not come."""
        return sum(line.open_host_minor for line in self.declared)


def show_stake(
    session: Session, actor: Actor, book_id: UUID, *, alias: str, today: date, at: int,
) -> StakeView:
    """One stake as this reader may see it.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id)
    require(actor, Action.STATEMENTS_VIEW, target)
    facts, row = read_group(session, book_id), _stake(session, book_id, alias)
    found = balances(session, book_id, codes=CODES, holders=[row.stake_id])
    lines = register(session, book_id, codes=_OF_A_STAKE, holders=[row.stake_id])
    may_decide = is_allowed(actor, Action.STAKE_DECIDE, target)
    agreed, declared = _agreed(session, row), _declared(session, facts, row)
    figures = figures_of(found, alias, claim_currency=row.claim_currency)
    enterprise_id = has_book(session, row.enterprise_id)
    return StakeView(
        book_id, facts.name, facts.currency, alias, row.stake_id, row.enterprise_name, enterprise_id,
        instrument_label(row.instrument), fund_label(row.fund), row.opened_on, row.ended_on, figures,
        next(one.sentences for one in agreed if one.holds_from <= today or one is agreed[-1]), agreed,
        _valuations(session, row, today), _exits(session, row),
        list_acts(session, actor, book_id, at=at, about_id=row.stake_id) if may_decide else (),
        _offers(row, figures, enterprise_id) if may_decide else frozenset(), declared, _came(lines),
        _entries(lines), is_allowed(actor, Action.REGISTER_VIEW, target), may_decide, today)


def _offers(row: Row[Any], figures: StakeFigures, enterprise_id: UUID | None) -> frozenset[str]:
    """What can be decided about the stake as it stands."""
    if row.ended_on is not None:
        return frozenset({"valuation"})
    lent, stands = row.instrument in LENT, bool(figures.cost_minor)
    wanted = {
        "terms": True, "valuation": True, "write_down": figures.carrying_minor > 0,
        "recovery": figures.allowance_minor > 0, "write_off": stands or figures.receivable_minor > 0,
        "revaluation": (lent and stands) or figures.receivable_minor > 0,
        "reinvestment": figures.receivable_minor > 0, "exit": figures.claim.minor > 0,
        "declared": enterprise_id is None}
    return frozenset(name for name, is_offered in wanted.items() if is_offered)


def _agreed(session: Session, row: Row[Any]) -> tuple[AgreedLine, ...]:
    """Everything that was agreed, the latest first; what it began with last."""
    texts = [(one.holds_from, one.terms) for one in list_terms(session, row.book_id, row.stake_id)]
    return tuple(
        AgreedLine(holds_from, say_terms(row.instrument, read_terms(terms), started=row.opened_on,
                                         currency=row.claim_currency))
        for holds_from, terms in [*texts, (row.opened_on, row.terms)])


def _valuations(session: Session, row: Row[Any], today: date) -> tuple[ValuationLine, ...]:
    return tuple(
        ValuationLine(one.valued_on, Money(one.home_minor, row.claim_currency), one.host_minor, one.mid_rate,
                      one.mid_source, one.valued_by, one.method,
                      months_later(one.valued_on, OLD_AFTER_MONTHS) < today)
        for one in list_valuations(session, row.book_id, stake_id=row.stake_id))


def _exits(session: Session, row: Row[Any]) -> tuple[ExitLine, ...]:
    query = (
        select(ExitOffer.offered_on, ExitOffer.claim_minor, ExitOffer.price_minor, ExitOffer.state)
        .where(ExitOffer.book_id == row.book_id, ExitOffer.about_id == row.stake_id)
        .order_by(ExitOffer.told_at.desc()))
    return tuple(
        ExitLine(one.offered_on, Money(one.claim_minor, row.claim_currency),
                 Money(one.price_minor, row.claim_currency), one.state) for one in session.execute(query))


def _stake(session: Session, book_id: UUID, alias: str) -> Row[Any]:
    row = session.execute(select(*Stake.__table__.columns).where(
        Stake.book_id == book_id, Stake.alias == alias)).one_or_none()
    if row is None:
        raise NotFound()
    return row


def has_book(session: Session, enterprise_id: UUID) -> UUID | None:
    """The enterprise, where its book is kept here; None where the group knows it by name alone."""
    return session.scalar(select(Enterprise.book_id).where(Enterprise.book_id == enterprise_id))


def _declared(session: Session, facts: BookFacts, row: Row[Any]) -> tuple[DeclaredLine, ...]:
    query = (
        select(DeclaredReturn.declared_on, DeclaredReturn.home_minor, DeclaredReturn.host_minor,
               DeclaredReturn.open_home_minor, DeclaredReturn.open_host_minor)
        .where(DeclaredReturn.book_id == facts.book_id, DeclaredReturn.stake_id == row.stake_id)
        .order_by(DeclaredReturn.position.desc()))
    return tuple(
        DeclaredLine(one.declared_on, Money(one.home_minor, row.claim_currency), one.host_minor,
                     Money(one.open_home_minor, row.claim_currency), one.open_host_minor)
        for one in session.execute(query))


def _came(lines: Sequence[RegisterLine]) -> int:
    """What came of what was declared: taken off 1400 when money was sent or arrived."""
    return -sum(line.amount_minor for line in lines
                if line.account.code == 1400 and line.kind in ("sent_home", "income_landed"))


def _entries(lines: Sequence[RegisterLine]) -> tuple[EntryLine, ...]:
    """The last entries about the stake, newest first, each with what it moved."""
    moved: dict[int, EntryLine] = {}
    for line in lines:
        if is_memo_fund(line.account.fund) or line.account.code >= 4000:
            continue
        before = moved[line.seq].amount_minor if line.seq in moved else 0
        moved[line.seq] = EntryLine(
            line.seq, line.occurred_on, entry_label(line.kind), before + line.amount_minor)
    return tuple(list(moved.values())[::-1][:_SHOWN])
