"""The rules of a group: each a dated setting with a plain sentence, and what is in force on a day."""

from msai.services.group_rules.catalogue import (
    ANY_MEMBER,
    BY_AMOUNT,
    BY_SHARES,
    FINES_TO_SAVINGS,
    FINES_TO_SOCIAL,
    HELD,
    REFUSED,
    RULES,
    SECOND_OFFICER,
    TO_SOCIAL,
)
from msai.services.group_rules.forms import GROUP_TITLES, Choice, RuleForm, RuleGroup, RuleKind, RuleValue
from msai.services.group_rules.meeting_days import EVERY_SUNDAY
from msai.services.group_rules.reading import GroupRules, read_rules, read_value, read_values, write_value
from msai.services.group_rules.typed import Typed, check_value, read_typed

__all__ = [
    "ANY_MEMBER",
    "BY_AMOUNT",
    "BY_SHARES",
    "EVERY_SUNDAY",
    "FINES_TO_SAVINGS",
    "FINES_TO_SOCIAL",
    "GROUP_TITLES",
    "HELD",
    "REFUSED",
    "RULES",
    "SECOND_OFFICER",
    "TO_SOCIAL",
    "Choice",
    "GroupRules",
    "RuleForm",
    "RuleGroup",
    "RuleKind",
    "RuleValue",
    "Typed",
    "check_value",
    "read_rules",
    "read_typed",
    "read_value",
    "read_values",
    "write_value",
]
