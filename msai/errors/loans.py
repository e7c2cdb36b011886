"""What is said when a loan cannot be asked for, given, paid or changed as typed."""

from collections.abc import Mapping

from msai.messages import N_

TO_MEND: Mapping[str, str] = {
    "loan_too_long": N_(
        "By the group's rule a loan is paid back within %(months)s months. Choose a shorter time."),
    "loan_over_limit": N_(
        "With this loan member %(member)s would owe more than %(multiple)s times what she saved. "
        "Make the loan smaller, or change the rule first."
    ),
    "loan_fund_unknown": N_("A loan comes from the savings fund or from the social fund. Choose one."),
    "borrower_not_there": N_("She is not with the group on %(day)s. Choose a member who is."),
    "loan_differs_from_request": N_(
        "%(loan)s was approved for another member or another amount. Give what was approved, "
        "or ask for a new loan."
    ),
    "loan_not_approved": N_("%(loan)s is not approved, or was given already. Look at the request."),
    "loan_approval_lapsed": N_(
        "The approval of %(loan)s is too old: it holds for two meetings, and sixty days at most. Ask for it "
        "again."
    ),
    "loan_terms_changed": N_(
        "The rules have changed: %(loan)s would cost something else than what was asked for. "
        "Ask for it again."
    ),
    "loan_settled": N_("Nothing is owed of this loan any more."),
    "loan_moved_since": N_("Something was recorded on this loan after that day. Choose a later day."),
    "loan_day_ahead": N_("%(day)s has not come yet. Choose today or a day before it."),
    "loan_never_given_up": N_("Not so much of this loan was given up. Enter at most what was."),
    "loan_act_without_reason": N_("Say why. The other officer reads it, and so does the member."),
    "loan_terms_impossible": N_(
        "A loan needs an amount, a time of one period or more, and at least one payment after the first "
        "periods without."
    ),
}

CONFLICTS: Mapping[str, str] = {
    "loan_request_decided": N_("This request was answered, taken back or given before. Look at it again."),
}

FORBIDDEN: Mapping[str, str] = {
    "own_loan": N_("Another officer has to do this: it is your own loan, or you alone approved it."),
}
