"""What accounts, funds and places of money are called by readers.

The books know numbers and short names; readers know "money in the cash box".  The texts
here are ids of sentences: they are translated when a file is written.
"""

from __future__ import annotations

from collections.abc import Mapping

from ledgers.accounts import INVESTMENT, SAVINGS, SHARES, SOCIAL, UNITS
from ledgers.statements.position import Place, PlaceKind
from msai.messages import N_, Message, Value

ACCOUNT_NAMES = {
    1010: N_("Cash box"),
    1020: N_("Bank"),
    1030: N_("E-wallet"),
    1035: N_("Money with a named officer"),
    1040: N_("Account in another currency"),
    1100: N_("Loans to members"),
    1150: N_("Charges, fines and interest due"),
    1200: N_("Capital in transit"),
    1300: N_("Investment in enterprise"),
    1310: N_("Loan to enterprise"),
    1350: N_("Other investments"),
    1390: N_("Allowance for impairment"),
    1400: N_("Income receivable from enterprise"),
    1500: N_("Property"),
    1590: N_("Depreciation of property"),
    2100: N_("Due to members"),
    2200: N_("Outside borrowing"),
    3100: N_("Members' savings"),
    3200: N_("Members' investment capital"),
    3300: N_("Social fund"),
    3400: N_("Retained surplus"),
    3500: N_("Opening balances"),
    3900: N_("Between funds"),
    4100: N_("Loan interest"),
    4200: N_("Fines"),
    4300: N_("Fees and charges"),
    4400: N_("Income from enterprises"),
    4500: N_("Exchange gains"),
    4600: N_("Gains on stakes"),
    4700: N_("Bank interest"),
    4800: N_("Other income"),
    4850: N_("Donations"),
    4900: N_("Cash over"),
    5100: N_("Transfer fees"),
    5150: N_("Exchange margin"),
    5200: N_("Meeting expenses"),
    5300: N_("Bank charges"),
    5350: N_("Interest on borrowing"),
    5360: N_("Interest on members' savings"),
    5370: N_("Depreciation"),
    5400: N_("Loans and charges written off"),
    5450: N_("Taxes withheld"),
    5500: N_("Exchange losses"),
    5600: N_("Impairment"),
    5700: N_("Social grants"),
    5900: N_("Cash short"),
    5950: N_("Cash rounding"),
    9100: N_("Units issued"),
    9200: N_("Units held"),
    9300: N_("Shares issued"),
    9400: N_("Shares held"),
    9500: N_("Claims held"),
    9510: N_("Claims recorded"),
}

_FUND_NAMES = {
    SAVINGS: N_("Savings"), SOCIAL: N_("Social fund"), INVESTMENT: N_("Investment"),
    SHARES: N_("Shares"), UNITS: N_("Units"),
}

_PLAIN_TENDERS = ("box", "bank", "wallet")

_PLACE_NAMES = {
    PlaceKind.LENT: N_("Lent to members"),
    PlaceKind.DUES: N_("Charges, fines and interest due"),
    PlaceKind.IN_TRANSIT: N_("On its way to an enterprise"),
    PlaceKind.RECEIVABLE: N_("Declared, not yet received"),
    PlaceKind.OTHER_INVESTMENT: N_("Other investments"),
    PlaceKind.PROPERTY: N_("Property"),
}


def account_label(code: int) -> Message:
    """What a number of the group's chart is called."""
    return Message(ACCOUNT_NAMES[code])


def fund_label(fund: str) -> Message:
    """What a fund is called; a second investment fund carries its number, claims their currency."""
    if fund in _FUND_NAMES:
        return Message(_FUND_NAMES[fund])
    head, _, rest = fund.replace(".", "-").partition("-")
    if head in _FUND_NAMES:
        return Message(N_("%(fund)s %(number)s"), {"fund": Message(_FUND_NAMES[head]), "number": rest})
    return Message(N_("Claims in %(currency)s"), {"currency": rest}) if rest else Message(fund)


def place_label(place: Place, names: Mapping[str, str]) -> Message:
    """Where money is: the kind of box with its own name, the enterprise, or what it is lent for."""
    if place.alias is None:
        return Message(_PLACE_NAMES[place.kind])
    if place.kind is PlaceKind.STAKE:
        return Message(N_("Invested in %(enterprise)s"), {"enterprise": names.get(place.alias, place.alias)})
    return tender_label(place.code, place.alias, names)


def tender_label(code: int, alias: str, names: Mapping[str, str]) -> Message:
    """What a box, account or wallet is called: its kind, and its own name unless it says no more."""
    if alias in _PLAIN_TENDERS and alias not in names:
        return account_label(code)
    params: dict[str, Value] = {"place": account_label(code), "name": names.get(alias, alias)}
    return Message(N_("%(place)s: %(name)s"), params)
