"""What accounts, funds, places and roles are called on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from ledgers.accounts import ENTERPRISE, TENDER_CODES, BookKind
from msai.exports import labels as of_groups
from msai.messages import N_, Message

Text: TypeAlias = str | Message
"""What a page shows as it stands, or translates first."""

_ENTERPRISE: Mapping[int, str] = {
    1010: N_("Cash"), 1020: N_("Bank"), 1030: N_("E-wallet"), 1100: N_("Owed by buyers"),
    1150: N_("Advances"), 1200: N_("Stock of produce"), 1250: N_("Paid in advance"),
    1300: N_("Animals and crops growing"), 1400: N_("Equipment and land improvements"),
    1490: N_("Depreciation of equipment"), 2100: N_("Bills to pay"),
    2150: N_("Taxes and contributions due"), 2200: N_("Loans and shares of backers"),
    2300: N_("Grants not used yet"), 2400: N_("Returns declared and not sent"), 3100: N_("Capital"),
    3150: N_("Taken out by the owner"), 3400: N_("Retained earnings"), 3500: N_("Opening balances"),
    4100: N_("Sales"), 4300: N_("Grants used"), 4500: N_("Exchange gains"), 4800: N_("Other income"),
    4900: N_("Cash over"), 5050: N_("Change in stock and growing"), 5100: N_("Inputs"), 5150: N_("Feed"),
    5200: N_("Wages"), 5250: N_("Casual labour"), 5300: N_("Transport"), 5350: N_("Utilities and rent"),
    5400: N_("Repairs"), 5500: N_("Interest and backers' shares"), 5550: N_("Exchange losses"),
    5600: N_("Losses and mortality"), 5700: N_("Depreciation"), 5800: N_("Given to the community"),
    5850: N_("Taxes and licences"), 5900: N_("Other costs"), 5950: N_("Cash short"),
    9300: N_("Shares issued"), 9400: N_("Shares held"),
}

_INSTRUMENTS: Mapping[str, str] = {
    "equity": N_("Share of the enterprise"), "coop_share": N_("Cooperative share"), "loan": N_("Loan"),
    "revenue_share": N_("Share of sales"), "profit_share": N_("Share of profit"), "grant": N_("Grant"),
    "match": N_("Matching money"), "in_kind": N_("Given in kind"), "owner": N_("Owner"),
}

_STANDINGS: Mapping[str, str] = {
    "treasurer": N_("You keep the record"), "second_officer": N_("You are second officer"),
    "member": N_("You save here"), "own": N_("You left; your passbook is still yours to read"),
    "enterprise_manager": N_("You manage it"), "enterprise_second": N_("You check for it"),
    "facilitator_totals": N_("You see totals, as the group agreed"),
    "facilitator_names": N_("You see names and totals, as the group agreed"),
    "backer": N_("Your group has money in it"),
}


def account_label(kind: BookKind, code: int) -> Message:
    """What a number of a chart is called."""
    return Message(_ENTERPRISE[code]) if kind is BookKind.ENTERPRISE else of_groups.account_label(code)


def fund_label(fund: str) -> Message:
    """What a fund is called."""
    return Message(N_("Enterprise")) if fund == ENTERPRISE else of_groups.fund_label(fund)


def tender_label(code: int, alias: str, *, alone: bool) -> Message:
    """What a box, account or wallet is called; its own name is added where there are several of a kind."""
    plain = of_groups.account_label(code)
    return plain if alone else Message(N_("%(place)s (%(name)s)"), {"place": plain, "name": alias})


def tender_labels(tenders: Mapping[str, int]) -> dict[str, Message]:
    """What each of a group's tenders (alias and number in the chart) is called."""
    codes = [code for code in tenders.values() if code in TENDER_CODES]
    return {alias: tender_label(code, alias, alone=codes.count(code) == 1) for alias, code in tenders.items()}


def instrument_label(instrument: str) -> Message:
    """What kind of backing it is."""
    return Message(_INSTRUMENTS.get(instrument, N_("Backing")))


def standing_label(relation: str) -> Message:
    """What the reader is to a book."""
    return Message(_STANDINGS.get(relation, N_("You may look at it")))
