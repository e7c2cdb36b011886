"""Journal entries, and the one byte form in which they are hashed.

An entry is one event of one book.  It holds postings, and a posting debits one
account and credits another *of the same fund* by one amount: an entry therefore
cannot be unbalanced and cannot cross funds, whatever else goes wrong.

Hashes are taken over a canonical, versioned JSON array that the application
builds itself: integers, booleans, strings and nulls in a fixed order, ASCII only.
Nothing that a database returns as JSON is ever hashed.

The chain covers entries, postings and the accounts they name.  A book, a holder
nobody has posted to yet, a note, a cycle and an account carry a hash of their own
row, so that a damaged byte in any of them is found too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from ledgers.accounts import Account, BookKind, Holder
from ledgers.errors import AmountOutOfRange, EmptyEntry, FundMismatch, NotPositive, SameAccount

GENESIS_HASH = bytes(32)
MAX_AMOUNT = 10**15


class EntryKind(StrEnum):
    """What happened: one kind for every event of the bookkeeping rules."""

    # Savings group
    SAVINGS = "savings"
    SOCIAL = "social"
    FINE = "fine"
    FINE_RAISED = "fine_raised"
    FEE = "fee"
    FEE_RAISED = "fee_raised"
    DUES_PAID = "dues_paid"
    DUES_WAIVED = "dues_waived"
    INVESTMENT = "investment"
    SAVINGS_TO_INVESTMENT = "savings_to_investment"
    LOAN_ISSUED = "loan_issued"
    INTEREST_DUE = "interest_due"
    INTEREST_CAPITALISED = "interest_capitalised"
    REPAYMENT = "repayment"
    LOAN_WRITTEN_OFF = "loan_written_off"
    LOAN_RECOVERED = "loan_recovered"
    SOCIAL_GRANT = "social_grant"
    SOCIAL_FUND_SHARED = "social_fund_shared"
    WITHDRAWAL = "withdrawal"
    EXPENSE = "expense"
    OWN_POCKET = "own_pocket"
    OWN_POCKET_REPAID = "own_pocket_repaid"
    HELD_MONEY = "held_money"
    HELD_MONEY_USED = "held_money_used"
    PAYOUT = "payout"
    TRANSFER = "transfer"
    BETWEEN_FUNDS = "between_funds"
    BETWEEN_FUNDS_PERMANENT = "between_funds_permanent"
    CASH_DIFFERENCE = "cash_difference"
    CASH_ROUNDING = "cash_rounding"
    BANK_INTEREST = "bank_interest"
    BANK_CHARGE = "bank_charge"
    DONATION = "donation"
    BORROWING = "borrowing"
    BORROWING_REPAID = "borrowing_repaid"
    BORROWING_INTEREST = "borrowing_interest"
    PROPERTY = "property"
    DEPRECIATION = "depreciation"
    OTHER_INVESTMENT = "other_investment"
    OTHER_INVESTMENT_SOLD = "other_investment_sold"
    SAVINGS_INTEREST = "savings_interest"
    TAX_WITHHELD = "tax_withheld"
    OTHER_INCOME = "other_income"
    OPENING = "opening"
    SHARE_OUT = "share_out"
    EXIT = "exit"
    # Investment side of the group
    CAPITAL_SENT = "capital_sent"
    CAPITAL_LANDED = "capital_landed"
    CAPITAL_RETURNED_UNSENT = "capital_returned_unsent"
    CAPITAL_LOST = "capital_lost"
    INCOME_DECLARED = "income_declared"
    SENT_HOME = "sent_home"
    INCOME_LANDED = "income_landed"
    CAPITAL_BACK = "capital_back"
    REINVESTED = "reinvested"
    REVALUATION = "revaluation"
    WRITE_DOWN = "write_down"
    WRITE_DOWN_RECOVERED = "write_down_recovered"
    STAKE_WRITTEN_OFF = "stake_written_off"
    DISTRIBUTION = "distribution"
    DISTRIBUTION_PAID = "distribution_paid"
    DISTRIBUTION_PUT_BACK = "distribution_put_back"
    CAPITAL_PASSED_ON = "capital_passed_on"
    UNITS_REDEEMED = "units_redeemed"
    UNITS_MOVED = "units_moved"
    UNITS_CANCELLED = "units_cancelled"
    FUND_CLOSED = "fund_closed"
    # Enterprise
    CAPITAL_RECEIVED = "capital_received"
    SALE = "sale"
    SALE_COLLECTED = "sale_collected"
    BAD_DEBT = "bad_debt"
    COST = "cost"
    PAYABLE_PAID = "payable_paid"
    WAGES_IN_KIND = "wages_in_kind"
    EQUIPMENT = "equipment"
    EQUIPMENT_SOLD = "equipment_sold"
    OWN_USE = "own_use"
    OWNER_PAID_IN = "owner_paid_in"
    OWNER_TOOK_OUT = "owner_took_out"
    ADVANCE = "advance"
    ADVANCE_USED = "advance_used"
    ADVANCE_RETURNED = "advance_returned"
    ANIMALS_LOST = "animals_lost"
    DIVIDEND_DECLARED = "dividend_declared"
    INTEREST_DECLARED = "interest_declared"
    RETURN_SENT = "return_sent"
    GRANT_RECEIVED = "grant_received"
    GRANT_USED = "grant_used"
    GRANT_RETURNED = "grant_returned"
    PRINCIPAL_REPAID = "principal_repaid"
    LOSS_BORNE = "loss_borne"
    CAPITAL_BOUGHT_BACK = "capital_bought_back"
    STOCK_COUNTED = "stock_counted"
    MONTH_REPORTED = "month_reported"
    YEAR_CLOSED = "year_closed"
    # Both
    CORRECTION = "correction"


class SourceKind(StrEnum):
    """The kind of document an entry was made from."""

    MEETING = "meeting"
    RECEIPT = "receipt"
    REMITTANCE = "remittance"
    DIVIDEND = "dividend"
    DISTRIBUTION = "distribution"
    MONTHLY_REPORT = "monthly_report"
    STAKE = "stake"
    CYCLE = "cycle"
    MEMBER = "member"
    CORRECTION = "correction"
    OPENING = "opening"
    RECONCILIATION = "reconciliation"
    DUES = "dues"
    LOAN = "loan"
    UNITS = "units"
    DUE = "due"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Source:
    """The document an entry was made from."""

    kind: SourceKind
    id: UUID


class _Sides(NamedTuple):
    """What a posting says, before anybody asked whether it may be said."""

    debit: Account
    credit: Account
    amount_minor: int
    line_ref: str | None = None
    reverses: tuple[int, int] | None = None


class Posting(_Sides):
    """One amount that debits one account and credits another of the same fund.

    `amount_minor` counts the fund's commodity in its smallest unit: minor units of
    money, whole shares, or ten-thousandths of a unit.  `line_ref` names the line of
    the sheet it came from; `reverses` the (seq, line) of the posting it takes back.
    A sheet makes hundreds, so it is a tuple like the accounts it names.

    Raises:
        FundMismatch, SameAccount, NotPositive, AmountOutOfRange
    """

    __slots__ = ()

    def __new__(
        cls, debit: Account, credit: Account, amount_minor: int, line_ref: str | None = None,
        reverses: tuple[int, int] | None = None,
    ) -> Posting:
        """Check and make it."""
        if debit.fund != credit.fund:
            raise FundMismatch(debit=debit.key, credit=credit.key)
        if debit.code == credit.code and debit.holder == credit.holder:
            raise SameAccount(account=debit.key)
        if not 0 < amount_minor <= MAX_AMOUNT:
            raise (NotPositive if amount_minor <= 0 else AmountOutOfRange)(amount_minor=amount_minor)
        return tuple.__new__(cls, (debit, credit, amount_minor, line_ref, reverses))

    @property
    def fund(self) -> str:
        """The fund both sides belong to."""
        return self.debit.fund

    def altered(self, **parts: Any) -> Posting:
        """The same posting with other parts, checked like any other."""
        return Posting(**(self._asdict() | parts))

    def reversed_as(self, seq: int, line: int) -> Posting:
        """The posting that takes this one back, known in the book as (`seq`, `line`)."""
        return Posting(self.credit, self.debit, self.amount_minor, self.line_ref, (seq, line))


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One event of one book.

    `closing` entries move income and costs to the surplus: income statements leave
    them out, balances read them.  `note_id` names a note whose commitment is in the book.

    Raises:
        EmptyEntry: an entry without postings says nothing.
    """

    kind: EntryKind
    occurred_on: date
    postings: tuple[Posting, ...]
    closing: bool = False
    source: Source | None = None
    note_id: UUID | None = None

    def __post_init__(self) -> None:
        if not self.postings:
            raise EmptyEntry(kind=self.kind.value)

    def with_source(self, source: Source) -> JournalEntry:
        """The same entry, known to come from a document."""
        return replace(self, source=source)


def side_form(account: Account) -> list[Any]:
    """One side of a posting as it is hashed: code, fund, holder's id, kind and alias."""
    holder = account.holder
    if holder is None:
        return [account.code, account.fund, None, None, None]
    return [account.code, account.fund, holder.id.hex, holder.kind.value, holder.alias]


def content_hash(entry: JournalEntry, postings: str | None = None) -> bytes:
    """SHA-256 of what an entry says, leaving out when and by whom it was posted.

    Two requests with one client reference are the same request exactly if these agree.
    `postings` is the `postings_text` of the entry, for whoever has it already.
    """
    source = entry.source
    return _digest_with_postings([
        "msai-content/1", entry.kind.value, entry.occurred_on.isoformat(), entry.closing,
        source.kind.value if source else None, source.id.hex if source else None,
        entry.note_id.hex if entry.note_id else None,
    ], postings or postings_text((p, side_text(p.debit), side_text(p.credit)) for p in entry.postings))


def side_text(account: Account) -> str:
    """One side of a posting in the text hashes are taken over: its `side_form`."""
    code, fund, holder = account
    return f"[{code},{_word(fund)},{_holder_text(holder)}]"


@lru_cache(maxsize=8192)
def _holder_text(holder: Holder | None) -> str:
    # A member has several accounts, and each names her at length.
    if holder is None:
        return "null,null,null"
    return f'"{holder.id.hex}",{_word(holder.kind)},{_word(holder.alias)}'


def postings_text(postings: Iterable[tuple[Posting, str, str]]) -> str:
    """The postings of an entry in the text both its hashes are taken over: each `posting_form`, in order.

    Each posting comes with the `side_text` of the account it debits and of the one it credits.
    """
    texts = []
    for line, (posting, debit, credit) in enumerate(postings, start=1):
        reverses = "{},{}".format(*posting.reverses) if posting.reverses else "null,null"
        texts.append(
            f"[{line},{posting.amount_minor},{_word(posting.line_ref)},{reverses},{debit},{credit}]")
    return f"[{','.join(texts)}]"


def posting_form(line: int, posting: Posting) -> list[Any]:
    """A posting as it is hashed."""
    seq, reversed_line = posting.reverses or (None, None)
    return [line, posting.amount_minor, posting.line_ref, seq, reversed_line,
            side_form(posting.debit), side_form(posting.credit)]


@dataclass(frozen=True, slots=True)
class Link:
    """All columns of a posted entry that its chain hash covers, besides its postings."""

    book_id: UUID
    book_kind: BookKind
    currency: str
    seq: int
    prev_hash: bytes
    client_ref: str
    kind: str
    closing: bool
    occurred_on: str
    recorded_at: int | None
    posted_at: int
    recorded_by: UUID
    note_id: UUID | None
    note_commitment: bytes | None
    source_kind: str | None
    source_id: UUID | None
    content_hash: bytes


def chain_hash(link: Link, postings: Iterable[list[Any]]) -> bytes:
    """SHA-256 that binds an entry to everything before it in its book.

    Covers the kind and currency of the book, every column of the entry and of its
    postings, and the code, fund and holder of both sides, so that re-pointing an
    account breaks the chain.  `postings` are the `posting_form` of each.
    """
    return chain_hash_of_text(link, _canonical(list(postings)))


def chain_hash_of_text(link: Link, postings: str) -> bytes:
    """The chain hash of an entry whose postings are at hand as their `postings_text`."""
    return _digest_with_postings([
        "msai-entry/1", link.book_kind, link.currency, link.book_id.hex, link.seq, link.prev_hash.hex(),
        link.client_ref, link.kind, link.closing, link.occurred_on, link.recorded_at, link.posted_at,
        link.recorded_by.hex, link.note_id.hex if link.note_id else None,
        link.note_commitment.hex() if link.note_commitment else None,
        link.source_kind, link.source_id.hex if link.source_id else None, link.content_hash.hex(),
    ], postings)


def digest(form: list[Any]) -> bytes:
    """SHA-256 of a canonical form: JSON without spaces, ASCII only, order as given."""
    return _sha256(_canonical(form))


def book_hash(book_id: UUID, *, kind: BookKind, currency: str, chart_version: int, opened_at: int) -> bytes:
    """The hash of a `book` row."""
    return digest(["msai-book/1", book_id.hex, kind.value, currency, chart_version, opened_at])


def holder_hash(book_id: UUID, holder: Holder) -> bytes:
    """The hash of a `holder` row."""
    return digest(["msai-holder/1", book_id.hex, holder.id.hex, holder.kind.value, holder.alias])


def account_hash(book_id: UUID, *, account_no: int, code: int, fund: str, holder: UUID) -> bytes:
    """The hash of an `account` row."""
    return digest(["msai-account/1", book_id.hex, account_no, code, fund, holder.hex])


def note_hash(book_id: UUID, note_id: UUID, *, salt: bytes, sealed: bytes, commitment: bytes) -> bytes:
    """The hash of a `note` row."""
    return digest(["msai-note/1", book_id.hex, note_id.hex, salt.hex(), sealed.hex(), commitment.hex()])


def cycle_hash(book_id: UUID, cycle_no: int, *, opened_on: date, closed_on: date | None, state: str) -> bytes:
    """The hash of a `cycle` row."""
    closed = closed_on.isoformat() if closed_on else None
    return digest(["msai-cycle/1", book_id.hex, cycle_no, opened_on.isoformat(), closed, state])


def _digest_with_postings(form: list[Any], postings: str) -> bytes:
    # The postings are the long last element of both forms, and are written out only once.
    return _sha256(f"{_canonical(form)[:-1]},{postings}]")


def _sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode("ascii")).digest()


_canonical = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


@lru_cache(maxsize=8192)
def _word(text: str | None) -> str:
    # A year of Sundays says the same few words again and again.
    return _canonical(text)
