"""The fields of the meeting form: their names, their labels, and how each is drawn.

A name says what the field is about (`savings-7`, `line-0-amount`), so that the page that
reads them and the page that shows an error need no list of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ledgers.accounts import SAVINGS
from msai.messages import N_, Message
from msai.services.sheets import Attendance, LineKind
from msai.services.views.happenings import attendance_label, line_label
from msai.services.views.labels import Text, fund_label
from msai.services.views.naming import Person

DATE, NUMBER, COUNTED, REASON = "date", "number", "cash_counted", "difference_reason"
OTHER_DAY = "other_day"
OPENING = "opening-"
BESIDES = "besides"
"""The hidden field for what a sheet says besides: who joined, who paid for whom, what was noted."""

TELLING = ("-kind", "-amount", "-words")
"""The fields of a free line by which it is seen that somebody filled it in."""

_LINE = re.compile(r"line-(\d{1,3})-")

FREE_KINDS = (
    LineKind.LOAN, LineKind.SOCIAL_GRANT, LineKind.WITHDRAWAL, LineKind.PAYOUT, LineKind.EXPENSE,
    LineKind.TRANSFER, LineKind.BETWEEN_FUNDS, LineKind.FINE_PAID, LineKind.FEE, LineKind.FEE_PAID,
    LineKind.LATE_ENTRY, LineKind.HELD, LineKind.DONATION, LineKind.BANK_INTEREST, LineKind.BANK_CHARGE,
    LineKind.INTEREST_DUE, LineKind.LOAN_WRITE_OFF, LineKind.RECOVERY, LineKind.SAVINGS, LineKind.SOCIAL,
    LineKind.FINE, LineKind.INVESTMENT,
)
"""What a free line can be, the usual ones first."""

Option = tuple[str, Text]
_NONE: Option = ("", "–")


def opening(tender: str, fund: str) -> str:
    """The field that says what lay in a tender for a fund."""
    return f"{OPENING}{tender}/{fund}"


def member(what: str, number: int) -> str:
    """A field of a member's row."""
    return f"{what}-{number}"


def loan(what: str, alias: str) -> str:
    """A field of a loan's row."""
    return f"{what}-{alias}"


def given(alias: str) -> str:
    """The tick that a loan which was asked for is handed out."""
    return f"given-{alias}"


def entry(number: int) -> str:
    """The tick that somebody who joined late pays for it."""
    return f"entry-{number}"


def line(what: str, position: int) -> str:
    """A field of a free line."""
    return f"line-{position}-{what}"


def line_numbers(names: Iterable[str]) -> set[int]:
    """The free lines that are mentioned."""
    found = (_LINE.match(name) for name in names)
    return {int(match[1]) for match in found if match}


@dataclass(frozen=True, slots=True)
class FormState:
    """What somebody typed, and what is wrong with it, by the name of the field."""

    typed: Mapping[str, str]
    errors: Mapping[str, tuple[Message, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Field:
    """One field; `look`: amount, count, text, date, select, tick or hidden."""

    name: str
    label: Text
    value: str
    errors: tuple[Message, ...]
    options: tuple[Option, ...]
    hint: Text | None
    look: str


@dataclass(frozen=True, slots=True)
class MemberFields:
    """A member's row."""

    number: int
    name: Text
    initials: str
    tint: int
    attendance: Field
    savings: Field
    social: Field
    fine: Field
    fine_owed: Field
    investment: Field
    tender: Field
    odd: Field | None
    """What she brings over whole shares, where the group's rule says what becomes of it."""


@dataclass(frozen=True, slots=True)
class LoanFields:
    """A loan that may be paid back."""

    alias: str
    number: int
    name: Text
    left_minor: int
    principal: Field
    interest: Field
    tender: Field


@dataclass(frozen=True, slots=True)
class OfferFields:
    """What is only ticked, its amount (minor units) being fixed: a loan handed out, a late entry paid."""

    name: Text
    amount_minor: int
    tick: Field
    tender: Field


@dataclass(frozen=True, slots=True)
class FreeLine:
    """A line for anything else."""

    position: int
    kind: Field
    member: Field
    amount: Field
    tender: Field
    to: Field
    fund: Field
    to_fund: Field
    words: Field
    shares: Field
    loan: Field


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws fields with what was typed; `tenders` and `funds` are what may be chosen."""

    state: FormState
    by_shares: bool
    tenders: Sequence[Option]
    funds: Sequence[str]
    odd_amounts: bool = False

    def _field(
        self, name: str, label: Text, *, look: str, options: Sequence[Option] = (), default: str = "",
    ) -> Field:
        value = self.state.typed.get(name, default)
        return Field(name, label, value, tuple(self.state.errors.get(name, ())), tuple(options), None, look)

    def hidden(self, name: str) -> Field:
        """A field nobody sees: what the form was drawn from."""
        return self._field(name, "", look="hidden")

    def day(self) -> Field:
        """The day of the meeting."""
        return self._field(DATE, Message(N_("Date of the meeting")), look="date")

    def other_day(self) -> Field | None:
        """Whether another day than usual is meant; asked only once it is one."""
        if not (self.state.typed.get(OTHER_DAY) or self.state.errors.get(OTHER_DAY)):
            return None
        return self._field(OTHER_DAY, Message(N_("Yes, we met on this day")), look="tick")

    def counted(self) -> Field:
        """What was counted in the box."""
        return self._field(COUNTED, Message(N_("Counted in the box")), look="amount")

    def reason(self) -> Field:
        """Why the count differs."""
        return self._field(REASON, Message(N_("Reason for a difference")), look="text")

    def member(self, person: Person) -> MemberFields:
        """A member's row."""

        def cell(what: str, label: str, look: str = "amount") -> Field:
            return self._field(member(what, person.number), Message(label), look=look)

        return MemberFields(
            person.number, person.name, person.initials, person.tint, self._attendance(person),
            cell("savings", N_("Shares"), "count") if self.by_shares else cell("savings", N_("Savings")),
            cell("social", N_("Social")), cell("fine", N_("Fine")),
            cell("fine_owed", N_("Not paid yet"), "tick"), cell("investment", N_("Investment")),
            self._tender(member("tender", person.number), Message(N_("Where her money goes"))),
            cell("odd", N_("Over whole shares")) if self.odd_amounts else None)

    def _attendance(self, person: Person) -> Field:
        options = [(state.value, attendance_label(state)) for state in Attendance]
        return self._field(member("attendance", person.number), Message(N_("Attendance")), look="select",
                           options=options, default=Attendance.PRESENT.value)

    def _tender(self, name: str, label: Text) -> Field:
        first = self.tenders[0][0] if self.tenders else ""
        return self._field(name, label, look="select", options=self.tenders, default=first)

    def loan(self, alias: str, person: Person, left_minor: int) -> LoanFields:
        """A loan's row."""
        return LoanFields(
            alias, person.number, person.name, left_minor,
            self._field(loan("principal", alias), Message(N_("Paid back")), look="amount"),
            self._field(loan("interest", alias), Message(N_("Interest")), look="amount"),
            self._tender(loan("loan_tender", alias), Message(N_("Where it goes"))))

    def loan_to_give(self, alias: str, person: Person, amount_minor: int) -> OfferFields:
        """A loan that was asked for and approved."""
        tick = self._field(given(alias), Message(N_("Handed out today")), look="tick")
        return OfferFields(person.name, amount_minor, tick, self._tender(
            loan("given_tender", alias), Message(N_("From where?"))))

    def entry_to_pay(self, person: Person, amount_minor: int) -> OfferFields:
        """What somebody pays who joined late."""
        tick = self._field(entry(person.number), Message(N_("She pays all of it")), look="tick")
        return OfferFields(person.name, amount_minor, tick, self._tender(
            member("entry_tender", person.number), Message(N_("Where it goes"))))

    def line(self, position: int, people: Sequence[Person], loans: Sequence[Option]) -> FreeLine:
        """A line for anything else."""
        names = {person.number: person.name for person in people}

        def choice(what: str, label: str, options: Sequence[Option], default: str = "") -> Field:
            return self._field(line(what, position), Message(label), look="select", options=options,
                               default=default)

        def typed(what: str, label: str, look: str) -> Field:
            return self._field(line(what, position), Message(label), look=look)

        funds = [(fund, fund_label(fund)) for fund in self.funds]
        kinds = [_NONE, *((kind.value, line_label(kind)) for kind in FREE_KINDS)]
        owed = [_NONE, *loans]
        # A loan that was asked for keeps its name, also where it can no longer be ticked.
        said = self.state.typed.get(line("loan", position), "")
        owed += [(said, said)] if said and said not in dict(owed) else []
        return FreeLine(
            position, choice("kind", N_("What it is"), kinds),
            choice("member", N_("Member"), [_NONE, *((str(number), name) for number, name in names.items())]),
            typed("amount", N_("Amount"), "amount"),
            self._tender(line("tender", position), Message(N_("From or into"))),
            choice("to", N_("To"), [_NONE, *self.tenders]), choice("fund", N_("Fund"), funds, SAVINGS),
            choice("to_fund", N_("To the fund"), [_NONE, *funds]), typed("words", N_("What for"), "text"),
            typed("shares", N_("Shares"), "count"), choice("loan", N_("Loan of"), owed))
