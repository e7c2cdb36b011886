"""What a group settles about its loans: how much, for how long, at what charge, and what lateness means.

The rules of the day on which a loan is given are frozen in its terms; what the group settles later holds for
loans given later.
"""

from __future__ import annotations

from collections.abc import Sequence

from msai.messages import N_, Message
from msai.services.group_rules.forms import Choice, Condition, RuleForm, RuleGroup, RuleKind
from msai.services.group_rules.words import choice_words, count_words, percent_words

DECLINING, FLAT = "declining", "flat"
WHEN_PAID, WHEN_DUE, AT_ISSUE = "when_paid", "when_due", "at_issue"
PERIODS_BEGUN, WHOLE_CHARGE = "periods_begun", "whole_charge"

_LENDS = Condition("lending", True)

_BASES = (
    Choice(DECLINING, Message(N_("On what is left")),
           Message(N_("The charge on a loan is worked out on what is still owed."))),
    Choice(FLAT, Message(N_("On the whole loan")),
           Message(N_("The charge on a loan is worked out on what was lent."))),
)
_TAKEN = (
    Choice(WHEN_PAID, Message(N_("When it is paid")),
           Message(N_("The charge on a loan counts as earned when it is paid."))),
    Choice(WHEN_DUE, Message(N_("When it is due")),
           Message(N_("The charge on a loan counts as earned when it falls due."))),
    Choice(AT_ISSUE, Message(N_("When the loan is given")),
           Message(N_("The whole charge is added to the debt when the loan is given."))),
)
_SETTLED = (
    Choice(PERIODS_BEGUN, Message(N_("For the time that has begun")),
           Message(N_("Who pays a loan back early pays the charge of each month or week that has begun."))),
    Choice(WHOLE_CHARGE, Message(N_("The whole charge")),
           Message(N_("Who pays a loan back early pays the whole charge that was agreed."))),
)

LENDING_RULES: Sequence[RuleForm] = (
    RuleForm(
        name="loan_limit_multiple", group=RuleGroup.LENDING, kind=RuleKind.COUNT, default=0, most=100,
        only_when=_LENDS,
        question=Message(N_("How much may a member borrow?")),
        help=Message(N_("So many times her own savings, all her loans together. Empty for no limit.")),
        words=count_words("A member may borrow as much as she saved.",
                          "A member may borrow %(count)s times what she saved.",
                          nothing=N_("There is no limit to what a member may borrow."))),
    RuleForm(
        name="loan_charge_percent_per_month", group=RuleGroup.LENDING, kind=RuleKind.PERCENT, default=None,
        most=100, only_when=_LENDS,
        question=Message(N_("What does a loan cost in a month?")),
        help=Message(N_("In percent. Leave it empty where loans cost nothing or are counted by the week.")),
        words=percent_words(N_("A loan costs %(percent)s percent a month."),
                            N_("A loan costs nothing by the month."))),
    RuleForm(
        name="loan_charge_percent_per_week", group=RuleGroup.LENDING, kind=RuleKind.PERCENT, default=None,
        most=100, only_when=_LENDS,
        question=Message(N_("What does a loan cost in a week?")),
        help=Message(N_("In percent. It is used only where there is no charge by the month.")),
        words=percent_words(N_("A loan costs %(percent)s percent a week."),
                            N_("A loan costs nothing by the week."))),
    RuleForm(
        name="loan_charge_basis", group=RuleGroup.LENDING, kind=RuleKind.CHOICE, default=DECLINING,
        choices=_BASES, only_when=_LENDS,
        question=Message(N_("What is the charge worked out on?")),
        help=Message(N_("10 percent of 300, then of 200, then of 100; or 10 percent of 300 each time.")),
        words=choice_words(_BASES)),
    RuleForm(
        name="loan_charge_taken", group=RuleGroup.LENDING, kind=RuleKind.CHOICE, default=WHEN_PAID,
        choices=_TAKEN, only_when=_LENDS,
        question=Message(N_("When is the charge taken?")),
        help=Message(N_("It says when the books count the charge as income of the group.")),
        words=choice_words(_TAKEN)),
    RuleForm(
        name="loan_settled_early", group=RuleGroup.LENDING, kind=RuleKind.CHOICE, default=PERIODS_BEGUN,
        choices=_SETTLED, only_when=Condition("loan_charge_basis", FLAT),
        question=Message(N_("What does it cost to pay a loan back early?")),
        help=Message(N_("Where the charge is worked out on the whole loan.")),
        words=choice_words(_SETTLED)),
    RuleForm(
        name="loan_longest_months", group=RuleGroup.LENDING, kind=RuleKind.COUNT, default=0, most=120,
        only_when=_LENDS,
        question=Message(N_("How long may a loan run?")),
        help=Message(N_("In months. Leave it empty where every loan is agreed for itself.")),
        words=count_words("A loan is paid back within %(count)s month.",
                          "A loan is paid back within %(count)s months.",
                          nothing=N_("A loan may run as long as was agreed."))),
    RuleForm(
        name="loan_grace_days", group=RuleGroup.LENDING, kind=RuleKind.COUNT, default=0, most=365,
        only_when=_LENDS,
        question=Message(N_("How many days late is still in time?")),
        help=Message(N_("The next meeting is often a few days after the day on which a payment was due.")),
        words=count_words("A payment may be %(count)s day late.",
                          "A payment may be %(count)s days late.",
                          nothing=N_("A payment is late from the day after it was due."))),
    RuleForm(
        name="loan_late_charge_percent", group=RuleGroup.LENDING, kind=RuleKind.PERCENT, default=None,
        most=100, only_when=_LENDS,
        question=Message(N_("What does a late payment cost?")),
        help=Message(N_("In percent of what is late. The meeting proposes it; nobody is charged unasked.")),
        words=percent_words(N_("A late payment costs %(percent)s percent of what is late."),
                            N_("A late payment costs nothing more."))),
)
