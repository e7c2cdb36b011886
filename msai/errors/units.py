"""What is said where a decision about an investment fund is refused."""

from collections.abc import Mapping

from msai.messages import N_

TO_MEND: Mapping[str, str] = {
    "investment_fund_not_there": N_(
        "The group has no investment fund of this name. Choose one from its list."),
    "not_a_unit_holder": N_(
        "Member %(member)s is not with the group and has no part of the fund. Choose somebody who is."),
    "same_unit_holder": N_("A part cannot pass from a member to herself. Choose two different members."),
    "more_than_there_is": N_(
        "The fund has no more than %(most)s to give now. Enter at most that, or wait for money to come in."),
    "more_than_due": N_("The fund owes her %(due)s. Enter at most that."),
    "valuation_too_old": N_(
        "A paper of %(day)s could be used until %(until)s. Have the fund valued again first."),
    "valuation_ahead": N_("%(day)s has not come yet. Enter the day for which the fund was valued."),
    "valuation_unsigned": N_("Say who valued the fund and by which paper."),
    "not_at_a_valuation": N_("The fund goes by its book already; there is no paper to put away."),
    "fund_has_worth": N_(
        "The fund still has %(worth)s. Its parts are worth that and stay; pass it on to the members first."),
    "fund_below_zero": N_(
        "The fund owes %(missing)s more than it has. Somebody has to make it whole before it starts anew."),
    "savings_not_free": N_(
        "Beside what she owes she has saved %(free)s. Enter at most that, or let her repay first."),
    "turned_not_whole_shares": N_("The group saves in shares of %(share)s. Enter a number of whole shares."),
    "nothing_to_turn": N_(
        "Nobody has savings that can become investment: all of it is owed, or less than a share."),
    "unit_act_without_reason": N_("Say why, so that the second officer and the group can follow it."),
}
"""By the code of the refusal."""
