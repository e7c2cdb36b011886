"""The plain form of a meeting: one page with a field for everything a sheet says.

The form is drawn from what the group's book knows (who belongs, what lies where, which
loans run) and from what somebody typed, so that nothing typed is lost when a field has to
be put right.  What the fields mean is `form_fields`; reading them is the page's business.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import INVESTMENT, SAVINGS, SOCIAL, TENDER_CODES, Account
from ledgers.balances import balances
from ledgers.money import format_decimal
from msai.messages import N_, Message
from msai.permissions import Action, Actor, Target, require
from msai.services.group_books import GroupBook, load_group
from msai.services.group_rules import BY_SHARES, REFUSED
from msai.services.group_rules.meeting_days import last_meeting_day, next_meeting_day
from msai.services.holders import member_holder
from msai.services.loans.bound import may_be_given
from msai.services.seating import in_order
from msai.services.views import form_fields as fields
from msai.services.views.form_fields import (
    Field,
    FormState,
    FreeLine,
    LoanFields,
    MemberFields,
    OfferFields,
    Option,
)
from msai.services.views.labels import Text, fund_label, tender_labels
from msai.services.views.meeting_day.before_sheet import ApprovedLoan, EntryToPay, read_before_sheet
from msai.services.views.naming import Person, read_roll

FREE_LINES = 6


@dataclass(frozen=True, slots=True)
class OpenLoan:
    """A loan that somebody still owes on."""

    alias: str
    member: int
    left_minor: int


@dataclass(frozen=True, slots=True)
class GivenUpLoan:
    """A loan that was given up: whose it was, in which fund, and how much has not come back (minor units)."""

    alias: str
    name: Text
    fund: str
    left_minor: int


@dataclass(frozen=True, slots=True)
class FormBook:
    """A group as its form needs it: the group, its people, what lies where, and what is owed."""

    group: GroupBook
    people: Mapping[int, Person]
    opening: Mapping[tuple[str, str], int]
    loans: tuple[OpenLoan, ...]
    borrowers: Mapping[str, int]
    today: date
    seats: Mapping[int, int] = field(default_factory=dict)
    debts: Mapping[Account, int] = field(default_factory=dict)
    """What stands on 1100 and 1150 today, by account."""
    loan_funds: Mapping[str, str] = field(default_factory=dict)
    """The fund each loan was given from, those paid back included."""
    approved: Mapping[str, ApprovedLoan] = field(default_factory=dict)
    """Loans that were asked for and approved, by name, those given since included."""
    entries: Mapping[int, EntryToPay] = field(default_factory=dict)
    """What members pay who joined late, by number, those who have paid included."""
    losses: Mapping[str, int] = field(default_factory=dict)
    """What was given up of loans and has not come back, by name in minor units."""

    @property
    def loans_to_give(self) -> list[ApprovedLoan]:
        """Approved loans that can be handed out at the next meeting as they were approved."""
        here, rules = {one.number for one in self.group.on_roll(self.next_day)}, self.group.rules
        return [one for one in self.approved.values() if not one.is_given and one.member in here
                and may_be_given(rules, one.agreement, one.holds_until, on=self.next_day)]

    @property
    def entries_to_pay(self) -> list[EntryToPay]:
        """What members have to pay yet who joined late."""
        return [one for one in self.entries.values()
                if one.is_open and self.people[one.member].is_with_group(self.today)]

    @property
    def given_up(self) -> list[GivenUpLoan]:
        """Loans that were given up and of which something may still come."""
        return [GivenUpLoan(alias, self.people[self.borrowers[alias]].name, self.loan_funds[alias], minor)
                for alias, minor in self.losses.items() if alias in self.borrowers]

    @property
    def tenders(self) -> dict[str, Message]:
        """Labels of the group's tenders, the box first."""
        return tender_labels({alias: tender.code for alias, tender in self.group.tenders.items()})

    @property
    def funds(self) -> list[str]:
        """The funds a line may name."""
        return list(dict.fromkeys([SAVINGS, SOCIAL, INVESTMENT, *(fund for _, fund in self.opening)]))

    @property
    def next_number(self) -> int:
        """The number of the meeting to be recorded."""
        return (self.group.last_number or 0) + 1

    @property
    def next_day(self) -> date:
        """The day the next meeting was most likely held: the first meeting day after the last meeting.

        Before the first meeting it is the latest meeting day; when none has come yet, today.
        """
        meets, last = self.group.rules.meets, self.group.last_held_on
        following = next_meeting_day(meets, last) if last is not None else None
        if following is not None and following <= self.today:
            return following
        latest = last_meeting_day(meets, self.today)
        return latest if latest is not None and (last is None or latest > last) else self.today


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """What lay in one tender for one fund before the meeting."""

    tender: Text
    fund: Text
    amount_minor: int


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """Why the sheet is held: the sentence, the field it is about, and whose line it is."""

    message: Message
    field: str | None
    about: Text | None


@dataclass(frozen=True, slots=True)
class MeetingFormView:
    """The whole form."""

    book_id: UUID
    group_name: str
    currency: str
    meeting_id: UUID
    today: date
    hidden: tuple[Field, ...]
    held_on: Field
    other_day: Field | None
    opening: tuple[OpeningRow, ...]
    opening_minor: int
    saves_by_shares: bool
    share_value_minor: int
    members: tuple[MemberFields, ...]
    repayments: tuple[LoanFields, ...]
    loans_to_give: tuple[OfferFields, ...]
    entries_to_pay: tuple[OfferFields, ...]
    lines: tuple[FreeLine, ...]
    cash_counted: Field
    difference_reason: Field
    errors: tuple[tuple[str, Message], ...]
    reasons: tuple[ReasonRow, ...]
    on_hold: bool


def read_form_book(
    session: Session, actor: Actor, book_id: UUID, *, today: date, held_on: date | None = None,
) -> FormBook:
    """What a form for this group is drawn from; its rules are those of the day of the meeting.

    `held_on` is that day where somebody said it; else the day the next meeting was most likely held.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.MEETING_RECORD, Target(book_id))
    book = _read_book(session, book_id, today)
    day = held_on or book.next_day
    if day == today or _same_rules(book.group, day, today):
        return book
    return replace(book, group=replace(book.group, rules=load_group(session, book_id, day).rules))


def read_receipt_book(session: Session, actor: Actor, book_id: UUID, *, today: date) -> FormBook:
    """The same for an officer who records money between two meetings.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.MONEY_RECEIVE, Target(book_id))
    return _read_book(session, book_id, today)


def _read_book(session: Session, book_id: UUID, today: date) -> FormBook:
    group = load_group(session, book_id, today)
    people = {person.number: person for person in read_roll(session, book_id).values()}
    found = balances(session, book_id, codes=(*TENDER_CODES, 1100, 1150))
    opening = {(account.alias, account.fund): minor for account, minor in found.items()
               if account.code in TENDER_CODES}
    before = read_before_sheet(session, book_id)
    return FormBook(group, people, opening, _open_loans(found, before.borrowers), before.borrowers, today,
                    before.seats, _debts(found), before.loan_funds, before.approved, before.entries,
                    before.given_up)


def _same_rules(group: GroupBook, day: date, today: date) -> bool:
    """Whether the rules of today are those of an earlier day: nothing was settled in between."""
    return day < today and group.rules_since is not None and group.rules_since <= day


def _debts(found: Mapping[Account, int]) -> dict[Account, int]:
    return {account: minor for account, minor in found.items() if account.code in (1100, 1150)}


def _open_loans(found: Mapping[Account, int], borrowers: Mapping[str, int]) -> tuple[OpenLoan, ...]:
    left = {account.alias: minor for account, minor in found.items() if account.code == 1100 and minor > 0}
    return tuple(OpenLoan(alias, number, left[alias]) for alias, number in borrowers.items() if alias in left)


def fresh(book: FormBook) -> dict[str, str]:
    """What stands in a form nobody has touched: everybody here, with the usual saving and contribution."""
    rules, currency = book.group.rules, book.group.currency
    typed = {fields.DATE: book.next_day.isoformat(), fields.NUMBER: str(book.next_number)}
    typed |= {fields.opening(tender, fund): format_decimal(minor, currency)
              for (tender, fund), minor in book.opening.items()}
    by_amount = _amount(rules.usual_saving_minor, currency)
    usual = str(rules.shares_min) if rules.saving == BY_SHARES else by_amount
    for member in book.group.on_roll(book.next_day):
        typed[fields.member("savings", member.number)] = usual
        typed[fields.member("social", member.number)] = _amount(rules.social_contribution_minor, currency)
    return typed


def _amount(minor: int, currency: str) -> str:
    return format_decimal(minor, currency) if minor else ""


def draw_form(
    book: FormBook, meeting_id: UUID, *, state: FormState, reasons: Sequence[ReasonRow] = (),
    on_hold: bool = False,
) -> MeetingFormView:
    """The form with what was typed and what is wrong with it."""
    group, rules = book.group, book.group.rules
    names = sorted(name for name in state.typed if name.startswith(fields.OPENING))
    labels, people = book.tenders, [*_on_form(book), *_newcomers(book, state)]
    opening = tuple(OpeningRow(labels.get(tender, tender), fund_label(fund), minor)
                    for (tender, fund), minor in sorted(book.opening.items()) if tender in labels)
    drawing = fields.Drawing(state, rules.saving == BY_SHARES, tuple(labels.items()), book.funds,
                             rules.odd_amounts != REFUSED)
    return MeetingFormView(
        group.book_id, group.name, group.currency, meeting_id, book.today,
        tuple(drawing.hidden(name) for name in (fields.NUMBER, fields.BESIDES, *names)),
        drawing.day(), drawing.other_day(), opening,
        sum(row.amount_minor for row in opening), drawing.by_shares, rules.share_value_minor,
        tuple(drawing.member(person) for person in people),
        tuple(drawing.loan(loan.alias, book.people[loan.member], loan.left_minor) for loan in book.loans),
        tuple(drawing.loan_to_give(one.alias, book.people[one.member], one.amount_minor)
              for one in book.loans_to_give),
        tuple(drawing.entry_to_pay(book.people[one.member], one.amount_minor) for one in book.entries_to_pay),
        tuple(drawing.line(position, people, _loans_to_name(book)) for position in range(_lines_of(state))),
        drawing.counted(), drawing.reason(),
        tuple((name, error) for name, errors in state.errors.items() for error in errors),
        tuple(reasons), on_hold)


def _loans_to_name(book: FormBook) -> list[Option]:
    """The loans a free line may be about: those that run, by borrower, and those that were given up."""
    return [
        *((one.alias, book.people[one.member].name) for one in book.loans),
        *((one.alias, Message(N_("%(name)s, given up"), {"name": one.name})) for one in book.given_up)]


def _on_form(book: FormBook) -> list[Person]:
    day = max(book.next_day, book.today)
    here = [number for number, person in book.people.items() if person.is_with_group(day)]
    return [book.people[number] for number in in_order(here, book.seats)]


def _newcomers(book: FormBook, state: FormState) -> list[Person]:
    """Those who join by the sheet that is mended: they have no place among the members yet."""
    book_id = book.group.book_id
    try:
        said = [(int(new["number"]), str(new["name"])) for new in json.loads(
            state.typed.get(fields.BESIDES) or "{}").get("new_members", [])]
    except (ValueError, TypeError, KeyError, AttributeError):
        # Nobody types this field; what somebody made up in it is refused when the sheet is read.
        return []
    return [Person(member_holder(book_id, number).id, number, name, book.today, None)
            for number, name in said if number not in book.people]


def _lines_of(state: FormState) -> int:
    """As many free lines as are filled in, and always some empty ones."""
    filled = [name for name, value in state.typed.items() if value and name.endswith(fields.TELLING)]
    return max([FREE_LINES, *(number + 2 for number in fields.line_numbers(filled))])
