"""The rules a group begins with: what it answered in the wizard, and what its country and custom propose.

Every rule of the catalogue is settled before the book opens.  A few have to be asked, because nobody else can
know; all others begin with a default that lets every honest sheet pass, which the wizard says in its plain
sentence and the group may change at once, or later from a day it chooses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ledgers.errors import LedgerError
from msai.messages import Message
from msai.services.group_rules import (
    GROUP_TITLES,
    RULES,
    RuleForm,
    RuleGroup,
    RuleKind,
    RuleValue,
    read_typed,
    write_value,
)
from msai.services.group_rules.changing import counted_from
from msai.services.group_rules.filling import field_names, fill_rule
from msai.services.onboarding.countries import Country

ASKED = (
    "saving", "share_value", "shares_per_meeting", "minimum", "usual", "social_contribution", "meets",
    "lending",
)
"""What no custom can answer for a group; it is asked first, in this order."""

_CHOSEN_ALOUD = "saving"
"""Everything else about saving follows from this answer, so none is proposed."""


@dataclass(frozen=True, slots=True)
class FirstRules:
    """Rules by name as they are settled so far, of those that mean something, and problems by field."""

    values: Mapping[str, RuleValue]
    problems: Mapping[str, LedgerError]
    country: Country

    @property
    def sections(self) -> list[tuple[RuleGroup, Message, list[Message]]]:
        """The sentences people agree to, under the headings of the catalogue."""
        said = [(group, GROUP_TITLES[group], self.sentences(group)) for group in RuleGroup]
        return [(group, title, sentences) for group, title, sentences in said if sentences]

    def sentences(self, group: RuleGroup) -> list[Message]:
        """What is settled under one heading."""
        return [sentence for name, value in self.values.items() if RULES[name].group is group
                for sentence in RULES[name].sentences(value, self.country.currency)]

    def stored(self, opens_on: date) -> dict[str, str]:
        """The texts in which the rules are kept; a rhythm that skips weeks counts from the opening."""
        settled = {name: counted_from(RULES[name], value, opens_on) for name, value in self.values.items()}
        return {name: write_value(RULES[name], value, self.country.currency)
                for name, value in settled.items() if value is not None}


def rule_field_names() -> tuple[str, ...]:
    """The fields in which the wizard asks for rules: those of the whole catalogue."""
    return tuple(name for form in RULES.values() for name in field_names(form))


def answers_to(form: RuleForm, typed: Mapping[str, str], country: Country) -> dict[str, str]:
    """What stands in the fields of a rule: what was typed, else what country and custom propose."""
    said = {name: typed[name] for name in field_names(form) if typed.get(name, "").strip()}
    if said or form.name == _CHOSEN_ALOUD:
        return said
    proposed = country.meets if form.kind is RuleKind.DAYS else form.default
    return fill_rule(form, proposed, country.currency)


def read_first_rules(typed: Mapping[str, str], country: Country) -> FirstRules:
    """The rules that the fields of the wizard describe, and what has to be put right in them."""
    values: dict[str, RuleValue] = {}
    problems: dict[str, LedgerError] = {}
    for name, form in RULES.items():
        if form.applies(values):
            read = read_typed(form, answers_to(form, typed, country), country.currency)
            problems |= read.problems
            if not read.problems:
                values[name] = read.value
    return FirstRules(values, problems, country)

