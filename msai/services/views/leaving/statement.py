"""The statement of an exit in the words of the people it concerns, read from the postings that make it.

Before it is posted they are those of the plan, afterwards those in the book: both pages show the same sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, TENDER_CODES, Account
from ledgers.currencies import exponent
from ledgers.entries import Posting
from ledgers.money import Money, decimal_text, round_half_up
from msai.messages import N_, Message
from msai.models.groups import Loan
from msai.services.views.facts import BookFacts
from msai.services.views.labels import Text, fund_label
from msai.services.views.naming import Person

VALUE_PLACES, PER = 4, 100


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line of the statement: what, and how much is added or taken off, in minor units."""

    label: Text
    amount_minor: int


@dataclass(frozen=True, slots=True)
class ShareValue:
    """What a share is worth for those who stay, before and after; in money, and to four places.

    Where a group saves by amount it is the worth of `saved_minor` saved.
    """

    before_minor: int
    after_minor: int
    before: Decimal
    after: Decimal
    saved_minor: int | None


@dataclass(frozen=True, slots=True)
class ExitStatement:
    """An exit as it is read out: what was hers, what is taken off, what she gets and what is left over.

    `still_owed_minor` is a debt above her claims; `kept_minor` what the group owed her before.
    """

    lines: tuple[StatementLine, ...]
    due_minor: int
    paid_minor: int
    paid_from: Text | None
    still_owed_minor: int
    kept_minor: int
    units: tuple[StatementLine, ...]
    social_minor: int
    value: ShareValue | None
    sentences: tuple[Message, ...]
    died: bool = False

    @property
    def rest_minor(self) -> int:
        """What stays due after what is paid at once."""
        return self.due_minor - self.paid_minor


@dataclass(frozen=True, slots=True)
class Book:
    """What the words of a statement need: the group, the person, and what places and loans are called."""

    facts: BookFacts
    person: Person
    tenders: Mapping[str, Message]
    loans: Mapping[str, date]

    def money(self, minor: int) -> Money:
        """An amount in the group's currency."""
        return Money(minor, self.facts.currency)


@dataclass(frozen=True, slots=True)
class Beside:
    """What no posting of the exit says: debts left, money kept before, units, the value of a share."""

    still_owed_minor: int
    kept_minor: int
    units_e4: Mapping[str, int]
    social_minor: int
    before: Fraction | None
    after: Fraction | None
    by_shares: bool
    percent: Fraction = Fraction(0)
    died: bool = False


def read_loans_of(session: Session, book_id: UUID, member_id: UUID) -> dict[str, date]:
    """Her loans by name, with the day each was given."""
    rows = session.execute(select(Loan.alias, Loan.issued_on).where(
        Loan.book_id == book_id, Loan.member_id == member_id))
    return {row.alias: row.issued_on for row in rows}


def draw_statement(book: Book, postings: Sequence[Posting], beside: Beside) -> ExitStatement:
    """Set the postings of an exit out as a statement."""
    own = [posting for posting in postings if _is_own(posting, book.person.holder)]
    due = sum(posting.amount_minor for posting in own if posting.credit.code == 2100)
    paid = [posting for posting in postings
            if posting.debit.code == 2100 and posting.credit.code in TENDER_CODES]
    lines = tuple(_lines(book, postings, own, beside))
    drawn = ExitStatement(
        lines, due, sum(posting.amount_minor for posting in paid),
        book.tenders.get(paid[0].credit.alias, paid[0].credit.alias) if paid else None,
        beside.still_owed_minor, beside.kept_minor,
        tuple(StatementLine(fund_label(fund.replace("units", "investment", 1)), units)
              for fund, units in sorted(beside.units_e4.items())),
        beside.social_minor, _value(book, beside), (), beside.died)
    return replace(drawn, sentences=tuple(_sentences(book, drawn)))


def _is_own(posting: Posting, member: UUID) -> bool:
    sides = (posting.debit, posting.credit)
    return posting.fund == SAVINGS and any(
        side.code == 3100 and side.holder is not None and side.holder.id == member for side in sides)


def _lines(
    book: Book, postings: Sequence[Posting], own: Sequence[Posting], beside: Beside,
) -> Iterator[StatementLine]:
    above = sum(posting.amount_minor for posting in own if posting.debit.code == 3400)
    below = sum(posting.amount_minor for posting in own if posting.credit.code == 3400)
    out = sum(posting.amount_minor for posting in own if posting.debit.code == 3100)
    yield StatementLine(Message(N_("Saved")), out - above)
    if above:
        yield StatementLine(Message(N_("Her part of what the group earned")), above)
    if below:
        yield StatementLine(Message(N_("Her part of what the group lost")), -below)
    for posting in own:
        if posting.credit.code == 4300:
            yield StatementLine(Message(N_("The group keeps %(percent)s percent"), {
                "percent": _plain(beside.percent)}), -posting.amount_minor)
    for posting in own:
        if posting.credit.code in (1150, 1100):
            yield StatementLine(_debt(book, posting.credit), -posting.amount_minor)
    for posting in postings:
        if posting.debit.code == 3900:
            yield StatementLine(_debt(book, posting.credit), -posting.amount_minor)


def _debt(book: Book, account: Account) -> Message:
    """What a debt is called; one of another fund says so."""
    if account.code == 1150:
        said = Message(N_("Fines, fees and interest not paid yet"))
    elif account.alias in book.loans:
        said = Message(N_("Her loan of %(day)s"), {"day": book.loans[account.alias]})
    else:
        said = Message(N_("Her loan"))
    if account.fund == SAVINGS:
        return said
    return Message(N_("%(what)s, in the %(fund)s"), {"what": said, "fund": fund_label(account.fund)})


def _plain(percent: Fraction) -> str:
    text = decimal_text(percent, places=3).rstrip("0")
    return text.rstrip(".")


def _value(book: Book, beside: Beside) -> ShareValue | None:
    if beside.before is None or beside.after is None:
        return None
    unit = 10 ** exponent(book.facts.currency)
    each = 1 if beside.by_shares else PER * unit
    before, after = beside.before * each, beside.after * each
    exact = [Decimal(decimal_text(value / unit, places=VALUE_PLACES)) for value in (before, after)]
    return ShareValue(round_half_up(before), round_half_up(after), exact[0], exact[1],
                      None if beside.by_shares else PER * unit)


def _sentences(book: Book, drawn: ExitStatement) -> Iterator[Message]:
    """The statement as somebody reads it out."""
    added = sum(line.amount_minor for line in drawn.lines if line.amount_minor > 0)
    taken = -sum(line.amount_minor for line in drawn.lines if line.amount_minor < 0)
    name, money = book.person.name, book.money
    if taken:
        yield Message(N_("%(amount)s is hers, and %(taken)s is taken off."), {
            "amount": money(added), "taken": money(taken)})
    else:
        yield Message(N_("%(amount)s is hers, and nothing is taken off."), {"amount": money(added)})
    if drawn.paid_minor and drawn.paid_from:
        said = N_("%(amount)s is paid to the person she named. Money in: %(place)s.") if drawn.died else (
            N_("%(name)s gets %(amount)s. Money in: %(place)s."))
        yield Message(said, {
            "name": name, "amount": money(drawn.paid_minor), "place": drawn.paid_from})
    if drawn.rest_minor:
        said = N_("The group still has to pay %(amount)s.") if drawn.died else (
            N_("The group still owes her %(amount)s."))
        yield Message(said, {"amount": money(drawn.rest_minor)})
    if not drawn.due_minor:
        yield Message(N_("There is nothing to pay out."))
    if drawn.still_owed_minor:
        said = N_("A debt of %(amount)s stays in the book.") if drawn.died else (
            N_("She still owes the group %(amount)s."))
        yield Message(said, {"amount": money(drawn.still_owed_minor)})
