"""Rules that a group may have said and that nothing follows from yet.

They are catalogued so that a recorded history keeps them, with their sentences; each
becomes an acted-upon rule when lending, leaving or the end of a cycle does.
"""

from __future__ import annotations

from collections.abc import Sequence

from msai.messages import N_, Message
from msai.services.group_rules.forms import Choice, Condition, RuleForm, RuleGroup, RuleKind, RuleValue, Words
from msai.services.group_rules.words import (
    amount_words,
    choice_words,
    count_words,
    percent_words,
)

_LENDS = Condition("lending", True)

_BASES = (
    Choice("declining", Message(N_("On what is left")),
           Message(N_("The charge on a loan is worked out on what is still owed."))),
    Choice("flat", Message(N_("On the whole loan")),
           Message(N_("The charge on a loan is worked out on what was lent."))),
)
_TAKEN = (
    Choice("when_paid", Message(N_("When it is paid")),
           Message(N_("The charge on a loan counts as earned when it is paid."))),
    Choice("when_due", Message(N_("When it is due")),
           Message(N_("The charge on a loan counts as earned when it falls due."))),
    Choice("at_issue", Message(N_("When the loan is given")),
           Message(N_("The charge is kept back when the loan is given."))),
)
_JOINERS = (
    Choice("free", Message(N_("Like everybody")), Message(N_("A new member begins without a payment."))),
    Choice("catch_up", Message(N_("Catch up")),
           Message(N_("A new member buys the shares that the others bought before her."))),
    Choice("current_value", Message(N_("At today's value")),
           Message(N_("A new member buys her shares at what a share is worth that day."))),
    Choice("entry_fee", Message(N_("Entry fee")), Message(N_("A new member pays an entry fee."))),
)
_LEAVERS = (
    Choice("face", Message(N_("What she saved")),
           Message(N_("A member who leaves gets what she saved, less what she owes."))),
    Choice("current_value", Message(N_("Today's value")),
           Message(N_("A member who leaves gets what her shares are worth that day, less what she owes."))),
)

def _later(
    name: str, group: RuleGroup, kind: RuleKind, question: str, *, default: RuleValue, words: Words,
    choices: tuple[Choice, ...] = (), most: int = 10**12,
) -> RuleForm:
    lends = _LENDS if group is RuleGroup.LENDING else None
    return RuleForm(
        name=name, group=group, kind=kind, question=Message(question), help=Message(N_("This comes later.")),
        default=default, words=words, choices=choices, most=most, acted_upon=False, only_when=lends)


def _chosen(name: str, group: RuleGroup, question: str, choices: tuple[Choice, ...]) -> RuleForm:
    return _later(name, group, RuleKind.CHOICE, question, default=choices[0].value,
                  words=choice_words(choices), choices=choices)


def _percent(name: str, group: RuleGroup, question: str, *, words: Words) -> RuleForm:
    return _later(name, group, RuleKind.PERCENT, question, default=None, words=words, most=100)


def _counted(name: str, group: RuleGroup, question: str, *, words: Words, most: int) -> RuleForm:
    return _later(name, group, RuleKind.COUNT, question, default=0, words=words, most=most)


LATER_RULES: Sequence[RuleForm] = (
    _counted("loan_limit_multiple", RuleGroup.LENDING, N_("How much may a member borrow?"), most=100,
             words=count_words(N_("A member may borrow as much as she saved."),
                               N_("A member may borrow %(count)s times what she saved."),
                               nothing=N_("There is no limit to what a member may borrow."))),
    _percent("loan_charge_percent_per_month", RuleGroup.LENDING, N_("What does a loan cost in a month?"),
             words=percent_words(N_("A loan costs %(percent)s percent a month."),
                                 N_("A loan costs nothing by the month."))),
    _percent("loan_charge_percent_per_week", RuleGroup.LENDING, N_("What does a loan cost in a week?"),
             words=percent_words(N_("A loan costs %(percent)s percent a week."),
                                 N_("A loan costs nothing by the week."))),
    _chosen("loan_charge_basis", RuleGroup.LENDING, N_("What is the charge worked out on?"), _BASES),
    _chosen("loan_charge_taken", RuleGroup.LENDING, N_("When is the charge taken?"), _TAKEN),
    _counted("loan_longest_months", RuleGroup.LENDING, N_("How long may a loan run?"), most=120,
             words=count_words(N_("A loan is paid back within %(count)s month."),
                               N_("A loan is paid back within %(count)s months."),
                               nothing=N_("A loan may run as long as was agreed."))),
    _counted("loan_grace_days", RuleGroup.LENDING, N_("How many days late is still in time?"), most=365,
             words=count_words(N_("A payment may be %(count)s day late."),
                               N_("A payment may be %(count)s days late."),
                               nothing=N_("A payment is late from the day after it was due."))),
    _percent("loan_late_charge_percent", RuleGroup.LENDING, N_("What does a late payment cost?"),
             words=percent_words(N_("A late payment costs %(percent)s percent of what is late."),
                                 N_("A late payment costs nothing more."))),
    _chosen("late_joiner", RuleGroup.JOINING, N_("How does somebody join later?"), _JOINERS),
    _later("entry_fee", RuleGroup.JOINING, RuleKind.AMOUNT, N_("What is the entry fee?"), default=0,
           words=amount_words(N_("The entry fee is %(amount)s."), N_("There is no entry fee."))),
    _chosen("leaver", RuleGroup.JOINING, N_("What does a member get who leaves?"), _LEAVERS),
    _percent("leaver_percent", RuleGroup.JOINING, N_("What does the group keep when a member leaves?"),
             words=percent_words(N_("The group keeps %(percent)s percent when a member leaves."),
                                 N_("The group keeps nothing when a member leaves."))),
)
