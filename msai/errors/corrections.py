"""What is said when a line cannot be put right as asked, or a dispute not as told."""

from collections.abc import Mapping

from msai.messages import N_

TO_MEND: Mapping[str, str] = {
    "line_not_correctable": N_(
        "This line was not written on a sheet. Put it right where its own paper is: the transfer, the loan, "
        "the cycle or the opening."
    ),
    "nothing_changes": N_("This says the same as the line in the book. Change what was wrong, or leave it."),
    "correction_without_reason": N_("Say why the line is wrong. The second officer reads it, and the group."),
    "kind_not_offered": N_(
        "A line like this cannot stand there. Take the wrong one out, and record the other."
    ),
    "correction_not_whole_shares": N_("This is not a number of whole shares. Enter the shares she paid."),
    "member_not_there": N_("Member %(member)s was not with the group on %(day)s. Choose somebody who was."),
    "correction_overdraws": N_(
        "This would take back %(over)s more than there is for %(who)s. It was used or paid out since."
    ),
    "loan_charged": N_(
        "Interest of this loan stands in the book. Take that line out, or let the charge go, before the loan."
    ),
    "words_missing": N_("Say what is wrong, in your own words."),
    "words_too_long": N_("At most %(longest)s letters fit here. Say it shorter."),
}

CONFLICTS: Mapping[str, str] = {
    "already_disputed": N_("This line waits for an answer already. The officers have been told."),
    "dispute_settled": N_("This was answered or taken back before. Look at the answer."),
}

FORBIDDEN: Mapping[str, str] = {
    "own_dispute": N_("This is about your own passbook. Another officer has to answer it."),
}
