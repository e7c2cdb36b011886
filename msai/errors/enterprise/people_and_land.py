"""What is said where a line about people, their work or land is refused."""

from collections.abc import Mapping

from msai.messages import N_

TO_MEND: Mapping[str, str] = {
    "hours_of_nobody": N_("Hours were worked, but nobody is counted. Enter how many people it was."),
    "more_hours_than_month": N_(
        "So many people have %(most)s hours in that month, by day and night. Enter fewer hours."),
    "count_negative": N_("This cannot be less than nothing. Enter a number from 0 up."),
    "line_says_nothing": N_("There is nothing in this line. Enter a number, or leave the line out."),
    "work_month_ahead": N_("This month has not begun. Choose a month up to this one."),
    "record_day_ahead": N_("%(day)s has not come yet. Enter a day up to today."),
    "not_a_month": N_("Choose a month."),
    "full_time_out_of_range": N_("Full work is more than 0 and at most %(most)s hours a month."),
    "suppliers_too_few": N_("Say how many it was bought from, and of them at most so many women."),
    "topic_of_other_kind": N_("This does not go with what happened. Choose another."),
    "more_settled_than_open": N_("%(left)s are open since %(day)s. Enter at most that, on a day after it."),
    "take_back_reason_missing": N_("Say why, so that others can follow it."),
    "area_negative": N_("This cannot be less than nothing. Enter a number from 0 up."),
    "organic_above_hectares": N_(
        "The organic land and the land on its way to it are more than the whole field. Look again."),
    "cultivated_above_hectares": N_("More is under crops than the whole field has. Look again."),
    "parcel_unnamed": N_("Give the field a name of its own, such as Lower field."),
    "certificate_ends_early": N_("The last day is before the first. Look at both days again."),
    "certificate_unnamed": N_("Say which certificate it is and what it is for."),
    "nothing_used": N_("Enter how much was used."),
    "treated_above_hectares": N_("More was treated than all fields have. Look again."),
}
"""By the code of the refusal."""

CONFLICTS: Mapping[str, str] = {
    "lines_differ": N_(
        "This was recorded before with other content. Open the one recorded and correct it there."),
    "line_taken_back_already": N_("This was taken back already."),
    "line_of_report": N_("This stands in a monthly report. It is put right with the report."),
}
"""By the code of the refusal, where what is recorded stands against it."""
