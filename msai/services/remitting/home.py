"""The enterprise sends home what it owes a backer: income declared, principal, or capital at a price.

One of the enterprise's people drafts it, the other approves what she is shown, and it leaves the bank. The
group's book is told, and waits for the money to land.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from ledgers.accounts import Account
from ledgers.currencies import is_currency
from ledgers.errors import IdempotencyConflict, NegativeTender
from ledgers.money import Money, rate_from_decimal, round_half_up
from ledgers.rules import enterprise
from ledgers.rules.enterprise import Cost, paid_through, return_due
from ledgers.tables import book
from msai.models.enterprises import Enterprise, Remittance
from msai.models.stakes import OwedHome
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.backing.ended import end_backer_without_money
from msai.services.enterprise_money.years.closed import require_open_days
from msai.services.enterprises import capital_back_of
from msai.services.keys import journal_of
from msai.services.outbox import Letter, leave
from msai.services.postings import backer_holder, balances_of, enterprise_bank, post
from msai.services.remitting import documents as d
from msai.services.remitting.drafting import Leg, ask_for_approval, keep_draft, require_payments
from msai.services.remitting.errors import MoreThanOwed
from msai.services.remitting.rates import Rates, check_rates, host_at, one_currency
from msai.services.remitting.sending import (
    SendRemittance,
    is_sent_already,
    keep_as_sent,
    note_sent,
    spend_approval,
    told_of,
)
from msai.services.remitting.telling import backer_row
from msai.services.stakes import LENT

INCOME, PRINCIPAL, CAPITAL = "income", "principal", "capital"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftHome:
    """What an enterprise means to send to a backer, in its own minor units.

    Of income everything declared is open; principal and capital come back by what was agreed
    (`obligation_id`). A fee on top is a cost of the enterprise, a deducted one comes out of the amount.
    """

    book_id: UUID
    remittance_id: UUID
    backer_id: UUID
    amount_minor: int
    rates: Rates
    today: date
    at: int
    obligation_id: UUID | None = None
    fee_minor: int = 0
    fee_on_top: bool = True
    provider: str = ""
    channel: str = ""

    @property
    def legs(self) -> tuple[Leg, ...]:
        """It leaves from the bank."""
        return (Leg(tender="bank", amount_minor=self.amount_minor, fee_minor=self.fee_minor),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Something an enterprise owes a backer and may send: `open_minor` of it, ending so much of the claim."""

    backer_id: UUID
    purpose: str
    obligation_id: UUID | None
    open_minor: int
    amount_minor: int
    claim_minor: int
    agreed_on: date | None

    def claim_of(self, minor: int) -> int:
        """The part of the claim that ends with this payment; the last payment ends what is left of it."""
        if not self.claim_minor:
            return 0
        before = self.amount_minor - self.open_minor
        done = round_half_up(Fraction(self.claim_minor * before, self.amount_minor))
        return round_half_up(Fraction(self.claim_minor * (before + minor), self.amount_minor)) - done


def list_owed(session: Session, book_id: UUID, backers: Sequence[Row[Any]]) -> list[Owed]:
    """What an enterprise may send home to these backers now, less what drafts are about to send."""
    due = {return_due(backer_holder(book_id, backer.alias)): backer.backer_id for backer in backers}
    found = balances_of(session, book_id, due)
    drafted = _drafted(session, book_id)
    income = [Owed(backer_id=backer_id, purpose=INCOME, obligation_id=None, amount_minor=-found[account],
                   open_minor=-found[account] - drafted.get((backer_id, None), 0), claim_minor=0,
                   agreed_on=None)
              for account, backer_id in due.items() if found.get(account, 0) < 0]
    agreed = [Owed(backer_id=row.backer_id, purpose=row.kind, obligation_id=row.obligation_id,
                   amount_minor=row.amount_minor, claim_minor=row.claim_minor, agreed_on=row.agreed_on,
                   open_minor=row.open_minor - drafted.get((row.backer_id, row.obligation_id), 0))
              for row in session.execute(
                  select(*OwedHome.__table__.columns)
                  .where(OwedHome.book_id == book_id, OwedHome.kind != INCOME, OwedHome.open_minor > 0)
                  .order_by(OwedHome.agreed_on, OwedHome.obligation_id))
              if row.backer_id in due.values()]
    return [one for one in (*income, *agreed) if one.open_minor > 0]


def _drafted(session: Session, book_id: UUID) -> dict[tuple[UUID, UUID | None], int]:
    """What drafts that were not sent yet are about to send, by backer and obligation."""
    rows = session.execute(
        select(Remittance.stake_id, Remittance.obligation_id, Remittance.amount_minor)
        .where(Remittance.book_id == book_id, Remittance.direction == "home",
               Remittance.state.in_((d.DRAFT, d.APPROVED))))
    sums: dict[tuple[UUID, UUID | None], int] = {}
    for row in rows:
        key = (row.stake_id, row.obligation_id)
        sums[key] = sums.get(key, 0) + row.amount_minor
    return sums


def draft_home(session: Session, actor: Actor, command: DraftHome) -> None:
    """Write down what the enterprise means to send, and put it before its other person; nothing is posted.

    Raises:
        NotPermitted, NotFound: she does not send for this enterprise, or it has no such backer.
        NothingToSend, FeeNotBelowAmount
        MoreThanOwed: it owes that backer less.
        NegativeTender: the bank has not so much.
        LedgerError: the rates, as `check_rates` says.
        IdempotencyConflict: the same draft was sent before with other content.
    """
    book_id = command.book_id
    require(actor, Action.HOME_SEND, Target(book_id))
    journal_of(session, book_id).lock()
    if _is_replay(session, command):
        return
    backer = backer_row(session, book_id, command.backer_id)
    require_payments(command.legs, on_top=command.fee_on_top)
    owed = _owed(session, command, backer)
    _require_bank(session, command)
    home = d.currency_of(session, book_id)
    host = host_currency(session, backer.group_id) or home
    rates = _settled(session, command, home, host)
    keep_draft(session, actor, command, rates=rates, values={
        "alias": d.next_alias(session, Remittance, book_id, prefix="H"), "direction": "home",
        "purpose": owed.purpose, "stake_id": command.backer_id, "other_book_id": backer.group_id,
        "other_currency": host, "claim_minor": owed.claim_of(command.amount_minor),
        "obligation_id": command.obligation_id, "expected_minor": _expected(command, rates, home, host)})
    ask_for_approval(session, actor, book_id, remittance_id=command.remittance_id, at=command.at)


def _is_replay(session: Session, command: DraftHome) -> bool:
    try:
        row = d.find_row(session, Remittance, command.book_id, remittance_id=command.remittance_id)
    except NotFound:
        return False
    if (row.stake_id, row.amount_minor, row.fee_minor) != (
            command.backer_id, command.amount_minor, command.fee_minor):
        raise IdempotencyConflict(client_ref=f"remittance:{command.remittance_id}")
    return True


def _owed(session: Session, command: DraftHome, backer: Row[Any]) -> Owed:
    owed = next((one for one in list_owed(session, command.book_id, [backer])
                 if one.obligation_id == command.obligation_id), None)
    if owed is None or command.amount_minor > owed.open_minor:
        raise MoreThanOwed(open_minor=owed.open_minor if owed else 0)
    return owed


def _require_bank(session: Session, command: DraftHome) -> None:
    account = paid_through(enterprise_bank(command.book_id))
    wanted = command.amount_minor + (command.fee_minor if command.fee_on_top else 0)
    found = balances_of(session, command.book_id, [account]).get(account, 0)
    if found < wanted:
        raise NegativeTender(tender=account.alias, fund=account.fund, missing_minor=wanted - found)


def host_currency(session: Session, group_id: UUID | None) -> str | None:
    """The currency of a backing group whose book is here."""
    if group_id is None:
        return None
    found = session.scalar(select(book.c.currency).where(book.c.book_id == group_id))
    return found if found and is_currency(found) else None


def _settled(session: Session, command: DraftHome, home: str, host: str) -> Rates:
    if home == host:
        return one_currency(command.rates, on=command.today)
    check_rates(session, command.book_id, command.rates, currency=host, today=command.today)
    return command.rates


def _expected(command: DraftHome, rates: Rates, home: str, host: str) -> int | None:
    if rates.applied is None:
        return None
    net = command.amount_minor - (0 if command.fee_on_top else command.fee_minor)
    return host_at(Money(net, home), rate_from_decimal(rates.applied), host=host)


def send_home(session: Session, actor: Actor, command: SendRemittance) -> None:
    """Post what left the enterprise's bank, as it was approved, and tell the group.

    Raises:
        NotPermitted, NotFound
        ApprovalMissing, ApprovalExpired, ApprovalUsed, ShownDiffers: it may not leave as it is.
        RemittanceMoved, RemittanceDayAhead, CycleClosed, NegativeTender
        MoreThanOwed: less is owed by now.
    """
    require(actor, Action.HOME_SEND, Target(command.book_id))
    row = d.remittance_row(session, command.book_id, command.remittance_id)
    if row.direction != "home":
        raise NotFound()
    if is_sent_already(row, command):
        return
    d.require_day(command.sent_on, command.today)
    require_open_days(session, actor, command.book_id, [command.sent_on])
    backer = backer_row(session, command.book_id, row.stake_id)
    spend_approval(session, actor, row, at=command.at)
    _settle_owed(session, row)
    sent = keep_as_sent(session, actor, row, command, host=d.currency_of(session, command.book_id))
    _post(session, actor, sent, backer, at=command.at)
    if sent.other_book_id is None:
        # A funder outside keeps no book here that could say what landed.
        d.change_row(session, Remittance, sent.book_id, remittance_id=sent.remittance_id, state=d.MATCHED)
        end_backer_without_money(session, sent.book_id, sent.stake_id, on=sent.sent_on)
    note_sent(session, actor, sent, at=command.at)
    if sent.other_book_id is not None:
        leave(session, _letter(session, sent, backer, command.at))


def _settle_owed(session: Session, row: Row[Any]) -> None:
    """Take what is sent off what was open: the obligation it names, or declared income, oldest first."""
    of_it = (OwedHome.obligation_id == row.obligation_id if row.obligation_id is not None
             else OwedHome.kind == INCOME)
    left = row.amount_minor
    for one in session.execute(
            select(OwedHome.obligation_id, OwedHome.open_minor)
            .where(OwedHome.book_id == row.book_id, OwedHome.backer_id == row.stake_id, of_it,
                   OwedHome.open_minor > 0).order_by(OwedHome.agreed_on, OwedHome.obligation_id)).all():
        taken = min(left, one.open_minor)
        session.execute(update(OwedHome).where(
            OwedHome.book_id == row.book_id, OwedHome.obligation_id == one.obligation_id,
        ).values(open_minor=one.open_minor - taken))
        left -= taken
    if left and row.obligation_id is not None:
        raise MoreThanOwed(open_minor=row.amount_minor - left)


def _post(session: Session, actor: Actor, row: Row[Any], backer: Row[Any], *, at: int) -> None:
    paper, bank = d.paper_of(row, at), enterprise_bank(row.book_id)
    who = backer_holder(row.book_id, backer.alias)
    if row.purpose == INCOME:
        entry = enterprise.return_sent(row.sent_on, who, amount_minor=row.amount_minor, out_of=bank)
        _require_due(session, row, return_due(who))
    elif backer.instrument in LENT:
        entry = enterprise.debt_settled(row.sent_on, who, debt_minor=row.claim_minor or row.amount_minor,
                                        price_minor=row.amount_minor, out_of=bank)
    else:
        claim = Money(row.claim_minor, d.currency_of(session, row.book_id))
        capital = capital_back_of(session, row.book_id, backer.alias, claim)
        entry = enterprise.capital_bought_back(
            row.sent_on, capital, price_minor=row.amount_minor, out_of=bank)
    post(session, actor, row.book_id, entry=entry, paper=paper, step="sent")
    if row.fee_minor and row.fee_on_top:
        fee = enterprise.cost(row.sent_on, Cost(5900, row.fee_minor, paid_through(bank)))
        post(session, actor, row.book_id, entry=fee, paper=paper, step="fee")


def _require_due(session: Session, row: Row[Any], account: Account) -> None:
    due = -balances_of(session, row.book_id, [account]).get(account, 0)
    if due < row.amount_minor:
        raise MoreThanOwed(open_minor=due)


def _letter(session: Session, row: Row[Any], backer: Row[Any], at: int) -> Letter:
    name = session.scalar(select(Enterprise.name).where(Enterprise.book_id == row.book_id)) or row.alias
    facts = {"sender_name": name, "currency": d.currency_of(session, row.book_id)}
    return Letter(
        book_id=row.book_id, recipient_id=row.other_book_id, kind="sent_home",
        reference=f"remittance:{row.remittance_id}:sent", at=at,
        body={**told_of(session, row, facts), "stake_id": str(backer.stake_id)})

