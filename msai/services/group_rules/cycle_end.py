"""What a group settles about the end of a cycle: when it comes, and what happens to what is left.

A share-out begins with these answers; the group may decide otherwise on the day, and what it decided then is
kept with the share-out.
"""

from __future__ import annotations

from collections.abc import Sequence

from msai.messages import N_, Message
from msai.services.group_rules.forms import Choice, RuleForm, RuleGroup, RuleKind
from msai.services.group_rules.words import amount_words, choice_words, months_words

SOCIAL_KEPT, SOCIAL_EQUALLY, SOCIAL_BY_PAID_IN = "kept", "equally", "by_paid_in"
TO_POT, TO_OLD_HOLDERS = "pot", "old_holders"

SOCIAL_ENDS = (
    Choice(SOCIAL_KEPT, Message(N_("It stays")),
           Message(N_("The social fund stays with the group at the end of a cycle."))),
    Choice(SOCIAL_EQUALLY, Message(N_("Shared equally")),
           Message(N_("The social fund is shared equally at the end of a cycle."))),
    Choice(SOCIAL_BY_PAID_IN, Message(N_("Shared by what was given")),
           Message(N_("The social fund is shared by what each member gave at the end of a cycle."))),
)
KEPT_BACK_ENDS = (
    Choice(TO_POT, Message(N_("To the pot")),
           Message(N_("A debt that is paid after the share-out goes to the pot of the next cycle."))),
    Choice(TO_OLD_HOLDERS, Message(N_("To those who waited for it")),
           Message(N_("A debt that is paid after the share-out goes to the members of that cycle, "
                      "by their shares."))),
)

CYCLE_RULES: Sequence[RuleForm] = (
    RuleForm(
        name="social_at_cycle_end", group=RuleGroup.CYCLE, kind=RuleKind.CHOICE, default=SOCIAL_KEPT,
        choices=SOCIAL_ENDS,
        question=Message(N_("What happens to the social fund?")),
        help=Message(N_("It can stay for emergencies of the next cycle, or go to the members.")),
        words=choice_words(SOCIAL_ENDS)),
    RuleForm(
        name="kept_back_recovered", group=RuleGroup.CYCLE, kind=RuleKind.CHOICE, default=TO_POT,
        choices=KEPT_BACK_ENDS,
        question=Message(N_("Whose is a debt that is paid after the share-out?")),
        help=Message(N_("It was part of the savings of the members of that cycle.")),
        words=choice_words(KEPT_BACK_ENDS)),
    RuleForm(
        name="closing_months", group=RuleGroup.CYCLE, kind=RuleKind.MONTHS, default=(),
        question=Message(N_("In which months does a cycle close?")),
        help=Message(N_("In these months the group is reminded of it.")),
        words=months_words),
    RuleForm(
        name="cash_step", group=RuleGroup.CYCLE, kind=RuleKind.AMOUNT, default=0,
        question=Message(N_("What is the smallest coin that is paid out?")),
        help=Message(N_("What cannot be paid in whole coins stays with the group.")),
        words=amount_words(N_("Money is paid out in steps of %(amount)s."),
                           N_("Money is paid out in the smallest coins of the currency."))),
)
