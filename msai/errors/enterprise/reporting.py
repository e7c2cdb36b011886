"""What is said where something about a monthly report is refused."""

from collections.abc import Mapping

from msai.messages import N_

TO_MEND: Mapping[str, str] = {
    "report_month_ahead": N_("This month has not begun. Choose a month up to this one."),
    "report_before_enterprise": N_("The enterprise began on %(day)s. Choose a month from then on."),
    "report_says_nothing": N_(
        "Nothing is filled in yet. Fill in at least one box; write 0 where there was nothing."),
    "report_too_long": N_("This is more than fits into one report. Leave out lines or words."),
    "report_line_twice": N_("One line stands here twice. Leave one of them out."),
    "report_day_outside": N_(
        "This day is in another month. What happened then belongs into the report of that month."),
    "amount_not_of_event": N_(
        "Money goes with what was bought, sold, eaten, given or used. Leave it empty for the rest."),
    "entered_for_missing": N_("Enter whose paper form this is."),
    "report_place_missing": N_("Choose where the money of this report lies."),
    "report_reason_missing": N_("Say why, so that the second person and the others can follow it."),
    "not_a_voice_note": N_("This is not a sound that a phone records. Record it again, or choose another."),
    "voice_note_too_long": N_("The spoken note is too long. Two megabytes are the most: about four minutes."),
    "not_a_picture": N_("This is not a photo that can be read. Choose a picture."),
}
"""By the code of the refusal."""

CONFLICTS: Mapping[str, str] = {
    "month_reported": N_(
        "There is a report of this month already. If it is wrong, take it back first; then send the right "
        "one."),
    "month_draft_moved": N_(
        "Somebody else changed this month meanwhile. What you typed still stands here: look at the other "
        "version before you save yours over it."),
    "report_taken_back": N_("This report was taken back before."),
    "report_files_full": N_("A report holds up to %(most)s pictures. No more fit in."),
    "receipt_line_unknown": N_("This amount has a receipt already, or is not in the report."),
}
"""By the code of the refusal, where what is recorded stands against it."""
