"""The form on which an officer says what is to be decided about a fund, and what it would do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import Holder
from ledgers.money import Money, format_decimal
from msai.messages import N_, Message
from msai.permissions import Action, Actor, Target, require
from msai.services.units import ActKind, FundStanding, Plan, read_fund
from msai.services.units.plan import here
from msai.services.views.corrections.words import GroupWords, read_words
from msai.services.views.labels import Text, fund_label
from msai.services.views.units.words import (
    BECAUSE,
    HELP,
    PartSaid,
    say_parts,
    say_together,
    say_wanted,
    title_of,
)

Option = tuple[str, Text]
NOT_PAID = ""
K = ActKind
ASKS: Mapping[ActKind, frozenset[str]] = {
    K.DISTRIBUTION: frozenset({"amount", "tender", "may_wait"}),
    K.PAYMENT: frozenset({"member", "amount", "tender"}),
    K.PUT_BACK: frozenset({"member", "amount"}),
    K.REDEMPTION: frozenset({"member", "how", "amount", "tender", "may_wait"}),
    K.MOVE: frozenset({"member", "taker", "because", "how", "amount"}),
    K.DEALING: frozenset({"valued"}), K.BOOK_VALUE: frozenset(), K.RESTART: frozenset(),
    K.SAVINGS: frozenset({"member", "percent", "amount", "tender"}),
}
"""The fields of each form: `may_wait`, money may stay due; `how`, all of it or some."""


@dataclass(frozen=True, slots=True)
class ActBook:
    """What a form is filled in against: the fund as it stands, and what everything is called."""

    kind: ActKind
    fund: FundStanding
    words: GroupWords
    today: date


@dataclass(frozen=True, slots=True)
class ActState:
    """What was typed, what is wrong with it by field, and the plan it makes once nothing is."""

    typed: Mapping[str, str]
    errors: Mapping[str, Message] = field(default_factory=dict)
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class ActForm:
    """The form as it is drawn: choices, what was typed, what is wrong with it, and what it would do."""

    book_id: UUID
    group_name: str
    currency: str
    kind: str
    fund: str
    fund_label: Text
    title: Message
    help: Message
    asks: frozenset[str]
    facts: tuple[Message, ...]
    members: tuple[Option, ...]
    takers: tuple[Option, ...]
    tenders: tuple[Option, ...]
    reasons: tuple[Option, ...]
    typed: Mapping[str, str]
    errors: Mapping[str, Message]
    said: tuple[tuple[Message, Text], ...]
    together: tuple[Message, ...]
    parts: tuple[PartSaid, ...]


def read_act_book(
    session: Session, actor: Actor, book_id: UUID, *, kind: ActKind, fund: str, today: date,
) -> ActBook:
    """What the form of a decision is filled in against.

    Raises:
        NotPermitted, NotFound
        FundNotThere: the group has no such fund.
    """
    require(actor, Action.UNITS_DECIDE, Target(book_id))
    standing = read_fund(session, book_id, fund=fund, on=today)
    return ActBook(kind, standing, read_words(session, book_id), today)


def as_proposed(book: ActBook) -> dict[str, str]:
    """The form as it opens: all that can be given, all that is due."""
    typed = {"how": "all", "reason": "", "amount": "", "valued_on": book.today.isoformat()}
    if book.kind is K.DISTRIBUTION and book.fund.distributable_minor and not book.fund.is_stopped:
        typed["amount"] = format_decimal(book.fund.distributable_minor, book.words.facts.currency)
    due = list(book.fund.of(2100).items())
    if book.kind in (K.PAYMENT, K.PUT_BACK) and len(due) == 1:
        typed["amount"] = format_decimal(due[0][1], book.words.facts.currency)
    return typed


def draw_act_form(book: ActBook, state: ActState) -> ActForm:
    """The form as the officer sees it."""
    facts, plan, kind = book.words.facts, state.plan, book.kind
    return ActForm(
        facts.book_id, facts.name, facts.currency, kind.value, book.fund.fund, fund_label(book.fund.fund),
        title_of(kind), Message(HELP[kind]), ASKS[kind], tuple(_facts(book)), _members(book), _takers(book),
        _tenders(book), tuple((why.value, Message(text)) for why, text in BECAUSE.items()), state.typed,
        state.errors, say_wanted(plan.wanted, book.words) if plan else (),
        say_together(plan, facts.currency) if plan else (), say_parts(plan, book.words) if plan else ())


def _facts(book: ActBook) -> Iterable[Message]:
    """What the officer has to know before she types."""
    fund, currency = book.fund, book.words.facts.currency
    if fund.is_stopped and book.kind is not K.RESTART:
        yield Message(N_("The fund has nothing behind its parts now, so this has to wait."))
    elif book.kind is K.DISTRIBUTION:
        yield Message(N_("%(amount)s can be given as income: the fund earned it, and it is there in cash."), {
            "amount": Money(fund.distributable_minor, currency)})
        yield Message(N_("In all there is %(amount)s to give."), {
            "amount": Money(fund.most_to_give_minor, currency)})
    elif book.kind in (K.REDEMPTION, K.MOVE, K.PUT_BACK, K.SAVINGS):
        yield Message(N_("The fund has %(amount)s for all of its parts."), {
            "amount": Money(fund.net_assets_minor + fund.above_book_minor, currency)})


def _members(book: ActBook) -> tuple[Option, ...]:
    """Those the decision can be about: holders, those to whom something is due, or all who save."""
    fund = book.fund
    if book.kind in (K.PAYMENT, K.PUT_BACK):
        due = fund.of(2100)
        return tuple(_named(book, who, Money(minor, book.words.facts.currency)) for who, minor in due.items())
    if book.kind is K.SAVINGS:
        all_of_them: Option = ("", Message(N_("Every member, by a decision of the group")))
        return (all_of_them, *(_named(book, one.holder) for one in fund.group.on_roll(book.today)))
    return tuple(_named(book, who) for who in fund.held_e4)


def _takers(book: ActBook) -> tuple[Option, ...]:
    known = here(book.fund.group, book.today) | set(book.fund.held_e4)
    members = sorted(known, key=lambda holder: _number(holder))
    return tuple(_named(book, who) for who in members)


def _number(holder: Holder) -> int:
    return int(holder.alias.rpartition("-")[2])


def _named(book: ActBook, holder: Holder, due: Money | None = None) -> Option:
    number, name = _number(holder), book.words.naming.holder(holder.alias)
    if due is None:
        return str(number), Message(N_("%(number)s. %(name)s"), {"number": number, "name": name})
    return str(number), Message(N_("%(number)s. %(name)s, %(amount)s"), {
        "number": number, "name": name, "amount": due})


def _tenders(book: ActBook) -> tuple[Option, ...]:
    places: tuple[Option, ...] = tuple(book.words.tenders.items())
    if "may_wait" in ASKS[book.kind]:
        return ((NOT_PAID, Message(N_("Nowhere: it stays due"))), *places)
    return places
