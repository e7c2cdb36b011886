"""What an enterprise gives back: declared at home, sent, landed with the group, given to its members.

A declared return stands with both sides until it is sent and has landed.  Money that
comes home clears the declared return of exactly its amount, else the oldest ones in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.orm import Session

from ledgers.accounts import INVESTMENT, Holder, units_fund
from ledgers.balances import balances
from ledgers.money import Money, rate_from_decimal, round_half_up
from ledgers.rules import enterprise, investment, remittance, stakes
from ledgers.rules.remittance import host_at_mid
from ledgers.rules.stakes import Arrival
from ledgers.rules.tenders import Tender
from msai.models.enterprises import DeclaredReturn
from msai.permissions import Action, Actor, Target, require
from msai.services import ServiceError
from msai.services.postings import Paper, backer_holder, enterprise_bank, post
from msai.services.stakes import get_stake, stake_holder


class NothingDeclared(ServiceError):
    """More came home than the enterprise declared."""

    code = "nothing_declared"


class RateMissing(ServiceError):
    """Income declared in home money needs the day's mid rate."""

    code = "rate_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declare:
    """A dividend, interest or share declared to one backer; `group_id` is empty for one outside the file."""

    enterprise_id: UUID
    backer: str
    on: date
    amount: Money
    paper: Paper
    group_id: UUID | None = None
    host: str = ""
    mid_rate: str | None = None
    lent: bool = False


def declare(session: Session, actor: Actor, command: Declare) -> None:
    """Post a declared return with the enterprise and, at the day's mid rate, with the group.

    Raises:
        NotPermitted: the actor does not keep the enterprise's books.
        RateMissing: the group cannot record it without a mid rate.
    """
    require(actor, Action.ENTERPRISE_REPORT, Target(command.enterprise_id))
    rule = enterprise.interest_declared if command.lent else enterprise.dividend_declared
    who = backer_holder(command.enterprise_id, command.backer)
    post(session, actor, command.enterprise_id, entry=rule(command.on, {who: command.amount.minor}),
         paper=command.paper, step="declared")
    if command.group_id is not None:
        _record_declared(session, actor, command, command.group_id)


def _record_declared(session: Session, actor: Actor, command: Declare, group_id: UUID) -> None:
    if command.mid_rate is None:
        raise RateMissing(stake=command.backer)
    held = get_stake(session, group_id, command.backer)
    host_minor = round_half_up(host_at_mid(
        command.amount, rate_from_decimal(command.mid_rate), host=command.host))
    stake_id = held.stake.holder.id
    position = session.scalar(select(func.count()).select_from(DeclaredReturn).where(
        DeclaredReturn.book_id == group_id, DeclaredReturn.stake_id == stake_id))
    session.execute(insert(DeclaredReturn).values(
        book_id=group_id, return_id=command.paper.id, stake_id=stake_id, position=position or 0,
        declared_on=command.on, home_minor=command.amount.minor, host_minor=host_minor,
        open_home_minor=command.amount.minor, open_host_minor=host_minor))
    entry = stakes.income_declared(command.on, held.stake, amount_minor=host_minor)
    post(session, actor, group_id, entry=entry, paper=command.paper, step="recorded")


@dataclass(frozen=True, slots=True, kw_only=True)
class SendHome:
    """Money an enterprise sends to a backer out of what it declared."""

    enterprise_id: UUID
    backer: str
    sent_on: date
    amount: Money
    paper: Paper


def send_home(session: Session, actor: Actor, command: SendHome) -> None:
    """Post what the enterprise paid: 2400 / bank.

    Raises:
        NegativeTender: the bank has not so much.
    """
    require(actor, Action.ENTERPRISE_REPORT, Target(command.enterprise_id))
    who = backer_holder(command.enterprise_id, command.backer)
    bank = enterprise_bank(command.enterprise_id)
    entry = enterprise.return_sent(
        command.sent_on, who, amount_minor=command.amount.minor, out_of=bank)
    post(session, actor, command.enterprise_id, entry=entry, paper=command.paper, step="sent")


@dataclass(frozen=True, slots=True)
class Cleared:
    """How much of one declared return was settled, in home minor units and at what it stood here."""

    return_id: UUID
    home_minor: int
    host_minor: int


def clear_declared(session: Session, book_id: UUID, stake: str, *, home_minor: int) -> int:
    """Take declared returns as settled by money sent home; answers what they stand at with the group.

    Raises:
        NothingDeclared: more was sent than was declared.
    """
    return sum(one.host_minor for one in clear_returns(session, book_id, stake, home_minor=home_minor))


def clear_returns(session: Session, book_id: UUID, stake: str, *, home_minor: int) -> tuple[Cleared, ...]:
    """The same, one by one: the return of exactly this amount, else the oldest in turn, half up.

    Raises:
        NothingDeclared: more was sent than was declared; nothing is taken as settled then.
    """
    waiting = _open_returns(session, book_id, stake)
    if sum(one.open_home_minor for one in waiting) < home_minor:
        raise NothingDeclared(stake=stake)
    exact = next((one for one in waiting if one.open_home_minor == home_minor), None)
    cleared = []
    for one in [exact] if exact else waiting:
        taken = min(home_minor, one.open_home_minor)
        part = round_half_up(Fraction(one.open_host_minor * taken, one.open_home_minor))
        if taken:
            cleared.append(Cleared(one.return_id, taken, part))
            open_again(session, book_id, Cleared(one.return_id, -taken, -part))
        home_minor -= taken
    return tuple(cleared)


def open_again(session: Session, book_id: UUID, cleared: Cleared) -> None:
    """What was taken as settled of a return is still to come after all."""
    session.execute(
        update(DeclaredReturn)
        .where(DeclaredReturn.book_id == book_id, DeclaredReturn.return_id == cleared.return_id)
        .values(open_home_minor=DeclaredReturn.open_home_minor + cleared.home_minor,
                open_host_minor=DeclaredReturn.open_host_minor + cleared.host_minor))


def _open_returns(session: Session, book_id: UUID, stake: str) -> Sequence[Row[UUID, int, int]]:
    query = select(
        DeclaredReturn.return_id, DeclaredReturn.open_home_minor, DeclaredReturn.open_host_minor,
    ).where(
        DeclaredReturn.book_id == book_id, DeclaredReturn.stake_id == stake_holder(book_id, stake).id,
        DeclaredReturn.open_home_minor > 0)
    return session.execute(query.order_by(DeclaredReturn.position)).all()


@dataclass(frozen=True, slots=True, kw_only=True)
class LandHome:
    """Money from an enterprise that reached the group; `carried_minor` is what it stood at."""

    book_id: UUID
    stake: str
    landed_on: date
    arrival: Arrival
    carried_minor: int
    paper: Paper
    step: str = "landed"


def land_home(session: Session, actor: Actor, command: LandHome) -> None:
    """Post money that came home: tender / 1400, 5100 / 1400, the difference 5500 or 4500.

    Raises:
        NotPermitted: the actor does not keep this group's books.
    """
    require(actor, Action.REMITTANCE_SEND, Target(command.book_id))
    held = get_stake(session, command.book_id, command.stake)
    entry = remittance.income_landed(
        command.landed_on, held.stake.receivable,
        arrival=command.arrival, carrying_minor=command.carried_minor)
    post(session, actor, command.book_id, entry=entry, paper=command.paper, step=command.step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribute:
    """Income of an investment fund given to its members; `paid_from` is empty where it stays due to them."""

    book_id: UUID
    on: date
    amount_minor: int
    paid_from: Tender | None
    paper: Paper
    fund: str = INVESTMENT


def distribute(session: Session, actor: Actor, command: Distribute) -> dict[Holder, int]:
    """Give income to the members by their units; answers each one's part.

    Raises:
        NotPermitted: the actor may not.
        NoUnitsIssued: nobody holds a unit.
        NegativeTender: the tender has not so much of the fund's money.
    """
    require(actor, Action.CYCLE_CLOSE, Target(command.book_id))
    given = investment.Distribution(
        command.amount_minor, units_held(session, command.book_id, command.fund), command.fund,
        command.paid_from)
    entry = investment.distribution(command.on, given)
    post(session, actor, command.book_id, entry=entry, paper=command.paper, step="distributed")
    return given.parts_minor()


def units_held(session: Session, book_id: UUID, fund: str) -> dict[Holder, int]:
    """Who holds how many ten-thousandths of units, in the order of member numbers."""
    found = balances(session, book_id, codes=[9200], funds=[units_fund(fund)])
    held = {account.holder: minor for account, minor in found.items() if account.holder}
    return dict(sorted(held.items(), key=lambda item: int(item[0].alias.rpartition("-")[2])))


