"""What acts, places, people and activities of an enterprise are called, in the words of its people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from ledgers.accounts import BookKind
from ledgers.money import Money
from msai.messages import N_, Message
from msai.services.enterprise_money.book import OTHER, MoneyBook, activities_of
from msai.services.enterprise_money.names import funder_names, party_names, read_places
from msai.services.enterprise_money.wanted import NOTHING, TAX_OFFICE, MoneyKind
from msai.services.views.facts import BookFacts
from msai.services.views.labels import Text, account_label

K = MoneyKind
TITLES: Mapping[MoneyKind, str] = {
    K.SOLD: N_("We sold"), K.COLLECTED: N_("Somebody paid us what they owed"),
    K.BAD_DEBT: N_("A buyer will not pay"), K.PAID: N_("We bought or paid"),
    K.BILL_PAID: N_("We paid a bill"), K.ADVANCE: N_("We gave money in advance"),
    K.ADVANCE_USED: N_("An advance was used"), K.ADVANCE_BACK: N_("What was left of an advance came back"),
    K.WAGES_IN_KIND: N_("We paid workers in produce"), K.OWN_USE: N_("The owner's household took produce"),
    K.EQUIPMENT: N_("We bought equipment"), K.EQUIPMENT_SOLD: N_("Equipment was sold or given up"),
    K.WEAR: N_("Equipment wears out"), K.LOST: N_("Animals or crops were lost"),
    K.COUNTED: N_("We counted what is in store or grows"), K.CASH_COUNTED: N_("We counted the money"),
    K.MOVED: N_("We moved money"), K.FAMILY: N_("The family worked without pay"),
    K.OWNER_IN: N_("The owner put money in"), K.OWNER_OUT: N_("The owner takes money out"),
    K.GRANT: N_("A grant came in money"), K.GRANT_IN_KIND: N_("Equipment or supplies were given to us"),
    K.GRANT_USED: N_("Note how a grant was used"), K.GRANT_RETURNED: N_("Give back what is left of a grant"),
    K.BORROWED: N_("We borrowed money"), K.LOAN_PAID: N_("We paid back borrowed money"),
    K.YEAR: N_("Close the year"), K.TAKEN_BACK: N_("Take something back"),
}
TAX_OFFICE_NAME = Message(N_("The tax office"))
KINDS_OF_PLACES: Mapping[int, tuple[str, Message]] = {
    code: (kind, account_label(BookKind.ENTERPRISE, code))
    for code, kind in ((1010, "cash"), (1020, "bank"), (1030, "wallet"))}
"""By their numbers in the chart: the word for a form, and what people call it."""

WHAT: Mapping[str, str] = {"produce": N_("What is in store"), "growing": N_("Animals and crops growing"),
                           NOTHING: N_("Nothing is in store, and nothing grows")}
VALUING: Mapping[str, str] = {
    "cost": N_("At what it cost so far"), "price": N_("At its price, less the cost of selling it")}
IN_KIND: Mapping[str, str] = {"equipment": N_("Equipment"), "supplies": N_("Supplies or produce")}
_LABELS: Mapping[str, str] = {
    "activity": N_("Of what"), "party": N_("Who"), "backer": N_("Who"), "in_kind": N_("What was given"),
    "interest_minor": N_("Interest paid beside it"), "place": N_("Where the money is"),
    "into": N_("Moved into"),
    "code": N_("For what"), "amount_minor": N_("Amount"), "happened_on": N_("Day"), "name": N_("What it is"),
    "months": N_("Months it lasts"), "rest_minor": N_("Worth at the end"), "what": N_("What was counted"),
    "valuing": N_("How it is valued"), "hours_e2": N_("Hours"),
}
_ONLY_SOME = ("months", "interest_minor")
"""What is not said where it is nought."""


@dataclass(frozen=True, slots=True)
class MoneyWords:
    """The names of one enterprise: places, people it deals with, and what it grows or makes, by alias."""

    facts: BookFacts
    places: Mapping[str, Text]
    parties: Mapping[str, Text]
    funders: Mapping[str, Text]
    activities: Mapping[str, Text]

    @property
    def names(self) -> dict[str, Text]:
        """All of them by alias."""
        return {**self.activities, **self.parties, **self.funders, **self.places}

    def say(self, name: str, value: Any) -> Text:
        """A field of an act, as a person reads it."""
        if name.endswith("_minor"):
            return Message(N_("%(amount)s"), {"amount": Money(value, self.facts.currency)})
        if isinstance(value, date):
            return Message(N_("%(day)s"), {"day": value})
        if name == "code":
            return account_label(BookKind.ENTERPRISE, value)
        if name in ("what", "valuing"):
            return Message((WHAT if name == "what" else VALUING)[value])
        if name == "in_kind":
            return Message(IN_KIND[value])
        if name == "hours_e2":
            return str(Decimal(value) / 100)
        return self.names.get(value, str(value))


def words_of_book(book: MoneyBook) -> MoneyWords:
    """What everything in a book that was read is called."""
    return _words(book.facts, book.labels, book.names, book.funders)


def money_words(session: Session, facts: BookFacts) -> MoneyWords:
    """What everything of an enterprise is called, in three statements."""
    return _words(facts, read_places(session, facts.book_id), party_names(session, facts.book_id),
                  funder_names(session, facts.book_id))


def _words(
    facts: BookFacts, labels: Mapping[str, tuple[int, str | None]], names: Mapping[str, str | None],
    funders: Mapping[str, str],
) -> MoneyWords:
    gone = Message(N_("Somebody who is no longer here"))
    return MoneyWords(
        facts,
        place_labels(labels),
        {**{alias: name or gone for alias, name in names.items()}, TAX_OFFICE: TAX_OFFICE_NAME},
        funders,
        {alias: Message(N_("Something else")) if alias == OTHER else alias for alias in activities_of(facts)})


def place_labels(labels: Mapping[str, tuple[int, str | None]]) -> dict[str, Text]:
    """What places are called by alias: by their people, else by what they are."""
    return {alias: label or account_label(BookKind.ENTERPRISE, code)
            for alias, (code, label) in labels.items()}


def title_of(kind: str) -> Message:
    """What an act is called."""
    return Message(TITLES[MoneyKind(kind)])


def say_act(wanted: Any, words: MoneyWords) -> tuple[tuple[Message, Text], ...]:
    """What an act says, as labels with their values."""
    return tuple(_said(wanted, words))


def _said(wanted: Any, words: MoneyWords) -> Iterator[tuple[Message, Text]]:
    for one in fields(wanted):
        value = getattr(wanted, one.name)
        if one.name in _LABELS and value not in (None, "") and (value or one.name not in _ONLY_SOME):
            yield Message(_LABELS[one.name]), words.say(one.name, value)


def detail_of(wanted: Any, words: MoneyWords) -> Text | None:
    """The one thing that tells an act from others of its kind: for what, of what, or who."""
    for name in ("code", "name", "activity", "what", "party", "backer", "place"):
        value = getattr(wanted, name, None)
        if value not in (None, ""):
            return words.say(name, value)
    return None
