"""Every rule a group can give itself, in the order in which people settle them.

The names are those under which rules are stored.
"""

from __future__ import annotations

from collections.abc import Mapping

from msai.messages import N_, Message
from msai.services.group_rules.cycle_end import CYCLE_RULES
from msai.services.group_rules.fees import FEE_RULES
from msai.services.group_rules.forms import Choice, Condition, RuleForm, RuleGroup, RuleKind
from msai.services.group_rules.joining import JOINING_RULES
from msai.services.group_rules.lending import LENDING_RULES
from msai.services.group_rules.meeting_days import EVERY_SUNDAY, days_words
from msai.services.group_rules.words import (
    amount_words,
    choice_words,
    fines_words,
    flag_words,
    shares_words,
)

BY_SHARES, BY_AMOUNT = "shares", "amount"
REFUSED, HELD, TO_SOCIAL = "refused", "held", "social"
FINES_TO_SAVINGS, FINES_TO_SOCIAL = "savings", "social"
ANY_MEMBER, SECOND_OFFICER = "member", "second_officer"

_SHARES = Condition("saving", BY_SHARES)
_AMOUNTS = Condition("saving", BY_AMOUNT)

_WAYS_TO_SAVE = (
    Choice(BY_SHARES, Message(N_("By shares")), Message(N_("Members save by buying shares."))),
    Choice(BY_AMOUNT, Message(N_("By amount")), Message(N_("Each member saves the amount she chooses."))),
)
_ODD_AMOUNTS = (
    Choice(REFUSED, Message(N_("Only whole shares")), Message(N_("Only whole shares are taken."))),
    Choice(HELD, Message(N_("Kept for her")),
           Message(N_("What is over whole shares is kept for the member until she uses it."))),
    Choice(TO_SOCIAL, Message(N_("To the social fund")),
           Message(N_("What is over whole shares goes to the social fund."))),
)
_FINE_FUNDS = (
    Choice(FINES_TO_SAVINGS, Message(N_("Savings fund")), Message(N_("Fines go to the savings fund."))),
    Choice(FINES_TO_SOCIAL, Message(N_("Social fund")), Message(N_("Fines go to the social fund."))),
)
_WITNESSES = (
    Choice(ANY_MEMBER, Message(N_("Any member")),
           Message(N_("Any member who came may witness a meeting, except the one who records it."))),
    Choice(SECOND_OFFICER, Message(N_("The second officer")),
           Message(N_("Only the second officer may witness a meeting."))),
)

_LENDS = (
    Choice("yes", Message(N_("Yes")), Message(N_("The group lends to its members."))),
    Choice("no", Message(N_("No")), Message(N_("The group does not lend."))),
)

_TODAY: tuple[RuleForm, ...] = (
    RuleForm(
        name="saving", group=RuleGroup.SAVING, kind=RuleKind.CHOICE, default=BY_SHARES, choices=_WAYS_TO_SAVE,
        question=Message(N_("How do members save?")),
        help=Message(N_("By shares, everybody buys whole shares of one price. By amount, she brings money.")),
        words=choice_words(_WAYS_TO_SAVE)),
    RuleForm(
        name="share_value", group=RuleGroup.SAVING, kind=RuleKind.AMOUNT, default=0, least=1,
        only_when=_SHARES,
        question=Message(N_("What does one share cost?")),
        help=Message(N_("Choose a price that everybody can pay at each meeting.")),
        words=amount_words(N_("Each share is %(amount)s."), N_("The price of a share is not settled yet."))),
    RuleForm(
        name="shares_per_meeting", group=RuleGroup.SAVING, kind=RuleKind.RANGE, default=None, least=1,
        most=1000, optional=True, only_when=_SHARES,
        question=Message(N_("How many shares may a member buy at a meeting?")),
        help=Message(N_("Leave both empty where there is no limit.")), words=shares_words),
    RuleForm(
        name="minimum", group=RuleGroup.SAVING, kind=RuleKind.AMOUNT, default=0, only_when=_AMOUNTS,
        question=Message(N_("What is the smallest contribution?")),
        help=Message(N_("Leave it empty where any amount is welcome.")),
        words=amount_words(N_("A contribution is at least %(amount)s."), N_("Any contribution is welcome."))),
    RuleForm(
        name="usual", group=RuleGroup.SAVING, kind=RuleKind.AMOUNT, default=0, only_when=_AMOUNTS,
        question=Message(N_("What do members usually save at a meeting?")),
        help=Message(N_("The meeting fills it in for everybody; what differs is typed over it.")),
        words=amount_words(N_("Members usually save %(amount)s at a meeting."),
                           N_("There is no usual contribution."))),
    RuleForm(
        name="odd_amounts", group=RuleGroup.ODD_AMOUNTS, kind=RuleKind.CHOICE, default=REFUSED,
        choices=_ODD_AMOUNTS, only_when=_SHARES,
        question=Message(N_("What happens to an amount that is not whole shares?")),
        help=Message(N_("Somebody brings 210 where a share is 50: four shares, and 10 over.")),
        words=choice_words(_ODD_AMOUNTS)),
    RuleForm(
        name="social_contribution", group=RuleGroup.SOCIAL, kind=RuleKind.AMOUNT, default=0,
        question=Message(N_("What does each member give to the social fund at a meeting?")),
        help=Message(N_("It helps members in an emergency. Leave it empty where there is none.")),
        words=amount_words(N_("Each member gives %(amount)s to the social fund at each meeting."),
                           N_("There is no contribution to the social fund."))),
    RuleForm(
        name="fines", group=RuleGroup.FINES, kind=RuleKind.FINES, default={},
        question=Message(N_("Which fines are there?")),
        help=Message(N_("Leave empty what costs nothing.")), words=fines_words),
    RuleForm(
        name="fines_fund", group=RuleGroup.FINES, kind=RuleKind.CHOICE, default=FINES_TO_SAVINGS,
        choices=_FINE_FUNDS,
        question=Message(N_("Where do fines go?")),
        help=Message(N_("What is in the savings fund is shared out with the savings.")),
        words=choice_words(_FINE_FUNDS)),
    RuleForm(
        name="meets", group=RuleGroup.MEETINGS, kind=RuleKind.DAYS, default=EVERY_SUNDAY,
        question=Message(N_("When does the group meet?")),
        help=Message(N_("A meeting on another day is asked about once, and then recorded.")),
        words=days_words),
    RuleForm(
        name="lending", group=RuleGroup.LENDING, kind=RuleKind.FLAG, default=True, choices=_LENDS,
        question=Message(N_("Does the group lend to its members?")),
        help=Message(N_("Loans that run go on and are paid back, whatever is settled here.")),
        words=flag_words(_LENDS)),
    RuleForm(
        name="approval_from", group=RuleGroup.MONEY, kind=RuleKind.AMOUNT, default=0,
        question=Message(N_("From which amount does a payment need the second officer?")),
        help=Message(N_("A loan always needs her word. Leave it empty where every payment does.")),
        words=amount_words(
            N_("A loan, and any payment to a member of %(amount)s or more, needs the second officer's word."),
            N_("Every loan and every payment to a member needs the second officer's word."))),
    RuleForm(
        name="witness", group=RuleGroup.WITNESS, kind=RuleKind.CHOICE, default=ANY_MEMBER, choices=_WITNESSES,
        question=Message(N_("Who may witness a meeting?")),
        help=Message(N_("A witness says that the count and the totals are what she saw.")),
        words=choice_words(_WITNESSES)),
)


def _in_order(forms: tuple[RuleForm, ...]) -> Mapping[str, RuleForm]:
    """By heading, and within a heading as they were written."""
    return {form.name: form for group in RuleGroup for form in forms if form.group is group}


RULES: Mapping[str, RuleForm] = _in_order((*_TODAY, *FEE_RULES, *JOINING_RULES, *CYCLE_RULES, *LENDING_RULES))
