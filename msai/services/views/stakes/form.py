"""The form of a decision about a stake or a backer: which fields it asks, and how it is drawn and shown.

One list says what each kind of decision asks, for groups and enterprises alike; what the form is filled in
against comes with a `FormBook`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from msai.messages import N_, Message
from msai.services.staking.acting import Plan
from msai.services.views.corrections.words import ChangeRow
from msai.services.views.labels import Text
from msai.services.views.stakes.said import DeskWords, say_changes, say_facts, say_wanted, title_of

Option = tuple[str, Text]


@dataclass(frozen=True, slots=True)
class Ask:
    """A field: its name, how it is drawn (amount, home, text, number, date, select or tick) and its words."""

    name: str
    look: str
    label: str
    hint: str | None = None


_TERMS = (
    Ask("percent", "number", N_("Percent of the enterprise, of its sales or of its profit"),
        N_("As it was agreed, for example 5. Leave empty what was not agreed.")),
    Ask("interest_percent", "number", N_("Interest in a year, in percent")),
    Ask("cap_multiple", "number", N_("It ends when so many times the money came back"),
        N_("For example 1.5.")),
    Ask("gestation_months", "count", N_("Months in which nothing is due")),
    Ask("lock_in_months", "count", N_("Months for which the money stays in the enterprise")),
    Ask("per_crop", "text", N_("Part of each harvest"),
        N_("Crop and percent, for example: rice 10, maize 5")),
    Ask("share_price", "home", N_("Price of one share")),
)
_RATE = (
    Ask("mid_rate", "number", N_("Middle rate of the day"), N_("Home money for one of the group's money.")),
    Ask("mid_source", "text", N_("Where was it read?")),
)
_RATED_ON = Ask("rated_on", "date", N_("For which day?"))
_ALL = (Ask("how", "how", N_("How much of it?")),)
_BACKER = Ask("backer", "select", N_("For whom?"))
_AMOUNT = Ask("amount", "amount", N_("Amount"))
ASKS: Mapping[str, tuple[Ask, ...]] = {
    "take_up": (
        Ask("enterprise", "select", N_("In which enterprise?")),
        Ask("enterprise_name", "text", N_("Its name, where it is not in the list")),
        Ask("instrument", "select", N_("How does the money stand there?")),
        Ask("currency", "select", N_("Currency of the enterprise")),
        Ask("fund", "select", N_("Of which fund?")), *_TERMS),
    "terms": (Ask("holds_from", "date", N_("From which day?")), *_TERMS),
    "valuation": (
        Ask("home", "home", N_("What is it worth at home?")), Ask("valued_on", "date", N_("For which day?")),
        Ask("valued_by", "text", N_("Who valued it?")),
        Ask("method", "text", N_("How?"), N_("For example: counted and priced, or what a buyer offered.")),
        *_RATE),
    "write_down": (_AMOUNT,), "recovery": (_AMOUNT,),
    "write_off": (*_ALL, Ask("claim", "home", N_("Part of its claim at home"))),
    "revaluation": (*_RATE, _RATED_ON),
    "revalue_tender": (
        Ask("currency", "select", N_("In which currency is it?")),
        Ask("there", "home", N_("What stands on it now, in that currency?")), *_RATE, _RATED_ON),
    "reinvestment": (Ask("return_id", "select", N_("Which return?")),),
    "exit": (*_ALL, Ask("claim", "home", N_("Part of its claim at home")),
             Ask("price", "home", N_("At which price, in home money?"))),
    "declared": (Ask("home", "home", N_("How much, in home money?")),
                 Ask("declared_on", "date", N_("On which day?")), *_RATE),
    "funder": (Ask("label", "text", N_("Who is it?")),
               Ask("instrument", "select", N_("How is it given?"))),
    "dividend": (_AMOUNT, Ask("record_on", "date", N_("For those who hold shares on which day?"))),
    "interest": (_BACKER, _AMOUNT),
    "principal": (_BACKER, *_ALL, _AMOUNT),
    "revenue_share": (_BACKER, Ask("sales", "amount", N_("What was sold in the period?"))),
    "crop_share": (Ask("crop", "select", N_("Which crop was harvested?")),
                   Ask("sales", "amount", N_("For how much was the harvest sold?"))),
    "profit_share": (
        _BACKER, Ask("result", "amount", N_("Profit or loss of the batch")),
        Ask("is_loss", "tick", N_("It is a loss")),
        Ask("principal_back", "tick", N_("The money lent goes back now"))),
    "paid": (_BACKER, _AMOUNT, Ask("place", "select", N_("Where did the money come from?"))),
    "exit_answer": (Ask("agreed", "select", N_("Is the money given back?")),),
}
HELP: Mapping[str, str] = {
    "take_up": N_("What is agreed with the enterprise. No money moves before it is sent."),
    "terms": N_("What was agreed before stays written down, with the days on which it held."),
    "valuation": N_("A signed paper beside the book. What the stake cost stays as it is."),
    "write_down": N_("It is thought to be worth less than it cost. It can be taken back, up to the cost."),
    "recovery": N_("What was written down is worth more again."),
    "write_off": N_("It will not come back. With all of it goes what was declared and never came."),
    "revaluation": N_("What was lent and what was declared follow the rate. Shares stay at their cost."),
    "revalue_tender": N_("An account in another currency follows the rate, as money that was lent does."),
    "reinvestment": N_("What was declared stays in the enterprise, and the claim grows by it."),
    "exit": N_("The enterprise answers with two of its people, and sends the money when it agreed."),
    "declared": N_("For an enterprise that keeps no book here."),
    "funder": N_("Somebody who gives a grant, a match or things, or a bank that lends money."),
    "dividend": N_("It is parted by shares, the owner's included. More than was earned takes two people."),
    "interest": N_("Due to who lent the money, and told to the group at once."),
    "principal": N_("Told to the group at once, and in the book when it is sent."),
    "revenue_share": N_("The part that was agreed is worked out from what was sold."),
    "crop_share": N_("Everybody who was promised a part of this crop gets it, by what is agreed today."),
    "profit_share": N_("Profit and loss are parted as was agreed, and the money lent goes back."),
    "paid": N_("To the owner, or to a backer who keeps no book here."),
    "exit_answer": N_("What is agreed is owed to the group, and in the book when it is sent."),
}


@dataclass(frozen=True, slots=True)
class FormBook:
    """What a form is filled in against: the words of its book, what may be chosen, and what it opens with."""

    kind: str
    words: DeskWords
    options: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    proposed: Mapping[str, str] = field(default_factory=dict)
    facts: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class FormState:
    """What was typed, what is wrong with it by field, and the plan it makes once nothing is.

    `is_asked` says that what was typed may be meant, and is asked about once.
    """

    typed: Mapping[str, str]
    errors: Mapping[str, Message] = field(default_factory=dict)
    plan: Plan | None = None
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A field as it is drawn; amounts carry their currency."""

    name: str
    look: str
    label: Message
    hint: Message | None
    value: str
    currency: str
    options: tuple[Option, ...]
    error: Message | None


@dataclass(frozen=True, slots=True)
class ActForm:
    """The form as it is drawn, and what it would do."""

    book_id: UUID
    book_name: str
    kind: str
    title: Message
    help: Message
    facts: tuple[Message, ...]
    fields: tuple[FieldShown, ...]
    typed: Mapping[str, str]
    errors: Mapping[str, Message]
    alone: bool
    is_asked: bool = False
    said: tuple[tuple[Message, Text], ...] = ()
    sums: tuple[Message, ...] = ()
    changes: tuple[ChangeRow, ...] = ()


def field_names(kind: str) -> frozenset[str]:
    """The fields at which a refusal of this form can stand."""
    return frozenset(ask.name for ask in ASKS[kind]) | {"reason"}


def draw_form(book: FormBook, state: FormState) -> ActForm:
    """The form as its reader sees it."""
    words, plan = book.words, state.plan
    shown = tuple(_field(ask, book, state) for ask in ASKS[book.kind] if _is_asked(ask, book))
    plain = ActForm(words.book_id, words.name, book.kind, title_of(book.kind), Message(HELP[book.kind]),
                    book.facts, shown, state.typed, state.errors, bool(plan and plan.alone), state.is_asked)
    return plain if plan is None else _with_plan(plain, plan, words)


def _with_plan(form: ActForm, plan: Plan, words: DeskWords) -> ActForm:
    shown: dict[str, Any] = {name: getattr(form, name) for name in form.__slots__}
    return ActForm(**{**shown, "said": say_wanted(plan.wanted, words), "sums": say_facts(plan, words),
                      "changes": say_changes(plan.changes(), words)})


def _is_asked(ask: Ask, book: FormBook) -> bool:
    """A choice of one thing is no question."""
    return ask.look != "select" or ask.name not in book.options or len(book.options[ask.name]) != 1


def _field(ask: Ask, book: FormBook, state: FormState) -> FieldShown:
    currency = book.words.home if ask.look == "home" else book.words.currency
    return FieldShown(
        ask.name, "amount" if ask.look == "home" else ask.look, Message(ask.label),
        Message(ask.hint) if ask.hint else None, state.typed.get(ask.name, ""), currency,
        tuple(book.options.get(ask.name, ())), state.errors.get(ask.name))
