"""Between the fields of the meeting form and the sheet that travels.

`gather` reads what people typed into the same JSON a phone sends; `spread` lays a sheet out
over the fields again and knows which field each line came from, so that a reason found in
the books leads back to the cell.  Amounts are read by the books' one parser for people.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledgers.accounts import SAVINGS
from ledgers.errors import AmbiguousAmount, LedgerError
from ledgers.money import amount_from_decimal, format_decimal, parse_amount
from msai.errors.sentences import message_of
from msai.messages import N_, Message
from msai.pages.meetings.besides import carried, with_carried
from msai.pages.meetings.offered import offered_lines, spread_offered
from msai.services.group_rules import BY_SHARES
from msai.services.loans.on_sheets import ASKED_FOR
from msai.services.sheets import LineKind
from msai.services.views import form_fields as fields
from msai.services.views.meeting_form import FormBook

_MEMBER_LINES = ("savings", "social", "fine", "investment")
_WORDS = {LineKind.EXPENSE: "what", LineKind.SOCIAL_GRANT: "reason", LineKind.WITHDRAWAL: "reason",
          LineKind.LOAN: "reason", LineKind.LOAN_WRITE_OFF: "reason", LineKind.FINE: "fine",
          LineKind.FEE: "fee", LineKind.HELD: "what", LineKind.PAYOUT: "what", LineKind.TRANSFER: "what",
          LineKind.BETWEEN_FUNDS: "what", LineKind.DONATION: "what", LineKind.BANK_INTEREST: "what",
          LineKind.BANK_CHARGE: "what"}
_OF_NOBODY = {LineKind.EXPENSE, LineKind.TRANSFER, LineKind.BETWEEN_FUNDS, LineKind.DONATION,
              LineKind.BANK_INTEREST, LineKind.BANK_CHARGE, LineKind.RECOVERY, LineKind.LOAN_WRITE_OFF}
_OF_ONE_FUND = {LineKind.SAVINGS, LineKind.SOCIAL, LineKind.SOCIAL_GRANT, LineKind.WITHDRAWAL,
                LineKind.BETWEEN_FUNDS, LineKind.INVESTMENT}
_WITHOUT_TENDER = {LineKind.TRANSFER, LineKind.INTEREST_DUE, LineKind.LOAN_WRITE_OFF}
_ABOUT_A_LOAN = {LineKind.LOAN_WRITE_OFF, LineKind.RECOVERY, LineKind.INTEREST_DUE}
_WITH_SHARES = {LineKind.SAVINGS, LineKind.WITHDRAWAL}
_UNDERSTOOD = N_(
    "“%(text)s” can be read as %(as_thousands)s or as %(as_decimal)s. Write it with all its decimals."
)

Line = dict[str, Any]


@dataclass
class Gathering:
    """A form while it is read: what was typed, and what could not be understood, by field."""

    typed: Mapping[str, str]
    book: FormBook
    errors: dict[str, tuple[Message, ...]] = field(default_factory=dict)

    @property
    def currency(self) -> str:
        """The group's currency."""
        return self.book.group.currency

    def text(self, name: str) -> str:
        """What stands in a field, without blanks around it."""
        return self.typed.get(name, "").strip()

    def amount(self, name: str) -> str | None:
        """An amount as text in machine form; None where nothing was typed, or nothing understood."""
        text = self.text(name)
        if not text:
            return None
        try:
            return format_decimal(parse_amount(text, self.currency).minor, self.currency)
        except LedgerError as problem:
            self.errors[name] = (_said(problem),)
            return None

    def count(self, name: str) -> int | None:
        """A number of things, in any digits."""
        text = self.text(name)
        if not text:
            return None
        if not text.isdecimal() or len(text) > 9:
            self.errors[name] = (message_of("not_a_whole_number", {"least": 0}),)
            return None
        return int(text)

    def minor(self, name: str) -> int:
        """The amount in minor units; nought where there is none."""
        amount = self.amount(name)
        return parse_amount(amount, self.currency).minor if amount else 0


def gather(typed: Mapping[str, str], book: FormBook) -> tuple[dict[str, Any], dict[str, tuple[Message, ...]]]:
    """The sheet a form describes, in the JSON a phone sends, and what could not be understood."""
    reading = Gathering(typed, book)
    counted = reading.amount(fields.COUNTED)
    sheet: dict[str, Any] = {
        "number": reading.count(fields.NUMBER), "date": reading.text(fields.DATE),
        "attendance": dict(_attendance(reading)), "opening": dict(_opening(reading)),
        "lines": [*_member_lines(reading), *_repayments(reading),
                  *offered_lines(book, reading.text), *_free_lines(reading)],
        "cash_counted": counted, "difference_reason": reading.text(fields.REASON) or None,
    }
    if reading.text(fields.OTHER_DAY):
        sheet["other_day"] = True
    try:
        sheet = with_carried(sheet, reading.text(fields.BESIDES), reading.currency)
    except ValueError:
        reading.errors[fields.DATE] = (message_of("unreadable_sheet", {}),)
    return sheet, reading.errors


def day_of(text: str) -> date | None:
    """The day that a form or a sheet names; none where it names no day of the calendar."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def body_of(sheet: Mapping[str, Any]) -> bytes:
    """The one byte form in which a form's sheet is kept: pressing the button twice sends the same bytes."""
    return json.dumps(sheet, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def _said(problem: LedgerError) -> Message:
    if isinstance(problem, AmbiguousAmount):
        return Message(_UNDERSTOOD, {name: str(problem.params[name])
                                     for name in ("text", "as_thousands", "as_decimal")})
    return message_of(problem.code, problem.params)


def _attendance(reading: Gathering) -> Iterator[tuple[str, str]]:
    for name in reading.typed:
        if name.startswith("attendance-"):
            yield name.removeprefix("attendance-"), reading.text(name)


def _opening(reading: Gathering) -> Iterator[tuple[str, str]]:
    for name in reading.typed:
        amount = reading.amount(name) if name.startswith(fields.OPENING) else None
        if amount is not None:
            yield name.removeprefix(fields.OPENING), amount


def _member_lines(reading: Gathering) -> Iterator[Line]:
    for number, _ in _attendance(reading):
        for what in _MEMBER_LINES:
            line = _member_line(reading, what, number)
            if line is not None:
                yield line


def _member_line(reading: Gathering, what: str, number: str) -> Line | None:
    name = f"{what}-{number}"
    shares = what == "savings" and reading.book.group.rules.saving == BY_SHARES
    said = _shares(reading, name) if shares else _amount(reading, name)
    if said is None or not number.isdecimal():
        return None
    tender: str | None = reading.text(f"tender-{number}") or _first_tender(reading.book)
    if what == "fine" and reading.text(f"fine_owed-{number}"):
        tender = None
    return {"member": int(number), "kind": what, **said, **_fund_of(reading.book, what), "tender": tender}


def _fund_of(book: FormBook, what: str) -> Line:
    """Fines go to the fund that the group's rule names; what goes to savings needs no saying."""
    fund = book.group.rules.fines_fund
    return {"fund": fund} if what == "fine" and fund != SAVINGS else {}


def _amount(reading: Gathering, name: str) -> Line | None:
    amount = reading.amount(name)
    return {"amount": amount} if amount and parse_amount(amount, reading.currency).minor else None


def _shares(reading: Gathering, name: str) -> Line | None:
    count = reading.count(name)
    over = reading.minor(f"odd-{name.rpartition('-')[2]}")
    return _worth(reading.book, count or 0, over) if count or over else None


def _worth(book: FormBook, shares: int, over_minor: int = 0) -> Line:
    worth = shares * book.group.rules.share_value_minor + over_minor
    return {"shares": shares, "amount": format_decimal(worth, book.group.currency)}


def _first_tender(book: FormBook) -> str | None:
    return next(iter(book.group.tenders), None)


def _repayments(reading: Gathering) -> Iterator[Line]:
    currency = reading.currency
    for alias, number in reading.book.borrowers.items():
        principal = reading.minor(fields.loan("principal", alias))
        interest = reading.minor(fields.loan("interest", alias))
        if principal or interest:
            yield {
                "kind": "repayment", "loan": alias, "member": number,
                "principal": format_decimal(principal, currency),
                "interest": format_decimal(interest, currency),
                "amount": format_decimal(principal + interest, currency),
                **_fund_of_loan(reading.book, alias),
                "tender": reading.text(fields.loan("loan_tender", alias)) or _first_tender(reading.book),
            }


def _fund_of_loan(book: FormBook, alias: str) -> Line:
    """A loan comes back to the fund it was given from; what goes to savings needs no saying."""
    fund = book.loan_funds.get(alias, SAVINGS)
    return {} if fund == SAVINGS else {"fund": fund}


def _free_lines(reading: Gathering) -> Iterator[Line]:
    for position in sorted(fields.line_numbers(reading.typed)):
        kind = _KINDS.get(reading.text(fields.line("kind", position)))
        if kind is not None:
            said = {name: value for name, value in _free_line(reading, kind, position) if value is not None}
            yield {"kind": kind.value, **said}
        elif reading.text(fields.line("amount", position)):
            reading.errors[fields.line("kind", position)] = (message_of("unknown_kind", {}),)


_KINDS = {kind.value: kind for kind in LineKind}


def _free_line(reading: Gathering, kind: LineKind, position: int) -> Iterator[tuple[str, Any]]:
    def text(what: str) -> str | None:
        return reading.text(fields.line(what, position)) or None

    if kind not in _OF_NOBODY:
        yield "member", reading.count(fields.line("member", position))
    if kind is not LineKind.LOAN_WRITE_OFF:
        yield "amount", reading.amount(fields.line("amount", position))
    if kind in _WORDS:
        yield _WORDS[kind], text("words")
    if kind in _WITH_SHARES:
        yield "shares", reading.count(fields.line("shares", position))
    if kind not in _WITHOUT_TENDER:
        yield "tender", text("tender")
    if kind not in _OF_ONE_FUND:
        # A line about a loan is of the fund it was given from, whatever stands in the field beside it.
        named = text("loan") if kind in _ABOUT_A_LOAN else None
        yield "fund", reading.book.loan_funds.get(named or "", text("fund"))
    yield from _places(kind, text)
    yield from _loan(reading, kind, position)


def _places(kind: LineKind, text: Any) -> Iterator[tuple[str, Any]]:
    if kind is LineKind.TRANSFER:
        yield "from_tender", text("tender")
        yield "to_tender", text("to")
    if kind is LineKind.BETWEEN_FUNDS:
        yield "from_fund", text("fund")
        yield "to_fund", text("to_fund")


def _loan(reading: Gathering, kind: LineKind, position: int) -> Iterator[tuple[str, Any]]:
    """A new loan is named after its day and line, or as it was asked for; else the line says which one."""
    if kind is LineKind.LOAN:
        day, said = reading.text(fields.DATE).replace("-", ""), reading.text(fields.line("loan", position))
        yield "loan", said if said.startswith(ASKED_FOR) else f"loan-{day}-{position + 1}"
    if kind in _ABOUT_A_LOAN:
        yield "loan", reading.text(fields.line("loan", position)) or None


@dataclass(frozen=True)
class Spread:
    """A sheet laid out over the fields: what stands in each, and which part of the form each line fills."""

    typed: dict[str, str]
    places: tuple[dict[str, str], ...]

    def field_of(self, path: str) -> str | None:
        """The field that a place in the sheet (`lines.3.amount`) is about."""
        head, _, rest = path.partition(".")
        if head == "lines" and rest:
            number, _, part = rest.partition(".")
            place = self.places[int(number)] if int(number) < len(self.places) else {}
            return place.get(part) or place.get("amount") or place.get("kind")
        if head == "attendance" and rest:
            return fields.member("attendance", int(rest)) if rest.isdecimal() else None
        return _FIELDS.get(head)


_FIELDS = {"date": fields.DATE, "cash_counted": fields.COUNTED, "cash_difference": fields.COUNTED,
           "difference_reason": fields.REASON, "other_day": fields.OTHER_DAY}


def spread(sheet: Mapping[str, Any], book: FormBook) -> Spread:
    """A sheet over the fields of the form: what has a field of its own there, the rest on free lines."""
    typed = {fields.DATE: str(sheet.get("date") or ""), fields.NUMBER: str(sheet.get("number") or ""),
             fields.COUNTED: str(sheet.get("cash_counted") or ""),
             fields.REASON: str(sheet.get("difference_reason") or ""),
             fields.OTHER_DAY: "1" if sheet.get("other_day") else "", fields.BESIDES: carried(sheet)}
    typed |= {fields.opening(*key.rsplit("/", 1)): str(amount)
              for key, amount in (sheet.get("opening") or {}).items() if "/" in key}
    typed |= {f"attendance-{number}": str(state) for number, state in (sheet.get("attendance") or {}).items()}
    places = []
    for line in sheet.get("lines") or []:
        values, place = _spread_line(line, typed, book)
        typed |= values
        places.append(place)
    return Spread(typed, tuple(places))


def _spread_line(
    line: Line, typed: Mapping[str, str], book: FormBook,
) -> tuple[dict[str, str], dict[str, str]]:
    kind, number = str(line.get("kind")), line.get("member")
    own = f"{kind}-{number}"
    usual_fund = _fund_of(book, kind).get("fund")
    if kind in _MEMBER_LINES and own not in typed and (line.get("fund") or None) == usual_fund:
        return _spread_member(line, own, book)
    if kind == "repayment" and any(loan.alias == line.get("loan") for loan in book.loans):
        return _spread_repayment(line)
    offered = spread_offered(line, book)
    if offered is not None:
        return offered
    return _spread_free(line, max(fields.line_numbers(typed), default=-1) + 1)


def _spread_member(line: Line, own: str, book: FormBook) -> tuple[dict[str, str], dict[str, str]]:
    number = line.get("member")
    shares = line["kind"] == "savings" and book.group.rules.saving == BY_SHARES
    values = {own: str(line.get("shares") if shares else line.get("amount"))}
    if shares:
        values |= _odd_part(line, book)
    if line.get("tender"):
        values[f"tender-{number}"] = str(line["tender"])
    elif line["kind"] == "fine":
        values[f"fine_owed-{number}"] = "1"
    place = {"amount": own, "shares": own, "member": own, "tender": f"tender-{number}"}
    return values, place


def _odd_part(line: Line, book: FormBook) -> dict[str, str]:
    """What a line has over its whole shares, in the field for it; nothing where the amount is no odd one."""
    try:
        minor, count = amount_from_decimal(str(line.get("amount")), book.group.currency), int(line["shares"])
    except (LedgerError, TypeError, ValueError, KeyError):
        return {}
    over = minor - count * book.group.rules.share_value_minor
    return {f"odd-{line.get('member')}": format_decimal(over, book.group.currency)} if over > 0 else {}


def _spread_repayment(line: Line) -> tuple[dict[str, str], dict[str, str]]:
    names = {part: fields.loan(part, str(line["loan"])) for part in ("principal", "interest")}
    names["tender"] = fields.loan("loan_tender", str(line["loan"]))
    values = {name: str(line.get(part) or "") for part, name in names.items()}
    return values, {**names, "amount": names["principal"], "loan": names["principal"]}


_FREE_PARTS = {"kind": "kind", "member": "member", "amount": "amount", "tender": "tender",
               "from_tender": "tender", "to_tender": "to", "fund": "fund", "from_fund": "fund",
               "to_fund": "to_fund", "shares": "shares", "loan": "loan", "what": "words", "reason": "words",
               "fine": "words", "fee": "words"}


def _spread_free(line: Line, position: int) -> tuple[dict[str, str], dict[str, str]]:
    place = {part: fields.line(what, position) for part, what in _FREE_PARTS.items()}
    values = {place[part]: str(value) for part, value in line.items() if part in place and value is not None}
    values.setdefault(place["fund"], SAVINGS)
    return values, place


