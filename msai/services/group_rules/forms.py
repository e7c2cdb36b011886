"""What a rule is, before any group has said anything: its name, its kind of value, its words.

Each rule is one question with one plain sentence for every answer.  Values are plain
Python: amounts are minor units of the group's currency, percents are decimal texts, a
range is a pair, fines are amounts by kind.  `None` is an answer too: the group has not
settled it, or wants no limit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from msai.messages import N_, Message

RuleValue: TypeAlias = bool | int | str | None | tuple[int, ...] | Mapping[str, int]
Words: TypeAlias = Callable[[RuleValue, str], tuple[Message, ...]]
"""From a value and the group's currency to the sentences that say it."""


class RuleKind(StrEnum):
    """What kind of value a rule has, and so which fields ask for it."""

    AMOUNT = "amount"
    COUNT = "count"
    PERCENT = "percent"
    CHOICE = "choice"
    FLAG = "flag"
    RANGE = "range"
    DAYS = "days"
    MONTHS = "months"
    FINES = "fines"


class RuleGroup(StrEnum):
    """The headings under which people settle their rules, in the order in which they do."""

    SAVING = "saving"
    ODD_AMOUNTS = "odd_amounts"
    SOCIAL = "social"
    FINES = "fines"
    FEES = "fees"
    MEETINGS = "meetings"
    LENDING = "lending"
    JOINING = "joining"
    CYCLE = "cycle"
    MONEY = "money"
    WITNESS = "witness"


GROUP_TITLES: Mapping[RuleGroup, Message] = {
    RuleGroup.SAVING: Message(N_("Saving")),
    RuleGroup.ODD_AMOUNTS: Message(N_("Odd amounts")),
    RuleGroup.SOCIAL: Message(N_("Social fund")),
    RuleGroup.FINES: Message(N_("Fines")),
    RuleGroup.FEES: Message(N_("Regular fees")),
    RuleGroup.MEETINGS: Message(N_("Meetings")),
    RuleGroup.LENDING: Message(N_("Lending")),
    RuleGroup.JOINING: Message(N_("Joining and leaving")),
    RuleGroup.CYCLE: Message(N_("End of a cycle")),
    RuleGroup.MONEY: Message(N_("Money and approvals")),
    RuleGroup.WITNESS: Message(N_("Witness")),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that may be chosen: its stored value, its short name and the rule it makes."""

    value: str
    label: Message
    sentence: Message


@dataclass(frozen=True, slots=True)
class Condition:
    """A rule that only means something while another has one value: shares cost nothing without shares."""

    name: str
    value: RuleValue


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleForm:
    """One rule: how it is asked, what it may be, and how it is said.

    `least` and `most` bound an amount (minor units), a count, each end of a range, or a
    percent; `optional` lets `None` be said.
    """

    name: str
    group: RuleGroup
    kind: RuleKind
    question: Message
    help: Message
    default: RuleValue
    words: Words
    choices: tuple[Choice, ...] = ()
    least: int = 0
    most: int = 10**12
    optional: bool = False
    only_when: Condition | None = None

    def sentences(self, value: RuleValue, currency: str) -> tuple[Message, ...]:
        """A value of the rule as people say it: whole sentences, nearly always one."""
        return self.words(value, currency)

    def applies(self, values: Mapping[str, RuleValue]) -> bool:
        """Whether the rule means anything beside the group's other rules."""
        return self.only_when is None or values.get(self.only_when.name) == self.only_when.value
