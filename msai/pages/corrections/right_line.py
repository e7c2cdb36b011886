"""From the fields of the correction form to the right line: each kind takes the fields that speak of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ledgers.accounts import INVESTMENT, is_investment_fund
from ledgers.errors import LedgerError
from ledgers.money import parse_amount
from msai.errors.sentences import message_of
from msai.messages import N_, Message
from msai.services.corrections.errors import KindNotOffered
from msai.services.group_rules import BY_SHARES
from msai.services.sheets import LineKind, SheetLine
from msai.services.views.corrections.form import BY_RULES, NOT_PAID, FormBook

K = LineKind
_SHARES = frozenset({K.SAVINGS, K.WITHDRAWAL})
_FUND_FOLLOWS = frozenset({K.SAVINGS, K.SOCIAL, K.SOCIAL_GRANT, K.WITHDRAWAL})
MOST_SHARES = 9999


class Unread(Exception):
    """Fields of the form could not be read: what is wrong, by the name of the field."""

    def __init__(self, errors: Mapping[str, Message]) -> None:
        super().__init__(errors)
        self.errors = dict(errors)


class _Reader:
    """The form while it is being read; what cannot be read is noted by its field."""

    def __init__(self, typed: Mapping[str, str], book: FormBook) -> None:
        self.typed = typed
        self.book = book
        self.errors: dict[str, Message] = {}

    def text(self, name: str) -> str:
        """What stands in a field."""
        return self.typed.get(name, "").strip()

    def amount(self, name: str, *, may_be_nothing: bool = False) -> int:
        """An amount of money in minor units."""
        if may_be_nothing and not self.text(name):
            return 0
        return self._read(name, lambda: parse_amount(self.text(name), self.book.words.facts.currency).minor)

    def count(self, name: str) -> int:
        """A whole number of shares."""
        digits = self.text(name)
        if digits.isdecimal() and 0 < int(digits) <= MOST_SHARES:
            return int(digits)
        self.errors[name] = Message(N_("Enter a whole number of shares."))
        return 0

    def _read(self, name: str, read: Callable[[], int]) -> int:
        try:
            return read()
        except LedgerError as error:
            self.errors[name] = message_of(error.code, error.params)
            return 0


def read_right_line(typed: Mapping[str, str], book: FormBook) -> SheetLine:
    """The line as the form says it.

    Raises:
        Unread: a field cannot be read.
        KindNotOffered: the form names a kind of line that cannot stand here.
    """
    reader = _Reader(typed, book)
    kind = next((kind for kind in book.kinds if kind.value == reader.text("kind")), None)
    kind = kind or (book.kinds[0] if len(book.kinds) == 1 else None)
    if kind is None:
        raise KindNotOffered(kind=reader.text("kind"))
    line = SheetLine(kind=kind, ref=book.day.line.line_ref or "", **_fields(kind, reader))
    if reader.errors:
        raise Unread(reader.errors)
    return line


def _fields(kind: LineKind, reader: _Reader) -> dict[str, Any]:
    special = _SPECIAL.get(kind)
    if special is not None:
        return special(reader)
    tender = reader.text("tender")
    number = reader.text("member")
    return {
        "member": int(number) if number.isdecimal() else None, "fund": _fund(kind, reader),
        "tender": None if tender in ("", NOT_PAID) or kind is K.INTEREST_DUE else tender,
        **_amount(kind, reader),
    }


def _fund(kind: LineKind, reader: _Reader) -> str | None:
    if kind in _FUND_FOLLOWS:
        return None
    chosen = reader.text("fund")
    if kind is K.INVESTMENT:
        return chosen if is_investment_fund(chosen) else INVESTMENT
    return chosen if chosen in reader.book.funds else None


def _amount(kind: LineKind, reader: _Reader) -> dict[str, int]:
    rules = reader.book.day.group.rules
    if kind in _SHARES and rules.saving == BY_SHARES:
        shares = reader.count("shares")
        return {"shares": shares, "amount_minor": shares * rules.share_value_minor}
    return {"amount_minor": reader.amount("amount")}


def _repayment(reader: _Reader) -> dict[str, Any]:
    loan = reader.text("loan")
    return {"loan": loan, "member": reader.book.day.borrowers.get(loan), "tender": reader.text("tender"),
            "fund": reader.book.known.fund if reader.book.known else None, **_repaid(reader)}


def _repaid(reader: _Reader) -> dict[str, int]:
    """The whole amount, whose parts follow from the rules, or the parts as they are written."""
    if reader.text("split") == BY_RULES:
        return {"amount_minor": reader.amount("amount")}
    principal = reader.amount("principal", may_be_nothing=True)
    interest = reader.amount("interest", may_be_nothing=True)
    return {"amount_minor": principal + interest, "principal_minor": principal, "interest_minor": interest}


def _loan(reader: _Reader) -> dict[str, Any]:
    known = reader.book.known
    return {"loan": known.loan if known else None, "member": known.member if known else None,
            "fund": known.fund if known else None, "tender": reader.text("tender"),
            "amount_minor": reader.amount("amount")}


def _transfer(reader: _Reader) -> dict[str, Any]:
    return {"from_tender": reader.text("from_tender"), "to_tender": reader.text("to_tender"),
            "fund": _fund(K.TRANSFER, reader), "amount_minor": reader.amount("amount")}


def _between(reader: _Reader) -> dict[str, Any]:
    return {"from_fund": reader.text("from_fund"), "to_fund": reader.text("to_fund"),
            "tender": reader.text("tender"), "amount_minor": reader.amount("amount")}


_SPECIAL: Mapping[LineKind, Callable[[_Reader], dict[str, Any]]] = {
    K.REPAYMENT: _repayment, K.LOAN: _loan, K.TRANSFER: _transfer, K.BETWEEN_FUNDS: _between,
}
