"""A line and what changes with it, in the words of the people it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import SHARES, Account, Side, is_memo_fund
from ledgers.chart import GROUP_CHART
from ledgers.money import Money, decimal_text
from ledgers.rules.tenders import Tender
from ledgers.units import UNIT
from msai.messages import N_, Message, Value, counted
from msai.services.corrections.lines import BookLine
from msai.services.corrections.plan import Cash, Plan
from msai.services.corrections.right_line import says
from msai.services.sheets import LineKind, SheetLine
from msai.services.views.facts import BookFacts, read_group
from msai.services.views.happenings import entry_label, line_label
from msai.services.views.labels import Text, fund_label, tender_labels
from msai.services.views.naming import Naming, Person, by_alias, read_roll, tenders_of

_CONTRA = frozenset({9100, 9300, 9510})
_TAKES_MONEY_OUT = frozenset({
    LineKind.WITHDRAWAL, LineKind.SOCIAL_GRANT, LineKind.PAYOUT, LineKind.LOAN, LineKind.EXPENSE,
    LineKind.BANK_CHARGE,
})


@dataclass(frozen=True, slots=True)
class GroupWords:
    """What everybody and everything of a group is called on these pages."""

    facts: BookFacts
    roll: Mapping[int, Person]
    naming: Naming
    tenders: Mapping[str, Message]

    def member(self, number: int | None) -> Text | None:
        """A member's name by her number."""
        return self.roll[number].name if number is not None and number in self.roll else None


@dataclass(frozen=True, slots=True)
class SaidLine:
    """A line as people read it; what it does not speak of is None."""

    label: Text
    who: Text | None
    amount_minor: int
    out: bool
    shares: int | None
    interest_minor: int | None
    tender: Text | None
    fund: Text | None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One account that changes, and by how much, in words."""

    label: Text
    change: Text
    grows: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """Everything a correction changes: accounts, and what it means for the money in the box."""

    changes: tuple[ChangeRow, ...]
    cash: tuple[Message, ...]


def read_words(
    session: Session, book_id: UUID, *, tenders: Mapping[str, Tender] | None = None,
) -> GroupWords:
    """Read what people and places of a group are called; `tenders` are its places, where they are known."""
    facts = read_group(session, book_id)
    people = read_roll(session, book_id)
    roll = {person.number: person for person in people.values()}
    return GroupWords(
        facts, roll, Naming(facts.kind, by_alias(people)), tender_labels(
            {alias: tender.code for alias, tender in tenders.items()} if tenders is not None
            else tenders_of(session, book_id)))


def say_line(line: SheetLine, words: GroupWords) -> SaidLine:
    """A line of a sheet as people read it."""
    tender = line.tender or line.to_tender
    return SaidLine(
        line_label(line.kind), words.member(line.member), line.amount_minor,
        line.kind in _TAKES_MONEY_OUT, line.shares or None,
        line.interest_minor if line.kind is LineKind.REPAYMENT else None,
        words.tenders.get(tender, tender) if tender else None, _fund(line))


def _fund(line: SheetLine) -> Text | None:
    fixed = {LineKind.SOCIAL: "social", LineKind.SOCIAL_GRANT: "social", LineKind.INVESTMENT: "investment"}
    return fund_label(line.fund or fixed.get(line.kind) or line.from_fund or line.in_fund)


def say_standing(line: BookLine, borrowers: Mapping[str, int], words: GroupWords) -> SaidLine | None:
    """What a line says; None where it had been taken out before."""
    said = says(line, borrowers)
    if said is not None:
        return say_line(said, words)
    money = [posting for posting in line.postings if not is_memo_fund(posting.fund)]
    if not money:
        return None
    return SaidLine(entry_label(line.kind.value), None, sum(one.amount_minor for one in money), False,
                    None, None, None, fund_label(money[0].fund))


def say_effect(plan: Plan, words: GroupWords) -> Effect:
    """What the correction changes, account by account, and what it means for the box."""
    currency = words.facts.currency
    return Effect(say_changes(plan.changes, words), (*_schedule(plan, currency), *_cash(plan, currency)))


def _schedule(plan: Plan, currency: str) -> Iterator[Message]:
    """What becomes of the schedule of a loan that was of another amount."""
    if plan.lent is not None and plan.lent.terms:
        amount = Money(plan.lent.terms[0].principal_minor, currency)
        yield Message(N_("What has to be paid on which day is worked out anew, from %(amount)s."),
                      {"amount": amount})


def say_changes(changes: Mapping[Account, int], words: GroupWords) -> tuple[ChangeRow, ...]:
    """Accounts that change, money before shares and units; changes are debit positive."""
    ordered = sorted(changes.items(), key=lambda item: (is_memo_fund(item[0].fund), item[0].key))
    return tuple(_change(account, minor, words) for account, minor in ordered if account.code not in _CONTRA)


def _change(account: Account, debit_minor: int, words: GroupWords) -> ChangeRow:
    is_debit = GROUP_CHART.line(account.code).normal_side is Side.DEBIT
    change = debit_minor if is_debit else -debit_minor
    return ChangeRow(words.naming.of(account), _how_much(account, change, words.facts.currency), change > 0)


def _how_much(account: Account, change: int, currency: str) -> Message:
    if account.fund == SHARES:
        return counted("%(count)s share more", "%(count)s shares more", change) if change > 0 else \
            counted("%(count)s share fewer", "%(count)s shares fewer", -change)
    if is_memo_fund(account.fund):
        word = N_("%(units)s units more") if change > 0 else N_("%(units)s units fewer")
        return Message(word, {"units": decimal_text(Fraction(abs(change), UNIT), places=4)})
    amount = Money(abs(change), currency)
    return Message(N_("%(amount)s more") if change > 0 else N_("%(amount)s less"), {"amount": amount})


def _cash(plan: Plan, currency: str) -> Iterator[Message]:
    if not plan.box_minor:
        yield Message(N_("The money in the cash box stays as it is."))
    elif plan.count is None:
        yield say_uncounted(Money(abs(plan.box_minor), currency), plan.box_minor)
    elif plan.cash is Cash.HANDED_OVER:
        yield _handed(Money(abs(plan.box_minor), currency), plan.box_minor)
    else:
        yield Message(N_("The money in the cash box stays as it was counted."))
        yield say_count(plan.count.held_on, plan.count.count.difference_minor,
                        now_minor=plan.count.count.difference_minor - plan.box_minor, currency=currency)


def say_uncounted(amount: Money, moved_minor: int) -> Message:
    """What a correction changes in a box that nobody counted with the line: more (above nought), or less."""
    if moved_minor > 0:
        return Message(N_("By the book the cash box then holds %(amount)s more."), {"amount": amount})
    return Message(N_("By the book the cash box then holds %(amount)s less."), {"amount": amount})


def say_handed_over(amount: Money, moved_minor: int) -> Message:
    """What changed hands with a correction that is in the book: put into the box (above nought), or out."""
    if moved_minor > 0:
        return Message(N_("%(amount)s was put into the cash box with it."), {"amount": amount})
    return Message(N_("%(amount)s was taken out of the cash box with it and handed over."),
                   {"amount": amount})


def _handed(amount: Money, moved_minor: int) -> Message:
    if moved_minor > 0:
        return Message(N_("%(amount)s is put into the cash box now."), {"amount": amount})
    return Message(N_("%(amount)s is taken out of the cash box now and handed over."), {"amount": amount})


def say_count(held_on: date, was_minor: int, *, now_minor: int, currency: str) -> Message:
    """What a correction makes of the count of a day: explained, or another difference than before."""
    facts: dict[str, Value] = {
        "day": held_on, "was": Money(abs(was_minor), currency), "now": Money(abs(now_minor), currency)}
    if not now_minor and was_minor < 0:
        return Message(N_("The box was %(was)s short on %(day)s, and this explains it."), facts)
    if not now_minor:
        return Message(N_("The box was %(was)s over on %(day)s, and this explains it."), facts)
    if now_minor < 0:
        return Message(N_("With this line right, the box was %(now)s short on %(day)s."), facts)
    return Message(N_("With this line right, the box was %(now)s over on %(day)s."), facts)
