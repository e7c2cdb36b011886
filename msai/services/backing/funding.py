"""Money and things that others than groups put into an enterprise: grants, matches, gifts in kind, the owner.

A grant is not income before it is used. What arrives is noted by one person; money that leaves takes two.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from ledgers.books import add_holders
from ledgers.entries import JournalEntry
from ledgers.errors import NotPositive
from ledgers.money import Money
from ledgers.rules import enterprise, farm
from ledgers.rules.farm import InKind
from msai.models.enterprises import Backer
from msai.services.backing.backers import OWNER, BackerStanding, read_backers
from msai.services.backing.wanted import (
    NameFunder,
    OwnerPutsIn,
    OwnerTakesOut,
    ReceiveFunding,
    ReturnGrant,
    UseGrant,
)
from msai.services.enterprises import capital_of
from msai.services.postings import backer_holder, balances_of, enterprise_bank
from msai.services.staking.acting import Done, Plan
from msai.services.staking.errors import (
    EnterpriseUnnamed,
    FunderUnknown,
    InstrumentOther,
    LabelTaken,
    MoreThanUnspent,
    StakeDayAhead,
)
from msai.services.staking.terms import GIVEN
from msai.services.units.plan import require_cover
from msai.services.views.facts import currency_of

IN_KIND = {"equipment": InKind.EQUIPMENT, "supplies": InKind.SUPPLIES}


def plan_funder(session: Session, book_id: UUID, wanted: NameFunder, _on: date) -> Plan:
    """A funder outside the programme becomes known under its name.

    Raises:
        EnterpriseUnnamed, InstrumentOther
        LabelTaken: it is known already.
    """
    label = wanted.label.strip()
    if not label:
        raise EnterpriseUnnamed()
    if wanted.instrument not in GIVEN:
        raise InstrumentOther(instrument=wanted.instrument)
    if any(one.label == label and one.instrument == wanted.instrument
           for one in read_backers(session, book_id).all):
        raise LabelTaken(funder=label)

    def keep(session: Session, done: Done) -> None:
        number = session.scalar(
            select(func.count()).select_from(Backer).where(Backer.book_id == book_id)) or 0
        who = backer_holder(book_id, f"funder-{number + 1}")
        add_holders(session, book_id, [who])
        session.execute(insert(Backer).values(
            book_id=book_id, backer_id=who.id, alias=who.alias, instrument=wanted.instrument, since=done.on,
            label=label))

    return Plan(wanted=wanted, about=label.casefold(), about_id=None, alone=True, keep=keep)


def plan_funding(session: Session, book_id: UUID, wanted: ReceiveFunding, on: date) -> Plan:
    """A grant, a match or a gift in kind arrived: bank, 1400 or 1200 / 2300.

    Raises:
        FunderUnknown, StakeDayAhead, NotPositive
    """
    _require(wanted.amount_minor, wanted.happened_on, on)
    who = _funder(session, book_id, wanted.backer)
    holder, amount = backer_holder(book_id, who.alias), wanted.amount_minor
    if wanted.in_kind is None:
        entry = farm.grant_received(wanted.happened_on, holder, amount_minor=amount,
                                    into=enterprise_bank(book_id))
    else:
        entry = farm.grant_in_kind(wanted.happened_on, holder, what=IN_KIND[wanted.in_kind],
                                   amount_minor=amount)
    return _of(wanted, who.alias, book_id, (entry,), alone=True)


def plan_grant_used(session: Session, book_id: UUID, wanted: UseGrant, on: date) -> Plan:
    """A grant was used: 2300 / 4300.

    Raises:
        FunderUnknown, StakeDayAhead, NotPositive
        MoreThanUnspent: so much is not left of it.
    """
    _require(wanted.amount_minor, wanted.happened_on, on)
    who = _unspent(session, book_id, wanted.backer, wanted.amount_minor)
    entry = farm.grant_used(wanted.happened_on, backer_holder(book_id, who.alias),
                            amount_minor=wanted.amount_minor)
    return _of(wanted, who.alias, book_id, (entry,), alone=True)


def plan_grant_returned(session: Session, book_id: UUID, wanted: ReturnGrant, on: date) -> Plan:
    """What was not used goes back to the grantor: 2300 / bank.

    Raises:
        FunderUnknown, NotPositive, MoreThanUnspent
        NegativeTender: the bank has not so much.
    """
    _require(wanted.amount_minor, on, on)
    who = _unspent(session, book_id, wanted.backer, wanted.amount_minor)
    entry = farm.grant_returned(on, backer_holder(book_id, who.alias), amount_minor=wanted.amount_minor,
                                out_of=enterprise_bank(book_id))
    require_bank(session, book_id, (entry,))
    return _of(wanted, who.alias, book_id, (entry,))


def plan_owner_in(session: Session, book_id: UUID, wanted: OwnerPutsIn, on: date) -> Plan:
    """The owner put money in: bank / 3100 owner, and a share for each whole unit of it.

    Raises:
        StakeDayAhead, NotPositive
    """
    _require(wanted.amount_minor, wanted.happened_on, on)
    capital = capital_of(
        book_id, OWNER, Money(wanted.amount_minor, currency_of(session, book_id)), lent=False)
    entry = enterprise.owner_paid_in(wanted.happened_on, capital, into=enterprise_bank(book_id))
    return _of(wanted, OWNER, book_id, (entry,), alone=True)


def plan_owner_out(session: Session, book_id: UUID, wanted: OwnerTakesOut, on: date) -> Plan:
    """The owner takes money out: 3150 / bank.

    Raises:
        NotPositive
        NegativeTender: the bank has not so much.
    """
    _require(wanted.amount_minor, on, on)
    entry = enterprise.owner_took_out(on, backer_holder(book_id, OWNER), amount_minor=wanted.amount_minor,
                                      out_of=enterprise_bank(book_id))
    require_bank(session, book_id, (entry,))
    return _of(wanted, OWNER, book_id, (entry,))


def require_bank(session: Session, book_id: UUID, entries: Sequence[JournalEntry]) -> None:
    """Refuse to pay what the bank has not.

    Raises:
        NegativeTender
    """
    bank = enterprise.paid_through(enterprise_bank(book_id))
    require_cover(entries, balances_of(session, book_id, [bank]))


def _require(amount_minor: int, happened_on: date, today: date) -> None:
    if happened_on > today:
        raise StakeDayAhead(day=happened_on)
    if amount_minor <= 0:
        raise NotPositive(amount_minor=amount_minor)


def _funder(session: Session, book_id: UUID, alias: str) -> BackerStanding:
    who = read_backers(session, book_id).get(alias)
    if who.instrument not in GIVEN:
        raise FunderUnknown(funder=who.label)
    return who


def _unspent(session: Session, book_id: UUID, alias: str, amount_minor: int) -> BackerStanding:
    who = _funder(session, book_id, alias)
    if amount_minor > who.grant_minor:
        raise MoreThanUnspent(left=Money(who.grant_minor, currency_of(session, book_id)))
    return who


def _of(
    wanted: Any, alias: str, book_id: UUID, entries: tuple[JournalEntry, ...], *, alone: bool = False,
) -> Plan:
    return Plan(wanted=wanted, about=alias, about_id=backer_holder(book_id, alias).id, entries=entries,
                alone=alone)
