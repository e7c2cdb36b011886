"""An investment fund on paper: entries made by the rules, numbered as a book would, and read by the trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from ledgers.accounts import CLAIMS_PREFIX, INVESTMENT, Holder, units_fund
from ledgers.entries import JournalEntry
from ledgers.rules import housekeeping, investment
from ledgers.rules.investment import InvestmentLine, Redemption
from ledgers.rules.tenders import TenderLine
from ledgers.trace.fund import FundTrace, trace
from ledgers.trace.rows import FundEntry, FundPosting
from ledgers.units import paid_in_part
from tests.ledgers.rules.cast import BANK, SUNDAY


class PaperFund:
    """The entries of a book with one or more investment funds so far, in sequence."""

    def __init__(self) -> None:
        self.entries: list[FundEntry] = []
        self.posted: list[JournalEntry] = []

    def post(self, entry: JournalEntry) -> int:
        """Number an entry; answers its number."""
        seq = len(self.entries) + 1
        paper = entry.source.id if entry.source else None
        self.posted.append(entry)
        self.entries.append(FundEntry(seq, entry.kind.value, entry.occurred_on, tuple(
            FundPosting(line, posting.debit, posting.credit, posting.amount_minor, posting.line_ref,
                        posting.reverses)
            for line, posting in enumerate(entry.postings, start=1)), paper))
        return seq

    def put_in(
        self, amounts: Mapping[Holder, tuple[int, int]], on: date = SUNDAY, fund: str = INVESTMENT,
    ) -> int:
        """Members put money in for so many ten-thousandths of units."""
        return self.post(investment.contribution(on, *(
            InvestmentLine(member, BANK, minor, units_e4=units, fund=fund)
            for member, (minor, units) in amounts.items())))

    def give_back(
        self, member: Holder, units_e4: int, *, held_e4: int, paid_in: int, pay: int, fund: str = INVESTMENT,
    ) -> int:
        """A member gives units back for money from the bank."""
        assert paid_in_part(paid_in, redeemed_e4=units_e4, held_e4=held_e4) <= paid_in
        return self.post(investment.units_redeemed(SUNDAY, Redemption(
            member, units_e4, held_e4, paid_in, pay, BANK, fund)))

    def charge(self, minor: int, on: date = SUNDAY, fund: str = INVESTMENT) -> int:
        """The bank takes a charge out of the fund."""
        return self.post(housekeeping.bank_charge(on, TenderLine(BANK, minor, fund)))

    def gift(self, minor: int, on: date = SUNDAY, fund: str = INVESTMENT) -> int:
        """Somebody gives the fund money."""
        return self.post(housekeeping.donation(on, TenderLine(BANK, minor, fund)))

    def traced(self, as_of: date | None = None, fund: str = INVESTMENT) -> FundTrace:
        """The trace of what was posted: its own money and units are read, and the claims of all."""
        own = (fund, units_fund(fund))
        read = (replace(entry, postings=tuple(
            posting for posting in entry.postings
            if (name := posting.debit.fund) in own or name.startswith(CLAIMS_PREFIX)))
            for entry in self.entries)
        return trace((entry for entry in read if entry.postings), fund, as_of=as_of)


def accounts(traced: FundTrace) -> dict[str, int]:
    """K of everybody who was ever in the fund, by alias, nothing left out but noughts."""
    return {account.holder.alias: account.account_minor for account in traced.accounts
            if account.account_minor}


def by_alias(parts: Mapping[Holder, int]) -> dict[str, int]:
    """Parts by alias, noughts left out."""
    return {holder.alias: minor for holder, minor in parts.items() if minor}


def faults(traced: FundTrace) -> list[str]:
    """Every sum of a trace that does not add up, in words."""
    found = [] if traced.issued_e4 else ["nobody holds a unit"]
    pairs = {
        "accounts": (traced.waiting_minor, 0),
        "values": (sum(one.value_minor for one in traced.accounts), traced.net_assets_minor),
        **{f"line {line.code}": (sum(line.parts.values()), line.balance_minor) for line in traced.lines},
        **{f"member {one.holder.alias}": (
            sum(line.parts.get(one.holder, 0) for line in traced.lines), one.value_minor)
           for one in traced.accounts},
        **{f"bought {one.stake.alias}": (sum(one.bought.values()), one.cost_minor) for one in traced.stakes},
        **{f"passed {one.stake.alias}": (sum(one.passed.values()), 0) for one in traced.stakes},
        **{f"claim {one.stake.alias} {claim.currency}": (
            (sum(claim.now.values()), sum(claim.bought.values())), (claim.amount_minor, claim.amount_minor))
           for one in traced.stakes for claim in one.claims},
        **{f"sent {one.remittance.alias}": (sum(one.parts.values()), one.amount_minor)
           for one in traced.sendings},
    }
    return found + [f"{name}: {said} for {due}" for name, (said, due) in pairs.items() if said != due]
