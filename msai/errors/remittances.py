"""What is said where a step of a remittance, a rate or a file is refused."""

from collections.abc import Mapping

from msai.messages import N_

TO_MEND: Mapping[str, str] = {
    "nothing_to_send": N_("Enter how much is sent. A transfer sends more than nothing."),
    "fee_not_below_amount": N_(
        "A fee that is taken out of the amount has to leave something of it. Enter a smaller fee, or say "
        "that it was paid on top."),
    "tender_twice": N_("Each place that money is taken from stands once. Add both amounts together."),
    "no_more_into_stake": N_(
        "The group gave this stake back or gave it up, so nothing more can be sent to it."),
    "remittance_day_ahead": N_("%(on)s has not come yet. Money is written down when it moved."),
    "remittance_moved": N_(
        "This transfer is past that step already. Open it again and look where it stands."),
    "not_sent_yet": N_("Transfer %(remittance)s was not sent yet, so nothing of it can have landed."),
    "landed_before_sent": N_("The money left on %(sent_on)s. It cannot have landed before."),
    "nothing_landed": N_("Enter what reached the account. It is more than nothing."),
    "already_landed": N_("All of transfer %(remittance)s was confirmed before. Look at what has landed."),
    "landed_more_than_sent": N_(
        "This is far more than was sent with transfer %(remittance)s. Look at the amount, and at the rate, "
        "again."),
    "enterprise_confirms": N_(
        "The enterprise keeps its book here. What landed is confirmed by its own second person."),
    "nothing_disputed": N_("Nothing of transfer %(remittance)s waits for an explanation."),
    "explanation_missing": N_("Say in a few words what happened, so that both sides can follow it."),
    "home_more_than_owed": N_(
        "The enterprise does not owe that much here. Look at what is due, and enter less."),
    "landing_to_choose": N_(
        "Money was noted for this stake before paper %(remittance)s came. Say first whether it is that "
        "money."),
    "landing_says_more": N_(
        "Note %(landing)s says that more was sent than this paper does. Take the note back and write it "
        "anew, or say that the money is still on its way."),
    "landing_paired": N_(
        "The enterprise's paper was found to be this money. What differs is explained on that paper."),
    "more_than_expected": N_(
        "That is more than the enterprise declared or agreed to give back and did not send yet. Enter less, "
        "or let it declare the rest first."),
    "landed_before_agreed": N_(
        "It was declared or agreed on %(day)s. Enter the day on which the money landed."),
    "rate_upside_down": N_(
        "%(rate)s looks turned around: the last rate was %(last)s. Enter how much home money one unit of the "
        "group's money gave. If it is right as it stands, say so and send it again."),
    "rate_far_off": N_(
        "%(rate)s is more than a fifth off the last rate, %(last)s. If it is right as it stands, say so and "
        "send it again."),
    "mid_rate_unsourced": N_("Say from where the mid rate is and for which day it holds."),
    "rate_day_ahead": N_("A rate cannot be known before its day has come."),
    "rate_day_long_past": N_("No rate of a day before 1990 is kept. Look at the year again."),
    "rate_of_one_currency": N_("Both books count in the same currency, so there is no rate to enter."),
    "pool_unknown": N_(
        "No open pool of this enterprise has the code %(code)s. Ask the group that opened it, and look at "
        "the enterprise you chose."),
    "pool_needs_book": N_(
        "%(enterprise)s keeps no book here, so nobody could share out what lands. Send to it alone."),
    "pool_closed": N_(
        "Pool %(pool)s was closed. Nothing joins it or leaves it any more; open it and look where it "
        "stands."),
    "pool_open": N_("Pool %(pool)s was not closed yet. The share of the fee is known when it is."),
    "pool_changed": N_(
        "A group joined or left the pool meanwhile. Look at the parts again before you close it."),
    "pool_fee_over": N_(
        "This is more than the groups agreed to share. Enter what they agreed to, or give the pool up and "
        "open another."),
    "lands_with_pool": N_(
        "This was sent together with others in pool %(pool)s. Confirm there what landed, once for all."),
    "file_not_readable": N_(
        "This file is not a picture or a PDF that can be read. Take a picture of the paper."),
    "file_too_large": N_("This file is too large. A picture or PDF of up to 4 MB can be kept."),
    "files_full": N_("The files kept here have come to %(megabytes)s MB, and no more can be kept. Write down "
                     "the reference of the paper, and keep the paper itself."),
    "file_not_safe": N_("This PDF carries programs or other files in it. Print it to a plain PDF, or take a "
                        "picture."),
}
"""By the code of the refusal."""
