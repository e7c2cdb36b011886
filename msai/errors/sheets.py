"""What is said about a sheet that cannot be read: one sentence for each code of the schemas."""

from collections.abc import Mapping

from msai.messages import N_

UNREADABLE: Mapping[str, str] = {
    "unreadable_sheet": N_("A part of the sheet could not be read. Look at it again and send it once more."),
    "unknown_field": N_("The sheet has a field that the ledger does not know. Leave it out."),
    "missing_field": N_("Something is missing here. Fill it in."),
    "not_an_object": N_("Fields with names belong here. Look at how the sheet is written."),
    "not_a_list": N_("A list belongs here. Look at how the sheet is written."),
    "not_a_date": N_("This is not a day of the calendar. Write it as 2026-11-22."),
    "not_a_whole_number": N_("A whole number from %(least)s belongs here."),
    "not_yes_or_no": N_("True or false belongs here. Write one of the two, without quotation marks."),
    "unknown_kind": N_("Sheets have no lines of this kind. Choose one from the list."),
    "unknown_attendance": N_("Say whether she was present, late, absent, excused or represented."),
    "unknown_answer": N_("A witness agrees or disputes. Choose one of the two."),
    "too_many": N_("At most %(most)s fit here. Leave some out."),
    "parts_differ": N_("Principal and interest together are not the amount paid. Look at the three again."),
    "bad_text": N_("The text holds signs that cannot be seen. Type it anew."),
    "text_too_long": N_("At most %(longest)s letters fit here. Write it shorter."),
    "not_text": N_("Words belong here. Put them in quotation marks."),
}
