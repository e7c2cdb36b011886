"""The opening paper as its page shows it: fields while it is drafted, lines once it is confirmed.

The page is drawn from what was typed, so nothing typed is lost; every amount that will come into the book is
named as the book will name it, because that is what the second officer agrees to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import SHARES, Account, BookKind, is_memo_fund
from ledgers.currencies import CURRENCIES
from ledgers.errors import LedgerError
from ledgers.lending.schedules import ChargeMethod
from ledgers.lending.terms import LoanTerms, Period
from ledgers.money import Money
from ledgers.units import UNIT
from msai.messages import N_, Message, counted
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.loans.rules_of_day import period_of
from msai.services.onboarding import opening_fields as fields
from msai.services.onboarding.opening import OpeningDesk, read_opening, seen_digest
from msai.services.onboarding.opening_told import (
    BETWEEN,
    INSTRUMENTS,
    FundSum,
    LoanTold,
    OpeningPaper,
    is_had,
)
from msai.services.views.facts import read_group
from msai.services.views.form_fields import Field, Option
from msai.services.views.labels import Text, fund_label, instrument_label, tender_labels
from msai.services.views.loans.words import say_periods, say_terms
from msai.services.views.naming import Naming, Person, read_roll, recorder_name

COLUMN_LABELS: Mapping[str, Message] = {
    "shares": Message(N_("Shares")), "savings": Message(N_("Savings")), "social": Message(N_("Social fund")),
    "investment": Message(N_("Investment")), "units": Message(N_("Parts of the investment")),
    "due": Message(N_("Due to her")), "owes": Message(N_("She owes")),
}
_BESIDE = ("units", "due", "owes")
_SURPLUS_LABELS: Mapping[str, Message] = {
    "savings": Message(N_("Earned and not given out: savings")),
    "social": Message(N_("Not counted by member: social fund")),
    "investment": Message(N_("Earned and not given out: investment")),
}

BETWEEN_LABELS: Mapping[bool, Message] = {
    True: Message(N_("Owed to it by other funds")), False: Message(N_("What it owes other funds"))}
_BASES: Sequence[Option] = (
    ("", Message(N_("Not written down"))), (ChargeMethod.DECLINING.value, Message(N_("On what is left"))),
    (ChargeMethod.FLAT.value, Message(N_("On the whole loan"))))


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place with a field for each fund."""

    label: Text
    cells: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class MemberPaper:
    """A member's row: what most papers have, and what some have beside it."""

    number: int
    name: Text
    initials: str
    tint: int
    cells: tuple[Field, ...]
    beside: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A loan, a stake, a debt or money between funds; `beside` is what only some papers say of it."""

    position: int
    cells: tuple[Field, ...]
    beside: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class SumRow:
    """A fund from both sides."""

    fund: str
    label: Text
    has_minor: int
    belongs_minor: int
    rest_minor: int


@dataclass(frozen=True, slots=True)
class BroughtLine:
    """One balance as it will stand in the book; `count` where it is no money of the group."""

    label: Text
    fund: Text
    amount_minor: int | None
    count: Text | None


@dataclass(frozen=True, slots=True)
class AgreedLine:
    """What was agreed of a loan, or which fund owes which: it binds, and is no balance of its own."""

    label: Text
    sentences: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class OpeningView:
    """The whole page."""

    book_id: UUID
    group_name: str
    currency: str
    as_of: date
    last_number: int
    by_shares: bool
    share_value_minor: int
    funds: tuple[Text, ...]
    places: tuple[PlaceRow, ...]
    members: tuple[MemberPaper, ...]
    columns: tuple[Option, ...]
    loans: tuple[Row, ...]
    stakes: tuple[Row, ...]
    debts: tuple[Row, ...]
    between: tuple[Row, ...]
    surplus: tuple[Field, ...]
    rest: Field
    decision: Field
    sums: tuple[SumRow, ...]
    errors: tuple[tuple[str, Message], ...]
    brought: tuple[BroughtLine, ...]
    agreed: tuple[AgreedLine, ...]
    is_whole: bool
    posted_at: int | None
    confirmed_by: Text | None
    approval_id: UUID | None
    seen: str
    may_confirm: bool
    may_answer: bool


def show_opening(
    session: Session, actor: Actor, book_id: UUID, *, at: int,
    sentence: Mapping[str, Message] | None = None,
) -> OpeningView:
    """The paper of a running group as this reader may see it; `sentence` gives what is wrong by field.

    Raises:
        NotFound: the group did not start from a paper.
    """
    require(actor, Action.OPENING_DRAFT, Target(book_id))
    desk = read_opening(session, actor, book_id, at=at)
    group = read_group(session, book_id)
    people = sorted(read_roll(session, book_id).values(), key=lambda person: person.number)
    drawing = _Drawing(desk, desk.paper, sentence or {})
    naming = _naming(people, drawing.paper)
    waiting, is_officer = desk.waiting, is_allowed(actor, Action.OPENING_CONFIRM, Target(book_id))
    is_open = desk.posted_at is None and waiting is None
    return OpeningView(
        book_id, group.name, group.currency, desk.book.as_of, desk.last_number, desk.book.by_shares,
        desk.book.rules.share_value_minor, tuple(fund_label(fund) for fund in fields.FUNDS), drawing.places(),
        tuple(drawing.member(person) for person in people), drawing.columns(),
        drawing.rows("loan", drawing.loan, spare=2), drawing.rows("stake", drawing.stake, spare=1),
        drawing.rows("debt", drawing.debt, spare=1), drawing.rows("between", drawing.between, spare=1),
        tuple(drawing.cell(fields.surplus(fund), _SURPLUS_LABELS[fund]) for fund in fields.FUNDS),
        drawing.cell(fields.REST, Message(N_("Put the rest with what was earned")), look="tick"),
        drawing.cell(fields.DECISION, Message(N_("Who decided it, and why")), look="text"),
        tuple(_sum_row(one) for one in drawing.paper.sums), drawing.summary(),
        _brought(drawing.paper, naming), tuple(_agreed(drawing.paper, naming, group.currency)),
        _is_whole(drawing.paper), desk.posted_at,
        recorder_name(session, waiting.maker_id) if waiting else None,
        waiting.approval_id if waiting else None, seen_digest(desk).hex(),
        is_officer and is_open, is_officer and waiting is not None and waiting.maker_id != actor.user_id)


def problems_of_opening(
    session: Session, actor: Actor, book_id: UUID, *, at: int,
) -> Mapping[str, LedgerError]:
    """What cannot be understood on the paper, by field."""
    require(actor, Action.OPENING_DRAFT, Target(book_id))
    return read_opening(session, actor, book_id, at=at).paper.problems


def _is_whole(paper: OpeningPaper) -> bool:
    settled = not paper.rests_minor or bool(paper.decision)
    return bool(paper.balances) and not paper.problems and settled


def _sum_row(one: FundSum) -> SumRow:
    return SumRow(one.fund, fund_label(one.fund), one.has_minor, one.belongs_minor, one.rest_minor)


@dataclass(frozen=True)
class _Drawing:
    """Draws fields with what was typed and what is wrong with it."""

    desk: OpeningDesk
    paper: OpeningPaper
    sentence: Mapping[str, Message]

    def cell(
        self, name: str, label: Text, *, look: str = "amount", options: Sequence[Option] = (),
        default: str = "",
    ) -> Field:
        wrong = (self.sentence[name],) if name in self.sentence else ()
        return Field(name, label, self.desk.typed.get(name, default), wrong, tuple(options), None, look)

    def summary(self) -> tuple[tuple[str, Message], ...]:
        return tuple(self.sentence.items())

    def places(self) -> tuple[PlaceRow, ...]:
        labels = tender_labels({alias: tender.code for alias, tender in self.desk.book.tenders.items()})
        return tuple(
            PlaceRow(label, tuple(self.cell(fields.place(alias, fund), fund_label(fund))
                                  for fund in fields.FUNDS))
            for alias, label in labels.items())

    def columns(self) -> tuple[Option, ...]:
        return tuple((name, COLUMN_LABELS[name]) for name in fields.MEMBER_COLUMNS
                     if name != "shares" or self.desk.book.by_shares)

    def member(self, person: Person) -> MemberPaper:
        def cell(column: str) -> Field:
            look = "count" if column == "shares" else "amount"
            return self.cell(fields.member(column, person.number), COLUMN_LABELS[column], look=look)

        first = tuple(cell(name) for name, _ in self.columns() if name not in _BESIDE)
        return MemberPaper(person.number, person.name, person.initials, person.tint, first,
                           tuple(cell(name) for name in _BESIDE))

    def rows(self, kind: str, draw: Callable[[int], Row], *, spare: int) -> tuple[Row, ...]:
        used = fields.count_filled(self.desk.typed, kind)
        return tuple(draw(position) for position in range(min(used + spare, fields.MOST_LINES)))

    def _funds(self) -> list[Option]:
        return [(fund, fund_label(fund)) for fund in fields.FUNDS]

    def loan(self, position: int) -> Row:
        def cell(part: str, label: str, look: str = "amount", options: Sequence[Option] = ()) -> Field:
            name = fields.row("loan", position, part=part)
            return self.cell(name, Message(label), look=look, options=options)

        weekly = period_of(self.desk.book.rules) is Period.WEEK
        percent = N_("Percent a week") if weekly else N_("Percent a month")
        return Row(position, (
            cell("member", N_("Number of the member"), "count"), cell("principal", N_("Still owed")),
            cell("interest", N_("Interest due")), cell("issued_on", N_("Lent on"), "date"),
            cell("months", N_("Months agreed"), "count"),
            cell("fund", N_("Fund"), "select", self._funds()),
        ), (cell("basis", N_("What it costs is worked out on"), "select", _BASES), cell("percent", percent),
            cell("lent", N_("Lent at first"))))

    def stake(self, position: int) -> Row:
        def cell(part: str, label: str, look: str = "amount", options: Sequence[Option] = ()) -> Field:
            name = fields.row("stake", position, part=part)
            return self.cell(name, Message(label), look=look, options=options)

        kinds = [(name, instrument_label(name)) for name in INSTRUMENTS]
        return Row(position, (
            cell("enterprise", N_("Enterprise"), "text"),
            cell("instrument", N_("What the group has in it"), "select", kinds),
            cell("cost", N_("What it cost the group")),
            cell("currency", N_("Currency at home"), "select",
                 [("", "–"), *((code, code) for code in sorted(CURRENCIES))]),
            cell("claim", N_("Claim at home"))))

    def debt(self, position: int) -> Row:
        return Row(position, (
            self.cell(fields.row("debt", position, part="who"), Message(N_("Lender")), look="text"),
            self.cell(fields.row("debt", position, part="amount"), Message(N_("The group owes"))),
            self.cell(fields.row("debt", position, part="fund"), Message(N_("Fund")), look="select",
                      options=self._funds())))

    def between(self, position: int) -> Row:
        def cell(part: str, label: str, look: str, options: Sequence[Option] = ()) -> Field:
            name = fields.row("between", position, part=part)
            return self.cell(name, Message(label), look=look, options=options)

        funds = [("", "–"), *self._funds()]
        return Row(position, (
            cell("borrower", N_("This fund owes"), "select", funds),
            cell("lender", N_("to this fund"), "select", funds), cell("amount", N_("Amount"), "amount")))


def _naming(people: Sequence[Person], paper: OpeningPaper) -> Naming:
    names: dict[str, Text] = {person.alias: person.name for person in people}
    by_number = {person.number: person.name for person in people}
    names |= {told.alias: by_number.get(told.number, told.alias) for told in paper.loans}
    return Naming(BookKind.GROUP, names | {told.alias: told.enterprise for told in paper.stakes})


def _brought(paper: OpeningPaper, naming: Naming) -> tuple[BroughtLine, ...]:
    brought = ((account, minor) for account, minor in paper.balances.items() if minor)
    ordered = sorted(brought, key=lambda item: _place_of(item[0]))
    return tuple(_brought_line(account, minor, naming.of(account)) for account, minor in ordered)


def _agreed(paper: OpeningPaper, naming: Naming, currency: str) -> Iterator[AgreedLine]:
    """What two officers agree to beside the balances."""
    for loan in paper.loans:
        if loan.terms is not None:
            yield AgreedLine(naming.holder(loan.alias), tuple(_loan_words(loan, loan.terms, currency)))
    for told in paper.between:
        yield AgreedLine(fund_label(told.borrower), (Message(
            N_("It owes %(amount)s. Whose money it is: %(fund)s."),
            {"amount": Money(told.amount_minor, currency), "fund": fund_label(told.lender)}),))


def _loan_words(told: LoanTold, terms: LoanTerms, currency: str) -> Iterator[Message]:
    yield Message(N_("Lent on %(day)s: %(amount)s, for %(time)s."), {
        "day": told.issued_on, "amount": Money(terms.principal_minor, currency),
        "time": say_periods(terms.period, terms.periods)})
    yield from say_terms(terms, currency)


def _place_of(account: Account) -> tuple[bool, int, str, int, str]:
    number = account.alias.rpartition("-")[2]
    return (is_memo_fund(account.fund), account.code, account.fund,
            int(number) if number.isdecimal() else 0, account.alias)


def _brought_line(account: Account, minor: int, label: Text) -> BroughtLine:
    if not is_memo_fund(account.fund):
        shown = BETWEEN_LABELS[is_had(account, minor)] if account.code == BETWEEN else label
        amount = minor if is_had(account, minor) else -minor
        return BroughtLine(shown, fund_label(account.fund), amount, None)
    return BroughtLine(label, "", None, _counted(account, minor))


def _counted(account: Account, minor: int) -> Message:
    """Shares, parts and claims in their own words."""
    if account.fund == SHARES:
        return counted("%(count)s share", "%(count)s shares", minor)
    if account.code == 9500:
        claim = Money(minor, account.fund.rpartition(".")[2])
        return Message(N_("%(amount)s at home"), {"amount": claim})
    return Message(N_("%(count)s parts"), {"count": _parts(minor)})


def _parts(units_e4: int) -> str:
    whole, rest = divmod(units_e4, UNIT)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".")
