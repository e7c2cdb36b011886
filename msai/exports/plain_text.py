"""A book as text that two independent bookkeeping programmes read.

hledger and beancount know nothing of this project.  A book written for them entry by
entry, with its balances asserted at the end, is checked by other people's arithmetic, and
can still be read when this programme is gone.  Text is written as entries arrive, so the
length of a book costs no memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import quote

from ledgers.accounts import Account
from ledgers.entries import Posting
from ledgers.statements.drawn import DayBookEntry, Drawn, account_rank
from msai.exports.account_names import AccountNames, Commodity, commodity_of

BEFORE_ALL = date(1970, 1, 1)
"""Accounts are opened before any book began, since entries may arrive later than their day."""

_SAFE = " !#$&()*+-./:<=>?@^_|"
_SAFE_IN_POSTING = _SAFE.replace(":", "")


@dataclass(frozen=True, slots=True)
class PlainBook:
    """What a book's text says besides its entries.

    `balances` are those the book keeps at the day drawn, debit positive: they are asserted, so
    that another programme's sums are compared with ours.
    """

    title: str
    drawn: Drawn
    balances: Mapping[Account, int]


def write_hledger(book: PlainBook, entries: Iterable[DayBookEntry]) -> Iterator[str]:
    """The book as a journal of hledger, piece by piece, entries in the order given.

    `hledger check --strict` accepts it: accounts and commodities are declared where they are
    first used, and a last transaction asserts every balance.
    """
    names, seen = AccountNames(book.drawn.kind), _Seen()
    yield f"; {_one_line(book.title)}\n; {_origin(book.drawn)}\ndecimal-mark .\n"
    for entry in entries:
        for account in seen.note(entry):
            yield from _hledger_account(account, book.drawn, names=names, seen=seen)
        yield _hledger_entry(entry, book.drawn, names)
    for account in seen.note_balances(book):
        yield from _hledger_account(account, book.drawn, names=names, seen=seen)
    yield from _hledger_assertions(book, names, seen)


def write_beancount(book: PlainBook, entries: Iterable[DayBookEntry]) -> Iterator[str]:
    """The book as a ledger of beancount 2, piece by piece, entries in the order given.

    `bean-check` accepts it: every account is opened with its commodity, and every balance is
    asserted without tolerance on the morning after the last day.
    """
    names, seen = AccountNames(book.drawn.kind), _Seen()
    currency = book.drawn.currency
    yield f"; {_origin(book.drawn)}\n"
    yield f'option "title" "{_one_line(book.title)}"\noption "operating_currency" "{currency}"\n'
    for entry in entries:
        for account in seen.note(entry):
            yield _beancount_open(account, book.drawn, names)
        yield _beancount_entry(entry, book.drawn, names)
    for account in seen.note_balances(book):
        yield _beancount_open(account, book.drawn, names)
    yield from _beancount_assertions(book, names, seen)


@dataclass(slots=True)
class _Seen:
    """Which accounts and commodities the text has named so far, and its latest day."""

    accounts: set[Account] = field(default_factory=set)
    commodities: set[str] = field(default_factory=set)
    last_day: date = BEFORE_ALL

    def note(self, entry: DayBookEntry) -> list[Account]:
        """Take an entry in; answer the accounts it names first, in their order on paper."""
        self.last_day = max(self.last_day, entry.occurred_on)
        return self._fresh(account for p in entry.postings for account in (p.debit, p.credit))

    def note_balances(self, book: PlainBook) -> list[Account]:
        """The accounts that have a balance although no entry named them: a finding of the check."""
        return self._fresh(book.balances)

    def _fresh(self, accounts: Iterable[Account]) -> list[Account]:
        fresh = set(accounts) - self.accounts
        self.accounts |= fresh
        return sorted(fresh, key=account_rank)

    def assertion_day(self, drawn: Drawn) -> date:
        """The day whose evening the balances are of."""
        return max(drawn.as_of or self.last_day, self.last_day)


def _origin(drawn: Drawn) -> str:
    until = f", up to {drawn.as_of.isoformat()}" if drawn.as_of else ""
    return f"book {drawn.book_id}{until}, drawn after entry {drawn.last_seq} {drawn.last_hash.hex()}"


def _amount(minor: int, commodity: Commodity) -> str:
    whole, rest = divmod(abs(minor), 10**commodity.places)
    sign = "-" if minor < 0 else ""
    return f"{sign}{whole}.{rest:0{commodity.places}d}" if commodity.places else f"{sign}{whole}"


def _tags(entry: DayBookEntry) -> Iterator[tuple[str, str]]:
    yield "seq", str(entry.seq)
    yield "client_ref", quote(entry.client_ref, safe=_SAFE)
    if entry.source_kind is not None:
        yield "source", f"{entry.source_kind} {entry.source_id}"
    if entry.closing:
        yield "closing", "yes"
    yield "hash", entry.hash.hex()


def _posting_tags(number: int, posting: Posting) -> Iterator[tuple[str, str]]:
    yield "line", str(number)
    if posting.line_ref is not None:
        yield "line_ref", quote(posting.line_ref, safe=_SAFE_IN_POSTING)
    if posting.reverses is not None:
        yield "reverses", "{}/{}".format(*posting.reverses)


def _one_line(text: str) -> str:
    """A title as both programmes take it: no line breaks, control characters or quotes."""
    return "".join("'" if char in '"\\' else char if char.isprintable() else " " for char in text)


def _hledger_account(account: Account, drawn: Drawn, *, names: AccountNames, seen: _Seen) -> Iterator[str]:
    commodity = commodity_of(account.fund, drawn.currency)
    if commodity.name not in seen.commodities:
        seen.commodities.add(commodity.name)
        decimals = "0" * commodity.places
        yield f"commodity 1000.{decimals} {commodity.quoted}\n"
    yield f"account {names.of(account)}\n"


def _hledger_entry(entry: DayBookEntry, drawn: Drawn, names: AccountNames) -> str:
    lines = [f"\n{entry.occurred_on.isoformat()} * ({entry.seq}) {entry.kind}"]
    lines += [f"    ; {name}: {value}" for name, value in _tags(entry)]
    for number, posting in enumerate(entry.postings, start=1):
        commodity = commodity_of(posting.fund, drawn.currency)
        tags = ", ".join(f"{name}:{value}" for name, value in _posting_tags(number, posting))
        for account, sign in ((posting.debit, 1), (posting.credit, -1)):
            amount = _amount(sign * posting.amount_minor, commodity)
            lines.append(f"    {names.of(account)}  {amount} {commodity.quoted}  ; {tags}")
    return "\n".join(lines) + "\n"


def _hledger_assertions(book: PlainBook, names: AccountNames, seen: _Seen) -> Iterator[str]:
    if not seen.accounts:
        return
    yield f"\n{seen.assertion_day(book.drawn).isoformat()} * balances kept by the book\n"
    for account in sorted(seen.accounts, key=account_rank):
        commodity = commodity_of(account.fund, book.drawn.currency)
        nothing, kept = (_amount(m, commodity) for m in (0, book.balances.get(account, 0)))
        yield f"    {names.of(account)}  {nothing} {commodity.quoted} = {kept} {commodity.quoted}\n"


def _beancount_open(account: Account, drawn: Drawn, names: AccountNames) -> str:
    commodity = commodity_of(account.fund, drawn.currency)
    return f"{BEFORE_ALL.isoformat()} open {names.of(account)} {commodity.name}\n"


def _beancount_entry(entry: DayBookEntry, drawn: Drawn, names: AccountNames) -> str:
    lines = [f'\n{entry.occurred_on.isoformat()} * "{entry.kind}" "entry {entry.seq}"']
    lines += [f'  {name}: "{value}"' for name, value in _tags(entry)]
    for number, posting in enumerate(entry.postings, start=1):
        commodity = commodity_of(posting.fund, drawn.currency)
        for account, sign in ((posting.debit, 1), (posting.credit, -1)):
            amount = _amount(sign * posting.amount_minor, commodity)
            lines.append(f"  {names.of(account)}  {amount} {commodity.name}")
            lines += [f'    {name}: "{value}"' for name, value in _posting_tags(number, posting)]
    return "\n".join(lines) + "\n"


def _beancount_assertions(book: PlainBook, names: AccountNames, seen: _Seen) -> Iterator[str]:
    morning_after = (seen.assertion_day(book.drawn) + timedelta(days=1)).isoformat()
    yield "\n"
    for account in sorted(seen.accounts, key=account_rank):
        commodity = commodity_of(account.fund, book.drawn.currency)
        kept = _amount(book.balances.get(account, 0), commodity)
        yield f"{morning_after} balance {names.of(account)}  {kept} ~ 0 {commodity.name}\n"
