"""What is said when somebody cannot join, leave, come back or be paid as asked."""

from collections.abc import Mapping

from msai.messages import N_

TO_MEND: Mapping[str, str] = {
    "payee_missing": N_("Write down to whom her money is paid: a name, and what this person is to her."),
    "payee_too_long": N_("At most %(longest)s letters fit here. Write it shorter."),
    "exit_not_on_that_day": N_("Choose a day on which she was with the group, not later than today."),
    "exit_before_last_day": N_(
        "She took part until %(last)s: a meeting or a line of hers is of that day. Choose it or a later one."
    ),
    "due_exceeded": N_("Not so much is due to her: %(due)s at most."),
    "due_not_old_enough": N_(
        "Only what nobody has fetched for twelve months can become the group's: %(due)s at most."
    ),
    "due_without_reason": N_("Say what the group decided, and why. The group can read it."),
    "due_place_missing": N_("Say from which place the money is taken."),
    "joined_on_no_such_day": N_("Choose another day: one of the open cycle, and not later than today."),
    "late_entry_nothing": N_("By the rule of the group there is nothing to pay."),
    "late_entry_differs": N_("She pays all of it at once: %(due)s. Write that, or take the line out."),
    "late_entry_gone": N_("She is not with the group any more, and pays nothing for joining it."),
    "late_entry_count": N_("Enter a whole number of shares."),
}

CONFLICTS: Mapping[str, str] = {
    "already_left": N_("Member %(member)s left on %(date)s already."),
    "nobody_comes_back": N_("Her statement says that she died. Her passbook stays as it is."),
    "not_left": N_("She is with the group, so she does not have to come back."),
    "office_first": N_("She holds an office. Let somebody else take it first; then she can leave."),
    "late_entry_settled": N_("This was paid or given up before. Look at her passbook."),
    "due_taken_back": N_("This was taken back before, or was never posted."),
}

FORBIDDEN: Mapping[str, str] = {
    "own_exit": N_("Nobody settles her own leaving. Two other officers do it."),
    "own_due": N_("This is money due to yourself. Another officer has to agree to it."),
}
