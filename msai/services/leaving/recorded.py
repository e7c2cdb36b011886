"""Leaving a group, sharing the social fund, closing a fund: what ends something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, SHARES, SOCIAL, Account, Holder, HolderKind
from ledgers.balances import balances
from ledgers.errors import EmptyEntry
from ledgers.rules import closing, share_out
from ledgers.rules.dues import dues_of
from ledgers.rules.lending import loan_account
from ledgers.rules.savings import SocialFundShared, SocialSplit, savings_of, social_fund_shared
from ledgers.rules.share_out import Debt, Exit
from ledgers.rules.tenders import Tender
from msai.models.groups import Loan
from msai.permissions import Action, Actor, Target, require
from msai.services.group_books import load_group
from msai.services.groups import mark_left
from msai.services.holders import holder, member_holder
from msai.services.postings import Paper, balances_of, post


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """A member leaves at face value; `paid_by` is empty where the rest stays due to her."""

    book_id: UUID
    number: int
    on: date
    paid_by: Tender | None
    paper: Paper


def leave(session: Session, actor: Actor, command: Leave) -> None:
    """Settle with a member who leaves: debts set off, oldest first, the rest due or paid; units stay hers.

    Raises:
        NotPermitted: the actor may not change who belongs.
        NegativeTender: the tender has not so much.
    """
    require(actor, Action.MEMBER_CHANGE, Target(command.book_id))
    exit_ = _exit(session, command)
    try:
        entry = share_out.member_exit(command.on, exit_)
    except EmptyEntry:
        mark_left(session, command.book_id, command.number, on=command.on)
        return
    post(session, actor, command.book_id, entry=entry, paper=command.paper, step="left")
    mark_left(session, command.book_id, command.number, on=command.on)


def _exit(session: Session, command: Leave) -> Exit:
    member = member_holder(command.book_id, command.number)
    owed = [dues_of(member, SAVINGS), *_loans_of(session, command.book_id, member)]
    shares = Account(9400, SHARES, member)
    found = balances_of(session, command.book_id, [savings_of(member), shares, *owed])
    saved = -found.get(savings_of(member), 0)
    debts = tuple(Debt(account, found[account]) for account in owed if found.get(account, 0) > 0)
    return Exit(member, saved, worth_minor=saved, debts=debts, shares=found.get(shares, 0),
                paid_by=command.paid_by)


def _loans_of(session: Session, book_id: UUID, member: Holder) -> list[Account]:
    rows = session.execute(
        select(Loan.alias).where(Loan.book_id == book_id, Loan.member_id == member.id, Loan.fund == SAVINGS)
        .order_by(Loan.issued_on, Loan.alias))
    return [loan_account(holder(book_id, HolderKind.LOAN, row.alias), SAVINGS) for row in rows]


def close_fund(session: Session, actor: Actor, book_id: UUID, *, fund: str, on: date, paper: Paper) -> None:
    """Close a fund: its income and costs go to its surplus; nothing is posted where there were none.

    Raises:
        NotPermitted: the actor may not close the books.
    """
    require(actor, Action.CYCLE_CLOSE, Target(book_id))
    try:
        entry = closing.fund_closed(on, balances(session, book_id, funds=[fund]))
    except EmptyEntry:
        return
    post(session, actor, book_id, entry=entry, paper=paper, step=f"closed:{fund}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareSocialFund:
    """Money of the social fund given to the members of that day, equally or by what each paid in."""

    book_id: UUID
    on: date
    amount_minor: int
    split: SocialSplit
    paid_from: Tender | None
    paper: Paper


def share_social_fund(session: Session, actor: Actor, command: ShareSocialFund) -> None:
    """Share the social fund; what those who left had paid in goes to its surplus.

    Raises:
        NotPermitted: the actor may not.
        NothingToSplitBy: nobody paid anything in.
    """
    require(actor, Action.CYCLE_CLOSE, Target(command.book_id))
    found = balances(session, command.book_id, codes=[3300], funds=[SOCIAL])
    paid_in = {account.holder: -minor for account, minor in found.items() if account.holder}
    group = load_group(session, command.book_id, command.on)
    here = {member.holder: paid_in.pop(member.holder, 0) for member in group.on_roll(command.on)}
    shared = SocialFundShared(
        command.amount_minor, here, command.split, command.paid_from, leavers_minor=paid_in)
    entry = social_fund_shared(command.on, shared)
    post(session, actor, command.book_id, entry=entry, paper=command.paper, step="shared")
