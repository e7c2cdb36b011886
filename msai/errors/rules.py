"""What is said about the rules of a group: values they cannot have, days they cannot hold from."""

from collections.abc import Mapping

from msai.messages import N_

TO_MEND: Mapping[str, str] = {
    "unknown_rule": N_("The group has no such rule. Choose one from its page of rules."),
    "rule_too_early": N_("The group has met already. Choose a day from %(earliest)s on."),
    "rule_unchanged": N_("This is what the rule says already. Change the value, or leave it as it is."),
    "rule_out_of_bounds": N_("This rule takes a value from %(least)s to %(most)s. Enter one of those."),
    "rule_not_chosen": N_("Choose one of the answers."),
    "rule_missing": N_("This cannot be left empty. Enter a value."),
    "rule_not_a_count": N_("Enter a whole number, in digits."),
    "rule_day_unclear": N_("Choose the day from which it holds."),
    "range_reversed": N_("At least %(least)s cannot be more than at most %(most)s. Change one of the two."),
    "fine_name_unclear": N_("Give this fine a short name of its own, or take its amount out."),
    "not_a_meeting_day": N_(
        "%(date)s is not a day on which the group meets. Choose another day, or say that you met on this one."
    ),
    "lending_off": N_("The group does not lend. Take the loan out, or change the rule first."),
    "shares_under_limit": N_(
        "%(shares)s shares are fewer than the %(limit)s the group asks for in a meeting. Enter more, or none."
    ),
    "language_not_offered": N_("This ledger does not speak that language. Choose one from the list."),
    "seat_taken": N_("Two members cannot have the same seat. Give each a number of her own."),
    "seat_unclear": N_("A seat is a number from 1 to %(most)s. Enter one for each member."),
}
