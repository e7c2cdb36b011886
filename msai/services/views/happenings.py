"""What an entry, a line of a sheet, or an attendance is called by the people it happened to."""

from __future__ import annotations

from collections.abc import Mapping

from ledgers.entries import EntryKind as E
from msai.messages import N_, Message
from msai.services.sheets import Attendance, LineKind

_ENTRIES: Mapping[str, str] = {
    E.SAVINGS: N_("Saved"), E.SOCIAL: N_("Social contribution"), E.FINE: N_("Fine, paid"),
    E.FINE_RAISED: N_("Fine, not paid yet"), E.FEE: N_("Fee, paid"), E.FEE_RAISED: N_("Fee, not paid yet"),
    E.DUES_PAID: N_("Fine or fee paid later"), E.DUES_WAIVED: N_("Fine or fee waived"),
    E.INVESTMENT: N_("Put into the investment fund"),
    E.SAVINGS_TO_INVESTMENT: N_("Savings moved to the investment fund"),
    E.LOAN_ISSUED: N_("Loan handed out"), E.INTEREST_DUE: N_("Interest fell due"),
    E.INTEREST_CAPITALISED: N_("Interest taken into the loan"), E.REPAYMENT: N_("Loan paid back"),
    E.LOAN_WRITTEN_OFF: N_("Loan given up"), E.LOAN_RECOVERED: N_("Money on a loan that was given up"),
    E.SOCIAL_GRANT: N_("Help from the social fund"), E.SOCIAL_FUND_SHARED: N_("Social fund shared"),
    E.WITHDRAWAL: N_("Savings taken out"), E.EXPENSE: N_("Expense"),
    E.OWN_POCKET: N_("Expense paid by a member"), E.OWN_POCKET_REPAID: N_("Expense paid back to a member"),
    E.HELD_MONEY: N_("Money kept for a member"), E.HELD_MONEY_USED: N_("Kept money used"),
    E.PAYOUT: N_("Paid out to a member"), E.TRANSFER: N_("Moved to another place"),
    E.BETWEEN_FUNDS: N_("Lent between funds"), E.BETWEEN_FUNDS_PERMANENT: N_("Given to another fund"),
    E.CASH_DIFFERENCE: N_("Difference at the count"), E.CASH_ROUNDING: N_("Rounding of cash"),
    E.BANK_INTEREST: N_("Interest from the bank"), E.BANK_CHARGE: N_("Bank charge"),
    E.DONATION: N_("Donation"),
    E.BORROWING: N_("Borrowed"), E.BORROWING_REPAID: N_("Borrowing paid back"),
    E.BORROWING_INTEREST: N_("Interest on borrowing"), E.PROPERTY: N_("Property bought"),
    E.DEPRECIATION: N_("Depreciation"), E.OTHER_INVESTMENT: N_("Other investment made"),
    E.OTHER_INVESTMENT_SOLD: N_("Other investment sold"), E.SAVINGS_INTEREST: N_("Interest on savings"),
    E.TAX_WITHHELD: N_("Tax withheld"), E.OTHER_INCOME: N_("Other income"),
    E.OPENING: N_("Opening balances"), E.SHARE_OUT: N_("Share-out"), E.EXIT: N_("Left the group"),
    E.CAPITAL_SENT: N_("Capital sent"), E.CAPITAL_LANDED: N_("Capital landed"),
    E.CAPITAL_RETURNED_UNSENT: N_("Capital came back on the way"),
    E.CAPITAL_LOST: N_("Capital lost on the way"), E.INCOME_DECLARED: N_("Income declared by the enterprise"),
    E.SENT_HOME: N_("Sent back by the enterprise"),
    E.INCOME_LANDED: N_("Income from the enterprise arrived"), E.CAPITAL_BACK: N_("Capital came back"),
    E.REINVESTED: N_("Put back into the enterprise"), E.REVALUATION: N_("Valued at the day's rate"),
    E.WRITE_DOWN: N_("Stake written down"), E.WRITE_DOWN_RECOVERED: N_("Stake recovered"),
    E.STAKE_WRITTEN_OFF: N_("Stake written off"), E.DISTRIBUTION: N_("Income shared among the members"),
    E.DISTRIBUTION_PAID: N_("Income paid to members"),
    E.DISTRIBUTION_PUT_BACK: N_("Income put back into the investment fund"),
    E.CAPITAL_PASSED_ON: N_("Capital passed on to members"), E.UNITS_REDEEMED: N_("Investment part paid out"),
    E.UNITS_MOVED: N_("Investment part moved to another member"),
    E.UNITS_CANCELLED: N_("Investment parts started anew"), E.FUND_CLOSED: N_("Income and costs closed"),
}

_OF_ENTERPRISES: Mapping[str, str] = {
    "capital_received": N_("Capital received"), "sale": N_("Sale"), "sale_collected": N_("Sale paid later"),
    "bad_debt": N_("Debt given up"), "cost": N_("Cost"), "payable_paid": N_("Bill paid"),
    "wages_in_kind": N_("Wages in kind"), "equipment": N_("Equipment bought"),
    "own_use": N_("Taken for own use"), "owner_paid_in": N_("Owner paid in"),
    "owner_took_out": N_("Owner took out"), "advance": N_("Advance given"),
    "advance_used": N_("Advance used"), "advance_returned": N_("Advance given back"),
    "equipment_sold": N_("Equipment sold"), "animals_lost": N_("Animals lost"),
    "dividend_declared": N_("Dividend declared"), "interest_declared": N_("Interest or share declared"),
    "return_sent": N_("Return sent to a backer"), "grant_received": N_("Grant received"),
    "grant_used": N_("Grant used"), "grant_returned": N_("Grant given back"),
    "principal_repaid": N_("Loan of a backer paid back"), "loss_borne": N_("Loss borne by a backer"),
    "capital_bought_back": N_("Capital bought back"), "stock_counted": N_("Stock counted"),
    "month_reported": N_("Month reported"), "year_closed": N_("Year closed"),
    "correction": N_("Correction"),
}

_LINES: Mapping[LineKind, str] = {
    LineKind.SAVINGS: N_("Savings"), LineKind.SOCIAL: N_("Social contribution"), LineKind.FINE: N_("Fine"),
    LineKind.FINE_PAID: N_("Fine paid"), LineKind.FEE: N_("Fee"), LineKind.FEE_PAID: N_("Fee paid"),
    LineKind.REPAYMENT: N_("Loan paid back"), LineKind.INVESTMENT: N_("Investment"),
    LineKind.LOAN: N_("Loan"),
    LineKind.INTEREST_DUE: N_("Interest due"), LineKind.LOAN_WRITE_OFF: N_("Loan given up"),
    LineKind.RECOVERY: N_("Money on a loan that was given up"),
    LineKind.SOCIAL_GRANT: N_("Help from the social fund"), LineKind.WITHDRAWAL: N_("Savings taken out"),
    LineKind.LATE_ENTRY: N_("Paid for joining late"),
    LineKind.HELD: N_("Money kept for her"), LineKind.PAYOUT: N_("Paid out to her"),
    LineKind.REDEMPTION: N_("Investment part paid out"), LineKind.EXPENSE: N_("Expense"),
    LineKind.TRANSFER: N_("Moved to another place"), LineKind.BETWEEN_FUNDS: N_("Lent to another fund"),
    LineKind.DONATION: N_("Donation"), LineKind.BANK_INTEREST: N_("Interest from the bank"),
    LineKind.BANK_CHARGE: N_("Bank charge"),
}

_ATTENDANCE: Mapping[Attendance, str] = {
    Attendance.PRESENT: N_("Here"), Attendance.LATE: N_("Late"), Attendance.ABSENT: N_("Absent"),
    Attendance.EXCUSED: N_("Excused"), Attendance.REPRESENTED: N_("Represented"),
}


def entry_label(kind: str) -> Message:
    """What happened, by the kind of its entry."""
    return Message(_ENTRIES.get(kind) or _OF_ENTERPRISES.get(kind) or N_("Entry"))


def line_label(kind: LineKind) -> Message:
    """What a line of a sheet is called."""
    return Message(_LINES[kind])


def attendance_label(state: Attendance) -> Message:
    """How somebody stood to a meeting."""
    return Message(_ATTENDANCE[state])
