"""The sentences of the meeting screen, handed to the phone whole, in the reader's language.

A phone without a connection cannot ask for a translation.  Each sentence therefore travels with
the page, its places left open as `{amount}`; one with a count travels in all its forms, with a
row of digits that says for each count which form fits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from msai.i18n import current_language, gettext, ngettext
from msai.messages import N_, Message, counted

_PLACE = re.compile(r"%\(([a-z_]+)\)s")
_COUNTS = 200
"""Plural rules look at the last two digits at most; from a hundred on, counts repeat."""

SENTENCES: Mapping[str, str] = {
    # The status line
    "ready": N_("Ready. What you write is saved at once."),
    "saving": N_("Saving"),
    "saved": N_("Saved %(time)s"),
    "failed": N_("Could not save. Nothing is lost; keep this page open."),
    "signed_out": N_("Sign in to save. Nothing is lost; keep this page open."),
    "closed_elsewhere": N_("This meeting was closed on another phone."),
    "other_phone": N_("Another phone wrote on this sheet. Both are here now."),
    "not_closed": N_("Could not send. Nothing is lost; press again in a moment."),
    "held": N_("Not closed yet. There is something to look at."),
    # Steps and the bar
    "step_of": N_("Step %(number)s of %(all)s"),
    "step_done": N_("done"),
    "step_now": N_("you are here"),
    "step_to_do": N_("to do"),
    "next": N_("Next: %(step)s"),
    "close_meeting": N_("Close the meeting"),
    "closing": N_("Closing"),
    "waits_choice": N_("Choose between two amounts"),
    "waits_amounts": N_("An amount is not clear"),
    "waits_roll": N_("Waiting for the roll call"),
    "waits_count": N_("Waiting for the count"),
    "waits_reason": N_("Waiting for a reason"),
    "not_yet": N_("not yet"),
    "none": N_("none"),
    "nothing": N_("nothing"),
    "difference": N_("Difference"),
    # Opening
    "label_lying": N_("Counted in the box now"),
    "opening_agrees": N_("The box agrees with the book."),
    "opening_less": N_("%(amount)s less than in the book. Look again now, before anybody pays."),
    "opening_more": N_("%(amount)s more than in the book. Look again now, before anybody pays."),
    # Roll call
    "all_here": N_("All are here"),
    "roll_present": N_("Here"),
    "roll_late": N_("Late"),
    "roll_absent": N_("Absent"),
    "roll_excused": N_("Excused"),
    "roll_represented": N_("Represented"),
    "roll_open": N_("Not called"),
    "roll_count": N_("%(here)s here, %(away)s not"),
    "roll_said": N_("%(name)s: %(state)s"),
    "represented_by": N_("%(name)s is here for her"),
    "member_number": N_("No. %(number)s"),
    "new_member": N_("No. %(number)s, new today"),
    "newcomer_gone": N_("%(name)s is off the list"),
    "namesake": N_("%(name)s is No. %(number)s already. Add something that tells the two apart."),
    "fine_of": N_("Fine of %(amount)s"),
    "nobody": N_("Nobody"),
    "nobody_yet": N_("Nobody yet"),
    "here_of": N_("%(here)s of %(all)s"),
    # Amounts of members
    "label_social": N_("Social fund, %(name)s"),
    "label_savings": N_("Savings of %(name)s"),
    "label_invest": N_("Investment of %(name)s"),
    "label_back": N_("Paid back by %(name)s"),
    "label_interest": N_("Interest of %(name)s"),
    "more_about": N_("%(name)s: who pays, and where the money goes"),
    "herself": N_("She herself"),
    "paid_by": N_("%(amount)s, paid by %(name)s"),
    "received": N_("%(amount)s already received"),
    "witness_agrees": N_("She agrees"),
    "witness_disputes": N_("She does not agree"),
    "usual_label": N_("Usual today"),
    "same_amount": N_("Same for all: %(amount)s"),
    "same_line": N_("Whoever brings something else is changed by hand."),
    "emptied": N_("Taken out again"),
    "changed": N_("Changed: %(name)s"),
    "changed_amount": N_("Changed: %(name)s, before %(amount)s"),
    "odd_amount": N_("Usually %(usual)s. Is %(amount)s right?"),
    "two_values": N_("Two phones wrote two things. Which is right?"),
    "who_when": N_("%(name)s, %(time)s"),
    "not_an_amount": N_("This is not clear. Write digits, as in 50 or 12.50."),
    "not_a_count": N_("This is not clear. Write a whole number, as in 3."),
    "ambiguous": N_(
        "“%(text)s” can be read as %(thousands)s or as %(decimal)s. Write it with all its decimals."),
    "too_many_decimals": N_("Write the amount without the smaller part: there is no such coin."),
    "too_large": N_("This is more than a book can hold."),
    # Loans
    "left": N_("%(amount)s left"),
    "over_left": N_("%(amount)s more than she owes"),
    "a_month_is": N_("A month is %(amount)s"),
    "interest_written": N_("Interest of a month"),
    # What is due
    "pays_due": N_("She pays what is due: %(amount)s"),
    "due_written": N_("What is due is written down"),
    "owes_in": N_("%(amount)s still to pay, %(fund)s"),
    "label_due": N_("Old fines and fees of %(name)s"),
    "label_over": N_("%(name)s, over whole shares"),
    "late_of": N_("Late: charge %(amount)s"),
    "asked_for": N_("Asked for %(amount)s, approved"),
    "hand_out": N_("Hand it out"),
    "take_out": N_("Take it out again"),
    # Lines added by hand
    "choose": N_("Choose"),
    "line_gone": N_("Line taken away"),
    "line_loan": N_("Loan"),
    "line_social_grant": N_("Help from the social fund"),
    "line_withdrawal": N_("Savings taken out"),
    "line_payout": N_("Paid out to a member"),
    "line_fine": N_("Fine"),
    "line_fee": N_("Fee"),
    "line_fine_paid": N_("Old fine paid"),
    "line_fee_paid": N_("Old fee paid"),
    "line_expense": N_("Cost of the group"),
    "line_transfer": N_("Money moved between box and bank"),
    "line_between_funds": N_("One fund lends to another"),
    "line_donation": N_("Gift to the group"),
    "line_recovery": N_("Money on a loan that was given up"),
    "older_loan": N_("One from before this book"),
    # The count
    "label_counted": N_("Counted in the box"),
    "label_piece": N_("How many of %(face)s"),
    "less": N_("%(amount)s less than expected"),
    "more": N_("%(amount)s more than expected"),
    "hint_none": N_("Count again, or say why."),
    "hint_share": N_("Exactly one share."),
    "hint_share_piece": N_("Exactly one share. Look at the %(face)s again."),
    "hint_piece": N_("Exactly one piece of %(face)s. Look at them again."),
    "hint_line": N_("Exactly what %(name)s has on the sheet. Look there again."),
    "hint_line_other": N_("Exactly one amount of the sheet. Look there again."),
    "hint_swapped": N_("Two digits may have changed places at %(name)s."),
    "hint_swapped_other": N_("Two digits of an amount may have changed places."),
    "reason_is": N_("Reason: %(reason)s"),
}

COUNTED: Mapping[str, Message] = {
    "to_call": counted("%(count)s person to call", "%(count)s people to call", 1),
    "shares": counted("%(count)s share", "%(count)s shares", 1),
    "same_shares": counted("Same for all: %(count)s share", "Same for all: %(count)s shares", 1),
    "fill_in": counted("Fill in for %(count)s", "Fill in for %(count)s", 1),
    "filled_in": counted("Filled in for %(count)s present", "Filled in for %(count)s present", 1),
    "odd_shares": counted(
        "Usually %(usual)s. Is %(count)s share right?", "Usually %(usual)s. Are %(count)s shares right?", 1),
    "changed_shares": counted(
        "%(name)s: changed, before %(count)s share", "%(name)s: changed, before %(count)s shares", 1),
}


def sentences() -> dict[str, Any]:
    """All sentences in the language that is being written, as the phone reads them."""
    return _sentences(current_language())


@lru_cache(maxsize=32)
def _sentences(_code: str) -> dict[str, Any]:
    spoken: dict[str, Any] = {name: _open(gettext(text)) for name, text in SENTENCES.items()}
    patterns: list[str] = []
    for name, message in COUNTED.items():
        row = [ngettext(message.id, message.plural or "", count) for count in range(_COUNTS)]
        forms = list(dict.fromkeys(row))
        pattern = "".join(str(forms.index(text)) for text in row)
        if pattern not in patterns:
            patterns.append(pattern)
        spoken[name] = [patterns.index(pattern), *map(_open, forms)]
    return {"sentences": spoken, "plurals": patterns}


def _open(text: str) -> str:
    return _PLACE.sub(r"{\1}", text)
