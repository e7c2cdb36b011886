"""The form for a fine or fee outside the meeting: whom, what for, how much, on which day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.money import Money
from msai.messages import N_, Message
from msai.permissions import Action, Actor, Target, require
from msai.services.dues.raising import CHARGED
from msai.services.group_books import load_group
from msai.services.group_rules.words import FINE_LABELS
from msai.services.views.dues.words import due_label
from msai.services.views.facts import read_group
from msai.services.views.labels import Text
from msai.services.views.naming import read_roll


@dataclass(frozen=True, slots=True)
class ChargeState:
    """What was typed, and what is wrong with it, by field."""

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, tuple[Message, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChargeForm:
    """The form; `rules` are the fines that the group has settled, as sentences."""

    book_id: UUID
    group_name: str
    currency: str
    charge_id: UUID
    members: tuple[tuple[str, Text], ...]
    kinds: tuple[tuple[str, Message], ...]
    rules: tuple[Message, ...]
    state: ChargeState


def draw_charge_form(
    session: Session, actor: Actor, book_id: UUID, *, charge_id: UUID, state: ChargeState, today: date,
) -> ChargeForm:
    """The form with what was typed.

    Raises:
        NotPermitted: only officers charge.
    """
    require(actor, Action.DUES_CHARGE, Target(book_id))
    facts, group = read_group(session, book_id), load_group(session, book_id, today)
    roll = sorted(read_roll(session, book_id).values(), key=lambda person: person.number)
    members = tuple((str(one.number), one.name) for one in roll if one.is_with_group(today))
    fines = tuple(_fine(kind, Money(minor, facts.currency))
                  for kind, minor in group.rules.fines_minor.items())
    return ChargeForm(book_id, facts.name, facts.currency, charge_id, members,
                      tuple((due.value, due_label(due)) for due in CHARGED), fines, state)


def _fine(kind: str, amount: Money) -> Message:
    return Message(N_("%(what)s: %(amount)s"), {"what": FINE_LABELS.get(kind, kind), "amount": amount})
