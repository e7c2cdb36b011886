"""What every member pays besides her savings, again and again: a fee of the month, a fee of the year."""

from __future__ import annotations

from collections.abc import Sequence

from msai.messages import N_, Message
from msai.services.group_rules.forms import RuleForm, RuleGroup, RuleKind
from msai.services.group_rules.words import amount_words

FEE_RULES: Sequence[RuleForm] = (
    RuleForm(
        name="monthly_fee", group=RuleGroup.FEES, kind=RuleKind.AMOUNT, default=0,
        question=Message(N_("What does each member pay every month?")),
        help=Message(N_("It falls due on the first day of the month, and is offered at the next meeting. "
                        "It is income of the savings fund. Leave it empty where there is none.")),
        words=amount_words(N_("On the first day of each month, each member owes a fee of %(amount)s."),
                           N_("There is no monthly fee."))),
    RuleForm(
        name="yearly_fee", group=RuleGroup.FEES, kind=RuleKind.AMOUNT, default=0,
        question=Message(N_("What does each member pay every year?")),
        help=Message(N_("It falls due on 1 January, and is offered at the next meeting. "
                        "It is income of the savings fund. Leave it empty where there is none.")),
        words=amount_words(N_("On 1 January of each year, each member owes a fee of %(amount)s."),
                           N_("There is no yearly fee."))),
)
