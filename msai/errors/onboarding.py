"""Sentences for what can be wrong while a group is set up, invited, or started from its paper."""

from collections.abc import Mapping

from msai.messages import N_

TO_MEND: Mapping[str, str] = {
    "unknown_country": N_(
        "The ledger does not know this country’s money and week yet. Choose one from the list."
    ),
    "answer_missing": N_("This has no answer yet."),
    "step_not_ready": N_("A step is not finished yet. Go through the steps again; the open one is marked."),
    "same_officer": N_("One person cannot hold both offices. Choose somebody else for one of them."),
    "day_not_plausible": N_("This is not a day that has been. Choose the day from the calendar."),
    "number_not_plausible": N_("Write the number of the last meeting: nought, or up to %(largest)s."),
    "wallet_repeated": N_("There is a place called “%(name)s” already. Give this one another name."),
    "typed_too_much": N_("This is more than any group needs. Paste less at once."),
    "member_list_empty": N_("Write at least one name."),
    "member_list_not_ready": N_("Some lines need another look. They are marked below."),
    "too_many_members": N_("A group has at most %(most)s members. Paste fewer lines."),
    "member_name_repeated": N_("Two lines say “%(name)s”. Add something that tells the two apart."),
    "member_number_repeated": N_("Number %(number)s stands on two lines. Give each member her own."),
    "member_number_out_of_range": N_("A member’s number is between 1 and %(largest)s."),
    "several_names": N_("This line has more than one name: %(names)s. Leave one of them."),
    "amount_below_nought": N_("This cannot be below nought. Write the amount without a minus."),
    "count_not_plausible": N_("Write a whole number, at most %(most)s."),
    "shares_differ": N_("These savings are not %(shares)s shares. Look at both again, or leave one empty."),
    "savings_not_whole_shares": N_("These savings are not whole shares. Look at the amount again."),
    "loan_of_nobody": N_(
        "No member has the number “%(number)s”. Write the number of the member who borrowed."
    ),
    "lent_less_than_left": N_("More is still owed than was ever lent. Look at both amounts again."),
    "unknown_fund": N_("Choose two funds that differ: the one that owes, and the one whose money it is."),
    "unknown_instrument": N_("Say what the group has in the enterprise: a share of it, a loan, or another."),
    "unknown_home_currency": N_(
        "Write the currency of the enterprise’s country in three letters, such as PHP."
    ),
    "unknown_column": N_("The paper has no such column. Choose one from the list."),
    "pasted_count_differs": N_(
        "There are %(found)s lines and %(expected)s members. Paste one line for each, or names with amounts."
    ),
    "pasted_who_unknown": N_("Line %(line)s names “%(who)s”: nobody in the group, or somebody twice."),
    "pasted_line_unclear": N_("Line %(line)s has no amount behind the name."),
    "opening_unclear": N_("Some fields could not be understood. They are marked; mend them first."),
    "opening_not_approved": N_(
        "What the group brings from its paper is not in the book yet. Both officers agree to it first."
    ),
    "opening_empty": N_("The paper is still empty. Write what the group has, and whose it is."),
}

CONFLICTS: Mapping[str, str] = {
    "group_opened_already": N_("This group has its book already. Open its page to change something."),
    "opening_posted": N_("The opening balances are in the book already. Put a mistake right there."),
    "opening_waits": N_(
        "One officer confirmed this paper. It can be changed again once the other has answered."
    ),
    "invitation_used": N_("This invitation was used before. Ask for a new one."),
    "invitation_expired": N_("This invitation is more than a week old. Ask for a new one."),
    "invitation_revoked": N_("This invitation was taken back. Ask for a new one."),
    "already_in_group": N_("You have a place in this group already, and one person holds one."),
    "office_taken": N_("Somebody holds this office already. The two officers decide who follows."),
    "member_signs_in": N_("This member has a sign-in already."),
}

FORBIDDEN: Mapping[str, str] = {
    "own_invitation": N_("You made this invitation yourself. It is for somebody else."),
}

NOT_FOUND: Mapping[str, str] = {
    "invitation_unknown": N_("No invitation has this link. Copy the whole link, or ask for a new one."),
    "not_a_group_role": N_("A group has a treasurer, a second officer and members. Choose one of these."),
}
