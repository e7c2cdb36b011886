"""The few movements that every rule is made of.

An amount of zero moves nothing and makes no posting; an event of which nothing is left is refused as an
empty entry. Shares, units and claims are counted beside the money in memo funds of their own.
"""

from collections.abc import Iterable
from datetime import date
from itertools import chain

from ledgers.accounts import SHARES, Account, Holder, claims_fund, one_account, units_fund
from ledgers.entries import EntryKind, JournalEntry, Posting
from ledgers.money import Money

Postings = tuple[Posting, ...]
SHARES_ISSUED = Account(9300, SHARES)


def move(debit: Account, credit: Account, *, amount_minor: int, line_ref: str | None = None) -> Postings:
    """Debit one account and credit another; nothing for an amount of zero.

    Raises:
        NotPositive: the amount is below zero.
        FundMismatch, SameAccount, AmountOutOfRange: as for a posting.
    """
    return (Posting(debit, credit, amount_minor, line_ref),) if amount_minor else ()


def adjust(account: Account, *, change_minor: int, gain: Account, loss: Account) -> Postings:
    """Change an asset by a signed amount: a rise credits `gain`, a fall debits `loss`."""
    if change_minor < 0:
        return move(loss, account, amount_minor=-change_minor)
    return move(account, gain, amount_minor=change_minor)


def entry_of(kind: EntryKind, occurred_on: date, *, parts: Iterable[Postings]) -> JournalEntry:
    """Make one journal entry of the postings of all its lines.

    Raises:
        EmptyEntry: no line moved anything.
    """
    return JournalEntry(kind, occurred_on, tuple(chain.from_iterable(parts)))


def issue_shares(holder: Holder, shares: int, *, line_ref: str | None = None) -> Postings:
    """Count whole shares that a member, stake or owner now holds: 9400 / 9300."""
    return move(_shares_of(holder), SHARES_ISSUED, amount_minor=shares, line_ref=line_ref)


def cancel_shares(holder: Holder, shares: int, *, line_ref: str | None = None) -> Postings:
    """Count whole shares paid out or bought back: 9300 / 9400."""
    return move(SHARES_ISSUED, _shares_of(holder), amount_minor=shares, line_ref=line_ref)


def issue_units(member: Holder, units_e4: int, *, fund: str, line_ref: str | None = None) -> Postings:
    """Count ten-thousandths of units of an investment fund that a member now holds: 9200 / 9100."""
    return move(units_held(member, fund), units_issued(fund), amount_minor=units_e4, line_ref=line_ref)


def cancel_units(member: Holder, units_e4: int, *, fund: str, line_ref: str | None = None) -> Postings:
    """Count ten-thousandths of units that a member gave back: 9100 / 9200."""
    return move(units_issued(fund), units_held(member, fund), amount_minor=units_e4, line_ref=line_ref)


def record_claim(stake: Holder, claim: Money) -> Postings:
    """Count what a stake may claim at home, in the home currency: 9500 / 9510."""
    held, recorded = _claim_accounts(stake, claim)
    return move(held, recorded, amount_minor=claim.minor)


def drop_claim(stake: Holder, claim: Money) -> Postings:
    """Count what a stake may no longer claim at home: 9510 / 9500."""
    held, recorded = _claim_accounts(stake, claim)
    return move(recorded, held, amount_minor=claim.minor)


def units_held(member: Holder, fund: str) -> Account:
    """Name the account of a member's units (9200) in an investment fund such as `investment`."""
    return one_account(9200, units_fund(fund), member)


def units_issued(fund: str) -> Account:
    """Name the account of all units issued (9100) of an investment fund."""
    return one_account(9100, units_fund(fund))


def _shares_of(holder: Holder) -> Account:
    return one_account(9400, SHARES, holder)


def _claim_accounts(stake: Holder, claim: Money) -> tuple[Account, Account]:
    fund = claims_fund(claim.currency)
    return Account(9500, fund, stake), Account(9510, fund)
