"""Which statements there are, who may read them, and whether they tell of a day or of a period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from msai.messages import N_, Message


class StatementKind(StrEnum):
    """The statements of a group, by the word in their address."""

    MONEY = "money"
    RECEIPTS = "receipts"
    INCOME = "income"
    BALANCE_SHEET = "balance-sheet"
    TRIAL_BALANCE = "trial-balance"
    STAKES = "stakes"
    CASH_BOOK = "cash-book"
    INTERESTS = "interests"
    UNITS = "units"
    DEBTS = "debts"
    DUE_TO_MEMBERS = "due-to-members"
    BANK = "bank"


class Span(StrEnum):
    """The periods that a reader can choose without typing, and the one she types."""

    CYCLE = "cycle"
    LAST_CYCLE = "last-cycle"
    YEAR = "year"
    MONTH = "month"
    LAST_MONTH = "last-month"
    ALL = "all"
    DATES = "dates"


@dataclass(frozen=True, slots=True)
class About:
    """What a statement is called and what it answers.

    `personal`: it names members.  `of_a_day`: it says where things stand, not what moved.
    """

    title: str
    answers: str
    personal: bool = False
    of_a_day: bool = False
    usual: Span = Span.CYCLE
    symbol: str = "file-text"


ABOUT: Mapping[StatementKind, About] = {
    StatementKind.MONEY: About(
        N_("Where the money is"), N_("Each place, each fund, and all of it together"), of_a_day=True),
    StatementKind.RECEIPTS: About(
        N_("Money in and out"), N_("What came in for what, what went out for what, by fund and month")),
    StatementKind.INCOME: About(
        N_("Income and costs"), N_("What each fund earned and spent")),
    StatementKind.BALANCE_SHEET: About(
        N_("Balance sheet"), N_("What each fund has, what it owes, and whose the rest is"), of_a_day=True),
    StatementKind.TRIAL_BALANCE: About(
        N_("Trial balance"), N_("Every number of the book; both columns agree"), of_a_day=True),
    StatementKind.STAKES: About(
        N_("Enterprises and money on its way"),
        N_("What lies in each enterprise, and what has left and not arrived"), of_a_day=True),
    StatementKind.BANK: About(
        N_("Compared with the bank"), N_("What each bank and wallet showed at the end of each month")),
    StatementKind.CASH_BOOK: About(
        N_("Cash book"), N_("Each box, account and wallet, line by line"), personal=True, usual=Span.MONTH),
    StatementKind.INTERESTS: About(
        N_("What belongs to the members"), N_("What each had, paid in, earned and took out"), personal=True),
    StatementKind.UNITS: About(
        N_("Parts of the investment fund"), N_("Whose part is how large, and what it is worth"),
        personal=True, of_a_day=True),
    StatementKind.DEBTS: About(
        N_("Loans and what is still to pay"), N_("Who owes what to which fund"), personal=True,
        of_a_day=True),
    StatementKind.DUE_TO_MEMBERS: About(
        N_("Due to members"), N_("Money the group keeps until it is handed over"), personal=True,
        of_a_day=True),
}


def title_of(kind: StatementKind) -> Message:
    """What a statement is called."""
    return Message(ABOUT[kind].title)
