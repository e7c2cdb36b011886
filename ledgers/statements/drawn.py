"""What every statement starts from: where the book stood, and how lines are put in order.

A figure without its source cannot be checked.  So each statement says of which book and
currency it is, up to which day, and after which entry of the chain it was drawn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from ledgers.accounts import (
    ENTERPRISE,
    SAVINGS,
    SHARES,
    SOCIAL,
    Account,
    AccountType,
    BookKind,
    Side,
    is_investment_fund,
    is_memo_fund,
)
from ledgers.chart import CHARTS
from ledgers.entries import Posting


@dataclass(frozen=True, slots=True)
class Drawn:
    """Where a book stood when a statement was drawn from it; `as_of` None takes everything in it."""

    book_id: UUID
    kind: BookKind
    currency: str
    as_of: date | None
    last_seq: int
    last_hash: bytes


@dataclass(frozen=True, slots=True)
class DayBookEntry:
    """A posted entry with its postings, as the day book and the exports read it."""

    seq: int
    kind: str
    closing: bool
    occurred_on: date
    posted_at: int
    recorded_by: UUID
    client_ref: str
    source_kind: str | None
    source_id: UUID | None
    hash: bytes
    postings: tuple[Posting, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """What stands under one number of the chart, over all its holders, in minor units.

    It is positive on the side on which its heading grows: assets and costs as debits,
    liabilities, members' funds and income as credits.
    """

    code: int
    amount_minor: int


def account_type(kind: BookKind, code: int) -> AccountType:
    """The heading under which a number stands in this kind of book."""
    return CHARTS[kind].line(code).type


def heading_side(type_: AccountType) -> Side:
    """The side on which a heading of a statement grows."""
    return Side.DEBIT if type_ in (AccountType.ASSET, AccountType.COST) else Side.CREDIT


@lru_cache(maxsize=256)
def fund_rank(fund: str) -> tuple[int, str]:
    """Where a fund stands on paper: savings, social, investment funds, then what is only counted."""
    for rank, known in enumerate((ENTERPRISE, SAVINGS, SOCIAL)):
        if fund == known:
            return rank, fund
    if is_investment_fund(fund):
        return 3, fund
    if not is_memo_fund(fund):
        return 4, fund
    return (5 if fund == SHARES else 6), fund


@lru_cache(maxsize=4096)
def alias_rank(alias: str) -> tuple[tuple[int, int | str], ...]:
    """Where a holder stands in a list: member-2 before member-10."""
    parts = re.findall(r"[0-9]{1,18}|[^0-9]+|[0-9]+", alias)
    return tuple((0, int(part)) if part.isascii() and part.isdigit() else (1, part) for part in parts)


def account_rank(account: Account) -> tuple[object, ...]:
    """Where an account stands in a list: by fund, number and holder."""
    return fund_rank(account.fund), account.code, alias_rank(account.alias)
