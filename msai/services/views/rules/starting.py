"""The rules as the wizard asks for them: a few first, the others folded away under what they begin with.

One rule often means nothing without another (`only_when`).  The page hides what does not apply as soon as the
other is answered; without a style sheet everything is shown, and what does not apply is not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msai.messages import Message
from msai.services.group_rules import GROUP_TITLES, RULES, RuleForm, RuleGroup
from msai.services.group_rules.filling import fill_rule
from msai.services.onboarding.countries import Country
from msai.services.onboarding.first_rules import ASKED, FirstRules, answers_to, read_first_rules
from msai.services.views.rules.fields import Errors, RuleFields, draw_rule


@dataclass(frozen=True, slots=True)
class AskedRule:
    """One rule with its fields; `conditions` are the answers elsewhere without which it means nothing."""

    rule: RuleFields
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedRules:
    """The rules under one heading that are settled unless somebody says otherwise."""

    group: RuleGroup
    title: Message
    sentences: tuple[Message, ...]
    rules: tuple[AskedRule, ...]

    @property
    def conditions(self) -> tuple[str, ...]:
        """What all of them depend on."""
        first, *others = (asked.conditions for asked in self.rules)
        return tuple(one for one in first if all(one in conditions for conditions in others))

    @property
    def has_errors(self) -> bool:
        """Whether anything here has to be put right."""
        return any(asked.rule.errors or any(field.errors for field in asked.rule.fields)
                   for asked in self.rules)


@dataclass(frozen=True, slots=True)
class RulesToSettle:
    """The whole step."""

    asked: tuple[AskedRule, ...]
    sentences: tuple[Message, ...]
    proposed: tuple[ProposedRules, ...]


def ask_first_rules(typed: Mapping[str, str], country: Country, *, errors: Errors) -> RulesToSettle:
    """The rules of a group that is being set up, with what was typed, else what is proposed."""
    found = read_first_rules(typed, country)

    def draw(name: str) -> AskedRule:
        form = RULES[name]
        filled = answers_to(form, typed, country)
        return AskedRule(draw_rule(form, form.default, country.currency, typed=filled, errors=errors),
                         tuple(_conditions(form, country.currency)))

    return RulesToSettle(
        tuple(draw(name) for name in ASKED), tuple(_sentences(found, set(ASKED))),
        tuple(ProposedRules(group, GROUP_TITLES[group], tuple(_sentences(found, set(names))),
                            tuple(draw(name) for name in names))
              for group in RuleGroup if (names := _others(group))))


def _others(group: RuleGroup) -> list[str]:
    return [name for name, form in RULES.items() if form.group is group and name not in ASKED]


def _sentences(found: FirstRules, names: set[str]) -> Iterator[Message]:
    for name, value in found.values.items():
        if name in names:
            yield from RULES[name].sentences(value, found.country.currency)


def _conditions(form: RuleForm, currency: str) -> Iterator[str]:
    """The answers a rule depends on, as field and value; those they depend on come first."""
    if form.only_when is not None:
        other = RULES[form.only_when.name]
        yield from _conditions(other, currency)
        yield f"{other.name}-{fill_rule(other, form.only_when.value, currency)[other.name]}"
