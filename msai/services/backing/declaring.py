"""What an enterprise declares to those behind it, by the terms of each; the groups are told by letters.

A dividend goes to all shares by the record date, the owner's included; interest, a share of sales and a share
of profit go to one backer. Principal that is due is not a cost: it stands as owed until it is sent. A stake
that was promised no return before a day gets none before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from ledgers.accounts import ENTERPRISE
from ledgers.balances import balances
from ledgers.entries import JournalEntry
from ledgers.money import Money, round_half_up
from ledgers.rules import enterprise
from msai.models.stakes import OwedHome
from msai.services.backing.backers import OWNER, BackerStanding, open_owed, read_backers
from msai.services.backing.dues import (
    Due,
    due_from,
    is_waiting,
    keep_dues,
    parts_of,
    principal_left,
    require_positive,
    share_of_sales,
)
from msai.services.backing.wanted import (
    DeclareDividend,
    DeclareInterest,
    DeclareProfitShare,
    DeclareRevenueShare,
    PayReturn,
    RepayPrincipal,
)
from msai.services.enterprise_money.names import find_place
from msai.services.enterprise_money.years.counted import require_counted
from msai.services.postings import backer_holder, balances_of
from msai.services.staking.acting import Done, Plan
from msai.services.staking.errors import (
    FunderUnknown,
    InGestation,
    InstrumentOther,
    MoreThanOwed,
    NoSharesHeld,
    StakeDayAhead,
    TermsMissing,
)
from msai.services.staking.terms import Instrument
from msai.services.units.plan import require_cover
from msai.services.views.facts import currency_of


def plan_dividend(session: Session, book_id: UUID, wanted: DeclareDividend, on: date) -> Plan:
    """A dividend: 3400 / 2400 by shares on the record date; ties go to the stake that began earlier.

    Above what is retained and earned to date it takes a second person.

    Raises:
        NotPositive, StakeDayAhead
        NoSharesHeld: nobody held a share that day.
        InGestation: nobody who did may get a return yet.
        NotCounted: what is in store and what grows was not counted lately.
    """
    if wanted.record_on > on:
        raise StakeDayAhead(day=wanted.record_on)
    require_positive(wanted.amount_minor)
    there = [one for one in read_backers(session, book_id, on=wanted.record_on).all if one.shares > 0]
    if not there:
        raise NoSharesHeld(day=wanted.record_on)
    free = [one for one in there if not is_waiting(one, wanted.record_on)]
    if not free:
        raise InGestation(day=min(due_from(one) for one in there))
    require_counted(session, book_id, on=on)
    parts = enterprise.dividend_parts_minor(
        wanted.amount_minor, {backer_holder(book_id, one.alias): one.shares for one in _in_order(free)})
    dues = [Due(one, parts[backer_holder(book_id, one.alias)]) for one in free]
    entry = enterprise.dividend_declared(on, parts)
    room = distributable_minor(session, book_id)
    return Plan(
        wanted=wanted, about="all", about_id=None, entries=(entry,), alone=wanted.amount_minor <= room,
        facts=(("room_minor", room), *parts_of(dues)),
        keep=keep_dues(book_id, wanted, dues, amount_minor=wanted.amount_minor, record_on=wanted.record_on))


def _in_order(backers: Iterable[BackerStanding]) -> list[BackerStanding]:
    """The order in which the stakes began, which decides ties."""
    return sorted(backers, key=lambda one: (one.since, one.alias != OWNER, one.alias))


def distributable_minor(session: Session, book_id: UUID) -> int:
    """What is retained and what the year earned so far, home money."""
    found = balances(session, book_id, funds=[ENTERPRISE])
    return -sum(minor for account, minor in found.items()
                if account.code == 3400 or 4000 <= account.code < 6000)


def plan_interest(session: Session, book_id: UUID, wanted: DeclareInterest, on: date) -> Plan:
    """Interest on a loan is due: 5500 / 2400.

    Raises:
        FunderUnknown, NotPositive, InGestation
        InstrumentOther: it is no loan.
    """
    who = _backer(session, book_id, wanted.backer, Instrument.LOAN, on)
    require_positive(wanted.amount_minor)
    return _to_one(book_id, wanted, Due(who, wanted.amount_minor), on, amount_minor=wanted.amount_minor)


def plan_principal(session: Session, book_id: UUID, wanted: RepayPrincipal, on: date) -> Plan:
    """Principal of a loan is due to go home: nothing is posted before it is sent (2200 / bank).

    Raises:
        FunderUnknown, NotPositive, InGestation, InstrumentOther
        MoreThanOwed: so much is not left of it.
    """
    who = _backer(session, book_id, wanted.backer, Instrument.LOAN, on)
    left = principal_left(session, book_id, who)
    amount = left if wanted.amount_minor is None else wanted.amount_minor
    require_positive(amount)
    if amount > left:
        raise MoreThanOwed(owed=Money(left, currency_of(session, book_id)))
    return _to_one(book_id, wanted, Due(who, principal_minor=amount), on, amount_minor=amount)


def plan_revenue_share(session: Session, book_id: UUID, wanted: DeclareRevenueShare, on: date) -> Plan:
    """A share of sales is due: income 5500 / 2400, the rest is principal.

    With a cap each payment is principal by payment / cap multiple, and the one that reaches the cap closes
    it; without one the principal comes first.

    Raises:
        FunderUnknown, NotPositive, InGestation, InstrumentOther
        TermsMissing: the terms name no part of the sales.
        CapReached: everything agreed has been paid.
    """
    who = _backer(session, book_id, wanted.backer, Instrument.REVENUE_SHARE, on)
    require_positive(wanted.sales_minor)
    if who.terms.percent is None:
        raise TermsMissing(funder=who.label)
    payment, parts = share_of_sales(session, book_id, who, wanted.sales_minor, percent=who.terms.percent)
    due = Due(who, parts.income_minor, parts.principal_minor)
    return _to_one(book_id, wanted, due, on, amount_minor=payment, basis_minor=wanted.sales_minor)


def plan_profit_share(session: Session, book_id: UUID, wanted: DeclareProfitShare, on: date) -> Plan:
    """A batch ended: profit by the percent agreed (5500 / 2400) or loss (2200 / 4800), and principal back.

    A loss is borne by the same percent, at most the whole principal.

    Raises:
        FunderUnknown, InGestation, InstrumentOther
        TermsMissing: the terms name no part of the profit.
        NotPositive: nothing would come of it.
        NotCounted: what is in store and what grows was not counted lately.
    """
    who = _backer(session, book_id, wanted.backer, Instrument.PROFIT_SHARE, on)
    if who.terms.percent is None:
        raise TermsMissing(funder=who.label)
    left = principal_left(session, book_id, who)
    part = round_half_up(who.terms.percent / 100 * abs(wanted.result_minor))
    profit, loss = (part, 0) if wanted.result_minor > 0 else (0, min(part, left))
    due = Due(who, profit, left - loss if wanted.principal_back else 0, loss)
    require_positive(profit + loss + due.principal_minor)
    require_counted(session, book_id, on=on)
    return _to_one(book_id, wanted, due, on, amount_minor=profit + due.principal_minor,
                   basis_minor=wanted.result_minor)


def plan_paid(session: Session, book_id: UUID, wanted: PayReturn, on: date) -> Plan:
    """What was declared is paid to somebody who has no book here: 2400 / tender.

    Raises:
        FunderUnknown: it is unknown, or a group, to which money is sent home.
        NotPositive, MoreThanOwed
        PlaceUnknown: the enterprise keeps no money there.
        NegativeTender: it has not so much there.
    """
    who = read_backers(session, book_id).get(wanted.backer)
    if who.group_id is not None:
        raise FunderUnknown(funder=who.label)
    require_positive(wanted.amount_minor)
    if wanted.amount_minor > who.owed_minor:
        raise MoreThanOwed(owed=Money(who.owed_minor, currency_of(session, book_id)))
    holder = backer_holder(book_id, who.alias)
    place = find_place(session, book_id, wanted.place)
    entry = enterprise.return_sent(on, holder, amount_minor=wanted.amount_minor, out_of=place)
    require_cover((entry,), balances_of(session, book_id, [enterprise.paid_through(place)]))

    def keep(session: Session, _done: Done) -> None:
        settle_owed(session, book_id, holder.id, amount_minor=wanted.amount_minor)

    return Plan(wanted=wanted, about=who.alias, about_id=holder.id, entries=(entry,), keep=keep)


def settle_owed(
    session: Session, book_id: UUID, backer_id: UUID, *, amount_minor: int, first: UUID | None = None,
) -> None:
    """Take what is owed as settled by an amount: the one named first, then the oldest income in turn."""
    rows = [row for row in open_owed(session, book_id, backer_id) if row.kind == "income"]
    for row in sorted(rows, key=lambda one: one.obligation_id != first):
        taken = min(amount_minor, row.open_minor)
        amount_minor -= taken
        session.execute(
            update(OwedHome)
            .where(OwedHome.book_id == book_id, OwedHome.obligation_id == row.obligation_id)
            .values(open_minor=row.open_minor - taken))
        if not amount_minor:
            return


def _backer(
    session: Session, book_id: UUID, alias: str, instrument: Instrument, on: date,
) -> BackerStanding:
    who = read_backers(session, book_id, terms_on=on).get(alias)
    if who.instrument is not instrument:
        raise InstrumentOther(instrument=who.instrument.value)
    if is_waiting(who, on):
        raise InGestation(day=due_from(who))
    return who


def _to_one(
    book_id: UUID, wanted: Any, due: Due, on: date, *, amount_minor: int, basis_minor: int | None = None,
) -> Plan:
    holder = backer_holder(book_id, due.who.alias)
    entries: list[JournalEntry] = []
    if due.income_minor:
        entries.append(enterprise.interest_declared(on, {holder: due.income_minor}))
    if due.loss_minor:
        entries.append(enterprise.loss_borne(on, holder, amount_minor=due.loss_minor))
    return Plan(
        wanted=wanted, about=due.who.alias, about_id=holder.id, entries=tuple(entries), alone=True,
        facts=(("income_minor", due.income_minor), ("principal_minor", due.principal_minor),
               ("loss_minor", due.loss_minor)),
        keep=keep_dues(book_id, wanted, [due], amount_minor=amount_minor, record_on=on,
                      basis_minor=basis_minor))
