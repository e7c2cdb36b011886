"""What a group's book must hold, worked out again with plain numbers.

This model imports nothing of the project.  It was written from the rules on paper: an
account is the text `code|fund|alias`, an amount is whole cents, debit positive, and a sheet
is a list of plain dictionaries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from tests.state_machine.owing import Dues, owed_after
from tests.state_machine.past import Line, Move, Past

CODES = {"box": 1010, "bank": 1020}
E4 = 10_000
FIRST_VALUE = Fraction(100)
ASSETS = range(1000, 3000)

NOT_BELOW = {1100: "repayment_exceeds_debt", 1150: "payment_exceeds_dues", 9400: "shares_exceed_holding"}
NOT_ABOVE = {2100: "payout_exceeds_due", 3100: "withdrawal_exceeds_savings"}


class Refused(Exception):
    """The rules refuse it; the codes say why."""

    def __init__(self, *codes: str) -> None:
        super().__init__(codes)
        self.codes = frozenset(codes)


@dataclass
class Loan:
    """Who borrowed, from which fund, and when."""

    member: int
    fund: str
    day: date


@dataclass
class Book:
    """A book: what every account holds, who belongs, what was lent, and since when its cycle is open."""

    balances: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    joined: dict[int, date] = field(default_factory=dict)
    left: dict[int, date] = field(default_factory=dict)
    loans: dict[str, Loan] = field(default_factory=dict)
    dues: dict[int, Dues] = field(default_factory=dict)
    limits: dict[date, int] = field(default_factory=lambda: {date.min: 5})
    past: Past = field(default_factory=Past)
    opened_on: date = date.min
    cycle_no: int = 1
    last_held: date | None = None
    meetings: int = 0
    shared_on: tuple[date, ...] = ()
    """The days on which savings were shared out."""

    def copy(self) -> Book:
        """Another book that says the same; what is done to it is not done to this one."""
        return replace(
            self, balances=defaultdict(int, self.balances), joined=dict(self.joined), left=dict(self.left),
            loans=dict(self.loans), dues=dict(self.dues), limits=dict(self.limits), past=self.past.copy())

    def most_shares(self, day: date) -> int:
        """How many shares a member may buy at a meeting of that day."""
        return self.limits[max(since for since in self.limits if since <= day)]

    def interest_left(self, number: int, fund: str) -> int:
        """Interest that a member was charged and has not paid; only the savings fund charges it so."""
        return self.dues.get(number, Dues()).interest_left if fund == "savings" else 0

    def bears(self, loan: str) -> int:
        """What a loan is given up against: surplus left behind for it when all was shared out, else costs."""
        given = self.loans[loan]
        kept_back = given.fund == "savings" and any(day >= given.day for day in self.shared_on)
        return 3400 if kept_back else 5400

    def pays_raised(self, lines: Sequence[Line]) -> bool:
        """Whether somebody repays a loan with interest, and some of it is owed already."""
        return any(line["kind"] == "repayment" and min(
            line["interest_cents"], self.interest_left(line["member"], line["fund"])) > 0 for line in lines)

    def holdings(self) -> dict[str, int]:
        """Every balance that is not zero."""
        return {account: cents for account, cents in self.balances.items() if cents}

    def members(self) -> list[int]:
        """Who is with the group now."""
        return [number for number in sorted(self.joined) if number not in self.left]

    def tender_money(self) -> dict[tuple[str, str], int]:
        """What lies where: (tender, fund) -> cents, empty places left out."""
        found = {}
        for account, cents in self.holdings().items():
            code, fund, alias = account.split("|")
            if int(code) in CODES.values():
                found[alias, fund] = cents
        return found

    def units(self) -> dict[int, int]:
        """Ten-thousandths of units by member, in the order of their numbers."""
        held = {int(account.rpartition("-")[2]): units for account, units in self.holdings().items()
                if account.startswith("9200|units|")}
        return dict(sorted(held.items()))

    def unit_value(self) -> Fraction:
        """Net assets of the investment fund for each unit, in cents."""
        issued = sum(self.units().values())
        return Fraction(self.net_assets() * E4, issued) if issued else FIRST_VALUE

    def net_assets(self) -> int:
        """Assets of the investment fund less its debts, and what other funds owe it."""
        return sum(cents for account, cents in self.balances.items()
                   if account.split("|")[1] == "investment"
                   and (int(account[:4]) in ASSETS or account[:4] == "3900"))

    def move(self, moves: Sequence[Move]) -> None:
        """Debit one account and credit another, for each move."""
        for debit, credit, cents in moves:
            self.balances[debit] += cents
            self.balances[credit] -= cents


def tender(line: Line, fund: str) -> str:
    """The account of a line's tender in a fund."""
    return f"{CODES[line['tender']]}|{fund}|{line['tender']}"


def member(code: int, fund: str, number: int) -> str:
    """A member's account."""
    return f"{code}|{fund}|member-{number}"


class SheetReader:
    """The lines of one sheet, taken one after the other into a copy of the book."""

    def __init__(self, book: Book, day: date) -> None:
        self.book = book.copy()
        self.day = day
        self.value: Fraction | None = None
        self.raised: dict[int, int] = {number: hers.interest_left for number, hers in book.dues.items()}
        self.moves: list[Move] = []
        self.lines: list[list[Move]] = []

    def take(self, line: Line) -> None:
        """Take up one line."""
        moves = [move for move in KINDS[line["kind"]](self, line) if move[2]]
        self.book.move(moves)
        self.book.dues = owed_after(self.book.dues, line["kind"], moves)
        self.moves += moves
        self.lines.append(moves)

    def dealing_value(self) -> Fraction:
        """The one value at which this sheet deals in units."""
        if self.value is None:
            if self.book.units() and self.book.net_assets() <= 0:
                raise Refused("net_assets_not_positive")
            self.value = self.book.unit_value()
        return self.value

    def broken(self) -> set[str]:
        """What the whole sheet comes to, against the rules."""
        balances = self.book.balances
        codes = {"negative_tender" for cents in self.book.tender_money().values() if cents < 0}
        for debit, credit, _ in self.moves:
            if int(credit[:4]) in NOT_BELOW and balances[credit] < 0:
                codes.add(NOT_BELOW[int(credit[:4])])
            if int(debit[:4]) in NOT_ABOVE and balances[debit] > 0:
                codes.add(NOT_ABOVE[int(debit[:4])])
        return codes


Kind = Callable[[SheetReader, Line], list[Move]]


def _savings(_sheet: SheetReader, line: Line) -> list[Move]:
    who = line["member"]
    return [(tender(line, "savings"), member(3100, "savings", who), line["cents"]),
            (member(9400, "shares", who), "9300|shares|None", line["shares"])]


def _withdrawal(sheet: SheetReader, line: Line) -> list[Move]:
    return [(credit, debit, amount) for debit, credit, amount in _savings(sheet, line)]


def _into(account: Callable[[Line], str], fund: str | None = None) -> Kind:
    return lambda _sheet, line: [(tender(line, fund or line["fund"]), account(line), line["cents"])]


def _out_of(account: Callable[[Line], str], fund: str | None = None) -> Kind:
    return lambda _sheet, line: [(account(line), tender(line, fund or line["fund"]), line["cents"])]


def _charge(code: int) -> Kind:
    def moves(_sheet: SheetReader, line: Line) -> list[Move]:
        paid = tender(line, "savings") if line["tender"] else member(1150, "savings", line["member"])
        return [(paid, member(code, "savings", line["member"]), line["cents"])]

    return moves


def _loan(sheet: SheetReader, line: Line) -> list[Move]:
    sheet.book.loans[line["loan"]] = Loan(line["member"], line["fund"], sheet.day)
    return [(f"1100|{line['fund']}|{line['loan']}", tender(line, line["fund"]), line["cents"])]


def _repayment(sheet: SheetReader, line: Line) -> list[Move]:
    """Interest that was raised before this sheet comes first, each cent of it once."""
    into, who, interest = tender(line, line["fund"]), line["member"], line["interest_cents"]
    raised = min(interest, sheet.raised.get(who, 0)) if line["fund"] == "savings" else 0
    sheet.raised[who] = sheet.raised.get(who, 0) - raised
    return [(into, member(1150, line["fund"], who), raised),
            (into, member(4100, line["fund"], who), interest - raised),
            (into, f"1100|{line['fund']}|{line['loan']}", line["principal_cents"])]


def _write_off(sheet: SheetReader, line: Line) -> list[Move]:
    debt = f"1100|{line['fund']}|{line['loan']}"
    left = sheet.book.balances[debt]
    if left <= 0:
        raise Refused("not_positive" if left else "empty_entry")
    return [(f"{sheet.book.bears(line['loan'])}|{line['fund']}|None", debt, left)]


def _investment(sheet: SheetReader, line: Line) -> list[Move]:
    who, value = line["member"], sheet.dealing_value()
    units = line["cents"] * E4 // value
    return [(tender(line, "investment"), member(3200, "investment", who), line["cents"]),
            (member(9200, "units", who), "9100|units|None", units)]


def _redemption(sheet: SheetReader, line: Line) -> list[Move]:
    who, units, value = line["member"], line["units"], sheet.dealing_value()
    held = sheet.book.balances[member(9200, "units", who)]
    if units > held:
        raise Refused("units_exceed_holding")
    capital, into = member(3200, "investment", who), tender(line, "investment")
    paid = half_up(units * value / E4)
    part = half_up(Fraction(-sheet.book.balances[capital] * units, held))
    return [(capital, into, min(paid, part)), ("3400|investment|None", into, max(0, paid - part)),
            (capital, "3400|investment|None", max(0, part - paid)),
            ("9100|units|None", member(9200, "units", who), units)]


def _transfer(_sheet: SheetReader, line: Line) -> list[Move]:
    places = [f"{CODES[line[name]]}|{line['fund']}|{line[name]}" for name in ("to_tender", "from_tender")]
    return [(places[0], places[1], line["cents"])]


def _between(_sheet: SheetReader, line: Line) -> list[Move]:
    giving, receiving = line["from_fund"], line["to_fund"]
    return [(f"3900|{giving}|None", tender(line, giving), line["cents"]),
            (tender(line, receiving), f"3900|{receiving}|None", line["cents"])]


def half_up(exact: Fraction) -> int:
    """The nearest whole cent, halves away from zero."""
    whole = (2 * abs(exact) + 1) // 2
    return int(whole if exact >= 0 else -whole)


KINDS: dict[str, Kind] = {
    "savings": _savings,
    "withdrawal": _withdrawal,
    "social": _into(lambda line: member(3300, "social", line["member"]), "social"),
    "social_grant": _out_of(lambda line: member(5700, "social", line["member"]), "social"),
    "fine": _charge(4200),
    "fee": _charge(4300),
    "fine_paid": _into(lambda line: member(1150, "savings", line["member"]), "savings"),
    "fee_paid": _into(lambda line: member(1150, "savings", line["member"]), "savings"),
    "interest_due": lambda _sheet, line: [(member(1150, "savings", line["member"]),
                                           member(4100, "savings", line["member"]), line["cents"])],
    "loan": _loan,
    "repayment": _repayment,
    "loan_write_off": _write_off,
    "recovery": _into(lambda line: f"4800|{line['fund']}|None"),
    "investment": _investment,
    "redemption": _redemption,
    "held": _into(lambda line: member(2100, line["fund"], line["member"])),
    "payout": _out_of(lambda line: member(2100, line["fund"], line["member"])),
    "expense": _out_of(lambda line: f"5200|{line['fund']}|None"),
    "bank_charge": _out_of(lambda line: f"5300|{line['fund']}|None"),
    "donation": _into(lambda line: f"4850|{line['fund']}|None"),
    "bank_interest": _into(lambda line: f"4700|{line['fund']}|None"),
    "transfer": _transfer,
    "between_funds": _between,
}


def meet(
    book: Book, day: date, lines: Sequence[Line], *, difference: int = 0, paper: object = None,
) -> Book:
    """The book after a meeting; the count of the box differs from the book by `difference`.

    Raises:
        Refused: with all codes of what is against the rules.
    """
    sheet = take_all(book, day, lines, difference=difference)
    sheet.book.past.keep(paper, lines, sheet.lines, difference)
    sheet.book.last_held, sheet.book.meetings = day, book.meetings + 1
    return sheet.book


def take_all(book: Book, day: date, lines: Sequence[Line], *, difference: int = 0) -> SheetReader:
    """All lines of a sheet taken up, and its count.

    Raises:
        Refused: with all codes of what is against the rules.
    """
    sheet, refused = SheetReader(book, day), _over_the_limit(lines, book.most_shares(day))
    untaken = False
    for line in lines:
        try:
            sheet.take(line)
        except Refused as reason:
            refused |= reason.codes
            untaken = True
    if not untaken:
        _count(sheet, difference)
        refused |= sheet.broken()
    if refused:
        raise Refused(*refused)
    return sheet


def _over_the_limit(lines: Sequence[Line], most: int) -> set[str]:
    """So many shares for each member at a meeting."""
    bought: defaultdict[int, int] = defaultdict(int)
    for line in lines:
        if line["kind"] == "savings":
            bought[line["member"]] += line["shares"]
    return {"shares_over_limit" for shares in bought.values() if shares > most}


def _count(sheet: SheetReader, difference: int) -> None:
    box = "1010|savings|box"
    if difference > 0:
        sheet.book.move([(box, "4900|savings|None", difference)])
    if difference < 0:
        sheet.book.move([("5900|savings|None", box, -difference)])


def box_after(book: Book, day: date, lines: Sequence[Line]) -> int:
    """What should lie in the box after the lines, over all its funds."""
    sheet = SheetReader(book, day)
    for line in lines:
        sheet.take(line)
    return sum(cents for (alias, _), cents in sheet.book.tender_money().items() if alias == "box")


def is_sound(book: Book) -> bool:
    """Whether nothing is below what it can be: money that lies somewhere, debts, savings."""
    below = [cents for account, cents in book.balances.items()
             if int(account[:4]) in (*CODES.values(), *NOT_BELOW) and cents < 0]
    above = [cents for account, cents in book.balances.items() if int(account[:4]) in NOT_ABOVE and cents > 0]
    return not below + above


def next_sunday(book: Book, opened: date) -> date:
    """The day of the next meeting."""
    return (book.last_held or opened) + timedelta(days=7)
