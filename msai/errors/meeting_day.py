"""What is said about the things around a sheet: drafts, money between meetings, witnesses.

By the status they are answered with, since the sentences themselves know none.
"""

from collections.abc import Mapping

from msai.messages import N_

TO_MEND: Mapping[str, str] = {
    "draft_too_deep": N_("The draft cannot be kept as it is. Save a copy, and open the meeting again."),
}

CONFLICTS: Mapping[str, str] = {
    "draft_conflict": N_(
        "Somebody saved this meeting on another phone in between. Look at both, and keep the right one."
    ),
    "meeting_closed": N_("This meeting is closed. Open its record; what is wrong is corrected there."),
}

TOO_LARGE: Mapping[str, str] = {
    "draft_too_large": N_("A draft has room for %(largest)s kilobytes. Save a copy, and send the meeting."),
}
