"""The form on which officers decide how a cycle is shared out, and what has to be settled before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS
from ledgers.currencies import cash_step
from ledgers.money import format_decimal
from msai.messages import N_, NN_, Message, counted
from msai.permissions import Action, Actor, Target, require
from msai.services.group_books import GroupBook, load_group
from msai.services.group_rules import BY_SHARES
from msai.services.share_out import Basis, SocialEnd, Way, WayKind
from msai.services.share_out.book import CycleBook, read_book, read_open_cycle
from msai.services.share_out.ready import Hindrance, Matter, list_hindrances, read_papers
from msai.services.views.labels import Text
from msai.services.views.share_out.report import Words, read_words
from msai.services.views.share_out.words import BASES, BASES_SAID, SOCIAL_SAID

MOST_KEPT_BACK = 3
LONGEST_REASON = 120
_SOCIAL: Mapping[SocialEnd, str] = {
    SocialEnd.KEPT: N_("It stays"), SocialEnd.EQUALLY: N_("Shared equally"),
    SocialEnd.BY_PAID_IN: N_("Shared by what was given"),
}

_MATTERS: Mapping[Matter, tuple[str, str]] = {
    Matter.BETWEEN_FUNDS: NN_("The savings fund has lent money to another fund, or owes it some.",
                              "The savings fund has lent money to other funds, or owes them some."),
    Matter.OPENING: NN_("The opening of the book is not finished.",
                        "The opening of the book is not finished."),
    Matter.HELD_SHEETS: NN_("%(count)s meeting waits to be mended.",
                            "%(count)s meetings wait to be mended."),
    Matter.DRAFTS: NN_("%(count)s meeting was begun and is not closed.",
                       "%(count)s meetings were begun and are not closed."),
    Matter.PAYOUTS: NN_("The pay-outs of %(count)s meeting wait for the second officer.",
                        "The pay-outs of %(count)s meetings wait for the second officer."),
    Matter.CORRECTIONS: NN_("%(count)s correction waits for the second officer.",
                            "%(count)s corrections wait for the second officer."),
    Matter.OWED_BACK: NN_("%(count)s member was paid too much and has to bring it back.",
                          "%(count)s members were paid too much and have to bring it back."),
    Matter.OVERPAID: NN_("%(count)s member paid more than she was charged; put that line right.",
                         "%(count)s members paid more than they were charged; put those lines right."),
    Matter.OTHER_DEBTS: NN_("%(count)s debt to another fund stays as it is; it can be paid before.",
                            "%(count)s debts to other funds stay as they are; they can be paid before."),
    Matter.DISPUTES: NN_("%(count)s line is in dispute and has no answer yet.",
                         "%(count)s lines are in dispute and have no answer yet."),
    Matter.BANK: NN_("%(count)s month is not compared with the bank yet.",
                     "%(count)s months are not compared with the bank yet."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to settle or to know, in words; `matter` tells the page where it is mended."""

    matter: Matter
    words: Message
    blocks: bool
    first_id: UUID | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a choice."""

    value: str
    label: Text
    line: Text | None = None


@dataclass(frozen=True, slots=True)
class MemberChoice:
    """A member on the form: how she takes her part, and whether she owes anything."""

    number: int
    name: Text
    owed_minor: int
    way: str
    debt_stays: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, and what is wrong with it by the name of the field."""

    fields: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AssistantView:
    """The form with its answers as they stand, and what is in the way."""

    book_id: UUID
    group_name: str
    currency: str
    cycle_no: int
    opened_on: date
    problems: tuple[Problem, ...]
    values: Mapping[str, str]
    bases: tuple[Choice, ...]
    socials: tuple[Choice, ...]
    ways: tuple[tuple[str, Text], ...]
    members: tuple[MemberChoice, ...]
    kept_rows: tuple[int, ...]
    places: tuple[tuple[Text, int], ...]
    errors: Mapping[str, Message]

    @property
    def member_ways(self) -> tuple[tuple[str, Text], ...]:
        """How one member may take her part."""
        return (("", Message(N_("Like the others"))), *self.ways)

    @property
    def singles_open(self) -> bool:
        """Whether single members are looked at: one owes something, or takes her part otherwise."""
        differ = any(member.way or member.owed_minor for member in self.members)
        return differ or any(name.startswith("way-") for name in self.errors)

    @property
    def is_ready(self) -> bool:
        """Whether nothing has to be settled first."""
        return not any(problem.blocks for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Assistant:
    """What the form is drawn from, and what is read from it."""

    book: CycleBook
    group: GroupBook
    words: Words
    hindrances: tuple[Hindrance, ...]
    last_on: date


def read_assistant(
    session: Session, actor: Actor, book_id: UUID, *, today: date, at: int,
) -> Assistant:
    """Read what the form needs.

    Raises:
        NotPermitted: only officers close cycles.
        NoOpenCycle: there is none to close.
    """
    require(actor, Action.CYCLE_CLOSE, Target(book_id))
    book = read_book(session, read_open_cycle(session, book_id), by_days=False)
    papers = read_papers(session, book, at=at)
    hindrances = list_hindrances(session, actor, book, today=today, papers=papers)
    return Assistant(book, load_group(session, book_id, today), read_words(session, book), hindrances,
                     papers.last_on or today)


def draw_assistant(assistant: Assistant, typed: Typed, *, today: date) -> AssistantView:
    """The form as it stands: as it was typed, or as the rules of the group propose it."""
    facts, cycle = assistant.words.facts, assistant.book.cycle
    values = {**proposed(assistant, today=today), **typed.fields}
    return AssistantView(
        facts.book_id, facts.name, facts.currency, cycle.cycle_no, cycle.opened_on,
        tuple(_problem(one) for one in assistant.hindrances), values,
        tuple(Choice(basis.value, Message(BASES[basis]), Message(BASES_SAID[basis])) for basis in Basis),
        tuple(Choice(end.value, Message(_SOCIAL[end]), Message(SOCIAL_SAID[end])) for end in SocialEnd),
        _ways(assistant), tuple(_member(assistant, number, values) for number in members_of(assistant)),
        tuple(range(1, MOST_KEPT_BACK + 1)), _places(assistant), typed.errors)


def proposed(assistant: Assistant, *, today: date) -> dict[str, str]:
    """What the rules of the group, and the book, propose."""
    rules, currency = assistant.group.rules, assistant.group.currency
    basis = Basis.SHARES if rules.saving == BY_SHARES else Basis.SAVINGS
    step = rules.cash_step_minor or cash_step(currency)
    return {
        "ended_on": max(today, assistant.last_on).isoformat(), "basis": basis.value,
        "social": rules.social_at_cycle_end, "recovered": rules.kept_back_recovered,
        "step": format_decimal(step, currency), "usual": usual_way(assistant.book).text}


def usual_way(book: CycleBook) -> Way:
    """From where most are paid: the place that holds most of the savings fund's money."""
    held = {alias: book.minor(tender.account(SAVINGS)) for alias, tender in book.tenders.items()}
    richest = max(held, key=lambda alias: held[alias], default=None)
    return Way(WayKind.PAID, richest) if richest else Way(WayKind.DUE)


def members_of(assistant: Assistant) -> tuple[int, ...]:
    """Who stands on the form: members of today, and whoever else has savings or a debt."""
    book = assistant.book
    here = {member.number for member in assistant.group.on_roll(assistant.last_on)}
    saved = {account.holder for account in book.balances if account.code in (3100, 9400)}
    return tuple(number for number, member in book.members.items()
                 if number in here or member in saved or book.debts_of(member))


def _member(assistant: Assistant, number: int, values: Mapping[str, str]) -> MemberChoice:
    person = assistant.words.people[number]
    owed = sum(minor for _, minor in assistant.book.debts_of(assistant.book.members[number]))
    return MemberChoice(number, person.name, owed, values.get(f"way-{number}", ""),
                        bool(values.get(f"stays-{number}")))


def _ways(assistant: Assistant) -> tuple[tuple[str, Text], ...]:
    paid = [(Way(WayKind.PAID, alias).text, label) for alias, label in assistant.words.places.items()]
    return (*paid, (Way(WayKind.DUE).text, Message(N_("Not here: kept for her"))),
            (Way(WayKind.CARRIED_ON).text, Message(N_("Carried on as savings"))))


def _places(assistant: Assistant) -> tuple[tuple[Text, int], ...]:
    """What lies where of the savings fund."""
    book = assistant.book
    return tuple((assistant.words.places.get(alias, alias), book.minor(tender.account(SAVINGS)))
                 for alias, tender in book.tenders.items() if book.minor(tender.account(SAVINGS)))


def _problem(one: Hindrance) -> Problem:
    singular, plural = _MATTERS[one.matter]
    return Problem(one.matter, counted(singular, plural, one.count), one.blocks,
                   one.ids[0] if one.ids else None)
