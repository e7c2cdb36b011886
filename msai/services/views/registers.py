"""The entries behind a figure: account registers, and one entry with all it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import accumulate
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import SHARES, TENDER_CODES, Account, BookKind, Holder, HolderKind, is_memo_fund
from ledgers.balances import RegisterLine, balances, register
from ledgers.chart import CHARTS
from ledgers.currencies import exponent
from ledgers.entries import EntryKind
from ledgers.money import decimal_text
from msai.messages import N_, Message
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.corrections.lines import is_of_lines
from msai.services.sheets import short_code
from msai.services.views.facts import BookFacts, read_enterprise, read_group
from msai.services.views.happenings import entry_label
from msai.services.views.labels import Text, account_label, fund_label
from msai.services.views.meetings import moment_of
from msai.services.views.naming import Naming, naming_of, recorder_name

_ACTIONS = {BookKind.GROUP: Action.REGISTER_VIEW, BookKind.ENTERPRISE: Action.ENTERPRISE_REGISTER_VIEW}
_TITLES: Mapping[frozenset[int], str] = {
    frozenset({1010, 1020, 1030, 1035, 1040}): N_("Cash book"),
    frozenset({1300, 1310, 1390}): N_("Invested in enterprises"),
}
CLOSINGS = (EntryKind.FUND_CLOSED, EntryKind.YEAR_CLOSED)
_MONTHS_SHOWN = 12
LINES_ON_A_PAGE = 100
_COUNTED = 9000
"""From this number on accounts count shares, units and claims, which no column of money can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterWanted:
    """Which register: numbers of the chart, and a fund or a holder's alias if only one is meant.

    `since` and `until` are the period of a statement; `against` keeps only what stands against one
    number, `earned` leaves closings out, as the statements that lead here do. `page` counts from the
    newest lines; past the last page is the last one.
    """

    kind: BookKind
    codes: tuple[int, ...]
    fund: str | None = None
    holder: str | None = None
    whole: bool = False
    since: date | None = None
    until: date | None = None
    against: int | None = None
    earned: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One posting as the register sees it."""

    seq: int
    occurred_on: date
    label: Text
    counter: Text
    holder: Text | None
    debit_minor: int
    credit_minor: int
    balance_minor: int
    struck: bool


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One page of a long register with sums of its own; page 1 holds the newest lines."""

    number: int
    count: int
    opening_minor: int
    debited_minor: int
    credited_minor: int
    closing_minor: int


@dataclass(frozen=True, slots=True)
class RegisterView:
    """One register, oldest line first, with its running balance; `since` None when it is whole.

    The sums are those of the whole register, the lines those of `page`.
    """

    book_id: UUID
    book_name: str
    currency: str
    title: Text
    fund: Text | None
    holder: Text | None
    since: date | None
    until: date | None
    against: Text | None
    opening_minor: int
    debited_minor: int
    credited_minor: int
    closing_minor: int
    page: RegisterPage
    lines: tuple[RegisterRow, ...]


@dataclass(frozen=True, slots=True)
class PostingRow:
    """One posting of an entry: money has an amount, shares, units and claims a quantity."""

    line: int
    fund: Text
    debit: Text
    debit_register: Mapping[str, Any] | None
    credit: Text
    credit_register: Mapping[str, Any] | None
    amount_minor: int | None
    quantity: str | None
    unit: Text | None
    line_ref: str | None
    reverses: tuple[int, int] | None
    reversed_by: int | None


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry with its postings, its place in the chain and the paper it came from.

    `of_lines` is whether it is made of lines that can be put right.
    """

    book_id: UUID
    book_name: str
    currency: str
    seq: int
    label: Text
    closing: bool
    occurred_on: date
    posted_at: datetime
    recorded_by: Text
    client_ref: str
    code: str
    hash_text: str
    prev_hash_text: str
    meeting_id: UUID | None
    source: Text | None
    postings: tuple[PostingRow, ...]
    of_lines: bool


def show_register(
    session: Session, actor: Actor, book_id: UUID, *, wanted: RegisterWanted, today: date,
) -> RegisterView:
    """The register of one or several accounts: the last twelve months, or all of it.

    Raises:
        NotFound: the numbers are not of this book's chart, or the book is not the reader's.
    """
    require(actor, _ACTIONS[wanted.kind], Target(book_id))
    _require_money(wanted)
    facts = _facts(session, book_id, wanted.kind)
    naming = naming_of(session, facts, with_people=True)
    since = wanted.since or (None if wanted.whole else _months_before(wanted.until or today))
    filters = _filters(session, book_id, wanted)
    lines = _kept(register(session, book_id, since=since, until=wanted.until, **filters), wanted)
    opening = 0 if wanted.against else _opening(session, book_id, since, filters, earned=wanted.earned)
    amounts = [line.amount_minor for line in lines]
    page, shown = _page(amounts, opening, wanted.page)
    rows = tuple(_rows(lines, shown, page.opening_minor, naming, named=wanted.holder is not None))
    return RegisterView(
        book_id, facts.name, facts.currency, _title(wanted),
        fund_label(wanted.fund) if wanted.fund else None,
        _holder(wanted, naming), since, wanted.until,
        account_label(wanted.kind, wanted.against) if wanted.against else None, opening,
        _debited(amounts), _credited(amounts), opening + sum(amounts), page, rows)


def _page(amounts: Sequence[int], opening: int, number: int) -> tuple[RegisterPage, slice]:
    """The page of that number, and which lines stand on it; only the oldest page may be short."""
    count = max(-(-len(amounts) // LINES_ON_A_PAGE), 1)
    number = min(max(number, 1), count)
    end = len(amounts) - (number - 1) * LINES_ON_A_PAGE
    shown = slice(max(end - LINES_ON_A_PAGE, 0), end)
    before, here = opening + sum(amounts[:shown.start]), amounts[shown]
    return RegisterPage(number, count, before, _debited(here), _credited(here), before + sum(here)), shown


def _debited(amounts: Sequence[int]) -> int:
    return sum(amount for amount in amounts if amount > 0)


def _credited(amounts: Sequence[int]) -> int:
    return -sum(amount for amount in amounts if amount < 0)


def _holder(wanted: RegisterWanted, naming: Naming) -> Text | None:
    """Whose register it is; a box that is called like its account says nothing new."""
    if wanted.holder is None:
        return None
    says_the_same = naming.of_code(wanted.codes[0], wanted.holder) == _title(wanted)
    return None if says_the_same else naming.holder(wanted.holder)


def _require_money(wanted: RegisterWanted) -> None:
    known = CHARTS[wanted.kind].lines
    codes = (*wanted.codes, wanted.against) if wanted.against else wanted.codes
    if not wanted.codes or any(known.get(code) is None or code >= _COUNTED for code in codes):
        raise NotFound()


def _facts(session: Session, book_id: UUID, kind: BookKind) -> BookFacts:
    return read_group(session, book_id) if kind is BookKind.GROUP else read_enterprise(session, book_id)


def _months_before(today: date) -> date:
    month = today.year * 12 + today.month - _MONTHS_SHOWN
    return date(month // 12, month % 12 + 1, 1)


def _filters(session: Session, book_id: UUID, wanted: RegisterWanted) -> dict[str, Any]:
    filters: dict[str, Any] = {"codes": wanted.codes}
    if wanted.fund:
        filters["funds"] = [wanted.fund]
    if wanted.holder:
        query = select(t.holder.c.holder).where(
            t.holder.c.book_id == book_id, t.holder.c.alias == wanted.holder)
        filters["holders"] = session.scalars(query).all()
    return filters


def _kept(lines: list[RegisterLine], wanted: RegisterWanted) -> list[RegisterLine]:
    closings = CLOSINGS if wanted.earned else ()
    return [line for line in lines if line.kind not in closings
            and (wanted.against is None or line.counter_code == wanted.against)]


def _opening(
    session: Session, book_id: UUID, since: date | None, filters: dict[str, Any], *, earned: bool,
) -> int:
    if since is None:
        return 0
    found = balances(session, book_id, as_of=since - timedelta(days=1), income_only=earned, **filters)
    return sum(found.values())


def _title(wanted: RegisterWanted) -> Text:
    title = _TITLES.get(frozenset(wanted.codes))
    if title:
        return Message(title)
    if len(wanted.codes) > 1 and wanted.codes[0] >= 4000:
        return Message(N_("Income") if wanted.codes[0] < 5000 else N_("Costs"))
    return account_label(wanted.kind, wanted.codes[0])


def _rows(
    lines: Sequence[RegisterLine], shown: slice, opening: int, naming: Naming, *, named: bool,
) -> list[RegisterRow]:
    struck = {line.reverses for line in lines if line.reverses}
    here = lines[shown]
    after = list(accumulate((line.amount_minor for line in here), initial=opening))[1:]
    return [
        RegisterRow(
            line.seq, line.occurred_on, entry_label(line.kind),
            naming.of_code(line.counter_code, line.counter_alias),
            None if named or line.account.holder is None else _whose(line.account, naming),
            max(line.amount_minor, 0), max(-line.amount_minor, 0), balance, (line.seq, line.line) in struck)
        for line, balance in zip(here, after, strict=True)
    ]


def _whose(account: Account, naming: Naming) -> Text:
    """Whose account it is: a member or stake by name, a place of money as the group calls it."""
    return naming.of(account) if account.code in TENDER_CODES else naming.holder(account.alias)


def show_entry(
    session: Session, actor: Actor, book_id: UUID, *, kind: BookKind, seq: int,
) -> EntryView:
    """One entry of a book.

    Raises:
        NotFound: the book has no such entry, or is not the reader's.
    """
    require(actor, _ACTIONS[kind], Target(book_id))
    facts = _facts(session, book_id, kind)
    row = session.execute(
        select(t.entry).where(t.entry.c.book_id == book_id, t.entry.c.seq == seq)).one_or_none()
    if row is None:
        raise NotFound()
    naming = naming_of(session, facts, with_people=True)
    return EntryView(
        book_id, facts.name, facts.currency, seq, entry_label(row.kind), row.closing, row.occurred_on,
        moment_of(row.posted_at), recorder_name(session, row.recorded_by), row.client_ref,
        short_code(bytes(row.hash)), bytes(row.hash).hex(), bytes(row.prev_hash).hex(),
        row.source_id if row.source_kind == "meeting" else None, _source(row.source_kind),
        tuple(_postings(session, facts, seq, naming)), is_of_lines(row.source_kind, row.kind))


_SOURCES: Mapping[str, str] = {
    "meeting": N_("Meeting sheet"), "receipt": N_("Receipt"), "remittance": N_("Transfer of money"),
    "dividend": N_("Declared by the enterprise"), "distribution": N_("Shared among the members"),
    "monthly_report": N_("Monthly report"), "stake": N_("Stake in the enterprise"), "cycle": N_("Cycle"),
    "member": N_("Member"), "correction": N_("Correction"),
    "reconciliation": N_("Comparison with the bank"),
    "loan": N_("Loan"), "due": N_("Money due to a member"), "money": N_("Money in and out"),
}


def _source(kind: str | None) -> Text | None:
    return Message(_SOURCES[kind]) if kind is not None and kind in _SOURCES else None


def _postings(session: Session, facts: BookFacts, seq: int, naming: Naming) -> list[PostingRow]:
    rows = session.execute(_postings_query(facts.book_id, seq)).all()
    taken_back = {(row.reverses_seq, row.reverses_line): row.seq for row in rows if row.seq != seq}
    return [_posting(row, facts, naming, taken_back) for row in rows if row.seq == seq]


def _postings_query(book_id: UUID, seq: int) -> Any:
    sides = {side: (t.account.alias(side), t.holder.alias(f"{side}_holder")) for side in ("debit", "credit")}
    columns = [column for side, (account, holder) in sides.items() for column in (
        account.c.code.label(f"{side}_code"), holder.c.holder.label(f"{side}_holder"),
        holder.c.kind.label(f"{side}_kind"), holder.c.alias.label(f"{side}_alias"))]
    query = select(t.posting, *columns).where(
        t.posting.c.book_id == book_id, or_(t.posting.c.seq == seq, t.posting.c.reverses_seq == seq))
    for side, (account, holder) in sides.items():
        number = t.posting.c[f"{side}_no"]
        query = query.join(account, and_(account.c.book_id == book_id, account.c.account_no == number))
        query = query.join(holder, and_(holder.c.book_id == book_id, holder.c.holder == account.c.holder))
    return query.order_by(t.posting.c.seq, t.posting.c.line)


def _posting(
    row: Row[Any], facts: BookFacts, naming: Naming, taken_back: Mapping[tuple[int, int], int],
) -> PostingRow:
    memo = is_memo_fund(row.fund)
    debit, credit = (_account(row, side, facts.book_id) for side in ("debit", "credit"))
    return PostingRow(
        row.line, fund_label(row.fund), naming.of(debit), None if memo else register_link(debit),
        naming.of(credit), None if memo else register_link(credit), None if memo else row.amount_minor,
        _quantity(row.fund, row.amount_minor) if memo else None, _unit(row.fund) if memo else None,
        row.line_ref, (row.reverses_seq, row.reverses_line) if row.reverses_seq is not None else None,
        taken_back.get((row.seq, row.line)))


def _account(row: Row[Any], side: str, book_id: UUID) -> Account:
    values = row._mapping
    holder = values[f"{side}_holder"]
    named = Holder(holder, HolderKind(values[f"{side}_kind"]), values[f"{side}_alias"])
    return Account(values[f"{side}_code"], row.fund, None if holder == book_id else named)


def register_link(account: Account) -> dict[str, Any]:
    """What names the register of one account in an address."""
    link = {"code": [account.code], "fund": account.fund}
    return {**link, "holder": account.alias} if account.holder else link


def _quantity(fund: str, amount: int) -> str:
    if fund == SHARES:
        return str(amount)
    places = exponent(fund.partition(".")[2]) if "." in fund else 4
    return decimal_text(Fraction(amount, 10**places), places=places)


def _unit(fund: str) -> Text:
    if fund == SHARES:
        return Message(N_("shares"))
    return fund.partition(".")[2] if "." in fund else Message(N_("units"))
