"""The enterprise at home: opened, reporting its months, declaring returns, closing its year.

Its manager needs no double entry: a monthly report says what was sold and what was
paid, and the rules make the entry.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from ledgers.accounts import ENTERPRISE, SHARES, Account, BookKind, HolderKind
from ledgers.balances import balances
from ledgers.books import add_holders, open_book
from ledgers.cycles import open_cycle
from ledgers.entries import SourceKind
from ledgers.errors import EmptyEntry
from ledgers.money import Money, round_half_up
from ledgers.rules import closing, enterprise
from ledgers.rules.enterprise import Backing, Capital, Cost, Sale, backing
from msai.models.enterprises import Backer, Enterprise
from msai.permissions import Action, Actor, Target, require
from msai.sealing import add_person_keys
from msai.services.documents import Paperwork, keep_document
from msai.services.holders import holder
from msai.services.keys import vault_of
from msai.services.memberships import name_backer
from msai.services.postings import Paper, backer_holder, balances_of, enterprise_bank, post


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEnterprise:
    """A new enterprise with what it grows or makes."""

    book_id: UUID
    alias: str
    name: str
    country: str
    currency: str
    activities: Sequence[str]
    opened_on: date
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AddBacker:
    """Somebody whose capital stands in an enterprise's book."""

    book_id: UUID
    alias: str
    instrument: str
    since: date
    group_id: UUID | None = None
    stake_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMonth:
    """A monthly report: sales of one activity and what the month cost, minor units of home currency."""

    book_id: UUID
    report_id: UUID
    identity: str
    month: str
    reported_on: date
    activity: str
    sales_minor: int
    inputs_minor: int
    wages_minor: int
    other_minor: int
    body: Mapping[str, object]
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CapitalIn:
    """Capital that reached an enterprise from its owner or from a backer outside this programme's books."""

    book_id: UUID
    backer: str
    amount: Money
    received_on: date
    paper: Paper
    lent: bool = False


def open_enterprise(session: Session, actor: Actor, command: OpenEnterprise) -> None:
    """Open an enterprise with its book and its bank account.

    Raises:
        NotPermitted: the actor may not set enterprises up.
    """
    require(actor, Action.HISTORY_IMPORT)
    book_id = command.book_id
    open_book(session, book_id, kind=BookKind.ENTERPRISE, currency=command.currency, opened_at=command.at)
    add_person_keys(session, vault_of(session), book_id, [book_id])
    session.execute(insert(Enterprise).values(
        book_id=book_id, alias=command.alias, name=command.name, country=command.country,
        opened_on=command.opened_on, activities=json.dumps(list(command.activities))))
    add_holders(session, book_id, [enterprise_bank(book_id).holder])
    open_cycle(session, book_id, cycle_no=1, opened_on=command.opened_on)


def add_backer(session: Session, actor: Actor, command: AddBacker) -> None:
    """Make a backer known to an enterprise.

    Raises:
        NotPermitted: the actor may not set enterprises up.
    """
    require(actor, Action.HISTORY_IMPORT)
    who = backer_holder(command.book_id, command.alias)
    add_holders(session, command.book_id, [who])
    session.execute(insert(Backer).values(
        book_id=command.book_id, backer_id=who.id, alias=command.alias, instrument=command.instrument,
        group_id=command.group_id, stake_id=command.stake_id, since=command.since))
    if command.group_id is not None:
        name_backer(session, actor, command.book_id, group_id=command.group_id, since=command.since)


def record_month(session: Session, actor: Actor, command: RecordMonth) -> None:
    """Keep a monthly report and post what it says through the enterprise's bank.

    A report without money is kept without an entry.

    Raises:
        NotPermitted: the actor does not report for this enterprise.
        NegativeTender: the bank would hold less than nothing.
    """
    require(actor, Action.ENTERPRISE_REPORT, Target(command.book_id))
    keep_document(session, actor, Paperwork(
        command.book_id, command.report_id, "monthly_report", command.identity, command.reported_on,
        command.body, command.at))
    bank = enterprise.paid_through(enterprise_bank(command.book_id))
    activity = holder(command.book_id, HolderKind.ACTIVITY, command.activity)
    costs = ((5100, command.inputs_minor), (5200, command.wages_minor), (5900, command.other_minor))
    try:
        entry = enterprise.month_reported(
            command.reported_on, sales=(Sale(activity, command.sales_minor, bank),),
            costs=tuple(Cost(code, minor, bank) for code, minor in costs))
    except EmptyEntry:
        return
    paper = Paper(SourceKind.MONTHLY_REPORT, command.report_id, command.at)
    post(session, actor, command.book_id, entry=entry, paper=paper, step="reported")


def receive_capital_in(session: Session, actor: Actor, command: CapitalIn) -> None:
    """Post capital of the owner or of an outside backer: bank / 3100 or 2200, with its shares.

    Raises:
        NotPermitted: the actor does not keep this enterprise's books.
    """
    require(actor, Action.ENTERPRISE_REPORT, Target(command.book_id))
    rule = enterprise.owner_paid_in if command.backer == "owner" else enterprise.capital_received
    capital = capital_of(command.book_id, command.backer, command.amount, lent=command.lent)
    entry = rule(command.received_on, capital, into=enterprise_bank(command.book_id))
    post(session, actor, command.book_id, entry=entry, paper=command.paper, step="received")


@dataclass(frozen=True, slots=True, kw_only=True)
class CapitalOut:
    """Capital an enterprise gives back to a backer: the agreed price and the claim that ends, home money."""

    book_id: UUID
    backer: str
    sent_on: date
    price: Money
    claim: Money
    paper: Paper
    lent: bool = False


def give_capital_back(session: Session, actor: Actor, command: CapitalOut) -> None:
    """Post capital bought back, or principal repaid, from the enterprise's bank.

    Raises:
        NotPermitted: the actor does not keep this enterprise's books.
        NegativeTender: the bank has not so much.
    """
    require(actor, Action.ENTERPRISE_REPORT, Target(command.book_id))
    capital = capital_of(command.book_id, command.backer, command.claim, lent=command.lent)
    entry = enterprise.capital_bought_back(
        command.sent_on, capital, price_minor=command.price.minor, out_of=enterprise_bank(command.book_id))
    post(session, actor, command.book_id, entry=entry, paper=command.paper, step="given_back")


def capital_of(
    book_id: UUID, backer: str, amount: Money, *, lent: bool, share_price_minor: int | None = None,
) -> Capital:
    """A backer's capital as the rules take it: a loan without shares, else shares by the terms.

    Where the terms name no price of a share, there is one for each whole unit.
    """
    whole = amount.minor // share_price_minor if share_price_minor else enterprise.whole_shares(amount)
    shares = 0 if lent else whole
    kind = Backing.DEBT if lent else Backing.CAPITAL
    return Capital(backer_holder(book_id, backer), amount.minor, kind, shares)


def capital_back_of(session: Session, book_id: UUID, backer: str, claim: Money) -> Capital:
    """Capital that is bought back, with its part of the shares held, half up; with all of it all of them."""
    who = backer_holder(book_id, backer)
    held, capital = Account(9400, SHARES, who), backing(who, Backing.CAPITAL)
    found = balances_of(session, book_id, [held, capital])
    there = -found.get(capital, 0)
    part = Fraction(found.get(held, 0) * min(claim.minor, there), there) if there > 0 else Fraction(0)
    return Capital(who, claim.minor, Backing.CAPITAL, round_half_up(part))


def close_year(session: Session, actor: Actor, book_id: UUID, *, on: date, paper: Paper) -> None:
    """Close the year of an enterprise: income and costs go to what it retains.

    Raises:
        NotPermitted: the actor may not close the books.
    """
    require(actor, Action.CYCLE_CLOSE, Target(book_id))
    try:
        entry = closing.year_closed(on, balances(session, book_id, funds=[ENTERPRISE]))
    except EmptyEntry:
        return
    post(session, actor, book_id, entry=entry, paper=paper, step="closed")
