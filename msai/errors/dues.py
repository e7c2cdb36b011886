"""What is said when somebody cannot be charged as typed, or a charge not let go as asked."""

from collections.abc import Mapping

from msai.messages import N_

TO_MEND: Mapping[str, str] = {
    "charge_without_words": N_("Say why, in a few words. The member and the other officer read it."),
    "charge_day_ahead": N_("%(day)s has not come yet. Choose today or a day before it."),
    "fees_not_raised": N_(
        "Fees fell due by that day and are not written down. The page of what is still to pay does it."),
    "lets_go_more": N_("Only %(left)s of this is left to pay. Enter at most that."),
}

CONFLICTS: Mapping[str, str] = {
    "charge_not_open": N_("Nothing is left to pay of this: it was paid, let go or put right before."),
}

FORBIDDEN: Mapping[str, str] = {
    "own_charge": N_("This is what you owe yourself. Another officer has to answer it."),
}
