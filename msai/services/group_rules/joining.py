"""The rules about joining and leaving: what a late joiner pays, and what an early leaver gets."""

from __future__ import annotations

from collections.abc import Sequence

from msai.messages import N_, Message
from msai.services.group_rules.forms import Choice, Condition, RuleForm, RuleGroup, RuleKind
from msai.services.group_rules.words import amount_words, choice_words, percent_words

FREE, CATCH_UP, AT_VALUE, ENTRY_FEE = "free", "catch_up", "current_value", "entry_fee"
FACE, CURRENT_VALUE = "face", "current_value"

_JOINERS = (
    Choice(FREE, Message(N_("Like everybody")), Message(N_("A new member begins without a payment."))),
    Choice(CATCH_UP, Message(N_("Catch up")),
           Message(N_("A new member buys the shares that the others bought before her."))),
    Choice(AT_VALUE, Message(N_("At today's value")),
           Message(N_("A new member buys her shares at what a share is worth that day."))),
    Choice(ENTRY_FEE, Message(N_("Entry fee")), Message(N_("A new member pays an entry fee."))),
)
_LEAVERS = (
    Choice(FACE, Message(N_("What she saved")),
           Message(N_("A member who leaves gets what she saved, less what she owes."))),
    Choice(CURRENT_VALUE, Message(N_("Today's value")),
           Message(N_("A member who leaves gets what her shares are worth that day, less what she owes."))),
)

JOINING_RULES: Sequence[RuleForm] = (
    RuleForm(
        name="late_joiner", group=RuleGroup.JOINING, kind=RuleKind.CHOICE, default=FREE, choices=_JOINERS,
        question=Message(N_("How does somebody join later?")),
        help=Message(N_("What she pays is worked out on the day she joins, and shown with its sum.")),
        words=choice_words(_JOINERS)),
    RuleForm(
        name="entry_fee", group=RuleGroup.JOINING, kind=RuleKind.AMOUNT, default=0, least=1,
        only_when=Condition("late_joiner", ENTRY_FEE),
        question=Message(N_("What is the entry fee?")),
        help=Message(N_("It goes to the savings fund, and is shared out with it.")),
        words=amount_words(N_("The entry fee is %(amount)s."), N_("There is no entry fee."))),
    RuleForm(
        name="leaver", group=RuleGroup.JOINING, kind=RuleKind.CHOICE, default=FACE, choices=_LEAVERS,
        question=Message(N_("What does a member get who leaves?")),
        help=Message(N_("At today's value she takes her part of what the group earned, or of what it lost.")),
        words=choice_words(_LEAVERS)),
    RuleForm(
        name="leaver_percent", group=RuleGroup.JOINING, kind=RuleKind.PERCENT, default=None, most=100,
        question=Message(N_("What does the group keep when a member leaves?")),
        help=Message(N_("In percent of what is hers, before her debts are taken off. Empty for nothing.")),
        words=percent_words(N_("The group keeps %(percent)s percent when a member leaves."),
                            N_("The group keeps nothing when a member leaves."))),
)
