"""The lines of a meeting sheet, each as its movements in the group's book."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .amounts import half_up
from .book import Book, NotValid
from .world import World

Line = dict[str, Any]


@dataclass
class Sheet:
    """A sheet while its lines are read: the world, and the one unit value all its lines deal at."""

    world: World
    value: Fraction | None = None

    @property
    def book(self) -> Book:
        """The group's book."""
        return self.world.group

    def amount(self, line: Line, name: str = "amount") -> int:
        """An amount of the line in minor units."""
        return self.world.money(line[name])

    def purse(self, line: Line, fund: str) -> str:
        """The account of the line's tender."""
        return self.world.purse(line["tender"], fund)

    def deal(self) -> Fraction:
        """The unit value just before the first line of the sheet that deals in units."""
        if self.value is None:
            self.value = self.world.dealing_value()
        return self.value


def who(line: Line) -> str:
    """The holder a member's lines stand under."""
    return f"member-{line['member']}"


def savings(sheet: Sheet, line: Line) -> None:
    """Money saved, by shares or by amount."""
    sheet.book.move(sheet.purse(line, "savings"), f"3100|savings|{who(line)}", sheet.amount(line))
    sheet.book.move(f"9400|shares|{who(line)}", "9300|shares|None", line.get("shares") or 0)


def social(sheet: Sheet, line: Line) -> None:
    """The small equal contribution to the social fund."""
    sheet.book.move(sheet.purse(line, "social"), f"3300|social|{who(line)}", sheet.amount(line))


def charge_to(code: str) -> Callable[[Sheet, Line], None]:
    """A fine or fee: paid at once, or owed when the line names no tender."""

    def charge(sheet: Sheet, line: Line) -> None:
        paid = line["tender"] is not None
        debit = sheet.purse(line, "savings") if paid else f"1150|savings|{who(line)}"
        sheet.book.move(debit, f"{code}|savings|{who(line)}", sheet.amount(line))

    return charge


def due_paid(sheet: Sheet, line: Line) -> None:
    """A fine, fee or interest raised earlier is paid."""
    sheet.book.move(sheet.purse(line, "savings"), f"1150|savings|{who(line)}", sheet.amount(line))


def loan(sheet: Sheet, line: Line) -> None:
    """A loan is handed out."""
    sheet.world.loans[line["loan"]] = line["member"]
    sheet.book.move(f"1100|savings|{line['loan']}", sheet.purse(line, "savings"), sheet.amount(line))


def repayment(sheet: Sheet, line: Line) -> None:
    """Principal and interest as they were recorded."""
    principal, interest = sheet.amount(line, "principal"), sheet.amount(line, "interest")
    if principal + interest != sheet.amount(line):
        raise NotValid("principal and interest are not the amount")
    sheet.book.move(sheet.purse(line, "savings"), f"1100|savings|{line['loan']}", principal)
    sheet.book.move(sheet.purse(line, "savings"), f"4100|savings|{who(line)}", interest)


def interest_due(sheet: Sheet, line: Line) -> None:
    """Interest that fell due and was not paid."""
    sheet.book.move(f"1150|savings|{who(line)}", f"4100|savings|{who(line)}", sheet.amount(line))


def loan_write_off(sheet: Sheet, line: Line) -> None:
    """All that is left of a loan is given up."""
    owed = sheet.book.of("1100", "savings", line["loan"])
    sheet.book.move("5400|savings|None", f"1100|savings|{line['loan']}", owed)


def recovery(sheet: Sheet, line: Line) -> None:
    """Money on a loan that had been given up."""
    sheet.book.move(sheet.purse(line, "savings"), "4800|savings|None", sheet.amount(line))


def investment(sheet: Sheet, line: Line) -> None:
    """Money for enterprises, against units at the sheet's value, rounded down."""
    amount, value = sheet.amount(line), sheet.deal()
    sheet.book.move(sheet.purse(line, "investment"), f"3200|investment|{who(line)}", amount)
    sheet.book.move(f"9200|units|{who(line)}", "9100|units|None", int(amount * 10_000 / value))


def redemption(sheet: Sheet, line: Line) -> None:
    """Units handed back for money: her paid-in capital in proportion, the difference to or from surplus."""
    units, held = line["units_e4"], sheet.book.of("9200", "units", who(line))
    if not 0 < units <= held:
        raise NotValid("more units than she holds")
    capital, surplus = f"3200|investment|{who(line)}", "3400|investment|None"
    purse = sheet.purse(line, "investment")
    paid = half_up(sheet.deal() * units / 10_000)
    part = half_up(Fraction(-sheet.book.of("3200", "investment", who(line)) * units, held))
    sheet.book.move(capital, purse, min(paid, part))
    sheet.book.move(surplus, purse, max(paid - part, 0))
    sheet.book.move(capital, surplus, max(part - paid, 0))
    sheet.book.move("9100|units|None", f"9200|units|{who(line)}", units)


def social_grant(sheet: Sheet, line: Line) -> None:
    """Help from the social fund."""
    sheet.book.move(f"5700|social|{who(line)}", sheet.purse(line, "social"), sheet.amount(line))


def expense(sheet: Sheet, line: Line) -> None:
    """A cost of meeting."""
    sheet.book.move("5200|savings|None", sheet.purse(line, "savings"), sheet.amount(line))


def transfer(sheet: Sheet, line: Line) -> None:
    """Money from one tender to another of the same fund."""
    world, fund = sheet.world, line["fund"]
    sheet.book.move(
        world.purse(line["to_tender"], fund), world.purse(line["from_tender"], fund), sheet.amount(line)
    )


def withdrawal(sheet: Sheet, line: Line) -> None:
    """Savings taken out, with their shares where the group saves by shares."""
    sheet.book.move(f"3100|savings|{who(line)}", sheet.purse(line, "savings"), sheet.amount(line))
    sheet.book.move("9300|shares|None", f"9400|shares|{who(line)}", line.get("shares") or 0)


def held(sheet: Sheet, line: Line) -> None:
    """Odd or early money kept for her."""
    fund = line.get("fund", "savings")
    sheet.book.move(sheet.purse(line, fund), f"2100|{fund}|{who(line)}", sheet.amount(line))


def payout(sheet: Sheet, line: Line) -> None:
    """Money due to her is handed over."""
    fund = line.get("fund", "savings")
    sheet.book.move(f"2100|{fund}|{who(line)}", sheet.purse(line, fund), sheet.amount(line))


def income_to(code: str) -> Callable[[Sheet, Line], None]:
    """A gift or bank interest, into the fund the line names."""

    def income(sheet: Sheet, line: Line) -> None:
        fund = line.get("fund", "savings")
        sheet.book.move(sheet.purse(line, fund), f"{code}|{fund}|None", sheet.amount(line))

    return income


def bank_charge(sheet: Sheet, line: Line) -> None:
    """What a bank or wallet took for its services."""
    fund = line.get("fund", "savings")
    sheet.book.move(f"5300|{fund}|None", sheet.purse(line, fund), sheet.amount(line))


def between_funds(sheet: Sheet, line: Line) -> None:
    """Money of one tender lent by one fund to another."""
    giving, taking = line["from_fund"], line["to_fund"]
    sheet.book.move(f"3900|{giving}|None", sheet.purse(line, giving), sheet.amount(line))
    sheet.book.move(sheet.purse(line, taking), f"3900|{taking}|None", sheet.amount(line))


LINES: dict[str, Callable[[Sheet, Line], None]] = {
    "savings": savings,
    "social": social,
    "fine": charge_to("4200"),
    "fine_paid": due_paid,
    "fee": charge_to("4300"),
    "fee_paid": due_paid,
    "loan": loan,
    "repayment": repayment,
    "interest_due": interest_due,
    "loan_write_off": loan_write_off,
    "recovery": recovery,
    "investment": investment,
    "redemption": redemption,
    "social_grant": social_grant,
    "expense": expense,
    "transfer": transfer,
    "withdrawal": withdrawal,
    "held": held,
    "payout": payout,
    "donation": income_to("4850"),
    "bank_interest": income_to("4700"),
    "bank_charge": bank_charge,
    "between_funds": between_funds,
}
