"""What is said at the end of a cycle: what has to be settled first, and what cannot be decided."""

from collections.abc import Mapping

from msai.messages import N_

TO_MEND: Mapping[str, str] = {
    "cycle_ends_too_early": N_(
        "Something of this cycle is recorded up to %(day)s. Choose that day, or a later one."),
    "cycle_ends_in_the_future": N_("A cycle ends on a day that has come. Choose %(day)s, or an earlier day."),
    "kept_back_too_much": N_("More is kept back than there is to share. Keep back less."),
    "kept_back_unclear": N_("Give each amount that is kept back a reason, and each reason an amount."),
    "share_out_way_unknown": N_("Choose how each member gets her part from the list."),
    "cash_step_unclear": N_("The smallest coin is more than nothing. Enter the smallest coin there is."),
    "giving_up_without_reason": N_("Say why the debt is given up. The group reads it."),
}

CONFLICTS: Mapping[str, str] = {
    "share_out_not_ready": N_("Some things have to be settled before the cycle is closed. They are listed on "
                              "the page; settle them first."),
    "no_open_cycle": N_("There is no open cycle to close. The page of the cycle says where it stands."),
    "nothing_kept_back": N_("Nothing of that is open any more. Open the page again to see what is."),
}
