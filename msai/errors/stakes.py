"""What is said where something about stakes, backers or declarations is refused."""

from collections.abc import Mapping

from msai.messages import N_

TO_MEND: Mapping[str, str] = {
    "stake_act_without_reason": N_("Say why, so that the second person and the others can follow it."),
    "stake_day_ahead": N_("%(day)s has not come yet. Enter a day up to today."),
    "enterprise_unnamed": N_("Enter a name, or choose from the list."),
    "not_its_currency": N_("This enterprise keeps its book in %(currency)s. Choose that currency."),
    "cap_without_gain": N_("The multiple has to be more than 1, or nothing would ever be earned."),
    "percent_out_of_range": N_("A percent is more than 0 and at most 100. Look at the terms again."),
    "lock_in_not_over": N_(
        "It was agreed that the money stays until %(day)s. It can be asked back from then on."),
    "in_gestation": N_("It was agreed that nothing is due before %(day)s. Declare it from then on."),
    "nothing_on_this_stake": N_("There is nothing on this stake that would change."),
    "stake_valuation_unsigned": N_("Say who valued it, and how."),
    "stake_rate_without_source": N_("Say where the rate was read, for example the central bank."),
    "instrument_other": N_("This does not go with how the money stands in the enterprise. Choose another."),
    "stake_terms_missing": N_("The terms of %(funder)s do not say which part is due. Agree on that first."),
    "no_shares_held": N_("Nobody held a share on %(day)s. Choose another day."),
    "funder_unknown": N_("Choose somebody from the list for whom this can be done."),
    "more_than_unspent": N_("Only %(left)s of it is left. Enter at most that."),
    "more_than_there_for_it": N_("Only %(owed)s is there for this. Enter at most that."),
    "funder_known": N_("%(funder)s is in the list already."),
}
"""By the code of the refusal."""

CONFLICTS: Mapping[str, str] = {
    "stake_over": N_("This stake ended on %(day)s. Nothing is decided about it any more."),
    "return_not_open": N_("Nothing of this return is open any more. Open the page of the stake again."),
    "cap_reached": N_("Everything agreed with %(funder)s has been paid. Nothing more is due."),
    "stake_act_known": N_("This was sent already, and was taken. It stands among what was decided."),
    "crop_not_agreed": N_("Nobody was promised a part of the harvest of %(crop)s. Choose another crop."),
    "offer_answered": N_("This was answered already."),
}
"""By the code of the refusal, where what is recorded stands against it."""
