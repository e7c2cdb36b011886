"""What is said about the things around a sheet: drafts, money between meetings, witnesses.

By the status they are answered with, since the sentences themselves know none.
"""

from collections.abc import Mapping

from msai.messages import N_

TO_MEND: Mapping[str, str] = {
    "pieces_differ": N_("The notes and coins come to %(pieces)s, but %(counted)s was counted. Count again."),
    "member_number_taken": N_("Number %(member)s is somebody's already. Give the new member another one."),
    "not_represented": N_("Member %(member)s was not represented. Say so at the roll call, or leave it out."),
    "representative_not_here": N_("Member %(member)s was not here herself, so she cannot stand for another."),
    "payer_is_member": N_("Member %(member)s pays for herself here. Leave out who paid."),
    "payer_without_payment": N_("Nothing was paid on this line, so member %(member)s did not pay it."),
    "witness_not_here": N_("A witness was at the meeting herself. Choose a member who was here."),
    "witness_is_recorder": N_("Whoever records a meeting cannot be its witness. Ask another member."),
    "witness_not_chosen": N_("By the rules of this group, the second officer is the witness. Ask her."),
    "unknown_zone": N_("There is no clock called %(zone)s. Choose one from the list."),
    "not_received": N_("Only money that comes in is recorded here. What is paid out belongs to a meeting."),
    "receipt_refused": N_("This money could not be recorded yet. Look at what is marked."),
    "own_money": N_(
        "You paid this yourself. The other officer writes it down, or it stands on the sheet of the next "
        "meeting."
    ),
    "draft_too_deep": N_("The draft cannot be kept as it is. Save a copy, and open the meeting again."),
}

CONFLICTS: Mapping[str, str] = {
    "draft_conflict": N_(
        "Somebody saved this meeting on another phone in between. Look at both, and keep the right one."
    ),
    "receipt_known": N_(
        "The same amount of member %(member)s on %(date)s is recorded already. Say so if it came twice."
    ),
    "payouts_settled": N_(
        "Nothing of this meeting waits for a second person any more. Open its record and look at its lines."
    ),
    "meeting_closed": N_("This meeting is closed. Open its record; what is wrong is corrected there."),
}

TOO_LARGE: Mapping[str, str] = {
    "draft_too_large": N_("A draft has room for %(largest)s kilobytes. Save a copy, and send the meeting."),
}
